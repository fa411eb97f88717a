// Copies or moves what the user selected: it is listed first, its names are checked, then exactly that is copied.
import { SvelteMap } from 'svelte/reactivity'
import { AppError, toAppError } from '../../domain/app-error'
import type { Versioning } from '../../domain/bucket'
import type { ClashDecision } from '../../domain/clash-decision'
import type { LostAttribute } from '../../domain/object-copies'
import type { ObjectEntry } from '../../domain/object-entry'
import type { AclRecovery } from '../../domain/pending-acl'
import type { PendingCopyRecorder } from '../../domain/pending-copy'
import type { Digester } from '../../domain/ports'
import type { Selection } from '../../domain/selection'
import type { SseKey } from '../../domain/sse-key'
import { inBatches } from '../../operations/bulk'
import { copyObject } from '../../operations/copying/copy-object'
import type { CopyDeps, CopyJob, CopyTask, EncryptionWish, TemporaryCopy } from '../../operations/copying/copy-task'
import { planCopies, renamedKey, type CopyPlan } from '../../operations/copying/plan-copies'
import { BulkJob } from '../../state/bulk-job.svelte'
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'
import type { Keys } from '../../state/keys.svelte'
import { Load } from '../../state/load.svelte'
import { systemClock } from '../../transfers/clock'
import { findTakenKeys } from '../../transfers/taken-keys'
import { CopiedBytes } from './copied-bytes.svelte'
import type { CopySession } from './copy-destination.svelte'
import { CopySources } from './copy-sources'
import { CopyForm, type CopyKind } from './copy-form.svelte'
import type { Folder } from './objects-location'
import { SelectionCount } from './selection-count.svelte'

/** Each has its own requests, one after the other. */
const CONCURRENCY = 4
/** Keys may have a thousand characters each, and all of them are kept. */
export const MAX_OBJECTS = 100_000
const MAX_NOTES = 100

/** A copy that lacks something of its source. */
export interface CopyNote {
  readonly key: string
  readonly lost: readonly LostAttribute[]
}

export interface CopyingDeps {
  readonly session: CopySession
  readonly observations: Pick<EncryptionObservations, 'findKey' | 'settingsOf' | 'of'>
  readonly keys: Pick<Keys, 'byId' | 'using' | 'markUsed'>
  readonly digester: Digester
  readonly aclRecovery: AclRecovery
  readonly pendingCopies: PendingCopyRecorder
}

interface Names {
  /** What they were checked for. */
  readonly place: string
  readonly taken: ReadonlySet<string>
  readonly takenCount: number
}

export class Copying {
  readonly #from: Folder
  readonly #deps: CopyingDeps
  readonly form: CopyForm
  readonly count: SelectionCount
  readonly job = new BulkJob<CopyTask>()
  decision = $state<ClashDecision>('keep-both')
  #entries: ObjectEntry[] = []
  #sources = new CopySources([])
  readonly #names = new Load<Names>()
  #checkedCount = $state(0)
  #isStarting = false
  #stop = new AbortController()
  #error = $state.raw<AppError | undefined>()
  #plan = $state.raw<CopyPlan | undefined>()
  /** What the copies that are there now have not, by name. */
  readonly #lost = new SvelteMap<string, readonly LostAttribute[]>()
  /** By name: another try may replace them. */
  readonly #made = new Map<string, NonNullable<CopyTask['earlier']>>()
  #temporaryCopies = $state.raw<readonly TemporaryCopy[]>([])
  #olderCount = $state(0)
  #unchangedCount = $state(0)
  readonly #copied = new CopiedBytes()
  readonly versioning = new Load<Versioning>()

