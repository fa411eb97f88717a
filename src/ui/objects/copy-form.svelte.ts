// What is asked before a copy or a move: where it goes, under which name, and how it is encrypted there. Copies nothing.
import type { AppError } from '../../domain/app-error'
import { toFolderPrefix, type FolderPrefix } from '../../domain/folder-prefix'
import type { Gateway } from '../../domain/gateway'
import { nameProblem, type NameProblem, type ObjectEntry } from '../../domain/object-entry'
import type { BucketSettings } from '../../domain/ports'
import { maySendSseKey } from '../../domain/profile'
import { withoutOverlap, type Selection } from '../../domain/selection'
import { isSaved, type SseKey } from '../../domain/sse-key'
import type { Renaming } from '../../operations/copying/plan-copies'
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'
import type { Keys } from '../../state/keys.svelte'
import { Load } from '../../state/load.svelte'
import { CopyDestination, type CopySession } from './copy-destination.svelte'
import type { Folder } from './objects-location'

/** `rename`: a move in the same folder. */
export type CopyKind = 'copy' | 'move' | 'rename'

export interface CopyFormDeps {
  readonly session: CopySession
  readonly observations: Pick<EncryptionObservations, 'settingsOf' | 'of'>
  readonly keys: Pick<Keys, 'byId'>
}

interface SettingsPlace {
  readonly gateway: Gateway
  readonly bucket: string
}

export class CopyForm {
  readonly #from: Folder
  readonly #deps: CopyFormDeps
  /** Each object once. */
  readonly selection: Selection
  /** The only object or folder, by its whole name. */
  readonly only: string | undefined
  readonly destination: CopyDestination
  kind = $state<CopyKind>('copy')
  /** Of a copy or a move. */
  bucket = $state('')
  /** Of a copy or a move, with or without its last slash. */
  folder = $state('')
  /** Of the only object or folder. */
  name = $state('')
  /** `keep`: as each object is. Undefined: the user has to choose. */
  encryption = $state<'keep' | 'key' | 'none' | undefined>('keep')
  keyId = $state<string | undefined>()
  /** The key that the user allows to be sent to this gateway for the first time. */
  firstUseId = $state<string | undefined>()
  readonly #settings = new Load<BucketSettings>()
  #settingsPlace: SettingsPlace | undefined
  #reading: Promise<void> | undefined

  constructor(from: Folder, selection: Selection, kind: CopyKind, deps: CopyFormDeps) {
    this.#from = from
    this.#deps = deps
    this.destination = new CopyDestination(from.gateway, deps.session, () => this.chooseProfile(undefined))
    this.selection = withoutOverlap(selection)
    this.kind = kind
    this.bucket = from.bucket
    this.folder = from.prefix
    const { entries, prefixes } = this.selection
    const [only] = [...prefixes, ...entries.map(({ key }) => key)]
    this.only = entries.length + prefixes.length === 1 ? only : undefined
    this.name = this.only?.slice(from.prefix.length).replace(/\/$/, '') ?? ''
  }

