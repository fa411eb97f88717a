// The text of an object from its beginning on, as far as it was read.
import { toAppError, type AppError } from '../../domain/app-error'
import type { TextEncoding } from '../../domain/preview'
import { decodeText } from '../../operations/preview/decode-text'
import type { ByteSource } from '../../operations/preview/object-bytes'

/** A browser shows no more than this with ease. */
export const MAX_TEXT_BYTES = 4 * 1024 * 1024
const STEP_BYTES = 256 * 1024

export class TextReading {
  readonly #source: ByteSource
  readonly #headEncoding: TextEncoding | undefined
  readonly #abort = new AbortController()
  #bytes = $state.raw() as Uint8Array<ArrayBuffer>
  #isReading = $state(false)
  #error = $state.raw<AppError | undefined>()
  readonly #decoded = $derived(decodeText(this.#bytes, this.isWhole))

  constructor(source: ByteSource, head: Uint8Array<ArrayBuffer>) {
    this.#source = source
    this.#bytes = head
    this.#headEncoding = this.#decoded?.encoding
  }

  /** Undefined: what was read last is no text. */
  get text(): string | undefined {
    return this.#decoded?.text
  }
  /** It began as UTF-8. */
  get isLaterWindows1252(): boolean {
    return this.#decoded?.encoding === 'windows-1252' && this.#headEncoding === 'utf-8'
  }
  get isWhole(): boolean {
    return this.#bytes.byteLength === this.#source.sizeBytes
  }
  get readBytes(): number {
    return this.#bytes.byteLength
  }
  get canReadMore(): boolean {
    return !this.isWhole && this.#bytes.byteLength < MAX_TEXT_BYTES && this.text !== undefined
  }
  get isReading(): boolean {
    return this.#isReading
  }
  get error(): AppError | undefined {
    return this.#error
  }

  /** @param byteCount how much more */
  async readMore(byteCount = STEP_BYTES): Promise<void> {
    if (this.#isReading || !this.canReadMore) return
    this.#isReading = true
    this.#error = undefined
    const { signal } = this.#abort
    const start = this.#bytes.byteLength
    try {
      const end = Math.min(start + byteCount, MAX_TEXT_BYTES, this.#source.sizeBytes)
      const more = await this.#source.read(start, end, signal)
      const all = new Uint8Array(end)
      all.set(this.#bytes)
      all.set(more, start)
      this.#bytes = all
    } catch (error) {
      if (!signal.aborted) this.#error = toAppError(error)
    } finally {
      this.#isReading = false
    }
  }

  stop(): void {
    this.#abort.abort()
  }
}
