// What was chosen for buckets, in IndexedDB by endpoint, bucket and account. Earlier versions stored it without an account: such a
// record counts for every account of its endpoint that has none of its own, and stays for those that have not asked yet.
import type { Account } from '../../domain/account'
import { mergeSettings } from '../../domain/bucket-settings'
import type { BucketSettings, BucketSettingsStore } from '../../domain/ports'
import { BUCKET_SETTINGS } from './formats'
import { RecordStore, type RecordDatabase, type StoredRecord } from './record-store'
import { readRecord } from './records'

type SettingsKey = [endpoint: string, bucket: string] | [endpoint: string, bucket: string, accountId: string]

/** Unreadable settings reject instead of being empty: an upload would go unencrypted that was meant to be encrypted. */
export class IdbBucketSettingsStore implements BucketSettingsStore {
  readonly #records: RecordStore<BucketSettings, SettingsKey>
  readonly #accountsAt: (endpoint: string) => readonly Account[]

  /** @param accountsAt the accounts of an endpoint that this browser has profiles for. */
  constructor(database: RecordDatabase, accountsAt: (endpoint: string) => readonly Account[] = () => []) {
    this.#records = new RecordStore(database, BUCKET_SETTINGS)
    this.#accountsAt = accountsAt
  }

  async get(account: Account, bucket: string): Promise<BucketSettings> {
    return read(await this.#records.find(keysOf(account, bucket)))
  }

  /** Writes under every id of the account: a tab that does not know its user yet finds it too, and so does the next start. */
  update(
    account: Account,
    bucket: string,
    change: (settings: BucketSettings) => BucketSettings
  ): Promise<BucketSettings> {
    const keys = keysOf(account, bucket)
    return this.#records.change(keys, keys.slice(0, -1), (found) => change(read(found)))
  }

  async bucketsOf(keyId: string): Promise<readonly { readonly endpoint: string; readonly bucket: string }[]> {
    const settings = (await this.#records.entries()).map(({ key, record }) => ({
      key,
      ...readRecord(BUCKET_SETTINGS, record)
    }))
    const stored = new Set(settings.map(({ key }) => nameOf(key)))
    const places = settings.flatMap(({ key: [endpoint, bucket, id], defaultKeyId }) => {
      const isCounting = id !== undefined || this.#isReliedOn([endpoint, bucket], stored)
      return defaultKeyId === keyId && isCounting ? [{ endpoint, bucket }] : []
    })
    return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()]
  }

  /** Whether a record without an account still counts for someone. */
  #isReliedOn([endpoint, bucket]: SettingsKey, stored: ReadonlySet<string>): boolean {
    const accounts = this.#accountsAt(endpoint)
    const hasOwn = ({ ids }: Account): boolean => ids.some((id) => stored.has(nameOf([endpoint, bucket, id])))
    return accounts.length === 0 || !accounts.every(hasOwn)
  }
}

/** The account's own, and at the end the one without an account. */
function keysOf({ endpoint, ids }: Account, bucket: string): SettingsKey[] {
  return [...ids.map((id): SettingsKey => [endpoint, bucket, id]), [endpoint, bucket]]
}

function read(found: readonly StoredRecord<SettingsKey>[]): BucketSettings {
  const own = found.filter(({ key }) => key[2] !== undefined)
  return mergeSettings((own.length > 0 ? own : found).map(({ record }) => readRecord(BUCKET_SETTINGS, record)))
}

function nameOf(key: SettingsKey): string {
  return JSON.stringify(key)
}