  constructor(from: Folder, selection: Selection, kind: CopyKind, deps: CopyingDeps) {
    this.#from = from
    this.#deps = deps
    this.form = new CopyForm(from, selection, kind, deps)
    this.count = new SelectionCount(from.gateway.storage, from.bucket, this.form.selection, () => {
      const entries: ObjectEntry[] = (this.#entries = [])
      return (objects) => {
        if (entries.length <= MAX_OBJECTS) entries.push(...objects)
      }
    })
  }

  get objectCount(): number {
    return this.count.totals.value?.objectCount ?? 0
  }
  get isTooMany(): boolean {
    return this.objectCount > MAX_OBJECTS
  }
  get isReady(): boolean {
    const isCounted = this.count.isComplete && this.objectCount > 0 && !this.isTooMany
    const isAsked = this.versioning.value !== undefined || this.versioning.error !== undefined
    return isCounted && isAsked && this.form.isReady && !this.#names.isLoading
  }
  /** Names are being checked. */
  get isChecking(): boolean {
    return this.#names.isLoading
  }
  get checkedCount(): number {
    return this.#checkedCount
  }
  /** Undefined until the names were checked for this destination. */
  get takenCount(): number | undefined {
    const names = this.#names.value
    return names?.place === this.#place ? names.takenCount : undefined
  }
  /** Why nothing was started. */
  get error(): AppError | undefined {
    return this.#error ?? this.#names.error
  }
  get plan(): CopyPlan | undefined {
    return this.#plan
  }
  /** Up to a hundred. */
  get notes(): readonly CopyNote[] {
    const notes: CopyNote[] = []
    for (const [key, lost] of this.#lost) {
      if (notes.length === MAX_NOTES) break
      notes.push({ key, lost })
    }
    return notes
  }
  get lostCount(): number {
    return this.#lost.size
  }
  /** Copies under temporary names that are left, or may be. */
  get temporaryCopies(): readonly TemporaryCopy[] {
    return this.#temporaryCopies
  }
  /** Encrypted in place, in a bucket that keeps the older version. */
  get olderCount(): number {
    return this.#olderCount
  }
  /** Done without a copy: they are where they should be, encrypted as they should be. */
  get unchangedCount(): number {
    return this.#unchangedCount
  }
  get doneBytes(): number {
    return this.#copied.doneBytes
  }
  get totalBytes(): number {
    return this.#plan?.tasks.reduce((sum, { entry }) => sum + entry.sizeBytes, 0) ?? 0
  }
  get #place(): string {
    const { destination, targetBucket, renaming } = this.form
    return JSON.stringify([destination.profile?.id, targetBucket, renaming])
  }

