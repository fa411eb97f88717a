// How many pixels an image says that it has, before a browser is asked to decode it: a small file can be a picture of gigabytes.
import type { ImageType } from '../../domain/preview'

export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Of one side, and of all: as a picture it takes four bytes for each. */
const MAX_SIDE_PIXELS = 16_384
const MAX_PIXELS = 50_000_000

export function isTooManyPixels({ width, height }: ImageSize): boolean {
  return width > MAX_SIDE_PIXELS || height > MAX_SIDE_PIXELS || width * height > MAX_PIXELS
}

/** @returns undefined where the head says nothing of it. */
export function imageSizeOf(head: Uint8Array, type: ImageType): ImageSize | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  try {
    const { width, height } = READERS[type](view)
    return width > 0 && height > 0 ? { width, height } : undefined
  } catch {
    return undefined // it ends before
  }
}

const READERS: Readonly<Record<ImageType, (view: DataView) => ImageSize>> = {
  'image/png': (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  'image/gif': (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  'image/bmp': (view) =>
    view.getUint32(14, true) === 12
      ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
      : { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }, // negative: from the top down
  'image/jpeg': sizeOfJpeg,
  'image/webp': sizeOfWebp,
  'image/avif': sizeOfAvif
}

/** Of its first frame header, behind segments that say their lengths. https://www.w3.org/Graphics/JPEG/itu-t81.pdf */
function sizeOfJpeg(view: DataView): ImageSize {
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) throw new RangeError()
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function sizeOfWebp(view: DataView): ImageSize {
  const chunk = view.getUint32(12)
  if (chunk === 0x56503820 /* VP8 */)
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (chunk === 0x5650384c /* VP8L */) {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (chunk !== 0x56503858 /* VP8X */) throw new RangeError()
  const uint24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  return { width: uint24(24) + 1, height: uint24(27) + 1 }
}

/** The largest of its images and tiles, each with a property `ispe`. */
function sizeOfAvif(view: DataView): ImageSize {
  let [width, height] = [0, 0]
  for (let at = 0; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) !== 0x69737065) continue
    width = Math.max(width, view.getUint32(at + 8))
    height = Math.max(height, view.getUint32(at + 12))
  }
  return { width, height }
}
