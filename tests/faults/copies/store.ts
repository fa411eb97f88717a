// The other client of the rounds: sets up buckets and objects, and tells all that the gateway has. Speaks to the gateway itself.
import { createHash } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  AbortMultipartUploadCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type ObjectVersion
} from '@aws-sdk/client-s3'
import type { SseKey } from '../../../src/domain/sse-key'
import type { GatewayInfo } from '../../gateway/gateway'

/** A version that is no delete marker, as it is read. */
export interface StoredVersion {
  readonly bucket: string
  readonly key: string
  readonly versionId: string
  readonly isLatest: boolean
  readonly etag: string
  readonly modifiedAtMs: number
  /** `none`: opens without a key. */
  readonly keyId: string
  readonly sha256: string
  /** Who may do what, sorted: the URI of a group or the ID of a user, and the permission. */
  readonly grants: readonly string[]
  readonly tags: string
  /** Without the part size. */
  readonly metadata: string
}

export interface Snapshot {
  readonly versions: readonly StoredVersion[]
  /** Keys of multipart uploads that were never completed, by bucket. */
  readonly unfinished: readonly string[]
}

export interface Put {
  readonly bucket: string
  readonly key: string
  readonly body: Buffer
  readonly sseKey?: SseKey | undefined
  readonly partBytes?: number | undefined
  readonly isPartSizeKnown?: boolean
  readonly isPublic?: boolean
  readonly hasTags?: boolean
  readonly hasMetadata?: boolean
}

interface Version {
  readonly Bucket: string
  readonly Key: string
  readonly VersionId: string
}

interface Content {
  readonly keyId: string
  readonly sha256: string
  readonly metadata: string
}

export const NOT_ENCRYPTED = 'none'
const PART_SIZE = 'lockgate-part-size'

export class Store {
  readonly #s3: S3Client
  readonly #keys: readonly SseKey[]
  /** What was read of a version once: its bytes stay. */
  readonly #contents = new Map<string, Content>()

