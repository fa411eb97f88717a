// The object that the page's address names: among the loaded rows, or beyond them.
import type { ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import { isObject, type ListingRow } from './listing-row'

export interface ObjectAddress {
  readonly storage: ObjectStorage | undefined
  readonly bucket: string
  /** Undefined: the address names none. */
  readonly key: string | undefined
  /** Undefined until the first page has come. */
  readonly rows: readonly ListingRow[] | undefined
  /** Another number after every reload of the rows. */
  readonly reading: number | undefined
}

export class NamedObject {
  readonly #address: () => ObjectAddress
  #beyond = $state.raw<{ readonly of: ObjectAddress; readonly entry: ObjectEntry } | undefined>()
  #seen: ObjectAddress | undefined
  #row = $derived.by(() => {
    const { key, rows } = this.#address()
    return key === undefined ? undefined : rows?.filter(isObject).find((row) => row.key === key)
  })
  #entry = $derived.by(() => this.#row ?? (isSame(this.#beyond?.of, this.#address()) ? this.#beyond?.entry : undefined))

  constructor(address: () => ObjectAddress) {
    this.#address = address
  }

  /** Undefined until it is known to exist. */
  get entry(): ObjectEntry | undefined {
    return this.#entry
  }

  /**
   * Looks for what is not among the rows, once for each reading of them. What could not be asked is neither there nor missing.
   * @param onmissing called when it is not there; `wasSeen`: it was, before.
   * @returns cancels it.
   */
  find(onmissing: (key: string, wasSeen: boolean) => void): () => void {
    const address = this.#address()
    const { storage, bucket, key, rows, reading } = address
    const abort = new AbortController()
    const isKnown = isSame(this.#beyond?.of, address) && this.#beyond?.of.reading === reading
    if (this.#row !== undefined) this.#seen = address
    else if (!isKnown && storage !== undefined && key !== undefined && rows !== undefined)
      storage.findObject(bucket, key, abort.signal).then(
        (entry) => {
          if (abort.signal.aborted) return
          if (entry === undefined) onmissing(key, isSame(this.#seen, address))
          else this.#seen = address
          this.#beyond = entry && { of: address, entry }
        },
        () => undefined
      )
    return () => abort.abort()
  }
}

function isSame(one: ObjectAddress | undefined, other: ObjectAddress): boolean {
  return one?.storage === other.storage && one?.bucket === other.bucket && one.key === other.key
}