  get isMove(): boolean {
    return this.kind !== 'copy'
  }
  get targetBucket(): string {
    return this.kind === 'rename' ? this.#from.bucket : this.bucket
  }
  get targetGateway(): Gateway {
    return this.destination.gateway
  }
  get target(): FolderPrefix {
    return this.kind === 'rename' ? this.#from.prefix : toFolderPrefix(this.folder)
  }
  get isSameBucket(): boolean {
    return !this.destination.isAcross && this.targetBucket === this.#from.bucket
  }
  get renaming(): Renaming {
    const { only, target } = this
    if (only === undefined) return { from: this.#from.prefix, to: target }
    return { from: only, to: target + this.name + (only.endsWith('/') ? '/' : '') }
  }
  /** Undefined: the name can be used, or none is typed. An object keeps the odd name that it has. */
  get nameProblem(): NameProblem | undefined {
    if (this.only === undefined || this.name === '') return undefined
    const isOwn = this.only === this.#from.prefix + this.name
    return (isOwn ? undefined : problemOf(this.name)) ?? nameProblem(this.target, this.name)
  }
  get folderProblem(): NameProblem | undefined {
    if (this.kind === 'rename' || this.target === '' || this.target === this.#from.prefix) return undefined
    return problemOf(this.target.slice(0, -1)) ?? nameProblem('', this.target)
  }
  /** A folder would go into itself. */
  get isIntoItself(): boolean {
    const { only, renaming } = this
    const isInto = (prefix: string) => renaming.to.startsWith(prefix) && (only === undefined || renaming.to !== prefix)
    return this.isSameBucket && this.selection.prefixes.some(isInto)
  }
  /** Everything would stay where it is, as it is. */
  get isUnchanged(): boolean {
    const { from, to } = this.renaming
    return this.isMove && this.isSameBucket && from === to && this.encryption === 'keep'
  }
  /** The originals themselves get another encryption. */
  get isInPlace(): boolean {
    const { from, to } = this.renaming
    return this.isSameBucket && from === to && this.encryption !== 'keep'
  }
  /** Of the bucket where it goes; undefined until they are read. */
  get settings(): BucketSettings | undefined {
    const place = this.#place // the settings that are there may be another bucket's
    const { value } = this.#settings
    return isSamePlace(this.#settingsPlace, place) ? value : undefined
  }
  get settingsError(): AppError | undefined {
    return this.#settings.error
  }
  get canEncrypt(): boolean {
    return maySendSseKey(this.destination.endpoint)
  }
  /** To encrypt with; undefined also where none is chosen. */
  get sseKey(): SseKey | undefined {
    return this.encryption === 'key' ? this.#deps.keys.byId(this.keyId) : undefined
  }
  /** The user has to confirm that the key is sent to this gateway. */
  get isFirstUse(): boolean {
    const { sseKey } = this
    if (sseKey === undefined || sseKey.id === this.settings?.defaultKeyId) return false
    return !sseKey.endpoints.includes(this.destination.endpoint)
  }
  get mustBackUp(): boolean {
    return this.sseKey !== undefined && !isSaved(this.sseKey)
  }
  /** The names that are typed can be used. */
  get isPlaced(): boolean {
    const isNamed = this.only === undefined || (this.name !== '' && this.nameProblem === undefined)
    return isNamed && this.targetBucket !== '' && this.folderProblem === undefined && !this.isIntoItself
  }
  get isReady(): boolean {
    const isConfirmed = !this.mustBackUp && (!this.isFirstUse || this.firstUseId === this.keyId)
    const hasKey = this.encryption !== 'key' || (this.sseKey !== undefined && isConfirmed)
    return this.isPlaced && this.encryption !== undefined && hasKey && !this.isUnchanged
  }

  get #place(): SettingsPlace {
    return { gateway: this.targetGateway, bucket: this.targetBucket }
  }
  /** No key is sent to another gateway before the user has chosen that. */
  get #usualEncryption(): 'keep' | undefined {
    return this.destination.isOtherEndpoint ? undefined : 'keep'
  }

  /** Copies go to a bucket of this profile. @param id undefined: the profile in use */
  chooseProfile(id: string | undefined): void {
    this.destination.choose(id)
    const { isAcross, isOtherEndpoint } = this.destination
    this.bucket = isAcross ? '' : this.#from.bucket
    this.folder = isAcross ? '' : this.#from.prefix
    this.keyId = this.firstUseId = undefined
    this.encryption = isOtherEndpoint && this.areSeenUnencrypted ? 'none' : this.#usualEncryption
  }

  get areSeenUnencrypted(): boolean {
    const { gateway, bucket } = this.#from
    const { entries, prefixes } = this.selection
    const stateOf = (entry: ObjectEntry) =>
      this.#deps.observations.of({ storage: gateway.storage, bucket, entry })?.state
    return prefixes.length === 0 && entries.every((entry) => stateOf(entry) === 'clear')
  }

  /**
   * Of the bucket that is chosen. Another bucket's default key is proposed, as for an upload.
   * @returns false where the encryption that is chosen is another one now
   */
  async readSettings(): Promise<boolean> {
    const { encryption, keyId } = this
    await (this.#reading = this.#readSettings(this.#reading))
    return this.encryption === encryption && this.keyId === keyId
  }

  async #readSettings(before: Promise<void> | undefined): Promise<void> {
    await before
    const place = this.#place
    if (isSamePlace(this.#settingsPlace, place)) return
    this.#settingsPlace = place
    this.#settings.reset()
    await this.destination.whenListed() // settings are stored by user, whom the list names
    await this.#settings.run(() => this.#deps.observations.settingsOf(place.gateway.storage, place.bucket))
    if (!isSamePlace(this.#settingsPlace, this.#place) || this.isSameBucket) return
    const { defaultKeyId, encryption } = this.#settings.value ?? {}
    if (encryption !== undefined && this.encryption === 'none') this.encryption = this.#usualEncryption
    if (this.#deps.keys.byId(defaultKeyId) === undefined || !this.canEncrypt) return
    this.encryption = 'key'
    this.keyId = defaultKeyId
  }
}

function isSamePlace(one: SettingsPlace | undefined, other: SettingsPlace): boolean {
  return one?.gateway === other.gateway && one.bucket === other.bucket
}

/** Of a name with steps. */
function problemOf(name: string): NameProblem | undefined {
  const steps = name.split('/')
  if (steps.includes('')) return { code: 'empty-step' }
  if (steps.some((step) => step.trim() === '')) return { code: 'blank-step' }
  return steps.includes('.') || steps.includes('..') ? { code: 'dot-step' } : undefined
}
