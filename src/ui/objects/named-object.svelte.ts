// The object that the page's address names: among the loaded rows, or beyond them.
import type { ObjectEntry } from '../../domain/object-entry'
import type { ObjectStorage } from '../../domain/ports'
import { isObject } from '../../state/listing-row'
import type { Listing } from '../../state/listing.svelte'
import { Load } from '../../state/load.svelte'

export interface ObjectAddress {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly key: string
}

export interface NamedObjectEvents {
  /** It is there; called again when it was seen again. */
  readonly onFound: (entry: ObjectEntry) => void
  /** `wasSeen`: it was there before. */
  readonly onMissing: (key: string, wasSeen: boolean) => void
}

export class NamedObject {
  readonly #listing: Listing
  readonly #on: NamedObjectEvents
  readonly #beyond = new Load<ObjectEntry | undefined>()
  #address = $state.raw<ObjectAddress | undefined>()
  #wasSeen = false
  /** The reading of the rows among which it was not. */
  #askedFor: number | undefined
  #row = $derived.by(() => {
    const key = this.#address?.key
    return key === undefined ? undefined : this.#listing.rows?.filter(isObject).find((row) => row.key === key)
  })

  constructor(listing: Listing, on: NamedObjectEvents) {
    this.#listing = listing
    this.#on = on
  }

  /** Undefined until it is known to exist. */
  get entry(): ObjectEntry | undefined {
    return this.#row ?? this.#beyond.value
  }

  /** Undefined: the address names none. */
  show(address: ObjectAddress | undefined): void {
    const { storage, bucket, key } = this.#address ?? {}
    if (address?.storage === storage && address?.bucket === bucket && address?.key === key) return
    this.stop()
    this.#beyond.reset()
    this.#address = address
    this.#wasSeen = false
    this.look()
  }

  /** Asks for what is not among the rows, once for each reading of them. What could not be asked is neither there nor missing. */
  look(): void {
    const { rows, reading } = this.#listing
    if (this.#address === undefined || rows === undefined) return
    if (this.#row !== undefined) {
      this.stop()
      this.#see(this.#row)
    } else if (reading !== this.#askedFor) {
      this.#askedFor = reading
      void this.#ask(this.#address)
    }
  }

  stop(): void {
    this.#beyond.stop()
    this.#askedFor = undefined
  }

  #see(entry: ObjectEntry): void {
    this.#wasSeen = true
    this.#on.onFound(entry)
  }

  async #ask({ storage, bucket, key }: ObjectAddress): Promise<void> {
    await this.#beyond.run(async (signal) => {
      const entry = await storage.findObject(bucket, key, signal)
      signal.throwIfAborted()
      if (entry === undefined) this.#on.onMissing(key, this.#wasSeen)
      else this.#see(entry)
      return entry
    })
    if (this.#beyond.error !== undefined) this.#askedFor = undefined
  }
}
