// What was chosen for buckets, in IndexedDB by endpoint and bucket.
import { entries, get, update, type UseStore } from 'idb-keyval'
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
    return toSettings(await get<unknown>([endpoint, bucket], this.#store))
  }

  async update(
    endpoint: string,
    bucket: string,
    change: (settings: BucketSettings) => BucketSettings
  ): Promise<BucketSettings> {
    let changed: BucketSettings = {}
    const write = (record: unknown) => toRecord(FORMAT, (changed = change(toSettings(record))))
    await update<unknown>([endpoint, bucket], write, this.#store)
    return changed
  }

  async bucketsOf(keyId: string): Promise<readonly { readonly endpoint: string; readonly bucket: string }[]> {
    const records = await entries<[string, string], unknown>(this.#store)
    return records
      .filter(([, record]) => readRecord(FORMAT, record).defaultKeyId === keyId)
      .map(([[endpoint, bucket]]) => ({ endpoint, bucket }))
  }
}

function toSettings(record: unknown): BucketSettings {
  return record === undefined ? {} : readRecord(FORMAT, record)
}
