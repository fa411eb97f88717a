// An object that is read whole, since it can't be shown in part, and what is made of it.
import type { ByteSource } from '../../operations/preview/object-bytes'
import { Load } from '../../state/load.svelte'

export class WholeObject<T> {
  readonly made = new Load<T>()
  readonly #source: ByteSource
  readonly #head: Uint8Array<ArrayBuffer>
  readonly #make: (bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<T>

  constructor(
    source: ByteSource,
    head: Uint8Array<ArrayBuffer>,
    make: (bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<T>
  ) {
    this.#source = source
    this.#head = head
    this.#make = make
  }

  async load(): Promise<void> {
    const { sizeBytes } = this.#source
    await this.made.run(async (signal) => {
      const bytes = new Uint8Array(sizeBytes)
      bytes.set(this.#head)
      const { byteLength } = this.#head
      if (byteLength < sizeBytes) bytes.set(await this.#source.read(byteLength, sizeBytes, signal), byteLength)
      return this.#make(bytes, signal)
    })
  }
}
