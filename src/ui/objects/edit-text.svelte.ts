// One text object that is being edited: read, changed, saved. What was typed is never lost to an error.
import { AppError, toAppError } from '../../domain/app-error'
import type { Gateway } from '../../domain/gateway'
import type { ObjectEntry } from '../../domain/object-entry'
import type { KeyHold } from '../../domain/key-use'
import type { AclRecovery } from '../../domain/pending-acl'
import type { Digester } from '../../domain/ports'
import type { SseKey } from '../../domain/sse-key'
import { writeText } from '../../domain/text-form'
import { systemClock, type Clock } from '../../transfers/clock'
import {
  openText,
  saveText,
  type EditableText,
  type OpenedText,
  type SaveOutcome
} from '../../operations/editing/edit-object'
import { finishEarlierWrites } from '../../operations/access/finish-earlier-writes'
import { retryRestore, type SaveReport, type SavedObject } from '../../operations/editing/restore-attributes'
import { Load } from '../../state/load.svelte'
import type { Keys } from '../../state/keys.svelte'
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'

export interface EditPlace {
  readonly gateway: Gateway
  readonly bucket: string
  readonly entry: ObjectEntry
}

/** `report` undefined: the text is stored, the rest could not be read back (`error`). */
export interface Saved {
  readonly written: SavedObject
  readonly report: SaveReport | undefined
  readonly error: AppError | undefined
  /** Someone else's text of the same moment is an older version now. */
  readonly isOverTheirs?: boolean | undefined
}

export class EditText {
  readonly place: EditPlace
  readonly #observations: EncryptionObservations
  readonly #keys: Keys
  readonly #digester: Digester
  readonly #aclRecovery: AclRecovery | undefined
  readonly #clock: Clock
  readonly opened = new Load<OpenedText>()
  /** The object after someone else changed it. */
  readonly theirs = new Load<OpenedText>()
  #base = $state.raw<EditableText | undefined>()
  #isSaving = $state(false)
  #change = $state.raw<Extract<SaveOutcome, { kind: 'changed' }> | undefined>()
  #saveError = $state.raw<AppError | undefined>()
  #saved = $state.raw<Saved | undefined>()
  #isRestoring = $state(false)
  #hold: KeyHold | undefined
  #isStopped = false
  /** As the field holds it. */
  text = $state('')

  constructor(
    place: EditPlace,
    deps: {
      readonly observations: EncryptionObservations
      readonly keys: Keys
      readonly digester: Digester
      readonly aclRecovery?: AclRecovery
      readonly clock?: Clock
    }
  ) {
    this.place = place
    this.#observations = deps.observations
    this.#keys = deps.keys
    this.#digester = deps.digester
    this.#aclRecovery = deps.aclRecovery
    this.#clock = deps.clock ?? systemClock
  }

  /** What a save would replace. */
  get base(): EditableText | undefined {
    return this.#base
  }
  get isSaving(): boolean {
    return this.#isSaving
  }
  /** After a save that found another object than the one that was read. */
  get change(): Extract<SaveOutcome, { kind: 'changed' }> | undefined {
    return this.#change
  }
  get saveError(): AppError | undefined {
    return this.#saveError
  }
  get saved(): Saved | undefined {
    return this.#saved
  }
  get isRestoring(): boolean {
    return this.#isRestoring
  }
  get isDirty(): boolean {
    return this.#saved === undefined && this.#base !== undefined && this.text !== this.#base.text
  }
  get sizeBytes(): number {
    return this.#base === undefined ? 0 : writeText(this.text, this.#base.form).length
  }

