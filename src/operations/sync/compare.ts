// Looks at both sides of a sync and says of each path whether they are the same, by size, date and MD5. Changes nothing.
import { isAbort, toAppError } from '../../domain/app-error'
import { fileDateOf } from '../../domain/file-date'
import type { FolderPrefix } from '../../domain/folder-prefix'
import { Limiter } from '../../domain/limiter'
import { mayBeLargeObject, PART_SIZE_METADATA, type ObjectEntry, type ObjectHead } from '../../domain/object-entry'
import type { Digester, ObjectStorage } from '../../domain/ports'
import type { FolderContent, LocalFile, SyncMemory } from '../../domain/sync'
import type { SseKey } from '../../domain/sse-key'
import { systemClock } from '../../transfers/clock'
import { compareBytes } from '../../transfers/compare-bytes'
import { isSameEtag } from '../../transfers/etag'
import { withRetries } from '../../transfers/retry'
import { walkFolder } from '../../transfers/walk'
import { findNameProblems } from './name-problems'
import type { ComparedPath } from './plan'

/** HEADs and digests at once. */
const CONCURRENCY = 6
/** Up to here the MD5 of the file costs less than the answer to a HEAD. */
const MAX_DIGESTED_FIRST_BYTES = 1024 * 1024

export interface CompareDeps {
  readonly storage: ObjectStorage
  readonly bucket: string
  readonly prefix: FolderPrefix
  readonly digester: Digester
  readonly findSseKey: (entry: ObjectEntry, signal: AbortSignal) => Promise<SseKey | undefined>
}

export interface CompareEvents {
  readonly signal: AbortSignal
  readonly onListed: (count: number) => void
  /** Of the paths that both sides have. */
  readonly onCompared: (count: number, ofCount: number) => void
}

/** All objects below the prefix, but for the empty ones that stand for folders. Rejects as listings do. */
export async function listRemote(
  { storage, bucket, prefix }: CompareDeps,
  { signal, onListed }: CompareEvents
): Promise<readonly ObjectEntry[]> {
  const found: ObjectEntry[] = []
  const listPage: ObjectStorage['listPage'] = (request) =>
    withRetries(() => storage.listPage(request, signal), { clock: systemClock, signal })
  for await (const page of walkFolder({ listPage }, bucket, prefix, signal)) {
    for (const entry of page) if (!entry.key.endsWith('/') || entry.sizeBytes > 0) found.push(entry)
    onListed(found.length)
  }
  return found
}

/** Rejects when the gateway can't be asked, and with the signal's reason. */
export async function compareTrees(
  local: FolderContent,
  remote: readonly ObjectEntry[],
  memory: SyncMemory | undefined,
  deps: CompareDeps,
  { signal, onCompared }: CompareEvents
): Promise<readonly ComparedPath[]> {
  const { prefix } = deps
  const files = new Map(local.files.map((file) => [file.path, file]))
  const objects = new Map(remote.map((entry) => [entry.key.slice(prefix.length), entry]))
  const problems = findNameProblems(prefix, new Set(files.keys()), new Set(objects.keys()))
  const isHidden = (path: string): boolean =>
    local.unreadable.some((hidden) => hidden === '' || path === hidden || path.startsWith(`${hidden}/`))
  const paths = [
    ...new Set([...files.keys(), ...objects.keys(), ...local.unreadable.filter((path) => path !== '')])
  ].sort()
  const both = paths.filter((path) => files.has(path) && objects.has(path)).length
  let count = 0
  const compared = new Map<string, ComparedPath>()
  await new Limiter(CONCURRENCY).forEach(
    paths,
    async (path, ofJobs) => {
      const [file, entry, former] = [files.get(path), objects.get(path), memory?.files.get(path)]
      const plain: ComparedPath = { path, local: file, remote: entry, former, isSame: false }
      if (file === undefined && isHidden(path)) compared.set(path, { ...plain, problem: { code: 'unreadable' } })
      else if (file === undefined || entry === undefined) compared.set(path, { ...plain, problem: problems.get(path) })
      else {
        compared.set(path, { ...plain, ...(await comparePair(file, entry, former, deps, ofJobs)) })
        onCompared(++count, both)
      }
    },
    signal
  )
  return paths.flatMap((path) => compared.get(path) ?? [])
}

