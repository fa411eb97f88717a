// All that one state of the gallery lets Lockgate see: data that a user might have, which the state changes before Lockgate starts.
import type { Account } from '../../src/domain/account'
import type { AppError } from '../../src/domain/app-error'
import type { Bookmarks } from '../../src/domain/bookmark'
import type { BatchEntry } from '../../src/domain/batch-journal'
import type { DownloadEntry } from '../../src/domain/download-journal'
import type { KeyHolder } from '../../src/domain/key-use'
import type { OfflineCopyState } from '../../src/domain/offline-copy'
import type { PendingAcl } from '../../src/domain/pending-acl'
import type { PendingCopy } from '../../src/domain/pending-copy'
import type { BucketSettings, KeysElsewhere, SiteSettings } from '../../src/domain/ports'
import type { CheckedConnection } from '../../src/domain/profile-store'
import type { JournalEntry } from '../../src/domain/transfer-journal'
import type { Profile } from '../../src/domain/profile'
import { RequestHistory } from '../../src/domain/request-history'
import type { SseKey } from '../../src/domain/sse-key'
import type { LocalFolder, SyncMemory } from '../../src/domain/sync'
import type { Transfer } from '../../src/transfers/transfer'
import { PRIVATE, PUBLIC, type GalleryGateway, type StoredBucket, type StoredObject } from './gateway'

export const ENDPOINT = 'https://rgw.example.edu'
export const NOW_MS = Date.now()
const HOUR_MS = 3_600_000
/** Of the version before the latest one. */
export const FORMER_MS = NOW_MS - 30 * HOUR_MS
const MIB = 1024 * 1024

export interface World {
  profiles: readonly Profile[]
  keys: readonly SseKey[]
  buckets: StoredBucket[]
  /** Called with the gateway before it is used. */
  gateway: (gateway: GalleryGateway) => void
  settings: Readonly<Record<string, BucketSettings>>
  /** How many objects each key was seen to open. */
  seenObjects: number
  keyHolders: readonly KeyHolder[]
  /** Keys that are gone from storage while the page is open. */
  losesKeys: boolean
  keyStoreFails: boolean
  keysElsewhere: readonly KeysElsewhere[]
  journal: readonly JournalEntry[]
  pendingAcls: (account: Account) => readonly PendingAcl[]
  pendingCopies: (account: Account) => readonly PendingCopy[]
  bookmarks: Bookmarks
  site: SiteSettings
  checks: readonly CheckedConnection[]
  isOnline: boolean
  isStorageRefused: boolean
  /** The tool whose code was shown last. */
  codeTool: string | undefined
  readonly requests: RequestHistory
  isInsecurePage: boolean
  isPersisted: boolean
  isPrivateWindow: boolean
  wereKeysLost: boolean
  unreadableKeys: number
  copy: OfflineCopyState & { readonly version: string }
  transfers: (account: Account) => readonly Transfer[]
  leftDownloads: (account: Account) => readonly DownloadEntry[]
  leftBatches: (account: Account) => readonly BatchEntry[]
  /** Why what is paused was paused for its account. */
  refusal: AppError | undefined
  /** What the user picks to sync. */
  syncFolder: LocalFolder | undefined
  /** Of that folder. */
  syncMemory: SyncMemory | undefined
}

export function makeWorld(): World {
  return {
    profiles: [makeProfile('alice')],
    keys: [
      makeKey('field-data 2026', {
        endpoints: [ENDPOINT],
        savedAtMs: NOW_MS - 20 * HOUR_MS,
        lastUsedAtMs: NOW_MS - HOUR_MS
      }),
      makeKey('archive', {
        origin: 'imported',
        form: 'binary',
        savedAtMs: NOW_MS - 90 * HOUR_MS,
        endpoints: [ENDPOINT]
      })
    ],
    buckets: makeBuckets(),
    gateway: () => undefined,
    settings: {},
    seenObjects: 2,
    keyHolders: [],
    losesKeys: false,
    keyStoreFails: false,
    keysElsewhere: [],
    journal: [],
    pendingAcls: () => [],
    pendingCopies: () => [],
    bookmarks: {
      pinned: [{ bucket: 'field-data', prefix: '2026/' }],
      recent: [{ bucket: 'shared-by-bob', prefix: '' }]
    },
    site: { site: {}, problem: undefined },
    checks: [],
    isOnline: true,
    isStorageRefused: false,
    codeTool: undefined,
    requests: new RequestHistory(),
    isInsecurePage: false,
    isPersisted: true,
    isPrivateWindow: false,
    wereKeysLost: false,
    unreadableKeys: 0,
    copy: { version: '0.2.0-5b41c2', keeping: 'kept', sizeBytes: 1_480_000, hasNewVersion: false, isFormer: false },
    transfers: () => [],
    leftDownloads: () => [],
    leftBatches: () => [],
    refusal: undefined,
    syncFolder: undefined,
    syncMemory: undefined
  }
}

