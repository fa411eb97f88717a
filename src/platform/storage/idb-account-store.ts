// Which user the gateway named for which credentials, in IndexedDB by the credentials' id. Holds no credentials.
import { set, values, type UseStore } from 'idb-keyval'
import type { AccountStore, KnownUser } from '../../domain/ports'
import { openStore } from './open-store'
import { toRecord, tryReadRecord, type RecordFormat } from './records'

const FORMAT: RecordFormat<KnownUser> = {
  what: 'account',
  upgrades: [],
  isWhole: ({ endpoint, credentialsId, userId }) =>
    [endpoint, credentialsId, userId].every((text) => typeof text === 'string')
}

export class IdbAccountStore implements AccountStore {
  readonly #store: UseStore

  constructor(databaseName = 'lockgate-accounts') {
    this.#store = openStore(databaseName)
  }

  async list(): Promise<readonly KnownUser[]> {
    const records = await values<unknown>(this.#store)
    return records.flatMap((record) => tryReadRecord(FORMAT, record) ?? [])
  }

  async put(known: KnownUser): Promise<void> {
    await set(known.credentialsId, toRecord(FORMAT, known), this.#store)
  }
}
