// The preparation of an upload: its files, names and encryption. Nothing is sent before `send`.
import { AppError, isAbort, toAppError } from '../domain/app-error'
import { accountKey, isSameAccount } from '../domain/account'
import type { FolderPrefix } from '../domain/folder-prefix'
import type { BucketSettings, EncryptionRule, ObjectStorage } from '../domain/ports'
import { maySendSseKey } from '../domain/profile'
import { isSaved, type SseKey } from '../domain/sse-key'
import type { UploadSources } from '../domain/transfer-journal'
import type { ConditionMemory } from '../transfers/condition-memory'
import { planNames, type ClashDecision } from '../transfers/name-clash'
import { MAX_SINGLE_PUT_BYTES } from '../transfers/part-plan'
import { findTakenKeys } from '../transfers/taken-keys'
import type { Transfer, UploadRequest } from '../transfers/transfer'
import type { Keys } from './keys.svelte'
import type { EncryptionObservations } from './encryption-observations.svelte'
import type { Transfers } from './transfers.svelte'

/** Of files that were dropped one by one; a folder is one. */
const MAX_SOURCES = 200

export interface ChosenFile {
  readonly file: File
  /** Below the target prefix. */
  readonly path: string
  /** Of the file, or of the folder that `sourcePath` begins with, where the browser lets this page keep it. */
  readonly handle?: FileSystemHandle | undefined
  /** Undefined: `path`. */
  readonly sourcePath?: string | undefined
  /** Of a sync: the object that it replaces, by its ETag; undefined: there must be none. */
  readonly replacesEtag?: string | undefined
}

/** The user's files. */
export interface ChosenFiles {
  readonly files: readonly ChosenFile[]
  /** Dropped items that cannot be sent. */
  readonly leftOut: readonly { readonly path: string; readonly reason: 'empty-folder' | 'unreadable' }[]
  /** Of a sync: what each replaces is planned, and it hears what becomes of them. */
  readonly onState?: ((transfer: Transfer) => void) | undefined
}

export interface UploadTarget {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly prefix: FolderPrefix
}

export class UploadDraft {
  readonly target: UploadTarget
  readonly chosen: ChosenFiles
  readonly sizeBytes: number
  /** Some files are multipart uploads, for which most gateways ignore conditions. */
  readonly hasLarge: boolean
  decision = $state<ClashDecision>('keep-both')
  /** The id of the key to encrypt with; undefined: unencrypted. */
  keyId = $state<string | undefined>()
  /** Why the user must choose the encryption, since none may be assumed; undefined once chosen. */
  encryptionQuestion = $state<'default-gone' | 'settings-unreadable' | 'no-key-used-here' | undefined>()
  /** The key that the user allows to be sent to this gateway for the first time. */
  firstUseId = $state<string | undefined>()
  /** In another user's bucket: its owner gets full control of the uploads. Only when the user says so. */
  sharesWithOwner = $state(false)
  /** Present: the bucket requires encryption. */
  encryption: EncryptionRule | undefined
  /** The bucket's default key. */
  defaultKeyId = $state<string | undefined>()
  /** Whether `keyId` is to be the bucket's default key; initially, whether it is. */
  isDefault = $derived(this.keyId !== undefined && this.keyId === this.defaultKeyId)
  #areNamesHidden = $state(false)
  #taken = $state.raw<ReadonlySet<string> | undefined>()
  #checkedCount = $state(0)
  #error = $state.raw<AppError | undefined>()
  #abort = new AbortController()
  #wanted: readonly string[]
  #takenCount = $derived.by(() => {
    const taken = this.#taken
    if (this.chosen.onState !== undefined) return 0 // no name is left to ask about
    return taken === undefined ? undefined : this.#wanted.filter((key) => taken.has(key)).length
  })
  #plan = $derived.by(() => planNames(this.#taken ?? new Set(), this.#wanted, this.decision))
  #sendCount = $derived(this.#plan.filter(({ key }) => key !== undefined).length)

  /** This gateway was seen to reject replacing, also in CompleteMultipartUpload. */
  readonly isGuarded: boolean

  constructor(target: UploadTarget, chosen: ChosenFiles, isGuarded = false) {
    this.isGuarded = isGuarded
    this.target = target
    this.chosen = chosen
    this.sizeBytes = chosen.files.reduce((sum, { file }) => sum + file.size, 0)
    this.hasLarge = chosen.files.some(({ file }) => file.size > MAX_SINGLE_PUT_BYTES)
    this.#wanted = chosen.files.map(({ path }) => target.prefix + path)
  }

  /** True where the key would be sent to this gateway for the first time: the user has to confirm. Not so for the bucket's default. */
  isFirstUse(key: SseKey): boolean {
    return !key.endpoints.includes(this.target.storage.endpoint) && key.id !== this.defaultKeyId
  }

  get canEncrypt(): boolean {
    return maySendSseKey(this.target.storage.endpoint)
  }
  /** Undefined until the gateway has answered. */
  get takenCount(): number | undefined {
    return this.#takenCount
  }
  /** Of the names, until all are. */
  get checkedCount(): number {
    return this.#checkedCount
  }
  /** True: this account may not list the bucket, so existing names are unknown. */
  get areNamesHidden(): boolean {
    return this.#areNamesHidden
  }
  get error(): AppError | undefined {
    return this.#error
  }
  get plan(): ReturnType<typeof planNames> {
    return this.#plan
  }
  get sendCount(): number {
    return this.#sendCount
  }

  /** Finds out which names are taken. */
  async checkNames(): Promise<void> {
    this.#error = undefined
    if (this.chosen.onState !== undefined) {
      const replacing = this.chosen.files.filter(({ replacesEtag }) => replacesEtag !== undefined)
      this.#taken = new Set(replacing.map(({ path }) => this.target.prefix + path))
      this.decision = 'replace'
      return
    }
    const { storage, bucket, prefix } = this.target
    const onChecked = (count: number): void => void (this.#checkedCount = count)
    try {
      this.#taken = await findTakenKeys(storage, bucket, this.#wanted, this.#abort.signal, { prefix, onChecked })
    } catch (error) {
      if (isAbort(error)) return
      const failure = toAppError(error)
      if (failure.kind !== 'access-denied') {
        this.#error = failure
        return
      }
      // A write-only bucket can be uploaded to.
      this.#areNamesHidden = true
      this.#taken = new Set()
    }
  }

  stop(): void {
    this.#abort.abort()
  }
}

