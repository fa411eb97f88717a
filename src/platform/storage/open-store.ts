// One IndexedDB database with one object store, for idb-keyval's operations: durable, reopened when the browser drops it, errors translated.
import { promisifyRequest, type UseStore } from 'idb-keyval'
import { AppError } from '../../domain/app-error'

export type Durability = 'strict' | 'relaxed'

/** The one object store of every database. */
export const STORE_NAME = 'records'

/**
 * Like idb-keyval's createStore, with three differences: writes reach the disk before they resolve (`strict`, where the
 * browser can; `relaxed` for what may be lost in a power cut), a connection that the browser closed is opened again once,
 * and every rejection is an AppError: `browser-storage-full` or `browser-storage-failed`.
 * @param onClosed the browser closed an open database: site data was cleared, or another page deletes it.
 */
export function openStore(
  databaseName: string,
  durability: Durability = 'strict',
  onClosed: () => void = () => undefined
): UseStore {
  let opening: Promise<IDBDatabase> | undefined
  const forget = (): void => {
    opening = undefined
  }

  return async (mode, callback) => {
    let hasStarted = false
    let cause: unknown
    const run = async () => {
      opening ??= connect(databaseName, forget, onClosed)
      const database = await opening
      const transaction = database.transaction(STORE_NAME, mode, { durability })
      hasStarted = true
      // A request's error reaches its transaction while that has none of its own yet, and idb-keyval then rejects with null.
      transaction.addEventListener('error', (event) => {
        cause = (event.target as IDBRequest).error
      })
      return callback(transaction.objectStore(STORE_NAME))
    }
    try {
      return await run().catch((error: unknown) => {
        // Before the transaction began nothing can have been written: site data was cleared, or Safari dropped the connection.
        if (hasStarted) throw error
        forget()
        return run()
      })
    } catch (error) {
      throw toStorageError(error ?? cause)
    }
  }
}

/** Anything that browser storage throws, as an AppError; an AppError stays what it is. */
export function toStorageError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { name = 'Error', message = '' } = (error ?? {}) as Partial<Error>
  const isFull = name === 'QuotaExceededError' || /full disk|quota/i.test(message)
  return new AppError(isFull ? 'browser-storage-full' : 'browser-storage-failed', { code: name }, { cause: error })
}

async function connect(databaseName: string, onGone: () => void, onClosed: () => void): Promise<IDBDatabase> {
  try {
    const request = indexedDB.open(databaseName, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE_NAME)
    const database = await promisifyRequest(request)
    database.onclose = () => {
      onGone()
      onClosed()
    }
    // Another tab deletes the database: holding on would only block it.
    database.onversionchange = () => {
      database.close()
      onGone()
      onClosed()
    }
    return database
  } catch (error) {
    onGone()
    throw error
  }
}
