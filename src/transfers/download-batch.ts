// The download of a selection: its folders are walked as the queue gets on, so that ten thousand files are never ten thousand
// rows at once. What each download does is the queue's; this one feeds it and keeps the account.
import { isAbort, toAppError, type AppError, type AppErrorKind } from '../domain/app-error'
import type { DownloadEntry } from '../domain/download-journal'
import { isFolderMarker, mayBeLargeObject, type ObjectEntry } from '../domain/object-entry'
import type { PickedDirectory } from '../domain/download-ports'
import type { Digester, NetworkStatus, ObjectStorage } from '../domain/ports'
import { firstView, type DownloadBatchRequest, type DownloadBatchView } from './batch-view'
import { systemClock, type Clock } from './clock'
import { compareBytes } from './compare-bytes'
import { Contact } from './contact'
import type { TransferQueue } from './queue'
import { withRetries } from './retry'
import { SavedPaths } from './saved-paths'
import type { Transfer } from './transfer'
import { walkSelection } from './walk'

/** Waiting, running or being verified. */
const MAX_OPEN = 50
/** So many failures are not chance: the rest waits until someone has looked. */
const MAX_FAILED = 500
const MAX_RENAMED = 200
/** All of it would fail so until the user has made room, or allowed it again; what is received for nothing until then takes room too. */
const STOPS_ALL: readonly AppErrorKind[] = ['directory-unwritable', 'browser-storage-full']

export type { DownloadBatchRequest, DownloadBatchView }

export interface DownloadBatchDeps {
  readonly queue: Pick<TransferQueue, 'enqueueDownload' | 'cancel' | 'pause' | 'resume' | 'retry'>
  /** With which files that are there already are compared. */
  readonly digester: Digester
  readonly clock?: Clock | undefined
  readonly network?: NetworkStatus | undefined
}

export class DownloadBatch {
  readonly #request: DownloadBatchRequest
  readonly #deps: DownloadBatchDeps
  readonly #listener: (view: DownloadBatchView) => void
  readonly #paths: SavedPaths
  readonly #abort = new AbortController()
  #contact: Contact | undefined
  /** Those that are not done, by id. */
  readonly #jobs = new Map<string, 'open' | 'failed' | 'cancelled'>()
  /** Failed for a reason that stops all. */
  readonly #stoppedIds = new Set<string>()
  readonly #openIds = (): string[] => [...this.#jobs].flatMap(([id, state]) => (state === 'open' ? id : []))
  #wake: (() => void) | undefined
  #mostFailed = MAX_FAILED
  #isTellPlanned = false
  /** As the last file was: those of one folder are alike. */
  #isLikelyPlain = false
  #unlistedBytes: number
  #view: DownloadBatchView

  /** Begins at once. @param listener hears of every change, once for all that happen together. */
  constructor(request: DownloadBatchRequest, deps: DownloadBatchDeps, listener: (view: DownloadBatchView) => void) {
    this.#request = request
    this.#deps = deps
    this.#unlistedBytes = request.unlistedBytes ?? 0
    this.#listener = listener
    this.#paths = new SavedPaths({ isFlat: request.directory === undefined })
    this.#view = firstView(request)
    this.#tell({})
    void this.#feed()
  }

  get view(): DownloadBatchView {
    return this.#view
  }

  /** What is under way is paused too, and what has come of it is kept. */
  pause(): void {
    this.#pauseAll({ isPausedByUser: true })
  }

