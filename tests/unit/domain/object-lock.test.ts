// Object lock: what holds a version, and what is said of a delete that was refused.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { explainError } from '../../../src/messages/explain-error'
import { isHeld, type ObjectLock } from '../../../src/domain/object-lock'

const untilMs = Date.UTC(2030, 0, 31, 12)
const governance: ObjectLock = { retention: { mode: 'GOVERNANCE', untilMs }, hasLegalHold: false }
const compliance: ObjectLock = { retention: { mode: 'COMPLIANCE', untilMs }, hasLegalHold: false }
const hold: ObjectLock = { retention: undefined, hasLegalHold: true }

test('a version is held until its date, and by a legal hold without one', () => {
  expect([isHeld(governance, untilMs - 1), isHeld(governance, untilMs)]).toEqual([true, false])
  expect([isHeld(hold, untilMs), isHeld({ ...governance, hasLegalHold: true }, untilMs + 1)]).toEqual([true, true])
})

test('a refused delete says until when', () => {
  const told = (objectLock: ObjectLock) => explainError(new AppError('object-locked', { objectLock }))
  expect(told(governance)).toMatchObject({
    title: expect.stringMatching(/^Locked until .*2030/) as string,
    remedy: expect.stringContaining('bypass') as string
  })
  expect(told(compliance).remedy).toContain('nobody can delete it earlier')
  expect(told(hold).title).toBe('Under legal hold')
})
