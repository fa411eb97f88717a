// Text as a field holds it: the bytes come back exactly, or they are not edited at all.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readableHeader } from '../../../src/domain/header-text'
import { readText, writeText } from '../../../src/domain/text-form'

const bytesOf = (text: string) => new TextEncoder().encode(text)

test.each([
  ['a\nb\n', '\n', false, 'a\nb\n'],
  ['a\r\nb\r\n', '\r\n', false, 'a\nb\n'],
  ['a\rb', '\r', false, 'a\nb'],
  ['no line end', '\n', false, 'no line end'],
  ['', '\n', false, ''],
  ['\ufeffa\r\nb', '\r\n', true, 'a\nb'],
  ['\ufeff\ufeffa', '\n', true, '\ufeffa']
])('%j is read with its line ends and its mark', (whole, lineEnd, hasBom, text) => {
  expect(readText(bytesOf(whole))).toEqual({ kind: 'text', text, form: { lineEnd, hasBom } })
})

test.each([
  [[0x63, 0x61, 0x66, 0xe9], 'not-utf8'],
  [[0xed, 0xa0, 0x80], 'not-utf8'],
  [[0x61, 0, 0x62, 0], 'has-nul'],
  [[...bytesOf('a\r\nb\n')], 'mixed-line-ends'],
  [[...bytesOf('a\rb\r\n')], 'mixed-line-ends']
])('%j is refused', (bytes, reason) => {
  expect(readText(Uint8Array.from(bytes))).toEqual({ kind: 'refused', reason })
})

test('whatever is read is written back byte for byte', () => {
  const piece = fc.constantFrom('a', 'é', '😀', '\n', '\r\n', '\r', '\ufeff', '\t', '\u2028', '\0')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.array(piece).map((all) => bytesOf(all.join('')))
      ),
      (bytes) => {
        const reading = readText(bytes)
        if (reading.kind === 'refused') return
        expect(reading.text).not.toContain('\r')
        expect([...writeText(reading.text, reading.form)]).toEqual([...bytes])
      }
    )
  )
})

test('a header that holds UTF-8 is shown as what it says, and anything else as it is', () => {
  expect(readableHeader('TÃ¼bingen')).toBe('Tübingen')
  for (const value of ['plain', 'caf\u00e9', 'Ω', '']) expect(readableHeader(value)).toBe(value)
})
