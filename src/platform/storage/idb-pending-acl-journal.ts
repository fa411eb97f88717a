// Pending ACLs in IndexedDB, by id.
import { del, set, values, type UseStore } from 'idb-keyval'
import type { PendingAcl, PendingAclJournal } from '../../domain/pending-acl'
import { holdLock } from './hold-lock'
import { openStore } from './open-store'
import { toRecord, tryReadRecord, type RecordFormat } from './records'

const FORMAT: RecordFormat<PendingAcl> = {
  what: 'pending-acl',
  upgrades: [],
  isWhole: ({ id, bucket, key, etag, acl }) =>
    [id, bucket, key, etag].every((text) => typeof text === 'string') &&
    Array.isArray((acl as PendingAcl['acl']).grants)
}

export class IdbPendingAclJournal implements PendingAclJournal {
  readonly #store: UseStore

  constructor(databaseName = 'lockgate-owed-acls') {
    this.#store = openStore(databaseName)
  }

  /** Entries of a newer Lockgate are left out and left alone. */
  async list(): Promise<readonly PendingAcl[]> {
    const records = await values<unknown>(this.#store)
    return records.flatMap((record) => tryReadRecord(FORMAT, record) ?? [])
  }

  async put(pending: PendingAcl): Promise<void> {
    await set(pending.id, toRecord(FORMAT, pending), this.#store)
  }

  async remove(id: string): Promise<void> {
    await del(id, this.#store)
  }

  hold<T>(id: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    const beganAtMs = async () => (await this.list()).find((pending) => pending.id === id)?.beganAtMs
    return holdLock(`lockgate-owed-acl ${id}`, beganAtMs, 'wait', work)
  }
}
