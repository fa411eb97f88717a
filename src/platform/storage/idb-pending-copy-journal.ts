// Temporary copies of encryptions in place in IndexedDB, by id, and who is at work on which.
import type { PendingCopy, PendingCopyJournal } from '../../domain/pending-copy'
import { PENDING_COPY } from './formats'
import { holdLock } from './hold-lock'
import { RecordList, type RecordDatabase } from './record-store'

export class IdbPendingCopyJournal extends RecordList<PendingCopy> implements PendingCopyJournal {
  constructor(database: RecordDatabase) {
    super(database, PENDING_COPY, ({ id }) => id)
  }

  hold<T>(id: string, work: (isAlone: boolean) => Promise<T>): Promise<{ readonly done: T } | undefined> {
    const beganAtMs = async () => (await this.list()).find((pending) => pending.id === id)?.beganAtMs
    return holdLock(`lockgate-pending-copy ${id}`, beganAtMs, 'leave', work)
  }
}