type Comparison = Pick<ComparedPath, 'isSame' | 'fileDateMs' | 'problem'>

async function comparePair(
  local: LocalFile,
  entry: ObjectEntry,
  former: ComparedPath['former'],
  deps: CompareDeps,
  signal: AbortSignal
): Promise<Comparison> {
  const isAsBefore =
    former?.sizeBytes === local.sizeBytes &&
    former.modifiedAtMs === local.modifiedAtMs &&
    former.sizeBytes === entry.sizeBytes &&
    isSameEtag(former.etag, entry.etag)
  if (isAsBefore) return { isSame: true }
  try {
    const hasSize = local.sizeBytes === entry.sizeBytes
    const isCheap = hasSize && local.sizeBytes <= MAX_DIGESTED_FIRST_BYTES && !mayBeLargeObject(entry)
    const first = isCheap ? await compareBytes(local.file, entry.etag, deps.digester, signal) : 'size-checked'
    if (first === 'verified') return { isSame: true }
    const head = await headOf(entry, deps, signal)
    const fileDateMs = head && fileDateOf(head.metadata)
    if ((head?.sizeBytes ?? entry.sizeBytes) !== local.sizeBytes || head?.largeObject !== undefined)
      return { isSame: false, fileDateMs, problem: head?.largeObject && { code: 'large-object' } }
    if (first !== 'mismatch' && fileDateMs === local.modifiedAtMs) return { isSame: true, fileDateMs }
    const recorded = head?.metadata[PART_SIZE_METADATA]
    const partSize = recorded === undefined ? undefined : Number(recorded)
    const { digester } = deps
    const bytes = first === 'mismatch' ? first : await compareBytes(local.file, entry.etag, digester, signal, partSize)
    if (bytes === 'verified') return { isSame: true, fileDateMs }
    // An encrypted object's ETag is the MD5 of its plaintext on RGW. Where it isn't, a file is transferred once more than needed.
    if (bytes === 'mismatch') return { isSame: false, fileDateMs }
    // All that is known is that the sizes are the same: so the dates decide.
    const isChanged = fileDateMs !== undefined || local.modifiedAtMs > entry.modifiedAtMs
    return { isSame: !isChanged, fileDateMs }
  } catch (error) {
    if (isAbort(error)) throw error
    const { kind } = toAppError(error)
    if (kind === 'file-changed' || kind === 'file-unreadable') return { isSame: false, problem: { code: 'unreadable' } }
    throw error
  }
}

/** @returns undefined where it may not be looked at */
async function headOf(entry: ObjectEntry, deps: CompareDeps, signal: AbortSignal): Promise<ObjectHead | undefined> {
  const { storage, bucket, findSseKey } = deps
  const ask = async (): Promise<ObjectHead | 'needs-key' | 'hidden'> => {
    try {
      return await storage.headObject(bucket, entry.key, undefined, signal)
    } catch (error) {
      const { kind } = toAppError(error)
      if (kind === 'access-denied' || kind === 'no-such-object') return 'hidden'
      // A gateway that hides its refusals from pages is heard no other way where a key is needed.
      if (kind === 'sse-key-needed' || kind === 'sse-key-wrong' || kind === 'cors-blocked') return 'needs-key'
      throw error
    }
  }
  const answer = await withRetries(ask, { clock: systemClock, signal })
  if (answer === 'hidden') return undefined
  if (answer !== 'needs-key') return answer
  try {
    const sseKey = await findSseKey(entry, signal)
    return sseKey && (await storage.headObject(bucket, entry.key, sseKey, signal))
  } catch (error) {
    if (isAbort(error)) throw error
    return undefined // none of the user's keys opens it
  }
}
