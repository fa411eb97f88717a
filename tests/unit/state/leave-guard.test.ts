// What holds the page, and who is asked before a place is left.
import { expect, test } from 'vitest'
import { LeaveGuard } from '../../../src/state/leave-guard.svelte'
import { PolicyDrafts } from '../../../src/state/policy-drafts.svelte'
import { makeAccount } from '../domain/accounts'

test('holds until the last one has released, and each releases once', () => {
  const guard = new LeaveGuard()
  expect(guard.isHeld).toBe(false)
  const work = {}
  const releases = [guard.hold(work), guard.hold(work)]
  releases[0]?.()
  releases[0]?.()
  expect(guard.isHeld).toBe(true)
  releases[1]?.()
  expect(guard.isHeld).toBe(false)
})

test('a condition holds while it is true, and no longer once it is released', () => {
  const guard = new LeaveGuard()
  const policies = new PolicyDrafts()
  const release = guard.hold({ while: () => policies.hasUnsaved })
  const place = { account: makeAccount('https://rgw.example', 'anna'), bucket: 'lab' }
  const type = (isUnsaved: boolean): void => policies.set(place, { json: '{}', baseJson: undefined, isUnsaved })
  expect(guard.isHeld).toBe(false)
  type(true)
  expect(guard.isHeld).toBe(true)
  type(false)
  expect(guard.isHeld).toBe(false)
  type(true)
  release()
  expect(guard.isHeld).toBe(false)
})

test('a place is left unless one that holds it asks the user; what runs anywhere does not keep them', () => {
  const guard = new LeaveGuard()
  const asked: string[] = []
  guard.hold()
  guard.hold({ while: () => false, onLeave: () => asked.push('a dialog with nothing to lose') })
  expect([guard.isHeld, guard.tryLeave(), asked]).toEqual([true, true, []])
  const release = guard.hold({ onLeave: () => asked.push('a dialog') })
  guard.hold({ while: () => true, onLeave: () => asked.push('another') })
  expect([guard.tryLeave(), asked]).toEqual([false, ['a dialog', 'another']])
  release()
  expect([guard.tryLeave(), asked.length]).toEqual([false, 3])
})

test('a dialog that closes when it is asked still keeps the user here, this time', () => {
  const guard = new LeaveGuard()
  const release = guard.hold({ onLeave: () => release() })
  expect([guard.tryLeave(), guard.isHeld, guard.tryLeave()]).toEqual([false, false, true])
})
