// Which databases this Lockgate uses. Two of them on one host, at two paths, share an origin and with it every database.
import { entries, get, promisifyRequest, update } from 'idb-keyval'
import { AppError } from '../../domain/app-error'
import type { KeysElsewhere } from '../../domain/ports'
import { ACCOUNT, BUCKET_SETTINGS } from './formats'
import { readKeys } from './idb-key-store'
import { openStore, STORE_NAME, toStorageError } from './open-store'
import { SHARED_NAME } from './record-store'
import { isSameRecord } from './records'

const CLAIMS = 'lockgate-paths'
const PLAIN = 'plain names'
const KEYS = 'lockgate-keys'
/** What a user would miss; journals stay with the path that has the plain names, and so do its promises. */
const COPIED = [KEYS, 'lockgate-profiles', 'lockgate-bucket-settings', 'lockgate-accounts', SHARED_NAME] as const
const COPIED_KINDS: readonly unknown[] = [BUCKET_SETTINGS.what, ACCOUNT.what]

/** Who has the databases of the plain names, which earlier versions used at every path. */
interface Claim {
  readonly version: 1
  readonly path: string
  /** There were records of an earlier version then: every path of this host may have used them. */
  readonly hadRecords: boolean
}

/**
 * The first path that starts has the plain names, and what is there stays where it is; every other path has databases of its own,
 * which begin as copies of what earlier versions left to all of them.
 * @param pathname of the page.
 * @returns what follows a database's plain name: nothing, or a blank and the path. Rejects when a copy could not be made: without
 * it keys would seem to be gone.
 */
export async function databaseSuffix(pathname: string): Promise<string> {
  const path = pathname.slice(0, pathname.lastIndexOf('/') + 1)
  const own = ` ${path}`
  let claim: Claim | undefined
  try {
    claim = (await get<Claim>(PLAIN, openStore(CLAIMS))) ?? (await claimPlainNames(path, KEYS + own))
  } catch {
    return (await exists(KEYS + own).catch(() => false)) ? own : ''
  }
  if (claim?.path === path) return ''
  if (claim?.hadRecords === true) for (const name of COPIED) await copyOnce(name, name + own)
  return own
}

/** @returns undefined for a path that has databases of its own: the claims were deleted, and the plain ones are another's. */
async function claimPlainNames(path: string, ownKeys: string): Promise<Claim | undefined> {
  if (await exists(ownKeys)) return undefined
  const hadRecords = await hasRecords()
  let claim: Claim | undefined
  const write = (known: Claim | undefined): Claim => (claim = known ?? { version: 1, path, hadRecords })
  await update<Claim>(PLAIN, write, openStore(CLAIMS))
  return claim
}

/**
 * What other paths of this host store: the page may have moved, and its keys must not seem to be gone.
 * @param suffix this path's own.
 */
export async function findKeysElsewhere(suffix: string): Promise<readonly KeysElsewhere[]> {
  const listed = (await (indexedDB as Partial<IDBFactory>).databases?.()) ?? []
  const own = KEYS + suffix
  const names = new Set([KEYS, ...listed.map(({ name = '' }) => name).filter((name) => name.startsWith(`${KEYS} `))])
  const claim = await get<Claim>(PLAIN, openStore(CLAIMS)).catch(() => undefined)
  const found = await Promise.all(
    [...names].map(async (name): Promise<KeysElsewhere> => {
      const path = name === KEYS ? (claim?.path ?? '/') : name.slice(KEYS.length + 1)
      const keys = name !== own && (await exists(name)) ? await readKeys(name) : []
      return { path, keys }
    })
  )
  return found.filter(({ keys }) => keys.length > 0)
}

async function hasRecords(): Promise<boolean> {
  for (const name of COPIED) if ((await exists(name)) && (await entries(openStore(name))).length > 0) return true
  return false
}

/** Whole or not at all: the records are written as the database comes into being. */
async function copyOnce(from: string, to: string): Promise<void> {
  if (!(await exists(from)) || (await exists(to))) return
  const isCopied = (key: IDBValidKey): boolean =>
    from !== SHARED_NAME || COPIED_KINDS.includes((key as IDBValidKey[])[0])
  const records = (await entries<IDBValidKey, object>(openStore(from))).filter(([key]) => isCopied(key))
  try {
    const request = indexedDB.open(to, 1)
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE_NAME)
      for (const [key, record] of records) store.put(record, key)
    }
    ;(await promisifyRequest(request)).close()
  } catch (error) {
    throw toStorageError(error)
  }
  const copied = await entries<IDBValidKey, object>(openStore(to))
  const isSame = ([key, record]: [IDBValidKey, object]): boolean =>
    copied.some(([other, copy]) => indexedDB.cmp(key, other) === 0 && isSameRecord(record, copy))
  if (!records.every(isSame)) throw new AppError('browser-storage-failed', { reason: 'read-back-differs' })
}

/** Creates nothing. */
function exists(name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name)
    let isNew = false
    request.onupgradeneeded = () => {
      isNew = true
      request.transaction?.abort()
    }
    request.onsuccess = () => {
      request.result.close()
      resolve(true)
    }
    request.onerror = (event) => {
      event.preventDefault()
      if (isNew) resolve(false)
      else reject(toStorageError(request.error))
    }
  })
}
