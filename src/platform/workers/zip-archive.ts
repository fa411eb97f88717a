// A ZIP file that grows at its end. Entries go in one after the other, and one that turns out wrong is taken back as if it had never
// been there. What knows of gateways and digests writes to an entry as it would to a file.
import { createCrc32, type Crc32 } from '../../crypto/crc32'
import { directoryRecord, endOfDirectory, localHeader, MAX_UINT32, type ZipName } from '../../domain/zip-format'
import type { ReceiveTarget } from './receive-target'
import { TaskFailure } from './serve-tasks'

/** Of directory records that become one piece, so that a million of them are not a million buffers. */
const PIECE_BYTES = 64 * 1024

export class ZipArchive {
  readonly #target: ReceiveTarget
  readonly #crc: Crc32
  readonly #directory: Uint8Array<ArrayBuffer>[] = []
  #inLastPiece = PIECE_BYTES
  #entryCount = 0
  #open: OpenEntry | undefined

  private constructor(target: ReceiveTarget, crc: Crc32) {
    this.#target = target
    this.#crc = crc
  }

  /** @param target empty; from now on the archive's */
  static async create(target: ReceiveTarget): Promise<ZipArchive> {
    return new ZipArchive(target, await createCrc32())
  }

  get sizeBytes(): number {
    return this.#target.sizeBytes
  }

  get isBroken(): boolean {
    return this.#target.isBroken === true
  }

  /** Goes on with this entry if it is the open one; else takes that back and begins this one. @param expectedBytes 4 GiB or more need Zip64 */
  async begin(entry: ZipName, expectedBytes: number): Promise<ReceiveTarget> {
    if (this.#open?.entry.name === entry.name) return this.#open
    await this.takeBack()
    this.#crc.init()
    this.#open = new OpenEntry(this.#target, this.#crc, entry, expectedBytes >= MAX_UINT32)
    await this.#open.start()
    return this.#open
  }

  /** The open entry is whole: it belongs to the archive. */
  async keep(): Promise<void> {
    if (this.#open === undefined) throw new TaskFailure({ kind: 'known', error: 'unexpected', detail: 'NoEntry' })
    const record = await this.#open.end()
    this.#open = undefined
    this.#entryCount++
    this.#addRecord(record)
  }

  async takeBack(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open !== undefined) await this.#target.truncate(open.offset)
  }

  /** Writes the directory; after a failure it can be tried again. @returns the archive, where it is in memory */
  async finish(): Promise<Blob | undefined> {
    await this.takeBack()
    const offset = this.#target.sizeBytes
    const last = this.#directory.length - 1
    try {
      for (const [index, piece] of this.#directory.entries())
        await this.#target.write(index === last ? piece.subarray(0, this.#inLastPiece) : piece)
      const sizeBytes = this.#target.sizeBytes - offset
      await this.#target.write(endOfDirectory({ entryCount: this.#entryCount, offset, sizeBytes }))
      return await this.#target.finish()
    } catch (error) {
      await this.#target.truncate(offset)
      throw error
    }
  }

  close(): void | Promise<void> {
    return this.#target.close()
  }

  #addRecord(record: Uint8Array): void {
    for (let at = 0; at < record.byteLength;) {
      if (this.#inLastPiece === PIECE_BYTES) {
        this.#directory.push(new Uint8Array(PIECE_BYTES))
        this.#inLastPiece = 0
      }
      const some = record.subarray(at, at + PIECE_BYTES - this.#inLastPiece)
      this.#directory.at(-1)?.set(some, this.#inLastPiece)
      this.#inLastPiece += some.byteLength
      at += some.byteLength
    }
  }
}

/** The last entry of an archive, while it is written. */
class OpenEntry implements ReceiveTarget {
  readonly entry: ZipName
  readonly offset: number
  readonly #target: ReceiveTarget
  readonly #crc: Crc32
  readonly #isZip64: boolean
  readonly #dataAt: number

  constructor(target: ReceiveTarget, crc: Crc32, entry: ZipName, isZip64: boolean) {
    this.#target = target
    this.#crc = crc
    this.entry = entry
    this.offset = target.sizeBytes
    this.#isZip64 = isZip64
    this.#dataAt = this.offset + localHeader(this.#described(0, 0)).byteLength
  }

  get sizeBytes(): number {
    return this.#target.sizeBytes - this.#dataAt
  }

  /** The header as it is before anything is known. */
  async start(): Promise<void> {
    await this.#target.write(localHeader(this.#described(0, 0)))
  }

  /** The header as it is to be. @returns the record for the directory */
  async end(): Promise<Uint8Array> {
    const { sizeBytes } = this
    if (sizeBytes >= MAX_UINT32 && !this.#isZip64)
      throw new TaskFailure({ kind: 'known', error: 'object-changed', detail: 'LargerThanListed' })
    const entry = this.#described(sizeBytes, this.#crc.value())
    await this.#target.replace(this.offset, localHeader(entry))
    return directoryRecord(entry)
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#target.write(bytes)
    this.#crc.update(bytes)
  }
  replace(): never {
    throw new TypeError('Only the archive does that')
  }
  /** A worker that still has the archive has the entry's digest too. */
  read(): Iterable<Uint8Array<ArrayBuffer>> {
    return []
  }
  async truncate(sizeBytes: number): Promise<void> {
    if (sizeBytes !== 0) throw new TypeError('An entry can only begin again')
    await this.#target.truncate(this.#dataAt)
    this.#crc.init()
  }
  finish(): undefined {}
  close(): void {}

  #described(sizeBytes: number, crc32: number) {
    return { ...this.entry, sizeBytes, crc32, offset: this.offset, isZip64: this.#isZip64 }
  }
}