export function makeProfile(name: string, more: Partial<Profile> = {}): Profile {
  return {
    id: name,
    name,
    endpoint: ENDPOINT,
    region: 'us-east-1',
    pathStyle: true,
    accessKey: `AKEXAMPLE${name.toUpperCase()}`,
    secretKey: 'example',
    isRemembered: true,
    createdAtMs: NOW_MS - 300 * HOUR_MS,
    ...more
  }
}

export function makeKey(name: string, more: Partial<SseKey> = {}): SseKey {
  return {
    id: name,
    name,
    bytes: new Uint8Array(32).fill(name.length),
    form: 'keystring',
    md5Base64: `${btoa(`${name} of the gallery`).slice(0, 22)}==`,
    origin: 'made',
    createdAtMs: NOW_MS - 100 * HOUR_MS,
    savedAtMs: undefined,
    endpoints: [],
    lastUsedAtMs: undefined,
    ...more
  }
}

let count = 0

export function makeObject(key: string, sizeBytes: number, more: Partial<StoredObject> = {}): StoredObject {
  const etag = (++count * 0x9e3779b1).toString(16).padStart(32, '7a')
  return { key, sizeBytes: Math.round(sizeBytes), modifiedAtMs: NOW_MS - count * 7 * HOUR_MS, etag, ...more }
}

/** What every text of the gallery has as its MD5. */
export const MD5 = '0cc175b9c0f1b6a831c399e269772661'
export const README_TEXT = 'Stations 1 to 40, summer campaign.\nSensors were calibrated on 3 May.\n'

function makeBuckets(): StoredBucket[] {
  return [
    {
      name: 'field-data',
      createdAtMs: NOW_MS - 4000 * HOUR_MS,
      acl: PRIVATE,
      usage: { objectCount: 1204, usedBytes: 38.4 * 1024 * MIB, bucketQuotaBytes: 50 * 1024 * MIB },
      objects: [
        makeObject('2025/summary.csv', 2.4 * MIB),
        makeObject('2026/station-01.nc', 812 * MIB, { sseKeyId: 'field-data 2026' }),
        makeObject('2026/station-02.nc', 790 * MIB, { sseKeyId: 'field-data 2026' }),
        makeObject('README.txt', README_TEXT.length, {
          text: README_TEXT,
          etag: MD5,
          properties: { contentType: 'text/plain', metadata: { campaign: 'summer', owner: 'alice' } },
          tags: { project: 'fjord' }
        }),
        makeObject('map.geojson', 312_004, { acl: PUBLIC, properties: { contentType: 'application/geo+json' } }),
        makeObject('measurements.parquet', 1.2 * 1024 * MIB, {
          sseKeyId: 'field-data 2026',
          properties: { contentType: 'application/octet-stream', storageClass: 'STANDARD' }
        }),
        makeObject('from-bob.tar', 96 * MIB, { sseKeyId: 'a key of somebody else' }),
        makeObject('scan \u202egpj.exe', 4 * MIB),
        makeObject(`${'a-very-long-name-'.repeat(14)}end.txt`, 312)
      ]
    },
    {
      name: 'public-maps',
      createdAtMs: NOW_MS - 2100 * HOUR_MS,
      acl: PUBLIC,
      usage: { objectCount: 40, usedBytes: 3.1 * 1024 * MIB },
      objects: [makeObject('bergen.tif', 71 * MIB, { acl: PUBLIC }), makeObject('oslo.tif', 68 * MIB, { acl: PUBLIC })]
    },
    {
      name: 'versioned',
      createdAtMs: NOW_MS - 900 * HOUR_MS,
      acl: PRIVATE,
      versioning: 'on',
      objects: [makeObject('notes.txt', README_TEXT.length, { versionId: 'v3', etag: MD5, text: README_TEXT })],
      versions: [
        makeVersion('draft.txt', { isLatest: true, isDeleteMarker: true, sizeBytes: 0 }),
        makeVersion('draft.txt', { versionId: 'd1' }),
        makeVersion('notes.txt', { versionId: 'v2', modifiedAtMs: FORMER_MS }),
        makeVersion('notes.txt', { versionId: 'v1', modifiedAtMs: NOW_MS - 60 * HOUR_MS })
      ]
    },
    { name: 'empty-bucket', createdAtMs: NOW_MS - 5 * HOUR_MS, acl: PRIVATE, objects: [] },
    {
      name: 'shared-by-bob',
      isForeign: true,
      acl: { owner: { id: 'bob' }, grants: [{ grantee: { type: 'user', id: 'alice' }, permission: 'FULL_CONTROL' }] },
      objects: [makeObject('results.xlsx', 480_000)]
    }
  ]
}

export function makeVersion(key: string, more: Partial<NonNullable<StoredBucket['versions']>[number]> = {}) {
  const modifiedAtMs = NOW_MS - 3 * HOUR_MS
  const version = { key, versionId: 'x1', isLatest: false, isDeleteMarker: false, sizeBytes: 812, modifiedAtMs }
  return { ...version, etag: MD5, ...more }
}