  async open(): Promise<void> {
    await this.opened.run((signal) => this.#read(signal))
    const opened = this.opened.value
    if (opened?.kind !== 'text') return
    this.#base = opened.object
    this.text = opened.object.text
  }

  /** @returns whether the text is at the gateway now. */
  async save(): Promise<boolean> {
    const base = this.#base
    if (base === undefined || this.#isSaving) return false
    this.#isSaving = true
    this.#saveError = undefined
    try {
      // The rule may be newer than the text that was opened.
      if (base.former.sseKey === undefined && (await this.#requiresEncryption()))
        throw new AppError('must-be-encrypted', { operation: 'PutObject' })
      const deps = { digester: this.#digester, clock: this.#clock, aclRecovery: this.#aclRecovery }
      const outcome = await this.#keys.using(base.former.sseKey, 'edit', () => saveText(base, this.text, deps))
      this.#change = outcome.kind === 'changed' ? outcome : undefined
      if (outcome.kind === 'changed') return false
      const { written } = outcome
      this.#saved =
        outcome.kind === 'saved'
          ? { written, report: outcome.report, error: undefined, isOverTheirs: outcome.isOverTheirs }
          : { written, report: undefined, error: outcome.error }
      const { sseKey } = base.former
      if (sseKey !== undefined)
        await this.#keys.markUsed(sseKey.id, base.gateway.storage.endpoint).catch(() => undefined)
      return true
    } catch (error) {
      this.#saveError = toAppError(error)
      return false
    } finally {
      this.#isSaving = false
    }
  }

  /** Reads what someone else wrote, and leaves the own text as it is: the next save replaces what was seen. */
  async lookAtTheirs(): Promise<void> {
    await this.theirs.run((signal) => this.#read(signal))
    const theirs = this.theirs.value
    if (this.theirs.error !== undefined || theirs?.kind !== 'text') return
    this.#base = theirs.object
    this.#change = undefined
  }

  /** Edits what someone else wrote; the own text is discarded. */
  useTheirs(): void {
    const theirs = this.theirs.value
    if (theirs?.kind !== 'text') return
    this.text = theirs.object.text
    this.theirs.reset()
  }

  async retryRestore(): Promise<void> {
    const saved = this.#saved
    if (saved === undefined || this.#isRestoring) return
    const { written, report } = saved
    this.#isRestoring = true
    try {
      const again = await retryRestore(written, report)
      this.#saved = { ...saved, report: again, error: undefined }
    } catch (error) {
      this.#saved = { ...saved, error: toAppError(error) }
    } finally {
      this.#isRestoring = false
    }
  }

  /** What was typed, as a file for another name. */
  asFile(name: string): File | undefined {
    const base = this.#base
    if (base === undefined) return undefined
    const type = base.former.properties.contentType ?? 'text/plain; charset=utf-8'
    return new File([writeText(this.text, base.form)], name, { type })
  }

  stop(): void {
    this.opened.reset()
    this.theirs.reset()
    this.#isStopped = true
    this.#hold?.release()
  }

  async #read(signal: AbortSignal): Promise<OpenedText> {
    const { gateway, bucket, entry } = this.place
    await finishEarlierWrites(this.#aclRecovery, gateway, { bucket, key: entry.key })
    // The latest, which may be another than the row that was opened.
    const { storage } = gateway
    const now = (await storage.findObject(bucket, entry.key, signal)) ?? entry
    const encryption = await this.#observations.observe({ storage, bucket, entry: now }, signal)
    const sseKey = encryption.state === 'encrypted' ? this.#keys.byId(encryption.keyId) : undefined
    if (sseKey !== undefined) this.#holdKey(sseKey)
    if (encryption.state === 'clear' && (await this.#requiresEncryption()))
      return { kind: 'refused', refusal: { code: 'requires-encryption' } }
    return openText({ gateway, bucket, key: entry.key }, { encryption, sseKey }, this.#digester, signal)
  }

  /** As long as the text is open, a save needs its key. */
  #holdKey({ id }: SseKey): void {
    if (this.#isStopped) return
    const hold = this.#keys.hold(id, 'edit')
    this.#hold?.release()
    this.#hold = hold
  }

  async #requiresEncryption(): Promise<boolean> {
    const { gateway, bucket } = this.place
    return (await this.#observations.settingsOf(gateway.storage, bucket)).encryption !== undefined
  }
}
