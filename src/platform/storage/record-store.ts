// Everything but keys and profiles, in one database: each record under its kind and its own key, so that another kind needs no upgrade.
// Former versions have a database for each kind. Where there is one of theirs, a tab of theirs may be at work: records are then
// written where it finds them, read in both places, and deleted in both.
import { delMany, promisifyRequest, type UseStore } from 'idb-keyval'
import { MAX_IN_TRANSACTION } from '../../domain/in-slices'
import { openStore, type Durability } from './open-store'
import { toRecord, tryReadRecord, type RecordFormat } from './records'

export const SHARED_NAME = 'lockgate'

/** By kind; a kind that no former version has is in the one database only. None of them is created where there is none at all. */
const FORMER_NAMES: Readonly<Partial<Record<string, string>>> = {
  account: 'lockgate-accounts',
  'bucket-settings': 'lockgate-bucket-settings',
  observation: 'lockgate-lock-memory',
  'pending-acl': 'lockgate-owed-acls',
  'policy-journal-entry': 'lockgate-policy-journal',
  'transfer-journal-entry': 'lockgate-journal'
}

export interface StoredRecord<K extends IDBValidKey> {
  /** Among those of its kind. */
  readonly key: K
  readonly record: unknown
}

export class RecordDatabase {
  readonly suffix: string
  readonly shared: Readonly<Record<Durability, UseStore>>
  #hasFormer = false
  #asking: Promise<boolean> | undefined

  /** @param suffix of the databases' names, from `databaseSuffix`. */
  constructor(suffix = '') {
    const name = SHARED_NAME + suffix
    this.suffix = suffix
    this.shared = { strict: openStore(name), relaxed: openStore(name, 'relaxed') }
  }

