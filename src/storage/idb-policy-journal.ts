// Changes of bucket policies that are not settled, in IndexedDB, and who is at work on which: the browser's locks die with their page.
import { del, get, set, values, type UseStore } from 'idb-keyval'
import type { PolicyEntry, PolicyJournal } from '../domain/ports'
import { openStore } from './open-store'
import { readRecord, toRecord, tryReadRecord, type RecordFormat } from './records'

const FORMAT: RecordFormat<PolicyEntry> = {
  what: 'policy journal entry',
  upgrades: [],
  isWhole: (entry) =>
    typeof entry.bucket === 'string' && typeof entry.probePrefix === 'string' && Array.isArray(entry.writtenJson)
}

/** Without locks (pages over plain http have none), work that began this lately may be another page's and alive. */
const MAY_BE_ALIVE_MS = 120_000

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

  async entryOf(endpoint: string, bucket: string): Promise<PolicyEntry | undefined> {
    const record = await get<unknown>([endpoint, bucket], this.#store)
    return record === undefined ? undefined : readRecord(FORMAT, record)
  }

  async put(entry: PolicyEntry): Promise<void> {
    await set([entry.endpoint, entry.bucket], toRecord(FORMAT, entry), this.#store)
  }

  async remove(endpoint: string, bucket: string): Promise<void> {
    await del([endpoint, bucket], this.#store)
  }

  async hold<T>(endpoint: string, bucket: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
    if (locks === undefined) {
      const entry = await this.entryOf(endpoint, bucket)
      const mayBeAlive = entry !== undefined && Date.now() - entry.startedAtMs < MAY_BE_ALIVE_MS
      return mayBeAlive ? undefined : { done: await work() }
    }
    const name = `lockgate-policy ${JSON.stringify([endpoint, bucket])}`
    return locks.request(name, { ifAvailable: true }, async (lock) =>
      lock === null ? undefined : { done: await work() }
    )
  }
}
