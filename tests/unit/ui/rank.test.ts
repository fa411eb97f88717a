// What the palette shows first: what fits best, and of equals what was used last.
import { expect, test } from 'vitest'
import { aroundName } from '../../../src/ui/palette/label'
import { rank } from '../../../src/ui/palette/rank'

const entries = [
  { id: 'upload', label: 'Upload files' },
  { id: 'new-folder', label: 'New folder' },
  { id: 'flat', label: 'Show all objects without folders' },
  { id: 'open lab', label: 'Open bucket {name}', about: 'lab-data' },
  { id: 'open old', label: 'Open bucket {name}', about: 'old-lab (2024)' },
  { id: 'keys', label: 'Keys' },
  { id: 'accent', label: 'Café list' }
]
const found = (typed: string, recent: readonly string[] = []) => rank(entries, typed, recent).map(({ id }) => id)

test('nothing typed: everything in its order, what was used last first', () => {
  expect(found('')).toEqual(entries.map(({ id }) => id))
  expect(found('  ', ['keys', 'flat']).slice(0, 3)).toEqual(['keys', 'flat', 'upload'])
})

test.each([
  ['fold', ['new-folder', 'flat']],
  ['NEW FOLDER', ['new-folder']],
  ['nf', ['new-folder']],
  ['lab', ['open lab', 'open old']],
  ['open lab', ['open lab', 'open old']],
  ['(2024)', ['open old']],
  ['ys', ['keys']],
  ['zzz', []],
  ['name', []],
  ['CAFE\u0301', ['accent']]
])('%j finds %j', (typed, ids) => expect(found(typed)).toEqual(ids))

test('what was used last comes first among what fits as well, and not before what fits better', () => {
  expect(found('lab', ['open old'])[0]).toBe('open lab')
  expect(found('open', ['open old'])[0]).toBe('open old')
})

test('signs of a pattern are letters like others', () => expect(found('.*')).toEqual([]))

test.each([
  [{ label: 'Rename {name}', about: 'a' }, ['Rename ', '']],
  [{ label: '{name}: rename', about: 'a' }, ['', ': rename']],
  [{ label: 'Delete {name} now' }, ['Delete now', '']],
  [{ label: 'Search “{name}” in {name} now', about: 'b' }, ['Search “{name}” in ', ' now']],
  [{ label: 'Keys' }, ['Keys', '']]
])('%j is said around the name', (entry, parts) => expect(aroundName(entry)).toEqual(parts))
