// Downloads that earlier tabs left unfinished: listed until the user goes on with them or discards them.
import { ownershipOf, type Owned } from '../domain/account'
import { AppError, toAppError } from '../domain/app-error'
import type { BatchEntry, BatchJournal } from '../domain/batch-journal'
import type { DownloadEntry, DownloadJournal, LeftDownloads as LeftFiles } from '../domain/download-journal'
import type { Profile } from '../domain/profile'
import type { Tabs } from '../domain/transfer-journal'
import { JournalWatch } from './journal-watch'
import type { Keys } from './keys.svelte'
import type { Session } from './session.svelte'
import type { Transfers } from './transfers.svelte'

interface Ownership {
  /** Of the account in use. */
  readonly isHere: boolean
  /** One of its account's, where there is one. */
  readonly profile: Profile | undefined
}

export interface LeftDownload extends Ownership {
  readonly entry: DownloadEntry
  readonly receivedBytes: number
}

/** A ZIP file, or many files. */
export interface LeftBatch extends Ownership {
  readonly entry: BatchEntry
}

export interface LeftDownloadsDeps {
  readonly journal: DownloadJournal
  readonly batches: BatchJournal
  readonly files: LeftFiles
  readonly tabs: Pick<Tabs, 'tabId' | 'living' | 'onTold' | 'untilGone'>
  readonly session: Pick<Session, 'account' | 'accounts' | 'profiles' | 'storage'>
  readonly keys: Pick<Keys, 'byId'>
  readonly transfers: Pick<Transfers, 'prepare' | 'resumeDownload'>
}

export class LeftDownloads {
  readonly #deps: LeftDownloadsDeps
  readonly #watch: JournalWatch
  #found = $state.raw<readonly Pick<LeftDownload, 'entry' | 'receivedBytes'>[]>([])
  #foundBatches = $state.raw<readonly BatchEntry[]>([])
  #errors = $state.raw<ReadonlyMap<string, AppError>>(new Map())
  readonly #list = $derived(this.#found.map((found) => ({ ...found, ...this.#ownerOf(found.entry) })))
  readonly #batches = $derived(this.#foundBatches.map((entry) => ({ entry, ...this.#ownerOf(entry) })))

  constructor(deps: LeftDownloadsDeps) {
    this.#deps = deps
    this.#watch = new JournalWatch(deps.tabs, () => this.load())
  }

  /** Of single objects, oldest first. */
  get list(): readonly LeftDownload[] {
    return this.#list
  }
  /** Of many objects, oldest first. */
  get batches(): readonly LeftBatch[] {
    return this.#batches
  }
  get count(): number {
    return this.#found.length + this.#foundBatches.length
  }
  /** Why it could not go on. */
  errorOf({ entry }: LeftDownload | LeftBatch): AppError | undefined {
    return this.#errors.get(entry.id)
  }

  /** Reads the journals, now and whenever another tab has written one. @returns ends that. */
  start(): () => void {
    void this.load()
    return this.#watch.follow()
  }

  /** Reads the journals. A file of a batch without a byte is forgotten: the batch knows it. Never rejects: what cannot be read is not listed. */
  async load(): Promise<void> {
    const { journal, batches, files, tabs } = this.#deps
    const [entries, batchEntries, living] = await Promise.all([
      journal.list().catch(() => []),
      batches.list().catch(() => undefined),
      tabs.living()
    ])
    /** Undefined: its tab lives, or another tab looks too. What is left is listed when that is over. */
    const whileLeft = async <T>(entry: DownloadEntry | BatchEntry, work: () => Promise<T>) => {
      const left = await files.whileLeft(entry, work).catch(() => undefined)
      if (left === undefined && living !== undefined) this.#watch.awaitEnd(entry.tabId)
      return left
    }
    const batchIds = batchEntries && new Set(batchEntries.map(({ id }) => id))
    const found = await Promise.all(
      entries.map(async (entry) => {
        const { id, tabId, batchId } = entry
        if (tabId === files.tabId) return []
        const isOrphan = batchId !== undefined && batchIds?.has(batchId) === false
        const left = await whileLeft(entry, () => files.bytesOf(entry))
        if (left === undefined) return []
        const { done: receivedBytes = 0 } = left
        if (batchId === undefined) return { entry, receivedBytes: Math.min(receivedBytes, entry.sizeBytes) }
        if (receivedBytes > 0 && !isOrphan) return []
        await files.remove(entry)
        await journal.remove(id).catch(() => undefined)
        return []
      })
    )
    const foundBatches = await Promise.all(
      (batchEntries ?? []).map(async (entry) => {
        if (entry.tabId === files.tabId) return []
        const left = await whileLeft(entry, () => Promise.resolve())
        return left === undefined ? [] : [entry]
      })
    )
    this.#found = found.flat().toSorted((one, other) => one.entry.startedAtMs - other.entry.startedAtMs)
    this.#foundBatches = foundBatches.flat().toSorted((one, other) => one.startedAtMs - other.startedAtMs)
  }

