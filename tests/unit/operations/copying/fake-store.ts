// Buckets in memory that copy, with versions and SSE-C, and a hook before each request: for what changes or fails in between.
import { createHash } from 'node:crypto'
import type { Acl } from '../../../../src/domain/acl'
import { AppError } from '../../../../src/domain/app-error'
import type { ObjectVersion, Versioning } from '../../../../src/domain/bucket'
import type { AccessControl, DeleteTarget, ObjectVersions, PropertyStore } from '../../../../src/domain/gateway'
import type { ObjectCopies } from '../../../../src/domain/object-copies'
import type { ObjectProperties } from '../../../../src/domain/object-entry'
import type { ObjectStorage } from '../../../../src/domain/ports'
import type { SseKey } from '../../../../src/domain/sse-key'
import type { CopyGateway } from '../../../../src/operations/copying/copy-task'
import { makeAccount } from '../../domain/accounts'

export const PRIVATE: Acl = {
  owner: { id: 'alice' },
  grants: [{ grantee: { type: 'user', id: 'alice' }, permission: 'FULL_CONTROL' }]
}
export const PUBLIC: Acl = {
  ...PRIVATE,
  grants: [...PRIVATE.grants, { grantee: { type: 'everyone' }, permission: 'READ' }]
}

export interface Stored {
  readonly versionId: string
  readonly body: string
  readonly sseKeyId: string | undefined
  readonly etag: string
  readonly modifiedAtMs: number
  readonly isDeleteMarker: boolean
  tags: Readonly<Record<string, string>>
  acl: Acl
  readonly metadata: Readonly<Record<string, string>>
}

export function md5(text: string | Uint8Array): string {
  return createHash('md5').update(text).digest('hex')
}

export class FakeStore {
  readonly #objects = new Map<string, Stored[]>()
  readonly #uploads = new Map<
    string,
    { parts: Map<number, string>; sseKey: string | undefined; metadata: Record<string, string> }
  >()
  readonly versioning = new Map<string, Versioning>()
  readonly calls: string[] = []
  /** Every multipart upload is stored unencrypted, whatever was asked. */
  storesInClear = false
  /** Of what is written. */
  ownAcl = PRIVATE
  /** The keys that came with requests. */
  readonly sseKeyIds = new Set<string>()
  endpoint = 'https://rgw.example.edu'
  /** UploadPartCopy of an encrypted source with another key is refused. */
  refusesEncrypted = true
  /** Before each request, by its number from 1. */
  onRequest: (name: string, number: number) => void = () => undefined
  #nowMs = 1_000_000
  #ids = 0

  now(): number {
    return this.#nowMs
  }

  get openUploads(): number {
    return this.#uploads.size
  }

