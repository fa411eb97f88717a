// Which names a search finds: the folder once, the object by its own name, and a path where a slash was typed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import { createNameMatcher } from '../../../src/domain/name-match'

const KEYS = [
  'Notes.TXT',
  'raw/',
  'raw/2026/a.csv',
  'raw/2026/b.csv.gz',
  'raw/2026/deep/2026.csv',
  'raw/scan*1.tif',
  'raw/scan-1.tif',
  'raw2/notes/draft.txt'
]

function found(text: string, prefix: FolderPrefix = '', keys: readonly string[] = KEYS): string[] {
  const match = createNameMatcher(text, prefix)
  return keys.flatMap((key) => {
    const { folders, isObject } = match(key)
    return [...folders, ...(isObject ? [key] : [])]
  })
}

test.each([
  ['notes', ['Notes.TXT', 'raw2/notes/']],
  ['2026', ['raw/2026/', 'raw/2026/deep/2026.csv']],
  ['RAW', ['raw/', 'raw2/']],
  ['raw/', ['raw/']],
  ['raw/2', ['raw/2026/']],
  ['raw/scan', ['raw/scan*1.tif', 'raw/scan-1.tif']],
  ['/draft', ['raw2/notes/draft.txt']],
  ['/raf', []],
  ['*.csv', ['raw/2026/a.csv', 'raw/2026/deep/2026.csv']],
  ['scan?1.tif', ['raw/scan*1.tif', 'raw/scan-1.tif']],
  ['csv*', []],
  ['2026/*.csv', ['raw/2026/a.csv', 'raw/2026/deep/2026.csv']],
  ['/raw/*.tif', ['raw/scan*1.tif', 'raw/scan-1.tif']],
  ['/2026/*', []],
  ['*2/', ['raw2/']],
  ['.csv', ['raw/2026/a.csv', 'raw/2026/b.csv.gz', 'raw/2026/deep/2026.csv']],
  ['nothing of this name', []]
])('%j finds %j', (text, names) => expect(found(text)).toEqual(names))

test('below a folder its own name and those above it do not count', () => {
  expect(found('raw', 'raw/')).toEqual([])
  expect(found('/scan', 'raw/')).toEqual(['raw/scan*1.tif', 'raw/scan-1.tif'])
  expect(found('/*.tif', 'raw/')).toEqual(['raw/scan*1.tif', 'raw/scan-1.tif'])
})

test('one letter in two forms of Unicode is the same', () => {
  const [one, other] = ['Müller'.normalize('NFC'), 'MÜLLER'.normalize('NFD')]
  expect(found(one, '', [other])).toEqual([other])
  expect(found(other, '', [`${one}/x`])).toEqual([`${one}/`])
})

test('every folder is found once, and every object by each piece of its own name', () => {
  const step = fc.string({ unit: fc.constantFrom('a', 'B', 'é', '.', '+', '(', ' '), minLength: 1, maxLength: 4 })
  const key = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'))
  fc.assert(
    fc.property(fc.uniqueArray(key, { minLength: 1, maxLength: 20 }), step, (keys, text) => {
      const sorted = keys.toSorted()
      const names = found(text, '', sorted)
      const folders = names.filter((name) => name.endsWith('/'))
      const has = (path: string) => path.normalize('NFC').toLowerCase().includes(text.normalize('NFC').toLowerCase())
      const expected = new Set<string>()
      for (const one of sorted) {
        const steps = one.split('/')
        steps.slice(0, -1).forEach((own, at) => has(own) && expected.add(`${steps.slice(0, at + 1).join('/')}/`))
      }
      // Folders that other names interrupt are found again: a listing keeps them together.
      expect(new Set(folders)).toEqual(expected)
      expect(names.filter((name) => !name.endsWith('/'))).toEqual(
        sorted.filter((one) => has(one.split('/').at(-1) ?? ''))
      )
    })
  )
})
