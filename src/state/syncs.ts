// Syncs of folders on the device with prefixes: compared first, then carried out by the transfers. What is to be deleted is deleted last,
// when all that was to be transferred has arrived; and each file that is the same on both sides is remembered.
import { toAppError } from '../domain/app-error'
import type { FolderPrefix } from '../domain/folder-prefix'
import type { Gateway } from '../domain/gateway'
import type { ObjectEntry } from '../domain/object-entry'
import type { Digester } from '../domain/ports'
import type { LocalFile, LocalFolder, SyncedFile, SyncMemoryStore, SyncPair } from '../domain/sync'
import type { CompareEvents } from '../operations/sync/compare'
import type { DeletionReport } from '../operations/sync/delete-missing'
import type { ComparedPath } from '../operations/sync/plan'
import type { Transfer } from '../transfers/transfer'
import type { EncryptionObservations } from './encryption-observations.svelte'
import type { Transfers } from './transfers.svelte'
import type { Uploads } from './uploads.svelte'

const SAVE_MS = 2000

export interface SyncTarget {
  readonly gateway: Gateway
  readonly bucket: string
  readonly prefix: FolderPrefix
  readonly folder: LocalFolder
}

/** What the user agreed to. */
export interface SyncOrder extends SyncTarget {
  readonly label: string
  /** `remote`: what is replaced. */
  readonly uploads: readonly { readonly local: LocalFile; readonly remote: ObjectEntry | undefined }[]
  /** `local`: what is replaced. */
  readonly downloads: readonly {
    readonly path: string
    readonly remote: ObjectEntry
    readonly local: LocalFile | undefined
  }[]
  readonly deletedObjects: readonly ObjectEntry[]
  readonly deletedFiles: readonly LocalFile[]
}

export interface SyncReport extends DeletionReport {
  readonly order: SyncOrder
}

export interface SyncsDeps {
  readonly transfers: Pick<Transfers, 'downloadMany' | 'prepare'>
  readonly uploads: Pick<Uploads, 'begin'>
  readonly observations: Pick<EncryptionObservations, 'findKey'>
  readonly memories: SyncMemoryStore
  readonly loadDigester: () => Promise<Digester>
  /** All of it has arrived, and so many are deleted now. */
  readonly onDeleting: (count: number) => void
  /** It is over, and what was to be deleted was, or was not. */
  readonly onEnd: (report: SyncReport) => void
}

export class Syncs {
  readonly #deps: SyncsDeps
  #deletions = 0

  constructor(deps: SyncsDeps) {
    this.#deps = deps
  }

  /** True while leaving the page would cut off a deletion; transfers have a guard of their own. */
  get isDeleting(): boolean {
    return this.#deletions > 0
  }

  /** Looks at both sides and remembers what is the same; changes nothing on either. Rejects as the folder and the gateway do. */
  async compare(
    target: SyncTarget,
    events: CompareEvents & { readonly onRead: (count: number) => void }
  ): Promise<readonly ComparedPath[]> {
    const { gateway, bucket, prefix, folder } = target
    const { storage } = gateway
    const { memories, loadDigester, observations } = this.#deps
    const [{ compareTrees, listRemote }, digester] = await Promise.all([
      import('../operations/sync/compare'),
      loadDigester()
    ])
    const findSseKey = (entry: ObjectEntry, signal: AbortSignal) =>
      observations.findKey({ storage, bucket, entry }, signal)
    const deps = { storage, bucket, prefix, digester, findSseKey }
    const [local, remote, stored] = await Promise.all([
      folder.read({ signal: events.signal, onFound: events.onRead }),
      listRemote(deps, events),
      memories.get(pairOf(target)).catch(() => undefined)
    ])
    const isOther = stored?.handle !== undefined && !(await isSameFolder(stored.handle, folder.handle))
    const compared = await compareTrees(local, remote, isOther ? undefined : stored, deps, events)
    await new Remembering(target, compared, memories).save()
    return compared
  }

