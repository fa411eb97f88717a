// Changes of bucket policies that are not settled, in IndexedDB, and who is at work on which.
import { ownershipOf, type AccountId, type Owned } from '../../domain/account'
import type { PolicyEntry, PolicyJournal, PolicyPlace } from '../../domain/policy-journal'
import { POLICY_ENTRY } from './formats'
import { holdLock } from './hold-lock'
import { RecordStore, type RecordDatabase } from './record-store'
import { readRecord } from './records'

export class IdbPolicyJournal extends RecordStore<PolicyEntry, EntryKey> implements PolicyJournal {
  constructor(database: RecordDatabase) {
    super(database, POLICY_ENTRY)
  }

  async entryOf({ account, bucket }: PolicyPlace): Promise<PolicyEntry | undefined> {
    const entries = (await this.entries()).filter(({ key }) => key[1] === bucket)
    const whose = entries.map(({ key }) => ownershipOf(account, ownerOf(key)))
    const at = whose.includes('own') ? whose.indexOf('own') : whose.indexOf('perhaps')
    return at < 0 ? undefined : readRecord(POLICY_ENTRY, entries[at]?.record)
  }

  put(entry: PolicyEntry): Promise<void> {
    return this.set(keyOf(entry), entry)
  }

  remove(entry: PolicyEntry): Promise<void> {
    return this.delete([keyOf(entry)])
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