  /** Goes on with it in this tab: what is there is digested again, and the rest asked for. Nothing happens where another tab has it. */
  async resume(left: LeftDownload): Promise<void> {
    const { journal, files, transfers } = this.#deps
    await this.#take(left, journal, async (entry) => {
      const request = this.#requestOf(entry)
      await transfers.prepare() // what fails before this tab has it leaves it listed
      await journal.put({ ...entry, tabId: files.tabId })
      await files.adopt(entry)
      await transfers.resumeDownload(request)
    })
  }

  /**
   * Starts it again in this tab; call it in the user's click. Does nothing where another tab has it.
   * @param begin is called once; what it throws is the error of this download. `receive` takes what was received of its files into
   * this tab, and returns it by key.
   */
  async beginAgain(
    left: LeftBatch,
    begin: (receive: () => Promise<ReadonlyMap<string, DownloadEntry>>) => Promise<void>
  ): Promise<void> {
    await this.#take(left, this.#deps.batches, ({ id }) => begin(() => this.#receive(id)))
  }

  /** Removes what was received. */
  async discard(left: LeftDownload): Promise<void> {
    const { journal, files } = this.#deps
    await this.#take(left, journal, async (entry) => {
      await files.remove(entry)
      await journal.remove(entry.id)
    })
  }

  /** What was received of its files is removed by the next look at the journals. */
  async discardBatch(left: LeftBatch): Promise<void> {
    const { batches } = this.#deps
    await this.#take(left, batches, ({ id }) => batches.remove(id))
  }

  async #receive(batchId: string): Promise<ReadonlyMap<string, DownloadEntry>> {
    const { journal, files } = this.#deps
    const received = new Map<string, DownloadEntry>()
    for (const entry of await journal.list()) {
      if (entry.batchId !== batchId) continue
      const taken = { ...entry, tabId: files.tabId }
      await journal.put(taken)
      if (await files.adopt(entry)) received.set(entry.key, taken)
      else await journal.put(entry)
    }
    return received
  }

  /** What another tab has taken in the meantime is no longer what was left. */
  async #take<T extends Pick<DownloadEntry, 'id' | 'tabId' | 'startedAtMs'>>(
    { entry: { id, tabId }, entry }: { readonly entry: T },
    journal: { list(): Promise<readonly T[]> },
    work: (entry: T) => Promise<void>
  ): Promise<void> {
    this.#errors = new Map([...this.#errors].filter(([other]) => other !== id))
    try {
      await this.#deps.files.whileLeft(entry, async () => {
        const now = (await journal.list()).find((one) => one.id === id)
        if (now?.tabId === tabId) await work(now)
      })
    } catch (error) {
      this.#errors = new Map([...this.#errors, [id, toAppError(error)]])
    }
    await this.load()
  }

  #requestOf(entry: DownloadEntry): Parameters<Transfers['resumeDownload']>[0] {
    const { session, keys } = this.#deps
    const { storage } = session
    if (storage === undefined || !this.#ownerOf(entry).isHere) throw new AppError('unexpected')
    const { id, bucket, key, versionId, sizeBytes, etag, modifiedAtMs, fileName, sseKeyId, startedAtMs } = entry
    const sseKey = keys.byId(sseKeyId)
    if (sseKeyId !== undefined && sseKey === undefined) throw new AppError('sse-key-needed')
    const object = { key, versionId, sizeBytes, etag, modifiedAtMs }
    return { storage, bucket, entry: object, sseKey, fileName, journalled: { id, startedAtMs } }
  }

  #ownerOf(entry: Owned): Ownership {
    const { account, accounts, profiles } = this.#deps.session
    const isHere = account !== undefined && ownershipOf(account, entry) === 'own'
    return { isHere, profile: profiles.find((profile) => ownershipOf(accounts.of(profile), entry) === 'own') }
  }
}
