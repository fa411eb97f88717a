// Deletes what the user selected: it is counted first, then shown, then exactly that is deleted.
import type { Versioning } from '../../domain/bucket'
import { requireFolder } from '../../domain/folder-prefix'
import type { DeleteTarget, Gateway } from '../../domain/gateway'
import { mayBeLargeObject, type ObjectEntry } from '../../domain/object-entry'
import type { Selection } from '../../domain/selection'
import { inBatches } from '../../operations/bulk'
import { walkSelection } from '../../transfers/walk'
import { BulkJob } from '../../state/bulk-job.svelte'
import { Load } from '../../state/load.svelte'
import { SelectionCount } from './selection-count.svelte'

/** The maximum of S3 in one request. */
const BATCH = 1000
/** Batches that are pending when the user stops are still deleted. */
const MAX_CONCURRENT_BATCHES = 2
/** Keys may have a thousand characters each: past this many they are not kept, and the folders are walked again. */
const MAX_KEPT = 200_000
/** Of the selected objects, each by a HEAD: whether it is a large object, whose segments stay. */
const MAX_LARGE_ASKED = 20

export class Deletion {
  readonly #gateway: Pick<Gateway, 'storage' | 'buckets' | 'versions'>
  readonly #bucket: string
  readonly #mostKept: number
  /** An error: the gateway does not tell this account, and the user is warned as if versioning were off. */
  readonly versioning = new Load<Versioning>()
  readonly #walk = new AbortController()
  #keys: string[] | undefined = []
  #isKept = $state(true)
  #largeCount = $state(0)
  readonly count: SelectionCount
  readonly job = new BulkJob<DeleteTarget>()

  /** @throws RangeError for a prefix that is no folder, and for a whole bucket: emptying one is another operation. */
  constructor(
    gateway: Pick<Gateway, 'storage' | 'buckets' | 'versions'>,
    bucket: string,
    selection: Selection,
    mostKept = MAX_KEPT
  ) {
    selection.prefixes.forEach((prefix) => requireFolder(prefix))
    if (selection.prefixes.includes('')) throw new RangeError('a whole bucket')
    this.#gateway = gateway
    this.#bucket = bucket
    this.#mostKept = mostKept
    this.count = new SelectionCount(gateway.storage, bucket, selection, () => this.#collector())
  }

  /** False: too many to keep each key, so the folders are listed again while they are deleted. */
  get isExact(): boolean {
    return this.#isKept
  }
  /** How many of the selected objects are seen to be Swift large objects. */
  get largeCount(): number {
    return this.#largeCount
  }
  get isReady(): boolean {
    const isTold = this.versioning.value !== undefined || this.versioning.error !== undefined
    return this.count.isComplete && (this.count.totals.value?.objectCount ?? 0) > 0 && isTold
  }

  /** Counts, and asks what a delete means in this bucket. Changes nothing. */
  async prepare(): Promise<void> {
    const askVersioning = this.versioning.run((signal) => this.#gateway.buckets.versioningOf(this.#bucket, signal))
    const askLarge = this.count.selection.entries.filter(mayBeLargeObject).slice(0, MAX_LARGE_ASKED)
    await Promise.all([this.count.count(), askVersioning, ...askLarge.map((entry) => this.#askLarge(entry))])
  }

  /** Resolves when it is over, however it ended. */
  async run(): Promise<void> {
    if (!this.isReady || this.job.state !== 'ready') return
    await this.job.run({
      batches: this.#batches(),
      act: (batch, signal) => this.#delete(batch, signal),
      concurrency: MAX_CONCURRENT_BATCHES,
      totalCount: this.count.totals.value?.objectCount,
      batchSize: BATCH
    })
  }

  /** Of whatever runs; what was deleted stays deleted. */
  stop(): void {
    this.count.totals.stop()
    this.versioning.stop()
    this.#walk.abort(new DOMException('Stopped', 'AbortError'))
    this.job.stop()
  }

  async #askLarge({ key, sizeBytes }: ObjectEntry): Promise<void> {
    const { signal } = this.#walk
    const head = this.#gateway.storage.headObject(this.#bucket, key, undefined, signal)
    const answer = await head.catch(() => undefined) // then segments are not mentioned
    const isLarge = answer?.largeObject !== undefined || (answer?.sizeBytes ?? sizeBytes) !== sizeBytes
    if (isLarge) this.#largeCount++
  }

  #collector(): (objects: readonly ObjectEntry[]) => void {
    this.#keys = []
    this.#isKept = true
    return (objects) => {
      if (this.#keys === undefined) return
      for (const { key } of objects) this.#keys.push(key)
      if (this.#keys.length <= this.#mostKept) return
      this.#keys = undefined
      this.#isKept = false
    }
  }

  async *#batches(): AsyncGenerator<readonly DeleteTarget[]> {
    if (this.#keys !== undefined) {
      for (const keys of inBatches(this.#keys, BATCH)) yield keys.map((key) => ({ key }))
      return
    }
    const { signal } = this.#walk
    for await (const page of walkSelection(this.#gateway.storage, this.#bucket, this.count.selection, signal))
      yield page.map(({ key }) => ({ key }))
  }

  /** An object that no longer exists counts as deleted. */
  async #delete(batch: readonly DeleteTarget[], signal: AbortSignal) {
    const failures = await this.#gateway.versions.deleteBatch(this.#bucket, batch, signal)
    return failures.filter(({ error }) => error.kind !== 'no-such-object')
  }
}
