// A gateway in memory, with all its ports. A state of the gallery replaces whatever has to fail, wait or say something else.
import type { Account } from '../../src/domain/account'
import type { Acl } from '../../src/domain/acl'
import { AppError, toAppError, type AppErrorDetails, type AppErrorKind } from '../../src/domain/app-error'
import type { BucketUsage, ObjectVersion, UnfinishedUpload, Versioning } from '../../src/domain/bucket'
import type { Observations, Outcome } from '../../src/domain/connection-check'
import type { CorsRule } from '../../src/domain/cors'
import type { FolderPrefix } from '../../src/domain/folder-prefix'
import type { CheckRequest, Gateway } from '../../src/domain/gateway'
import type { ObjectEntry, ObjectProperties } from '../../src/domain/object-entry'
import type { SseKey } from '../../src/domain/sse-key'

export interface StoredObject extends ObjectEntry {
  readonly sseKeyId?: string
  readonly text?: string
  /** Where it isn't text. */
  readonly bytes?: Uint8Array
  readonly acl?: Acl
  readonly properties?: Partial<ObjectProperties>
  readonly tags?: Readonly<Record<string, string>>
}

export interface StoredBucket {
  readonly name: string
  readonly createdAtMs?: number
  readonly usage?: Partial<BucketUsage>
  readonly acl: Acl
  readonly policyJson?: string
  readonly versioning?: Versioning
  readonly corsRules?: readonly CorsRule[]
  readonly objects: readonly StoredObject[]
  readonly versions?: readonly ObjectVersion[]
  readonly uploads?: readonly UnfinishedUpload[]
  /** Another user's: the list of buckets doesn't name it. */
  readonly isForeign?: boolean
}

/** A gateway whose answers can be replaced one by one. */
export type GalleryGateway = {
  -readonly [Part in keyof Gateway]: Writable<Gateway[Part]>
}

type Writable<Port> = Port extends (...about: never[]) => unknown
  ? Port
  : { -readonly [Name in keyof Port]: Port[Name] }

export const never = (): Promise<never> => new Promise(() => undefined)

export function refuse(kind: AppErrorKind, details: AppErrorDetails = {}): () => Promise<never> {
  return () => Promise.reject(new AppError(kind, { requestId: 'tx00000a1b2c3d-0065f3', ...details }))
}

/** What a check sees where the list of buckets answers as the storage says; a state replaces more. */
export const observe =
  (storage: () => Pick<Gateway['storage'], 'endpoint' | 'listBuckets'>, more: Partial<Observations> = {}) =>
  async (
    { pageOrigin, isQuick, bucket }: CheckRequest,
    onSeen: (seen: Observations) => void,
    signal?: AbortSignal
  ): Promise<Observations> => {
    const { endpoint, listBuckets } = storage()
    let seen: Observations = { endpoint, pageOrigin }
    onSeen(seen)
    try {
      const { buckets, userId } = await listBuckets(signal)
      seen = { ...seen, reach: 'answers', list: READABLE, bucketCount: buckets.length, userId }
      if (isQuick !== true) seen = { ...seen, ...ALL_GOOD, bucket: bucket ?? buckets[0]?.name }
    } catch (error) {
      seen = { ...seen, reach: 'answers', list: { kind: 'answer', error: toAppError(error) } }
    }
    seen = { ...seen, ...more }
    onSeen(seen)
    return seen
  }

const READABLE: Outcome = { kind: 'answer' }
const MISSING: Outcome = {
  kind: 'answer',
  error: new AppError('no-such-upload', { status: 404, code: 'NoSuchUpload' })
}
const ALL_GOOD: Partial<Observations> = {
  read: READABLE,
  head: READABLE,
  failure: MISSING,
  methods: { PUT: MISSING, POST: MISSING, DELETE: MISSING },
  sse: MISSING,
  large: MISSING,
  headers: { ETag: true, Date: true, 'x-amz-request-id': true },
  clockAheadMs: 120
}

