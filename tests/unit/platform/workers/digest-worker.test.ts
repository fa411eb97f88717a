// The worker that digests a user's files: the right MD5 of what is there, and the right name for what is not.
import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { DigestResult, DigestTask, WorkerAnswer, WorkerRequest } from '../../../../src/platform/workers/messages'

const MIB = 1024 * 1024
const waiting = new Map<number, (answer: WorkerAnswer<DigestResult>) => void>()
let say: (message: { readonly data: WorkerRequest<DigestTask> }) => void
let lastId = 0

/** Stands in for a worker's globals: what the page says, and what it hears. */
beforeAll(async () => {
  Object.assign(globalThis, {
    addEventListener: (_: string, listener: typeof say) => (say = listener),
    postMessage: (answer: WorkerAnswer<DigestResult>) => 'id' in answer && waiting.get(answer.id)?.(answer)
  })
  await import('../../../../src/platform/workers/digest.worker')
})

function start(body: Blob): { readonly id: number; readonly answer: Promise<WorkerAnswer<DigestResult>> } {
  const id = ++lastId
  const answer = new Promise<WorkerAnswer<DigestResult>>((resolve) => waiting.set(id, resolve))
  say({ data: { kind: 'start', id, task: { body } } })
  return { id, answer }
}

/** A body whose stream breaks as a browser's does, which does not say why; reading a slice of it does. */
function makeBroken(name: string): Blob {
  const stream = () =>
    new ReadableStream({
      pull: (controller) => controller.error(new TypeError('network error'))
    })
  const slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('', name)) })
  return { size: 3, stream, slice } as unknown as Blob
}

it('digests bodies of any size, several at a time, each by itself', async () => {
  const sizes = [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 5]
  const bodies = sizes.map((size, index) => Buffer.alloc(size, index + 1))
  const answers = await Promise.all(bodies.map((body) => start(new Blob([body])).answer))
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
  const whole = new Blob(['shorter'])
  const cut = { size: 8, stream: () => whole.stream(), slice: () => whole } as unknown as Blob
  expect(await start(cut).answer).toMatchObject({ kind: 'failed', failure: { error: 'file-changed' } })
})

it('hears of a cancel while others are digested, and goes on with those', async () => {
  const tasks = Array.from({ length: 4 }, (_, index) => start(new Blob([Buffer.alloc(4 * MIB, index)])))
  say({ data: { kind: 'cancel', id: tasks[3]?.id ?? 0 } })
  const answers = await Promise.all(tasks.map((task) => task.answer))
  expect(answers.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'failed'])
})

it('lets go when it is told to, and digests the next one rightly', async () => {
  const { id, answer } = start(new Blob([Buffer.alloc(8 * MIB)]))
  say({ data: { kind: 'cancel', id } })
  expect(await answer).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled' } })
  expect(await start(new Blob(['abc'])).answer).toMatchObject({
    result: { md5Hex: '900150983cd24fb0d6963f7d28e17f72' } // RFC 1321
  })
})
