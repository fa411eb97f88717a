// What the page does about pending ACLs: tries again when the network is back, asks where it must, and forgets no question.
import { beforeEach, expect, test, vi } from 'vitest'
import type { Gateway } from '../../../src/domain/gateway'
import type { PendingAcl } from '../../../src/domain/pending-acl'
import { AclRecoveryState } from '../../../src/state/acl-recovery.svelte'
import type { PendingAcls } from '../../../src/operations/access/pending-acls'
import type { AclRecoveryOutcome } from '../../../src/operations/access/recover-acl'
import { makeAccount } from '../domain/accounts'
import { PRIVATE } from '../operations/fake-access'
import { makeGateway, settle } from './fakes'

const entry = (id: string, beganAtMs = 1): PendingAcl => ({
  id,
  endpoint: 'https://a',
  accountId: makeAccount('https://a').id,
  bucket: 'b',
  key: `key-${id}`,
  etag: 'e',
  sizeBytes: 1,
  acl: PRIVATE,
  beganAtMs
})
const ask = (id: string, beganAtMs = 1): AclRecoveryOutcome => ({
  kind: 'ask',
  pending: entry(id, beganAtMs),
  reason: 'old',
  now: PRIVATE,
  error: undefined
})

let outcomes: AclRecoveryOutcome[]
let recovered: number
let said: string[]
let redrawn: number
let gateway: Gateway
let pending: PendingAcls
let state: AclRecoveryState

beforeEach(() => {
  outcomes = []
  said = []
  recovered = redrawn = 0
  gateway = makeGateway()
  pending = {
    onUnsettled: undefined,
    recover: () => {
      recovered++
      return Promise.resolve(outcomes)
    },
    restore: () => Promise.resolve(outcomes[0]),
    dismiss: () => Promise.resolve()
  } as unknown as PendingAcls
  state = new AclRecoveryState(pending, {
    notices: { say: (text) => void said.push(text) },
    nameOf: (key) => key,
    onRestored: () => redrawn++
  })
})

test('what was restored is told once, with a new owner, and what is on the screen is read again', async () => {
  outcomes = [{ kind: 'restored', pending: entry('1'), owner: { id: 'bob' } }, { kind: 'settled' }]
  await state.show(gateway)
  expect(said).toEqual(['Access settings of key-1 were restored after an interrupted save. Its owner is now bob.'])
  expect([state.questions, redrawn]).toEqual([[], 1])
})

test('questions stay until they are answered, oldest first, and belong to their gateway', async () => {
  outcomes = [ask('2', 2), { kind: 'replaced', pending: entry('1'), isGone: true }]
  await state.show(gateway)
  await state.retry()
  expect(state.questions.map((one) => one.pending.id)).toEqual(['1', '2'])
  const [first, second] = state.questions
  await state.dismiss(first as never)
  outcomes = [{ kind: 'waiting' }]
  await state.restore(second as never)
  expect([state.questions.map((one) => one.pending.id), said.length]).toEqual([['2'], 1])
  outcomes = [{ kind: 'restored', pending: entry('2'), owner: PRIVATE.owner }]
  await state.restore(second as never)
  expect([state.questions, state.busyId]).toEqual([[], undefined])
  outcomes = []
  await state.show(makeGateway())
  expect(state.questions).toEqual([])
})

test('what could not be reached, or was left by a save in this tab, is tried again by itself', async () => {
  vi.useFakeTimers()
  try {
    outcomes = [{ kind: 'waiting' }]
    await state.show(gateway)
    outcomes = []
    await vi.advanceTimersByTimeAsync(61_000)
    expect(recovered).toBe(2)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(recovered).toBe(2)
    pending.onUnsettled?.()
    await vi.advanceTimersByTimeAsync(61_000)
    expect(recovered).toBe(3)
  } finally {
    vi.useRealTimers()
  }
  await settle()
})
