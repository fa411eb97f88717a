// Handles of what the user dropped or picked, in IndexedDB, and reading a file by one again. https://wicg.github.io/file-system-access/
import { AppError } from '../../domain/app-error'
import { newId } from '../../domain/new-id'
import type { UploadSources } from '../../domain/transfer-journal'
import { UPLOAD_SOURCE, type KeptSource } from '../storage/formats'
import { RecordList, type RecordDatabase } from '../storage/record-store'
import { tryReadRecord } from '../storage/records'
import { isGranted } from './asking-handle'
import { FolderFiles } from './folder-files'

/** Uploads that are read from it may not be in the journal yet. */
const NEW_MS = 60_000
/** Of files that were dropped or picked one by one; a folder is one. */
const MAX_KEPT_AT_ONCE = 200

type Source = FileSystemFileHandle | FolderFiles

export class KeptSources implements UploadSources {
  readonly #store: RecordList<KeptSource>
  /** Those that may be read now. */
  readonly #open = new Map<string, Promise<Source | undefined>>()

  constructor(database: RecordDatabase) {
    this.#store = new RecordList(database, UPLOAD_SOURCE, ({ id }) => id)
  }

  async keep(handles: readonly FileSystemHandle[]): Promise<ReadonlyMap<FileSystemHandle, string>> {
    const ids = new Map([...new Set(handles)].slice(0, MAX_KEPT_AT_ONCE).map((handle) => [handle, newId()]))
    try {
      const keptAtMs = Date.now()
      if (ids.size > 0) await this.#store.putMany([...ids].map(([handle, id]) => ({ id, handle, keptAtMs })))
      return ids
    } catch {
      return new Map() // some browsers have handles and cannot store them
    }
  }

  async ids(): Promise<ReadonlySet<string>> {
    const kept = await this.#store.list().catch(() => [])
    return new Set(kept.map(({ id }) => id))
  }

  async read(id: string, path: string): Promise<File | undefined> {
    const opening = this.#open.get(id) ?? this.#ask(id)
    this.#open.set(id, opening)
    const source = await opening
    if (source === undefined) {
      this.#open.delete(id)
      return undefined
    }
    try {
      // A path begins with the name of what was dropped.
      return await (source instanceof FolderFiles ? source.read(path.split('/').slice(1)) : source.getFile())
    } catch (error) {
      throw new AppError('file-unreadable', {}, { cause: error })
    }
  }

  async retain(ids: ReadonlySet<string>): Promise<void> {
    const kept = await this.#store.list().catch(() => [])
    const old = kept.filter(({ id, keptAtMs }) => !ids.has(id) && Date.now() - keptAtMs > NEW_MS)
    if (old.length > 0) await this.#store.removeMany(old.map(({ id }) => id)).catch(() => undefined)
  }

  async #ask(id: string): Promise<Source | undefined> {
    const [found] = await this.#store.find([id]).catch(() => [])
    const handle = tryReadRecord(UPLOAD_SOURCE, found?.record)?.handle
    if (handle === undefined || !(await isGranted(handle, 'read'))) return undefined
    return handle.kind === 'file'
      ? (handle as FileSystemFileHandle)
      : new FolderFiles(handle as FileSystemDirectoryHandle)
  }
}
