// What an error keeps of what caused it: enough for a developer, nothing secret, wherever it is printed.
import { inspect } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError, toAppError } from '../../../src/domain/app-error'

test('an error that was caught is kept as the cause, with its name, its words and where it came from', () => {
  const caught = new TypeError('Cannot read properties of undefined')
  const error = toAppError(caught)
  expect(error).toMatchObject({ kind: 'unexpected', details: { detail: 'TypeError' } })
  expect(error.cause).toMatchObject({ name: 'TypeError', message: 'Cannot read properties of undefined' })
  expect((error.cause as Error).stack).toContain('app-error.test')
  expect(toAppError(error)).toBe(error)
  const outer = new AppError('cors-blocked', {}, { cause: error })
  expect(outer.cause).toBe(error)
  expect(new AppError('offline').cause).toBeUndefined()
  expect((toAppError('text').cause as Error).message).not.toContain('text')
})

test('the cause holds no address and no secret, however it is printed', () => {
  const secrets = [
    'https://user:hunter2@rgw.example.edu/b?X-Amz-Signature=abc',
    'The secret was hunter2',
    'StringToSign AWS4-HMAC-SHA256 hunter2',
    `key ${'hunter2'.repeat(4)}`,
    'x'.repeat(300) + 'hunter2'
  ]
  for (const message of secrets) {
    const caught = new Error(message, { cause: new Error('hunter2') })
    Object.assign(caught, { $response: { headers: { authorization: 'hunter2' } } })
    const error = toAppError(caught)
    for (const printed of [JSON.stringify(error), inspect(error, { depth: 9, showHidden: true }), String(error.cause)])
      expect(printed, message).not.toContain('hunter2')
  }
})

test('no long run of characters, as keys and tokens are, gets into the cause', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9+/=]{20,60}$/), fc.string(), fc.string(), (key, before, after) => {
      const printed = inspect(toAppError(new Error(`${before} ${key} ${after}`)), { showHidden: true })
      expect(printed).not.toContain(key)
    })
  )
})
