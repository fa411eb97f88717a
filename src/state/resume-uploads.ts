// What can be done with an upload of an earlier session: go on, start over, remove what was sent. An entry is claimed first, so that only
// one tab carries it on.
import { ownershipOf } from '../domain/account'
import { AppError, toAppError } from '../domain/app-error'
import { inSlices } from '../domain/in-slices'
import type { Gateway } from '../domain/gateway'
import type { Digester } from '../domain/ports'
import type { SseKey } from '../domain/sse-key'
import {
  sourceIdsOf,
  type JournalEntry,
  type Tabs,
  type TransferJournal,
  type UploadSources
} from '../domain/transfer-journal'
import type { UploadBatch, UploadToAdd } from '../transfers/backlog'
import { systemClock } from '../transfers/clock'
import type { ResumedWork } from '../transfers/job'
import { matchFiles } from '../transfers/match-files'
import { isSameFile, resumeUpload } from '../transfers/resume-upload'
import type { UploadRequest } from '../transfers/requests'
import type { JournalledUpload, ResumeProblem } from './journalled-upload'
import type { Keys } from './keys.svelte'
import type { Session } from './session.svelte'
import type { Transfers } from './transfers.svelte'
import type { ChosenFile } from './upload-draft.svelte'

export interface ResumeUploadsDeps {
  readonly journal: TransferJournal
  readonly tabs: Tabs
  readonly sources: UploadSources
  readonly session: Pick<Session, 'gateway' | 'account' | 'accounts' | 'profiles'>
  readonly keys: Pick<Keys, 'byId' | 'assertStored'>
  readonly transfers: Pick<Transfers, 'prepare' | 'resumeUploads' | 'upload'>
  readonly loadDigester: () => Promise<Digester>
  /** What had been sent of the object was gone. */
  readonly onRestarted: (key: string) => void
}

/** So many small files are handed over together: more than are transfers at once. */
const MAX_AT_ONCE = 200

type Problems = Map<string, ResumeProblem>

export class ResumeUploads {
  readonly #deps: ResumeUploadsDeps

  constructor(deps: ResumeUploadsDeps) {
    this.#deps = deps
  }

