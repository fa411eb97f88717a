// What was the same in a folder and a prefix, in IndexedDB. A memory that may be lost: without it the user is asked.
import type { SyncMemory, SyncMemoryStore, SyncPair } from '../../domain/sync'
import { SYNC_MEMORY } from './formats'
import { RecordStore, type RecordDatabase } from './record-store'
import { tryReadRecord } from './records'

type PairKey = [accountId: string, bucket: string, prefix: string, folderName: string]

/** Of folders that were synced; past this many the oldest is forgotten. */
const MAX_PAIRS = 50

export class IdbSyncMemory implements SyncMemoryStore {
  readonly #records: RecordStore<SyncMemory, PairKey>

  constructor(database: RecordDatabase) {
    this.#records = new RecordStore(database, SYNC_MEMORY, 'relaxed')
  }

  async get(pair: SyncPair): Promise<SyncMemory | undefined> {
    const found = await this.#records.find(pair.account.ids.map((id) => keyOf(pair, id)))
    return found.map(({ record }) => tryReadRecord(SYNC_MEMORY, record)).find((memory) => memory !== undefined)
  }

  async put(pair: SyncPair, memory: SyncMemory): Promise<void> {
    const key = keyOf(pair, pair.account.id)
    try {
      await this.#records.set(key, memory)
    } catch {
      await this.#records.set(key, { ...memory, handle: undefined }) // some browsers have handles and cannot store them
    }
    if ((await this.#records.count()) > MAX_PAIRS) await this.#forgetOldest()
  }

  async #forgetOldest(): Promise<void> {
    const dated = (await this.#records.entries()).map(({ key, record }) => ({
      key,
      savedAtMs: tryReadRecord(SYNC_MEMORY, record)?.savedAtMs ?? 0
    }))
    dated.sort((one, other) => one.savedAtMs - other.savedAtMs)
    await this.#records.delete(dated.slice(0, dated.length - MAX_PAIRS).map(({ key }) => key))
  }
}

function keyOf({ bucket, prefix, folderName }: SyncPair, accountId: string): PairKey {
  return [accountId, bucket, prefix, folderName]
}
