// What was chosen for buckets, in IndexedDB by endpoint and bucket.
import { entries, get, set, type UseStore } from 'idb-keyval'
import type { BucketSettings, BucketSettingsStore } from '../domain/ports'
import { openStore } from './open-store'
import { readRecord, toRecord, type RecordFormat } from './records'

const FORMAT: RecordFormat<BucketSettings> = { what: 'bucket’s settings', upgrades: [], isWhole: () => true }

/** Unreadable settings reject instead of being empty: an upload would go in the clear that was meant to be locked. */
export class IdbBucketSettingsStore implements BucketSettingsStore {
  readonly #store: UseStore

  constructor(databaseName = 'lockgate-bucket-settings') {
    this.#store = openStore(databaseName)
  }

  async get(endpoint: string, bucket: string): Promise<BucketSettings> {
    const record = await get<unknown>([endpoint, bucket], this.#store)
    return record === undefined ? {} : readRecord(FORMAT, record)
  }

  async put(endpoint: string, bucket: string, settings: BucketSettings): Promise<void> {
    await set([endpoint, bucket], toRecord(FORMAT, settings), this.#store)
  }

  async bucketsOf(keyId: string): Promise<readonly { readonly endpoint: string; readonly bucket: string }[]> {
    const records = await entries<[string, string], unknown>(this.#store)
    return records
      .filter(([, record]) => readRecord(FORMAT, record).defaultKeyId === keyId)
      .map(([[endpoint, bucket]]) => ({ endpoint, bucket }))
  }
}
