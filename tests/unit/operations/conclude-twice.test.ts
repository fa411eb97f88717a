// Nothing is called wrong that was seen once.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Observations } from '../../../src/domain/connection-check'
import { concludeTwice } from '../../../src/operations/connection/conclude-twice'

const good: Observations = {
  endpoint: 'https://rgw.example.edu',
  pageOrigin: 'https://lockgate.example.org',
  reach: 'answers',
  list: { kind: 'answer' },
  clockAheadMs: 0
}
const hidden: Observations = { ...good, failure: { kind: 'hidden' } }
const withoutEtag: Observations = { ...good, headers: { ETag: false } }
const withoutList: Observations = { ...good, list: { kind: 'hidden' } }
const refused: Observations = {
  ...good,
  list: { kind: 'answer', error: new AppError('access-denied', { status: 403 }) }
}

test.each([
  ['good at once', [good], 'good'],
  ['wrong twice', [hidden, hidden], 'failures-hidden'],
  ['wrong once', [hidden, good], 'good'],
  ['wrong in two ways', [hidden, withoutEtag], undefined],
  ['no list', [withoutList], undefined],
  ['a list that is refused', [refused], undefined],
  ['wrong, and then no list', [withoutEtag, withoutList], undefined]
] as const)('%s', async (_, looks, code) => {
  const left = [...looks]
  const look = async (): Promise<Observations> => left.shift() ?? expect.fail('looked too often')
  expect((await concludeTwice(look, new AbortController().signal, 0))?.code).toBe(code)
  expect(left).toEqual([])
})

test('a profile that is left is not looked at again', async () => {
  const abort = new AbortController()
  let looks = 0
  const look = async (): Promise<Observations> => {
    looks++
    abort.abort()
    return hidden
  }
  await expect(concludeTwice(look, abort.signal, 0)).rejects.toThrow()
  expect(looks).toBe(1)
})
