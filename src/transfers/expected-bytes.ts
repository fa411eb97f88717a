// What the bytes of a download must be, to be handed over: as the listing says, or as a HEAD says where the listing is not of the bytes.
import { mayBeLargeObject, PART_SIZE_METADATA, type ObjectEntry, type ObjectHead } from '../domain/object-entry'
import type { ReceivedFile } from '../domain/download-ports'
import { compareDigest, planDigest, type PlannedDigest } from './etag'

export interface ExpectedBytes {
  /** Undefined where even the HEAD does not tell. */
  readonly sizeBytes: number | undefined
  /** `''` where none is of the bytes. */
  readonly etag: string
  readonly planned: PlannedDigest
  readonly isFromHead: boolean
}

/** Asks by a HEAD only where the listing leaves something open: the size of the parts, or whether it is a large object. */
export async function expectedOf(entry: ObjectEntry, head: () => Promise<ObjectHead>): Promise<ExpectedBytes> {
  const planned = planDigest(entry.etag, entry.sizeBytes)
  if (!planned.isGuess && !mayBeLargeObject(entry)) return listed(entry, planned)
  const answer = await head()
  const isEmpty = answer.sizeBytes === entry.sizeBytes && answer.largeObject === undefined
  if (answer.largeObject !== undefined || (mayBeLargeObject(entry) && !isEmpty)) return largeObject(answer)
  return listed(entry, planDigest(entry.etag, entry.sizeBytes, recordedPartSize(answer)))
}

/** After bytes came that are not what the listing says. Undefined: the HEAD says the same as the listing. */
export function expectedAfter(entry: ObjectEntry, head: ObjectHead): ExpectedBytes | undefined {
  if (head.largeObject !== undefined) return largeObject(head)
  if (head.sizeBytes === undefined || head.sizeBytes === entry.sizeBytes) return undefined
  return largeObject(head)
}

/** `mismatch`: other bytes came. `unknown`: nothing is known to compare them with. */
export function compare(
  { sizeBytes, etag, planned }: ExpectedBytes,
  received: ReceivedFile
): 'verified' | 'size-checked' | 'unknown' | 'mismatch' {
  if (sizeBytes !== undefined && received.sizeBytes !== sizeBytes) return 'mismatch'
  const verdict = compareDigest(planned, etag, received.etag)
  return verdict === 'size-checked' && sizeBytes === undefined ? 'unknown' : verdict
}

function listed(entry: ObjectEntry, planned: PlannedDigest): ExpectedBytes {
  return { sizeBytes: entry.sizeBytes, etag: entry.etag, planned, isFromHead: false }
}

/** Its ETag looks like a checksum of its bytes, and is one of its segments' ETags. */
function largeObject({ sizeBytes }: ObjectHead): ExpectedBytes {
  return { sizeBytes, etag: '', planned: { plan: { kind: 'none' }, isGuess: true }, isFromHead: true }
}

function recordedPartSize({ metadata }: ObjectHead): number | undefined {
  const recorded = metadata[PART_SIZE_METADATA]
  return recorded === undefined ? undefined : Number(recorded)
}