  get #choices(): string {
    const { kind, encryption, keyId, firstUseId } = this.form
    return JSON.stringify([this.#place, kind, encryption, keyId, firstUseId, this.decision])
  }

  /** Lists what is selected, and asks what is known of its bucket. Changes nothing. */
  async prepare(): Promise<void> {
    const { buckets } = this.#from.gateway
    const askVersioning = this.versioning.run((signal) => buckets.versioningOf(this.#from.bucket, signal))
    await Promise.all([this.count.count(), askVersioning, this.form.readSettings()])
  }

  /**
   * Checks the names. Where none is taken, or the user has seen how many are, everything is copied. Resolves when it is over.
   * @returns whether it began
   */
  async start(): Promise<boolean> {
    if (this.#isStarting || !this.isReady || this.job.state !== 'ready') return false
    this.#isStarting = true
    try {
      return await this.#start()
    } finally {
      this.#isStarting = false
    }
  }

  async #start(): Promise<boolean> {
    this.#error = undefined
    const choices = this.#choices
    if (!(await this.form.readSettings())) return false // it is shown first
    const wasSeen = this.takenCount !== undefined
    if (!wasSeen) await this.#checkNames()
    if (this.#choices !== choices || !this.isReady) return false // nothing that was not confirmed
    const { takenCount } = this
    const taken = this.#names.value?.taken
    if (taken === undefined || takenCount === undefined || (!wasSeen && takenCount > 0)) return false
    try {
      await this.#run(taken)
      return true
    } catch (thrown) {
      this.#error = toAppError(thrown)
      return false
    }
  }

  async retry(): Promise<void> {
    this.#stop = new AbortController()
    await this.job.retry()
  }

  /** Nothing new starts; a copy that does not exist yet is given up, and a move is no longer finished. */
  stop(): void {
    this.count.totals.stop()
    this.versioning.stop()
    this.form.destination.stop()
    this.#names.stop()
    this.#stop.abort(new DOMException('Stopped', 'AbortError'))
    this.job.stop()
  }

  async #checkNames(): Promise<void> {
    const place = this.#place
    const { renaming, targetBucket, target, isSameBucket, targetGateway } = this.form
    const entries = this.#entries
    this.#checkedCount = 0
    await this.#names.run(async (signal) => {
      const wanted = entries.map((entry) => renamedKey(entry, renaming))
      const options = { prefix: target, onChecked: (count: number) => void (this.#checkedCount = count) }
      const taken = await findTakenKeys(targetGateway.storage, targetBucket, wanted, signal, options)
      const isOthers = (key: string, index: number): boolean => !isSameBucket || key !== entries[index]?.key
      return { place, taken, takenCount: wanted.filter((key, index) => taken.has(key) && isOthers(key, index)).length }
    })
  }

  async #run(taken: ReadonlySet<string>): Promise<void> {
    const { gateway, bucket } = this.#from
    const { targetGateway, targetBucket, sseKey, encryption: chosen, renaming, isSameBucket, isMove } = this.form
    const { isAcross, isOtherEndpoint } = this.form.destination
    const settings = await this.#deps.observations.settingsOf(targetGateway.storage, targetBucket)
    if (chosen === undefined || (chosen === 'key' && sseKey === undefined)) throw new AppError('sse-key-needed')
    const encryption: EncryptionWish = sseKey ? { kind: 'key', sseKey } : { kind: chosen === 'none' ? chosen : 'keep' }
    this.#sources = new CopySources(this.#entries)
    const job: CopyJob = {
      ...{ gateway, bucket, targetGateway, targetBucket, encryption, isMove },
      versioning: this.versioning.value,
      mustEncrypt: settings.encryption !== undefined,
      sources: isAcross ? this.#sources.entries : undefined,
      areUnencrypted: isOtherEndpoint && chosen === 'none' && this.form.areSeenUnencrypted,
      refusesEncryptedSources: { value: false }
    }
    const changesEncryption = encryption.kind !== 'keep'
    const wish = { renaming, isSameBucket, isMove, changesEncryption, taken, decision: this.decision }
    const { tasks } = (this.#plan = planCopies(this.#entries, wish))
    this.#stop = new AbortController()
    await this.job.run({
      batches: inBatches(tasks, 1),
      act: async ([task], abandon) => {
        if (task !== undefined) await this.#copy(job, task, AbortSignal.any([abandon, this.#stop.signal]))
        return []
      },
      concurrency: CONCURRENCY,
      totalCount: tasks.length,
      batchSize: 1
    })
  }

  async #copy(job: CopyJob, task: CopyTask, signal: AbortSignal): Promise<void> {
    const { keys, observations, digester, aclRecovery, pendingCopies } = this.#deps
    const { gateway, targetGateway, bucket } = job
    let usedKey: SseKey | undefined
    const count = this.#copied.counter()
    const deps: CopyDeps = {
      digester,
      aclRecovery,
      pendingCopies,
      clock: systemClock,
      findKey: (entry, ofSource) => observations.findKey({ storage: gateway.storage, bucket, entry }, ofSource),
      usingKey: (sseKey, work) => keys.using((usedKey = sseKey), 'copy', work),
      onStep: (copy) => void this.#made.set(task.key, copy),
      onVerified: ({ lost }) => {
        if (usedKey) void keys.markUsed(usedKey.id, targetGateway.storage.endpoint).catch(() => undefined)
        if (lost.length > 0) this.#lost.set(task.key, lost)
        else this.#lost.delete(task.key)
      },
      onTemporaryLeft: (copy) => void (this.#temporaryCopies = [...this.#temporaryCopies, copy]),
      onBytes: (bytes) => count(bytes)
    }
    try {
      const entry = await this.#sources.current(job, task.entry, signal)
      const earlier = this.#made.get(task.key)
      const { kind, keepsOlderVersion } = await copyObject(job, { ...task, entry, earlier }, deps, signal)
      count(entry.sizeBytes, true)
      if (keepsOlderVersion) this.#olderCount++
      if (kind === 'unchanged') this.#unchangedCount++
    } catch (thrown) {
      count(0, true)
      this.#sources.note(task.entry.key, thrown)
      throw thrown
    }
  }
}
