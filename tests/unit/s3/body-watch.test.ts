// A body that gets nowhere is given up; one that is only slow is not.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BodyWatch } from '../../../src/s3/body-watch'

const MIB = 2 ** 20

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Sends a body whose progress is what `bytesAt` says of the seconds since its start; it is answered when `answeredAfterS` are over. */
function send(watch: BodyWatch, bytesAt: (seconds: number) => number, answeredAfterS = Infinity) {
  const startedAtMs = Date.now()
  const elapsedS = (): number => (Date.now() - startedAtMs) / 1000
  const outcome = { state: 'sending', atS: 0, wasAborted: false }
  const settle = (state: string): void => void Object.assign(outcome, { state, atS: elapsedS() })
  void watch
    .run({ sizeBytes: MIB, sentBytes: () => bytesAt(elapsedS()) }, (signal) => {
      signal.addEventListener('abort', () => (outcome.wasAborted = true))
      return new Promise<void>((resolve) => {
        if (answeredAfterS < Infinity) setTimeout(resolve, answeredAfterS * 1000)
      })
    })
    .then(
      () => settle('sent'),
      (error: unknown) => settle(error instanceof TypeError ? 'given up' : 'failed')
    )
  return outcome
}

test('a body that stops in its middle is given up after a minute, and its request aborted', async () => {
  const outcome = send(new BodyWatch(), (seconds) => Math.min(seconds, 30) * 1000)
  await vi.advanceTimersByTimeAsync(200_000)
  expect(outcome).toMatchObject({ state: 'given up', wasAborted: true })
  expect(outcome.atS).toBeGreaterThanOrEqual(90)
  expect(outcome.atS).toBeLessThan(110)
})

test('a body that creeps for an hour is not', async () => {
  const outcome = send(new BodyWatch(), (seconds) => 1 + seconds, 3600)
  await vi.advanceTimersByTimeAsync(3_601_000)
  expect(outcome).toMatchObject({ state: 'sent', wasAborted: false })
})

test('a body that has left is waited for twice as long', async () => {
  const outcome = send(new BodyWatch(), () => MIB)
  await vi.advanceTimersByTimeAsync(300_000)
  expect(outcome).toMatchObject({ state: 'given up', atS: 120 })
})

test('where no progress is told, bodies before it tell how long one may take', async () => {
  const watch = new BodyWatch()
  const first = send(watch, () => 0, 240)
  await vi.advanceTimersByTimeAsync(240_000)
  expect(first.state).toBe('sent')
  const stuck = send(watch, () => 0)
  await vi.advanceTimersByTimeAsync(2_000_000)
  expect(stuck).toMatchObject({ state: 'given up', atS: 120 + 4 * 240 })
})

test('each body that was given up doubles the patience, until one has gone', async () => {
  const watch = new BodyWatch()
  const giveUp = async (): Promise<number> => {
    const outcome = send(watch, () => MIB)
    await vi.advanceTimersByTimeAsync(2_000_000)
    return outcome.atS
  }
  const together = [send(watch, () => MIB), send(watch, () => MIB)]
  await vi.advanceTimersByTimeAsync(120_000)
  expect(together.map(({ atS }) => atS)).toEqual([120, 120])
  expect([await giveUp(), await giveUp()]).toEqual([240, 480])
  const sent = send(watch, () => MIB, 700)
  await vi.advanceTimersByTimeAsync(700_000)
  expect(sent.state).toBe('sent')
  expect(await giveUp()).toBe(120)
})
