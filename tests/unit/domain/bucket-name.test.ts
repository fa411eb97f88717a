// Names for buckets: each rule has its code, and prefixes come from what is there.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findNameFault, learnPrefixes } from '../../../src/domain/bucket-name'

describe('a name', () => {
  test.each(['abc', 'a-b', '1.2.3', 'xn--lab', 'lab-s3alias', `${'a'.repeat(62)}z`, '999', 'a--b'])(
    '%s may be',
    (name) => {
      expect(findNameFault(name)).toBeUndefined()
    }
  )

  test.each([
    ['', { code: 'empty', isUnfinished: true }],
    ['a', { code: 'too-short', minLength: 3, isUnfinished: true }],
    ['lab-', { code: 'last-character', isUnfinished: true }],
    ['lab.', { code: 'last-character', isUnfinished: true }],
    ['Lab', { code: 'upper-case', isUnfinished: false }],
    ['ÉCOLE', { code: 'upper-case', isUnfinished: false }],
    ['my lab', { code: 'space', isUnfinished: false }],
    ['my_lab', { code: 'character', character: '_', isUnfinished: false }],
    ['lab😀', { code: 'character', character: '😀', isUnfinished: false }],
    ['-lab', { code: 'first-character', isUnfinished: false }],
    ['a..b', { code: 'two-dots', isUnfinished: false }],
    ['a.-b', { code: 'dot-beside-hyphen', isUnfinished: false }],
    ['a-.b', { code: 'dot-beside-hyphen', isUnfinished: false }],
    ['a'.repeat(64), { code: 'too-long', length: 64, maxLength: 63, isUnfinished: false }],
    ['192.168.1.1', { code: 'ip-address', isUnfinished: false }]
  ])('%s may not', (name, fault) => {
    expect(findNameFault(name)).toEqual(fault)
  })

  test('that may be, may be in a host name too', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ9.-_ é'), maxLength: 66 }), (name) => {
        if (findNameFault(name) !== undefined) return
        expect(name).toMatch(/^(?=.{3,63}$)[a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)*$/)
      })
    )
  })
})

describe('prefixes', () => {
  test('are those that several names share, the most common first', () => {
    const names = ['lab-a', 'physics-a', 'physics-b', 'lab-b', 'physics-c', 'alone-x', 'plain', 'zoo.a', 'zoo.b']
    expect(learnPrefixes(names)).toEqual(['physics-', 'lab-', 'zoo.'])
  })
  test('are no names themselves, and none that a new name may not have', () => {
    expect(learnPrefixes(['a_x', 'a_y', 'Old-x', 'Old-y', 'b-', 'b-x'])).toEqual([])
    expect(learnPrefixes([])).toEqual([])
  })
})
