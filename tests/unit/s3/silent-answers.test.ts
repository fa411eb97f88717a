// Answers that begin and then fall silent: given up after a minute, and a read is tried once more.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGateway } from '../../../src/s3/s3-gateway'
import { readPieces } from '../../../src/platform/workers/read-pieces'
import { profile } from './sample'

const gateway = createGateway(profile)
let asked = 0
let cancelled = 0
/** How many answers fall silent before one comes whole. */
let silentCount = 0

beforeEach(() => {
  asked = cancelled = 0
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function answer(whole: string, type = 'application/xml'): void {
  vi.stubGlobal('fetch', async () => {
    const isSilent = ++asked <= silentCount
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(isSilent ? whole.slice(0, 20) : whole))
        if (!isSilent) controller.close()
      },
      cancel: () => void cancelled++
    })
    return new Response(body, { headers: { 'content-type': type, etag: '"e"' } })
  })
}

async function settled<T>(promise: Promise<T>): Promise<T> {
  let isOver = false
  const done = promise.finally(() => (isOver = true))
  done.catch(() => undefined)
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(1_000)
  }
  return done
}

const list = () => gateway.storage.listPage({ bucket: 'lab', prefix: '', delimiter: '/' })
const page = '<ListBucketResult><Name>lab</Name><Contents><Key>a</Key></Contents></ListBucketResult>'

test('a listing that stalls in the middle is asked for again', async () => {
  silentCount = 1
  answer(page)
  expect((await settled(list())).objects).toHaveLength(1)
  expect([asked, cancelled]).toEqual([2, 1])
})

test('a gateway that does not answer at all gets its connection back', async () => {
  const signals: AbortSignal[] = []
  vi.stubGlobal('fetch', (_: string, { headers, signal }: { headers?: object; signal: AbortSignal }) => {
    if (headers === undefined) return Promise.reject(new TypeError('Failed to fetch')) // unsigned
    signals.push(signal)
    return new Promise(() => undefined)
  })
  await expect(settled(list())).rejects.toMatchObject({ kind: 'unreachable' })
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
})

test('one that stalls again is cut short', async () => {
  silentCount = 2
  answer(page)
  await expect(settled(list())).rejects.toMatchObject({ kind: 'truncated' })
})

test('so is the text of an object', async () => {
  const read = () => gateway.properties.readSmall({ bucket: 'lab', key: 'a', maxBytes: 1000 })
  const text = 'a text of more than twenty bytes'
  silentCount = 1
  answer(text, 'text/plain')
  expect(new TextDecoder().decode((await settled(read())).bytes)).toBe(text)
  silentCount = 3
  asked = 0
  await expect(settled(read())).rejects.toMatchObject({ kind: 'truncated' })
})

test.each(['bytes', undefined] as const)(
  'a download (%s stream) that stalls is given up, a file on disk is not',
  async (type) => {
    const silent = () => {
      let isFirst = true
      const pull = (controller: ReadableByteStreamController): Promise<void> => {
        if (!isFirst) return new Promise(() => undefined)
        isFirst = false
        controller.enqueue(new Uint8Array(10))
        return Promise.resolve()
      }
      return new ReadableStream({ type, pull } as never) as ReadableStream<Uint8Array<ArrayBuffer>>
    }
    const readAll = async (maxSilenceMs?: number): Promise<void> => {
      for await (const piece of readPieces(silent(), maxSilenceMs)) expect(piece.byteLength).toBe(10)
    }
    await expect(settled(readAll(60_000))).rejects.toBeInstanceOf(TypeError)
    let isOver = false
    void readAll().finally(() => (isOver = true))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(isOver).toBe(false)
  }
)
