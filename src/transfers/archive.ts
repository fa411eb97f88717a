// One attempt at a download that becomes a ZIP file. Each entry is a download of its own (download.ts), whose spool is the archive: so it
// is verified, tried again and gone on with as any other, and what is wrong never stays in the archive.
import { AppError, isAbort, toAppError, type AppErrorKind } from '../domain/app-error'
import { MAX_SMALL_BYTES, type Archive, type DownloadSpool } from '../domain/download-ports'
import { Limiter } from '../domain/limiter'
import { isFolderMarker, mayBeLargeObject, type ObjectEntry } from '../domain/object-entry'
import type { ArchiveMemory } from './archive-memory'
import { runDownload } from './download'
import { isCredentialsError } from './refusal-id'
import { isTransient, withRetries } from './retry'
import type { RunEnv } from './run-env'
import type { ArchiveRequest, DownloadRequest } from './requests'
import type { Transfer } from './transfer'
import { walkSelection } from './walk'

/** Entries under way at once: one of them may go straight into the archive, each other one holds up to 16 MiB. */
const MAX_OPEN = 5
const REPORT_NAME = '_lockgate-report.txt'

const ANSWERED: readonly AppErrorKind[] = ['gateway-failed', 'gateway-busy', 'truncated', 'not-s3']
/** Not one object's fault: the next one would fail in the same way. */
const OF_THE_WHOLE: readonly AppErrorKind[] = [
  'browser-storage-full',
  'browser-storage-failed',
  'directory-unwritable',
  'unexpected'
]

/** As runDownload does; what could not be had is told by the archive itself. Rejects, and can be gone on with, when nothing more can be had. */
export async function runArchive(
  request: ArchiveRequest,
  memoryOf: (isContinued: boolean) => ArchiveMemory,
  env: RunEnv
): Promise<Pick<Transfer, 'verification' | 'archive' | 'sizeBytes'>> {
  const { spool = env.ports.spool } = request
  const expectedBytes = request.sizeBytes + request.overheadBytes
  const { archive, isContinued } = await spool.openArchive(env.id, { expectedBytes, signal: env.signal })
  const memory = memoryOf(isContinued)
  env.onStart(memory.doneBytes)
  env.onSizeBytes(memory.sizeBytes)
  const holds = new Map<string, ReturnType<RunEnv['ports']['holdKey']>>()
  try {
    const run = new EntryRun(request, archive, memory, env, (keyId) => {
      if (!holds.has(keyId)) holds.set(keyId, env.ports.holdKey(keyId, 'download'))
    })
    if (memory.open !== undefined) await run.add(memory.open, env.signal)
    await new Limiter(MAX_OPEN).forEach(run.entries(), (entry, signal) => run.add(entry, signal), env.signal)
  } finally {
    for (const { release } of holds.values()) release()
  }
  const [first] = memory.missing
  if (memory.addedCount === 0 && first !== undefined) throw first.error
  env.onVerifying()
  if (memory.missing.length + memory.renamed.length > 0) {
    const { missing, renamed } = memory
    const text = request.describe({ bucket: request.bucket, missing, renamed })
    await archive.addText({ name: memory.freeName(REPORT_NAME), modifiedAtMs: env.clock.nowMs() }, text)
  }
  const sizeBytes = await archive.finish()
  env.signal.throwIfAborted()
  await spool.deliver(env.id, request.fileName)
  return { verification: memory.verification, archive: memory.view, sizeBytes }
}

/** The entries of one attempt. */
class EntryRun {
  readonly #request: ArchiveRequest
  readonly #archive: Archive
  readonly #memory: ArchiveMemory
  readonly #env: RunEnv
  readonly #onSseKey: (keyId: string) => void
  /** When each was last tried again. */
  readonly #retriedAtMs = new Map<string, number>()
  /** The last entry needed no key: objects of one folder are mostly alike. */
  #isLikelyPlain = false
  /** What writes to the archive. */
  readonly #writing = new Limiter(1)

  constructor(
    request: ArchiveRequest,
    archive: Archive,
    memory: ArchiveMemory,
    env: RunEnv,
    onSseKey: (keyId: string) => void
  ) {
    this.#request = request
    this.#archive = archive
    this.#memory = memory
    this.#env = env
    this.#onSseKey = onSseKey
  }

