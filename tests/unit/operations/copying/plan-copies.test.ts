// Which object goes where.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ObjectEntry } from '../../../../src/domain/object-entry'
import { planCopies, type PlanWish } from '../../../../src/operations/copying/plan-copies'

const entry = (key: string): ObjectEntry => ({ key, sizeBytes: 1, modifiedAtMs: 1, etag: 'e' })
const plan = (keys: readonly string[], change: Partial<PlanWish> & Pick<PlanWish, 'renaming'>) =>
  planCopies(keys.map(entry), {
    ...{ isSameBucket: true, isMove: false, changesEncryption: false, taken: new Set<string>(), decision: 'keep-both' },
    ...change
  })
const pairs = (planned: ReturnType<typeof plan>) => planned.tasks.map(({ entry: { key: from }, key }) => [from, key])

describe('names', () => {
  it('below a folder keep what is below it', () => {
    const planned = plan(['a/x', 'a/b/y'], { renaming: { from: 'a/', to: 'c/d/' } })
    expect(pairs(planned)).toEqual([
      ['a/x', 'c/d/x'],
      ['a/b/y', 'c/d/b/y']
    ])
  })

  it('that are taken are numbered, replaced or skipped', () => {
    const wish = { renaming: { from: '', to: 'c/' }, taken: new Set(['c/x']) }
    expect(pairs(plan(['x'], wish))).toEqual([['x', 'c/x (1)']])
    expect(plan(['x'], { ...wish, decision: 'replace' }).tasks).toMatchObject([{ key: 'c/x', isReplacing: true }])
    expect(plan(['x', 'y'], { ...wish, decision: 'skip' })).toMatchObject({ tasks: [{ key: 'c/y' }], skippedCount: 1 })
  })

  it('of a copy to its own place are numbered; a move there is none', () => {
    const renaming = { from: 'a/', to: 'a/' }
    expect(pairs(plan(['a/x.txt'], { renaming }))).toEqual([['a/x.txt', 'a/x (1).txt']])
    expect(plan(['a/x.txt'], { renaming, isMove: true })).toMatchObject({ tasks: [], skippedCount: 1 })
  })

  it('stay where only the encryption becomes another', () => {
    const wish = { renaming: { from: 'a/', to: 'a/' }, changesEncryption: true }
    expect(plan(['a/x'], wish).tasks).toMatchObject([{ key: 'a/x', isReplacing: false }])
  })

  it('are not below another folder', () => {
    expect(() => plan(['b/x'], { renaming: { from: 'a/', to: 'c/' } })).toThrow(RangeError)
  })
})

it('never replaces an object that is copied itself, and gives no name twice', () => {
  const name = fc.stringMatching(/^([ab]\/){0,2}[xy]$/)
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { maxLength: 8 }),
      fc.constantFrom('', 'a/', 'b/'),
      fc.uniqueArray(name, { maxLength: 5 }),
      fc.constantFrom('keep-both', 'replace', 'skip'),
      fc.boolean(),
      fc.boolean(),
      (keys, to, taken, decision, isMove, isSameBucket) => {
        const wish = { renaming: { from: '', to }, taken: new Set(taken), decision, isMove, isSameBucket } as const
        const { tasks, skippedCount, overlapCount } = plan(keys, wish)
        const targets = tasks.map(({ key }) => key)
        expect(new Set(targets).size).toBe(targets.length)
        if (isSameBucket) for (const key of targets) expect(keys).not.toContain(key)
        for (const { key, isReplacing } of tasks) expect(isReplacing).toBe(taken.includes(key))
        expect(tasks.length + skippedCount + overlapCount).toBe(keys.length)
      }
    )
  )
})
