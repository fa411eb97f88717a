// The object that an address names: among the rows that are loaded, or beyond them.
import type { ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import { isObject, type ListingRow } from './listing-row'

export interface Named {
  readonly storage: ObjectStorage | undefined
  readonly bucket: string
  /** Undefined: the address names none. */
  readonly key: string | undefined
  /** Undefined until the first page has come. */
  readonly rows: readonly ListingRow[] | undefined
  /** Another one when the rows were asked for anew. */
  readonly reading: number | undefined
}

export class NamedObject {
  readonly #named: () => Named
  #beyond = $state.raw<{ readonly of: Named; readonly entry: ObjectEntry } | undefined>()
  #seen: Named | undefined
  #row = $derived.by(() => {
    const { key, rows } = this.#named()
    return key === undefined ? undefined : rows?.filter(isObject).find((row) => row.key === key)
  })
  #entry = $derived.by(() => this.#row ?? (isSame(this.#beyond?.of, this.#named()) ? this.#beyond?.entry : undefined))

  constructor(named: () => Named) {
    this.#named = named
  }

  /** Undefined until it is known to be there. */
  get entry(): ObjectEntry | undefined {
    return this.#entry
  }

  /**
   * Looks for what is not among the rows, once for each reading of them. What could not be asked is neither there nor missing.
   * @param onmissing called when it is not there; `wasSeen`: it was, before.
   * @returns calls the look off.
   */
  look(onmissing: (key: string, wasSeen: boolean) => void): () => void {
    const named = this.#named()
    const { storage, bucket, key, rows, reading } = named
    const abort = new AbortController()
    const isKnown = isSame(this.#beyond?.of, named) && this.#beyond?.of.reading === reading
    if (this.#row !== undefined) this.#seen = named
    else if (!isKnown && storage !== undefined && key !== undefined && rows !== undefined)
      storage.findObject(bucket, key, abort.signal).then(
        (entry) => {
          if (abort.signal.aborted) return
          if (entry === undefined) onmissing(key, isSame(this.#seen, named))
          else this.#seen = named
          this.#beyond = entry && { of: named, entry }
        },
        () => undefined
      )
    return () => abort.abort()
  }
}

function isSame(one: Named | undefined, other: Named): boolean {
  return one?.storage === other.storage && one?.bucket === other.bucket && one.key === other.key
}
