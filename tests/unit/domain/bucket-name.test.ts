// Names for buckets: each rule has its sentence, and prefixes come from what is there.
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
    ['', 'A bucket needs a name.', true],
    ['a', 'At least 3 characters.', true],
    ['lab-', 'The last character must be a letter or a digit.', true],
    ['lab.', 'The last character must be a letter or a digit.', true],
    ['Lab', 'Lower-case letters only.', false],
    ['ÉCOLE', 'Lower-case letters only.', false],
    ['my lab', 'No spaces; a hyphen can stand for one.', false],
    ['my_lab', 'Letters a to z, digits, hyphens and dots only, not “_”.', false],
    ['lab😀', 'Letters a to z, digits, hyphens and dots only, not “😀”.', false],
    ['-lab', 'The first character must be a letter or a digit.', false],
    ['a..b', 'No two dots side by side.', false],
    ['a.-b', 'No dot beside a hyphen.', false],
    ['a-.b', 'No dot beside a hyphen.', false],
    ['a'.repeat(64), 'At most 63 characters; this is 64.', false],
    ['192.168.1.1', 'Not in the form of an IP address.', false]
  ])('%s may not', (name, text, isUnfinished) => {
    expect(findNameFault(name)).toEqual({ text, isUnfinished })
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