  /** Newest first. */
  versionsOf(bucket: string, key: string): readonly Stored[] {
    return this.#objects.get(`${bucket}/${key}`) ?? []
  }
  latest(bucket: string, key: string): Stored | undefined {
    const [latest] = this.versionsOf(bucket, key)
    return latest?.isDeleteMarker === true ? undefined : latest
  }
  /** Of every object that was ever there. */
  names(bucket: string): readonly string[] {
    return [...this.#objects.keys()]
      .filter((name) => name.startsWith(`${bucket}/`))
      .map((name) => name.slice(bucket.length + 1))
  }

  put(bucket: string, key: string, body: string, more: Partial<Stored> = {}): Stored {
    const isVersioned = this.versioning.get(bucket) === 'on'
    this.#nowMs += 10
    const stored: Stored = {
      versionId: isVersioned ? `v${++this.#ids}` : 'null',
      ...{ body, sseKeyId: undefined, etag: md5(body), modifiedAtMs: this.#nowMs, isDeleteMarker: false },
      ...{ tags: {}, acl: this.ownAcl, metadata: {} },
      ...more
    }
    const before = this.versionsOf(bucket, key).filter(({ versionId }) => versionId !== stored.versionId)
    this.#objects.set(`${bucket}/${key}`, [stored, ...before])
    return stored
  }

  get gateway(): CopyGateway {
    const turn = async (name: string, signal?: AbortSignal): Promise<void> => {
      this.calls.push(name)
      this.onRequest(name, this.calls.length)
      await Promise.resolve()
      signal?.throwIfAborted()
    }
    const find = (bucket: string, key: string, versionId?: string): Stored => {
      const found =
        versionId === undefined
          ? this.latest(bucket, key)
          : this.versionsOf(bucket, key).find((one) => one.versionId === versionId)
      if (found === undefined) throw new AppError('no-such-object')
      return found
    }
    const open = (bucket: string, key: string, sseKey: SseKey | undefined, versionId?: string): Stored => {
      const found = find(bucket, key, versionId)
      if (sseKey !== undefined) this.sseKeyIds.add(sseKey.id)
      if (found.sseKeyId === undefined || found.sseKeyId === sseKey?.id) return found
      throw new AppError(sseKey === undefined ? 'sse-key-needed' : 'sse-key-wrong')
    }
    const propertiesOf = (stored: Stored): ObjectProperties =>
      ({
        ...{ sizeBytes: stored.body.length, etag: stored.etag, modifiedAtMs: stored.modifiedAtMs },
        ...{ contentType: 'text/plain', metadata: stored.metadata, isWhole: true, others: [] },
        versionId: stored.versionId === 'null' ? undefined : stored.versionId
      }) as unknown as ObjectProperties
    const toVersion =
      (key: string) =>
      (one: Stored, index: number): ObjectVersion => ({
        ...{ key, versionId: one.versionId, isLatest: index === 0, isDeleteMarker: one.isDeleteMarker },
        ...{ sizeBytes: one.body.length, modifiedAtMs: one.modifiedAtMs, etag: one.isDeleteMarker ? '' : one.etag }
      })
    const idOf = ({ versionId }: Stored): string | undefined => (versionId === 'null' ? undefined : versionId)
    const storage: Pick<
      ObjectStorage,
      'endpoint' | 'account' | 'findObject' | 'headObject' | 'putTags' | 'uploadPart' | 'abortMultipartUpload'
    > = {
      endpoint: this.endpoint,
      account: makeAccount(this.endpoint),
      findObject: async (bucket, key, signal) => {
        await turn(`find ${bucket}/${key}`, signal)
        const found = this.latest(bucket, key)
        return found && { key, sizeBytes: found.body.length, modifiedAtMs: found.modifiedAtMs, etag: found.etag }
      },
      headObject: async (bucket, key, sseKey, signal) => {
        await turn(`head ${bucket}/${key}`, signal)
        return propertiesOf(open(bucket, key, sseKey))
      },
      putTags: async (bucket, key, tags, signal) => {
        await turn(`tag ${bucket}/${key}`, signal)
        find(bucket, key).tags = tags
      },
      uploadPart: async ({ uploadId, partNumber, body }, options) => {
        await turn('uploadPart', options?.signal)
        const text = await body.text()
        this.#uploads.get(uploadId)?.parts.set(partNumber, text)
        return { etag: md5(text) }
      },
      abortMultipartUpload: async (_bucket, _key, uploadId) => {
        await turn('abort')
        this.#uploads.delete(uploadId)
      }
    }
    const copies: ObjectCopies = {
      replaceMetadata: async ({ bucket, key, properties }) => {
        await turn('replaceMetadata')
        const { body, etag } = find(bucket, key)
        const made = this.put(bucket, key, body, { etag, metadata: properties.metadata })
        this.onRequest('replaced', this.calls.length)
        return { etag, versionId: idOf(made) }
      },
      copy: async ({ bucket, key, versionId }, target, signal) => {
        await turn('copy', signal)
        const source = find(bucket, key, versionId)
        if (source.sseKeyId !== undefined) throw new AppError('not-supported', { operation: 'CopyObject' })
        const { body, tags, metadata, etag } = source
        const made = this.put(target.bucket, target.key, body, { tags, metadata, etag })
        return { etag: made.etag, versionId: undefined } // as Pacific tells it
      },
      create: async ({ sseKey, properties }) => {
        await turn('create')
        const id = `u${++this.#ids}`
        this.#uploads.set(id, { parts: new Map(), sseKey: sseKey?.id, metadata: { ...properties.metadata } })
        return id
      },
      copyPart: async ({ source, start, end, uploadId, partNumber, sseKey }, signal) => {
        await turn('copyPart', signal)
        const isRefused = source.sseKey !== undefined && source.sseKey.id !== sseKey?.id && this.refusesEncrypted
        if (isRefused) throw new AppError('request-refused', { operation: 'UploadPartCopy' })
        const text = open(source.bucket, source.key, source.sseKey, source.versionId).body.slice(start, end)
        this.#uploads.get(uploadId)?.parts.set(partNumber, text)
        return md5(text)
      },
      complete: async ({ bucket, key, uploadId, etags }) => {
        await turn('complete')
        const upload = this.#uploads.get(uploadId)
        if (upload === undefined) throw new AppError('no-such-upload')
        this.#uploads.delete(uploadId)
        const body = [...upload.parts]
          .sort(([a], [b]) => a - b)
          .map(([, text]) => text)
          .join('')
        const etag = `${md5(Buffer.from(etags.join(''), 'hex'))}-${etags.length}`
        const sseKeyId = this.storesInClear ? undefined : upload.sseKey
        const made = this.put(bucket, key, body, { etag, sseKeyId, metadata: upload.metadata })
        return { etag: undefined, versionId: idOf(made) }
      }
    }
    const versions: ObjectVersions = {
      listPage: async ({ bucket, prefix }, signal) => {
        await turn(`versions ${bucket}/${prefix}`, signal)
        return { versions: this.versionsOf(bucket, prefix).map(toVersion(prefix)), next: undefined }
      },
      deleteBatch: async (bucket: string, targets: readonly DeleteTarget[]) => {
        await turn(`delete ${bucket}/${targets[0]?.key ?? ''}`)
        for (const { key, versionId } of targets) {
          const rest = this.versionsOf(bucket, key).filter((one) => one.versionId !== (versionId ?? 'null'))
          if (versionId !== undefined || this.versioning.get(bucket) !== 'on')
            this.#objects.set(`${bucket}/${key}`, [...rest])
          else this.put(bucket, key, '', { isDeleteMarker: true })
        }
        return []
      },
      hide: async (bucket, key) => {
        await turn(`delete ${bucket}/${key}`)
        const isKept = this.versioning.get(bucket) === 'on'
        const rest = this.versionsOf(bucket, key).filter(({ versionId }) => versionId !== 'null')
        if (!isKept) this.#objects.set(`${bucket}/${key}`, [...rest])
        const markerId = isKept ? this.put(bucket, key, '', { isDeleteMarker: true }).versionId : undefined
        this.onRequest('hidden', this.calls.length)
        return markerId
      },
      restore: () => Promise.reject(new Error('not for this'))
    }
    const properties: Pick<PropertyStore, 'read' | 'tagsOf' | 'readRange' | 'overwrite'> = {
      read: async (bucket, key, options, signal) => {
        await turn(`properties ${bucket}/${key}`, signal)
        return propertiesOf(open(bucket, key, options?.sseKey, options?.versionId))
      },
      tagsOf: async (bucket, key, versionId, signal) => {
        await turn(`tags ${bucket}/${key}`, signal)
        return find(bucket, key, versionId).tags
      },
      readRange: async ({ startByte, byteCount, ...source }, signal) => {
        await turn('read', signal)
        const stored = open(source.bucket, source.key, source.sseKey, source.versionId)
        if (stored.etag !== source.etag) throw new AppError('object-changed')
        const bytes = new TextEncoder().encode(stored.body.slice(startByte, startByte + byteCount))
        return { bytes, etag: stored.etag, sizeBytes: stored.body.length }
      },
      overwrite: async ({ bucket, key, body, tags, sseKey, properties }) => {
        const text = await body.text()
        if (sseKey !== undefined) this.sseKeyIds.add(sseKey.id)
        await turn('put')
        const { etag } = this.put(bucket, key, text, { tags, sseKeyId: sseKey?.id, metadata: properties.metadata })
        return { etag }
      }
    }
    const access: Pick<AccessControl, 'ofObject' | 'putOfObject'> = {
      ofObject: async (bucket, key, versionId, signal) => {
        await turn(`acl ${bucket}/${key}`, signal)
        return find(bucket, key, versionId).acl
      },
      putOfObject: async (bucket, key, acl, versionId) => {
        await turn(`putAcl ${bucket}/${key}`)
        find(bucket, key, versionId).acl = acl
      }
    }
    return { storage, copies, versions, properties, access } as Partial<CopyGateway> as CopyGateway
  }
}
