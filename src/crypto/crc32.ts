// CRC-32 (ISO 3309) by hash-wasm: what a ZIP archive says of each entry.
import { createCRC32 } from 'hash-wasm'

/** A checksum in the making. */
export interface Crc32 {
  /** Starts over: what was fed is forgotten. */
  init(): void
  /** Copies the bytes in; the caller may use the buffer again at once. */
  update(bytes: Uint8Array): void
  /** Ends it: only `init` makes it ready for new bytes. */
  value(): number
}

/** @returns a checksum that is ready for bytes. */
export async function createCrc32(): Promise<Crc32> {
  const hasher = await createCRC32()
  hasher.init()
  return {
    init: () => void hasher.init(),
    update: (bytes) => void hasher.update(bytes),
    value: () => Number.parseInt(hasher.digest('hex'), 16)
  }
}
