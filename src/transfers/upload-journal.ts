// What the queue writes of its uploads into the journal: at once before a part goes to the gateway, else a second late and many in one
// transaction, but not so many that the page stutters. What is late and lost costs another look at parts that were sent, or the mention
// of a file that was not.
import { MAX_IN_TRANSACTION } from '../domain/in-slices'
import type { JournalEntry, TransferJournal } from '../domain/transfer-journal'
import type { Clock } from './clock'
import type { Job } from './job'
import { Pace } from './pace'
import type { PlanParts } from './part-plan'
import type { UploadRequest } from './requests'
import { isUnfinished, type TransferPorts } from './transfer'
import type { UploadMemory } from './upload-memory'

const WRITE_MS = 1000
/** So many entries in a row that can't be stored are not their own fault. */
const MAX_REFUSED = 3

/** An upload that is no transfer yet. */
export interface WaitingUpload {
  readonly request: UploadRequest
  /** As a {@link Job} has it. */
  readonly workId: string
  /** Of an upload of an earlier session. */
  readonly memory?: UploadMemory | undefined
  /** The journal has an entry of it. */
  isJournalled: boolean
}

/** One upload's entry, as the attempt at it writes it. */
export interface EntryWriter {
  /** Rejects when it cannot be stored. */
  save(): Promise<void>
  saveSoon(): void
  /** Never rejects: an entry that stays is looked at when it is resumed. */
  remove(): Promise<void>
  /** For what left nothing on the gateway. */
  removeSoon(): void
}

export class UploadJournal {
  readonly #journal: TransferJournal
  readonly #tabs: TransferPorts['tabs']
  readonly #clock: Clock
  readonly #planParts: PlanParts
  readonly #pace: Pace
  /** By id; undefined: to be removed. */
  readonly #due = new Map<string, Job | WaitingUpload | undefined>()
  /** One after another, so that no removed entry is written again. */
  #last: Promise<unknown> = Promise.resolve()
  readonly #onRemoved: () => void
  #isFlushing = false
  #isRemoving = false

  /** @param onRemoved `isRemoving` is false again */
  constructor(
    { journal, tabs }: Pick<TransferPorts, 'journal' | 'tabs'>,
    clock: Clock,
    planParts: PlanParts,
    onRemoved: () => void = () => undefined
  ) {
    this.#journal = journal
    this.#tabs = tabs
    this.#clock = clock
    this.#planParts = planParts
    this.#onRemoved = onRemoved
    this.#pace = new Pace(clock, WRITE_MS, () => void this.flush())
  }

  /** True while uploads that were cancelled before they were transfers are in the journal: the next page would list them as unfinished. */
  get isRemoving(): boolean {
    return this.#isRemoving
  }

  /** Call it whenever an upload's state changes. */
  follow(job: Job): void {
    if (job.task.direction !== 'upload') return
    const { state } = job.view
    // What is being verified is stored.
    const isWanted = state !== 'verifying' && (isUnfinished(state) || state === 'failed')
    if (isWanted === job.isJournalled) return
    job.isJournalled = isWanted
    this.#note(job.workId, isWanted ? job : undefined)
  }

  /** Written soon, unless it is a transfer or cancelled before that. */
  add(waiting: WaitingUpload): void {
    this.#note(waiting.workId, waiting)
  }

  /** Of an upload that was cancelled before it was a transfer. */
  remove({ workId }: WaitingUpload): void {
    this.#isRemoving = true
    this.#note(workId, undefined)
  }

  of(job: Job): EntryWriter {
    const { workId } = job
    return {
      save: async () => {
        const entry = this.#entryOf(job)
        this.#due.delete(workId)
        if (entry !== undefined) await this.#inTurn(() => this.#journal.put(entry))
      },
      saveSoon: () => {
        if (job.workId === workId && job.isJournalled) this.#note(workId, job)
      },
      remove: async () => {
        this.#due.delete(workId)
        await this.#inTurn(() => this.#journal.remove(workId)).catch(() => undefined)
      },
      removeSoon: () => this.#note(workId, undefined)
    }
  }

