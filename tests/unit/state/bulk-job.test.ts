// An action on many things and its account: what was done in every round counts, and nothing that failed is lost sight of.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { BulkJob, type BulkPlan } from '../../../src/state/bulk-job.svelte'
import { inBatches } from '../../../src/operations/bulk'
import { makeGate } from '../transfers/fakes'
import { settle } from './fakes'

const busy = new AppError('gateway-busy')
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

function makePlan(count: number, refused: Set<number>, rest: Partial<BulkPlan<number>> = {}): BulkPlan<number> {
  return {
    batches: inBatches(numbers(count), 100),
    act: (batch) => Promise.resolve(batch.filter((n) => refused.has(n)).map((item) => ({ item, error: busy }))),
    concurrency: 1,
    totalCount: count,
    batchSize: 2,
    ...rest
  }
}

const accountOf = (job: BulkJob<number>) => [job.state, job.doneCount, job.totalCount, job.failures.length]

test('after a retry it is the account of both rounds', async () => {
  const job = new BulkJob<number>()
  const refused = new Set([5, 6, 1500])
  await job.run(makePlan(2000, refused))
  expect(accountOf(job)).toEqual(['done', 1997, 2000, 3])
  refused.delete(5)
  await job.retry()
  expect(accountOf(job)).toEqual(['done', 1998, 2000, 2])
  refused.clear()
  await job.retry()
  expect(accountOf(job)).toEqual(['done', 2000, 2000, 0])
})

test('an unknown total is known once the walk has ended', async () => {
  const job = new BulkJob<number>()
  const refused = new Set([1])
  await job.run(makePlan(300, refused, { totalCount: undefined }))
  expect(job.totalCount).toBeUndefined()
  refused.clear()
  await job.retry()
  expect(accountOf(job)).toEqual(['done', 300, 300, 0])
})

test.each([
  ['stop', 98, [5, 6]],
  ['abandon', 96, [3, 4, 5, 6]]
] as const)('a retry that ends by %s leaves what it did not get done among the failed', async (how, done, left) => {
  const job = new BulkJob<number>()
  const refused = new Set([1, 2, 3, 4, 5, 6])
  const gate = makeGate()
  let isHeld = false
  const plan = makePlan(100, refused)
  const act: typeof plan.act = async (batch, signal) => {
    if (isHeld && batch.includes(3)) await gate.opened
    signal.throwIfAborted() // of what is abandoned, the answer
    return plan.act(batch, signal)
  }
  await job.run({ ...plan, act })
  refused.clear()
  isHeld = true
  const retried = job.retry()
  await settle()
  expect(accountOf(job)).toEqual(['running', 96, 100, 0])
  job[how]()
  expect([job.state, job.isStopping]).toEqual(['running', true])
  gate.open()
  await retried
  expect(accountOf(job)).toEqual(['stopped', done, 100, left.length])
  expect([job.isAbandoned, job.failures.map(({ item }) => item)]).toEqual([how === 'abandon', left])
  isHeld = false
  await job.retry()
  expect(accountOf(job)).toEqual(['done', 100, 100, 0])
})

test('what an abandoned round did is not known after a retry either', async () => {
  const job = new BulkJob<number>()
  const refused = new Set([1])
  const gate = makeGate()
  const plan = makePlan(200, refused)
  const running = job.run({
    ...plan,
    act: async (batch, signal) => {
      if (batch.includes(150)) await gate.opened
      signal.throwIfAborted()
      return plan.act(batch, signal)
    }
  })
  await settle()
  job.abandon()
  gate.open()
  await running
  refused.clear()
  await job.retry()
  expect([...accountOf(job), job.isAbandoned]).toEqual(['stopped', 100, 200, 0, true])
  await job.run(makePlan(4, new Set()))
  expect([...accountOf(job), job.isAbandoned]).toEqual(['done', 4, 4, 0, false])
})

test('a retry does not make a whole of what was broken off before', async () => {
  const job = new BulkJob<number>()
  const refused = new Set([1])
  function* batches(): Generator<readonly number[]> {
    yield [0, 1, 2]
    throw new AppError('gateway-failed')
  }
  await job.run(makePlan(10, refused, { batches: batches() }))
  expect(accountOf(job)).toEqual(['failed', 2, 10, 1])
  refused.clear()
  await job.retry()
  expect([...accountOf(job), job.error?.kind]).toEqual(['failed', 3, 10, 0, 'gateway-failed'])
})

test('running again begins a new account', async () => {
  const job = new BulkJob<number>()
  await job.run(makePlan(10, new Set([1])))
  await job.retry()
  await job.run(makePlan(4, new Set()))
  expect(accountOf(job)).toEqual(['done', 4, 4, 0])
})
