// The encryption that has been observed: of the rows on screen, a few at a time, and of objects that the user opens.
import { SvelteMap } from 'svelte/reactivity'
import type { AccountId } from '../domain/account'
import { isAbort } from '../domain/app-error'
import { nameOfSubject, type EncryptionObservation } from '../domain/encryption-observation'
import type { ObjectEntry } from '../domain/object-entry'
import type {
  BucketSettings,
  BucketSettingsStore,
  EncryptionRule,
  EncryptionObservationStore,
  ObjectStorage
} from '../domain/ports'
import type { SseKey } from '../domain/sse-key'
import {
  encryptionSubjectOf,
  findKeyFor,
  nameOfTrial,
  observeEncryption,
  tryKey,
  type EncryptionQuestion,
  type ObservedObject
} from '../operations/encryption/encryption-observer'
import { ObservationQueue } from '../operations/encryption/observation-queue'
import type { Keys } from './keys.svelte'

export class EncryptionObservations {
  readonly #memory: EncryptionObservationStore
  readonly #settingsStore: BucketSettingsStore
  readonly #keys: Keys
  readonly #tried = new Set<string>()
  readonly #seen = new SvelteMap<string, EncryptionObservation>()
  readonly #looks = new Map<string, Promise<EncryptionObservation>>()
  #place: { readonly storage: ObjectStorage; readonly bucket: string; accountId: AccountId } | undefined
  #queue: ObservationQueue | undefined
  #visible: readonly ObjectEntry[] = []
  #choices = 0
  #usesChanged = 0
  #settings = $state.raw<BucketSettings>({})

  constructor(memory: EncryptionObservationStore, settingsStore: BucketSettingsStore, keys: Keys) {
    this.#memory = memory
    this.#settingsStore = settingsStore
    this.#keys = keys
  }

  /** What was chosen for the bucket that is shown. */
  get settings(): BucketSettings {
    return this.#settings
  }