  /**
   * Begins the transfers; the uploads' dialog asks for their encryption first. Rejects when the engine could not be loaded: then
   * nothing was started.
   */
  async start(order: SyncOrder, compared: readonly ComparedPath[]): Promise<void> {
    const { transfers, uploads, observations, memories } = this.#deps
    const { gateway, bucket, prefix, folder, label } = order
    const { storage } = gateway
    const memory = new Remembering(order, compared, memories)
    let openCount = order.uploads.length + order.downloads.length
    const onArrived = (path: string, file: SyncedFile | undefined): void => {
      memory.note(path, file)
      if (--openCount === 0) void this.#finish(order, memory)
    }
    await transfers.prepare()
    if (order.uploads.length > 0) {
      const arrived = new Set<string>()
      const files = new Map(order.uploads.map(({ local }) => [prefix + local.path, local]))
      const onState = ({ state, key, etag }: Transfer): void => {
        const local = files.get(key)
        if (state !== 'done' || local === undefined || arrived.has(key)) return
        arrived.add(key)
        onArrived(local.path, etag === undefined ? undefined : syncedFile(local, etag))
      }
      const chosen = order.uploads.map(({ local, remote }) => ({
        file: local.file,
        path: local.path,
        sourcePath: `${folder.name}/${local.path}`,
        handle: folder.handle,
        replacesEtag: remote?.etag
      }))
      await uploads.begin({ storage, bucket, prefix }, { files: chosen, leftOut: [], onState })
    }
    if (order.downloads.length > 0 && folder.directory !== undefined) {
      const { guardFolder } = await import('../operations/sync/guarded-folder')
      const entries = new Map(order.downloads.map(({ path, remote }) => [path, remote]))
      const planned = new Map(order.downloads.map(({ path, local }) => [path, local]))
      await transfers.downloadMany({
        ...{ storage, bucket, prefix, label, decision: 'replace' },
        selection: { entries: [...entries.values()], prefixes: [] },
        objectCount: entries.size,
        sizeBytes: order.downloads.reduce((sum, { remote }) => sum + remote.sizeBytes, 0),
        directory: guardFolder(folder.directory, planned, (path, now) =>
          onArrived(path, syncedFile(now, entries.get(path)?.etag ?? ''))
        ),
        findSseKey: (entry, signal) => observations.findKey({ storage, bucket, entry }, signal)
      })
    }
    if (openCount === 0) void this.#finish(order, memory)
  }

  /** Never rejects. */
  async #finish(order: SyncOrder, memory: Remembering): Promise<void> {
    const { prefix, deletedObjects, deletedFiles } = order
    const { deletedCount, failures } = await this.#delete(order)
    const failed = new Set(failures.map(({ path }) => path))
    for (const { key } of deletedObjects) if (!failed.has(key)) memory.note(key.slice(prefix.length), undefined)
    for (const { path } of deletedFiles) if (!failed.has(path)) memory.note(path, undefined)
    await memory.save()
    this.#deps.onEnd({ order, deletedCount, failures })
  }

  async #delete({ gateway, bucket, folder, deletedObjects, deletedFiles }: SyncOrder): Promise<DeletionReport> {
    const count = deletedObjects.length + deletedFiles.length
    if (count === 0) return { deletedCount: 0, failures: [] }
    const { signal } = new AbortController()
    this.#deletions++
    this.#deps.onDeleting(count)
    try {
      const { deleteObjects, deleteFiles } = await import('../operations/sync/delete-missing')
      // One side is deleted from.
      return deletedFiles.length > 0 && folder.directory !== undefined
        ? await deleteFiles(folder.directory, deletedFiles, signal)
        : await deleteObjects(gateway, bucket, deletedObjects, signal)
    } catch (thrown) {
      const error = toAppError(thrown)
      const paths = [...deletedObjects.map(({ key }) => key), ...deletedFiles.map(({ path }) => path)]
      return { deletedCount: 0, failures: paths.map((path) => ({ path, error })) }
    } finally {
      this.#deletions--
    }
  }
}

/** The memory of one sync, as it comes to be. */
class Remembering {
  readonly #target: SyncTarget
  readonly #store: SyncMemoryStore
  readonly #files: Map<string, SyncedFile>
  #timer: ReturnType<typeof setTimeout> | undefined

  /** What is the same, and what was the same before and differs now; what neither side has is forgotten. */
  constructor(target: SyncTarget, compared: readonly ComparedPath[], store: SyncMemoryStore) {
    this.#target = target
    this.#store = store
    this.#files = new Map(
      compared.flatMap(({ path, isSame, local, remote, former }) => {
        const now = isSame && local && remote ? syncedFile(local, remote.etag) : former
        return now === undefined ? [] : [[path, now] as const]
      })
    )
  }

  /** Saved a little later, many together. @param file undefined: nothing is known of it, or it is gone */
  note(path: string, file: SyncedFile | undefined): void {
    if (file === undefined) this.#files.delete(path)
    else this.#files.set(path, file)
    this.#timer ??= setTimeout(() => void this.save(), SAVE_MS)
  }

  /** Never rejects: without it the user is asked. */
  async save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { handle } = this.#target.folder
    const memory = { files: new Map(this.#files), handle, savedAtMs: Date.now() }
    await this.#store.put(pairOf(this.#target), memory).catch(() => undefined)
  }
}

function syncedFile({ sizeBytes, modifiedAtMs }: Omit<SyncedFile, 'etag'>, etag: string): SyncedFile {
  return { sizeBytes, modifiedAtMs, etag }
}

function pairOf({ gateway, bucket, prefix, folder }: SyncTarget): SyncPair {
  return { account: gateway.storage.account, bucket, prefix, folderName: folder.name }
}

async function isSameFolder(one: FileSystemHandle, other: FileSystemHandle | undefined): Promise<boolean> {
  return other !== undefined && (await one.isSameEntry(other).catch(() => false))
}