  /** @returns why some did not go on, by their ids. Rejects when none could be looked at. */
  async resume(uploads: readonly JournalledUpload[], chosen?: readonly ChosenFile[]): Promise<Problems> {
    const problems: Problems = new Map()
    await this.#deps.transfers.prepare()
    const wanted = uploads.flatMap(({ entries }) => entries)
    const isOneFile = wanted.length === 1 && chosen?.length === 1
    // Whether it is the same is for the look at its bytes to say.
    const files = isOneFile ? new Map(wanted.map(({ id }) => [id, chosen[0]])) : matchFiles(wanted, chosen ?? [])
    for (const upload of uploads) {
      if (chosen !== undefined && uploads.length > 1 && !upload.entries.some(({ id }) => files.has(id))) continue
      // In the order of their paths, a folder's files are read one after another; the journal has them in none.
      const claimed = (await this.#claim(upload.entries)).toSorted(byPath)
      const problem = await this.#resumeEach(claimed, chosen && files)
      if (problem !== undefined) problems.set(upload.id, problem)
    }
    return problems
  }

  async startOver(upload: JournalledUpload, { file, handle }: ChosenFile): Promise<Problems> {
    await this.#deps.transfers.prepare()
    const [entry] = await this.#claim(upload.entries)
    if (entry === undefined) return new Map()
    let request: UploadRequest
    try {
      const gateway = this.#gatewayOf(entry)
      const sseKey = await this.#keyOf(entry)
      const sourceId = handle && (await this.#deps.sources.keep([handle])).get(handle)
      request = requestOf({ ...entry, sourceId }, file, gateway, sseKey)
      await abort(entry, gateway)
    } catch (error) {
      await this.#release([entry])
      throw error
    }
    await this.#removeEntries([entry])
    await this.#deps.transfers.upload([request])
    return new Map()
  }

  async remove(upload: JournalledUpload): Promise<Problems> {
    const claimed = await this.#claim(upload.entries)
    try {
      for (const entry of claimed) if (entry.uploadId !== undefined) await abort(entry, this.#gatewayOf(entry))
    } catch (error) {
      await this.#release(claimed)
      throw error
    }
    await this.#removeEntries(claimed)
    return new Map()
  }

  async forget(upload: JournalledUpload): Promise<Problems> {
    await this.#removeEntries(await this.#claim(upload.entries))
    return new Map()
  }

  /**
   * All have gone on, or are given back, when this resolves.
   * @param chosen by the entries' ids; undefined: what the browser has kept
   */
  async #resumeEach(
    claimed: readonly JournalEntry[],
    chosen: ReadonlyMap<string, ChosenFile | undefined> | undefined
  ): Promise<ResumeProblem | undefined> {
    const isKept = chosen === undefined
    const entries = isKept ? claimed : await this.#keepSources(claimed, chosen)
    let problem: ResumeProblem | undefined
    const left: JournalEntry[] = []
    const leaveAfter = (index: number): void => {
      for (const entry of entries.slice(index + 1)) left.push(entry)
    }
    let unsent: { readonly entry: JournalEntry; readonly upload: UploadToAdd }[] = []
    let batch: UploadBatch | undefined
    let isCancelled = false
    /** The first of very many are sent while the others are looked at. */
    const handOver = async (): Promise<void> => {
      batch = await this.#deps.transfers.resumeUploads(
        unsent.map(({ upload }) => upload),
        batch
      )
      isCancelled = batch === undefined
      if (isCancelled) left.push(...unsent.map(({ entry }) => entry))
      unsent = []
    }
    let missing = 0
    for (const [index, entry] of entries.entries()) {
      const one = chosen?.get(entry.id)
      try {
        const file = isKept ? await this.#readKept(entry) : one?.file
        if (file === undefined) {
          missing++
          left.push(entry)
          continue
        }
        const { request, resumed } = await this.#lookAt(entry, file)
        // One by one, very many of them would be a row each.
        if (entry.uploadId !== undefined) await this.#deps.transfers.resumeUploads([{ request, resumed }])
        else unsent.push({ entry, upload: { request, resumed: { ...resumed, isJournalled: isKept } } })
        if (unsent.length >= MAX_AT_ONCE) await handOver()
      } catch (thrown) {
        const error = toAppError(thrown)
        problem = problemOf(error, one)
        const isOfFile = problem.code !== 'error'
        left.push(isOfFile ? { ...entry, sourceId: isKept ? undefined : claimed[index]?.sourceId } : entry)
        if (isOfFile) continue
        leaveAfter(index) // the next would fail as this one did
        break
      }
      if (!isCancelled) continue
      leaveAfter(index)
      break
    }
    if (unsent.length > 0) await handOver()
    await this.#release(left)
    if (problem !== undefined || missing === 0) return problem
    return isKept ? { code: 'not-permitted' } : { code: 'not-chosen', count: missing }
  }

  /** For the next session. @returns the entries with the handles of what was chosen, where it has any */
  async #keepSources(
    entries: readonly JournalEntry[],
    chosen: ReadonlyMap<string, ChosenFile | undefined>
  ): Promise<readonly JournalEntry[]> {
    const handleOf = (entry: JournalEntry): FileSystemHandle | undefined => {
      const { file, handle } = chosen.get(entry.id) ?? {}
      return file !== undefined && isSameFile(file, entry) ? handle : undefined
    }
    const ids = await this.#deps.sources.keep(entries.flatMap((entry) => handleOf(entry) ?? []))
    return entries.map((entry) => {
      const handle = handleOf(entry)
      return { ...entry, sourceId: (handle && ids.get(handle)) ?? entry.sourceId }
    })
  }

  async #lookAt(entry: JournalEntry, file: File): Promise<UploadToAdd & { readonly resumed: ResumedWork }> {
    const { loadDigester, onRestarted } = this.#deps
    const gateway = this.#gatewayOf(entry)
    const request = requestOf(entry, file, gateway, await this.#keyOf(entry))
    const { work, isRestarted } = await resumeUpload(entry, request, {
      digester: await loadDigester(),
      partsOf: (uploadId, signal) => gateway.uploads.partsOf(entry.bucket, entry.key, uploadId, signal),
      random: () => systemClock.random(),
      clock: systemClock,
      signal: new AbortController().signal
    })
    if (isRestarted) onRestarted(entry.key)
    return { request, resumed: work }
  }

