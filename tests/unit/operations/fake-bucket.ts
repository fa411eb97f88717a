// One bucket in memory, with versions and unfinished uploads that come two a page, and actions that can be made to wait or fail.
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import type { ObjectVersion, UnfinishedUpload, Versioning } from '../../../src/domain/bucket'
import type { ObjectLock } from '../../../src/domain/object-lock'
import { makeAccount } from '../domain/accounts'
import type { DeleteFailure, DeleteTarget, Gateway } from '../../../src/domain/gateway'

const PAGE = 2

export class FakeBucket {
  versions: readonly ObjectVersion[] = []
  uploads: readonly UnfinishedUpload[] = []
  isThere = true
  versioning: Versioning = 'off'
  /** Keys that stay, whatever is done. */
  readonly stubborn = new Set<string>()
  /** By key. */
  readonly locks = new Map<string, ObjectLock>()
  readonly calls: string[] = []
  /** Every call is refused with this. */
  failure: AppErrorKind | undefined
  /** What deletions and aborts wait for. */
  until: Promise<void> | undefined

  /** `a b c`: objects; `a#2`: an old version; `a#x`: a delete marker; each of 10 bytes. */
  holding(objects: string, uploads = ''): this {
    this.versions = objects
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => {
        const [key = '', version = 'null'] = word.split('#')
        const isDeleteMarker = version === 'x'
        const isLatest = isDeleteMarker || version === 'null'
        return {
          key,
          versionId: version,
          isLatest,
          isDeleteMarker,
          sizeBytes: isDeleteMarker ? 0 : 10,
          modifiedAtMs: 1,
          etag: ''
        }
      })
    this.uploads = uploads
      .split(' ')
      .filter((key) => key !== '')
      .map((key) => ({ key, uploadId: `id of ${key}`, startedAtMs: 5 }))
    return this
  }

  /** The gateway, of which only this bucket is there. */
  get gateway(): Gateway {
    return {
      storage: {
        endpoint: 'https://rgw.example.edu',
        account: makeAccount(),
        abortMultipartUpload: async (_bucket: string, key: string, uploadId: string, signal?: AbortSignal) => {
          await this.until
          await this.#turn(`abort ${key}`, signal)
          if (this.stubborn.has(key)) throw new AppError('access-denied')
          this.uploads = this.uploads.filter((upload) => upload.uploadId !== uploadId)
        }
      },
      uploads: {
        listPage: async (_bucket: string, after?: { keyMarker: string }, signal?: AbortSignal) => {
          await this.#turn('list uploads', signal)
          const rest = this.uploads.filter(({ key }) => after === undefined || key > after.keyMarker)
          const page = rest.slice(0, PAGE)
          const last = rest.length > PAGE ? page.at(-1) : undefined
          return { uploads: page, next: last && { keyMarker: last.key, uploadIdMarker: last.uploadId } }
        },
        partsOf: async (_bucket: string, key: string, _id: string, signal?: AbortSignal) => {
          await this.#turn(`size ${key}`, signal)
          if (this.stubborn.has(key)) throw new AppError('access-denied')
          return [60, 40].map((sizeBytes, index) => ({ partNumber: index + 1, sizeBytes, etag: '' }))
        }
      },
      versions: {
        listPage: async (request: { prefix: string; after?: { keyMarker: string } }, signal?: AbortSignal) => {
          const { prefix, after } = request
          await this.#turn('list versions', signal)
          const rest = this.versions.filter(
            ({ key }) => key.startsWith(prefix) && (after === undefined || key > after.keyMarker)
          )
          const page = rest.filter(({ key }) => key <= (rest[PAGE - 1]?.key ?? '\uffff'))
          const last = rest.length > page.length ? page.at(-1) : undefined
          return {
            versions: page,
            next: last && { keyMarker: last.key, versionIdMarker: last.versionId }
          }
        },
        deleteBatch: async (
          _bucket: string,
          targets: readonly DeleteTarget[],
          signal?: AbortSignal
        ): Promise<DeleteFailure[]> => {
          await this.until
          await this.#turn(`delete ${targets.map(({ key }) => key).join(' ')}`, signal)
          const isMeant = ({ key, versionId }: ObjectVersion): boolean =>
            !this.stubborn.has(key) &&
            targets.some((target) => target.key === key && (target.versionId ?? 'null') === versionId)
          this.versions = this.versions.filter((version) => !isMeant(version))
          return targets
            .filter(({ key }) => this.stubborn.has(key))
            .map((item) => ({ item, error: new AppError('access-denied') }))
        }
      },
      properties: {
        lockOf: async (_bucket: string, key: string, versionId: string): Promise<ObjectLock | undefined> => {
          await this.#turn(`lock of ${key}#${versionId}`)
          return this.locks.get(key)
        }
      },
      buckets: {
        versioningOf: () => Promise.resolve(this.versioning),
        remove: async (): Promise<void> => {
          await this.#turn('remove')
          if (this.versions.length > 0) throw new AppError('bucket-not-empty')
          this.isThere = false
        }
      }
    } as unknown as Gateway
  }

  async #turn(call: string, signal?: AbortSignal): Promise<void> {
    this.calls.push(call)
    await Promise.resolve()
    signal?.throwIfAborted()
    if (this.failure !== undefined) throw new AppError(this.failure)
  }
}
