// Multipart uploads that were begun, in IndexedDB, so that a person knows them for their own after a crash.
import { del, set, values, type UseStore } from 'idb-keyval'
import type { JournalEntry, TransferJournal } from '../../domain/ports'
import { openStore } from './open-store'
import { toRecord, tryReadRecord, type RecordFormat } from './records'

const FORMAT: RecordFormat<JournalEntry> = {
  what: 'transfer-journal-entry',
  upgrades: [],
  isWhole: (entry) =>
    typeof entry.id === 'string' && typeof entry.uploadId === 'string' && typeof entry.partSizeBytes === 'number'
}

export class IdbTransferJournal implements TransferJournal {
  readonly #store: UseStore

  constructor(databaseName = 'lockgate-journal') {
    this.#store = openStore(databaseName)
  }

  /** Oldest first; entries of a newer Lockgate are left out and left alone. */
  async list(): Promise<readonly JournalEntry[]> {
    const records = await values<unknown>(this.#store)
    return records
      .flatMap((record) => tryReadRecord(FORMAT, record) ?? [])
      .sort((a, b) => a.startedAtMs - b.startedAtMs)
  }

  async put(entry: JournalEntry): Promise<void> {
    await set(entry.id, toRecord(FORMAT, entry), this.#store)
  }

  async remove(id: string): Promise<void> {
    await del(id, this.#store)
  }
}
