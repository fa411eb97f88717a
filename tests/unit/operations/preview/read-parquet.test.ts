import { readFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { parquetMetadata } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, it } from 'vitest'
import type { ParquetTable } from '../../../../src/domain/preview'
import type { ByteSource } from '../../../../src/operations/preview/object-bytes'
import { readParquet } from '../../../../src/operations/preview/read-parquet'

/** Counts what is read of it. */
function sourceOf(bytes: Uint8Array): ByteSource & { readBytes: number } {
  return {
    sizeBytes: bytes.byteLength,
    readBytes: 0,
    async read(startByte, endByte) {
      this.readBytes += endByte - startByte
      return Uint8Array.from(bytes.subarray(startByte, endByte))
    }
  }
}

const write = (rowCount: number, codec: 'SNAPPY' | 'UNCOMPRESSED' = 'SNAPPY'): Uint8Array => {
  const numbers = Array.from({ length: rowCount }, (_, n) => n)
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: numbers.map((n) => BigInt(n) + 9_007_199_254_740_993n), type: 'INT64' },
        { name: 'name', data: numbers.map((n) => (n % 3 === 1 ? null : `Station ${n}`)), type: 'STRING' },
        { name: 'depth', data: numbers.map((n) => n / 8), type: 'DOUBLE' },
        { name: 'list', data: numbers.map((n) => [n, n + 1]), type: 'JSON' }
      ],
      codec,
      rowGroupSize: 300_000
    })
  )
}

async function readTable(source: ByteSource): Promise<ParquetTable> {
  const table = await readParquet(source)
  if (typeof table !== 'object') throw new Error(`It is ${table}`)
  return table
}

it('tells the schema, the number of rows and the first of them, with every digit', async () => {
  const table = await readTable(sourceOf(write(250)))
  expect(table.columns.map(({ name }) => name)).toEqual(['id', 'name', 'depth', 'list'])
  expect(table.columns.map(({ isOptional }) => isOptional)).toEqual([true, true, true, true])
  expect(table.rowCount).toBe(250)
  expect(table.rows).toHaveLength(100)
  expect(table.rows.slice(0, 2)).toEqual([
    ['9007199254740993', 'Station 0', '0', '[0,1]'],
    ['9007199254740994', null, '0.125', '[1,2]']
  ])
})

it('reads a small part of a large file', async () => {
  const bytes = write(300_000, 'UNCOMPRESSED')
  const source = sourceOf(bytes)
  const table = await readTable(source)
  expect(table.rowCount).toBe(300_000)
  expect(table.rows[99]?.[2]).toBe(String(99 / 8))
  expect(bytes.byteLength).toBeGreaterThan(12_000_000)
  expect(source.readBytes).toBeLessThan(8_500_000)
})

it('rejects as its source does', async () => {
  const source = sourceOf(write(10))
  const failing: ByteSource = { sizeBytes: source.sizeBytes, read: () => Promise.reject(new Error('no answer')) }
  await expect(readParquet(failing)).rejects.toThrow('no answer')
  let reads = 0
  const later: ByteSource = {
    sizeBytes: source.sizeBytes,
    read: (start, end) => (reads++ === 0 ? source.read(start, end) : Promise.reject(new Error('no answer')))
  }
  await expect(readParquet(later)).rejects.toThrow('no answer')
})

it('says that a footer is too large, and that one larger than its file is damaged', async () => {
  const large = new Uint8Array(20 * 1024 * 1024)
  new DataView(large.buffer).setUint32(large.byteLength - 8, 17 * 1024 * 1024, true)
  expect(await readParquet(sourceOf(large))).toBe('too-large')
  new DataView(large.buffer).setUint32(large.byteLength - 8, 21 * 1024 * 1024, true)
  expect(await readParquet(sourceOf(large))).toBeUndefined()
})

it('is undefined, or a table without some values, where the file is cut or its footer is damaged', async () => {
  const whole = write(20)
  for (let length = 0; length < whole.length; length += 97)
    expect(await readParquet(sourceOf(whole.subarray(0, length)))).toBeUndefined()
  const withoutPages = Uint8Array.from(whole).fill(0xff, 4, 60)
  const table = await readTable(sourceOf(withoutPages))
  expect(table.columns).toHaveLength(4)
  expect(table.rows[0]).toContain(undefined)
})

/** What the tables of every codec hold. */
const stations = Array.from({ length: 200 }, (_, n) => n)
const nameOf = (n: number): string | null => (n % 3 === 1 ? null : `Station ${n} of the northern transect`)
const depthOf = (n: number): number => n >> 3
const columnData = [
  { name: 'depth', data: stations.map(depthOf), type: 'INT32' as const, encoding: 'PLAIN' as const },
  { name: 'name', data: stations.map(nameOf), type: 'STRING' as const, encoding: 'PLAIN' as const }
]

/** Compressed by the commands zstd and lz4; what hyparquet-writer writes around the pages is the same for all. */
const stored = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(new URL(`tables/${name}.parquet`, import.meta.url)))
const packed = (codec: 'GZIP' | 'BROTLI', pack: (page: Uint8Array) => Uint8Array): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData, codec, compressors: { [codec]: pack } }))

it.each([
  ['GZIP', () => packed('GZIP', gzipSync)],
  ['BROTLI', () => packed('BROTLI', brotliCompressSync)],
  ['ZSTD', () => stored('zstd')],
  ['LZ4', () => stored('lz4')],
  ['LZ4_RAW', () => stored('lz4-raw')]
])('unpacks %s', async (codec, write) => {
  const bytes = write()
  expect(parquetMetadata(Uint8Array.from(bytes).buffer).row_groups[0]?.columns[1]?.meta_data?.codec).toBe(codec)
  expect(bytes.byteLength).toBeLessThan(2500) // of 8 kB
  const { rows } = await readTable(sourceOf(bytes))
  expect(rows).toEqual(stations.slice(0, 100).map((n) => [String(depthOf(n)), nameOf(n)]))
})

it('does not unpack a page that claims more than 64 MiB; the other columns are read', async () => {
  const long = (sizeBytes: number): Uint8Array =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'long', data: ['x'.repeat(sizeBytes)], type: 'STRING' },
          { name: 'short', data: ['y'], type: 'STRING' }
        ],
        ...{ codec: 'GZIP', compressors: { GZIP: gzipSync }, statistics: false }
      })
    )
  const bytes = long(65 * 1024 ** 2)
  expect(bytes.byteLength).toBeLessThan(200_000)
  expect((await readTable(sourceOf(bytes))).rows).toEqual([[undefined, 'y']])
  expect((await readTable(sourceOf(long(1000)))).rows[0]?.[0]).toMatch(/^x{500}$/)
})
