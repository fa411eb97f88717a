// An upload before it begins: which files go where, which names are taken, how they are locked. Sends nothing until told to.
import { AppError, isAbort, toAppError } from '../domain/app-error'
import { isSameAccount } from '../domain/account'
import type { FolderPrefix } from '../domain/folder-prefix'
import type { BucketSettings, EncryptionRule, ObjectStorage } from '../domain/ports'
import { maySendSseKey } from '../domain/profile'
import { isSaved, type SseKey } from '../domain/sse-key'
import type { ConditionMemory } from '../transfers/condition-memory'
import { planNames, type ClashDecision } from '../transfers/name-clash'
import { MAX_SINGLE_PUT_BYTES } from '../transfers/part-plan'
import { findTakenKeys } from '../transfers/taken-keys'
import type { Keys } from './keys.svelte'
import type { EncryptionObservations } from './encryption-observations.svelte'
import type { Transfers } from './transfers.svelte'

/** A person's files, with their paths below the place where they go. */
export interface ChosenFiles {
  readonly files: readonly { readonly file: File; readonly path: string }[]
  /** Dropped items that cannot be sent. */
  readonly leftOut: readonly { readonly path: string; readonly reason: 'empty-folder' | 'unreadable' }[]
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
  decision = $state<ClashDecision>('keep-both')
  /** The id of the key that locks; undefined: in the clear. */
  keyId = $state<string | undefined>()
  /** Why the person must say how it is locked, for nothing may be assumed; undefined once that is known. */
  openQuestion = $state<'default-gone' | 'settings-unreadable' | 'no-key-used-here' | undefined>()
  /** The key that the person lets go to this gateway, where it was never used. */
  firstUseId = $state<string | undefined>()
  /** Into another user's bucket: its owner can read what is uploaded. Only when the person says so. */
  sharesWithOwner = $state(false)
  /** Present: into this bucket nothing goes in the clear. */
  encryption: EncryptionRule | undefined
  /** The bucket's own key, when it has one. */
  defaultKeyId = $state<string | undefined>()
  /** Whether every upload to this bucket shall be locked with `keyId`: as the bucket has it, until the person says otherwise of that key. */
  isDefault = $derived(this.keyId !== undefined && this.keyId === this.defaultKeyId)
  #areNamesHidden = $state(false)
  #taken = $state.raw<ReadonlySet<string> | undefined>()
  #error = $state.raw<AppError | undefined>()
  #abort = new AbortController()
  #wanted: readonly string[]
  #plan = $derived.by(() => planNames(this.#taken ?? new Set(), this.#wanted, this.decision))

  /** This gateway was seen to refuse replacing, also at the end of an upload in parts. */
  readonly isGuarded: boolean

  constructor(target: UploadTarget, chosen: ChosenFiles, isGuarded = false) {
    this.isGuarded = isGuarded
    this.target = target
    this.chosen = chosen
    this.sizeBytes = chosen.files.reduce((sum, { file }) => sum + file.size, 0)
    this.#wanted = chosen.files.map(({ path }) => target.prefix + path)
  }

  /** True where the key would reach this gateway for the first time: the person has to say so. The bucket's default was chosen for it. */
  isFirstUse(key: SseKey): boolean {
    return !key.endpoints.includes(this.target.storage.endpoint) && key.id !== this.defaultKeyId
  }

  get canEncrypt(): boolean {
    return maySendSseKey(this.target.storage.endpoint)
  }
  /** Undefined while the gateway has not said yet. */
  get takenCount(): number | undefined {
    return this.#taken === undefined ? undefined : this.#wanted.filter((key) => this.#taken?.has(key)).length
  }
  /** True: this account may not list the bucket, so nothing is known of what is there. */
  get areNamesHidden(): boolean {
    return this.#areNamesHidden
  }
  /** Sent in parts: most gateways don't refuse to replace at the end of such an upload. */
  get hasLarge(): boolean {
    return this.chosen.files.some(({ file }) => file.size > MAX_SINGLE_PUT_BYTES)
  }
  get error(): AppError | undefined {
    return this.#error
  }
  get plan(): ReturnType<typeof planNames> {
    return this.#plan
  }
  get sendCount(): number {
    return this.#plan.filter(({ key }) => key !== undefined).length
  }

