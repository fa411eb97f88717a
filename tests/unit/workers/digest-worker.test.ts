// The worker that digests a person's files: the right MD5 of what is there, and the right name for what is not.
import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { DigestResult, DigestTask, WorkerAnswer, WorkerRequest } from '../../../src/workers/messages'

const MIB = 1024 * 1024
const waiting = new Map<number, (answer: WorkerAnswer<DigestResult>) => void>()
let say: (message: { readonly data: WorkerRequest<DigestTask> }) => void
let lastId = 0

/** Stands in for a worker's globals: what the page says, and what it hears. */
beforeAll(async () => {
  Object.assign(globalThis, {
    // Node has no synchronous reader: it reads the bodies made here.
    FileReaderSync: class {
      readAsArrayBuffer(body: unknown): ArrayBuffer {
        return (body as Body).read()
      }
    },
    addEventListener: (_: string, listener: typeof say) => (say = listener),
    postMessage: (answer: WorkerAnswer<DigestResult>) => waiting.get(answer.id)?.(answer)
  })
  await import('../../../src/workers/digest.worker')
})

function start(body: Blob): { readonly id: number; readonly answer: Promise<WorkerAnswer<DigestResult>> } {
  const id = ++lastId
  const answer = new Promise<WorkerAnswer<DigestResult>>((resolve) => waiting.set(id, resolve))
  say({ data: { kind: 'start', id, task: { body } } })
  return { id, answer }
}

/** What the worker needs of a Blob, readable at once. */
interface Body {
  readonly size: number
  slice(start: number, end: number): Body
  read(): ArrayBuffer
}

function makeBody(bytes: Uint8Array, size = bytes.byteLength): Blob {
  const body: Body = {
    size,
    slice: (start, end) => makeBody(bytes.subarray(start, end)) as unknown as Body,
    read: () => Uint8Array.from(bytes).buffer
  }
  return body as unknown as Blob
}

/** A body that cannot be read, and says why. */
function makeBroken(name: string): Blob {
  const read = (): ArrayBuffer => {
    throw new DOMException('', name)
  }
  return { size: 3, slice: () => ({ read }) } as unknown as Blob
}

it('digests bodies of any size, several at a time, each by itself', async () => {
  const sizes = [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 5]
  const bodies = sizes.map((size, index) => Buffer.alloc(size, index + 1))
  const answers = await Promise.all(bodies.map((body) => start(makeBody(body)).answer))
  const expected = bodies.map((body) => createHash('md5').update(body).digest('hex'))
  expect(answers.map((answer) => answer.kind === 'done' && answer.result.md5Hex)).toEqual(expected)
})

it('tells a file that is gone from one that is another than was chosen', async () => {
  const failureOf = async (body: Blob) => {
    const answer = await start(body).answer
    return answer.kind === 'failed' ? answer.failure : answer.kind
  }
  expect(await failureOf(makeBroken('NotFoundError'))).toEqual({ kind: 'known', error: 'file-unreadable' })
  expect(await failureOf(makeBroken('NotReadableError'))).toEqual({ kind: 'known', error: 'file-changed' })
})

it('never takes fewer bytes for the whole', async () => {
  expect(await start(makeBody(Buffer.from('shorter'), 8)).answer).toMatchObject({
    kind: 'failed',
    failure: { error: 'file-changed' }
  })
})

it('lets go when it is told to, and digests the next one rightly', async () => {
  const { id, answer } = start(makeBody(Buffer.alloc(8 * MIB)))
  say({ data: { kind: 'cancel', id } })
  expect(await answer).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled' } })
  expect(await start(makeBody(Buffer.from('abc'))).answer).toMatchObject({
    result: { md5Hex: '900150983cd24fb0d6963f7d28e17f72' } // RFC 1321
  })
})
