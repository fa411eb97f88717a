// Pending ACLs in IndexedDB, by id, and who is at work on which.
import type { PendingAcl, PendingAclJournal } from '../../domain/pending-acl'
import { PENDING_ACL } from './formats'
import { holdLock } from './hold-lock'
import { RecordList, type RecordDatabase } from './record-store'

export class IdbPendingAclJournal extends RecordList<PendingAcl> implements PendingAclJournal {
  constructor(database: RecordDatabase) {
    super(database, PENDING_ACL, ({ id }) => id)
  }

  hold<T>(id: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    const beganAtMs = async () => (await this.list()).find((pending) => pending.id === id)?.beganAtMs
    return holdLock(`lockgate-owed-acl ${id}`, beganAtMs, 'wait', work)
  }
}
