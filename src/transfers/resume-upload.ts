// Before an upload of an earlier session goes on: is the file at hand the one that was being sent, and which of its parts does the
// gateway hold? Sends nothing.
import { AppError, toAppError } from '../domain/app-error'
import type { StoredPart } from '../domain/bucket'
import { Limiter } from '../domain/limiter'
import type { ObjectEntry } from '../domain/object-entry'
import type { Digester } from '../domain/ports'
import type { JournalEntry } from '../domain/transfer-journal'
import type { Clock } from './clock'
import { isSameEtag, multipartEtag, partCountOf } from './etag'
import { findObject, isStoredByComplete } from './find-stored-object'
import type { ResumedWork } from './job'
import { splitInto, type Part } from './part-plan'
import { withRetries } from './retry'
import type { UploadRequest } from './requests'
import { createUploadMemory, type UploadMemory } from './upload-memory'

/** Of the parts that the journal names, as many are read again: the first, the last, and some between. */
export const MAX_SAMPLES = 16
/** The digest worker computes as many at once. */
const CONCURRENCY = 4

export interface ResumeDeps {
  readonly digester: Digester
  /** As UnfinishedUploads has it. */
  readonly partsOf: (uploadId: string, signal: AbortSignal) => Promise<readonly StoredPart[]>
  /** From 0 up to, not including, 1. */
  readonly random: () => number
  readonly clock: Clock
  readonly signal: AbortSignal
}

export interface ResumedUpload {
  readonly work: ResumedWork & { readonly memory: UploadMemory }
  /** True: what had been sent is no longer on the gateway, and the file is sent from its beginning. */
  readonly isRestarted: boolean
}

/** Whether a file can be the one of the entry, by what is known without reading it. Entries of former versions know the size only. */
export function isSameFile(file: File, { sizeBytes, file: known }: JournalEntry): boolean {
  return file.size === sizeBytes && (known === undefined || file.lastModified === known.lastModifiedMs)
}

/**
 * Rejects `different-file` when the file is another one, and with what `partsOf` rejects with, except where parts may not be listed
 * (`access-denied`, as in a bucket that may only be written to): there the journal alone says which parts were sent.
 */
export async function resumeUpload(
  entry: JournalEntry,
  request: UploadRequest,
  deps: ResumeDeps
): Promise<ResumedUpload> {
  const { file } = request
  if (!isSameFile(file, entry)) throw new AppError('different-file')
  const memory = createUploadMemory(file)
  memory.firstSavedAtMs = entry.startedAtMs
  const work = { workId: entry.id, memory }
  const { uploadId } = entry
  if (uploadId === undefined) {
    // Its PUT may have been on the way when its page ended.
    memory.isOutcomeUnknown = entry.partSizeBytes >= entry.sizeBytes
    return { work, isRestarted: false }
  }
  const plan = splitInto(file.size, entry.partSizeBytes)
  memory.partSizeBytes = entry.partSizeBytes
  const listed = await listParts(uploadId, deps)
  await findSentParts(entry, plan.parts, file, listed === 'hidden' ? undefined : (listed ?? []), memory, deps)
  // Hidden, an upload that may replace what is there could be open beside an object with the same bytes: its next request tells.
  const mayBeComplete = listed === undefined || (listed === 'hidden' && request.ifAbsent)
  if (mayBeComplete && (await wasCompleted(plan.parts, request, memory, deps))) {
    memory.sentParts.clear()
    Object.assign(memory, { uploadId, isOutcomeUnknown: true })
    return { work, isRestarted: false }
  }
  if (listed === undefined) {
    memory.sentParts.clear()
    return { work, isRestarted: true }
  }
  memory.uploadId = uploadId
  memory.hasHiddenEtag = listed === 'hidden' && entry.areEtagsSeen !== true
  return { work, isRestarted: false }
}

/** Undefined: the upload is complete or gone. */
async function listParts(
  uploadId: string,
  { partsOf, signal }: ResumeDeps
): Promise<readonly StoredPart[] | 'hidden' | undefined> {
  try {
    return await partsOf(uploadId, signal)
  } catch (error) {
    const { kind } = toAppError(error)
    if (kind === 'no-such-upload') return undefined
    if (kind === 'access-denied') return 'hidden'
    throw error
  }
}

