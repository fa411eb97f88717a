// Archives as others read them: python's zipfile and unzip check every entry, also past the limits of the old format.
import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zipOverheadBytes } from '../../../../src/domain/zip-format'
import { ZipArchive } from '../../../../src/platform/workers/zip-archive'
import type { ReceiveTarget } from '../../../../src/platform/workers/receive-target'

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'zip-'))))
afterAll(() => rmSync(folder, { recursive: true }))

/** A file on the disk. */
class DiskTarget implements ReceiveTarget {
  readonly path: string
  readonly #file: number
  sizeBytes = 0
  constructor(name: string) {
    this.path = join(folder, name)
    this.#file = openSync(this.path, 'w+')
  }
  write(bytes: Uint8Array): void {
    writeSync(this.#file, bytes, 0, bytes.byteLength, this.sizeBytes)
    this.sizeBytes += bytes.byteLength
  }
  replace(at: number, bytes: Uint8Array): void {
    writeSync(this.#file, bytes, 0, bytes.byteLength, at)
  }
  read(): Iterable<Uint8Array<ArrayBuffer>> {
    return []
  }
  truncate(sizeBytes: number): void {
    ftruncateSync(this.#file, sizeBytes)
    this.sizeBytes = sizeBytes
  }
  finish(): undefined {}
  close(): void {
    closeSync(this.#file)
  }
}

const AT_MS = Date.UTC(2026, 10, 30, 1, 2, 4)
const bytesOf = (text: string) => new TextEncoder().encode(text)

async function add(archive: ZipArchive, name: string, text: string, modifiedAtMs = AT_MS): Promise<void> {
  const target = await archive.begin({ name, modifiedAtMs }, text.length)
  await target.write(bytesOf(text))
  await archive.keep()
}

/** What python finds, every checksum compared. */
function read(path: string, code: string): unknown {
  const script = `import json,sys,zipfile
z=zipfile.ZipFile(sys.argv[1])
${code}`
  return JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }))
}
const readAll = (path: string) =>
  read(path, 'print(json.dumps([z.testzip(), {i.filename: z.read(i).decode() for i in z.infolist()}]))')
const unzips = (path: string): string => execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })

describe('an archive', () => {
  test('has each entry under its name, with its date, its mode and its bytes', async () => {
    const target = new DiskTarget('plain.zip')
    const archive = await ZipArchive.create(target)
    const texts = { 'a.txt': 'first', 'folder/größe 📦.txt': 'second', empty: '', '"quoted" \'name\'': 'x' }
    for (const [name, text] of Object.entries(texts)) await add(archive, name, text)
    await archive.finish()
    await archive.close()
    expect(readAll(target.path)).toEqual([null, texts])
    expect(unzips(target.path)).toContain('No errors detected')
    expect(read(target.path, 'print(json.dumps([oct(i.external_attr >> 16) for i in z.infolist()]))')).toEqual(
      Array(4).fill('0o100644')
    )
    const dates = execFileSync('unzip', ['-ZT', '-T', target.path], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' }
    })
    expect(dates).toContain('20261130.010204')
    const foreseen = Object.entries(texts).reduce(
      (sum, [name, { length }]) => sum + zipOverheadBytes(name, length) + length,
      22
    )
    expect(foreseen - target.sizeBytes).toBe(4 * 12) // no offset needs Zip64
  })

  test('takes back an entry that turned out wrong, and goes on with one that broke off', async () => {
    const target = new DiskTarget('taken-back.zip')
    const archive = await ZipArchive.create(target)
    await add(archive, 'a', 'first')
    const wrong = await archive.begin({ name: 'wrong', modifiedAtMs: AT_MS }, 9)
    await wrong.write(bytesOf('damaged'))
    await archive.takeBack()
    const torn = await archive.begin({ name: 'torn', modifiedAtMs: AT_MS }, 9)
    await torn.write(bytesOf('half '))
    const again = await archive.begin({ name: 'torn', modifiedAtMs: AT_MS }, 9)
    expect(again.sizeBytes).toBe(5)
    await again.write(bytesOf('whole'))
    await archive.keep()
    const rewritten = await archive.begin({ name: 'rewritten', modifiedAtMs: AT_MS }, 9)
    await rewritten.write(bytesOf('other'))
    await rewritten.truncate(0)
    await rewritten.write(bytesOf('bytes'))
    await archive.keep()
    await (await archive.begin({ name: 'left', modifiedAtMs: AT_MS }, 9)).write(bytesOf('left open'))
    await archive.finish()
    await archive.close()
    expect(readAll(target.path)).toEqual([null, { a: 'first', torn: 'half whole', rewritten: 'bytes' }])
    expect(unzips(target.path)).toContain('No errors detected')
  })

  test('holds more than 65,535 entries', async () => {
    const target = new DiskTarget('many.zip')
    const archive = await ZipArchive.create(target)
    for (let index = 0; index < 65_600; index++) await add(archive, `f${index}`, '')
    await archive.finish()
    await archive.close()
    const code = 'n=z.namelist()\nprint(json.dumps([len(n), n[-1], z.read(n[-1]).decode()]))'
    expect(read(target.path, code)).toEqual([65_600, 'f65599', ''])
    expect(unzips(target.path)).toContain('No errors detected')
    expect(readFileSync(target.path).subarray(-98, -94).toString('latin1')).toBe('PK\u0006\u0006')
  })

  test('holds an entry of more than 4 GiB, and others after it', async () => {
    const target = new DiskTarget('large.zip')
    const archive = await ZipArchive.create(target)
    await add(archive, 'before', 'first')
    const sizeBytes = 4 * 2 ** 30 + 7
    const large = await archive.begin({ name: 'large', modifiedAtMs: AT_MS }, sizeBytes)
    target.sizeBytes += sizeBytes - 4 // a hole
    await large.write(bytesOf('tail'))
    await archive.keep()
    await add(archive, 'after', 'last')
    await archive.finish()
    await archive.close()
    // Where the local header says that its bytes are; zipfile would read all of the hole.
    const code = `i=z.infolist()
import struct
f=open(sys.argv[1],'rb')
f.seek(i[1].header_offset+26)
lengths=struct.unpack('<HH',f.read(4))
f.seek(i[1].header_offset+30+sum(lengths)+i[1].file_size-4)
print(json.dumps([[e.filename for e in i], i[1].file_size, i[2].header_offset > 2**32, f.read(4).decode(), z.read('after').decode()]))`
    expect(read(target.path, code)).toEqual([['before', 'large', 'after'], sizeBytes, true, 'tail', 'last'])
    expect(execFileSync('unzip', ['-p', target.path, 'after'], { encoding: 'utf8' })).toBe('last')
  })

  test('refuses an entry that outgrows what its header has room for', async () => {
    const target = new DiskTarget('outgrown.zip')
    const archive = await ZipArchive.create(target)
    await archive.begin({ name: 'grown', modifiedAtMs: AT_MS }, 5)
    target.sizeBytes += 4 * 2 ** 30
    await expect(archive.keep()).rejects.toMatchObject({ failure: { error: 'object-changed' } })
    await archive.takeBack()
    await add(archive, 'a', 'first')
    await archive.finish()
    await archive.close()
    expect(readAll(target.path)).toEqual([null, { a: 'first' }])
  })
})