  /** After a pause: goes on where it was, and tries again what paused it. */
  resume(): void {
    if (this.#view.state !== 'paused') return
    this.#tell({ state: 'running', isPausedByUser: false, error: undefined })
    for (const id of this.#openIds().toReversed()) this.#deps.queue.resume(id) // each goes before those that wait
    for (const id of [...this.#stoppedIds]) this.#deps.queue.retry(id)
    this.#wake?.()
  }

  /** What is saved stays; what is under way is cancelled. */
  stop(): void {
    if (this.#view.state === 'stopped' || this.#view.state === 'done') return
    this.#abort.abort(new DOMException('Stopped', 'AbortError'))
    this.#tell({ state: 'stopped', error: undefined, retryError: undefined })
    this.#wake?.()
    for (const id of this.#openIds()) this.#deps.queue.cancel(id)
  }

  async #feed(): Promise<void> {
    const { bucket, selection } = this.#request
    const { signal } = this.#abort
    try {
      for await (const page of walkSelection({ listPage: this.#listPage }, bucket, selection, signal))
        for (const entry of page) {
          await this.#turn()
          await this.#begin(entry)
          signal.throwIfAborted()
        }
      while (this.#view.openCount > 0 || this.#view.state === 'paused') await this.#woken()
      if (this.#view.state === 'running') this.#tell({ state: 'done' })
    } catch (error) {
      if (!isAbort(error)) this.#tell({ state: 'stopped', error: toAppError(error) })
    }
  }

  /** A listing that fails holds everything up until it is tried again, and loses its place never. */
  readonly #listPage: ObjectStorage['listPage'] = async (request, signal) => {
    const { clock = systemClock, network } = this.#deps
    const onRetry = (retryError: AppError) => this.#tell({ retryError })
    for (;;) {
      try {
        const list = () => this.#request.storage.listPage(request, signal)
        const contact = (this.#contact ??= new Contact(clock, list))
        const page = await withRetries(list, { clock, signal: this.#abort.signal, contact, network, onRetry })
        contact.note()
        if (this.#view.retryError !== undefined) this.#tell({ retryError: undefined })
        return page
      } catch (error) {
        if (isAbort(error)) throw error
        await this.#pause(toAppError(error))
      }
    }
  }

  async #turn(): Promise<void> {
    while (this.#view.openCount >= MAX_OPEN) await this.#woken()
    if (this.#view.failedCount < this.#mostFailed) return
    await this.#pause(undefined)
    this.#mostFailed = this.#view.failedCount + MAX_FAILED // someone has looked, and goes on
  }

  #pauseAll(why: Pick<DownloadBatchView, 'isPausedByUser'> | Pick<DownloadBatchView, 'error'>): void {
    if (this.#view.state !== 'running') return
    this.#tell({ state: 'paused', retryError: undefined, ...why })
    for (const id of this.#openIds()) this.#deps.queue.pause(id)
  }

  async #pause(error: AppError | undefined): Promise<void> {
    this.#tell({ state: 'paused', error, retryError: undefined })
    await this.#whilePaused()
  }

  async #whilePaused(): Promise<void> {
    while (this.#view.state === 'paused') await this.#woken()
  }

  async #woken(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#abort.signal.throwIfAborted()
  }

  async #begin(entry: ObjectEntry): Promise<void> {
    const { storage, bucket, prefix, directory, decision, findSseKey } = this.#request
    if (isFolderMarker(entry)) return this.#count(entry, {})
    const key = entry.key.startsWith(prefix) ? entry.key.slice(prefix.length) : entry.key
    let path = this.#paths.add(key)
    let mayReplace = decision === 'replace'
    while (directory !== undefined && (await this.#isThere(directory, path))) {
      if (await this.#isSame(directory, path, entry)) return this.#count(entry, { sameCount: this.#view.sameCount + 1 })
      if (decision === 'skip') return this.#count(entry, { skippedCount: this.#view.skippedCount + 1 })
      mayReplace &&= await this.#mayReplace(directory, path)
      if (mayReplace) break
      path = this.#paths.addBeside(path)
    }
    this.#abort.signal.throwIfAborted()
    await this.#whilePaused()
    if (!this.#paths.isAsNamed(key, path)) this.#noteRenamed(entry.key, path.join('/'))
    this.#count(entry, {})
    let { sizeBytes } = entry
    this.#deps.queue.enqueueDownload({
      storage,
      bucket,
      entry,
      fileName: path.join('/'),
      findSseKey,
      isLikelyPlain: () => this.#isLikelyPlain,
      batchId: this.#request.batchId,
      journalled: this.#receivedOf(entry),
      directory: directory && { name: directory.name, write: (file) => directory.write(path, file, { mayReplace }) },
      onState: (transfer) => {
        this.#onSize(transfer.sizeBytes - sizeBytes)
        sizeBytes = transfer.sizeBytes
        this.#onState(transfer)
      }
    })
  }

  /** Undefined unless size and ETag are the same: those bytes may be gone on with. */
  #receivedOf({ key, etag, sizeBytes }: ObjectEntry): DownloadEntry | undefined {
    const received = this.#request.received?.get(key)
    return received?.etag === etag && received.sizeBytes === sizeBytes ? received : undefined
  }

  /** Where it cannot be looked at, writing will say why. */
  #isThere(directory: PickedDirectory, path: readonly string[]): Promise<boolean> {
    return directory.has(path).catch(() => false)
  }

  /** The answer was about what the directory had when it was given, not about what was saved or edited since. */
  async #mayReplace(directory: PickedDirectory, path: readonly string[]): Promise<boolean> {
    const { firstStartedAtMs } = this.#request
    if (firstStartedAtMs === undefined) return true
    const file = await directory.fileAt(path).catch(() => undefined)
    return file instanceof File && file.lastModified < firstStartedAtMs
  }

  /** Its size and its checksum: what cannot be compared is not the same. */
  async #isSame(directory: PickedDirectory, path: readonly string[], entry: ObjectEntry): Promise<boolean> {
    const { signal } = this.#abort
    try {
      const file = await directory.fileAt(path)
      if (file === undefined || file.size !== entry.sizeBytes || mayBeLargeObject(entry)) return false
      return (await compareBytes(file, entry.etag, this.#deps.digester, signal)) === 'verified'
    } catch {
      signal.throwIfAborted()
      return false
    }
  }

  #count(entry: ObjectEntry, change: Partial<DownloadBatchView>): void {
    const startedCount = this.#view.startedCount + 1
    const startedBytes = this.#view.startedBytes + entry.sizeBytes
    const objectCount = Math.max(this.#view.objectCount, startedCount)
    this.#tell({ startedCount, startedBytes, objectCount, ...change })
  }

  /** A HEAD told another size than the listing. */
  #onSize(moreBytes: number): void {
    if (moreBytes === 0) return
    const foreseen = Math.min(moreBytes, this.#unlistedBytes)
    this.#unlistedBytes -= foreseen
    const { startedBytes, sizeBytes } = this.#view
    this.#tell({ startedBytes: startedBytes + moreBytes, sizeBytes: sizeBytes + moreBytes - foreseen })
  }

  #noteRenamed(key: string, path: string): void {
    const { renamed, renamedCount } = this.#view
    this.#tell({
      renamedCount: renamedCount + 1,
      renamed: renamed.length < MAX_RENAMED ? [...renamed, { key, path }] : renamed
    })
  }

  #onState({ id, state, verification, sseKeyId, error }: Transfer): void {
    if (state === 'done') this.#isLikelyPlain = sseKeyId === undefined
    const before = this.#jobs.get(id)
    const after = state === 'done' ? undefined : state === 'failed' || state === 'cancelled' ? state : 'open'
    if (before === after) return
    if (after === undefined) this.#jobs.delete(id)
    else this.#jobs.set(id, after)
    const change = (of: typeof after): number => (after === of ? 1 : 0) - (before === of ? 1 : 0)
    const { openCount, savedCount, verifiedCount, failedCount, cancelledCount } = this.#view
    this.#tell({
      openCount: openCount + change('open'),
      savedCount: savedCount + (state === 'done' ? 1 : 0),
      verifiedCount: verifiedCount + (state === 'done' && verification === 'verified' ? 1 : 0),
      failedCount: failedCount + change('failed'),
      cancelledCount: cancelledCount + change('cancelled')
    })
    if (after === 'failed' && error !== undefined && STOPS_ALL.includes(error.kind)) {
      this.#stoppedIds.add(id)
      this.#pauseAll({ error })
    } else this.#stoppedIds.delete(id)
    this.#wake?.()
  }

  #tell(change: Partial<DownloadBatchView>): void {
    this.#view = { ...this.#view, ...change }
    if (this.#isTellPlanned) return
    this.#isTellPlanned = true
    queueMicrotask(() => {
      this.#isTellPlanned = false
      this.#listener(this.#view)
    })
  }
}
