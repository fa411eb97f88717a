// Every promise of the bridge settles: by an answer, by a cancel, or by the death of the worker.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import type { WorkerAnswer, WorkerRequest } from '../../../../src/platform/workers/messages'
import { WorkerBridge } from '../../../../src/platform/workers/worker-bridge'

afterEach(() => void vi.useRealTimers())

class FakeWorker extends EventTarget {
  readonly heard: WorkerRequest<string>[] = []
  isTerminated = false
  postMessage(message: WorkerRequest<string>): void {
    this.heard.push(message)
  }
  terminate(): void {
    this.isTerminated = true
  }
  say(data: WorkerAnswer<string>): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

function makeBridge() {
  const workers: FakeWorker[] = []
  const bridge = new WorkerBridge<string, string>(() => {
    const worker = new FakeWorker()
    workers.push(worker)
    return worker as unknown as Worker
  })
  return { bridge, workers }
}

describe('WorkerBridge', () => {
  it('starts one worker when it is first needed, and keeps answers apart', async () => {
    const { bridge, workers } = makeBridge()
    expect(workers).toHaveLength(0)
    const progress: number[] = []
    const one = bridge.run('one', { onProgress: (bytes) => progress.push(bytes) })
    const two = bridge.run('two')
    workers[0]?.say({ kind: 'progress', id: 1, doneBytes: 5 })
    workers[0]?.say({ kind: 'done', id: 2, result: 'second' })
    workers[0]?.say({ kind: 'done', id: 1, result: 'first' })
    expect(await Promise.all([one, two])).toEqual(['first', 'second'])
    expect(progress).toEqual([5])
    expect(workers).toHaveLength(1)
  })

  it('rejects all that a dead worker had, and starts another for what comes next', async () => {
    for (const event of ['error', 'messageerror']) {
      const { bridge, workers } = makeBridge()
      const lost = Promise.allSettled([bridge.run('one'), bridge.run('two')])
      workers[0]?.dispatchEvent(new Event(event))
      for (const outcome of await lost)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'unexpected' } })
      expect(workers[0]?.isTerminated).toBe(true)
      const next = bridge.run('three')
      workers[1]?.say({ kind: 'done', id: 3, result: 'third' })
      expect(await next).toBe('third')
    }
  })

  it('starts another where a script does not come, with all that was asked; and gives up in the end', async () => {
    vi.useFakeTimers()
    const { bridge, workers } = makeBridge()
    const back = new AbortController()
    const [one, two] = [bridge.run('one'), bridge.run('two', { signal: back.signal })]
    back.abort()
    vi.advanceTimersByTime(10_000)
    expect([workers.length, workers[0]?.isTerminated]).toEqual([2, true])
    expect(workers[1]?.heard).toEqual([
      { kind: 'start', id: 1, task: 'one' },
      { kind: 'start', id: 2, task: 'two' },
      { kind: 'cancel', id: 2 }
    ])
    workers[1]?.say({ kind: 'ready' })
    vi.advanceTimersByTime(100_000)
    workers[1]?.say({ kind: 'done', id: 1, result: 'first' })
    workers[1]?.say({ kind: 'failed', id: 2, failure: { kind: 'cancelled' } })
    expect(await one).toBe('first')
    await expect(two).rejects.toMatchObject({ name: 'AbortError' })
    expect(workers).toHaveLength(2)

    const silent = makeBridge()
    const lost = expect(silent.bridge.run('one')).rejects.toMatchObject({ kind: 'unexpected' })
    vi.advanceTimersByTime(70_000)
    await lost
    expect(silent.workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true, true])
  })

  it('takes a task back, and ends when the worker has ended it', async () => {
    const { bridge, workers } = makeBridge()
    const controller = new AbortController()
    const task = bridge.run('one', { signal: controller.signal })
    controller.abort()
    expect(workers[0]?.heard.map((message) => message.kind)).toEqual(['start', 'cancel'])
    workers[0]?.say({ kind: 'failed', id: 1, failure: { kind: 'cancelled' } })
    await expect(task).rejects.toMatchObject({ name: 'AbortError' })
    await expect(bridge.run('two', { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' })
    expect(workers[0]?.heard).toHaveLength(2)
  })

  it('names failures, and the answers of a gateway as it is told to', async () => {
    const { bridge, workers } = makeBridge()
    const known = bridge.run('one')
    workers[0]?.say({ kind: 'failed', id: 1, failure: { kind: 'known', error: 'truncated' } })
    await expect(known).rejects.toMatchObject({ kind: 'truncated' })
    const errorOfAnswer = ({ status, code }: { status: number; code: string | undefined }) =>
      new AppError('no-such-object', { status, code })
    const answered = bridge.run('two', { errorOfAnswer })
    workers[0]?.say({
      kind: 'failed',
      id: 2,
      failure: { kind: 'answer', status: 404, code: 'NoSuchKey', isHtml: false }
    })
    await expect(answered).rejects.toMatchObject({ kind: 'no-such-object', details: { code: 'NoSuchKey' } })
  })
})
