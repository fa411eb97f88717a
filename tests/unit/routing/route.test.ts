import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRoute, parseRoute, type Route } from '../../../src/routing/route'

const key = fc.string({ unit: 'binary', maxLength: 200 })
const bucket = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9:_.-]{2,40}$/)

test('every key, prefix and bucket comes back from its address', () => {
  fc.assert(
    fc.property(bucket, key, fc.option(key, { nil: undefined }), (name, prefix, object) => {
      const route: Route =
        object === undefined
          ? { place: 'objects', bucket: name, prefix }
          : { place: 'objects', bucket: name, prefix, object }
      expect(parseRoute(formatRoute(route))).toEqual(route)
    })
  )
})

test.each([
  'a//b',
  '../x',
  '/',
  '//',
  './',
  '%2F',
  'a#b',
  'a?b',
  '?object=x',
  'a+b',
  'a b',
  '😀',
  '\u0001\n',
  'x'.repeat(1024),
  '&',
  '%'
])('the odd key %j comes back, also through a URL', (odd) => {
  const route: Route = { place: 'objects', bucket: 'alice-data', prefix: odd, object: odd }
  const url = new URL(`https://host.example/some/where/${formatRoute(route)}`)
  expect(parseRoute(url.hash)).toEqual(route)
})

test('other places come back, and what names no place is none', () => {
  const routes: Route[] = [
    { place: 'connect' },
    { place: 'connect', profileId: 'a b/c' },
    { place: 'buckets' },
    { place: 'keys' },
    { place: 'keys', keyId: 'x' },
    { place: 'transfers' },
    { place: 'settings' }
  ]
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route)
  for (const hash of ['', '#', '#/', '#/nowhere', '#/b/', '#/b/%E0/', '#/buckets/x'])
    expect(parseRoute(hash)).toBeUndefined()
})