  /** Undefined when the user does not let it be read. */
  async #readKept(entry: JournalEntry): Promise<File | undefined> {
    const { sourceId, file } = entry
    if (sourceId === undefined || file === undefined) return undefined
    const kept = await this.#deps.sources.read(sourceId, file.path)
    if (kept !== undefined && !isSameFile(kept, entry)) throw new AppError('file-changed')
    return kept
  }

  /** What no other tab carries on is this tab's from now on. @returns these, as they are stored now. */
  #claim(entries: readonly JournalEntry[]): Promise<readonly JournalEntry[]> {
    const { journal, tabs } = this.#deps
    return tabs.alone(async () => {
      const ids = new Set(entries.map(({ id }) => id))
      const [stored, living] = await Promise.all([journal.list(), tabs.living()])
      const free = stored.filter(
        ({ id, tabId = tabs.tabId }) => ids.has(id) && (tabId === tabs.tabId || !(living?.has(tabId) ?? false))
      )
      const claimed = free.map((entry) => ({ ...entry, tabId: tabs.tabId, savedAtMs: Date.now() }))
      await inSlices(claimed, (some) => journal.putMany(some))
      tabs.tell()
      return free
    })
  }

  async #release(entries: readonly JournalEntry[]): Promise<void> {
    const { journal, tabs } = this.#deps
    if (entries.length === 0) return
    const free = entries.map((entry) => ({ ...entry, tabId: undefined }))
    await inSlices(free, (some) => journal.putMany(some)).catch(() => undefined)
    tabs.tell()
  }

  async #removeEntries(entries: readonly JournalEntry[]): Promise<void> {
    const { journal, tabs, sources } = this.#deps
    await inSlices(entries, (some) => journal.removeMany(some.map(({ id }) => id)))
    tabs.tell()
    await sources.retain(sourceIdsOf(await journal.list()))
  }

  #gatewayOf(entry: JournalEntry): Gateway {
    const { gateway } = this.#deps.session
    if (gateway === undefined || ownershipOf(gateway.storage.account, entry) !== 'own') throw new AppError('unexpected')
    return gateway
  }

  /** Rejects when the key with which it was started is no longer stored. */
  async #keyOf({ sseKeyId }: JournalEntry): Promise<SseKey | undefined> {
    if (sseKeyId === undefined) return undefined
    await this.#deps.keys.assertStored(sseKeyId)
    const key = this.#deps.keys.byId(sseKeyId)
    if (key === undefined) throw new AppError('sse-key-needed')
    return key
  }
}

function byPath({ file: one }: JournalEntry, { file: other }: JournalEntry): number {
  const [path = '', otherPath = ''] = [one?.path, other?.path]
  return path < otherPath ? -1 : Number(path > otherPath)
}

function requestOf(entry: JournalEntry, file: File, { storage }: Gateway, sseKey: SseKey | undefined): UploadRequest {
  const { bucket, key, sourceId, contentType, acl, headers, keepsBoth, replacesEtag } = entry
  return {
    storage,
    bucket,
    key,
    file,
    sseKey,
    // Former versions did not note whether it may replace an object.
    ifAbsent: entry.ifAbsent ?? true,
    keepsBoth,
    replacesEtag,
    contentType: contentType ?? (file.type === '' ? 'application/octet-stream' : file.type),
    acl,
    headers,
    source: { path: entry.file?.path ?? file.name, id: sourceId }
  }
}

/** @param chosen undefined: what the browser has kept */
function problemOf(error: AppError, chosen: ChosenFile | undefined): ResumeProblem {
  const isKept = chosen === undefined
  const isChanged = error.kind === 'file-changed' || error.kind === 'different-file'
  if (isKept && isChanged) return { code: 'kept-changed' }
  if (isKept && error.kind === 'file-unreadable') return { code: 'kept-gone' }
  if (error.kind === 'different-file' && !isKept) return { code: 'different-file', chosen }
  return { code: 'error', error }
}

/** Resolves also when nothing of it is left. */
async function abort({ bucket, key, uploadId }: JournalEntry, { storage }: Gateway): Promise<void> {
  if (uploadId === undefined) return
  await storage.abortMultipartUpload(bucket, key, uploadId).catch((error: unknown) => {
    if (toAppError(error).kind !== 'no-such-bucket') throw error
  })
}
