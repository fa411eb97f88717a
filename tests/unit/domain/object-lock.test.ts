// Object lock: what holds a version.
import { expect, test } from 'vitest'
import { isHeld, type ObjectLock } from '../../../src/domain/object-lock'

const untilMs = Date.UTC(2030, 0, 31, 12)
const governance: ObjectLock = { retention: { mode: 'GOVERNANCE', untilMs }, hasLegalHold: false }
const hold: ObjectLock = { retention: undefined, hasLegalHold: true }

test('a version is held until its date, and by a legal hold without one', () => {
  expect([isHeld(governance, untilMs - 1), isHeld(governance, untilMs)]).toEqual([true, false])
  expect([isHeld(hold, untilMs), isHeld({ ...governance, hasLegalHold: true }, untilMs + 1)]).toEqual([true, true])
})
