// The other ports in memory: time that runs as fast as it is waited for, a digester, a spool, a journal, a memory of locks.
import { onTestFinished } from 'vitest'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import type { KeyGuard, KeyHold, KeyHolder, KeyUse } from '../../../src/domain/key-use'
import {
  nameOfSubject,
  type EncryptionObservation,
  type EncryptionSubject
} from '../../../src/domain/encryption-observation'
import type { DownloadEntry, DownloadJournal } from '../../../src/domain/download-journal'
import type { Archive, ArchiveSpool, DigestPlan, DownloadSpool, ReceivedFile } from '../../../src/domain/download-ports'
import type { Digester, EncryptionObservationStore, NetworkStatus, SignedRequest } from '../../../src/domain/ports'
import type { JournalEntry, TransferJournal } from '../../../src/domain/transfer-journal'
import type { SseKey } from '../../../src/domain/sse-key'
import type { ZipName } from '../../../src/domain/zip-format'
import type { Clock } from '../../../src/transfers/clock'
import { ConditionMemory } from '../../../src/transfers/condition-memory'
import { TransferQueue } from '../../../src/transfers/queue'
import type { QueueOptions } from '../../../src/transfers/run-env'
import type { UploadRequest } from '../../../src/transfers/requests'
import type { Transfer, TransferPorts } from '../../../src/transfers/transfer'
import { md5, type FakeStorage } from './fake-storage'

export const MIB = 1024 * 1024

/** That of the machine, whatever a test fakes. */
const nextTurn = globalThis.setImmediate

/**
 * What sleeps is woken as soon as nothing else has to be done for a few turns; the time is the sum of what was slept. It stops with its
 * test: what looks again and again would never leave the tests after it the machine.
 */
export class FastClock implements Clock {
  #nowMs = 1_800_000_000_000
  #sleepers: { readonly dueMs: number; readonly wake: () => void }[] = []
  readonly slept: number[] = []
  #isPumping = false
  #isStopped = false

  constructor() {
    onTestFinished(() => {
      this.#isStopped = true
    })
  }

  nowMs(): number {
    return this.#nowMs
  }

  random(): number {
    return 0.5
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms)
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error)
      const onAbort = () => reject(signal?.reason as Error)
      signal?.addEventListener('abort', onAbort, { once: true })
      const wake = () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      this.#sleepers.push({ dueMs: this.#nowMs + ms, wake })
      this.#pump(4)
    })
  }

  #pump(turns: number): void {
    if (this.#isPumping) return
    this.#isPumping = true
    const turn = (left: number) =>
      nextTurn(() => {
        if (this.#isStopped) return
        if (left > 0) return turn(left - 1)
        this.#isPumping = false
        this.#sleepers.sort((one, other) => one.dueMs - other.dueMs)
        const next = this.#sleepers.shift()
        if (next === undefined) return
        this.#nowMs = Math.max(this.#nowMs, next.dueMs)
        next.wake()
        this.#pump(4)
      })
    turn(turns)
  }
}

export class FakeDigester implements Digester {
  bytesRead = 0
  async md5Hex(body: Blob): Promise<string> {
    let bytes: Uint8Array
    try {
      bytes = new Uint8Array(await body.arrayBuffer())
    } catch {
      throw new AppError('file-changed')
    }
    if (bytes.length !== body.size) throw new AppError('file-changed')
    this.bytesRead += bytes.length
    return md5(bytes)
  }
}

export class FakeJournal implements TransferJournal {
  readonly entries = new Map<string, JournalEntry>()
  failsToPut = false
  /** Of many entries at once. */
  transactions = 0
  list(): Promise<readonly JournalEntry[]> {
    return Promise.resolve([...this.entries.values()])
  }
  put(entry: JournalEntry): Promise<void> {
    if (this.failsToPut) return Promise.reject(new AppError('browser-storage-failed'))
    this.entries.set(entry.id, entry)
    return Promise.resolve()
  }
  async putMany(entries: readonly JournalEntry[]): Promise<void> {
    this.transactions++
    for (const entry of entries) await this.put(entry)
  }
  remove(id: string): Promise<void> {
    this.entries.delete(id)
    return Promise.resolve()
  }
  removeMany(ids: readonly string[]): Promise<void> {
    this.transactions++
    for (const id of ids) this.entries.delete(id)
    return Promise.resolve()
  }
}

