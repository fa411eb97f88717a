// The user's SSE-C keys: created, imported, verified against a backup, exported, removed. Works without any gateway.
import { AppError, toAppError } from '../domain/app-error'
import { parseKeyInput, type BackupProblem, type KeyProblem } from '../domain/key-format'
import type { KeyDependents, KeyGuard, KeyHold, KeyHolder, KeyUse } from '../domain/key-use'
import type { BucketSettingsStore, KeysElsewhere, KeyStore, EncryptionObservationStore } from '../domain/ports'
import type { TransferJournal } from '../domain/transfer-journal'
import { isSaved, type SseKey } from '../domain/sse-key'
import { backupOf, compareWithBackup, type KeyMaker } from './key-backup'

export interface KeysDeps {
  readonly store: KeyStore
  readonly maker: KeyMaker
  readonly settings: BucketSettingsStore
  readonly memory: EncryptionObservationStore
  readonly journal: Pick<TransferJournal, 'list'>
  /** True where the browser refuses storage: keys live in this tab's memory, and encrypt nothing before their backup is verified. */
  readonly isMemoryOnly?: boolean
  readonly findElsewhere?: () => Promise<readonly KeysElsewhere[]>
  /** True on a page over plain http: no key comes in; stored ones can be read, backed up and removed. */
  readonly isInsecurePage?: boolean
  readonly guard: KeyGuard
  readonly saveFile: (blob: Blob, fileName: string) => void
}

/** Every file of an upload is a use: one write a minute for each key and endpoint says as much. */
const MARK_INTERVAL_MS = 60_000

export class Keys {
  readonly #deps: KeysDeps
  #list = $state.raw<readonly SseKey[]>([])
  #error = $state.raw<AppError | undefined>()
  #isLoaded = $state(false)
  #lost = $state.raw<readonly SseKey[]>([])
  /** By a user, in any tab. */
  readonly #removedIds = new Set<string>()
  /** By key and endpoint. */
  readonly #markedAtMs = new Map<string, number>()
  readonly #listeners = new Set<() => void>()
  #loadsStarted = 0
  #loadShown = 0
  #unsaved = $derived(this.#list.filter((key) => !isSaved(key)))

  constructor(deps: KeysDeps) {
    this.#deps = deps
    deps.store.onChange((removedId) => {
      if (removedId !== undefined) this.#removedIds.add(removedId)
      void this.load()
    })
  }

  /** Oldest first. */
  get list(): readonly SseKey[] {
    return this.#list
  }
  /** Keys of which no copy outside this browser has been seen. */
  get unsaved(): readonly SseKey[] {
    return this.#unsaved
  }
  /** Keys that the browser's storage lost under the running page. This tab's memory has them; nothing is encrypted with them. */
  get lost(): readonly SseKey[] {
    return this.#lost
  }
  /** Nothing is kept when this tab closes. */
  get isMemoryOnly(): boolean {
    return this.#deps.isMemoryOnly === true
  }
  get error(): AppError | undefined {
    return this.#error
  }
  get isLoaded(): boolean {
    return this.#isLoaded
  }

  byId(id: string | undefined): SseKey | undefined {
    return this.#list.find((key) => key.id === id)
  }

