// Typing a name's beginning goes to it.
import { expect, test } from 'vitest'
import { TypeAhead } from '../../../src/ui/objects/type-ahead'

const names = ['Alpha', 'beta', 'bet', 'gamma', 'alps']

test('the next one that begins so, round the end; further letters stay where they fit, a pause starts over', () => {
  const ahead = new TypeAhead()
  let nowMs = 0
  const type = (letter: string, from: number, afterMs = 100) =>
    ahead.find(letter, from, names.length, (index) => names[index] ?? '', (nowMs += afterMs))
  expect([type('a', 0), type('l', 4), type('p', 4), type('h', 4)]).toEqual([4, 4, 4, 0])
  expect(type('b', 0, 900)).toBe(1)
  expect(type('b', 1, 900)).toBe(2)
  expect(type('z', 2, 900)).toBeUndefined()
  expect(new TypeAhead().find('a', 0, 0, () => '')).toBeUndefined()
})
