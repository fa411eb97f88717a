// MD5 (RFC 1321) by hash-wasm: what S3 calls Content-MD5, ETag and the fingerprint of an SSE-C key. Runs on pages and in workers.
import { createMD5, md5 } from 'hash-wasm'
import { bytesOfHex } from '../domain/hex'
import { formatBase64 } from '../domain/key-format'

/** @returns the digest in lower-case hex. */
export function md5Hex(bytes: Uint8Array): Promise<string> {
  return md5(bytes)
}

/** @returns the digest in standard base64, as the headers carry it. */
export async function md5Base64(bytes: Uint8Array): Promise<string> {
  return formatBase64(bytesOfHex(await md5(bytes)))
}

/** A digest in the making. A digest ends it: only `init` makes it ready for new bytes. */
export interface Md5 {
  /** Starts anew, forgetting what was fed. */
  init(): void
  /** Copies the bytes in; the caller may use the buffer again at once. */
  update(bytes: Uint8Array): void
  /** In lower-case hex. */
  digestHex(): string
  /** 16 bytes. */
  digestBytes(): Uint8Array
}

/** @returns a digest that is ready for bytes. Each holds its own WebAssembly instance: make one a stream and use it again. */
export async function createMd5(): Promise<Md5> {
  const hasher = await createMD5()
  hasher.init()
  return {
    init: () => void hasher.init(),
    update: (bytes) => void hasher.update(bytes),
    digestHex: () => hasher.digest('hex'),
    digestBytes: () => hasher.digest('binary')
  }
}
