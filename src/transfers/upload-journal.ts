// What the queue writes of its uploads into the journal: at once before a part goes to the gateway, else a second late and many in one
// transaction. What is late and lost costs another look at parts that were sent, or the mention of a file that was not.
import type { JournalEntry, TransferJournal } from '../domain/transfer-journal'
import type { Clock } from './clock'
import type { Job } from './job'
import { Pace } from './pace'
import type { PlanParts } from './part-plan'
import { isUnfinished, type TransferPorts } from './transfer'

const WRITE_MS = 1000

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
  #due = new Map<string, Job | undefined>()
  /** One after another, so that no removed entry is written again. */
  #last: Promise<unknown> = Promise.resolve()

  constructor({ journal, tabs }: Pick<TransferPorts, 'journal' | 'tabs'>, clock: Clock, planParts: PlanParts) {
    this.#journal = journal
    this.#tabs = tabs
    this.#clock = clock
    this.#planParts = planParts
    this.#pace = new Pace(clock, WRITE_MS, () => void this.flush())
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

  /** Writes what is due. Never rejects. */
  async flush(): Promise<void> {
    const due = [...this.#due]
    this.#due = new Map()
    const isToKeep = (id: string, job: Job | undefined): job is Job => job?.workId === id && job.isJournalled
    const entries = due.flatMap(([id, job]) => (isToKeep(id, job) ? (this.#entryOf(job) ?? []) : []))
    const removed = due.flatMap(([id, job]) => (job === undefined ? [id] : []))
    const write = async (): Promise<void> => {
      if (removed.length > 0) await this.#journal.removeMany(removed)
      if (entries.length > 0) await this.#journal.putMany(entries)
    }
    if (due.length > 0) await this.#inTurn(write).catch(() => undefined)
  }

  #note(id: string, job: Job | undefined): void {
    this.#due.set(id, job)
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
  #entryOf({ task, upload, workId, view }: Job): JournalEntry | undefined {
    if (task.direction !== 'upload') return undefined
    const { storage, bucket, file, sseKey, contentType, acl, headers, ifAbsent, keepsBoth, replacesEtag, source } =
      task.request
    const partSizeBytes = upload.partSizeBytes ?? this.#partSizeOf(file.size)
    if (partSizeBytes === undefined) return undefined
    const nowMs = this.#clock.nowMs()
    upload.firstSavedAtMs ??= nowMs
    return {
      id: workId,
      accountId: storage.account.id,
      endpoint: storage.endpoint,
      bucket,
      key: view.key,
      uploadId: upload.uploadId,
      sizeBytes: file.size,
      partSizeBytes,
      sseKeyId: sseKey?.id,
      startedAtMs: upload.firstSavedAtMs,
      file: { path: source?.path ?? file.name, lastModifiedMs: file.lastModified },
      contentType,
      acl,
      headers,
      ifAbsent,
      keepsBoth,
      replacesEtag,
      sentMd5s: new Map([...upload.sentParts].map((partNumber) => [partNumber, upload.md5s.get(partNumber) ?? ''])),
      areEtagsSeen: !upload.hasHiddenEtag,
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
