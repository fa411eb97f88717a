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
