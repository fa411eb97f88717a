// Keys as file paths that are valid and distinct on any file system. Names only.
import { safeFileName } from '../domain/file-name'
import { splitNumberedName } from './name-clash'

export class SavedPaths {
  readonly #isFlat: boolean
  /** Folded: some file systems ignore case or Unicode composition. */
  readonly #taken = new Set<string>()
  readonly #folders = new Map<string, readonly string[]>()

  /** @param isFlat true: no folders, their names become part of the file's: `a/b.txt` → `a_b.txt`. */
  constructor({ isFlat }: { readonly isFlat: boolean }) {
    this.#isFlat = isFlat
  }

  /** The path of one more object, by its key below the saved prefix; the last step is the file's name. */
  add(key: string): readonly string[] {
    const steps = key.replace(/\/+$/, '').split('/')
    if (this.#isFlat) return [this.#claim([], safeFileName(steps.join('_')))]
    const folder = this.#folderOf(steps.slice(0, -1))
    return [...folder, this.#claim(folder, safeStep(steps.at(-1) ?? ''))]
  }

  /** The next numbered path, when the one from `add` exists on the disk. */
  addBeside(path: readonly string[]): readonly string[] {
    const folder = path.slice(0, -1)
    return [...folder, this.#claim(folder, path.at(-1) ?? '')]
  }

  /** True: the path is the key, or its flat form. */
  isAsNamed(key: string, path: readonly string[]): boolean {
    return path.join('/') === (this.#isFlat ? key.replaceAll('/', '_') : key)
  }

  /** Folders with different names stay apart, also where the file system sees no difference. */
  #folderOf(steps: readonly string[]): readonly string[] {
    if (steps.length === 0) return []
    const whole = steps.join('/')
    const known = this.#folders.get(whole)
    if (known !== undefined) return known
    const parent = this.#folderOf(steps.slice(0, -1))
    const folder = [...parent, this.#claim(parent, safeStep(steps.at(-1) ?? ''))]
    this.#folders.set(whole, folder)
    return folder
  }

  #claim(folder: readonly string[], wanted: string): string {
    const { before, ending } = splitNumberedName(wanted)
    let name = wanted
    for (let number = 1; this.#taken.has(folded(folder, name)); number++) name = `${before}${number})${ending}`
    this.#taken.add(folded(folder, name))
    return name
  }
}

function safeStep(step: string): string {
  return step === '' ? '_' : safeFileName(step)
}

function folded(folder: readonly string[], name: string): string {
  return [...folder, name].join('/').normalize('NFC').toLowerCase()
}
