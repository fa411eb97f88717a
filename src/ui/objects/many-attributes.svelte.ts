// One change of headers, metadata and tags for all that is selected: it is listed first, then each object is read, changed and read back.
import { SvelteMap } from 'svelte/reactivity'
import { AppError } from '../../domain/app-error'
import {
  changesCopy,
  changesOfLines,
  EDITABLE_HEADERS,
  problemsOfChanges,
  type AttributeChanges,
  type ChangeLine,
  type EditableHeader
} from '../../domain/attributes'
import type { BucketSettings } from '../../domain/ports'
import type { Versioning } from '../../domain/bucket'
import type { LostAttribute } from '../../domain/object-copies'
import type { ObjectEntry } from '../../domain/object-entry'
import type { Selection } from '../../domain/selection'
import { headerProblem, type HeaderProblem } from '../../domain/upload-headers'
import { changeAttributes, type AttributesJob } from '../../operations/attributes/change-attributes'
import { inBatches } from '../../operations/bulk'
import type { CopyDeps, TemporaryCopy } from '../../operations/copying/copy-task'
import { BulkJob } from '../../state/bulk-job.svelte'
import { Load } from '../../state/load.svelte'
import { systemClock } from '../../transfers/clock'
import { withRetries } from '../../transfers/retry'
import { MAX_OBJECTS, type CopyNote } from './copying.svelte'
import type { AttributesDeps } from './edit-attributes.svelte'
import type { Folder } from './objects-location'
import { SelectionCount } from './selection-count.svelte'

/** What is done with a header; a type is never removed. */
export type HeaderMode = 'leave' | 'set' | 'remove'

interface HeaderWish {
  readonly mode: HeaderMode
  readonly text: string
}

const LEFT: HeaderWish = { mode: 'leave', text: '' }
/** Each has its own requests, one after the other. */
const CONCURRENCY = 4
const MAX_NOTES = 100

interface Known {
  readonly versioning: Versioning | undefined
  readonly settings: BucketSettings
}

