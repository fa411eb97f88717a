// A search as code finds what the search of the page finds.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linePattern, namePattern } from '../../../../src/domain/code/search-pattern'
import type { FolderPrefix } from '../../../../src/domain/folder-prefix'
import { createNameMatcher } from '../../../../src/domain/name-match'

const step = fc.string({
  unit: fc.constantFrom('a', 'B', 'é', '.', '+', '(', '[', ']', '{', '}', '^', '$', '|', '\\', ' '),
  maxLength: 4
})
const key = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'))
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'É', '.', '+', '[', ']', '{', '}', '\\', '*', '?', '/'),
  minLength: 1,
  maxLength: 5
})

function foundBy(wanted: string, prefix: FolderPrefix, one: string): readonly string[] {
  const { folders, isObject } = createNameMatcher(wanted, prefix)(one)
  return [...folders, ...(isObject ? [one] : [])]
}

/** The key, and the folders on the way to it. */
function stepsOf(one: string, prefix: string): readonly string[] {
  const folders = [...one.matchAll(/\//g)].map(({ index }) => one.slice(0, index + 1))
  return [...folders, ...(one.endsWith('/') ? [] : [one])].filter((name) => name.length > prefix.length)
}

const inEither = fc.constantFrom<FolderPrefix>('', 'P.x/')

test('in Python: the same folders and objects', () => {
  fc.assert(
    fc.property(key, text, inEither, (below, wanted, prefix) => {
      const one = prefix + below
      const pattern = new RegExp(`^(?:${namePattern(wanted)})$`, 's')
      const names = stepsOf(one, prefix).filter((name) =>
        pattern.test(`/${name.slice(prefix.length)}`.normalize('NFC').toLowerCase())
      )
      expect(names).toEqual(foundBy(wanted, prefix, one))
    }),
    { numRuns: 2000 }
  )
})

test('by grep: the keys that match, or are in a folder that does', () => {
  const named = key.filter((one) => !/^\/|\/\//.test(one) && one !== '')
  fc.assert(
    fc.property(named, text, inEither, (below, wanted, prefix) => {
      const one = prefix + below
      const isFound = new RegExp(linePattern(wanted, prefix.replaceAll('.', String.raw`\.`)), 'i').test(one)
      expect(isFound).toBe(foundBy(wanted, prefix, one).length > 0)
    }),
    { numRuns: 2000 }
  )
})
