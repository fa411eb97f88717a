// A gateway in memory that can be told to fail: before the action, after it, or by storing other bytes than came.
import { createHash } from 'node:crypto'
import { makeAccount } from '../domain/accounts'
import { CANNED_ACLS, withCannedAcl, withGrant, type Acl } from '../../../src/domain/acl'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import type { BucketList, LargeObject, ListingPage, ObjectEntry, ObjectHead } from '../../../src/domain/object-entry'
import type {
  CompleteRequest,
  ObjectStorage,
  PartRequest,
  PutRequest,
  SendOptions,
  SentPart,
  SignedRequest
} from '../../../src/domain/ports'
import type { SseKey } from '../../../src/domain/sse-key'

export type Operation =
  | 'findObject'
  | 'headObject'
  | 'tagsOf'
  | 'putTags'
  | 'aclOf'
  | 'putObject'
  | 'createMultipartUpload'
  | 'uploadPart'
  | 'completeMultipartUpload'
  | 'hasUpload'
  | 'abortMultipartUpload'
  | 'signDownload'

export interface Fault {
  readonly operation: Operation
  /** Which call of this operation, from 1; undefined: every one. */
  readonly nth?: number
  /** Only this part. */
  readonly partNumber?: number
  readonly kind?: AppErrorKind
  readonly code?: string
  /** `after`: the action is done, its answer lost. `damage`: other bytes are stored. */
  readonly when?: 'before' | 'after' | 'damage'
  /** Waits for this before anything. */
  readonly until?: Promise<unknown>
}

export interface StoredFake {
  bytes: Buffer
  etag: string
  sseKeyId: string | undefined
  metadata: Readonly<Record<string, string>>
  modifiedAtMs: number
  /** As a listing tells it, where that is not of the bytes. */
  listed?: { readonly sizeBytes: number; readonly etag: string }
  /** What its PUT or CreateMultipartUpload said of it. */
  described?: Described
  /** As a HEAD tells it, where its headers are exposed. */
  largeObject?: LargeObject
}

type Described = Pick<PutRequest, 'contentType' | 'headers' | 'acl'>

interface UploadFake {
  readonly key: string
  readonly metadata: Readonly<Record<string, string>>
  readonly sseKeyId: string | undefined
  readonly described: Described
  readonly parts: Map<number, Buffer>
}

export const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')

export class FakeStorage implements ObjectStorage {
  readonly objects = new Map<string, StoredFake>()
  readonly uploads = new Map<string, UploadFake>()
  readonly calls: {
    readonly operation: Operation
    readonly partNumber: number | undefined
    readonly sseKeyId: string | undefined
  }[] = []
  faults: Fault[] = []
  putDigested?: NonNullable<ObjectStorage['putDigested']>
  hidesEtags = false
  /** Stores what comes, whatever MD5 was announced. */
  ignoresAnnouncedMd5 = false
  storesInClear = false
  /** Of what is said of an object it keeps nothing but this. */
  keeps = (described: Described): Described => described
  /** Whether a HEAD shows a page all headers. */
  isWhole = true
  showsEtagInHead = false
  /** Of an object that it stores for someone else's bucket. */
  ownAcl: Acl = withCannedAcl({ owner: { id: 'alice' }, grants: [] }, 'private')
  /** What `If-None-Match: *` on Complete comes to: Pacific ignores it, Tentacle enforces it. */
  completeCondition: 'ignored' | 'enforced' | 'always-refused' = 'ignored'
  /** Refusals look like a lost network, as on a gateway that sends no CORS headers with errors. */
  withholdsRefusals = false
  /** When the first object was stored, by the clock of the rig; each later one a millisecond later. */
  storedAtMs = 1_800_000_000_000
  bytesReceived = 0
  underWay = 0
  mostUnderWay = 0
  #uploadCount = 0

  readonly endpoint: string
  readonly account: ReturnType<typeof makeAccount>

  constructor(endpoint = 'https://rgw.example.edu', account = makeAccount(endpoint)) {
    this.endpoint = endpoint
    this.account = account
  }

  count(operation: Operation): number {
    return this.calls.filter((call) => call.operation === operation).length
  }

