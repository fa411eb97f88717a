// What the inspector says of an object lock.
import { expect, test } from 'vitest'
import { en } from '../../../src/messages/en'
import type { ObjectLock } from '../../../src/domain/object-lock'

const untilMs = Date.UTC(2030, 0, 31, 12)
const governance: ObjectLock = { retention: { mode: 'GOVERNANCE', untilMs }, hasLegalHold: false }
const compliance: ObjectLock = { retention: { mode: 'COMPLIANCE', untilMs }, hasLegalHold: false }
const describeLock = en.inspector.objectLock.of

test('an object lock has its mode and date, and is called expired when it is', () => {
  expect(describeLock(governance, 0)).toMatch(/^Governance mode until .*31.*2030|^Governance mode until .*2030.*31/)
  expect(describeLock(compliance, untilMs)).toMatch(/^Compliance mode until .*\(expired\)$/)
  expect(describeLock({ ...governance, hasLegalHold: true }, 0)).toMatch(/2030.* · Legal hold$/)
})
