// What the page does about pending ACLs: tries again when the network is back, asks where it must, and forgets no question.
import { beforeEach, expect, test, vi } from 'vitest'
import type { Gateway } from '../../../src/domain/gateway'
import type { PendingAcl } from '../../../src/domain/pending-acl'
import { AclRecoveryState, type RestoredAcl } from '../../../src/state/acl-recovery.svelte'
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
  error: undefined,
  missing: { acl: true, tags: [] },
  restoredOwner: undefined
})

let outcomes: AclRecoveryOutcome[]
let recovered: number
let restored: RestoredAcl[]
let notRestored: number
let gateway: Gateway
let pending: PendingAcls
let state: AclRecoveryState

beforeEach(() => {
  outcomes = []
  restored = []
  recovered = notRestored = 0
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
    onRestored: (one) => void restored.push(one),
    onNotRestored: () => notRestored++
  })
})

test('what was restored is told once, with a new owner', async () => {
  outcomes = [{ kind: 'restored', pending: entry('1'), owner: { id: 'bob' } }, { kind: 'settled' }]
  await state.show(gateway)
  expect(restored).toEqual([{ key: 'key-1', newOwnerId: 'bob' }])
  expect(state.questions).toEqual([])
})

test('an ACL that was restored is told of too where its tags are a question', async () => {
  const question = { ...ask('1'), missing: { acl: false, tags: ['run'] }, restoredOwner: PRIVATE.owner }
  outcomes = [question as AclRecoveryOutcome]
  await state.show(gateway)
  expect(restored).toEqual([{ key: 'key-1', newOwnerId: undefined }])
  expect(state.questions).toEqual([question])
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
  expect([state.questions.map((one) => one.pending.id), notRestored]).toEqual([['2'], 1])
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