export class FakeDownloadJournal implements DownloadJournal {
  readonly entries = new Map<string, DownloadEntry>()
  list(): Promise<readonly DownloadEntry[]> {
    return Promise.resolve([...this.entries.values()])
  }
  put(entry: DownloadEntry): Promise<void> {
    this.entries.set(entry.id, entry)
    return Promise.resolve()
  }
  remove(id: string): Promise<void> {
    this.entries.delete(id)
    return Promise.resolve()
  }
}

export class FakeNetwork implements NetworkStatus {
  #isOnline = true
  readonly #waiting = new Set<() => void>()
  get isOnline(): boolean {
    return this.#isOnline
  }
  set(isOnline: boolean): void {
    this.#isOnline = isOnline
    if (isOnline) for (const wake of [...this.#waiting]) wake()
  }
  untilOnline(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOnline) return resolve()
      const onAbort = () => reject(signal.reason as Error)
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.add(resolve)
    })
  }
}

export class FakeEncryptionObservationStore implements EncryptionObservationStore {
  readonly kept = new Map<string, EncryptionObservation>()
  get(subject: EncryptionSubject): Promise<EncryptionObservation | undefined> {
    return Promise.resolve(this.kept.get(nameOfSubject(subject)))
  }
  put(subject: EncryptionSubject, observation: EncryptionObservation): Promise<void> {
    this.kept.set(nameOfSubject(subject), observation)
    return Promise.resolve()
  }
  countOf(keyId: string): Promise<number> {
    return Promise.resolve(
      [...this.kept.values()].filter((one) => one.state === 'encrypted' && one.keyId === keyId).length
    )
  }
}

/** What a FakeSpool has of one archive, by the names of its entries. */
export class FakeArchive implements Archive {
  readonly entries = new Map<string, Buffer>()
  /** Straight into the archive, in their order. */
  readonly large: string[] = []
  isFinished = false
  readonly #spool: FakeSpool
  constructor(spool: FakeSpool) {
    this.#spool = spool
  }
  spoolOf({ name }: ZipName, isSmall: boolean): DownloadSpool {
    const spool = this.#spool
    return {
      keeps: () => spool.isKeeping,
      receive: (...args) => {
        if (!isSmall) this.large.push(name)
        return spool.receive(...args)
      },
      read: (id) => spool.read(id),
      discard: (id) => spool.discard(id),
      deliver: async (id) => void this.entries.set(name, Buffer.from(await (await spool.read(id)).arrayBuffer()))
    }
  }
  addText({ name }: ZipName, text: string): Promise<void> {
    this.entries.set(name, Buffer.from(text))
    return Promise.resolve()
  }
  finish(): Promise<number> {
    this.isFinished = true
    return Promise.resolve([...this.entries.values()].reduce((sum, { length }) => sum + length, 0))
  }
  get texts(): Record<string, string> {
    return Object.fromEntries([...this.entries].map(([name, bytes]) => [name, bytes.toString()]))
  }
}

/** Receives from a FakeStorage, as a worker would: it knows the address and the headers only. */
export class FakeSpool implements ArchiveSpool {
  readonly archives = new Map<string, FakeArchive>()
  readonly handedOver: { readonly fileName: string; readonly bytes: Buffer }[] = []
  readonly discarded: string[] = []
  /** By which ids it was called. */
  readonly received: string[] = []
  readonly #files = new Map<string, Buffer>()
  readonly plans: DigestPlan[] = []
  readonly expected: number[] = []
  /** Changes what arrives, once for each entry: `undefined` leaves it. */
  spoil: (((bytes: Buffer) => Buffer) | undefined)[] = []
  failures: (AppError | undefined)[] = []
  /** What comes before a failure. */
  bytesBeforeFailure = 0
  /** What has come is gone on with. */
  isKeeping = true
  /** Bytes that are read again before anything is asked for. */
  readAgain: number[] = []
  /** So many calls are left off before the end. */
  unfinished = 0
  beforeReceive: (() => Promise<void> | void) | undefined
  readonly storage: FakeStorage

