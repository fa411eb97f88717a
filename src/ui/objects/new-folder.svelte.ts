// A new, empty folder: S3 knows keys only, so an empty object whose key ends in a slash stands for it, as in other tools.
import { AppError, toAppError } from '../../domain/app-error'
import type { FolderPrefix } from '../../domain/folder-prefix'
import { nameProblem, type NameProblem } from '../../domain/object-entry'
import type { ObjectStorage } from '../../domain/ports'
import { maySendSseKey } from '../../domain/profile'
import type { SseKey } from '../../domain/sse-key'
import type { Keys } from '../../state/keys.svelte'
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'

/** What the AWS console, s3cmd's and rclone's directory markers and s3fs understand. */
const CONTENT_TYPE = 'application/x-directory'

export interface FolderLocation {
  readonly storage: ObjectStorage
  readonly bucket: string
  /** The parent folder. */
  readonly prefix: FolderPrefix
}

export class NewFolder {
  readonly #place: FolderLocation
  readonly #keys: Pick<Keys, 'byId' | 'using'>
  readonly #observations: Pick<EncryptionObservations, 'settingsOf'>
  name = $state('')
  /** Of the key to encrypt it with, where it {@link needsKey}. */
  keyId = $state<string | undefined>()
  /** The bucket's owner, another user, gets full control of the folder's object. */
  sharesWithOwner = $state(false)
  #needsKey = $state(false)
  #error = $state.raw<AppError | undefined>()
  #takenPrefix = $state<FolderPrefix | undefined>()
  #isCreating = $state(false)

  constructor(
    place: FolderLocation,
    keys: Pick<Keys, 'byId' | 'using'>,
    observations: Pick<EncryptionObservations, 'settingsOf'>
  ) {
    this.#place = place
    this.#keys = keys
    this.#observations = observations
  }

  /** Whole, with its slash; a slash that was typed at the end is not doubled. */
  get prefix(): FolderPrefix {
    return `${this.#place.prefix}${this.name.replace(/\/$/, '')}/`
  }
  /** Why the name cannot be used; undefined while none is typed. */
  get problem(): NameProblem | undefined {
    if (this.name === '') return undefined
    const steps = this.name.replace(/\/$/, '').split('/')
    if (steps.includes('')) return { code: 'empty-step' }
    if (steps.some((step) => step.trim() === '')) return { code: 'blank-step' }
    if (steps.includes('.') || steps.includes('..')) return { code: 'dot-step' }
    return nameProblem('', this.prefix)
  }
  get error(): AppError | undefined {
    return this.#error
  }
  /** A folder that exists already; undefined once another name is typed. */
  get takenPrefix(): FolderPrefix | undefined {
    return this.#takenPrefix === this.prefix ? this.#takenPrefix : undefined
  }
  get isCreating(): boolean {
    return this.#isCreating
  }
  /** The bucket requires encryption and has no usable default key. */
  get needsKey(): boolean {
    return this.#needsKey
  }
  get isReady(): boolean {
    const isNamed = this.name !== '' && this.problem === undefined && this.takenPrefix === undefined
    return isNamed && !this.#isCreating && (!this.#needsKey || this.keyId !== undefined)
  }

  /** Finds out whether a key has to be chosen. */
  async prepare(): Promise<void> {
    const { encryption } = await this.#settings()
    this.#needsKey = encryption !== undefined && (await this.#keyToUse()) === undefined
  }

  /** @returns the prefix once the gateway lists it; undefined when nothing was created (see `error`, `takenPrefix`). */
  async create(): Promise<FolderPrefix | undefined> {
    if (!this.isReady) return undefined
    const { storage, bucket } = this.#place
    const key = this.prefix
    this.#isCreating = true
    this.#error = undefined
    try {
      const { objects } = await storage.listPage({ bucket, prefix: key, delimiter: undefined, maxKeys: 1 })
      if (objects.length > 0) {
        this.#takenPrefix = key
        return undefined
      }
      const sseKey = await this.#keyToUse()
      if (sseKey === undefined && (await this.#settings()).encryption !== undefined)
        throw new AppError('must-be-encrypted')
      const body = new Blob([])
      const acl = this.sharesWithOwner ? ('bucket-owner-full-control' as const) : undefined
      await this.#keys.using(sseKey, 'upload', () =>
        storage.putObject({ bucket, key, body, contentType: CONTENT_TYPE, metadata: {}, sseKey, ifAbsent: true, acl })
      )
      const created = await storage.findObject(bucket, key)
      if (created?.sizeBytes !== 0) throw new AppError('object-changed')
      return key
    } catch (error) {
      const failure = toAppError(error)
      if (failure.kind === 'precondition-failed') this.#takenPrefix = key
      else this.#error = failure
      return undefined
    } finally {
      this.#isCreating = false
    }
  }

  /** The chosen key or the bucket's default, where it can be used: some buckets reject even an empty object without a key. */
  async #keyToUse(): Promise<SseKey | undefined> {
    const { defaultKeyId } = await this.#settings()
    return maySendSseKey(this.#place.storage.endpoint) ? this.#keys.byId(this.keyId ?? defaultKeyId) : undefined
  }

  #settings() {
    return this.#observations.settingsOf(this.#place.storage, this.#place.bucket)
  }
}