export class ManyAttributes {
  readonly #at: Folder
  readonly #deps: AttributesDeps
  readonly count: SelectionCount
  readonly job = new BulkJob<ObjectEntry>()
  readonly known = new Load<Known>()
  #entries: ObjectEntry[] = []
  #headers = $state.raw<Readonly<Record<EditableHeader, HeaderWish>>>({
    contentType: LEFT,
    cacheControl: LEFT,
    contentDisposition: LEFT
  })
  metadata = $state.raw<readonly ChangeLine[]>([])
  tags = $state.raw<readonly ChangeLine[]>([])
  #stop = new AbortController()
  /** What differs from what was sent, by object. */
  readonly #lost = new SvelteMap<string, readonly LostAttribute[]>()
  #temporaryCopies = $state.raw<readonly TemporaryCopy[]>([])
  #unchangedCount = $state(0)

  constructor(at: Folder, selection: Selection, deps: AttributesDeps) {
    this.#at = at
    this.#deps = deps
    this.count = new SelectionCount(at.gateway.storage, at.bucket, selection, () => {
      const entries: ObjectEntry[] = (this.#entries = [])
      return (objects) => {
        if (entries.length <= MAX_OBJECTS) entries.push(...objects)
      }
    })
  }

  readonly metadataProblems = $derived(problemsOfChanges('metadata', this.metadata))
  readonly tagProblems = $derived(problemsOfChanges('tags', this.tags))
  readonly changes: AttributeChanges = $derived.by(() => {
    const wishes = EDITABLE_HEADERS.map((header) => [header, this.#headers[header]] as const)
    const meant = wishes.filter(([, { mode }]) => mode !== 'leave')
    return {
      headers: Object.fromEntries(meant.map(([name, { mode, text }]) => [name, mode === 'set' ? text.trim() : null])),
      metadata: changesOfLines('metadata', this.metadata),
      tags: changesOfLines('tags', this.tags)
    }
  })

  get objectCount(): number {
    return this.count.totals.value?.objectCount ?? 0
  }
  get isTooMany(): boolean {
    return this.objectCount > MAX_OBJECTS
  }
  get isReady(): boolean {
    const { headers, metadata, tags } = this.changes
    const hasChange = [headers, metadata, tags].some((part) => Object.keys(part).length > 0)
    const hasProblem =
      [...this.metadataProblems, ...this.tagProblems].some(Boolean) ||
      EDITABLE_HEADERS.some((header) => this.problemOf(header) !== undefined || this.#isBlank(header))
    const isCounted = this.count.isComplete && this.objectCount > 0 && !this.isTooMany
    return hasChange && !hasProblem && isCounted && this.known.value !== undefined
  }
  /** Every object that changes gets a new version. */
  get makesVersions(): boolean {
    return this.known.value?.versioning === 'on' && changesCopy(this.changes)
  }
  get changesCopy(): boolean {
    return changesCopy(this.changes)
  }
  /** Done without a write: everything was as wished. */
  get unchangedCount(): number {
    return this.#unchangedCount
  }
  get lostCount(): number {
    return this.#lost.size
  }
  /** Up to a hundred. */
  get notes(): readonly CopyNote[] {
    return [...this.#lost].slice(0, MAX_NOTES).map(([key, lost]) => ({ key, lost }))
  }
  /** Copies under temporary names that are left, or may be. */
  get temporaryCopies(): readonly TemporaryCopy[] {
    return this.#temporaryCopies
  }

  modeOf(header: EditableHeader): HeaderMode {
    return this.#headers[header].mode
  }
  setMode(header: EditableHeader, mode: HeaderMode): void {
    this.#headers = { ...this.#headers, [header]: { ...this.#headers[header], mode } }
  }
  textOf(header: EditableHeader): string {
    return this.#headers[header].text
  }
  setText(header: EditableHeader, text: string): void {
    this.#headers = { ...this.#headers, [header]: { mode: 'set', text } }
  }
  problemOf(header: EditableHeader): HeaderProblem | undefined {
    const { mode, text } = this.#headers[header]
    return mode === 'set' ? headerProblem(header, text.trim()) : undefined
  }

  /** Lists what is selected, and asks what is known of its bucket. Changes nothing. */
  async prepare(): Promise<void> {
    const { gateway, bucket } = this.#at
    const ask = this.known.run(async (signal) => ({
      versioning: await gateway.buckets.versioningOf(bucket, signal).catch(() => undefined),
      settings: await this.#deps.observations.settingsOf(gateway.storage, bucket)
    }))
    await Promise.all([this.count.count(), ask])
  }

  /** Resolves when it is over. */
  async start(): Promise<void> {
    const known = this.known.value
    if (!this.isReady || known === undefined || this.job.state !== 'ready') return
    const { gateway, bucket } = this.#at
    const { changes } = this
    const job: AttributesJob = {
      ...{ gateway, bucket, refusesEncryptedSources: { value: false } },
      versioning: known.versioning,
      mustEncrypt: known.settings.encryption !== undefined
    }
    this.#stop = new AbortController()
    await this.job.run({
      batches: inBatches(this.#entries, 1),
      act: async ([entry], abandon) => {
        if (entry !== undefined) await this.#change(job, entry, changes, AbortSignal.any([abandon, this.#stop.signal]))
        return []
      },
      concurrency: CONCURRENCY,
      totalCount: this.#entries.length,
      batchSize: 1
    })
  }

  async retry(): Promise<void> {
    this.#stop = new AbortController()
    await this.job.retry()
  }

  /** Nothing new starts; what has not been sent is given up, and the rest finished. */
  stop(): void {
    this.count.totals.stop()
    this.known.stop()
    this.#stop.abort(new DOMException('Stopped', 'AbortError'))
    this.job.stop()
  }

  /** Of the object that is there now, which may be another one than was listed: the change does not depend on what it was. */
  async #change(
    job: AttributesJob,
    { key }: ObjectEntry,
    changes: AttributeChanges,
    signal: AbortSignal
  ): Promise<void> {
    const { storage } = this.#at.gateway
    const look = () => storage.findObject(job.bucket, key, signal)
    const entry = await withRetries(look, { clock: systemClock, signal })
    if (entry === undefined) throw new AppError('no-such-object', { operation: 'CopyObject' })
    const { kind, lost } = await changeAttributes(job, entry, changes, this.#copyDeps(), signal)
    if (kind === 'unchanged') this.#unchangedCount++
    if (lost.length > 0) this.#lost.set(key, lost)
    else this.#lost.delete(key)
  }

  #copyDeps(): CopyDeps {
    const { digester, aclRecovery, pendingCopies, keys, observations } = this.#deps
    const { gateway, bucket } = this.#at
    return {
      ...{ digester, aclRecovery, pendingCopies, clock: systemClock },
      findKey: (entry, signal) => observations.findKey({ storage: gateway.storage, bucket, entry }, signal),
      usingKey: (sseKey, work) => keys.using(sseKey, 'edit', work),
      onTemporaryLeft: (copy) => void (this.#temporaryCopies = [...this.#temporaryCopies, copy])
    }
  }

  #isBlank(header: EditableHeader): boolean {
    const { mode, text } = this.#headers[header]
    return mode === 'set' && text.trim() === ''
  }
}
