// What each kind of stored record must hold, whole: the compiler checks that a schema names every field of its type. A field that some
// earlier version did not write yet may be absent.
import * as v from 'valibot'
import type { AccountId } from '../../domain/account'
import { CANNED_ACLS, type Acl, type Grant, type Grantee } from '../../domain/acl'
import { DOWNLOAD_WAYS, type BatchEntry } from '../../domain/batch-journal'
import { CLASH_DECISIONS } from '../../domain/clash-decision'
import { SORT_COLUMNS, type Bookmark, type Bookmarks, type BucketView, type SortOrder } from '../../domain/bookmark'
import type { DownloadEntry } from '../../domain/download-journal'
import type { EncryptionObservation } from '../../domain/encryption-observation'
import { ENCRYPTION_UPLOAD_KINDS, type EncryptionTest } from '../../domain/encryption-test'
import type { ObjectEntry } from '../../domain/object-entry'
import type { PendingAcl } from '../../domain/pending-acl'
import type { PendingCopy } from '../../domain/pending-copy'
import type { BucketSettings, EncryptionRule } from '../../domain/ports'
import type { PolicyEntry } from '../../domain/policy-journal'
import type { CheckedConnection, KnownUser } from '../../domain/profile-store'
import type { JournalEntry, JournalledFile } from '../../domain/transfer-journal'
import type { Profile } from '../../domain/profile'
import type { SseKey } from '../../domain/sse-key'
import type { Selection } from '../../domain/selection'
import type { SyncedFile, SyncMemory } from '../../domain/sync'
import type { UploadHeaders } from '../../domain/upload-headers'
import type { RecordFormat } from './records'

/** A file or folder of the user's disk that uploads were read from. */
export interface KeptSource {
  readonly id: string
  readonly handle: FileSystemHandle
  readonly keptAtMs: number
}

export type StoredObservation = Exclude<EncryptionObservation, { state: 'unknown' }>

const text = v.string()
/** Any: a gateway's date may be none. */
const number = v.custom<number>((value) => typeof value === 'number')
const optionalText = v.optional(text)
const optionalNumber = v.optional(number)
const accountId = v.custom<AccountId>((value) => typeof value === 'string')
/** An earlier version also stored folders without their slash, and `withFolders` adds it. */
const prefix = v.custom<Bookmark['prefix']>((value) => typeof value === 'string')
const bytes = v.custom<SseKey['bytes']>((value) => value instanceof Uint8Array && value.length === 32)
const result = v.picklist(['refused', 'clear', 'encrypted'])

const findings = whole<EncryptionTest>(v.entriesFromList(ENCRYPTION_UPLOAD_KINDS, result))
const rule = whole<EncryptionRule>({
  by: v.picklist(['gateway', 'lockgate']),
  provenAtMs: number,
  findings: v.optional(findings),
  policyJson: optionalText
})

const grantee: v.GenericSchema<Grantee> = v.variant('type', [
  v.object({ type: v.literal('user'), id: text, displayName: optionalText }),
  v.object({ type: v.literal('email'), email: text }),
  v.object({ type: v.picklist(['everyone', 'authenticated']) }),
  v.object({ type: v.literal('group'), uri: text })
])
const permission = v.picklist(['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'])
const acl = whole<Acl>({
  owner: whole<Acl['owner']>({ id: text, displayName: optionalText }),
  grants: v.array(whole<Grant>({ grantee, permission }))
})

/** Not v.record, which leaves out what is named `constructor`. */
const texts = v.custom<Readonly<Record<string, string>>>(
  (value) => typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string')
)
const uploadHeaders = whole<UploadHeaders>({
  ...v.entriesFromList(['cacheControl', 'contentDisposition', 'storageClass'], optionalText),
  ...v.entriesFromList(['metadata', 'tags'], v.optional(texts))
})

const bookmarks = v.array(whole<Bookmark>({ bucket: text, prefix }))
const owned = { endpoint: text, accountId: v.optional(accountId), profileId: optionalText }

export const KEY = format<SseKey>('key', {
  ...v.entriesFromList(['id', 'name', 'md5Base64'], text),
  bytes,
  form: v.picklist(['keystring', 'binary']),
  origin: v.picklist(['made', 'imported']),
  createdAtMs: number,
  savedAtMs: optionalNumber,
  endpoints: v.array(text),
  lastUsedAtMs: optionalNumber
})

export const PROFILE = format<Profile>('profile', {
  ...v.entriesFromList(['id', 'name', 'endpoint', 'region', 'accessKey', 'secretKey'], text),
  // Version 0.2 keeps them unread, and signs without.
  sessionToken: optionalText,
  sessionExpiresAtMs: optionalNumber,
  pathStyle: v.boolean(),
  isRemembered: v.boolean(),
  createdAtMs: number
})

const order = whole<SortOrder>({ column: v.picklist(SORT_COLUMNS), isDescending: v.boolean() })

export const BOOKMARKS = format<Bookmarks>('bookmarks', {
  pinned: bookmarks,
  recent: bookmarks,
  added: v.optional(v.array(text)),
  views: v.optional(v.array(whole<BucketView>({ bucket: text, order: v.optional(order), isFlat: v.boolean() })))
})

export const ACCOUNT = format<KnownUser>('account', { endpoint: text, credentialsId: accountId, userId: text })

