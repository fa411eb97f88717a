// The two places where records can be: in one database, and in those of former versions.
import { createStore, get, keys, set } from 'idb-keyval'

/** One kind's records as they lie in a database. */
function makeRaw(database: string, keyIn: (key: IDBValidKey) => IDBValidKey) {
  const store = () => createStore(database, 'records')
  return {
    set: (key: IDBValidKey, record: object) => set(keyIn(key), record, store()),
    get: (key: IDBValidKey) => get<unknown>(keyIn(key), store()),
    count: async () => (await keys(store())).length
  }
}

/** As each of its pages does at its start. */
export async function startFormerVersion(): Promise<void> {
  await keys(createStore('lockgate-accounts', 'records'))
}

export function layoutsOf(kind: string, formerDatabase: string) {
  return [
    {
      where: 'in one database',
      prepare: () => Promise.resolve(),
      raw: makeRaw('lockgate', (key) => [kind, key])
    },
    {
      where: 'where a former version has been',
      prepare: startFormerVersion,
      raw: makeRaw(formerDatabase, (key) => key)
    }
  ]
}
