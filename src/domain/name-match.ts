// Which folders and objects of a listing have a name that was asked for. Pure; linear in the number of names, and keeps one of them.
import type { FolderPrefix } from './folder-prefix'
import { matchesGlob } from './glob'

/** The matches that a key adds. */
export interface NameMatches {
  /** Those on the way to it that match and that no key before it was in, from the top. */
  readonly folders: readonly FolderPrefix[]
  /** The object itself matches. */
  readonly isObject: boolean
}

const NONE: NameMatches = { folders: [], isObject: false }

/**
 * Takes the keys below `prefix` in the order of a listing, each once, and tells which matches each adds.
 *
 * Case is ignored. A text is looked for in the path below `prefix`, and has to reach into the own name of the folder or object:
 * `2024` finds the folder of that name, and not each object in it. With `*` or `?` it is a pattern for the whole name; with a slash
 * too, for the path from some folder on. A slash at the start stands for the beginning of a name or, in a pattern, of the path.
 */
export function createNameMatcher(text: string, prefix: FolderPrefix): (key: string) => NameMatches {
  const wanted = fold(text)
  const isGlob = /[*?]/.test(wanted)
  const matches = isGlob ? globTest(wanted) : textTest(wanted)
  let before = ''

  return (key) => {
    const previous = before
    before = key
    if (!isGlob && !fold(`/${key.slice(prefix.length)}`).includes(wanted)) return NONE
    const folders: FolderPrefix[] = []
    let start = prefix.length
    for (let slash = key.indexOf('/', start); slash >= 0; slash = key.indexOf('/', start)) {
      const folder = key.slice(0, slash + 1) as FolderPrefix
      if (!previous.startsWith(folder) && matches(key.slice(prefix.length, start), `${key.slice(start, slash)}/`))
        folders.push(folder)
      start = slash + 1
    }
    const isObject = start < key.length && matches(key.slice(prefix.length, start), key.slice(start))
    return { folders, isObject }
  }
}

/** Whether something named `own` in the folder `above` is meant; a folder's own name ends in a slash. */
type NameTest = (above: string, own: string) => boolean

function textTest(wanted: string): NameTest {
  return (above, own) => {
    const [before, path] = [fold(`/${above}`), fold(`/${above}${own}`)]
    const at = path.lastIndexOf(wanted)
    return at >= 0 && at + wanted.length > before.length
  }
}

function globTest(wanted: string): NameTest {
  const pattern = wanted.replace(/^\//, '').replace(/\/$/, '')
  const isOfFolder = wanted.endsWith('/')
  return (above, own) => {
    if (isOfFolder && !own.endsWith('/')) return false
    const name = fold(own.replace(/\/$/, ''))
    if (!wanted.includes('/') || wanted.indexOf('/') === wanted.length - 1) return matchesGlob(pattern, name)
    const path = fold(above) + name
    return matchesGlob(pattern, path) || (!wanted.startsWith('/') && matchesGlob(`*/${pattern}`, path))
  }
}

/** One form for what looks the same: an `ü` that macOS writes as two characters, and capital letters. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
