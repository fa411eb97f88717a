// Rows of what was stored here stand where the next listing has them; of what was listed nothing moves or is told otherwise.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareKeys } from '../../../src/domain/compare-keys'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import { insertRows, type ListedFolder } from '../../../src/state/insert-rows'
import { rowId, type ListingRow } from '../../../src/state/listing-row'

const toEntry = (key: string, etag = 'listed'): ObjectEntry => ({ key, sizeBytes: 10, etag, modifiedAtMs: 1 })
const toRow = (name: string): ListingRow => (name.endsWith('/') ? { prefix: `${name.slice(0, -1)}/` } : toEntry(name))

function listed(names: readonly string[], nextToken?: string): ListedFolder {
  const rows = names.map(toRow)
  const folderCount = names.filter((name) => name.endsWith('/')).length
  return { rows, folderCount, sizeBytes: 10 * (rows.length - folderCount), nextToken }
}

function namesAfter(names: readonly string[], keys: readonly string[], nextToken?: string, isFlat = false): string[] {
  const stored = keys.map((key) => toEntry(key, 'new'))
  return insertRows(listed(names, nextToken), stored, { prefix: '', isFlat }).rows.map(rowId)
}

describe('a row is inserted', () => {
  test('in the order of names, folders before objects', () => {
    expect(namesAfter([], ['b', 'a', 'f/x'])).toEqual(['f/', 'a', 'b'])
    expect(namesAfter(['b/', 'd/', 'a', 'c'], ['b', 'c/1', 'd', 'e/x', 'c/2'])).toEqual(
      ['b/', 'c/', 'd/', 'e/', 'a', 'b', 'c', 'd'] //
    )
  })

  test('on the page that has its neighbours', () => {
    const pages = ['b/', 'a', 'd/', 'c', 'f/', 'e'] // three pages of two
    expect(namesAfter(pages, ['aa', 'bb/x', 'dd', 'g'])).toEqual([
      'b/',
      'a',
      'aa',
      'bb/',
      'd/',
      'c',
      'f/',
      'dd',
      'e',
      'g'
    ])
  })

  test('not beyond what was listed', () => {
    expect(namesAfter(['a', 'c'], ['b', 'd', 'e/x'], 'next')).toEqual(['a', 'b', 'c'])
    expect(namesAfter([], ['b'], 'next')).toEqual([])
  })

  test('once, and the folder of a marker is no row of its own', () => {
    expect(namesAfter(['f/', 'a'], ['a', 'f/y', 'a', 'f/'])).toEqual(['f/', 'a'])
    const folder = insertRows(listed(['in/a']), [toEntry('in/'), toEntry('in/s/t')], { prefix: 'in/', isFlat: false })
    expect(folder.rows.map(rowId)).toEqual(['in/s/', 'in/a'])
  })

  test('under its whole key where no folders are shown', () => {
    expect(namesAfter(['a/b', 'c'], ['a/c', 'b/'], undefined, true)).toEqual(['a/b', 'a/c', 'b/', 'c'])
  })

  test('and counted', () => {
    const { folderCount, sizeBytes } = insertRows(
      listed(['f/', 'a']),
      [{ ...toEntry('a', 'new'), sizeBytes: 25 }, toEntry('b'), toEntry('g/x'), toEntry('f/x')],
      { prefix: '', isFlat: false }
    )
    expect([folderCount, sizeBytes]).toEqual([2, 35])
  })
})

test('what was listed with the same bytes keeps the date that the gateway gave, and other bytes do not', () => {
  const stored = { ...toEntry('a'), modifiedAtMs: 99 }
  const place = { prefix: '', isFlat: false } as const
  expect(insertRows(listed(['a']), [stored], place).rows).toEqual([toEntry('a')])
  expect(insertRows(listed(['a']), [{ ...stored, etag: 'new' }], place).rows).toEqual([{ ...stored, etag: 'new' }])
})

test('rows are in the order in which gateways list keys, whatever their characters', () => {
  expect(['\u{1f600}', '\uffff', 'a', 'ab', ''].sort(compareKeys)).toEqual(['', 'a', 'ab', '\uffff', '\u{1f600}'])
  const bytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))
  const name = fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => text.isWellFormed())
  fc.assert(
    fc.property(name, name, (one, other) => Math.sign(compareKeys(one, other)) === bytes(one, other)),
    { numRuns: 200 }
  )
  const key = fc.string({ unit: fc.constantFrom('a', 'b', 'z', '\uffff', '\u{1f600}'), minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(key), fc.array(key), (before, after) => {
      const there = [...new Set(before)].sort(compareKeys)
      expect(namesAfter(there, after)).toEqual([...new Set([...before, ...after])].sort(compareKeys))
    })
  )
})
