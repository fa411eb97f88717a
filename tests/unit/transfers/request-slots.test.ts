// How many requests are under way: the brief one beside the others, fewer while the gateway is busy, more again afterwards.
import { expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { RequestSlots } from '../../../src/transfers/request-slots'

const BRIEF_BYTES = 100

/** Requests by name, which end when they are told to. */
class Requests {
  readonly underWay = new Map<string, { readonly end: (error?: unknown) => void }>()
  readonly #slots: RequestSlots

  constructor(size: number) {
    this.#slots = new RequestSlots(size, BRIEF_BYTES)
  }

  start(name: string, bodyBytes = BRIEF_BYTES + 1, signal?: AbortSignal): Promise<void> {
    const request = () =>
      new Promise<void>((resolve, reject) => {
        const end = (error?: unknown): void => {
          this.underWay.delete(name)
          if (error === undefined) resolve()
          else reject(error as Error)
        }
        this.underWay.set(name, { end })
      })
    return this.#slots.run(request, bodyBytes, signal)
  }

  get names(): string {
    return [...this.underWay.keys()].join(' ')
  }

  async end(name: string, error?: unknown): Promise<void> {
    this.underWay.get(name)?.end(error)
    await settled()
  }
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve))
const BUSY = new AppError('gateway-busy')
const quietly = (started: Promise<void>): void => void started.catch(() => undefined)

it('runs as many as there are slots, first come, first served', async () => {
  const requests = new Requests(2)
  for (const name of ['a', 'b', 'c', 'd']) quietly(requests.start(name))
  await settled()
  expect(requests.names).toBe('a b')
  await requests.end('a')
  expect(requests.names).toBe('b c')
  await requests.end('b')
  await requests.end('c')
  expect(requests.names).toBe('d')
})

it('a brief one passes those that wait, one at a time', async () => {
  const requests = new Requests(2)
  for (const name of ['a', 'b', 'c']) quietly(requests.start(name))
  for (const name of ['x', 'y']) quietly(requests.start(name, BRIEF_BYTES))
  await settled()
  expect(requests.names).toBe('a b x')
  await requests.end('x')
  expect(requests.names).toBe('a b y')
  await requests.end('a')
  expect(requests.names).toBe('b y c')
})

it('what ends before its turn takes none', async () => {
  const requests = new Requests(1)
  const controller = new AbortController()
  quietly(requests.start('a'))
  const [b, c] = [requests.start('b', undefined, controller.signal), requests.start('c')]
  quietly(c)
  controller.abort(new Error('cancelled'))
  await expect(b).rejects.toThrow('cancelled')
  await requests.end('a')
  expect(requests.names).toBe('c')
})

it('a busy gateway is sent half as many at once, and one more after ten that succeed', async () => {
  const requests = new Requests(4)
  for (let n = 1; n <= 50; n++) quietly(requests.start(String(n)))
  await settled()
  expect(requests.names).toBe('1 2 3 4')
  await requests.end('1', BUSY)
  expect(requests.names).toBe('2 3 4')
  await requests.end('2', BUSY) // it started before the cut
  expect(requests.names).toBe('3 4')
  await requests.end('3', BUSY)
  expect(requests.names).toBe('4 5')
  await requests.end('5', BUSY)
  expect(requests.names).toBe('4')
  const next = () => requests.names.split(' ').at(-1) ?? ''
  for (let successes = 1; successes <= 10; successes++) await requests.end(next())
  expect(requests.underWay.size).toBe(2)
  for (let successes = 1; successes <= 20; successes++) await requests.end(next())
  expect(requests.underWay.size).toBe(4)
})

it('other failures cut nothing', async () => {
  const requests = new Requests(2)
  for (const name of ['a', 'b', 'c', 'd']) quietly(requests.start(name))
  await settled()
  await requests.end('a', new AppError('unreachable'))
  expect(requests.names).toBe('b c')
})
