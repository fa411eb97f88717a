// How uploads get into the journal and out of it when there are very many: one transaction at a time, past what can't be stored, and
// nothing that was cancelled is left when the page may be closed.
import { expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { MAX_IN_TRANSACTION } from '../../../src/domain/in-slices'
import type { JournalEntry } from '../../../src/domain/transfer-journal'
import type { UploadRequest } from '../../../src/transfers/requests'
import { createJob } from '../../../src/transfers/job'
import { planParts } from '../../../src/transfers/part-plan'
import { UploadJournal, type WaitingUpload } from '../../../src/transfers/upload-journal'
import { FakeStorage } from './fake-storage'
import { FakeJournal, FastClock, makeFile, makeRig } from './fakes'

function requestsOf(count: number, storage = new FakeStorage()): UploadRequest[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ storage, bucket: 'lab', key: `${n}`, file: makeFile(1, `${n}`), ifAbsent: false, contentType: 'text/plain' }
  }))
}

/** Its transactions last some turns, one after another as IndexedDB has them, and are noted as they end. */
class SlowJournal extends FakeJournal {
  readonly ended: string[] = []
  asked = 0
  #last = Promise.resolve()

  #after(what: string, work: () => Promise<void>): Promise<void> {
    this.asked++
    const turn = this.#last.then(async () => {
      for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve))
      await work()
      this.ended.push(what)
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }

  override put(entry: JournalEntry): Promise<void> {
    return this.#after(`put ${entry.id}`, () => super.put(entry))
  }

  override putMany(entries: readonly JournalEntry[]): Promise<void> {
    return this.#after('putMany', async () => entries.forEach((entry) => this.entries.set(entry.id, entry)))
  }
}

const waitingOf = (request: UploadRequest, workId: string): WaitingUpload => ({ request, workId, isJournalled: false })

it('saves what is about to be sent before the rest of very many', async () => {
  const journal = new SlowJournal()
  const uploads = new UploadJournal({ journal, tabs: undefined }, new FastClock(), planParts)
  const [large, ...requests] = requestsOf(10_001)
  if (large === undefined) throw new Error('there is none')
  requests.forEach((request, n) => uploads.add(waitingOf(request, `${n}`)))
  const flushing = uploads.flush()
  for (let n = 0; n < 10; n++) void uploads.flush() // as each second does
  const job = createJob({ direction: 'upload', request: large }, planParts)
  await uploads.of(job).save()
  expect(journal.ended.length).toBeLessThanOrEqual(2)
  expect(journal.ended.at(-1)).toBe(`put ${job.workId}`)
  await flushing
  expect([journal.entries.size, journal.asked]).toEqual([10_001, 10_000 / MAX_IN_TRANSACTION + 1])
})

it('journals the others where one of them can not be stored', async () => {
  const journal = new FakeJournal()
  const put = journal.put.bind(journal)
  journal.put = (entry) => (entry.id === '3' ? Promise.reject(new AppError('browser-storage-failed')) : put(entry))
  journal.putMany = async (entries) => {
    if (entries.length > 1) throw new AppError('browser-storage-failed')
    for (const entry of entries) await journal.put(entry)
  }
  const uploads = new UploadJournal({ journal, tabs: undefined }, new FastClock(), planParts)
  const all = requestsOf(10).map((request, n) => waitingOf(request, `${n}`))
  all.forEach((waiting) => uploads.add(waiting))
  await uploads.flush()
  expect([...journal.entries.keys()]).toEqual(['0', '1', '2', '4', '5', '6', '7', '8', '9'])
  expect(all.flatMap(({ isJournalled, workId }) => (isJournalled ? [] : [workId]))).toEqual(['3'])
})

it('does not try each of very many where nothing can be stored', async () => {
  const journal = new FakeJournal()
  journal.failsToPut = true
  const uploads = new UploadJournal({ journal, tabs: undefined }, new FastClock(), planParts)
  requestsOf(400).forEach((request, n) => uploads.add(waitingOf(request, `${n}`)))
  await uploads.flush()
  expect(journal.transactions).toBeLessThan(10)
})

it('tells that cancelled uploads are being removed until the journal has none of them', async () => {
  const rig = makeRig(new FakeStorage())
  const { journal, queue, until } = rig
  queue.enqueueUploads(requestsOf(2_000, rig.storage))
  queue.pauseAll()
  await until(() => journal.entries.size === 2_000)
  const left: number[] = []
  queue.subscribe(({ totals }) => {
    if (totals.removing === 0) left.push(journal.entries.size)
  })
  const { removeMany } = journal
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  journal.removeMany = async (ids) => {
    await gate
    await removeMany.call(journal, ids)
  }
  queue.cancelAll()
  expect(queue.snapshot.totals).toMatchObject({ removing: 1, cancelled: 2_000 })
  open()
  await until(() => queue.snapshot.totals.removing === 0)
  expect(journal.entries.size).toBe(0)
  await until(() => left.length > 0)
  expect(left[0]).toBe(0)
})
