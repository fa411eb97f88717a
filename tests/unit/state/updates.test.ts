// New versions: announced, held back while something runs, and loaded by the user's hand only.
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { OfflineCopy, OfflineCopyState, TakeOver, VersionAnswer } from '../../../src/domain/offline-copy'
import { BrowserNetwork } from '../../../src/platform/browser/browser-network.svelte'
import { LeaveGuard } from '../../../src/state/leave-guard.svelte'
import { Updates } from '../../../src/state/updates.svelte'

class FakeCopy implements OfflineCopy {
  readonly version = 'a1b2c3d4'
  checks = 0
  loads = 0
  answer: VersionAnswer = 'current'
  outcome: TakeOver = 'loading'
  mustStay: (() => boolean) | undefined
  state: OfflineCopyState = { keeping: 'beginning', sizeBytes: undefined, hasNewVersion: false, isFormer: false }

  become(part: Partial<OfflineCopyState>): void {
    this.state = { ...this.state, ...part }
  }
  async check(): Promise<VersionAnswer> {
    this.checks++
    return this.answer
  }
  holdBack(): () => void {
    return () => undefined
  }
  async loadNewVersion(mustStay: () => boolean): Promise<TakeOver> {
    this.loads++
    this.mustStay = mustStay
    return this.outcome
  }
}

function begin() {
  const copy = new FakeCopy()
  const guard = new LeaveGuard()
  return { copy, guard, updates: new Updates(copy, guard) }
}

test('tells what is kept, and that a version is ready, whichever tab stored or loaded it', () => {
  const { copy, updates } = begin()
  expect([updates.version, updates.keeping, updates.isReady]).toEqual(['a1b2c3d4', 'beginning', false])
  copy.become({ keeping: 'kept', sizeBytes: 600_000 })
  expect([updates.keeping, updates.sizeBytes, updates.isReady]).toEqual(['kept', 600_000, false])
  copy.become({ hasNewVersion: true })
  expect([updates.isReady, updates.isFormer]).toEqual([true, false])
  copy.become({ hasNewVersion: false, isFormer: true })
  expect([updates.isReady, updates.isFormer]).toEqual([true, true])
})

test('nothing is ever loaded by itself, and nothing at all while something runs', async () => {
  const { copy, guard, updates } = begin()
  await updates.load()
  expect(copy.loads).toBe(0)
  copy.become({ hasNewVersion: true })
  const release = guard.hold()
  await updates.load()
  expect(copy.loads).toBe(0)
  release()
  const loading = updates.load()
  copy.become({ hasNewVersion: false })
  expect([updates.outcome, updates.isReady]).toEqual(['loading', true])
  copy.become({ isFormer: true })
  expect([updates.outcome, updates.isFormer]).toEqual(['loading', false]) // it is this tab that loads it
  expect(copy.mustStay?.()).toBe(false)
  guard.hold()
  expect(copy.mustStay?.()).toBe(true) // started while it took over
  await loading
  await updates.load()
  expect(copy.loads).toBe(1)
})

test('another tab at work, or a failure, is said, and it may be tried again', async () => {
  const { copy, updates } = begin()
  copy.become({ hasNewVersion: true })
  for (const outcome of ['held-back', 'failed', 'put-off', 'loading'] as const) {
    copy.outcome = outcome
    await updates.load()
    expect(updates.outcome).toBe(outcome)
  }
  expect(copy.loads).toBe(4)
})

test('a version that took over after all has not failed', async () => {
  const { copy, updates } = begin()
  copy.become({ hasNewVersion: true })
  copy.outcome = 'failed'
  await updates.load()
  copy.become({ hasNewVersion: false, isFormer: true })
  expect([updates.outcome, updates.isFormer, updates.isReady]).toEqual([undefined, true, true])
})

describe('asking for a new version', () => {
  test('by the person: the answer is kept, of this question only', async () => {
    const { copy, updates } = begin()
    copy.answer = 'no-answer'
    const asking = updates.check()
    expect(updates.answer).toBe('checking')
    await Promise.all([asking, updates.check()])
    expect([updates.answer, copy.checks]).toEqual(['no-answer', 1])
    copy.answer = 'current'
    await updates.check()
    expect(updates.answer).toBe('current')
  })

  test('by looking at the page: once an hour at most, and without a word', () => {
    const { copy, updates } = begin()
    const startMs = Date.now()
    for (const minutes of [1, 59, 61, 62, 120, 122]) updates.noteSeen(startMs + minutes * 60_000)
    expect([copy.checks, updates.answer]).toEqual([2, undefined])
  })
})

describe('the network', () => {
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test('reports at once that it went or came, and again later, unless it changed again', () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const events = new Map<string, () => void>()
    vi.stubGlobal('navigator', { onLine: true })
    vi.stubGlobal('window', { addEventListener: (name: string, listener: () => void) => events.set(name, listener) })
    const network = new BrowserNetwork()
    const told: boolean[] = []
    network.whenGone(() => told.push(false))
    const endAsking = network.whenBack(() => told.push(true))
    events.get('offline')?.()
    expect([network.isOnline, told]).toEqual([false, [false]])
    events.get('online')?.()
    vi.advanceTimersByTime(20_000)
    expect([network.isOnline, told]).toEqual([true, [false, true, true, true]])
    told.length = 0
    events.get('online')?.()
    vi.advanceTimersByTime(1_000)
    events.get('offline')?.()
    vi.advanceTimersByTime(20_000)
    expect(told).toEqual([true, false, false, false])
    endAsking()
    events.get('online')?.()
    vi.advanceTimersByTime(20_000)
    expect(told).toEqual([true, false, false, false])
  })
})
