// Which upload is being prepared, with the encryption of its bucket, and what is sent of it. Nothing is sent before `send`.
import { AppError } from '../domain/app-error'
import { accountKey, isSameAccount } from '../domain/account'
import type { BucketSettings, ObjectStorage } from '../domain/ports'
import { maySendSseKey } from '../domain/profile'
import { isSaved, type SseKey } from '../domain/sse-key'
import type { UploadSources } from '../domain/transfer-journal'
import type { ConditionMemory } from '../transfers/condition-memory'
import type { UploadRequest } from '../transfers/requests'
import type { Keys } from './keys.svelte'
import type { EncryptionObservations } from './encryption-observations.svelte'
import type { Transfers } from './transfers.svelte'
import { UploadDraft, type ChosenFiles, type UploadTarget } from './upload-draft.svelte'

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

  /** The key to propose for a bucket, by default the current one: its default, else the key last used on this endpoint. */
  likelyKey(endpoint: string, { defaultKeyId }: BucketSettings = this.#observations.settings): SseKey | undefined {
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
    draft.keyId = settings === undefined ? undefined : this.likelyKey(storage.endpoint, settings)?.id
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
   * @returns false when nothing was sent: the encryption is not chosen, the key is not backed up or not yet allowed on this gateway, a
   * header can't be sent (the dialog asks for these first), or it was cancelled.
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
    if (draft.headers.hasProblem) return false
    if (sseKey === undefined && draft.encryption !== undefined) throw new AppError('must-be-encrypted')
    this.#isSending = true
    try {
      await this.#transfers.prepare()
      if (sseKey !== undefined && (draft.isDefault || sseKey.id === draft.defaultKeyId))
        await this.#observations.setDefaultKey(storage, bucket, draft.isDefault ? sseKey.id : undefined)
      // So that these can go on in another session without being chosen again.
      const handles = draft.chosen.files.flatMap(({ handle }) => handle ?? [])
      const sourceIds = (await this.#sources?.keep(handles)) ?? new Map<FileSystemHandle, string>()
      await draft.measured
      if (this.#draft !== draft) return false // cancelled
      if (sseKey === undefined && this.#keys.list.length > 0) this.#unencrypted.add(bucketId(storage, bucket))
      this.#draft = undefined // the first are transfers before the last are requests
      await this.#transfers.upload(requestsOf(draft, sseKey, sourceIds))
    } finally {
      this.#isSending = false
    }
    return true
  }
}

/** One by one: very many at once would hold up the page. */
function* requestsOf(
  draft: UploadDraft,
  sseKey: SseKey | undefined,
  sourceIds: ReadonlyMap<FileSystemHandle, string>
): Iterable<UploadRequest> {
  const { chosen, decision, plan, target } = draft
  const { storage, bucket } = target
  const { onState } = chosen
  const { contentType: setType, acl: setAcl, headers } = draft.headers.toSend
  const acl = draft.sharesWithOwner ? ('bucket-owner-full-control' as const) : setAcl
  // With unknown names, the decision alone says whether any may be replaced.
  const mayReplace = draft.areNamesHidden && decision === 'replace'
  const keepsBoth = decision === 'keep-both'
  for (const [index, { key, isReplacing }] of plan.entries()) {
    const one = chosen.files[index]
    if (key === undefined || one === undefined) continue
    const { file, path, handle, sourcePath = path, replacesEtag } = one
    const guessedType = file.type === '' ? 'application/octet-stream' : file.type
    const contentType = setType ?? guessedType
    const ifAbsent = !isReplacing && !mayReplace
    const source = { path: sourcePath, id: handle && sourceIds.get(handle) }
    const described = { contentType, acl, headers, source, onState }
    yield { storage, bucket, key, file, sseKey, ifAbsent, keepsBoth, replacesEtag, ...described }
  }
}

function bucketId({ account }: ObjectStorage, bucket: string): string {
  return accountKey(account.credentialsId, bucket)
}

function isSameTarget(one: UploadTarget, other: UploadTarget | undefined): boolean {
  if (one.bucket !== other?.bucket || one.prefix !== other.prefix) return false
  return isSameAccount(one.storage.account, other.storage.account)
}