  /**
   * Writes what is due. One transaction is asked for at a time, so that a `save` waits for no more than that. Never rejects. Resolves at
   * once while an earlier call is at it.
   */
  async flush(): Promise<void> {
    if (this.#isFlushing) return
    this.#isFlushing = true
    try {
      while (this.#due.size > 0) await this.#writeSome()
    } finally {
      this.#isFlushing = false
    }
    if (!this.#isRemoving) return
    this.#isRemoving = false
    this.#onRemoved()
  }

  async #writeSome(): Promise<void> {
    const some = [...take(this.#due, MAX_IN_TRANSACTION)]
    const kept = some.flatMap(([id, source]) => {
      const entry = isToKeep(id, source) ? this.#entryOf(source) : undefined
      return entry === undefined ? [] : [{ source, entry }]
    })
    const removed = some.flatMap(([id, source]) => (source === undefined ? [id] : []))
    const write = async (): Promise<void> => {
      await orEach(removed, (ids) => this.#journal.removeMany(ids))
      const stored = await orEach(kept, (those) => this.#journal.putMany(those.map(({ entry }) => entry)))
      for (const { source } of stored) if (source !== undefined && 'request' in source) source.isJournalled = true
    }
    await this.#inTurn(write)
  }

  #note(id: string, source: Job | WaitingUpload | undefined): void {
    this.#due.set(id, source)
    this.#pace.soon()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.then(
      () => this.#tabs?.tell(),
      () => undefined
    )
    return turn
  }

  /** Undefined for a file that is past S3's limits. */
  #entryOf(source: Job | WaitingUpload): JournalEntry | undefined {
    if ('request' in source) return this.#describe(source.request, source.workId, source.memory)
    const { task, upload, workId, view } = source
    return task.direction === 'upload' ? this.#describe(task.request, workId, upload, view.key) : undefined
  }

  #describe(
    request: UploadRequest,
    workId: string,
    memory: UploadMemory | undefined,
    key = request.key
  ): JournalEntry | undefined {
    const { storage, bucket, file, sseKey, contentType, acl, headers, ifAbsent, keepsBoth, replacesEtag, source } =
      request
    const partSizeBytes = memory?.partSizeBytes ?? this.#partSizeOf(file.size)
    if (partSizeBytes === undefined) return undefined
    const nowMs = this.#clock.nowMs()
    if (memory !== undefined) memory.firstSavedAtMs ??= nowMs
    return {
      id: workId,
      accountId: storage.account.id,
      endpoint: storage.endpoint,
      bucket,
      key,
      uploadId: memory?.uploadId,
      sizeBytes: file.size,
      partSizeBytes,
      sseKeyId: sseKey?.id,
      startedAtMs: memory?.firstSavedAtMs ?? nowMs,
      file: { path: source?.path ?? file.name, lastModifiedMs: file.lastModified },
      contentType,
      acl,
      headers,
      ifAbsent,
      keepsBoth,
      replacesEtag,
      sentMd5s: new Map([...(memory?.sentParts ?? [])].map((part) => [part, memory?.md5s.get(part) ?? ''])),
      areEtagsSeen: memory?.hasHiddenEtag !== true,
      tabId: this.#tabs?.tabId,
      sourceId: source?.id,
      savedAtMs: nowMs
    }
  }

  #partSizeOf(sizeBytes: number): number | undefined {
    try {
      return this.#planParts(sizeBytes).partSizeBytes
    } catch {
      return undefined
    }
  }
}

function isToKeep(id: string, source: Job | WaitingUpload | undefined): source is Job | WaitingUpload {
  return source !== undefined && source.workId === id && ('request' in source || source.isJournalled)
}

/** In one transaction, or each in its own where that fails: one that can't be stored must not keep out the others. @returns those that were written */
async function orEach<T>(items: readonly T[], write: (some: readonly T[]) => Promise<void>): Promise<readonly T[]> {
  if (items.length === 0) return items
  try {
    await write(items)
    return items
  } catch {
    const written: T[] = []
    let refused = 0
    for (const item of items) {
      try {
        await write([item])
        written.push(item)
        refused = 0
      } catch {
        if (++refused >= MAX_REFUSED) break
      }
    }
    return written
  }
}

/** Removes the first from the map. */
function* take<K, V>(map: Map<K, V>, count: number): Iterable<[K, V]> {
  for (const entry of map) {
    if (count-- === 0) return
    map.delete(entry[0])
    yield entry
  }
}
