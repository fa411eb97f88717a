// One object that is previewed: found, opened with its key where it has one, and seen for what it is by its first bytes.
import type { Gateway } from '../../domain/gateway'
import type { ObjectEntry } from '../../domain/object-entry'
import type { Sniffed } from '../../domain/preview'
import { openObject, type ByteSource } from '../../operations/preview/object-bytes'
import { sniff } from '../../operations/preview/sniff'
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'
import { Load } from '../../state/load.svelte'

/** What is read of an object before it is known what it is; of text it is what is shown first. */
export const HEAD_BYTES = 256 * 1024

export interface Previewed {
  readonly source: ByteSource
  readonly head: Uint8Array<ArrayBuffer>
  readonly sniffed: Sniffed
}

export class Preview {
  readonly opened = new Load<Previewed>()
  readonly #place: { readonly gateway: Gateway; readonly bucket: string; readonly entry: ObjectEntry }
  readonly #observations: EncryptionObservations

  constructor(
    place: { readonly gateway: Gateway; readonly bucket: string; readonly entry: ObjectEntry },
    observations: EncryptionObservations
  ) {
    this.#place = place
    this.#observations = observations
  }

  /** Of the latest object of this name, which may be another than the row that was opened. */
  async open(): Promise<void> {
    const { gateway, bucket } = this.#place
    const { storage } = gateway
    await this.opened.run(async (signal) => {
      const entry = (await storage.findObject(bucket, this.#place.entry.key, signal)) ?? this.#place.entry
      const sseKey = await this.#observations.findKey({ storage, bucket, entry }, signal)
      const { source, head } = await openObject({ gateway, bucket, entry, sseKey }, HEAD_BYTES, signal)
      const isWhole = head.byteLength === source.sizeBytes
      return { source, head, sniffed: sniff(head, { key: entry.key, isWhole }) }
    })
  }

  stop(): void {
    this.opened.reset()
  }
}