  /** Asks which names are taken. */
  async look(): Promise<void> {
    this.#error = undefined
    try {
      this.#taken = await findTakenKeys(this.target.storage, this.target.bucket, this.#wanted, this.#abort.signal)
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
  readonly #locks: EncryptionObservations
  readonly #conditions: ConditionMemory | undefined
  #draft = $state.raw<UploadDraft | undefined>()
  #shown: UploadTarget | undefined
  #resumed: { readonly target: UploadTarget; readonly chosen: ChosenFiles } | undefined
  #isSending = false
  /** Where the person has said, in this tab, that uploads go unencrypted though there are keys. */
  readonly #unencrypted = new Set<string>()

  constructor(transfers: Transfers, keys: Keys, locks: EncryptionObservations, conditions?: ConditionMemory) {
    this.#conditions = conditions
    this.#transfers = transfers
    this.#keys = keys
    this.#locks = locks
  }

  /** What the dialog shows; undefined: no upload is being prepared. */
  get draft(): UploadDraft | undefined {
    return this.#draft
  }

  /** The key that an upload into the bucket on screen would be encrypted with unless the person says otherwise: one of this endpoint. */
  likelyKey(endpoint: string): SseKey | undefined {
    return this.#keyFor(endpoint, this.#locks.settings)
  }

  #keyFor(endpoint: string, { defaultKeyId }: BucketSettings): SseKey | undefined {
    if (!maySendSseKey(endpoint)) return undefined
    if (defaultKeyId !== undefined) return this.#keys.byId(defaultKeyId)
    const lately = (one: SseKey, other: SseKey): number => (other.lastUsedAtMs ?? 0) - (one.lastUsedAtMs ?? 0)
    const belonging = this.#keys.list.filter((key) => key.endpoints.includes(endpoint))
    return belonging.sort(lately)[0]
  }

  /** Where the person is; undefined: at no folder. A draft of another place is dropped. */
  show(place: UploadTarget | undefined): void {
    this.#shown = place
    if (this.#draft !== undefined && !isSameBookmark(this.#draft.target, place)) this.cancel()
    if (place === undefined || this.#resumed === undefined || !isSameBookmark(this.#resumed.target, place)) return
    const { chosen } = this.#resumed
    this.#resumed = undefined
    void this.begin(place, chosen)
  }

  /** Prepares the upload as soon as its place is shown. */
  resumeAt(target: UploadTarget, chosen: ChosenFiles): void {
    this.#resumed = { target, chosen }
    this.show(this.#shown)
  }

  /**
   * Prepares an upload, encrypted as its own bucket has it.
   * @returns false, and prepares nothing, when the person has left the place meanwhile: a draft shows up nowhere else.
   */
  async begin(target: UploadTarget, chosen: ChosenFiles): Promise<boolean> {
    const isGuarded = this.#conditions?.onComplete(target.storage.endpoint) === 'enforced'
    const draft = new UploadDraft(target, chosen, isGuarded)
    const { storage, bucket } = target
    const settings = await this.#locks.settingsOf(storage, bucket).catch(() => undefined)
    draft.defaultKeyId = settings?.defaultKeyId
    draft.keyId = settings === undefined ? undefined : this.#keyFor(storage.endpoint, settings)?.id
    draft.encryption = settings?.encryption
    // What was chosen for this bucket has vanished with the keys, or cannot be read.
    if (settings === undefined || this.#keys.lost.length > 0) draft.openQuestion = 'settings-unreadable'
    else if (settings.defaultKeyId !== undefined && draft.keyId === undefined) draft.openQuestion = 'default-gone'
    else if (draft.keyId === undefined && this.#mustAskForKey(target)) draft.openQuestion = 'no-key-used-here'
    if (!isSameBookmark(target, this.#shown)) return false
    this.#draft?.stop()
    this.#draft = draft
    void draft.look()
    return true
  }

  /** There are keys, none was ever used here, and so neither of them nor unencrypted is assumed. */
  #mustAskForKey({ storage, bucket }: UploadTarget): boolean {
    if (this.#keys.list.length === 0 || !maySendSseKey(storage.endpoint)) return false
    return !this.#unencrypted.has(placeName(storage, bucket))
  }

  cancel(): void {
    this.#draft?.stop()
    this.#draft = undefined
  }

  /** Sends the draft. @returns false when nothing was: its key has not been seen outside this browser, or may not go to this gateway yet, or how it is encrypted was not said (the dialog asks for that first), or it was cancelled meanwhile. */
  async send(mayBeUnsaved: boolean): Promise<boolean> {
    const draft = this.#draft
    if (draft === undefined || this.#isSending || draft.openQuestion !== undefined) return false
    const sseKey = this.#keys.byId(draft.keyId)
    // It was to be locked: never in the clear because the key has gone meanwhile.
    if (draft.keyId !== undefined && sseKey === undefined) throw new AppError('sse-key-needed')
    if (sseKey !== undefined && !isSaved(sseKey) && (!mayBeUnsaved || this.#keys.isMemoryOnly)) return false
    if (sseKey !== undefined && draft.isFirstUse(sseKey) && draft.firstUseId !== sseKey.id) return false
    const { storage, bucket } = draft.target
    if (sseKey === undefined && draft.encryption !== undefined) throw new AppError('must-be-encrypted')
    const requests = draft.plan.flatMap(({ key, isReplacing }, index) => {
      const file = draft.chosen.files[index]?.file
      if (key === undefined || file === undefined) return []
      const contentType = file.type === '' ? 'application/octet-stream' : file.type
      const acl = draft.sharesWithOwner ? ('bucket-owner-full-control' as const) : undefined
      // Of hidden names nobody knows which ones would be replaced: then the decision alone says whether any may be.
      const ifAbsent = !isReplacing && !(draft.areNamesHidden && draft.decision === 'replace')
      const keepsBoth = draft.decision === 'keep-both'
      return [{ storage, bucket, key, file, sseKey, ifAbsent, keepsBoth, contentType, acl }]
    })
    this.#isSending = true
    try {
      await this.#transfers.prepare()
      if (sseKey !== undefined && (draft.isDefault || sseKey.id === draft.defaultKeyId))
        await this.#locks.setDefaultKey(storage, bucket, draft.isDefault ? sseKey.id : undefined)
      if (this.#draft !== draft) return false // cancelled meanwhile
      await this.#transfers.upload(requests)
      if (sseKey === undefined && this.#keys.list.length > 0) this.#unencrypted.add(placeName(storage, bucket))
    } finally {
      this.#isSending = false
    }
    if (this.#draft === draft) this.#draft = undefined
    return true
  }
}

function placeName({ endpoint }: ObjectStorage, bucket: string): string {
  return JSON.stringify([endpoint, bucket])
}

function isSameBookmark(one: UploadTarget, other: UploadTarget | undefined): boolean {
  if (one.bucket !== other?.bucket || one.prefix !== other.prefix) return false
  return isSameAccount(one.storage.account, other.storage.account)
}