  /** Starts looking at a bucket's objects. Once the account's user is known, its settings are read again. */
  async open(storage: ObjectStorage, bucket: string): Promise<void> {
    const accountId = storage.account.id
    if (this.#place?.storage === storage && this.#place.bucket === bucket) {
      if (this.#place.accountId === accountId) return
      this.#place.accountId = accountId
      return this.#readSettings(this.#place)
    }
    this.#queue?.stop()
    this.#queue = undefined
    const place = (this.#place = { storage, bucket, accountId })
    this.#visible = [] // rows of another place
    this.#settings = {}
    await this.#readSettings(place)
    if (this.#place !== place) return
    this.#queue = new ObservationQueue({
      observe: (entry, signal) => this.#look({ storage, bucket, entry }, signal),
      onSeen: (entry, observation) => void this.#seen.set(nameOf({ storage, bucket, entry }), observation)
    })
    this.#queue.show(this.#visible)
  }

  /** The rows on screen: only these are looked at. */
  show(visible: readonly ObjectEntry[]): void {
    this.#visible = visible
    this.#queue?.show(visible)
  }

  /** After keys were added or removed, or may be tried elsewhere: looks again at the rows on screen. */
  lookAgain(): void {
    this.#usesChanged++
    this.#queue?.forget()
    this.#queue?.show(this.#visible)
  }

  of(object: ObservedObject): EncryptionObservation | undefined {
    return this.#seen.get(nameOf(object))
  }

  /** Looks now, whatever is on screen. */
  async observe(object: ObservedObject, signal?: AbortSignal): Promise<EncryptionObservation> {
    const look = () => this.#look(object, signal)
    const observation = await look().catch((error: unknown) => {
      // A look that was shared ended with the listing that began it.
      if (isAbort(error) && signal?.aborted !== true) return look()
      throw error
    })
    this.#seen.set(nameOf(object), observation)
    return observation
  }

  /** The key that opens an object, for a download whose turn has come. */
  async findKey(object: ObservedObject, signal: AbortSignal): Promise<SseKey | undefined> {
    return findKeyFor(await this.#question(object, signal))
  }

  /** True where the key was tried on the object since the page was loaded, and did not open it. */
  wasTried(object: ObservedObject, keyId: string): boolean {
    return this.#tried.has(nameOfTrial(object, keyId))
  }

  /** Tries the key that the user chose; the choice is remembered when it opens the object. */
  async tryKey(object: ObservedObject, sseKey: SseKey): Promise<EncryptionObservation> {
    const observation = await tryKey({ ...object, sseKey, memory: this.#memory, onKeyUsed: this.#onKeyUsed })
    this.#seen.set(nameOf(object), observation)
    return observation
  }

  async setDefaultKey(storage: ObjectStorage, bucket: string, keyId: string | undefined): Promise<void> {
    await this.#choose(storage, bucket, (settings) => ({ ...settings, defaultKeyId: keyId }))
  }

  /** Stores the test result of a bucket; undefined: any upload may go there. */
  async setEncryption(storage: ObjectStorage, bucket: string, encryption: EncryptionRule | undefined): Promise<void> {
    await this.#choose(storage, bucket, (settings) => ({ ...settings, encryption }))
  }

  /** Of a deleted bucket: another of its name starts without settings. */
  async forgetSettings(storage: ObjectStorage, bucket: string): Promise<void> {
    await this.#choose(storage, bucket, () => ({}))
  }

  async #readSettings(place: { readonly storage: ObjectStorage; readonly bucket: string }): Promise<void> {
    const choices = this.#choices
    const settings = await this.#settingsOrNone(place.storage, place.bucket)
    if (this.#place === place && this.#choices === choices) this.#settings = settings // else a later choice counts
  }

  async #choose(
    storage: ObjectStorage,
    bucket: string,
    change: (settings: BucketSettings) => BucketSettings
  ): Promise<void> {
    if (this.#place?.storage === storage && this.#place.bucket === bucket) this.#choices++
    const settings = await this.#settingsStore.update(storage.account, bucket, change)
    if (this.#place?.storage === storage && this.#place.bucket === bucket) this.#settings = settings
  }

  readonly #onKeyUsed = (keyId: string, endpoint: string): void =>
    void this.#keys.markUsed(keyId, endpoint).catch(() => undefined)

  async #question(object: ObservedObject, signal: AbortSignal | undefined): Promise<EncryptionQuestion> {
    return {
      ...object,
      keys: this.#keys.list,
      settings: await this.#settingsOrNone(object.storage, object.bucket),
      memory: this.#memory,
      tried: this.#tried,
      signal,
      onKeyUsed: this.#onKeyUsed
    }
  }

  /** Of this bucket of the storage's account, whatever is on screen. Rejects when they cannot be read: that is not "none". */
  settingsOf(storage: ObjectStorage, bucket: string): Promise<BucketSettings> {
    return this.#settingsStore.get(storage.account, bucket)
  }

  /** For looking only: unreadable settings tie no key to a bucket, so none is tried by itself. */
  #settingsOrNone(storage: ObjectStorage, bucket: string): Promise<BucketSettings> {
    return this.settingsOf(storage, bucket).catch(() => ({}))
  }

  /** One look at a time for one object: a row and the inspector do not ask twice. */
  #look(object: ObservedObject, signal: AbortSignal | undefined): Promise<EncryptionObservation> {
    const name = nameOf(object)
    const underWay = this.#looks.get(name)
    if (underWay !== undefined) return underWay
    const look = this.#lookWithAllKeys(object, signal).finally(() => this.#looks.delete(name))
    this.#looks.set(name, look)
    return look
  }

  /** With the keys that may be tried at its end, not at its start: those who join it asked later. */
  async #lookWithAllKeys(object: ObservedObject, signal: AbortSignal | undefined): Promise<EncryptionObservation> {
    const before = this.#usesChanged
    const observation = await observeEncryption(await this.#question(object, signal))
    return before === this.#usesChanged ? observation : this.#lookWithAllKeys(object, signal)
  }
}

function nameOf(object: ObservedObject): string {
  return nameOfSubject(encryptionSubjectOf(object))
}