  async #call<T>(
    operation: Operation,
    about: {
      readonly partNumber?: number
      readonly sseKey?: SseKey | undefined
      readonly signal?: AbortSignal | undefined
    },
    action: (isDamaging: boolean) => T | Promise<T>
  ): Promise<T> {
    const { signal } = about
    this.calls.push({ operation, partNumber: about.partNumber, sseKeyId: about.sseKey?.id })
    const nth = this.count(operation)
    const fault = this.faults.find(
      (one) =>
        one.operation === operation &&
        (one.nth === undefined || one.nth === nth) &&
        (one.partNumber === undefined || one.partNumber === about.partNumber)
    )
    const fail = () => new AppError(fault?.kind ?? 'unreachable', { operation, code: fault?.code })
    this.underWay++
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay)
    try {
      signal?.throwIfAborted()
      await new Promise<void>((resolve, reject) => {
        const onAbort = () => reject(signal?.reason as Error)
        signal?.addEventListener('abort', onAbort, { once: true })
        const go = () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        }
        setImmediate(() => void (fault?.until ?? Promise.resolve()).then(go))
      })
      signal?.throwIfAborted()
      if (
        fault !== undefined &&
        (fault.when ?? 'before') === 'before' &&
        (fault.until === undefined || fault.kind !== undefined)
      )
        throw fail()
      const answer = await action(fault?.when === 'damage')
      if (fault?.when === 'after') throw fail()
      return answer
    } finally {
      this.underWay--
    }
  }

  listBuckets(): Promise<BucketList> {
    return Promise.resolve({ buckets: [], userId: undefined })
  }
  listPage(): Promise<ListingPage> {
    return Promise.resolve({ prefixes: [], objects: [], nextToken: undefined })
  }

  findObject(_bucket: string, key: string, signal?: AbortSignal): Promise<ObjectEntry | undefined> {
    return this.#call('findObject', { signal }, () => {
      const object = this.objects.get(key)
      if (object === undefined) return undefined
      const { bytes, etag, modifiedAtMs, listed } = object
      return { key, sizeBytes: bytes.length, etag, modifiedAtMs, ...listed }
    })
  }

  headObject(_bucket: string, key: string, sseKey?: SseKey, signal?: AbortSignal): Promise<ObjectHead> {
    return this.#call('headObject', { sseKey, signal }, () => {
      const object = this.objects.get(key)
      if (object === undefined) throw new AppError('no-such-object')
      if (object.sseKeyId !== undefined && object.sseKeyId !== sseKey?.id) {
        if (this.withholdsRefusals) throw new AppError('cors-blocked')
        throw new AppError(sseKey === undefined ? 'sse-key-needed' : 'sse-key-wrong')
      }
      const { metadata, modifiedAtMs, bytes, largeObject, described } = object
      const headers = this.isWhole ? described?.headers : undefined
      return {
        sizeBytes: bytes.length,
        etag: this.showsEtagInHead ? object.etag : undefined,
        modifiedAtMs,
        contentType: described?.contentType,
        contentEncoding: undefined,
        cacheControl: described?.headers?.cacheControl,
        contentDisposition: headers?.contentDisposition,
        storageClass: headers?.storageClass === 'STANDARD' ? undefined : headers?.storageClass,
        metadata: { ...headers?.metadata, ...metadata },
        largeObject,
        isWhole: this.isWhole
      }
    })
  }

  tagsOf(_bucket: string, key: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    return this.#call('tagsOf', { signal }, () => this.objects.get(key)?.described?.headers?.tags ?? {})
  }

  putTags(_bucket: string, key: string, tags: Readonly<Record<string, string>>): Promise<void> {
    return this.#call('putTags', {}, () => {
      const object = this.objects.get(key)
      if (object?.described === undefined) throw new AppError('no-such-object')
      const { described } = object
      const { headers } = this.keeps({ contentType: '', headers: { tags } })
      object.described = { ...described, headers: { ...described.headers, tags: headers?.tags } }
    })
  }

  aclOf(_bucket: string, key: string, signal?: AbortSignal): Promise<Acl> {
    return this.#call('aclOf', { signal }, () => {
      const acl = this.objects.get(key)?.described?.acl
      if (acl === 'bucket-owner-full-control') return withGrant(this.ownAcl, 'bucket owner', ['FULL_CONTROL'])
      return withCannedAcl({ owner: { id: 'alice' }, grants: [] }, CANNED_ACLS.find((one) => one === acl) ?? 'private')
    })
  }

  putObject(request: PutRequest, options: SendOptions = {}): Promise<SentPart> {
    const { sseKey } = request
    return this.#call('putObject', { sseKey, signal: options.signal }, async (isDamaging) => {
      const bytes = await this.#take(request.body, isDamaging, options)
      if (!this.ignoresAnnouncedMd5 && request.md5Hex !== undefined && request.md5Hex !== md5(bytes))
        throw new AppError('digest-mismatch', { code: 'BadDigest' })
      if (request.ifAbsent && this.objects.has(request.key)) throw new AppError('precondition-failed')
      this.#store(request.key, bytes, md5(bytes), this.storesInClear ? undefined : sseKey?.id, request)
      return { etag: this.hidesEtags ? undefined : md5(bytes) }
    })
  }

  /** As the worker does: from now on small bodies are digested where they are sent. */
  digestsBodies(): this {
    this.putDigested = async (request, options) => {
      const bytes = await request.body.arrayBuffer().catch(() => Promise.reject(new AppError('file-changed')))
      const md5Hex = md5(new Uint8Array(bytes))
      return { ...(await this.putObject({ ...request, body: new Blob([bytes]), md5Hex }, options)), md5Hex }
    }
    return this
  }

  createMultipartUpload(request: Omit<PutRequest, 'body' | 'ifAbsent'>, signal?: AbortSignal): Promise<string> {
    return this.#call('createMultipartUpload', { sseKey: request.sseKey, signal }, () => {
      const uploadId = `upload-${++this.#uploadCount}`
      const sseKeyId = this.storesInClear ? undefined : request.sseKey?.id
      this.uploads.set(uploadId, {
        key: request.key,
        metadata: request.metadata,
        sseKeyId,
        described: withoutTags(request),
        parts: new Map()
      })
      return uploadId
    })
  }

  uploadPart(request: PartRequest, options: SendOptions = {}): Promise<SentPart> {
    const { partNumber, sseKey } = request
    return this.#call('uploadPart', { partNumber, sseKey, signal: options.signal }, async (isDamaging) => {
      const bytes = await this.#take(request.body, isDamaging, options)
      const upload = this.uploads.get(request.uploadId)
      if (upload === undefined) throw new AppError('no-such-upload')
      upload.parts.set(partNumber, bytes)
      return { etag: this.hidesEtags ? undefined : md5(bytes) }
    })
  }

  completeMultipartUpload(request: CompleteRequest, signal?: AbortSignal): Promise<void> {
    return this.#call('completeMultipartUpload', { sseKey: request.sseKey, signal }, () => {
      const isTaken = this.completeCondition === 'enforced' && this.objects.has(request.key)
      if (request.ifAbsent && (isTaken || this.completeCondition === 'always-refused'))
        throw new AppError('precondition-failed')
      const upload = this.uploads.get(request.uploadId)
      if (upload === undefined) throw new AppError('no-such-upload')
      const parts = request.parts.map(({ partNumber, etag }) => {
        const bytes = upload.parts.get(partNumber)
        if (bytes === undefined || md5(bytes) !== etag) throw new AppError('request-refused', { code: 'InvalidPart' })
        return bytes
      })
      const digests = Buffer.concat(request.parts.map((part) => Buffer.from(part.etag, 'hex')))
      this.#store(request.key, Buffer.concat(parts), `${md5(digests)}-${parts.length}`, upload.sseKeyId, {
        ...upload.described,
        metadata: upload.metadata
      })
      this.uploads.delete(request.uploadId)
    })
  }

  hasUpload(_bucket: string, _key: string, uploadId: string): Promise<boolean> {
    return this.#call('hasUpload', {}, () => this.uploads.has(uploadId))
  }

  abortMultipartUpload(_bucket: string, _key: string, uploadId: string): Promise<void> {
    return this.#call('abortMultipartUpload', {}, () => void this.uploads.delete(uploadId))
  }

  signDownload(_bucket: string, key: string, sseKey?: SseKey): Promise<SignedRequest> {
    return this.#call('signDownload', { sseKey }, () => ({
      url: `${this.endpoint}/${key}`,
      headers: sseKey === undefined ? {} : { 'x-key': sseKey.id }
    }))
  }

  deleteObject(_bucket: string, key: string): Promise<void> {
    this.objects.delete(key)
    return Promise.resolve()
  }

  #store(
    key: string,
    bytes: Buffer,
    etag: string,
    sseKeyId: string | undefined,
    { metadata, ...told }: Described & Pick<PutRequest, 'metadata'>
  ) {
    const { contentType, headers, acl } = this.keeps(told)
    const described = { contentType, headers, acl }
    this.objects.set(key, {
      bytes,
      etag,
      sseKeyId,
      metadata,
      described,
      modifiedAtMs: this.storedAtMs + this.calls.length
    })
  }

  async #take(body: Blob, isDamaging: boolean, options: SendOptions): Promise<Buffer> {
    let bytes: Buffer
    try {
      bytes = Buffer.from(await body.arrayBuffer())
    } catch {
      throw new AppError('unreachable') // all that a browser says of a file that it can no longer read
    }
    options.signal?.throwIfAborted()
    options.onProgress?.(Math.floor(bytes.length / 2))
    options.onProgress?.(bytes.length)
    this.bytesReceived += bytes.length
    if (isDamaging && bytes[0] !== undefined) bytes[0] ^= 1
    return bytes
  }
}

/** As Pacific, whose tags of CreateMultipartUpload no request reads. */
function withoutTags({ headers, ...described }: Described): Described {
  return { ...described, headers: headers && { ...headers, tags: undefined } }
}
