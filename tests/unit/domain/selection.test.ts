// A selection names each object once, however it was put together.
import { expect, test } from 'vitest'
import { withoutOverlap, type Selection } from '../../../src/domain/selection'

const entry = (key: string) => ({ key, sizeBytes: 1, modifiedAtMs: 1, etag: 'e' })

test('what is in a selected folder is left to the folder, the folder’s own marker and folders in it too', () => {
  const { entries, prefixes } = withoutOverlap({
    entries: ['a', 'a/', 'a/b', 'ab/c', 'x/y/z', 'x/w'].map(entry),
    prefixes: ['a/', 'a/b/', 'x/y/', 'a/', 'abc/']
  })
  expect(entries.map(({ key }) => key)).toEqual(['a', 'ab/c', 'x/w'])
  expect(prefixes).toEqual(['a/', 'x/y/', 'abc/'])
})

test('nothing is left out where nothing overlaps, names of slashes only included', () => {
  const selection: Selection = { entries: ['/', '//x', 'y'].map(entry), prefixes: ['/a/', 'b//'] }
  expect(withoutOverlap(selection)).toEqual(selection)
})
