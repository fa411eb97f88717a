// Whatever a key is called, the file it is saved as is one that any system takes, and shows no other name than it has.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeFileName } from '../../../src/domain/file-name'

describe('safeFileName', () => {
  it('is one plain name for every key', () => {
    const keys = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('..', '.', '///', 'a/', ' ')
    )
    fc.assert(
      fc.property(keys, (key) => {
        const name = safeFileName(key)
        expect(name).not.toBe('')
        expect(name).not.toMatch(/[<>:"/\\|?*]|^\.|[. ]$/)
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(201)
        expect([...name].some((c) => (c.codePointAt(0) ?? 0) < 0x20)).toBe(false)
      })
    )
  })

  it('is the last segment, as it is where it can be', () => {
    expect(safeFileName('run 1/données (é).tar.gz')).toBe('données (é).tar.gz')
    expect(safeFileName('a/b/')).toBe('b')
    expect(safeFileName('../../.bashrc')).toBe('_bashrc')
    expect(safeFileName('CON.txt')).toBe('_CON.txt')
    expect(safeFileName('photo\u202egnp.exe')).toBe('photo_gnp.exe')
    expect(safeFileName('a\u200db\u061c\u2060\ufeff.txt')).toBe('a_b___.txt')
    expect(safeFileName('👩\u200d👩\u200d👧 نیم\u200cفا.txt')).toBe('👩\u200d👩\u200d👧 نیم\u200cفا.txt')
    expect(safeFileName('//')).toBe('object')
  })

  it('has no blank and no dot at its end, also where it was cut', () => {
    expect(safeFileName(`${'a'.repeat(199)} . ${'b'.repeat(99)}`)).toBe('a'.repeat(199))
  })

  it('cuts a long name before its ending', () => {
    const name = safeFileName(`${'ä'.repeat(300)}.tar`)
    expect(name).toMatch(/^ä+\.tar$/)
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(200)
  })
})
