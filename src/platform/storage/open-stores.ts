// Every store of this browser under the names of this page's path. Where the browser refuses IndexedDB, this tab's memory holds what
// nothing works without.
import type { Account } from '../../domain/account'
import type { CheckedConnection } from '../../domain/profile-store'
import type { JournalEntry } from '../../domain/transfer-journal'
import { databaseSuffix, findKeysElsewhere } from './database-names'
import { ACCOUNT, BATCH_ENTRY, CHECKED_CONNECTION, DOWNLOAD_ENTRY, JOURNAL_ENTRY } from './formats'
import { IdbBucketSettingsStore } from './idb-bucket-settings-store'
import { IdbEncryptionObservationStore } from './idb-encryption-observation-store'
import { IdbKeyStore } from './idb-key-store'
import { IdbPendingAclJournal } from './idb-pending-acl-journal'
import { IdbPendingCopyJournal } from './idb-pending-copy-journal'
import { IdbPolicyJournal } from './idb-policy-journal'
import { IdbProfileStore } from './idb-profile-store'
import { IdbSyncMemory } from './idb-sync-memory'
import { MemoryBucketSettingsStore, MemoryKeyStore, MemoryList, MemoryProfileStore } from './memory-stores'
import { RecordDatabase, RecordList } from './record-store'
import { isStorageRefused } from './storage-refused'
import { WebBookmarkStore } from './web-bookmark-store'
import { WebChoiceStore } from './web-choice-store'

interface Needs {
  /** Called when a key or a profile is about to be stored. */
  readonly beforeKeeping: () => void
  /** The accounts of an endpoint that this browser has profiles for. */
  readonly accountsAt: (endpoint: string) => readonly Account[]
}

/** @param pathname of the page: another Lockgate on this host has stores of its own */
export async function openStores(pathname: string, { beforeKeeping, accountsAt }: Needs) {
  const suffix = await databaseSuffix(pathname)
  const keysName = `lockgate-keys${suffix}`
  const profilesName = `lockgate-profiles${suffix}`
  const isRefused = await isStorageRefused([keysName, profilesName])
  const database = new RecordDatabase(suffix)
  const idbKeys = new IdbKeyStore(undefined, keysName, beforeKeeping)
  return {
    /** Of the names of this page's stores. */
    suffix,
    /** True: what is stored in memory is gone with this tab. */
    isRefused,
    database,
    keys: isRefused ? new MemoryKeyStore() : idbKeys,
    wereKeysLost: () => idbKeys.wereKeysLost(),
    countUnreadableKeys: () => idbKeys.countUnreadable(),
    findKeysElsewhere: () => findKeysElsewhere(suffix),
    profiles: isRefused
      ? new MemoryProfileStore()
      : new IdbProfileStore(undefined, undefined, profilesName, beforeKeeping),
    accounts: new RecordList(database, ACCOUNT, ({ credentialsId }) => credentialsId),
    checkedConnections: isRefused
      ? new MemoryList<CheckedConnection>()
      : new RecordList(database, CHECKED_CONNECTION, ({ id }) => id),
    bucketSettings: isRefused ? new MemoryBucketSettingsStore() : new IdbBucketSettingsStore(database, accountsAt),
    observations: new IdbEncryptionObservationStore(database),
    bookmarks: new WebBookmarkStore(),
    language: new WebChoiceStore(`lockgate-language${suffix}`),
    codeTool: new WebChoiceStore(`lockgate-code-tool${suffix}`),
    uploads: isRefused ? new MemoryList<JournalEntry>() : new RecordList(database, JOURNAL_ENTRY, ({ id }) => id),
    downloads: new RecordList(database, DOWNLOAD_ENTRY, ({ id }) => id),
    batches: new RecordList(database, BATCH_ENTRY, ({ id }) => id),
    policies: new IdbPolicyJournal(database),
    pendingAcls: new IdbPendingAclJournal(database),
    pendingCopies: new IdbPendingCopyJournal(database),
    syncs: new IdbSyncMemory(database)
  }
}