  /** Those that are not handled yet. */
  async *entries(): AsyncGenerator<ObjectEntry> {
    const { storage, bucket, selection } = this.#request
    const listPage: typeof storage.listPage = (page, signal) =>
      withRetries(() => storage.listPage(page, signal), this.#env)
    for await (const page of walkSelection({ listPage }, bucket, selection, this.#env.signal))
      for (const entry of page) if (!isFolderMarker(entry) && !this.#memory.isHandled(entry)) yield entry
  }

  /** Resolves when the entry is in the archive, or is known to be missing. Rejects when the others would fail too. */
  async add(entry: ObjectEntry, signal: AbortSignal): Promise<void> {
    if (this.#memory.isHandled(entry)) return
    const isSmall =
      entry.sizeBytes <= MAX_SMALL_BYTES && !mayBeLargeObject(entry) && this.#memory.open?.key !== entry.key
    let sizeBytes = entry.sizeBytes
    const onSizeBytes = (now: number): void => {
      this.#memory.sizeBytes += now - sizeBytes
      sizeBytes = now
      this.#env.onSizeBytes(this.#memory.sizeBytes)
    }
    try {
      const { verification } = await (isSmall
        ? this.#addSmall(entry, signal, onSizeBytes)
        : this.#addLarge(entry, signal, onSizeBytes))
      this.#memory.noteAdded(entry, sizeBytes, verification)
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      const error = toAppError(thrown)
      if (this.#isOfTheWhole(error, entry)) throw error
      // A large one is taken back by what is written next.
      if (isSmall)
        await this.#spoolOf(entry, true)
          .discard(this.#idOf(entry))
          .catch(() => undefined)
      this.#memory.noteMissing(entry, sizeBytes, error)
      this.#env.onSizeBytes(this.#memory.sizeBytes)
    }
    this.#env.onDoneBytes(this.#memory.doneBytes)
    this.#env.onArchive(this.#memory.view)
  }

  /** Verified in memory, and added then. What turns out large goes the other way. */
  async #addSmall(entry: ObjectEntry, signal: AbortSignal, onSizeBytes: RunEnv['onSizeBytes']) {
    const spool = this.#spoolOf(entry, true)
    const deliver: DownloadSpool['deliver'] = (...args) => this.#writing.run(() => spool.deliver(...args), signal)
    try {
      return await this.#download(entry, { ...spool, deliver }, signal, onSizeBytes)
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'too-large-for-memory') throw error
      return await this.#addLarge(entry, signal, onSizeBytes)
    }
  }

  /** Straight into the archive. When it breaks off, what has come stays there for the next attempt. */
  #addLarge(entry: ObjectEntry, signal: AbortSignal, onSizeBytes: RunEnv['onSizeBytes']) {
    return this.#writing.run(() => {
      this.#memory.open = entry
      return this.#download(entry, this.#spoolOf(entry, false), signal, onSizeBytes)
    }, signal)
  }

  async #download(
    entry: ObjectEntry,
    spool: DownloadSpool,
    signal: AbortSignal,
    onSizeBytes: RunEnv['onSizeBytes']
  ): ReturnType<typeof runDownload> {
    const { storage, bucket, findSseKey } = this.#request
    const isLikelyPlain = (): boolean => this.#isLikelyPlain
    const request: DownloadRequest = { storage, bucket, entry, findSseKey, isLikelyPlain, fileName: entry.key, spool }
    let hasKey = false
    const onBytes = (receivedBytes: number): void => {
      this.#memory.noteBytes(entry, receivedBytes)
      this.#env.onDoneBytes(this.#memory.doneBytes)
    }
    const env: RunEnv = {
      ...this.#env,
      id: this.#idOf(entry),
      formerError: undefined,
      signal,
      onStart: onBytes,
      onReadAgain: () => undefined, // an archive's worker has the digests of its entries
      onDoneBytes: onBytes,
      onSizeBytes,
      onVerifying: () => signal,
      onRetry: (error, retryAtMs) => {
        this.#retriedAtMs.set(entry.key, env.clock.nowMs())
        this.#env.onRetry(error, retryAtMs)
      },
      onSseKey: (keyId) => {
        hasKey = true
        this.#onSseKey(keyId)
      }
    }
    try {
      const result = await runDownload(request, env)
      this.#isLikelyPlain = !hasKey
      return result
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'object-changed') throw error
      return await runDownload(request, { ...env, formerError: error.kind }) // the one that is there now
    }
  }

  #spoolOf(entry: ObjectEntry, isSmall: boolean): DownloadSpool {
    const { modifiedAtMs } = entry
    return this.#archive.spoolOf({ name: this.#memory.nameOf(entry), modifiedAtMs }, isSmall)
  }

  #idOf({ key }: ObjectEntry): string {
    return `${this.#env.id}/${key}`
  }

  /**
   * An outage is: nothing came through during the last try. What fails while others come is that object's own fault, and so is what the
   * gateway answers with the same failure when the user has tried again.
   */
  #isOfTheWhole(error: AppError, entry: ObjectEntry): boolean {
    if (OF_THE_WHOLE.includes(error.kind)) return true
    if (!isTransient(error)) return isCredentialsError(error)
    const retriedAtMs = this.#retriedAtMs.get(entry.key)
    if (retriedAtMs !== undefined && this.#env.contact.wasMadeSince(retriedAtMs + 1)) return false
    return !(this.#memory.hasFailedAgain(entry) && ANSWERED.includes(error.kind))
  }
}
