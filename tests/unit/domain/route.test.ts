import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toFolderPrefix } from '../../../src/domain/folder-prefix'
import { formatRoute, parseRoute, type Route } from '../../../src/domain/route'

const text = fc.string({ unit: 'binary', maxLength: 200 })
const bucket = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9:_.-]{2,40}$/)

test('every key, folder and bucket comes back from its address', () => {
  fc.assert(
    fc.property(bucket, text, fc.option(text, { nil: undefined }), (name, folder, within) => {
      const prefix = toFolderPrefix(folder)
      const object = within ? prefix + within : undefined
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
  const prefix = toFolderPrefix(odd)
  const route: Route = { place: 'objects', bucket: 'alice-data', prefix, object: prefix + odd }
  const url = new URL(`https://host.example/some/where/${formatRoute(route)}`)
  expect(parseRoute(url.hash)).toEqual(route)
})

test('a search comes back from its address, whatever is searched for', () => {
  fc.assert(
    fc.property(bucket, text, text, fc.boolean(), (name, folder, wanted, isBelow) => {
      const route: Route = { place: 'search', bucket: name, prefix: toFolderPrefix(folder), isBelow, text: wanted }
      expect(parseRoute(formatRoute(route))).toEqual(route)
    })
  )
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

test('a name without a slash at its end is no folder yet, and comes back from its address', () => {
  const route: Route = { place: 'name', bucket: 'lab', name: 'in/2026' }
  expect(parseRoute('#/b/lab/in/2026')).toEqual(route)
  expect(parseRoute(formatRoute(route))).toEqual(route)
  expect(parseRoute('#/b/lab/in/2026?object=')).toEqual(route)
})

test.each([
  ['finance/pay', 'finance/payroll.xlsx', 'finance/'],
  ['finance/pay/', 'finance/payroll.xlsx', 'finance/'],
  ['a/', 'b', ''],
  ['a/', 'a/', ''],
  ['a', 'a/b/c', 'a/'],
  ['', 'a/b/c', '']
])('at %j the object %j is shown in the folder %j', (path, object, prefix) => {
  expect(parseRoute(`#/b/lab/${path}?object=${object}`)).toEqual({ place: 'objects', bucket: 'lab', prefix, object })
})
