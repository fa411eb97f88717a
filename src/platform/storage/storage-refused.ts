// Whether this browser refuses IndexedDB as such, from the start: some private windows and site settings do.
import { promisifyRequest } from 'idb-keyval'
import { openStore } from './open-store'

/** True when none of these databases can be opened and read. One that cannot is damaged, and is told where it is needed. */
export async function isStorageRefused(databaseNames: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(
    databaseNames.map(async (name) => {
      try {
        await openStore(name)('readonly', (store) => promisifyRequest(store.count()))
        return true
      } catch {
        return false
      }
    })
  )
  return !answers.includes(true)
}
