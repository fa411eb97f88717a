// One action on many things: nothing is done twice, nothing that failed is called done, and stopping stops.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { inBatches, runBulk, type BulkProgress } from '../../../src/operations/bulk'

const never = new AbortController().signal

async function run(
  act: Parameters<typeof runBulk<number>>[0]['act'],
  rest: { stop?: AbortSignal; abandon?: AbortSignal } = {}
) {
  const told: BulkProgress<number>[] = []
  const batches = inBatches([1, 2, 3, 4, 5], 2)
  const onProgress = (progress: BulkProgress<number>): void => void told.push(progress)
  const over = runBulk({ batches, act, concurrency: 2, stop: never, abandon: never, onProgress, ...rest })
  return { told, over }
}

test('every batch is done once, so many at a time', async () => {
  const done: number[] = []
  let underWay = 0
  let most = 0
  const { told, over } = await run(async (batch) => {
    most = Math.max(most, ++underWay)
    await new Promise((resolve) => setImmediate(resolve))
    underWay--
    done.push(...batch)
    return []
  })
  await over
  expect([done.sort(), most, told.at(-1)]).toEqual([[1, 2, 3, 4, 5], 2, { doneCount: 5, failures: [] }])
})

test('what failed is told one by one, whether it failed alone or with its batch, and the rest goes on', async () => {
  const { told, over } = await run((batch) => {
    if (batch.includes(3)) return Promise.reject(new AppError('gateway-busy'))
    return Promise.resolve(batch.filter((n) => n === 1).map((item) => ({ item, error: new AppError('access-denied') })))
  })
  await over
  const failures = told.at(-1)?.failures.map(({ item, error }) => `${item} ${error.kind}`)
  expect([told.at(-1)?.doneCount, failures?.sort()]).toEqual([
    2,
    ['1 access-denied', '3 gateway-busy', '4 gateway-busy']
  ])
})

const stopped = new DOMException('Stopped', 'AbortError')

test('stopping begins nothing new, and what is under way is waited for and counted', async () => {
  const stop = new AbortController()
  const started: number[] = []
  const { told, over } = await run(
    async (batch, abandon) => {
      started.push(...batch)
      if (batch.includes(3)) stop.abort(stopped)
      await new Promise((resolve) => setTimeout(resolve, 5))
      abandon.throwIfAborted()
      return batch.filter((n) => n === 4).map((item) => ({ item, error: new AppError('access-denied') }))
    },
    { stop: stop.signal }
  )
  await expect(over).rejects.toBe(stopped)
  expect(started).toEqual([1, 2, 3, 4])
  expect([told.at(-1)?.doneCount, told.at(-1)?.failures.map(({ item }) => item)]).toEqual([3, [4]])
})

test('stopped when nothing is left to begin, it is done', async () => {
  const stop = new AbortController()
  const { told, over } = await run(
    async (batch) => {
      if (batch.includes(5)) stop.abort(stopped)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return []
    },
    { stop: stop.signal }
  )
  await over
  expect(told.at(-1)?.doneCount).toBe(5)
})

test('what is abandoned counts neither as done nor as failed', async () => {
  const abandon = new AbortController()
  const { told, over } = await run(
    async (batch, signal) => {
      if (batch.includes(1)) return []
      abandon.abort(stopped)
      await Promise.resolve()
      throw signal.reason
    },
    { stop: abandon.signal, abandon: abandon.signal }
  )
  await expect(over).rejects.toBe(stopped)
  expect(told.at(-1)).toEqual({ doneCount: 2, failures: [] })
})

test('a walk that fails is told after what was under way has ended', async () => {
  let ended = 0
  async function* batches(): AsyncGenerator<readonly number[]> {
    yield [1]
    await Promise.resolve()
    throw new AppError('gateway-failed')
  }
  const act = async (): Promise<[]> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    ended++
    return []
  }
  const over = runBulk({
    batches: batches(),
    act,
    concurrency: 3,
    stop: never,
    abandon: never,
    onProgress: () => undefined
  })
  await expect(over).rejects.toMatchObject({ kind: 'gateway-failed' })
  expect(ended).toBe(1)
})
