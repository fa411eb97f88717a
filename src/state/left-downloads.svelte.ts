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

interface Found {
  readonly entry: DownloadEntry
  readonly receivedBytes: number
}

export interface LeftDownload extends Ownership, Found {}

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
  #loadCount = 0
  #found = $state.raw<readonly Found[]>([])
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
    const { files, tabs } = this.#deps
    const loadCount = ++this.#loadCount
    const [{ entries, batches = [] }, living] = await Promise.all([this.#read(), tabs.living()])
    const startedAtMs = new Map<string, number>()
    for (const entry of [...entries, ...batches])
      startedAtMs.set(entry.tabId, Math.max(entry.startedAtMs, startedAtMs.get(entry.tabId) ?? 0))
    startedAtMs.delete(files.tabId)
    const found = await Promise.all(
      [...startedAtMs].map(async ([tabId, ms]) => {
        const left = await files.whileLeft({ tabId, startedAtMs: ms }, () => this.#leftBy(tabId)).catch(() => undefined)
        // Its tab lives, or another tab looks too. What is left is listed when that is over.
        if (left === undefined && living !== undefined) this.#watch.awaitEnd(tabId)
        return left?.done ?? { found: [], batches: [] }
      })
    )
    if (loadCount !== this.#loadCount) return // a later look has seen more
    this.#found = found
      .flatMap((left) => left.found)
      .toSorted((one, other) => one.entry.startedAtMs - other.entry.startedAtMs)
    this.#foundBatches = found
      .flatMap((left) => left.batches)
      .toSorted((one, other) => one.startedAtMs - other.startedAtMs)
  }

  /** While no other tab and nothing else in this one changes it: so what is read is as it is. */
  async #leftBy(tabId: string): Promise<{ readonly found: readonly Found[]; readonly batches: readonly BatchEntry[] }> {
    const { journal, files } = this.#deps
    const { entries, batches } = await this.#read()
    const batchIds = batches && new Set(batches.map(({ id }) => id))
    const found = entries.map(async (entry): Promise<readonly Found[]> => {
      const { id, batchId } = entry
      if (entry.tabId !== tabId) return []
      const receivedBytes = (await files.bytesOf(entry)) ?? 0
      if (batchId === undefined) return [{ entry, receivedBytes: Math.min(receivedBytes, entry.sizeBytes) }]
      const isOrphan = batchIds?.has(batchId) === false
      if (receivedBytes > 0 && !isOrphan) return []
      await files.remove(entry)
      await journal.remove(id).catch(() => undefined)
      return []
    })
    return {
      found: (await Promise.all(found)).flat(),
      batches: (batches ?? []).filter((batch) => batch.tabId === tabId)
    }
  }

  /** `batches` is undefined where they cannot be read: then no file is taken for one of a batch that is gone. */
  async #read() {
    const { journal, batches } = this.#deps
    const [entries, batchEntries] = await Promise.all([
      journal.list().catch(() => []),
      batches.list().catch(() => undefined)
    ])
    return { entries, batches: batchEntries }
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
   * Starts it over in this tab; call it in the user's click. Does nothing where another tab has it.
   * @param begin is called once; what it throws is the error of this download. `receive` takes what was received of its files into
   * this tab, and returns it by key.
   */
  async startOver(
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
