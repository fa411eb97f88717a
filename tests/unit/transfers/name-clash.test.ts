// Whatever is decided about names, no file takes another's place unasked.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planNames } from '../../../src/transfers/name-clash'

const name = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('a.txt', 'a (1).txt', 'a (2).txt', 'd/a.txt', '.env', 'a.tar.gz', 'd/', 'a', 'a (1)', '\n.x', '//')
)

describe('planNames', () => {
  it('gives each file a key of its own, and overwrites only by decision', () => {
    fc.assert(
      fc.property(
        fc.array(name),
        fc.array(name),
        fc.constantFrom('replace' as const, 'keep-both' as const, 'skip' as const),
        (existing, wanted, decision) => {
          const there = new Set(existing)
          const plan = planNames(there, wanted, decision)
          expect(plan.map((one) => one.wanted)).toEqual(wanted)
          const keys = plan.flatMap((one) => (one.key === undefined ? [] : [one.key]))
          expect(new Set(keys).size).toBe(keys.length)
          for (const one of plan) {
            if (one.key === undefined) expect(decision === 'skip' && there.has(one.wanted)).toBe(true)
            else expect(there.has(one.key)).toBe(one.isReplacing)
            if (one.isReplacing) expect(decision === 'replace' && one.key === one.wanted).toBe(true)
          }
        }
      )
    )
  })

  it('numbers before the ending, in the same folder', () => {
    const keep = (existing: string[], wanted: string) => planNames(new Set(existing), [wanted], 'keep-both')[0]?.key
    expect(keep(['d.x/a.txt'], 'd.x/a.txt')).toBe('d.x/a (1).txt')
    expect(keep(['a.txt', 'a (1).txt'], 'a.txt')).toBe('a (2).txt')
    expect(keep(['a.tar.gz'], 'a.tar.gz')).toBe('a (1).tar.gz')
    expect(keep(['d.x/a'], 'd.x/a')).toBe('d.x/a (1)')
    expect(keep(['.env'], '.env')).toBe('.env (1)')
    expect(keep(['d/'], 'd/')).toBe('d (1)/')
  })

  it('keeps both of two files that ask for one name, even when names are to be replaced', () => {
    expect(planNames(new Set(), ['a', 'a', 'a (1)'], 'replace').map((one) => one.key)).toEqual(['a', 'a (2)', 'a (1)'])
  })
})
