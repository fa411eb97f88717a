// Patterns that JavaScript's own matcher could be made to work on for ever, and that they mean the same here.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLinearPattern } from '../../../src/domain/linear-pattern'
import { bucketNameProblem } from '../../../src/domain/site'
import { parseSite } from '../../../src/platform/browser/site-schema'
import { cpuTimeMs } from '../cpu-time'

const isMatch = (source: string, text: string): boolean | string => {
  const pattern = parseLinearPattern(source)
  return 'problem' in pattern ? pattern.problem.code : pattern.test(text)
}
const inJavaScript = (source: string, text: string): boolean => new RegExp(`^(?:${source})$`, 'u').test(text)

describe('a pattern that backtracks', () => {
  it.each(['(a+)+b', '(a|a)*b', '(a*)*b', 'a*a*a*a*a*a*a*a*a*b', '(a|aa)+b', '(?!(a+)+b$)(a+)+c', '([a-z]+-?)+x{2}'])(
    'takes no time: %s',
    (source) => {
      const startMs = cpuTimeMs()
      expect(isMatch(source, 'a'.repeat(63))).toBe(false)
      expect(cpuTimeMs() - startMs).toBeLessThan(10_000)
      const { site } = parseSite({ bucketPrefix: { pattern: source, message: 'Not like this.' } }) as never
      expect(bucketNameProblem('a'.repeat(63), (site as { bucketPrefix: never }).bucketPrefix)).toBe('Not like this.')
    }
  )
})

describe('what a pattern means', () => {
  it.each([
    ['proj-[a-z]{3}(-\\d+)?', ['proj-abc', 'proj-abc-12', 'proj-abcd', 'proj-ab', 'xproj-abc']],
    ['^(lab|grp)\\.[^.]+$', ['lab.x', 'grp.yy', 'lab.', 'lab.x.y', 'other.x']],
    ['^a$|^b$', ['a', 'b', 'ab', '']],
    ['(?!xn--)(?=.*-)[a-z-]{3,5}', ['xn--a', 'a-b', 'abc', 'a-bcde', 'a-bcd']],
    ['a{2}|b{2,}|c{1,2}?', ['aa', 'a', 'bb', 'bbbb', 'b', 'c', 'cc', 'ccc']],
    ['[\\]\\-a]+', [']', '-', 'a]-', 'b']],
    ['.\\.é?', ['x.', 'x.é', '\n.', '😀.', 'xy']],
    ['', ['', 'a']]
  ])('is the same as in JavaScript: %s', (source, texts) => {
    for (const text of texts) expect(isMatch(source, text), text).toBe(inJavaScript(source, text))
  })

  it('is the same for any pattern of its kind', () => {
    const { source } = fc.letrec<{ source: string }>((tie) => ({
      source: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\.', 'a{2}', ''),
        fc.tuple(tie('source'), tie('source')).map(([a, b]) => `${a}${b}`),
        fc.tuple(tie('source'), tie('source')).map(([a, b]) => `(${a}|${b})`),
        fc
          .tuple(tie('source'), fc.constantFrom('*', '+', '?', '{0,2}', '{2}', '{1,}', '*?'))
          .map(([a, q]) => `(?:${a})${q}`),
        fc.tuple(tie('source'), tie('source')).map(([a, b]) => `${a}|${b}`)
      )
    }))
    const text = fc.stringMatching(/^[ab1.]{0,6}$/)
    fc.assert(
      fc.property(source, text, (given, tried) => {
        expect(isMatch(given, tried)).toBe(inJavaScript(given, tried))
      }),
      { numRuns: 500 }
    )
  })
})

it('says what it cannot use', () => {
  for (const source of ['(a)\\1', '(?<=a)b', '\\bword', 'a(?=b)', '(?<n>a)', 'a^b', '\\p{L}+'])
    expect(parseLinearPattern(source), source).toMatchObject({ problem: { code: 'unsupported' } })
  expect(parseLinearPattern('(')).toEqual({ problem: { code: 'not-a-pattern' } })
  expect(parseLinearPattern('a)(b')).toEqual({ problem: { code: 'not-a-pattern' } })
  expect(parseLinearPattern('((a{99}){99}){99}')).toEqual({ problem: { code: 'too-long' } })
  expect(parseSite({ bucketPrefix: { pattern: '(a)\\1', message: 'No.' } })).toEqual({
    problem: {
      path: 'bucketPrefix.pattern',
      fault: { code: 'pattern', problem: { code: 'unsupported', found: '\\1' } }
    }
  })
})
