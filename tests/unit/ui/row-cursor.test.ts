// The highlighted row stays the same row while others come and go, and no key acts on one that no one saw highlighted.
import { expect, test } from 'vitest'
import { rowId, type ListingRow } from '../../../src/state/listing-row'
import { RowCursor } from '../../../src/ui/objects/row-cursor.svelte'

const rowsOf = (names: string): ListingRow[] =>
  names.split(' ').map((key) => ({ key, sizeBytes: 1, modifiedAtMs: 1, etag: 'e' }))

function makeCursor(names: string) {
  const shown = { rows: rowsOf(names) }
  const cursor = new RowCursor(() => shown.rows)
  const show = (now: string): void => void (shown.rows = now === '' ? [] : rowsOf(now))
  const at = () => cursor.row && rowId(cursor.row)
  const take = () => {
    const row = cursor.take()
    return row && rowId(row)
  }
  return { cursor, show, at, take }
}

test('follows its row when others are inserted or removed around it', () => {
  const { cursor, show, at, take } = makeCursor('b c d')
  cursor.moveTo(1)
  show('a b bb c d')
  expect([cursor.index, at(), take()]).toEqual([3, 'c', 'c'])
  show('c d')
  expect([cursor.index, at(), take()]).toEqual([0, 'c', 'c'])
  show('d c') // in another order
  expect([cursor.index, take()]).toEqual([1, 'c'])
})

test('goes to the neighbour when its row is gone, and acts on it only when it was seen', () => {
  const { cursor, show, at, take } = makeCursor('a b c d')
  cursor.moveTo(1)
  show('0 00 a c d')
  expect([at(), cursor.chosen, take(), take()]).toEqual(['c', undefined, undefined, 'c'])
  show('0 a')
  expect([at(), take()]).toEqual(['a', undefined])
  show('0 x')
  cursor.moveTo(1) // the user
  expect(take()).toBe('x')
})

test('a row that is back is the highlighted one again', () => {
  const { cursor, show, take } = makeCursor('a b c')
  cursor.moveTo(1)
  show('a c')
  show('a b c')
  expect(take()).toBe('b')
})

test('is the first row until it is seen, and that one afterwards; without rows it is nothing', () => {
  const { cursor, show, at, take } = makeCursor('b')
  show('a b')
  expect([cursor.index, at()]).toEqual([0, 'a'])
  cursor.hold()
  show('0 a b')
  expect(take()).toBe('a')
  show('')
  expect([cursor.index, at(), take()]).toEqual([0, undefined, undefined])
  show('z')
  expect([at(), take(), take()]).toEqual(['z', undefined, 'z'])
})

test('moves as far as there are rows', () => {
  const { cursor, at } = makeCursor('a b')
  cursor.moveTo(9)
  expect(at()).toBe('b')
  cursor.moveTo(-9)
  expect(at()).toBe('a')
})
