// A limiter lets so many jobs run at once, in order, and forgets those that no longer want their turn.
import { expect, test } from 'vitest'
import { Limiter } from '../../../src/domain/limiter'

const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve))

/** Jobs that end when they are told to, in the order in which they began. */
function makeJobs() {
  const started: string[] = []
  const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
  const job = (name: string) => (): Promise<string> => {
    started.push(name)
    return new Promise((resolve, reject) => ends.set(name, { resolve: () => resolve(name), reject }))
  }
  return { started, job, end: (name: string) => ends.get(name) }
}

test('so many run at once, those that came first before the others, and each result is its own', async () => {
  const limiter = new Limiter(2)
  const { started, job, end } = makeJobs()
  const results = ['a', 'b', 'c', 'd'].map((name) => limiter.run(job(name)))
  expect(started).toEqual(['a', 'b'])
  end('b')?.resolve()
  await turn()
  expect(started).toEqual(['a', 'b', 'c'])
  end('a')?.resolve()
  await turn()
  expect(started).toEqual(['a', 'b', 'c', 'd'])
  end('c')?.resolve()
  end('d')?.resolve()
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd'])
})

test('a job that fails gives its place to the next', async () => {
  const limiter = new Limiter(1)
  const { started, job, end } = makeJobs()
  const failing = limiter.run(job('a'))
  void limiter.run(job('b'))
  end('a')?.reject(new Error('no'))
  await expect(failing).rejects.toThrow('no')
  await turn()
  expect(started).toEqual(['a', 'b'])
})

test('an abort removes the one that waits, and no other; one that runs is not cut off', async () => {
  const limiter = new Limiter(1)
  const { started, job, end } = makeJobs()
  const abort = new AbortController()
  const running = limiter.run(job('a'), abort.signal)
  const waiting = limiter.run(job('b'), abort.signal)
  const other = limiter.run(job('c'))
  const reason = new DOMException('Stopped', 'AbortError')
  abort.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await expect(limiter.run(job('d'), abort.signal)).rejects.toBe(reason)
  end('a')?.resolve()
  expect(await running).toBe('a')
  await turn()
  end('c')?.resolve()
  expect(await other).toBe('c')
  expect(started).toEqual(['a', 'c'])
})

test('one that is aborted after its turn came and before it began does not begin, and keeps no place', async () => {
  const limiter = new Limiter(1)
  const { started, job, end } = makeJobs()
  const abort = new AbortController()
  void limiter.run(() => {
    const first = job('a')()
    void first.then(() => queueMicrotask(() => abort.abort())) // right after its place was given away
    return first
  })
  const late = limiter.run(job('b'), abort.signal)
  end('a')?.resolve()
  await expect(late).rejects.toMatchObject({ name: 'AbortError' })
  void limiter.run(job('c'))
  expect(started).toEqual(['a', 'c'])
})

test('for each item a job, and the next item is read when a job is free for it', async () => {
  const read: number[] = []
  function* items(): Generator<number> {
    for (let item = 1; item <= 4; item++) {
      read.push(item)
      yield item
    }
  }
  const { job, end } = makeJobs()
  const over = new Limiter(2).forEach(items(), async (item) => void (await job(String(item))()))
  await turn()
  expect(read).toEqual([1, 2])
  end('2')?.resolve()
  await turn()
  expect(read).toEqual([1, 2, 3])
  for (const name of ['1', '3']) end(name)?.resolve()
  await turn()
  end('4')?.resolve()
  await over
})

test('the first failure begins no more, aborts those that run, and is told when they have ended', async () => {
  const started: number[] = []
  let isOver = false
  const over = new Limiter(2).forEach([1, 2, 3, 4], async (item, signal) => {
    started.push(item)
    if (item === 2) throw new Error('first')
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    await turn()
    isOver = true
    signal.throwIfAborted()
  })
  await expect(over).rejects.toThrow('first')
  expect([started, isOver]).toEqual([[1, 2], true])
})

test('items that fail to come are told after the jobs that run have ended', async () => {
  let ended = 0
  async function* items(): AsyncGenerator<number> {
    yield 1
    await turn()
    throw new Error('no page')
  }
  const over = new Limiter(3).forEach(items(), async () => {
    for (let count = 0; count < 5; count++) await turn()
    ended++
  })
  await expect(over).rejects.toThrow('no page')
  expect(ended).toBe(1)
})

test('the caller’s signal overrules what failed, and reaches the jobs', async () => {
  const abort = new AbortController()
  const reason = new DOMException('Stopped', 'AbortError')
  const over = new Limiter(2).forEach(
    [1, 2, 3],
    async (item, signal) => {
      if (item === 1) throw new Error('first')
      abort.abort(reason)
      await turn()
      signal.throwIfAborted()
    },
    abort.signal
  )
  await expect(over).rejects.toBe(reason)
})