/**
 * Fills the memory with the MD5s that are sure and the parts that count as sent: those whose ETag is the MD5 that was journalled when
 * they were answered for, or the MD5 of what the file holds now. Of the former, some are read again, and all where there are few.
 * @param listed undefined: they may not be listed
 */
export async function findSentParts(
  { file: known, sentMd5s = new Map() }: JournalEntry,
  parts: readonly Part[],
  file: File,
  listed: readonly StoredPart[] | undefined,
  memory: UploadMemory,
  deps: Pick<ResumeDeps, 'digester' | 'random' | 'signal'>
): Promise<void> {
  const stored = new Map((listed ?? []).map((part) => [part.partNumber, part]))
  const isHeld = ({ partNumber, start, end }: Part, md5: string): boolean => {
    if (listed === undefined) return true
    const part = stored.get(partNumber)
    return part?.sizeBytes === end - start && isSameEtag(part.etag, md5)
  }
  const journalled = parts.filter(({ partNumber }) => sentMd5s.has(partNumber))
  await digestEach(sample(journalled, deps.random), file, deps, ({ partNumber }, md5) => {
    if (!isSameEtag(md5, sentMd5s.get(partNumber) ?? '')) throw new AppError('different-file')
  })
  for (const part of journalled) {
    const md5 = sentMd5s.get(part.partNumber) ?? ''
    memory.md5s.set(part.partNumber, md5)
    if (isHeld(part, md5)) memory.sentParts.add(part.partNumber)
  }
  // Those that arrived in the last moment, and with a former version's entry all.
  const unjournalled = parts.filter(({ partNumber }) => !sentMd5s.has(partNumber) && stored.has(partNumber))
  await digestEach(unjournalled, file, deps, (part, md5) => {
    const isSent = isHeld(part, md5)
    if (known === undefined && !isSent) throw new AppError('different-file')
    memory.md5s.set(part.partNumber, md5)
    if (isSent) memory.sentParts.add(part.partNumber)
  })
}

async function digestEach(
  parts: readonly Part[],
  file: File,
  { digester, signal }: Pick<ResumeDeps, 'digester' | 'signal'>,
  onMd5: (part: Part, md5: string) => void
): Promise<void> {
  const digestOne = async (part: Part, each: AbortSignal): Promise<void> =>
    onMd5(part, await digester.md5Hex(file.slice(part.start, part.end), each))
  await new Limiter(CONCURRENCY).forEach(parts, digestOne, signal)
}

/** The first, the last, and different ones between, by chance. */
function sample(parts: readonly Part[], random: () => number): readonly Part[] {
  if (parts.length <= MAX_SAMPLES) return parts
  const chosen = new Set([0, parts.length - 1])
  while (chosen.size < MAX_SAMPLES) chosen.add(Math.floor(random() * parts.length))
  return parts.filter((_, index) => chosen.has(index))
}

/**
 * Its page may have ended between Complete and the answer, and before the journal had its last parts: these are digested now, where what
 * is there has as many. Rejects when it cannot be looked at now; false where looking is not allowed.
 */
async function wasCompleted(
  parts: readonly Part[],
  request: UploadRequest,
  { md5s, firstSavedAtMs }: UploadMemory,
  { digester, clock, signal }: ResumeDeps
): Promise<boolean> {
  const { file } = request
  const isAlike = ({ sizeBytes, etag }: ObjectEntry): boolean =>
    sizeBytes === file.size && partCountOf(etag) === parts.length
  const find = async (): Promise<ObjectEntry | undefined> => findObject(request, signal).catch(unlessRefused)
  const found = await withRetries(find, { clock, signal })
  if (found === undefined || !isAlike(found)) return false
  const missing = parts.filter(({ partNumber }) => !md5s.has(partNumber))
  await digestEach(missing, file, { digester, signal }, ({ partNumber }, md5) => void md5s.set(partNumber, md5))
  const inOrder = parts.map(({ partNumber }) => md5s.get(partNumber) ?? '')
  const etag = await multipartEtag(inOrder, (bytes) => digester.md5Hex(new Blob([bytes])))
  return withRetries(() => isStoredByComplete(request, etag, file.size, firstSavedAtMs), { clock, signal })
}

function unlessRefused(error: unknown): undefined {
  if (toAppError(error).kind !== 'access-denied') throw error
}
