// Changes of bucket policies that are not settled, in IndexedDB, and who is at work on which.
import { del, promisifyRequest, set, values, type UseStore } from 'idb-keyval'
import { ownershipOf, type AccountId, type Owned } from '../../domain/account'
import type { PolicyEntry, PolicyJournal, PolicyPlace } from '../../domain/ports'
import { holdLock } from './hold-lock'
import { openStore } from './open-store'
import { readRecord, toRecord, tryReadRecord, type RecordFormat } from './records'

const FORMAT: RecordFormat<PolicyEntry> = {
  what: 'policy-journal-entry',
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
    const { endpoint } = place.account
    // Arrays sort behind texts: every key that begins so.
    const range = IDBKeyRange.bound([endpoint, place.bucket], [endpoint, place.bucket, []])
    const [keys, records] = await this.#store('readonly', (store) =>
      Promise.all([promisifyRequest(store.getAllKeys(range)), promisifyRequest<unknown[]>(store.getAll(range))])
    )
    const whose = keys.map((key) => ownershipOf(place.account, ownerOf(key as EntryKey)))
    const at = whose.includes('own') ? whose.indexOf('own') : whose.indexOf('perhaps')
    return at < 0 ? undefined : readRecord(FORMAT, records[at])
  }

  async put(entry: PolicyEntry): Promise<void> {
    await set(keyOf(entry), toRecord(FORMAT, entry), this.#store)
  }

  async remove(entry: PolicyEntry): Promise<void> {
    await del(keyOf(entry), this.#store)
  }

  hold<T>(place: PolicyPlace, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    const beganAtMs = async () => (await this.entryOf(place))?.startedAtMs
    return holdLock(
      `lockgate-policy ${JSON.stringify([place.account.endpoint, place.bucket])}`,
      beganAtMs,
      'leave',
      work
    )
  }
}

type EntryKey = [endpoint: string, bucket: string, accountOrProfileId: string]

function keyOf({ endpoint, bucket, accountId, profileId = '' }: PolicyEntry): EntryKey {
  return [endpoint, bucket, accountId ?? profileId]
}

/** The key tells it also of a record that cannot be read. Only ids of accounts hold a space. */
function ownerOf([endpoint, , id]: EntryKey): Owned {
  return id.includes(' ')
    ? { endpoint, accountId: id as AccountId }
    : { endpoint, profileId: id === '' ? undefined : id }
}
