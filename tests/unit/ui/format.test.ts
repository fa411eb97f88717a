// Numbers as people read them, at the borders between units, and hostile names that may not act. In whatever locale the tests run.
import { describe, expect, test } from 'vitest'
import {
  formatCount,
  formatDate,
  formatDuration,
  formatExactSize,
  formatRate,
  formatPercent,
  formatSize,
  plural,
  visibleName
} from '../../../src/ui/common/format'

const KIB = 1024
const local = (n: number, digits = 0): string =>
  n.toLocaleString(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits })

test.each([
  [0, '0 %'],
  [0.001, 'under 1 %'],
  [0.014, '1 %'],
  [0.799, '80 %'],
  [0.999, '99 %'],
  [1, '100 %'],
  [1.5, '150 %']
])('the share %d is %s', (share, text) => {
  expect(formatPercent(share)).toBe(text)
})

describe('sizes', () => {
  test.each([
    [0, `${local(0)} B`],
    [1023, `${local(1023)} B`],
    [1024, `${local(1, 1)} KiB`],
    [1536, `${local(1.5, 1)} KiB`],
    // The last that is rounded down, and the first that would be 1,024.0 of the smaller unit.
    [1_048_524, `${local(1023.9, 1)} KiB`],
    [1_048_525, `${local(1, 1)} MiB`],
    [KIB ** 2, `${local(1, 1)} MiB`],
    [KIB ** 3 - 1, `${local(1, 1)} GiB`],
    [1_288_490_188, `${local(1.2, 1)} GiB`],
    [5 * KIB ** 4, `${local(5, 1)} TiB`],
    [KIB ** 5, `${local(1, 1)} PiB`],
    [2000 * KIB ** 6, `${local(2000, 1)} EiB`]
  ])('%d bytes', (sizeBytes, text) => expect(formatSize(sizeBytes)).toBe(text))

  test('exact ones name every byte', () => {
    expect(formatExactSize(1023)).toBe(`${local(1023)} bytes`)
    expect(formatExactSize(1024)).toBe(`${local(1, 1)} KiB (${local(1024)} bytes)`)
  })

  test('a rate is a size a second', () => expect(formatRate(2 * KIB)).toBe(`${local(2, 1)} KiB/s`))
})

describe('durations', () => {
  test.each([
    [0, '1 s'],
    [0.4, '1 s'],
    [59.4, '59 s'],
    [59.5, '1 min'],
    [60, '1 min'],
    [89, '1 min'],
    [90, '2 min'],
    [3569, '59 min'],
    [3570, '1 h'],
    [3600, '1 h'],
    [7500, '2 h 5 min'],
    [47 * 3600 + 59 * 60, '47 h 59 min'],
    [48 * 3600, '2 days'],
    [84 * 3600, '4 days']
  ])('%d s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))
})

test('counts, and one of a kind', () => {
  expect(formatCount(1234)).toBe(local(1234))
  expect([plural(0, 'file'), plural(1, 'file'), plural(412, 'file')]).toEqual(['0 files', '1 file', '412 files'])
  expect([plural(1, 'copy', 'copies'), plural(2, 'copy', 'copies')]).toEqual(['1 copy', '2 copies'])
})

test('only today is today', () => {
  const noon = new Date(2026, 10, 3, 12).getTime()
  expect(formatDate(noon, new Date(2026, 10, 3, 23, 59).getTime())).toMatch(/^today /)
  expect(formatDate(noon, new Date(2026, 10, 4, 0, 1).getTime())).toContain('2026')
  expect(formatDate(noon, new Date(2027, 10, 3, 12).getTime())).toContain('2026')
})

/** Persian, Hindi and emoji, whose joiners are part of how they are written. */
const JOINED = ['فارسی\u200cنیم.txt', 'हिन्दी क्\u200dष.txt', '👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 👩🏽\u200d🔬.txt']

describe('a name', () => {
  test.each([
    ['control characters', 'a\u0000b\nc\td\u007fe\u0085', 'a⟨U+0000⟩b⟨U+000A⟩c⟨U+0009⟩d⟨U+007F⟩e⟨U+0085⟩'],
    ['what turns the reading direction', 'gpj\u202excod.exe', 'gpj⟨U+202E⟩xcod.exe'],
    ['isolates', '\u2066a\u2069', '⟨U+2066⟩a⟨U+2069⟩'],
    ['marks of direction', '\u200ea\u200f\u061c', '⟨U+200E⟩a⟨U+200F⟩⟨U+061C⟩'],
    ['what has no width', 'a\u200bb\u200dc\u2060d\ufeff', 'a⟨U+200B⟩b⟨U+200D⟩c⟨U+2060⟩d⟨U+FEFF⟩'],
    ['joiners that join nothing', 'a\u200cb نیم\u200d.txt \u200d👩', 'a⟨U+200C⟩b نیم⟨U+200D⟩.txt ⟨U+200D⟩👩'],
    ['blanks at its ends', ' a b \u3000', '⟨U+0020⟩a b⟨U+0020⟩⟨U+3000⟩'],
    ['a blank alone', ' ', '⟨U+0020⟩'],
    ['separators of lines', 'a\u2028b\u2029', 'a⟨U+2028⟩b⟨U+2029⟩']
  ])('shows %s as code points', (_, name, shown) => expect(visibleName(name)).toBe(shown))

  test('that hides nothing stays as it is', () => {
    for (const name of ['Übung 1/数据 – (2) <b>&amp;</b> שלום 🧬.tar.gz', ...JOINED])
      expect(visibleName(name)).toBe(name)
  })

  test('keeps no character that turns the direction', () => {
    const turning = [0x061c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)]
    for (const code of turning) expect(visibleName(`a${String.fromCharCode(code)}b`)).toMatch(/^a⟨U\+[0-9A-F]{4}⟩b$/)
  })
})

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
