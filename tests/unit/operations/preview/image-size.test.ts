import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ImageType } from '../../../../src/domain/preview'
import { imageSizeOf, isTooManyPixels } from '../../../../src/operations/preview/image-size'

const latin1 = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))
const be32 = (n: number): number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const le32 = (n: number): number[] => be32(n).reverse()
const be16 = (n: number): number[] => be32(n).slice(2)
const le16 = (n: number): number[] => be16(n).reverse()

/** What an image of each type begins with. */
const HEADS: Readonly<Record<string, (width: number, height: number) => number[]>> = {
  'image/png': (w, h) => [...latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), ...be32(w), ...be32(h)],
  'image/gif': (w, h) => [...latin1('GIF89a'), ...le16(w), ...le16(h)],
  'image/bmp': (w, h) => [...latin1('BM'), ...Array<number>(12).fill(0), ...le32(40), ...le32(w), ...le32(-h)],
  'image/bmp old': (w, h) => [...latin1('BM'), ...Array<number>(12).fill(0), ...le32(12), ...le16(w), ...le16(h)],
  'image/jpeg': (w, h) => [
    ...[0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4],
    ...[0xff, 0xff, 0xc4, 0, 3, 9],
    ...[0xff, 0xc2, 0, 17, 8, ...be16(h), ...be16(w)]
  ],
  'image/webp VP8': (w, h) => [...latin1('RIFF....WEBPVP8 ....frm\x9d\x01*'), ...le16(w), ...le16(h)],
  'image/webp VP8L': (w, h) => [...latin1('RIFF....WEBPVP8L....\x2f'), ...le32((w - 1) | ((h - 1) << 14))],
  'image/webp VP8X': (w, h) => [
    ...latin1('RIFF....WEBPVP8X....flag'),
    ...le32(w - 1).slice(0, 3),
    ...le32(h - 1).slice(0, 3)
  ],
  'image/avif': (w, h) => [
    ...latin1('\0\0\0\x1cftypavif'),
    ...[...latin1('ispe'), ...be32(0), ...be32(1), ...be32(1)],
    ...[...latin1('ispe'), ...be32(0), ...be32(w), ...be32(h)]
  ]
}

it.each(Object.keys(HEADS))('the size of %s is read from its head, and from no part of it', (name) => {
  const type = name.split(' ')[0] as ImageType
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 16_383 }),
      fc.integer({ min: 1, max: 16_383 }),
      fc.nat(),
      (width, height, cut) => {
        const head = Uint8Array.from(HEADS[name]?.(width, height) ?? [])
        expect(imageSizeOf(head, type)).toEqual({ width, height })
        const part = imageSizeOf(head.subarray(0, cut % head.length), type)
        expect(part === undefined || type === 'image/avif').toBe(true)
      }
    )
  )
})

it('never fails, and never says that there is nothing', () => {
  const types = fc.constantFrom<ImageType>(
    'image/png',
    'image/jpeg',
    'image/gif',
    'image/webp',
    'image/bmp',
    'image/avif'
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), types, (head, type) => {
      const size = imageSizeOf(head, type)
      expect(size === undefined || (size.width > 0 && size.height > 0)).toBe(true)
    })
  )
})

it.each([
  [8000, 6000, false],
  [8000, 8000, true],
  [20_000, 1, true],
  [0xffffffff, 0xffffffff, true]
])('%d × %d pixels are too many: %s', (width, height, isTooMany) => {
  expect(isTooManyPixels({ width, height })).toBe(isTooMany)
})
