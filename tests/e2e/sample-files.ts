// Small files of kinds that are previewed, made by the rules of each format.
import { crc32, deflateSync } from 'node:zlib'

type Color = readonly [red: number, green: number, blue: number]

/** One color all over. `claims`: another size in its head than it has. */
export function png(
  width: number,
  height: number,
  color: Color,
  claims: readonly [number, number] = [width, height]
): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    return Buffer.concat([uint32(data.length), body, uint32(crc32(body))])
  }
  const row = Buffer.concat([Buffer.from([0]), ...Array<Buffer>(width).fill(Buffer.from(color))])
  const header = Buffer.concat([uint32(claims[0]), uint32(claims[1]), Buffer.from([8, 2, 0, 0, 0])])
  const pixels = deflateSync(Buffer.concat(Array<Buffer>(height).fill(row)))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0))
  ])
}

function uint32(n: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(n)
  return bytes
}

/** Uncompressed, 24 bits. */
export function bmp(width: number, height: number, [red, green, blue]: Color): Buffer {
  const rowBytes = Math.ceil((width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + rowBytes * height)
  bytes.write('BM', 'latin1')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(width, 18)
  bytes.writeInt32LE(height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) bytes.set([blue, green, red], 54 + y * rowBytes + x * 3)
  return bytes
}

/** One pixel, red. */
export const gif = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')

/** `content`: what else is in it. */
export function svg(color: string, content = ''): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="${color}"/>${content}</svg>`
}

/** A tone of 8-bit samples. */
export function wav(seconds: number, rate = 8000): Buffer {
  const samples = Buffer.from(Array.from({ length: seconds * rate }, (_, n) => 128 + Math.round(60 * Math.sin(n / 4))))
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + samples.length, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(samples.length, 40)
  return Buffer.concat([header, samples])
}

/** A font whose characters are in a map that the file does not hold. */
const MAPPED_FONT =
  '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/StemV 93>>>>]>>'

/**
 * A PDF file of pages of 300 × 200 points with these contents, and a script that would run when it is opened.
 * @param images streams of images, `I0` and so on to the contents
 */
export function pdf(contents: readonly string[], images: readonly string[] = []): Buffer {
  const kids = contents.map((_, n) => `${4 + 2 * n} 0 R`).join(' ')
  const named = images.map((_, n) => `/I${n} ${4 + 2 * contents.length + n} 0 R`).join(' ')
  const objects = [
    '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(window.hacked = 1)>>>>',
    `<</Type/Pages/Count ${contents.length}/Kids[${kids}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...contents.flatMap((content, n) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<</F1 3 0 R/F2 ${MAPPED_FONT}>>/XObject<<${named}>>>>/Contents ${5 + 2 * n} 0 R>>`,
      `<</Length ${content.length}>>stream\n${content}\nendstream`
    ]),
    ...images
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, n) => {
    const offset = text.length
    text += `${n + 1} 0 obj${object}endobj\n`
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  return Buffer.from(
    `${text}xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer<</Size ${count}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1'
  )
}

const COLORS = '/ColorSpace[/Indexed/DeviceRGB 1<008000FF0000>]'

/** A scanned page as an image of a PDF file, all in red: eight lines without a change from the first, as a fax has them. */
export const faxImage = `<</Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 1${COLORS}/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 8/Rows 8>>/Length 1>>stream\n\xff\nendstream`

/** One that no decoder can read. */
export const brokenImage =
  '<</Type/XObject/Subtype/Image/Width 400/Height 400/ColorSpace/DeviceRGB/Filter/JPXDecode/Length 6>>stream\nbroken\nendstream'