export const CHECKED_CONNECTION = format<CheckedConnection>('checked-connection', {
  id: text,
  checkedAtMs: optionalNumber,
  isGood: v.optional(v.boolean())
})

export const BUCKET_SETTINGS = format<BucketSettings>('bucket-settings', {
  defaultKeyId: optionalText,
  encryption: v.optional(rule)
})

export const OBSERVATION: RecordFormat<StoredObservation> = {
  what: 'observation',
  upgrades: [],
  schema: v.variant('state', [
    v.object({ state: v.literal('encrypted'), keyId: text, seenAtMs: number }),
    v.object({ state: v.picklist(['encrypted-unknown', 'clear']), seenAtMs: number })
  ])
}

export const PENDING_ACL = format<PendingAcl>('pending-acl', {
  ...owned,
  ...v.entriesFromList(['id', 'bucket', 'key', 'etag'], text),
  ...v.entriesFromList(['sizeBytes', 'modifiedAtMs', 'formerModifiedAtMs', 'aclSentAtMs'], optionalNumber),
  versionId: optionalText,
  ...v.entriesFromList(['isChangedSince', 'isAclRestored'], v.optional(v.boolean())),
  acl,
  tags: v.optional(texts),
  beganAtMs: number
})

export const PENDING_COPY = format<PendingCopy>('pending-copy', {
  ...owned,
  ...v.entriesFromList(['id', 'bucket', 'key', 'temporaryKey', 'etag'], text),
  ...v.entriesFromList(['formerKeyId', 'sseKeyId', 'copyEtag', 'replacedEtag', 'uploadId'], optionalText),
  sentAtMs: optionalNumber,
  isProven: v.optional(v.boolean()),
  ...v.entriesFromList(['sizeBytes', 'beganAtMs'], number)
})

export const POLICY_ENTRY = format<PolicyEntry>('policy-journal-entry', {
  ...owned,
  bucket: text,
  formerJson: optionalText,
  writtenJson: v.array(text),
  probePrefix: text,
  startedAtMs: number
})

export const JOURNAL_ENTRY = format<JournalEntry>('transfer-journal-entry', {
  ...owned,
  ...v.entriesFromList(['id', 'bucket', 'key'], text),
  ...v.entriesFromList(['sizeBytes', 'partSizeBytes', 'startedAtMs'], number),
  ...v.entriesFromList(['uploadId', 'sseKeyId', 'contentType', 'replacesEtag', 'tabId', 'sourceId'], optionalText),
  ...v.entriesFromList(['ifAbsent', 'keepsBoth', 'areEtagsSeen'], v.optional(v.boolean())),
  acl: v.optional(v.picklist(['bucket-owner-full-control', ...CANNED_ACLS])),
  headers: v.optional(uploadHeaders),
  file: v.optional(whole<JournalledFile>({ path: text, lastModifiedMs: number })),
  sentMd5s: v.optional(v.map(number, text)),
  savedAtMs: optionalNumber
})

export const UPLOAD_SOURCE = format<KeptSource>('upload-source', {
  id: text,
  handle: v.custom<FileSystemHandle>((value) => typeof value === 'object' && value !== null && 'kind' in value),
  keptAtMs: number
})

export const SYNC_MEMORY = format<SyncMemory>('sync-memory', {
  files: v.map(text, whole<SyncedFile>({ sizeBytes: number, modifiedAtMs: number, etag: text })),
  handle: v.optional(v.custom<FileSystemHandle>((value) => typeof value === 'object' && value !== null)),
  savedAtMs: number
})

export const DOWNLOAD_ENTRY = format<DownloadEntry>('download-journal-entry', {
  ...owned,
  ...v.entriesFromList(['id', 'tabId', 'bucket', 'key', 'etag', 'fileName'], text),
  ...v.entriesFromList(['sizeBytes', 'modifiedAtMs', 'startedAtMs'], number),
  versionId: optionalText,
  sseKeyId: optionalText,
  batchId: optionalText
})

export const BATCH_ENTRY = format<BatchEntry>('batch-journal-entry', {
  ...owned,
  ...v.entriesFromList(['id', 'tabId', 'bucket', 'name'], text),
  ...v.entriesFromList(['fileCount', 'sizeBytes', 'overheadBytes', 'startedAtMs', 'firstStartedAtMs'], number),
  prefix,
  way: v.picklist(DOWNLOAD_WAYS),
  selection: v.optional(
    whole<Selection>({
      entries: v.array(
        whole<ObjectEntry>({
          ...v.entriesFromList(['key', 'etag'], text),
          ...v.entriesFromList(['sizeBytes', 'modifiedAtMs'], number),
          ...v.entriesFromList(['versionId'], optionalText)
        })
      ),
      prefixes: v.array(prefix)
    })
  ),
  decision: v.picklist(CLASH_DECISIONS),
  handle: v.optional(v.custom<object>((value) => typeof value === 'object' && value !== null))
})

type FieldsOf<T> = { readonly [K in keyof T]-?: v.GenericSchema<T[K]> }

function whole<T extends object>(fields: FieldsOf<T>): v.GenericSchema<T> {
  return v.object(fields) as unknown as v.GenericSchema<T>
}

/** No kind has been changed yet. */
function format<T extends object>(what: string, fields: FieldsOf<T>): RecordFormat<T> {
  return { what, upgrades: [], schema: whole<T>(fields) }
}