  constructor(storage: FakeStorage) {
    this.storage = storage
  }

  /** Files that take room. */
  get keptCount(): number {
    return this.#files.size
  }

  async receive(
    id: string,
    request: SignedRequest,
    plan: DigestPlan,
    options: Parameters<DownloadSpool['receive']>[3]
  ): Promise<ReceivedFile> {
    this.received.push(id)
    this.plans.push(plan)
    this.expected.push(options.expectedBytes)
    for (const bytes of this.readAgain.splice(0)) options.onProgress(bytes, 'read-again')
    const aborted = new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve()))
    await Promise.race([this.beforeReceive?.(), aborted])
    options.signal.throwIfAborted()
    const failure = this.failures.shift()
    if (failure !== undefined) {
      if (this.bytesBeforeFailure > 0) options.onProgress(this.bytesBeforeFailure)
      throw failure
    }
    const object = this.storage.objects.get(request.url.slice(this.storage.endpoint.length + 1))
    if (object === undefined) throw new AppError('no-such-object')
    if (object.sseKeyId !== undefined && object.sseKeyId !== request.headers['x-key'])
      throw new AppError(request.headers['x-key'] === undefined ? 'sse-key-needed' : 'sse-key-wrong')
    if (this.unfinished-- > 0) return { sizeBytes: 1, etag: undefined, isUnfinished: true }
    const bytes = this.spoil.shift()?.(Buffer.from(object.bytes)) ?? object.bytes
    options.onProgress(bytes.length)
    this.#files.set(id, bytes)
    return { sizeBytes: bytes.length, etag: digest(bytes, plan) }
  }
  keeps(): boolean {
    return this.isKeeping
  }
  openArchive(id: string): ReturnType<ArchiveSpool['openArchive']> {
    const known = this.archives.get(id)
    const archive = known ?? new FakeArchive(this)
    this.archives.set(id, archive)
    return Promise.resolve({ archive, isContinued: known !== undefined && known.entries.size > 0 })
  }
  deliver(id: string, fileName: string): Promise<void> {
    const bytes = this.archives.get(id)?.isFinished ? Buffer.from('a ZIP file') : this.#files.get(id)
    if (bytes === undefined) throw new Error('nothing was received')
    this.handedOver.push({ fileName, bytes })
    return Promise.resolve()
  }
  read(id: string): Promise<Blob> {
    const bytes = this.#files.get(id)
    return bytes === undefined
      ? Promise.reject(new Error('nothing was received'))
      : Promise.resolve(new Blob([bytes as Uint8Array<ArrayBuffer>]))
  }
  discard(id: string): Promise<void> {
    this.#files.delete(id)
    this.archives.delete(id)
    this.discarded.push(id)
    return Promise.resolve()
  }
}

function digest(bytes: Buffer, plan: DigestPlan): string | undefined {
  if (plan.kind === 'none') return undefined
  if (plan.kind === 'whole') return md5(bytes)
  const digests: Buffer[] = []
  for (let at = 0; at < bytes.length; at += plan.partSizeBytes)
    digests.push(Buffer.from(md5(bytes.subarray(at, at + plan.partSizeBytes)), 'hex'))
  return `${md5(Buffer.concat(digests))}-${digests.length}`
}