export function makeGateway(
  endpoint: string,
  account: Account,
  userId: string,
  stored: StoredBucket[]
): GalleryGateway {
  const find = (name: string): StoredBucket => {
    const bucket = stored.find((one) => one.name === name)
    if (bucket === undefined) throw new AppError('no-such-bucket', { status: 404, code: 'NoSuchBucket' })
    return bucket
  }
  const objectOf = (bucket: string, key: string): StoredObject => {
    const object = find(bucket).objects.find((one) => one.key === key)
    if (object === undefined) throw new AppError('no-such-object', { status: 404, code: 'NoSuchKey' })
    return object
  }
  const open = (bucket: string, key: string, sseKey: SseKey | undefined): StoredObject => {
    const object = objectOf(bucket, key)
    if (object.sseKeyId === sseKey?.id || object.sseKeyId === undefined) return object
    throw new AppError(sseKey === undefined ? 'sse-key-needed' : 'sse-key-wrong', { status: 400 })
  }
  const propertiesOf = ({ sizeBytes, etag, modifiedAtMs, properties }: StoredObject): ObjectProperties => ({
    ...NO_PROPERTIES,
    sizeBytes,
    etag,
    modifiedAtMs,
    ...properties
  })
  const done = (): Promise<void> => Promise.resolve()
  const gateway: GalleryGateway = {
    storage: {
      endpoint,
      account,
      listBuckets: async () => {
        const own = stored.filter(({ isForeign }) => isForeign !== true)
        return { userId, buckets: own.map(({ name, createdAtMs }) => ({ name, createdAtMs })) }
      },
      listPage: async ({ bucket, prefix, delimiter }) => {
        const below = find(bucket).objects.filter(({ key }) => key.startsWith(prefix))
        const cut = (key: string): number => (delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length))
        const folders = below.filter(({ key }) => cut(key) >= 0).map(({ key }) => key.slice(0, cut(key) + 1))
        const objects = below.filter(({ key }) => cut(key) < 0)
        return { prefixes: [...new Set(folders)] as FolderPrefix[], objects, nextToken: undefined }
      },
      findObject: async (bucket, key) => find(bucket).objects.find((one) => one.key === key),
      headObject: async (bucket, key, sseKey) => propertiesOf(open(bucket, key, sseKey)),
      tagsOf: async (bucket, key) => objectOf(bucket, key).tags ?? {},
      putTags: done,
      aclOf: async (bucket, key) => objectOf(bucket, key).acl ?? find(bucket).acl,
      putObject: async () => ({ etag: undefined }),
      createMultipartUpload: async () => 'upload',
      uploadPart: async () => ({ etag: undefined }),
      completeMultipartUpload: done,
      hasUpload: async () => true,
      abortMultipartUpload: done,
      signDownload: async (_, key) => ({ url: `${endpoint}/${key}`, headers: {} }),
      deleteObject: done
    },
    buckets: {
      usageOf: async (bucket) => ({ ...usageOf(find(bucket)), ...find(bucket).usage }),
      create: done,
      remove: done,
      versioningOf: async (bucket) => find(bucket).versioning ?? 'off',
      policyOf: async (bucket) => find(bucket).policyJson,
      publicAccessBlockOf: async () => undefined,
      putPolicy: done,
      removePolicy: done
    },
    cors: {
      rulesOf: async (bucket) => find(bucket).corsRules ?? [],
      putRules: async (bucket, corsRules) => {
        stored.splice(0, stored.length, ...stored.map((one) => (one.name === bucket ? { ...one, corsRules } : one)))
      },
      removeRules: done,
      headersOfRead: async () => new Set(['date', 'x-amz-request-id'])
    },
    uploads: {
      listPage: async (bucket) => ({ uploads: find(bucket).uploads ?? [], next: undefined }),
      partsOf: async (_, key) => [{ partNumber: 1, sizeBytes: key.length * 9_000_000, etag: '' }]
    },
    versions: {
      listPage: async ({ bucket, prefix }) => ({
        versions: versionsOf(find(bucket)).filter(({ key }) => key.startsWith(prefix)),
        next: undefined
      }),
      deleteBatch: async () => [],
      hide: async () => undefined,
      restore: done
    },
    copies: {
      copy: async (source, target) => {
        const copied = { ...objectOf(source.bucket, source.key), key: target.key }
        stored.splice(
          0,
          stored.length,
          ...stored.map((one) => (one.name === target.bucket ? { ...one, objects: [...one.objects, copied] } : one))
        )
        return { etag: source.etag, versionId: undefined }
      },
      replaceMetadata: async ({ etag }) => ({ etag, versionId: undefined }),
      create: async () => 'upload',
      copyPart: async ({ source }) => source.etag,
      complete: async () => ({ etag: undefined, versionId: undefined })
    },
    properties: {
      read: async (bucket, key, options) => propertiesOf(open(bucket, key, options?.sseKey)),
      tagsOf: async (bucket, key) => objectOf(bucket, key).tags ?? {},
      lockOf: async (bucket, key) => objectOf(bucket, key).properties?.objectLock,
      readSmall: async ({ bucket, key, sseKey }) => {
        const { text = '', etag } = open(bucket, key, sseKey)
        return { bytes: new TextEncoder().encode(text), etag }
      },
      readRange: async ({ bucket, key, sseKey, startByte, byteCount }) => {
        const { text = '', bytes = new TextEncoder().encode(text), etag } = open(bucket, key, sseKey)
        return { bytes: bytes.slice(startByte, startByte + byteCount), etag, sizeBytes: bytes.byteLength }
      },
      overwrite: async () => ({ etag: undefined })
    },
    access: {
      ofBucket: async (bucket) => find(bucket).acl,
      putOfBucket: done,
      ofObject: async (bucket, key) => objectOf(bucket, key).acl ?? find(bucket).acl,
      putOfObject: done,
      canAnyoneList: async (bucket) => (isOpen(find(bucket).acl) ? 'yes' : 'no')
    },
    links: {
      canSign: true,
      wouldCarry: undefined,
      unsignedUrl: (bucket, key) => `${endpoint}/${bucket}/${encodeURI(key)}`,
      signedUrl: async ({ bucket, key, expiresSeconds }) =>
        `${endpoint}/${bucket}/${encodeURI(key)}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${amzDate()}&X-Amz-Expires=${expiresSeconds}&X-Amz-Signature=example`,
      opensForAnyone: async (bucket, key) => (isOpen(objectOf(bucket, key).acl ?? PRIVATE) ? 'yes' : 'no')
    },
    connection: { observe: observe(() => gateway.storage) },
    putAes256Alone: refuse('access-denied')
  }
  return gateway
}

