// Keys as paths on any disk: safe in every step, and no two the same where case or composition is not told apart.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SavedPaths } from '../../../src/transfers/saved-paths'

const paths = (keys: readonly string[], isFlat = false) => {
  const saved = new SavedPaths({ isFlat })
  return keys.map((key) => saved.add(key).join('/'))
}

test('ordinary keys keep their folders and names', () => {
  const keys = ['a.txt', 'b/a.txt', 'b/c/d.tar.gz']
  expect(paths(keys)).toEqual(keys)
  const saved = new SavedPaths({ isFlat: false })
  expect(keys.every((key) => saved.isAsNamed(key, saved.add(key)))).toBe(true)
})

test('what one disk or another takes for the same stays apart', () => {
  expect(paths(['A.txt', 'a.txt', 'é', 'e\u0301', 'x?', 'x*'])).toEqual([
    'A.txt',
    'a (1).txt',
    'é',
    'e\u0301 (1)',
    'x_',
    'x_ (1)'
  ])
  expect(paths(['Data/x', 'data/x', 'Data/y'])).toEqual(['Data/x', 'data (1)/x', 'Data/y'])
  expect(paths(['a', 'a/b'])).toEqual(['a', 'a (1)/b'])
})

test('nothing leads out of the directory, and reserved or empty steps get a name', () => {
  expect(paths(['../x', 'a/../../y', '/lead', 'a//b', 'con/aux.txt', '..', 'c:\\d'])).toEqual([
    'object/x',
    'a/object/object/y',
    '_/lead',
    'a/_/b',
    '_con/_aux.txt',
    'object (1)',
    'c__d'
  ])
})

test('flat names hold their folders', () => {
  expect(paths(['a/b.txt', 'a_b.txt', 'c/'], true)).toEqual(['a_b.txt', 'a_b (1).txt', 'c'])
  const saved = new SavedPaths({ isFlat: true })
  expect(saved.isAsNamed('a/b', saved.add('a/b'))).toBe(true)
  expect(saved.isAsNamed('a_b', saved.add('a_b'))).toBe(false)
})

test('any keys: as many paths as keys, no two the same, none a folder of another, none that climbs', () => {
  const step = fc.oneof(
    fc.constantFrom('a', 'A', '', '.', '..', 'con', 'é', 'e\u0301', ' ', 'x.'),
    fc.string({ unit: 'binary' })
  )
  const key = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'))
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 30 }), fc.boolean(), (keys, isFlat) => {
      const all = paths(keys, isFlat).map((path) => path.normalize('NFC').toLowerCase())
      expect(new Set(all).size).toBe(keys.length)
      for (const path of all) {
        expect(path.split('/').some((name) => name === '' || name === '.' || name === '..')).toBe(false)
        expect(all.some((other) => other.startsWith(`${path}/`))).toBe(false)
      }
    })
  )
})
