import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../../src/operations/preview/decode-text'
import { sniff } from '../../../../src/operations/preview/sniff'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const whole = (head: Uint8Array, key = 'object') => sniff(head, { key, isWhole: true })

describe('what an object is', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', { kind: 'image', type: 'image/png' }],
    ['\xff\xd8\xff\xe0', { kind: 'image', type: 'image/jpeg' }],
    ['GIF89a', { kind: 'image', type: 'image/gif' }],
    ['RIFF\0\0\0\0WEBPVP8 ', { kind: 'image', type: 'image/webp' }],
    ['BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0', { kind: 'image', type: 'image/bmp' }],
    ['\0\0\0\x1cftypavif', { kind: 'image', type: 'image/avif' }],
    ['\0\0\0\x1cftypheic', { kind: 'other', format: 'heic' }],
    ['\0\0\0\x1cftypisom', { kind: 'media', type: 'video/mp4' }],
    ['\0\0\0\x1cftypM4A ', { kind: 'media', type: 'audio/mp4' }],
    ['RIFF\0\0\0\0WAVEfmt ', { kind: 'media', type: 'audio/wav' }],
    ['OggS\0\x02\0\0\x01vorbis', { kind: 'media', type: 'audio/ogg' }],
    ['OggS\0\x02\0\0\x80theora', { kind: 'media', type: 'video/ogg' }],
    ['ID3\x04', { kind: 'media', type: 'audio/mpeg' }],
    ['%PDF-1.7', { kind: 'pdf' }],
    ['PAR1', { kind: 'parquet' }],
    ['PK\x03\x04', { kind: 'other', format: 'zip' }],
    ['CDF\x01', { kind: 'other', format: 'netcdf' }],
    ['\x89HDF\r\n\x1a\n', { kind: 'other', format: 'hdf5' }],
    ['\x7fELF\x02\x01\x01\0', { kind: 'other', format: undefined }]
  ])('%j is seen from its bytes, whatever its name says', (head, seen) => {
    expect(whole(bytes(head), 'page.html')).toEqual(seen)
  })

  it.each([
    ['# Title', 'README.md', 'markdown'],
    ['a,b\n', 'table.CSV', 'csv'],
    ['a\tb\n', 'table.tsv', 'csv'],
    ['\n {"a": 1}', 'anything', 'json'],
    ['[1]', 'anything', 'json'],
    ['<html><script>alert(1)</script></html>', 'page.html', 'plain'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'page.html', 'svg'],
    ['<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>', 'drawing', 'svg'],
    ['<!DOCTYPE svg [<!ENTITY a "b">]><svg>', 'drawing.svg', 'plain'],
    ['BM is how this text begins, and it is none', 'notes', 'plain']
  ])('%j named %j is text: %s', (text, key, syntax) => {
    expect(whole(utf8(text), key)).toEqual({ kind: 'text', syntax, encoding: 'utf-8' })
  })

  it('is nothing where there are no bytes', () => {
    expect(whole(new Uint8Array())).toEqual({ kind: 'empty' })
  })

  it('never fails, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (head, isWhole) => {
        expect(sniff(head, { key: 'any', isWhole }).kind).toBeTypeOf('string')
      })
    )
  })

  it('is seen in linear time where comments never end', () => {
    const text = '<!-- '.repeat(50_000)
    expect(whole(utf8(text))).toMatchObject({ syntax: 'plain' })
  })
})

describe('text', () => {
  it('is what was encoded, also cut within a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !/[\0\ufeff]/.test(text)),
        fc.nat(),
        (text, cut) => {
          const all = utf8(text)
          expect(decodeText(all, true)).toEqual({ text, encoding: 'utf-8' })
          const part = decodeText(all.subarray(0, cut % (all.length + 1)), false)
          expect(text.startsWith(part?.text ?? '?')).toBe(true)
        }
      )
    )
  })

  it.each([
    ['station;height;temperature in °C\r\nZürich;408;21,5\r\n', 'station.csv', 'csv'],
    ['Gr\u00fc\u00dfe', 'a.txt', 'plain'],
    ['{"café": 1}', 'a', 'json']
  ])('in a Western encoding is shown as Windows-1252: %j', (text, key, syntax) => {
    const bytes = Buffer.from(text, 'latin1')
    expect(decodeText(bytes, true)).toEqual({ text, encoding: 'windows-1252' })
    expect(sniff(bytes, { key, isWhole: false })).toEqual({ kind: 'text', syntax, encoding: 'windows-1252' })
  })

  it.each([
    ['mostly no ASCII', [0xe9, 0xf8, 0xc7, 0x61]],
    ['a control character', [...Buffer.from('Z\xfcrich', 'latin1'), 0x02]],
    ['a byte that the encoding has not', [...Buffer.from('Z\xfcrich a', 'latin1'), 0x81]],
    ['UTF-8 that is damaged', [...Buffer.from('Zürich, café '), 0xff]]
  ])('is not guessed of bytes with %s', (_, given) => {
    expect(decodeText(Uint8Array.from(given), true)).toBeUndefined()
  })

  it('is not made of random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 128, maxLength: 512 }), (bytes) => {
        expect(decodeText(bytes, true)?.encoding).not.toBe('windows-1252')
      })
    )
  })

  it.each([
    ['utf-16le', [0xff, 0xfe, 0x61, 0, 0xfc, 0]],
    ['utf-16be', [0xfe, 0xff, 0, 0x61, 0, 0xfc]],
    ['utf-8', [0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xbc]]
  ])('with the byte order mark of %s is read as such, without it', (encoding, given) => {
    expect(decodeText(Uint8Array.from(given), true)).toEqual({ text: 'aü', encoding })
  })

  it.each([
    ['a null byte', [0x61, 0]],
    ['half a character at the end', [0x61, 0xc3]],
    ['UTF-16 without its mark', [0x61, 0, 0x62, 0]]
  ])('is not guessed: %s', (_, given) => {
    expect(decodeText(Uint8Array.from(given), true)).toBeUndefined()
  })
})
