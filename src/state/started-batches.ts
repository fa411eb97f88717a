// Notes each download of many objects in the journal while it is under way, so that the next page can start it again.
import type { BatchEntry, BatchJournal, DownloadWay } from '../domain/batch-journal'
import type { ObjectStorage } from '../domain/ports'
import type { Selection } from '../domain/selection'
import type { Tabs } from '../domain/transfer-journal'

/** A journal entry with more of them would take megabytes. */
const MAX_ENTRIES = 10_000

type Described = Pick<BatchEntry, 'bucket' | 'prefix' | 'name' | 'fileCount' | 'sizeBytes'> &
  Partial<Pick<BatchEntry, 'overheadBytes' | 'decision' | 'handle' | 'firstStartedAtMs'>> & {
    readonly storage: ObjectStorage
    readonly selection: Selection
  }

export class StartedBatches {
  readonly #journal: BatchJournal
  readonly #tabs: Pick<Tabs, 'tabId' | 'tell'>
  readonly #entries = new Map<string, { readonly entry: BatchEntry; isNoted: boolean }>()

  constructor(journal: BatchJournal, tabs: Pick<Tabs, 'tabId' | 'tell'>) {
    this.#journal = journal
    this.#tabs = tabs
  }

  /**
   * Never rejects.
   * @param id by which it is followed
   * @param entryId of the journal's entry that it goes on with, if there is one
   * @returns when the journal names this tab
   */
  begin(way: DownloadWay, described: Described, id: string, entryId = id): Promise<void> {
    const { storage, selection, bucket, prefix, name, fileCount, sizeBytes } = described
    const startedAtMs = Date.now()
    const { overheadBytes = 0, decision = 'keep-both', handle, firstStartedAtMs = startedAtMs } = described
    const entry = {
      ...{ id: entryId, tabId: this.#tabs.tabId, way, bucket, prefix, name, fileCount, sizeBytes },
      ...{ overheadBytes, decision, handle, startedAtMs, firstStartedAtMs },
      accountId: storage.account.id,
      endpoint: storage.endpoint,
      selection: selection.entries.length > MAX_ENTRIES ? undefined : selection
    }
    this.#entries.set(id, { entry, isNoted: false })
    return this.follow(id, false)
  }

  /** One that is over may start again. Ignores an unknown id. */
  async follow(id: string, isOver: boolean): Promise<void> {
    const known = this.#entries.get(id)
    if (known === undefined || known.isNoted === !isOver) return
    known.isNoted = !isOver
    const writing = isOver ? this.#journal.remove(known.entry.id) : this.#journal.put(known.entry)
    await writing.catch(() => undefined) // then it lives as long as its page
    this.#tabs.tell()
  }
}
