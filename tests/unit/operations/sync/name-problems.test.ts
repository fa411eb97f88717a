// Paths that can't be on both sides, each with its reason.
import { expect, it } from 'vitest'
import { findNameProblems } from '../../../../src/operations/sync/name-problems'

const problems = (local: readonly string[], remote: readonly string[]) =>
  Object.fromEntries(findNameProblems('p/', new Set(local), new Set(remote)))

it.each([
  ['two objects', [], ['a.txt', 'A.txt'], { 'a.txt': ['A.txt'], 'A.txt': ['a.txt'] }],
  ['a file and an object', ['a.txt'], ['A.txt'], { 'a.txt': ['A.txt'], 'A.txt': ['a.txt'] }],
  ['beside one that both have', ['a.txt'], ['a.txt', 'A.txt'], { 'A.txt': ['a.txt'] }],
  ['folders', ['Data/x'], ['data/y'], { 'Data/x': ['data'], 'data/y': ['Data'] }],
  ['composed accents', ['\u00e9'], ['e\u0301'], { '\u00e9': ['e\u0301'], 'e\u0301': ['\u00e9'] }]
])('%s that differ only in case or accents are named', (_, local, remote, others) => {
  const found = Object.entries(problems(local, remote)).map(([path, problem]) => [
    path,
    problem.code === 'name-collision' ? problem.others : problem
  ])
  expect(Object.fromEntries(found)).toEqual(others)
})

it('a device that has both spellings tells them apart', () => {
  expect(problems(['a.txt', 'A.txt'], ['a.txt'])).toEqual({})
})

it('a file in the place of a folder is named, on whichever side', () => {
  const both = { code: 'file-and-folder' }
  expect(problems(['a'], ['a/b'])).toEqual({ a: both, 'a/b': both })
  expect(problems(['a/b'], ['a'])).toEqual({ a: both, 'a/b': both })
  expect(problems(['a'], ['a', 'a/b'])).toEqual({ 'a/b': both })
})

it('names that the other side refuses are named, unless both have them', () => {
  const refused = { code: 'name-refused' }
  const odd = ['a:b', 'CON', 'x/../y', 'x//y', 'end.']
  expect(problems([], odd)).toEqual(Object.fromEntries(odd.map((path) => [path, refused])))
  expect(problems(['a:b'], [])).toEqual({})
  expect(problems(['x'.repeat(1023)], [])).toEqual({ ['x'.repeat(1023)]: refused })
})
