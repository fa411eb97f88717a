// Changes of headers, metadata and tags: what they do to any object, by properties.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyChanges,
  changesBetween,
  changesCopy,
  changesOfLines,
  headersOf,
  isSameTexts,
  linesOf,
  NO_CHANGES,
  problemsOfChanges,
  problemsOfLines,
  textsOfLines,
  type TextChanges,
  type Texts
} from '../../../src/domain/attributes'
import { metadataOf, tagsOf } from '../../../src/domain/upload-headers'

// Few names, so that they meet; some that objects of JavaScript have.
const name = fc.oneof(fc.constantFrom('a', 'b', 'run', '__proto__', 'constructor'), fc.string({ maxLength: 3 }))
const recordOf = <T>(value: fc.Arbitrary<T>) =>
  fc
    .uniqueArray(fc.tuple(name, value), { selector: ([one]) => one, maxLength: 6 })
    .map((pairs) => Object.fromEntries(pairs))
const texts: fc.Arbitrary<Texts> = recordOf(fc.string({ maxLength: 4 }))
const changes: fc.Arbitrary<TextChanges> = recordOf(fc.option(fc.string({ maxLength: 4 })))

describe('changes', () => {
  it('between two make the one the other, and are none where both are the same', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const between = changesBetween(before, after)
        expect(isSameTexts(applyChanges(before, between), after)).toBe(true)
        expect(Object.keys(between).length === 0).toBe(isSameTexts(before, after))
      })
    )
  })

  it('name what they change, and leave everything else', () => {
    fc.assert(
      fc.property(texts, changes, (before, wanted) => {
        const after = applyChanges(before, wanted)
        for (const [key, value] of Object.entries(wanted))
          if (value === null) expect(Object.hasOwn(after, key)).toBe(false)
          else expect(after[key]).toBe(value)
        for (const [key, value] of Object.entries(before))
          if (!Object.hasOwn(wanted, key)) expect(after[key]).toBe(value)
        const known = new Set([...Object.keys(before), ...Object.keys(wanted)])
        expect(Object.keys(after).every((key) => known.has(key))).toBe(true)
      })
    )
  })

  it('change nothing the second time', () => {
    fc.assert(
      fc.property(texts, changes, (before, wanted) => {
        const once = applyChanges(before, wanted)
        expect(isSameTexts(applyChanges(once, wanted), once)).toBe(true)
      })
    )
  })

  it('of one user hold on top of what another wrote, and keep what only the other changed', () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, mine, theirs) => {
        const own = changesBetween(base, mine)
        const both = applyChanges(theirs, own)
        const untouched = Object.keys(theirs).filter((key) => !Object.hasOwn(own, key))
        expect(untouched.every((key) => both[key] === theirs[key])).toBe(true)
        expect(Object.keys(own).every((key) => both[key] === mine[key])).toBe(true)
      })
    )
  })

  it('of tags need no copy, those of headers and metadata do', () => {
    expect(changesCopy({ ...NO_CHANGES, tags: { a: null } })).toBe(false)
    expect(changesCopy({ ...NO_CHANGES, headers: { contentType: 'text/csv' } })).toBe(true)
    expect(changesCopy({ ...NO_CHANGES, metadata: { a: null } })).toBe(true)
  })
})

it('of the headers, only those that are set are values', () => {
  const some = { contentType: 'text/csv', cacheControl: undefined, contentDisposition: '' }
  expect(headersOf(some)).toEqual({ contentType: 'text/csv', contentDisposition: '' })
})

describe('lines', () => {
  it('that stay as they were change nothing, and have no problem, whatever another tool has set', () => {
    fc.assert(
      fc.property(texts, (before) => {
        for (const [kind, read] of [
          ['metadata', metadataOf],
          ['tags', tagsOf]
        ] as const) {
          const lines = linesOf(before)
          expect(isSameTexts(textsOfLines(before, lines, read), before)).toBe(true)
          expect(problemsOfLines(kind, before, lines).every((problem) => problem === undefined)).toBe(true)
        }
      })
    )
  })

  it('lose the spaces around what was typed, and keep those around what was there', () => {
    const before = { ' a ': ' 1 ', b: '2' }
    const lines = [
      { name: ' a ', value: ' 1 ' },
      { name: 'b', value: ' 3 ' },
      { name: ' New ', value: ' x ' },
      { name: '', value: '' }
    ]
    expect(textsOfLines(before, lines, tagsOf)).toEqual({ ' a ': ' 1 ', b: '3', New: 'x' })
    expect(textsOfLines({}, lines.slice(2), metadataOf)).toEqual({ new: 'x' })
  })

  it('with a name as it was and a new value are judged by the value alone', () => {
    const before = { 'with.dot': '1' }
    expect(problemsOfLines('metadata', before, [{ name: 'with.dot', value: '2' }])).toEqual([undefined])
    expect(problemsOfLines('metadata', before, [{ name: 'with.dot', value: 'ä' }])).toEqual(['metadata-value'])
    expect(problemsOfLines('metadata', before, [{ name: 'other.dot', value: '1' }])).toEqual(['metadata-name'])
    const twice = [...linesOf(before), ...linesOf(before)]
    expect(problemsOfLines('tags', before, twice)).toEqual([undefined, 'twice'])
  })

  it('of many objects set and remove by name; only what is set needs a name that can be sent', () => {
    const lines = [
      { name: 'Run', value: '1' },
      { name: 'with.dot', value: 'was typed before', isRemoved: true },
      { name: '', value: '', isRemoved: true }
    ]
    expect(changesOfLines('metadata', lines)).toEqual({ run: '1', 'with.dot': null })
    expect(problemsOfChanges('metadata', lines)).toEqual([undefined, undefined, undefined])
    const wrong = [
      { name: 'with.dot', value: '' },
      { name: 'mtime', value: '', isRemoved: true },
      { name: 'a', value: '' },
      { name: 'a', value: '', isRemoved: true }
    ]
    expect(problemsOfChanges('metadata', wrong)).toEqual(['metadata-name', 'metadata-reserved', undefined, 'twice'])
  })
})
