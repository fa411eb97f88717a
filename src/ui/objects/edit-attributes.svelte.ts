// Headers, metadata and tags of one object as a user edits them: read, changed, saved over just what was read.
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import {
  applyChanges,
  changesBetween,
  changesCopy,
  EDITABLE_HEADERS,
  headersOf,
  linesOf,
  NO_CHANGES,
  problemsOfLines,
  textsOfLines,
  type AttributeChanges,
  type Attributes,
  type EditableHeader,
  type Texts
} from '../../domain/attributes'
import type { EditRefusal } from '../../domain/editing'
import type { Gateway } from '../../domain/gateway'
import type { ObjectEntry } from '../../domain/object-entry'
import type { AclRecovery } from '../../domain/pending-acl'
import type { PendingCopyRecorder } from '../../domain/pending-copy'
import type { Digester } from '../../domain/ports'
import {
  headerProblem,
  metadataOf,
  RESERVED_METADATA,
  tagsOf,
  type HeaderProblem,
  type NamedValue
} from '../../domain/upload-headers'
import {
  changeAttributes,
  isSlow,
  refusalOf,
  type AttributesJob,
  type SeenObject
} from '../../operations/attributes/change-attributes'
import { changeTags, type ChangeOutcome } from '../../operations/attributes/change-tags'
import type { CopyDeps, TemporaryCopy } from '../../operations/copying/copy-task'
import { readSource, type ReadSource } from '../../operations/copying/source'
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'
import type { Keys } from '../../state/keys.svelte'
import { Load } from '../../state/load.svelte'
import { systemClock } from '../../transfers/clock'

export interface AttributesPlace {
  readonly gateway: Gateway
  readonly bucket: string
  readonly entry: ObjectEntry
}

export interface AttributesDeps {
  readonly observations: Pick<EncryptionObservations, 'findKey' | 'settingsOf'>
  readonly keys: Pick<Keys, 'using'>
  readonly digester: Digester
  readonly aclRecovery: AclRecovery
  readonly pendingCopies: PendingCopyRecorder
}

interface OpenedAttributes {
  readonly job: AttributesJob
  readonly entry: ObjectEntry
  readonly tags: Texts | AppError
  readonly source: ReadSource | AppError
  /** Why only tags can be edited. */
  readonly refusal: EditRefusal | undefined
}

const NOTHING: Attributes = { headers: {}, metadata: {}, tags: {} }

export class EditAttributes {
  readonly place: AttributesPlace
  readonly #deps: AttributesDeps
  readonly opened = new Load<OpenedAttributes>()
  #headers = $state.raw<Texts>({})
  metadata = $state.raw<readonly NamedValue[]>([])
  tags = $state.raw<readonly NamedValue[]>([])
  #isSaving = $state(false)
  #isReloaded = $state(false)
  #saved = $state.raw<ChangeOutcome | undefined>()
  #error = $state.raw<AppError | undefined>()
  #temporaryCopies = $state.raw<readonly TemporaryCopy[]>([])
  #doneBytes = $state(0)
  #stop = new AbortController()

  constructor(place: AttributesPlace, deps: AttributesDeps) {
    this.place = place
    this.#deps = deps
  }

