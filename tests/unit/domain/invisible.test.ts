// Hostile names that may not act.
import { describe, expect, test } from 'vitest'
import { visibleName } from '../../../src/domain/invisible'

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
