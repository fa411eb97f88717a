// What a download that becomes an archive remembers from attempt to attempt, as long as its tab lives.
import type { ObjectEntry } from '../domain/object-entry'
import { SavedPaths } from './saved-paths'
import type { ArchiveRequest } from './requests'
import type { ArchiveView, MissingEntry, TransferVerification } from './transfer'

/** Of the list on the screen; the report in the archive names all. */
const MAX_LISTED = 200

export class ArchiveMemory {
  readonly #request: Pick<ArchiveRequest, 'fileCount' | 'prefix'>
  readonly #paths = new SavedPaths({ isFlat: false })
  /** Of those that have started and are not in the archive yet: an entry that starts again keeps its name. */
  readonly #planned = new Map<string, string>()
  /** Keys of those that are in the archive, or never will be. */
  readonly #handled = new Set<string>()
  /** Bytes that have come of those that are under way. */
  readonly #under = new Map<string, number>()
  #underBytes = 0
  #addedBytes = 0
  #addedCount = 0
  #verifiedCount = 0
  #isSizeCheckedAtLeast = true
  readonly #failed = new Set<string>()
  readonly missing: MissingEntry[] = []
  readonly renamed: { readonly key: string; readonly path: string }[] = []
  /** It is being received straight into the archive: a resumed attempt begins with it. */
  open: ObjectEntry | undefined
  /** Of all objects, as far as is known. */
  sizeBytes: number

  constructor(request: Pick<ArchiveRequest, 'fileCount' | 'prefix' | 'sizeBytes'>) {
    this.#request = request
    this.sizeBytes = request.sizeBytes
  }

  get doneBytes(): number {
    return this.#addedBytes + this.#underBytes
  }
  get addedCount(): number {
    return this.#addedCount
  }
  /** Of the whole; undefined where something is missing or nothing could be compared. */
  get verification(): TransferVerification | undefined {
    if (this.missing.length > 0) return undefined
    if (this.#verifiedCount === this.#addedCount) return 'verified'
    return this.#isSizeCheckedAtLeast ? 'size-checked' : undefined
  }
  get view(): ArchiveView {
    const handledCount = this.#addedCount + this.missing.length
    return {
      fileCount: Math.max(this.#request.fileCount, handledCount),
      addedCount: this.#addedCount,
      verifiedCount: this.#verifiedCount,
      missingCount: this.missing.length,
      missing: this.missing.slice(0, MAX_LISTED),
      renamedCount: this.renamed.length
    }
  }

  isHandled({ key }: ObjectEntry): boolean {
    return this.#handled.has(key)
  }

  /** The name that the object has in the archive. */
  nameOf({ key }: ObjectEntry): string {
    const known = this.#planned.get(key)
    if (known !== undefined) return known
    const { prefix } = this.#request
    const relative = key.startsWith(prefix) ? key.slice(prefix.length) : key
    const path = this.#paths.add(relative)
    const name = path.join('/')
    if (!this.#paths.isAsNamed(relative, path)) this.renamed.push({ key, path: name })
    this.#planned.set(key, name)
    return name
  }

  /** A name that no object has. */
  freeName(wanted: string): string {
    return this.#paths.add(wanted).join('/')
  }

  noteBytes({ key }: ObjectEntry, receivedBytes: number): void {
    this.#underBytes += receivedBytes - (this.#under.get(key) ?? 0)
    this.#under.set(key, receivedBytes)
  }

  noteAdded(entry: ObjectEntry, sizeBytes: number, verification: TransferVerification | undefined): void {
    this.#end(entry)
    this.#addedBytes += sizeBytes
    this.#addedCount++
    if (verification === 'verified') this.#verifiedCount++
    else if (verification === undefined) this.#isSizeCheckedAtLeast = false
  }

  noteMissing(entry: ObjectEntry, sizeBytes: number, error: MissingEntry['error']): void {
    this.#end(entry)
    this.sizeBytes -= sizeBytes
    this.missing.push({ key: entry.key, error })
    const index = this.renamed.findIndex(({ key }) => key === entry.key)
    if (index >= 0) this.renamed.splice(index, 1)
  }

  /** It has ended an attempt at the whole. @returns true when it has done so before */
  hasFailedAgain({ key }: ObjectEntry): boolean {
    if (this.#failed.has(key)) return true
    this.#failed.add(key)
    return false
  }

  #end({ key }: ObjectEntry): void {
    if (this.open?.key === key) this.open = undefined
    this.#underBytes -= this.#under.get(key) ?? 0
    this.#under.delete(key)
    this.#planned.delete(key)
    this.#handled.add(key)
  }
}
