// What was chosen for buckets, in IndexedDB by endpoint, bucket and account. Earlier versions stored it without an account: such a
// record counts for every account of its endpoint that has none of its own, and stays for those that have not asked yet.
import { entries, getMany, promisifyRequest, type UseStore } from 'idb-keyval'
import type { Account } from '../../domain/account'
import { mergeSettings } from '../../domain/bucket-settings'
import type { BucketSettings, BucketSettingsStore } from '../../domain/ports'
import { openStore } from './open-store'
import { readRecord, toRecord, type RecordFormat } from './records'

type RecordKey = [endpoint: string, bucket: string] | [endpoint: string, bucket: string, accountId: string]

const FORMAT: RecordFormat<BucketSettings> = { what: 'bucket-settings', upgrades: [], isWhole: () => true }

/** Unreadable settings reject instead of being empty: an upload would go unencrypted that was meant to be encrypted. */
export class IdbBucketSettingsStore implements BucketSettingsStore {
  readonly #store: UseStore
  readonly #accountsAt: (endpoint: string) => readonly Account[]

  /** @param accountsAt the accounts of an endpoint that this browser has profiles for. */
  constructor(
    accountsAt: (endpoint: string) => readonly Account[] = () => [],
    databaseName = 'lockgate-bucket-settings'
  ) {
    this.#store = openStore(databaseName)
    this.#accountsAt = accountsAt
  }

  async get(account: Account, bucket: string): Promise<BucketSettings> {
    return read(await getMany<unknown>(keysOf(account, bucket), this.#store))
  }

  /** Writes under every id of the account: a tab that does not know its user yet finds it too, and so does the next start. */
  async update(
    account: Account,
    bucket: string,
    change: (settings: BucketSettings) => BucketSettings
  ): Promise<BucketSettings> {
    const keys = keysOf(account, bucket)
    return this.#store('readwrite', async (store) => {
      const records = await Promise.all(keys.map((key) => promisifyRequest<unknown>(store.get(key))))
      const changed = change(read(records))
      for (const key of keys.slice(0, -1)) store.put(toRecord(FORMAT, changed), key)
      await promisifyRequest(store.transaction)
      return changed
    })
  }

  async bucketsOf(keyId: string): Promise<readonly { readonly endpoint: string; readonly bucket: string }[]> {
    const records = await entries<RecordKey, unknown>(this.#store)
    const isDefault = (record: unknown): boolean => readRecord(FORMAT, record).defaultKeyId === keyId
    const stored = new Set(records.map(([key]) => nameOf(key)))
    const places = records
      .filter(([, record]) => isDefault(record))
      .filter(([key]) => key[2] !== undefined || this.#isReliedOn(key, stored))
      .map(([[endpoint, bucket]]) => ({ endpoint, bucket }))
    return places.filter(
      (place, index) =>
        places.findIndex((one) => one.endpoint === place.endpoint && one.bucket === place.bucket) === index
    )
  }

  /** Whether a record without an account still counts for someone. */
  #isReliedOn([endpoint, bucket]: RecordKey, stored: ReadonlySet<string>): boolean {
    const accounts = this.#accountsAt(endpoint)
    const hasOwn = ({ ids }: Account): boolean => ids.some((id) => stored.has(nameOf([endpoint, bucket, id])))
    return accounts.length === 0 || !accounts.every(hasOwn)
  }
}

/** The account's own, and at the end the one without an account. */
function keysOf({ endpoint, ids }: Account, bucket: string): RecordKey[] {
  return [...ids.map((id): RecordKey => [endpoint, bucket, id]), [endpoint, bucket]]
}

function read(records: readonly unknown[]): BucketSettings {
  const own = records.slice(0, -1).filter((record) => record !== undefined)
  const counting = own.length > 0 ? own : records.filter((record) => record !== undefined)
  return mergeSettings(counting.map((record) => readRecord(FORMAT, record)))
}

function nameOf(key: RecordKey): string {
  return JSON.stringify(key)
}