export class Uploads {
  readonly #transfers: Transfers
  readonly #keys: Keys
  readonly #observations: EncryptionObservations
  readonly #conditions: ConditionMemory | undefined
  readonly #sources: Pick<UploadSources, 'keep'> | undefined
  #draft = $state.raw<UploadDraft | undefined>()
  #shown: UploadTarget | undefined
  #resumed: { readonly target: UploadTarget; readonly chosen: ChosenFiles } | undefined
  #isSending = false
  /** Buckets for which the user chose, in this tab, unencrypted uploads although there are keys. */
  readonly #unencrypted = new Set<string>()

  constructor(
    transfers: Transfers,
    keys: Keys,
    observations: EncryptionObservations,
    conditions?: ConditionMemory,
    sources?: Pick<UploadSources, 'keep'>
  ) {
    this.#conditions = conditions
    this.#sources = sources
    this.#transfers = transfers
    this.#keys = keys
    this.#observations = observations
  }

  /** What the dialog shows; undefined: no upload is being prepared. */
  get draft(): UploadDraft | undefined {
    return this.#draft
  }

  /** The key proposed for uploads to the current bucket: its default, else the key last used on this endpoint. */
  likelyKey(endpoint: string): SseKey | undefined {
    return this.#keyFor(endpoint, this.#observations.settings)
  }

