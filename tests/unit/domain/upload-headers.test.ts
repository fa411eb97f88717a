// What can be sent beside the bytes of an upload, and what is said of the rest at its field.
import { expect, test } from 'vitest'
import {
  hasAll,
  headerProblem,
  metadataOf,
  metadataProblems,
  tagProblems,
  tagsOf,
  type NamedValue
} from '../../../src/domain/upload-headers'

const line = (name: string, value = ''): NamedValue => ({ name, value })

test.each([
  ['contentType', '', undefined],
  ['contentType', 'text/plain', undefined],
  ['contentType', 'text/x-notes; charset=utf-8', undefined],
  ['contentType', 'application/vnd.ms-excel', undefined],
  ['contentType', 'plain', 'not-a-type'],
  ['contentType', 'text / plain', 'not-a-type'],
  ['contentType', 'text/plain\nx: y', 'not-ascii'],
  ['cacheControl', 'max-age=5, private', undefined],
  ['cacheControl', 'max\tage', 'not-ascii'],
  ['contentDisposition', 'attachment; filename="a b.txt"', undefined],
  ['contentDisposition', 'attachment; filename="ü.txt"', 'not-ascii'],
  ['contentDisposition', '=?utf-8?Q?x?=', 'not-ascii'],
  ['contentDisposition', 'x'.repeat(1025), 'too-long'],
  ['storageClass', 'STANDARD', undefined],
  ['storageClass', 'cold-2', undefined],
  ['storageClass', 'COLD, WARM', 'not-a-class']
] as const)('%s “%s” has the problem %j', (field, value, problem) => {
  expect(headerProblem(field, value)).toBe(problem)
})

test('metadata has names that gateway and proxies keep, values of ASCII, and one limit together', () => {
  const lines = [
    line('Project', ' A 7 '),
    line(''),
    line('', 'value'),
    line('under_score'),
    line('dot.ted'),
    line('lockgate-part-size', '5'),
    line('mtime', '5'),
    line('place', 'Tübingen'),
    line('project'),
    line('long', 'x'.repeat(2048))
  ]
  expect(metadataProblems(lines)).toEqual([
    undefined,
    undefined,
    'no-name',
    'metadata-name',
    'metadata-name',
    'metadata-reserved',
    'metadata-reserved',
    'metadata-value',
    'twice',
    'metadata-too-long'
  ])
  expect(metadataOf(lines.slice(0, 2))).toEqual({ project: 'A 7' })
  expect(metadataOf([line('')])).toBeUndefined()
})

test('tags have any letters, and RGW’s limits in bytes', () => {
  expect(
    tagProblems([
      line('Project', 'Tübingen & more'),
      line('', 'x'),
      line(''),
      line('ü'.repeat(64)),
      line('ü'.repeat(65)),
      line('a', 'ü'.repeat(128)),
      line('b', 'ü'.repeat(129)),
      line('Project'),
      line('project'),
      line('tab', 'a\tb')
    ])
  ).toEqual([
    undefined,
    'no-name',
    undefined,
    undefined,
    'tag-key-too-long',
    undefined,
    'tag-value-too-long',
    'twice',
    undefined,
    'tag-character'
  ])
  const many = Array.from({ length: 11 }, (_, index) => line(`k${index}`))
  expect(tagProblems(many).filter((problem) => problem !== undefined)).toEqual(['too-many-tags'])
  expect(tagsOf([line('constructor', 'a'), line('__proto__', 'b')])).toEqual(
    Object.fromEntries([
      ['constructor', 'a'],
      ['__proto__', 'b']
    ])
  )
})

test('having all is having each, by its own name', () => {
  expect(hasAll({ a: '1', b: '2' }, { a: '1' })).toBe(true)
  expect(hasAll({ a: '1' }, { a: '2' })).toBe(false)
  expect(hasAll({}, { toString: 'x' })).toBe(false)
})
