// SSE-C keys in IndexedDB, one record each. Without its key an object can't be read: every write is durable and read back.
import { get, promisifyRequest, update, values, type UseStore } from 'idb-keyval'
import { AppError, type AppErrorReason } from '../../domain/app-error'
import type { KeyStore } from '../../domain/ports'
import type { SseKey } from '../../domain/sse-key'
import { KEY } from './formats'
import { openStore, toStorageError } from './open-store'
import { isSameRecord, readRecord, toRecord, tryReadRecord } from './records'
import { findWebStorage, readItem, writeMark, type WebStorage } from './web-storage'

const NAME = 'lockgate-keys'
/** In localStorage while there are keys: when it is there and they are not, the browser deleted them. */
const HAD_KEYS = 'lockgate-had-keys'

/** Keys of another database, of another Lockgate on this host; those that cannot be read are left out. */
export async function readKeys(databaseName: string): Promise<readonly SseKey[]> {
  const records = await values<unknown>(openStore(databaseName))
  return records.flatMap((record) => tryReadRecord(KEY, record) ?? [])
}

/** What tabs tell each other; older versions say and understand `changed` alone. */
type Told = 'changed' | { readonly removedId: string }

export class IdbKeyStore implements KeyStore {
  readonly #store: UseStore
  readonly #marks: WebStorage | undefined
  readonly #channel: BroadcastChannel
  readonly #hadKeys: string
  readonly #beforeKeeping: () => void
  readonly #listeners = new Set<(removedId?: string) => void>()

  /**
   * @param marks where it is noted that there were keys; localStorage, or undefined for nowhere.
   * @param beforeKeeping called before a key is added; not waited for.
   */
  constructor(
    marks = findWebStorage('localStorage'),
    databaseName = NAME,
    beforeKeeping: () => void = () => undefined
  ) {
    this.#store = openStore(databaseName, 'strict', () => this.#callListeners())
    this.#marks = marks
    this.#beforeKeeping = beforeKeeping
    this.#hadKeys = databaseName.replace(NAME, HAD_KEYS)
    this.#channel = new BroadcastChannel(databaseName)
    this.#channel.onmessage = ({ data }: MessageEvent<Told>) => this.#callListeners(removedIdOf(data))
  }

  /** Keys that this Lockgate can read; {@link countUnreadable} tells of others. */
  async list(): Promise<readonly SseKey[]> {
    const records = await values<unknown>(this.#store)
    if (records.length > 0) writeMark(this.#marks, this.#hadKeys, 'yes')
    return records.flatMap((record) => tryReadRecord(KEY, record) ?? [])
  }

  /** How many keys are stored that cannot be read: of a newer Lockgate, or damaged. They are kept as they are. */
  async countUnreadable(): Promise<number> {
    const records = await values<unknown>(this.#store)
    return records.filter((record) => tryReadRecord(KEY, record) === undefined).length
  }

  /** Rejects when it is there and cannot be read. */
  async get(id: string): Promise<SseKey | undefined> {
    const record = await get<unknown>(id, this.#store)
    return record === undefined ? undefined : readRecord(KEY, record)
  }

  async add(key: SseKey): Promise<void> {
    this.#beforeKeeping()
    await this.#store('readwrite', (store) => {
      store.add(toRecord(KEY, key), key.id)
      return promisifyRequest(store.transaction)
    }).catch((error: unknown) => {
      throw toStorageError(error).details.code === 'ConstraintError' ? failure('key-exists') : error
    })
    if (!isSameRecord(key, await this.get(key.id))) throw failure('read-back-differs')
    writeMark(this.#marks, this.#hadKeys, 'yes')
    this.#tell()
  }

  async update(id: string, change: (key: SseKey) => SseKey): Promise<SseKey> {
    let changed: SseKey | undefined
    await update<unknown>(
      id,
      (record) => {
        if (record === undefined) throw failure('key-not-stored')
        const key = readRecord(KEY, record)
        changed = change(key)
        if (!isSameRecord(identityOf(key), identityOf(changed))) throw failure('key-would-change')
        return toRecord(KEY, changed)
      },
      this.#store
    )
    // Another tab may have changed the rest since: the bytes are what must be there.
    const readBack = await this.get(id)
    if (changed === undefined || readBack === undefined || !isSameRecord(identityOf(changed), identityOf(readBack)))
      throw failure('read-back-differs')
    this.#tell()
    return changed
  }

  async remove(id: string): Promise<void> {
    const left = await this.#store('readwrite', async (store) => {
      store.delete(id)
      const counting = store.count()
      await promisifyRequest(store.transaction)
      return counting.result
    })
    if (left === 0) writeMark(this.#marks, this.#hadKeys, undefined)
    this.#tell({ removedId: id })
  }

  onChange(listener: (removedId?: string) => void): () => void {
    // A function of its own for each call, so that one listener given twice is two.
    const call = (removedId?: string): void => listener(removedId)
    this.#listeners.add(call)
    return () => void this.#listeners.delete(call)
  }

  /** True when there were keys, no one removed them, and there are none: cleared site data, or the browser's own cleaning. */
  async wereKeysLost(): Promise<boolean> {
    if (readItem(this.#marks, this.#hadKeys) === undefined) return false
    const count = await this.#store('readonly', (store) => promisifyRequest(store.count()))
    return count === 0
  }

  /** Stops hearing of other tabs. */
  close(): void {
    this.#channel.close()
  }

  #tell(told: Told = 'changed'): void {
    this.#channel.postMessage(told)
    this.#callListeners(removedIdOf(told))
  }

  #callListeners(removedId?: string): void {
    for (const listener of this.#listeners) listener(removedId)
  }
}

function removedIdOf(told: Told): string | undefined {
  return typeof told === 'object' ? told.removedId : undefined
}

function identityOf(key: SseKey): Pick<SseKey, 'id' | 'bytes' | 'md5Base64'> {
  return { id: key.id, bytes: key.bytes, md5Base64: key.md5Base64 }
}

function failure(reason: AppErrorReason): AppError {
  return new AppError('browser-storage-failed', { reason })
}