  #keyFor(endpoint: string, { defaultKeyId }: BucketSettings): SseKey | undefined {
    if (!maySendSseKey(endpoint)) return undefined
    if (defaultKeyId !== undefined) return this.#keys.byId(defaultKeyId)
    const lately = (one: SseKey, other: SseKey): number => (other.lastUsedAtMs ?? 0) - (one.lastUsedAtMs ?? 0)
    const belonging = this.#keys.list.filter((key) => key.endpoints.includes(endpoint))
    return belonging.sort(lately)[0]
  }

  /** The folder that is shown; undefined: none. A draft for another one is dropped. */
  show(place: UploadTarget | undefined): void {
    this.#shown = place
    if (this.#draft !== undefined && !isSameTarget(this.#draft.target, place)) this.cancel()
    if (place === undefined || this.#resumed === undefined || !isSameTarget(this.#resumed.target, place)) return
    const { chosen } = this.#resumed
    this.#resumed = undefined
    void this.begin(place, chosen)
  }

  /** Prepares the upload as soon as its folder is shown. */
  resumeAt(target: UploadTarget, chosen: ChosenFiles): void {
    this.#resumed = { target, chosen }
    this.show(this.#shown)
  }

  /**
   * Prepares an upload, with the encryption of its bucket.
   * @returns false when the user has left the folder in the meantime: nothing was prepared.
   */
  async begin(target: UploadTarget, chosen: ChosenFiles): Promise<boolean> {
    const isGuarded = this.#conditions?.onComplete(target.storage.endpoint) === 'enforced'
    const draft = new UploadDraft(target, chosen, isGuarded)
    const { storage, bucket } = target
    const settings = await this.#observations.settingsOf(storage, bucket).catch(() => undefined)
    draft.defaultKeyId = settings?.defaultKeyId
    draft.keyId = settings === undefined ? undefined : this.#keyFor(storage.endpoint, settings)?.id
    draft.encryption = settings?.encryption
    // The bucket's settings are unreadable, or were lost with the keys.
    if (settings === undefined || this.#keys.lost.length > 0) draft.encryptionQuestion = 'settings-unreadable'
    else if (settings.defaultKeyId !== undefined && draft.keyId === undefined) draft.encryptionQuestion = 'default-gone'
    else if (draft.keyId === undefined && this.#mustAskForKey(target)) draft.encryptionQuestion = 'no-key-used-here'
    if (!isSameTarget(target, this.#shown)) return false
    this.#draft?.stop()
    this.#draft = draft
    void draft.checkNames()
    return true
  }

  /** There are keys, and none was used on this endpoint: neither a key nor unencrypted is assumed. */
  #mustAskForKey({ storage, bucket }: UploadTarget): boolean {
    if (this.#keys.list.length === 0 || !maySendSseKey(storage.endpoint)) return false
    return !this.#unencrypted.has(bucketId(storage, bucket))
  }

  cancel(): void {
    this.#draft?.stop()
    this.#draft = undefined
  }

  /**
   * Sends the draft.
   * @returns false when nothing was sent: the encryption is not chosen, the key is not backed up or not yet allowed on this gateway (the
   * dialog asks for these first), or it was cancelled.
   */
  async send(mayBeUnsaved: boolean): Promise<boolean> {
    const draft = this.#draft
    if (draft === undefined || this.#isSending || draft.encryptionQuestion !== undefined) return false
    const sseKey = this.#keys.byId(draft.keyId)
    // Never unencrypted because the key was removed in the meantime.
    if (draft.keyId !== undefined && sseKey === undefined) throw new AppError('sse-key-needed')
    if (sseKey !== undefined && !isSaved(sseKey) && (!mayBeUnsaved || this.#keys.isMemoryOnly)) return false
    if (sseKey !== undefined && draft.isFirstUse(sseKey) && draft.firstUseId !== sseKey.id) return false
    const { storage, bucket } = draft.target
    if (sseKey === undefined && draft.encryption !== undefined) throw new AppError('must-be-encrypted')
    this.#isSending = true
    try {
      await this.#transfers.prepare()
      if (sseKey !== undefined && (draft.isDefault || sseKey.id === draft.defaultKeyId))
        await this.#observations.setDefaultKey(storage, bucket, draft.isDefault ? sseKey.id : undefined)
      const sourceIds = await keepSources(draft.chosen.files, this.#sources)
      if (this.#draft !== draft) return false // cancelled
      await this.#transfers.upload(requestsOf(draft, sseKey, sourceIds))
      if (sseKey === undefined && this.#keys.list.length > 0) this.#unencrypted.add(bucketId(storage, bucket))
    } finally {
      this.#isSending = false
    }
    if (this.#draft === draft) this.#draft = undefined
    return true
  }
}

function requestsOf(
  draft: UploadDraft,
  sseKey: SseKey | undefined,
  sourceIds: ReadonlyMap<FileSystemHandle, string>
): readonly UploadRequest[] {
  const { storage, bucket } = draft.target
  return draft.plan.flatMap(({ key, isReplacing }, index) => {
    const chosen = draft.chosen.files[index]
    if (key === undefined || chosen === undefined) return []
    const { file, path, handle, sourcePath = path, replacesEtag } = chosen
    const { onState } = draft.chosen
    const contentType = file.type === '' ? 'application/octet-stream' : file.type
    const acl = draft.sharesWithOwner ? ('bucket-owner-full-control' as const) : undefined
    // With unknown names, the decision alone says whether any may be replaced.
    const ifAbsent = !isReplacing && !(draft.areNamesHidden && draft.decision === 'replace')
    const keepsBoth = draft.decision === 'keep-both'
    const source = { path: sourcePath, id: handle && sourceIds.get(handle) }
    return [
      { storage, bucket, key, file, sseKey, ifAbsent, keepsBoth, replacesEtag, contentType, acl, source, onState }
    ]
  })
}

/** So that these uploads can go on in another session without being chosen again. @returns the ids of those that could be kept */
async function keepSources(
  files: readonly ChosenFile[],
  sources: Pick<UploadSources, 'keep'> | undefined
): Promise<ReadonlyMap<FileSystemHandle, string>> {
  const handles = [...new Set(files.flatMap(({ handle }) => handle ?? []))].slice(0, MAX_SOURCES)
  const ids = await Promise.all(handles.map(async (handle) => [handle, await sources?.keep(handle)] as const))
  return new Map(ids.flatMap(([handle, id]) => (id === undefined ? [] : [[handle, id] as const])))
}

function bucketId({ account }: ObjectStorage, bucket: string): string {
  return accountKey(account.credentialsId, bucket)
}

function isSameTarget(one: UploadTarget, other: UploadTarget | undefined): boolean {
  if (one.bucket !== other?.bucket || one.prefix !== other.prefix) return false
  return isSameAccount(one.storage.account, other.storage.account)
}