  constructor({ direct, alice }: GatewayInfo, keys: readonly SseKey[]) {
    this.#keys = keys
    this.#s3 = new S3Client({
      endpoint: direct,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: alice.accessKey, secretAccessKey: alice.secretKey },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED'
    })
  }

  async createBucket(bucket: string): Promise<void> {
    await this.#s3.send(new CreateBucketCommand({ Bucket: bucket }))
  }

  async setVersioning(bucket: string, status: 'Enabled' | 'Suspended'): Promise<void> {
    await this.#s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: status } }))
  }

  async put({ bucket, key, body, sseKey, partBytes, isPartSizeKnown, ...has }: Put): Promise<void> {
    const known = partBytes !== undefined && isPartSizeKnown === true ? { [PART_SIZE]: String(partBytes) } : {}
    const where = { Bucket: bucket, Key: key, ...sse(sseKey) }
    const about = {
      ...where,
      ContentType: 'text/csv',
      Metadata: { ...known, ...(has.hasMetadata === true ? { run: '7' } : {}) },
      ...(has.isPublic === true ? { ACL: 'public-read' as const } : {})
    }
    const tags = has.hasTags === true ? { Tagging: 'state=raw' } : {}
    if (partBytes === undefined) {
      await this.#s3.send(new PutObjectCommand({ ...about, ...tags, Body: body }))
      return
    }
    const { UploadId } = await this.#s3.send(new CreateMultipartUploadCommand({ ...about, ...tags }))
    const Parts: { PartNumber: number; ETag: string | undefined }[] = []
    for (let from = 0; from < body.length; from += partBytes) {
      const PartNumber = Parts.length + 1
      const part = { ...where, UploadId, PartNumber, Body: body.subarray(from, from + partBytes) }
      Parts.push({ PartNumber, ETag: (await this.#s3.send(new UploadPartCommand(part))).ETag })
    }
    await this.#s3.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts } }))
  }

  async delete(bucket: string, key: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
  }

  /** The SHA-256 of what is there; undefined: nothing. */
  async latestHash(bucket: string, key: string): Promise<string | undefined> {
    const { Versions = [] } = await this.#s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }))
    const latest = Versions.find((version) => version.Key === key && version.IsLatest === true)
    return latest === undefined ? undefined : (await this.#read(bucket, latest))?.sha256
  }

  /** As listings tell, without reading anything: the same text as long as nothing changes. */
  async listing(buckets: readonly string[]): Promise<string> {
    const all: unknown[] = []
    for (const Bucket of buckets) {
      const { Versions, DeleteMarkers } = await this.#s3.send(new ListObjectVersionsCommand({ Bucket }))
      const { Uploads } = await this.#s3.send(new ListMultipartUploadsCommand({ Bucket }))
      all.push(Versions, DeleteMarkers, Uploads)
    }
    return JSON.stringify(all)
  }

  async snapshot(buckets: readonly string[]): Promise<Snapshot> {
    const versions: StoredVersion[] = []
    const unfinished: string[] = []
    for (const bucket of buckets) {
      const { Versions = [] } = await this.#s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))
      const read = await Promise.all(Versions.map((version) => this.#read(bucket, version)))
      versions.push(...read.filter((version) => version !== undefined))
      const { Uploads = [] } = await this.#s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
      unfinished.push(...Uploads.map(({ Key = '' }) => Key))
    }
    return { versions, unfinished }
  }

  async remove(bucket: string): Promise<void> {
    const listed = await this.#s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))
    for (const { Key, VersionId } of [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])])
      await this.#s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }))
    const { Uploads = [] } = await this.#s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    for (const { Key, UploadId } of Uploads)
      await this.#s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
    await this.#s3.send(new DeleteBucketCommand({ Bucket: bucket }))
  }

  /** Undefined where it is gone since it was listed. */
  async #read(bucket: string, version: ObjectVersion): Promise<StoredVersion | undefined> {
    const { Key = '', VersionId = 'null', IsLatest, ETag = '', LastModified } = version
    const where = { Bucket: bucket, Key, VersionId }
    const content = await this.#contentOf(
      where,
      JSON.stringify([bucket, Key, VersionId, ETag, LastModified, version.Size])
    )
    if (content === undefined) return undefined
    const { Grants = [] } = await this.#s3.send(new GetObjectAclCommand(where))
    const { TagSet = [] } = await this.#s3.send(new GetObjectTaggingCommand(where))
    return {
      bucket,
      key: Key,
      versionId: VersionId,
      isLatest: IsLatest === true,
      etag: ETag,
      modifiedAtMs: LastModified?.getTime() ?? 0,
      ...content,
      grants: Grants.map(({ Grantee, Permission }) => `${Grantee?.URI ?? Grantee?.ID} ${Permission}`).sort(),
      tags: JSON.stringify(TagSet)
    }
  }

  async #contentOf(where: Version, name: string): Promise<Content | undefined> {
    const known = this.#contents.get(name)
    if (known !== undefined) return known
    const sseKey = await this.#keyOf(where)
    if (sseKey === 'gone') return undefined
    const { Body, Metadata = {} } = await this.#s3.send(new GetObjectCommand({ ...where, ...sse(sseKey) }))
    const { [PART_SIZE]: _, ...rest } = Metadata
    const content = {
      keyId: sseKey?.id ?? NOT_ENCRYPTED,
      sha256: sha256((await Body?.transformToByteArray()) ?? new Uint8Array()),
      metadata: JSON.stringify(rest)
    }
    this.#contents.set(name, content)
    return content
  }

  /** Undefined: it opens without. @throws Error where no key opens it. */
  async #keyOf(where: Version): Promise<SseKey | 'gone' | undefined> {
    for (const key of [undefined, ...this.#keys]) {
      const status = await this.#s3.send(new HeadObjectCommand({ ...where, ...sse(key) })).then(
        () => 200,
        (thrown: unknown) => (thrown as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
      )
      if (status === 200) return key
      if (status === 404) return 'gone'
    }
    throw new Error(`No key opens ${where.Key}`)
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function sse(key: SseKey | undefined) {
  if (key === undefined) return {}
  return {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: Buffer.from(key.bytes).toString('base64'),
    SSECustomerKeyMD5: key.md5Base64
  }
}