  /** What can be edited, as it was read. Metadata that Lockgate sets by itself is not shown, and stays. */
  readonly base: Attributes = $derived.by(() => {
    const opened = this.opened.value
    if (opened === undefined) return NOTHING
    const { tags, source } = opened
    const isReadable = !(source instanceof AppError)
    const metadata = isReadable ? Object.entries(source.properties.metadata) : []
    return {
      headers: isReadable ? headersOf(source.properties) : {},
      metadata: Object.fromEntries(metadata.filter(([name]) => !RESERVED_METADATA.includes(name))),
      tags: tags instanceof AppError ? {} : tags
    }
  })
  readonly changes: AttributeChanges = $derived.by(() => {
    const { base } = this
    const headers = Object.entries(this.#headers).map(([name, text]) => [name, text.trim()] as const)
    return {
      headers: changesBetween(base.headers, Object.fromEntries(headers.filter(([, text]) => text !== ''))),
      metadata: changesBetween(base.metadata, textsOfLines(base.metadata, this.metadata, metadataOf)),
      tags: changesBetween(base.tags, textsOfLines(base.tags, this.tags, tagsOf))
    }
  })
  readonly metadataProblems = $derived.by(() => problemsOfLines('metadata', this.base.metadata, this.metadata))
  readonly tagProblems = $derived.by(() => problemsOfLines('tags', this.base.tags, this.tags))

  get isDirty(): boolean {
    const { headers, metadata, tags } = this.changes
    return this.#saved === undefined && [headers, metadata, tags].some((part) => Object.keys(part).length > 0)
  }
  get hasProblem(): boolean {
    const ofLines = [...this.metadataProblems, ...this.tagProblems]
    return ofLines.some(Boolean) || EDITABLE_HEADERS.some((header) => this.problemOf(header) !== undefined)
  }
  get canSave(): boolean {
    return this.isDirty && !this.hasProblem && !this.#isSaving && !this.isChanged && !this.opened.isLoading
  }
  get canEditHeaders(): boolean {
    const { value } = this.opened
    return value !== undefined && value.refusal === undefined && !(value.source instanceof AppError)
  }
  /** Headers or metadata are changed in a bucket that keeps versions. */
  get makesVersion(): boolean {
    return this.opened.value?.job.versioning === 'on' && changesCopy(this.changes)
  }
  /** Headers or metadata can only be changed by copying all bytes. */
  get isSlow(): boolean {
    const { value } = this.opened
    return value !== undefined && !(value.source instanceof AppError) && isSlow(value.job, value.source)
  }
  get isSaving(): boolean {
    return this.#isSaving
  }
  /** Someone else has changed the object since it was read, and nothing was saved. */
  get isChanged(): boolean {
    const isUndecided = this.#error?.details.reason === 'change-interrupted'
    return this.#error?.kind === 'object-changed' && !this.isRaced && !isUndecided
  }
  /** Another object came right after the change. */
  get isRaced(): boolean {
    return this.#error?.kind === 'object-changed' && this.#error.details.operation === 'verify'
  }
  /** After a change by someone else, the present values are shown, with the own changes. */
  get isReloaded(): boolean {
    return this.#isReloaded
  }
  get saved(): ChangeOutcome | undefined {
    return this.#saved
  }
  get error(): AppError | undefined {
    return this.#error
  }
  /** Copies under temporary names that are left, or may be. */
  get temporaryCopies(): readonly TemporaryCopy[] {
    return this.#temporaryCopies
  }
  /** Of a save that copies all bytes. */
  get doneBytes(): number {
    return this.#doneBytes
  }

  textOf(header: EditableHeader): string {
    return this.#headers[header] ?? ''
  }
  setText(header: EditableHeader, text: string): void {
    this.#headers = { ...this.#headers, [header]: text }
  }
  problemOf(header: EditableHeader): HeaderProblem | 'needs-type' | undefined {
    if (!this.canEditHeaders) return undefined
    const text = this.textOf(header).trim()
    if (text === (this.base.headers[header] ?? '')) return undefined // whatever another tool has set
    return text === '' && header === 'contentType' ? 'needs-type' : headerProblem(header, text)
  }

  /** Reads the object as it is now. What was changed already stays changed. */
  async open(): Promise<void> {
    const { changes } = this
    await this.opened.run((signal) => this.#read(signal))
    if (this.opened.error !== undefined || this.opened.value === undefined) return
    this.#isReloaded = this.isChanged
    this.#error = undefined
    const { base } = this
    this.#headers = applyChanges(base.headers, changes.headers)
    this.metadata = linesOf(applyChanges(base.metadata, changes.metadata))
    this.tags = linesOf(applyChanges(base.tags, changes.tags))
  }

  /** @returns whether everything is stored as it should be. */
  async save(): Promise<boolean> {
    const opened = this.opened.value
    if (opened === undefined || !this.canSave) return false
    const { changes } = this
    this.#isSaving = true
    this.#error = undefined
    this.#doneBytes = 0
    this.#stop = new AbortController()
    try {
      this.#saved = await this.#change(opened, { ...NO_CHANGES, ...changes }, this.#stop.signal)
      return this.#saved.lost.length === 0 && this.#temporaryCopies.length === 0
    } catch (thrown) {
      if (!isAbort(thrown)) this.#error = toAppError(thrown)
      return false
    } finally {
      this.#isSaving = false
    }
  }

  /** Nothing that is not sent yet is sent; what is on its way is finished. */
  stop(): void {
    this.opened.stop()
    this.#stop.abort(new DOMException('Stopped', 'AbortError'))
  }

  async #change(
    { job, entry, source, tags }: OpenedAttributes,
    changes: AttributeChanges,
    signal: AbortSignal
  ): Promise<ChangeOutcome> {
    if (changesCopy(changes)) {
      if (source instanceof AppError) throw source
      const seen = source as SeenObject // as no refusal says
      return changeAttributes(job, entry, changes, { ...this.#copyDeps(), seen }, signal)
    }
    if (tags instanceof AppError) throw tags
    const { gateway, bucket } = this.place
    await this.#deps.aclRecovery.finish(gateway, bucket, entry.key)
    const seen = { etag: entry.etag, tags }
    return changeTags(job, entry.key, changes.tags, { clock: systemClock, seen }, signal)
  }

  #copyDeps(): CopyDeps {
    const { digester, aclRecovery, pendingCopies, keys, observations } = this.#deps
    const { gateway, bucket } = this.place
    return {
      ...{ digester, aclRecovery, pendingCopies, clock: systemClock },
      findKey: (entry, signal) => observations.findKey({ storage: gateway.storage, bucket, entry }, signal),
      usingKey: (sseKey, work) => keys.using(sseKey, 'edit', work),
      onTemporaryLeft: (copy) => void (this.#temporaryCopies = [...this.#temporaryCopies, copy]),
      onBytes: (bytes) => void (this.#doneBytes = bytes)
    }
  }

  async #read(signal: AbortSignal): Promise<OpenedAttributes> {
    const { gateway, bucket, entry: listed } = this.place
    const { key } = listed
    const orError = (thrown: unknown): AppError => {
      signal.throwIfAborted()
      return toAppError(thrown)
    }
    // What can't be finished now is tried again before anything is written.
    await this.#deps.aclRecovery.finish(gateway, bucket, key).catch(() => undefined)
    const [entry, versioning, settings] = await Promise.all([
      gateway.storage.findObject(bucket, key, signal),
      gateway.buckets.versioningOf(bucket, signal).catch(orError),
      this.#deps.observations.settingsOf(gateway.storage, bucket)
    ])
    if (entry === undefined) throw new AppError('no-such-object', { operation: 'HeadObject' })
    const job: AttributesJob = {
      ...{ gateway, bucket, refusesEncryptedSources: { value: false } },
      versioning: versioning instanceof AppError ? undefined : versioning,
      mustEncrypt: settings.encryption !== undefined
    }
    const copyJob = { ...job, targetBucket: bucket, encryption: { kind: 'keep' }, isMove: false } as const
    const source = await readSource(copyJob, entry, this.#copyDeps(), signal).catch(orError)
    if (source instanceof AppError) {
      const tags = await gateway.properties.tagsOf(bucket, key, undefined, signal).catch(orError)
      return { job, entry, tags, source, refusal: undefined }
    }
    const isUnencrypted = job.mustEncrypt && source.sseKey === undefined
    const refusal = isUnencrypted ? ({ code: 'requires-encryption' } as const) : refusalOf(source)
    const tags = source.tags ?? new AppError('access-denied', { operation: 'GetObjectTagging' })
    return { job, entry, tags, source, refusal }
  }
}