  /**
   * Asked again until it is true: an update can be taken back. Calls that come while an answer is awaited share it, since a listing
   * reads and writes a record for each row. Where the browser cannot say, any version may have been here.
   */
  hasFormer(): Promise<boolean> {
    if (this.#hasFormer) return Promise.resolve(true)
    return (this.#asking ??= this.#ask().finally(() => (this.#asking = undefined)))
  }

  async #ask(): Promise<boolean> {
    const listed = await (indexedDB as Partial<IDBFactory>).databases?.().catch(() => undefined)
    const names = Object.values(FORMER_NAMES).map((name) => name + this.suffix)
    return (this.#hasFormer = listed?.some(({ name = '' }) => names.includes(name)) ?? true)
  }
}

/** The records of one kind in one database. */
interface Place {
  readonly use: UseStore
  /** What keys begin with; undefined where the database has no other kinds. */
  readonly kind: string | undefined
}

/**
 * The records of one kind. A record moves to where the former version finds it when it is written. It is in both places only if
 * that was cut short, or if a former version that did not find it has stored its own: that one then comes first.
 */
export class RecordStore<T extends object, K extends IDBValidKey = string> {
  readonly #database: RecordDatabase
  readonly #format: RecordFormat<T>
  readonly #shared: Place
  readonly #former: Place | undefined

  constructor(database: RecordDatabase, format: RecordFormat<T>, durability: Durability = 'strict') {
    const formerName = FORMER_NAMES[format.what]
    this.#database = database
    this.#format = format
    this.#shared = { use: database.shared[durability], kind: format.what }
    this.#former =
      formerName === undefined
        ? undefined
        : { use: openStore(formerName + database.suffix, durability), kind: undefined }
  }

  /** Those that can be read, each once; others, such as a newer Lockgate's, are left out and left alone. */
  async list(): Promise<readonly T[]> {
    const read = (record: unknown): T | undefined => tryReadRecord(this.#format, record)
    const found = await this.#collect((place, store) => listIn<K>(place, store, read))
    // In one place each is once; very many are not to be compared for nothing.
    const entries = found.length === 1 ? found.flat() : firstOfEach(found.flat())
    return entries.map(({ record }) => record as T | undefined).filter((value) => value !== undefined)
  }

  async entries(): Promise<readonly StoredRecord<K>[]> {
    return (await this.#collect((place, store) => listIn<K>(place, store))).flat()
  }

  /** What there is under these keys. */
  async find(keys: readonly K[]): Promise<readonly StoredRecord<K>[]> {
    return (await this.#collect((place, store) => findIn(place, store, keys))).flat()
  }

  async count(): Promise<number> {
    let count = 0
    for (const place of await this.#places())
      count += await place.use('readonly', (store) => promisifyRequest(store.count(rangeOf(place))))
    return count
  }

  async set(key: K, value: T): Promise<void> {
    await this.change([], [key], () => value)
  }

  /**
   * Atomic read-change-write.
   * @param change is given what there is under the keys to read; it may throw.
   * @param written the keys under which its result is stored, each time the same.
   */
  async change(
    read: readonly K[],
    written: readonly K[],
    change: (found: readonly StoredRecord<K>[]) => T
  ): Promise<T> {
    const [place = this.#shared, ...others] = (await this.#places()).toReversed()
    const findInOther = (other: Place) => other.use('readonly', (store) => findIn(other, store, read))
    const elsewhere = (await Promise.all(others.map(findInOther))).flat()
    const changed = await place.use('readwrite', async (store) => {
      const value = change([...(await findIn(place, store, read)), ...elsewhere])
      for (const key of written) store.put(toRecord(this.#format, value), keyIn(place, key))
      await promisifyRequest(store.transaction)
      return value
    })
    for (const other of others) await deleteIn(other, written)
    return changed
  }

  /** All or none, whatever was under the keys. */
  async setMany(values: readonly (readonly [K, T])[]): Promise<void> {
    const [place = this.#shared, ...others] = (await this.#places()).toReversed()
    await place.use('readwrite', (store) => {
      for (const [key, value] of values) store.put(toRecord(this.#format, value), keyIn(place, key))
      return promisifyRequest(store.transaction)
    })
    const keys = values.map(([key]) => key)
    for (const other of others) await deleteIn(other, keys)
  }

  async delete(keys: readonly K[]): Promise<void> {
    for (const place of await this.#places()) await deleteIn(place, keys)
  }

  /** In this order, so that a record that moves at that moment is found. */
  async #places(): Promise<readonly Place[]> {
    const former = this.#former
    return former !== undefined && (await this.#database.hasFormer()) ? [this.#shared, former] : [this.#shared]
  }

  /** @returns what is in each place, the former version's first */
  async #collect(
    read: (place: Place, store: IDBObjectStore) => Promise<readonly StoredRecord<K>[]>
  ): Promise<readonly (readonly StoredRecord<K>[])[]> {
    const found: (readonly StoredRecord<K>[])[] = []
    for (const place of await this.#places()) found.unshift(await place.use('readonly', (store) => read(place, store)))
    return found
  }
}

function firstOfEach<K extends IDBValidKey>(entries: readonly StoredRecord<K>[]): readonly StoredRecord<K>[] {
  const byKey = new Map(entries.toReversed().map((entry) => [JSON.stringify(entry.key), entry]))
  return [...byKey.values()]
}

/** Records that carry their own id. */
export class RecordList<T extends object> extends RecordStore<T> {
  readonly #idOf: (value: T) => string

  constructor(database: RecordDatabase, format: RecordFormat<T>, idOf: (value: T) => string) {
    super(database, format)
    this.#idOf = idOf
  }

  put(value: T): Promise<void> {
    return this.set(this.#idOf(value), value)
  }

  putMany(values: readonly T[]): Promise<void> {
    return this.setMany(values.map((value) => [this.#idOf(value), value]))
  }

  remove(id: string): Promise<void> {
    return this.delete([id])
  }

  removeMany(ids: readonly string[]): Promise<void> {
    return this.delete(ids)
  }
}

function keyIn({ kind }: Place, key: IDBValidKey): IDBValidKey {
  return kind === undefined ? key : [kind, key]
}

/** @param after this key, in the database */
function rangeOf({ kind }: Place, after?: IDBValidKey): IDBKeyRange | undefined {
  if (kind === undefined) return after === undefined ? undefined : IDBKeyRange.lowerBound(after, true)
  // A list sorts behind texts, numbers and what is in the keys' own lists.
  return IDBKeyRange.bound(after ?? [kind], [kind, [[]]], after !== undefined)
}

/**
 * Reads a slice at a time, so that very many records don't hold up the page.
 * @param read what is made of each record
 */
async function listIn<K extends IDBValidKey>(
  place: Place,
  store: IDBObjectStore,
  read: (record: unknown) => unknown = (record) => record
): Promise<readonly StoredRecord<K>[]> {
  const ownKey = (key: unknown): K => (place.kind === undefined ? key : (key as IDBValidKey[])[1]) as K
  const found: StoredRecord<K>[] = []
  for (let range = rangeOf(place); ;) {
    const [keys, records] = await Promise.all([
      promisifyRequest(store.getAllKeys(range, MAX_IN_TRANSACTION)),
      promisifyRequest<unknown[]>(store.getAll(range, MAX_IN_TRANSACTION))
    ])
    for (const [index, key] of keys.entries()) found.push({ key: ownKey(key), record: read(records[index]) })
    const last = keys.at(-1)
    if (last === undefined || keys.length < MAX_IN_TRANSACTION) return found
    range = rangeOf(place, last)
  }
}

async function findIn<K extends IDBValidKey>(
  place: Place,
  store: IDBObjectStore,
  keys: readonly K[]
): Promise<readonly StoredRecord<K>[]> {
  const records = await Promise.all(keys.map((key) => promisifyRequest<unknown>(store.get(keyIn(place, key)))))
  return keys.flatMap((key, index) => (records[index] === undefined ? [] : [{ key, record: records[index] }]))
}

function deleteIn(place: Place, keys: readonly IDBValidKey[]): Promise<void> {
  return delMany(
    keys.map((key) => keyIn(place, key)),
    place.use
  )
}
