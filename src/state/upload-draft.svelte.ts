// An upload that is being prepared: its files, names, encryption, headers and access. Asks which names are taken; sends nothing.
import type { ClashDecision } from '../domain/clash-decision'
import { AppError, isAbort, toAppError } from '../domain/app-error'
import type { FolderPrefix } from '../domain/folder-prefix'
import { nextTask } from '../domain/next-task'
import type { EncryptionRule, ObjectStorage } from '../domain/ports'
import { maySendSseKey } from '../domain/profile'
import type { SseKey } from '../domain/sse-key'
import { planNames } from '../transfers/name-clash'
import { MAX_SINGLE_PUT_BYTES } from '../transfers/part-plan'
import { findTakenKeys } from '../transfers/taken-keys'
import type { Transfer } from '../transfers/transfer'
import { UploadHeadersForm } from './upload-headers-form.svelte'

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

/** Shorter than a frame. */
const SLICE_MS = 10

export class UploadDraft {
  readonly target: UploadTarget
  readonly chosen: ChosenFiles
  /** Resolves when the sizes of all files are known, or it was closed. */
  readonly measured: Promise<void>
  decision = $state<ClashDecision>('keep-both')
  /** The id of the key to encrypt with; undefined: unencrypted. */
  keyId = $state<string | undefined>()
  /** Why the user must choose the encryption, since none may be assumed; undefined once chosen. */
  encryptionQuestion = $state<'default-gone' | 'settings-unreadable' | 'no-key-used-here' | undefined>()
  /** The key that the user allows to be sent to this gateway for the first time. */
  firstUseId = $state<string | undefined>()
  /** In another user's bucket: its owner gets full control of the uploads. Only when the user says so. */
  sharesWithOwner = $state(false)
  readonly headers = new UploadHeadersForm()
  /** Present: the bucket requires encryption. */
  encryption: EncryptionRule | undefined
  /** The bucket's default key. */
  defaultKeyId = $state<string | undefined>()
  /** Whether `keyId` is to be the bucket's default key; initially, whether it is. */
  isDefault = $derived(this.keyId !== undefined && this.keyId === this.defaultKeyId)
  #sizeBytes = $state(0)
  #hasLarge = $state(false)
  #areNamesHidden = $state(false)
  #taken = $state.raw<ReadonlySet<string> | undefined>()
  #checkedCount = $state(0)
  #error = $state.raw<AppError | undefined>()
  #abort = new AbortController()
  readonly #wanted: readonly string[]
  /** Each of them once. */
  readonly #names: ReadonlySet<string>
  #takenCount = $derived.by(() => {
    const taken = this.#taken
    if (this.chosen.onState !== undefined) return 0 // no name is left to ask about
    return taken === undefined ? undefined : this.#wanted.filter((key) => taken.has(key)).length
  })
  #plan = $derived.by(() => planNames(this.#taken ?? new Set(), this.#wanted, this.decision, this.#names))
  #sendCount = $derived(this.#plan.filter(({ key }) => key !== undefined).length)

  /** This gateway was seen to reject replacing, also in CompleteMultipartUpload. */
  readonly isGuarded: boolean

  constructor(target: UploadTarget, chosen: ChosenFiles, isGuarded = false) {
    this.isGuarded = isGuarded
    this.target = target
    this.chosen = chosen
    this.#wanted = chosen.files.map(({ path }) => target.prefix + path)
    this.#names = new Set(this.#wanted)
    this.measured = this.#measure()
  }

  /** Of the files that were measured so far. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }
  /** Some of these are multipart uploads, for which most gateways ignore conditions. */
  get hasLarge(): boolean {
    return this.#hasLarge
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

  /** In slices: Chromium asks another process for each size, and blocks the page until that has answered. */
  async #measure(): Promise<void> {
    let endMs = performance.now() + SLICE_MS
    for (const { file } of this.chosen.files) {
      if (performance.now() > endMs) {
        await nextTask()
        if (this.#abort.signal.aborted) return
        endMs = performance.now() + SLICE_MS
      }
      const { size } = file
      this.#sizeBytes += size
      if (size > MAX_SINGLE_PUT_BYTES) this.#hasLarge = true
    }
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
      this.#taken = await findTakenKeys(storage, bucket, this.#names, this.#abort.signal, { prefix, onChecked })
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
