// Patterns of policies: matched as written and as radosgw does, compared with each other, and never for long.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { coversGlob, matchesGlob, matchesGlobGreedily, mayOverlap, tailsAfter } from '../../../src/domain/glob'
import { cpuTimeMs } from '../cpu-time'

const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 })
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 })
const byRegExp = (pattern: string, of: string) =>
  new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(of)

it('matches as written', () => {
  fc.assert(fc.property(glob, text, (pattern, of) => matchesGlob(pattern, of) === byRegExp(pattern, of)))
  expect(matchesGlob('a.c', 'abc')).toBe(false)
})

it('matches as radosgw does where that is less', () => {
  fc.assert(fc.property(glob, text, (pattern, of) => !matchesGlobGreedily(pattern, of) || matchesGlob(pattern, of)))
  expect([matchesGlobGreedily('*.csv', 'a.csv'), matchesGlobGreedily('*.csv', 'a.b.csv')]).toEqual([true, false])
  expect([matchesGlobGreedily('*?', 'a'), matchesGlobGreedily('a*', 'abc'), matchesGlobGreedily('*', '')]).toEqual([
    false,
    true,
    true
  ])
})

it('a pattern that covers another matches all that the other matches, and one that cannot overlap nothing', () => {
  fc.assert(
    fc.property(glob, glob, text, (one, other, of) => {
      if (coversGlob(one, other) && matchesGlob(other, of)) expect(matchesGlob(one, of)).toBe(true)
      if (!mayOverlap(one, other)) expect(matchesGlob(one, of) && matchesGlob(other, of)).toBe(false)
    }),
    { numRuns: 2000 }
  )
  expect([coversGlob('a*', 'ab*'), coversGlob('?', '*'), coversGlob('*', '?'), coversGlob('??', '?*')]).toEqual([
    true,
    false,
    true,
    false
  ])
  expect([mayOverlap('a*', '*b'), mayOverlap('a*', 'b*'), mayOverlap('?', 'ab'), mayOverlap('*a*', 'b')]).toEqual([
    true,
    false,
    false,
    false
  ])
})

it('what is left after a prefix matches what comes after it', () => {
  fc.assert(
    fc.property(glob, fc.constantFrom('', 'a', 'ab', 'b/'), text, (pattern, prefix, of) => {
      const isLeft = tailsAfter(pattern, prefix).some((tail) => matchesGlob(tail, of))
      expect(isLeft).toBe(matchesGlob(pattern, prefix + of))
    }),
    { numRuns: 1000 }
  )
  expect([tailsAfter('b/x*', 'b/'), tailsAfter('*k', 'b/'), tailsAfter('c/x', 'b/')]).toEqual([['x*'], ['*k'], []])
})

it('is never made to take long', () => {
  const startMs = cpuTimeMs()
  const hostile = '*?'.repeat(4000) + 'x'
  expect(matchesGlob('*?'.repeat(40) + 'x', 'a'.repeat(200))).toBe(false)
  expect([coversGlob(hostile, `${hostile}y*`), mayOverlap(hostile, `y${hostile}`)]).toEqual([false, true])
  expect(matchesGlobGreedily(hostile, 'a'.repeat(1024))).toBe(false)
  expect(cpuTimeMs() - startMs).toBeLessThan(5_000) // minutes, where it goes back and forth
})