/** The keys in use in this tab and, as told, in others. */
export class FakeKeyGuard implements KeyGuard {
  readonly seesOtherTabs = true
  readonly held: { readonly keyId: string; readonly use: KeyUse }[] = []
  others: readonly KeyHolder[] = []
  /** What is waited for before a key is taken. */
  until = Promise.resolve()
  hold(keyId: string, use: KeyUse): KeyHold {
    const held = { keyId, use }
    this.held.push(held)
    const release = (): void => {
      const index = this.held.indexOf(held)
      if (index >= 0) this.held.splice(index, 1)
    }
    return { held: this.until, release }
  }
  holdersOf(keyId: string): Promise<readonly KeyHolder[]> {
    const own = this.held.filter((one) => one.keyId === keyId)
    return Promise.resolve([...own.map(({ use }) => ({ tab: 'this' as const, use, count: 1 })), ...this.others])
  }
  async whenUnused<T>(keyId: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    return (await this.holdersOf(keyId)).length > 0 ? undefined : { done: await work() }
  }
}

export function makeKey(id: string, more: Partial<SseKey> = {}): SseKey {
  return {
    id,
    name: id,
    bytes: new Uint8Array(32),
    form: 'binary',
    md5Base64: '',
    origin: 'made',
    createdAtMs: 0,
    savedAtMs: undefined,
    endpoints: [],
    lastUsedAtMs: undefined,
    ...more
  }
}

export function makeFile(sizeBytes: number, name = 'data.bin'): File {
  const bytes = Buffer.alloc(sizeBytes)
  for (let at = 0; at < sizeBytes; at += 4096) bytes.writeUInt8((at / 4096) % 251, at)
  return new File([bytes], name, { lastModified: 1_700_000_000_000 })
}

/** A queue with everything around it. Where its slots or turns are counted, nothing passes as brief. */
export function makeRig(storage: FakeStorage, options: QueueOptions = {}, tabs?: TransferPorts['tabs']) {
  const clock = new FastClock()
  const digester = new FakeDigester()
  const journal = new FakeJournal()
  const downloads = new FakeDownloadJournal()
  const lockMemory = new FakeEncryptionObservationStore()
  const spool = new FakeSpool(storage)
  const keys = new Map<string, SseKey>()
  const guard = new FakeKeyGuard()
  /** What is said of a key that is not stored. */
  const missingKey: { kind: AppErrorKind } = { kind: 'sse-key-needed' }
  const used: string[] = []
  const conditions = new ConditionMemory()
  const encryptedOnly = new Set<string>()
  const network = new FakeNetwork()
  const queue = new TransferQueue(
    {
      digester,
      journal,
      tabs,
      downloads,
      lockMemory,
      spool,
      clock,
      conditions,
      holdKey: (keyId, use) => guard.hold(keyId, use),
      assertKeyStored: (id) => (keys.has(id) ? Promise.resolve() : Promise.reject(new AppError(missingKey.kind))),
      mustEncrypt: (_, bucket) => Promise.resolve(encryptedOnly.has(bucket)),
      markKeyUsed: (keyId, endpoint) => used.push(`${keyId} ${endpoint}`),
      network
    },
    { maxBriefBytes: options.slots === undefined && options.files === undefined ? undefined : -1, ...options }
  )
  const view = (id: string): Transfer => {
    const found = queue.snapshot.transfers.find((transfer) => transfer.id === id)
    if (found === undefined) throw new Error(`no transfer ${id}`)
    return found
  }
  const until = (isThere: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => (isThere() ? resolve() : void setImmediate(look))
      look()
    })
  const ended = async (id: string): Promise<Transfer> => {
    await until(() => ['done', 'failed', 'cancelled'].includes(view(id).state))
    return view(id)
  }
  const upload = (file: File, more: Partial<Omit<UploadRequest, 'file'>> = {}): string => {
    if (more.sseKey !== undefined) keys.set(more.sseKey.id, more.sseKey)
    return queue.enqueueUpload({
      storage,
      bucket: 'lab',
      key: file.name,
      file,
      ifAbsent: more.keepsBoth ?? false,
      contentType: 'application/octet-stream',
      ...more
    })
  }
  return {
    missingKey,
    queue,
    storage,
    clock,
    conditions,
    digester,
    journal,
    downloads,
    lockMemory,
    spool,
    keys,
    guard,
    used,
    encryptedOnly,
    network,
    view,
    until,
    ended,
    upload
  }
}

/** A promise and what settles it. */
export function makeGate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open: () => open() }
}
