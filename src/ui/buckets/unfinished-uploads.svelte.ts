// Unfinished multipart uploads of one bucket: listed whole, the first ones sized a few at a time, aborted singly or all.
import { SvelteMap } from 'svelte/reactivity'
import { ownershipOf, type Ownership } from '../../domain/account'
import { idOfUpload, type UnfinishedUpload, type UploadPage } from '../../domain/bucket'
import type { Gateway } from '../../domain/gateway'
import { Limiter } from '../../domain/limiter'
import { sentBytesOf, type JournalEntry, type TransferJournal } from '../../domain/transfer-journal'
import { createRepeatFilter } from '../../domain/repeats'
import { inBatches } from '../../operations/bulk'
import { ONE_BY_ONE, removeContents, type Content } from '../../operations/emptying/empty-bucket'
import { BulkJob } from '../../state/bulk-job.svelte'
import { Load } from '../../state/load.svelte'

const MAX_CONCURRENT_SIZES = 4
/** As many are shown, and measured. */
export const MAX_LISTED = 100

export class UnfinishedUploadsModel {
  readonly #gateway: Gateway
  readonly #bucket: string
  readonly #journal: TransferJournal
  readonly #onAborted: (uploadIds: ReadonlySet<string>) => void
  readonly list = new Load<readonly UnfinishedUpload[]>()
  /** By uploadId; undefined: not reported by the gateway. */
  readonly #sizes = new SvelteMap<string, number | undefined>()
  readonly #asked = new Set<string>()
  #ownIds = $state.raw<ReadonlySet<string>>(new Set())
  #resumableIds = $state.raw<ReadonlySet<string>>(new Set())
  readonly #limiter = new Limiter(MAX_CONCURRENT_SIZES)
  readonly #abort = new AbortController()
  readonly job = new BulkJob<Content>()

  /**
   * @param journal uploads that this browser started.
   * @param onAborted hears at once of those that are gone
   */
  constructor(
    gateway: Gateway,
    bucket: string,
    journal: TransferJournal,
    onAborted: (uploadIds: ReadonlySet<string>) => void = () => undefined
  ) {
    this.#onAborted = onAborted
    this.#gateway = gateway
    this.#bucket = bucket
    this.#journal = journal
  }

  /** The transfers' list can go on with it. */
  canResume({ uploadId }: UnfinishedUpload): boolean {
    return this.#resumableIds.has(uploadId)
  }
  /** Started in this browser. */
  isOwn({ uploadId }: UnfinishedUpload): boolean {
    return this.#ownIds.has(uploadId)
  }
  /** Bytes of its parts; undefined: not known, or not yet. */
  sizeOf({ uploadId }: UnfinishedUpload): number | undefined {
    return this.#sizes.get(uploadId)
  }
  /** Bytes of all of these; undefined unless every one is known. */
  sizeOfAll(uploads: readonly UnfinishedUpload[]): number | undefined {
    return uploads.reduce<number | undefined>((sum, upload) => {
      const sizeBytes = this.sizeOf(upload)
      return sum === undefined || sizeBytes === undefined ? undefined : sum + sizeBytes
    }, 0)
  }

  /** Lists them, and starts to measure the first ones. */
  async load(): Promise<void> {
    await this.list.run(async (signal) => {
      const journalled = await this.#journalled()
      const withoutRepeats = createRepeatFilter<UnfinishedUpload>(idOfUpload)
      let uploads: readonly UnfinishedUpload[] = []
      let after: UploadPage['next']
      do {
        const page = await this.#gateway.uploads.listPage(this.#bucket, after, signal)
        uploads = [...uploads, ...withoutRepeats(page.uploads)]
        after = page.next
      } while (after !== undefined)
      const ids = new Set(uploads.map(({ uploadId }) => uploadId))
      const own = journalled.filter((entry) => this.#ownershipOf(entry) === 'own')
      this.#ownIds = new Set(journalled.flatMap(({ uploadId }) => uploadId ?? []))
      this.#resumableIds = new Set(own.flatMap(({ uploadId }) => uploadId ?? []))
      // Journalled before the listing, and no longer there: a page that died may have completed them, or someone else aborted them.
      const ended = journalled.filter((entry) => !ids.has(entry.uploadId ?? '') && !canStartOver(entry))
      for (const entry of ended) if (own.includes(entry)) void this.#journal.remove(entry.id).catch(() => undefined)
      return uploads
    })
    void this.#measure(this.list.value?.slice(0, MAX_LISTED) ?? [])
  }

  async #journalled(): Promise<readonly JournalEntry[]> {
    const all = await this.#journal.list().catch(() => [])
    return all.filter(
      (entry) => entry.bucket === this.#bucket && entry.uploadId !== undefined && this.#ownershipOf(entry) !== 'foreign'
    )
  }

  #ownershipOf(entry: JournalEntry): Ownership {
    return ownershipOf(this.#gateway.storage.account, entry)
  }

  /** Asks how much the gateway holds of these, once for each. */
  async #measure(uploads: readonly UnfinishedUpload[]): Promise<void> {
    const { signal } = this.#abort
    const due = uploads.filter(({ uploadId }) => !this.#asked.has(uploadId))
    for (const { uploadId } of due) this.#asked.add(uploadId)
    await Promise.all(
      due.map(async ({ key, uploadId }) => {
        const ask = () => this.#gateway.uploads.partsOf(this.#bucket, key, uploadId, signal)
        const parts = await this.#limiter.run(ask, signal).catch(() => undefined)
        const sizeBytes = parts?.reduce((sum, part) => sum + part.sizeBytes, 0)
        if (!signal.aborted) this.#sizes.set(uploadId, sizeBytes)
      })
    )
  }

  /** Aborts these and lists again. */
  async abort(uploads: readonly UnfinishedUpload[]): Promise<void> {
    const items = uploads.map(({ key, uploadId }): Content => ({ kind: 'upload', key, uploadId }))
    await this.job.run({
      batches: inBatches(items, ONE_BY_ONE),
      act: (batch, signal) => removeContents(this.#gateway, this.#bucket, batch, signal, this.#onAborted),
      concurrency: 1,
      totalCount: items.length,
      batchSize: ONE_BY_ONE
    })
    if (!this.#abort.signal.aborted) await this.load()
  }

  /** Abandons all pending requests. */
  stop(): void {
    this.#abort.abort(new DOMException('Stopped', 'AbortError'))
    this.list.stop()
    this.job.abandon()
  }
}

/** Its file is not yet there, and is known again. */
function canStartOver(entry: JournalEntry): boolean {
  return entry.file !== undefined && sentBytesOf(entry) < entry.sizeBytes
}
