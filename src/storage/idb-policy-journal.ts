// Changes of bucket policies that are not settled, in IndexedDB, and who is at work on which.
import { del, get, set, values, type UseStore } from 'idb-keyval'
import type { PolicyEntry, PolicyJournal, PolicyPlace } from '../domain/ports'
import { holdLock } from './hold-lock'
import { openStore } from './open-store'
import { readRecord, toRecord, tryReadRecord, type RecordFormat } from './records'

const FORMAT: RecordFormat<PolicyEntry> = {
  what: 'policy journal entry',
  upgrades: [],
  isWhole: (entry) =>
    typeof entry.bucket === 'string' && typeof entry.probePrefix === 'string' && Array.isArray(entry.writtenJson)
}

export class IdbPolicyJournal implements PolicyJournal {
  readonly #store: UseStore

  constructor(databaseName = 'lockgate-policy-journal') {
    this.#store = openStore(databaseName)
  }

  /** Entries of a newer Lockgate are left out and left alone. */
  async list(): Promise<readonly PolicyEntry[]> {
    const records = await values<unknown>(this.#store)
    return records.flatMap((record) => tryReadRecord(FORMAT, record) ?? [])
  }

  async entryOf(place: PolicyPlace): Promise<PolicyEntry | undefined> {
    const record = await get<unknown>(keyOf(place), this.#store)
    return record === undefined ? undefined : readRecord(FORMAT, record)
  }

  async put(entry: PolicyEntry): Promise<void> {
    await set(keyOf(entry), toRecord(FORMAT, entry), this.#store)
  }

  async remove(place: PolicyPlace): Promise<void> {
    await del(keyOf(place), this.#store)
  }

  hold<T>(place: PolicyPlace, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    const beganAtMs = async () => (await this.entryOf(place))?.startedAtMs
    return holdLock(`lockgate-policy ${JSON.stringify([place.endpoint, place.bucket])}`, beganAtMs, 'leave', work)
  }
}

function keyOf({ endpoint, bucket, profileId = '' }: PolicyPlace): string[] {
  return [endpoint, bucket, profileId]
}