  /** Calls back when there are other keys, or one may be tried on another endpoint. @returns ends it. */
  onUsesChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async load(): Promise<void> {
    const load = ++this.#loadsStarted
    try {
      const keys = await this.#deps.store.list()
      if (load < this.#loadShown) return // a later one was faster, and knows more
      const isThere = (key: SseKey): boolean => keys.some(({ id }) => id === key.id) || this.#removedIds.has(key.id)
      const gone = [...this.#lost, ...this.#list].filter((key) => !isThere(key))
      const lost = await Promise.all(gone.map(async (key) => ((await this.#isNoMore(key.id)) ? [key] : [])))
      if (load < this.#loadShown) return
      this.#loadShown = load
      this.#lost = lost.flat()
      const before = usesOf(this.#list)
      this.#list = [...keys].sort((a, b) => a.createdAtMs - b.createdAtMs)
      this.#error = undefined
      this.#isLoaded = true
      if (usesOf(this.#list) !== before) for (const listener of this.#listeners) listener()
    } catch (error) {
      this.#error = toAppError(error)
    }
  }

  /** False for a record that is there and cannot be read. */
  async #isNoMore(id: string): Promise<boolean> {
    return this.#deps.store.get(id).then(
      (key) => key === undefined,
      () => false
    )
  }

  /** Stores a lost key again. Rejects when the browser does not take it. */
  async storeAgain(id: string): Promise<void> {
    const key = this.#lost.find((lost) => lost.id === id)
    if (key !== undefined) await this.#deps.store.add(key)
    await this.load()
  }

  /** Forgets a lost key: the user has its file, or doesn't need it. */
  dismissLost(id: string): void {
    this.#removedIds.add(id)
    this.#lost = this.#lost.filter((key) => key.id !== id)
  }

  async make(name: string, form: SseKey['form']): Promise<SseKey> {
    this.#assertSecurePage()
    return this.#add({ name, form, bytes: this.#deps.maker.makeBytes(form), origin: 'made' })
  }

  /**
   * Imports a key from a file's bytes or typed text.
   * @returns the new key, the one that was there already, or what is wrong.
   */
  async import(
    name: string,
    input: Uint8Array | string
  ): Promise<{ readonly key: SseKey; readonly isNew: boolean } | { readonly problem: KeyProblem }> {
    this.#assertSecurePage()
    const reading = parseKeyInput(input)
    if ('problem' in reading) return reading
    const record = await this.#deps.maker.makeRecord({
      name,
      bytes: reading.bytes,
      form: reading.form,
      origin: 'imported'
    })
    if (!this.#isLoaded) await this.load() // or a key that is there already would be kept twice
    if (this.#error !== undefined) throw this.#error
    const twin = this.#list.find((key) => key.md5Base64 === record.md5Base64)
    if (twin !== undefined) return { key: twin, isNew: false }
    // It came from a file that exists outside this browser: that file is the backup. Typed text is not.
    const key = typeof input === 'string' ? record : { ...record, savedAtMs: record.createdAtMs }
    await this.#deps.store.add(key)
    await this.load()
    return { key, isNew: true }
  }

  /** Keys of other Lockgates on this host that are not here. Never rejects. */
  async elsewhere(): Promise<readonly KeysElsewhere[]> {
    const found = (await this.#deps.findElsewhere?.().catch(() => [])) ?? []
    const isHere = (key: SseKey): boolean => this.#list.some(({ md5Base64 }) => md5Base64 === key.md5Base64)
    const others = found.map(({ path, keys }) => ({ path, keys: keys.filter((key) => !isHere(key)) }))
    return others.filter(({ keys }) => keys.length > 0)
  }

  /** Copies keys of another Lockgate on this host; there they stay. Rejects when the browser does not take one. */
  async copyHere(keys: readonly SseKey[]): Promise<void> {
    this.#assertSecurePage()
    for (const key of keys) await this.#deps.store.add(key)
    await this.load()
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#change(id, (key) => ({ ...key, name }))
  }

  /** Notes that this key has encrypted or decrypted an object on an endpoint: there it may be tried automatically from now on. */
  async markUsed(id: string, endpoint: string, nowMs = Date.now()): Promise<void> {
    const use = JSON.stringify([id, endpoint])
    const markedAtMs = this.#markedAtMs.get(use)
    if (markedAtMs !== undefined && Math.abs(nowMs - markedAtMs) < MARK_INTERVAL_MS) return
    this.#markedAtMs.set(use, nowMs)
    try {
      await this.#change(id, (key) => ({
        ...key,
        lastUsedAtMs: nowMs,
        endpoints: key.endpoints.includes(endpoint) ? key.endpoints : [...key.endpoints, endpoint]
      }))
    } catch (error) {
      this.#markedAtMs.delete(use)
      throw error
    }
  }

  /** Saves the key to a file. It does not count as backed up yet. */
  saveToFile(key: SseKey): void {
    const { blob, fileName } = backupOf(key)
    this.#deps.saveFile(blob, fileName)
  }

  /**
   * Compares a file that was dropped back with the key; only a match makes the key count as backed up.
   * @returns undefined for a match, else what the file is instead.
   */
  async confirmSaved(id: string, fileBytes: Uint8Array): Promise<BackupProblem | undefined> {
    const key = this.byId(id)
    if (key === undefined) return { code: 'key-removed' }
    const problem = await compareWithBackup(key, fileBytes, this.#list, this.#deps.maker)
    if (problem === undefined) await this.#change(id, (current) => ({ ...current, savedAtMs: Date.now() }))
    return problem
  }

  async dependents(id: string): Promise<KeyDependents> {
    const [buckets, seenObjects, entries] = await Promise.all([
      this.#deps.settings.bucketsOf(id),
      this.#deps.memory.countOf(id),
      this.#deps.journal.list()
    ])
    const unfinishedUploads = entries.filter(({ sseKeyId }) => sseKeyId === id).length
    return { buckets, seenObjects, unfinishedUploads }
  }

  /** False: what other tabs do with a key is not known in this browser. */
  get seesOtherTabs(): boolean {
    return this.#deps.guard.seesOtherTabs
  }
  /** Who needs the key now, in every tab. */
  holdersOf(id: string): Promise<readonly KeyHolder[]> {
    return this.#deps.guard.holdersOf(id)
  }
  /** Keeps the key from being removed, in any tab, until it is released. */
  hold(id: string, use: KeyUse): KeyHold {
    return this.#deps.guard.hold(id, use)
  }

  /**
   * Rejects unless the key is stored in this browser now: nothing is encrypted with a key that is gone (`sse-key-lost`, `sse-key-needed`),
   * or that is in memory only and not backed up (`sse-key-not-backed-up`).
   */
  async assertStored(id: string): Promise<void> {
    const key = await this.#deps.store.get(id)
    if (key !== undefined && this.isMemoryOnly && !isSaved(key)) throw new AppError('sse-key-not-backed-up')
    if (key !== undefined) return
    await this.load()
    if (this.#lost.some((lost) => lost.id === id)) throw new AppError('sse-key-lost')
    throw new AppError('sse-key-needed')
  }

  /** Does work that encrypts with a stored key, which stays until the work has ended. Rejects as {@link assertStored} and the work do. */
  async using<T>(key: SseKey | undefined, use: KeyUse, work: () => Promise<T>): Promise<T> {
    if (key === undefined) return work()
    const hold = this.hold(key.id, use)
    try {
      await hold.held
      await this.assertStored(key.id)
      return await work()
    } finally {
      hold.release()
    }
  }

  /** Rejects `sse-key-in-use` while anything in any tab may still need the key. */
  async remove(id: string): Promise<void> {
    const removed = await this.#deps.guard.whenUnused(id, async () => {
      await this.#deps.store.remove(id)
      this.#removedIds.add(id)
    })
    if (removed === undefined) throw new AppError('sse-key-in-use')
    await this.load()
  }

  #assertSecurePage(): void {
    if (this.#deps.isInsecurePage === true) throw new AppError('insecure-page')
  }

  async #add(parts: Parameters<KeyMaker['makeRecord']>[0]): Promise<SseKey> {
    const key = await this.#deps.maker.makeRecord(parts)
    await this.#deps.store.add(key)
    await this.load()
    return key
  }

  async #change(id: string, change: (key: SseKey) => SseKey): Promise<void> {
    await this.#deps.store.update(id, change)
    await this.load()
  }
}

/** Without the times of use. */
function usesOf(keys: readonly SseKey[]): string {
  return JSON.stringify(keys.map(({ id, endpoints }) => [id, endpoints]))
}