export const PRIVATE: Acl = {
  owner: { id: 'alice', displayName: 'Alice' },
  grants: [{ grantee: { type: 'user', id: 'alice' }, permission: 'FULL_CONTROL' }]
}

export const PUBLIC: Acl = {
  ...PRIVATE,
  grants: [...PRIVATE.grants, { grantee: { type: 'everyone' }, permission: 'READ' }]
}

const NO_PROPERTIES: ObjectProperties = {
  sizeBytes: undefined,
  etag: undefined,
  modifiedAtMs: undefined,
  contentType: undefined,
  contentEncoding: undefined,
  metadata: {},
  cacheControl: undefined,
  contentDisposition: undefined,
  contentLanguage: undefined,
  expires: undefined,
  storageClass: undefined,
  versionId: undefined,
  isWhole: true,
  others: []
}

/** `20261129T194600Z` */
function amzDate(): string {
  return new Date().toISOString().replace(/\.\d+|[:-]/g, '')
}

function isOpen({ grants }: Acl): boolean {
  return grants.some(({ grantee }) => grantee.type === 'everyone')
}

function usageOf({ objects }: StoredBucket): BucketUsage {
  return {
    objectCount: objects.length,
    usedBytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    bucketQuotaBytes: undefined,
    bucketQuotaObjects: undefined,
    userQuotaBytes: undefined,
    userQuotaObjects: undefined
  }
}

function versionsOf({ objects, versions = [] }: StoredBucket): readonly ObjectVersion[] {
  const latest = objects.map(({ key, sizeBytes, modifiedAtMs, etag, versionId = 'null' }) => ({
    key,
    versionId,
    isLatest: true,
    isDeleteMarker: false,
    sizeBytes,
    modifiedAtMs,
    etag
  }))
  return [...latest, ...versions].sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
}
