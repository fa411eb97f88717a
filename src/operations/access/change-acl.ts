// Changing an ACL without losing what else is in it: read, change, write whole, read back. Knows no S3.
import { isSameAcl, type Acl } from '../../domain/acl'
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import type { AccessControl, Gateway } from '../../domain/gateway'
import type { ObjectEntry } from '../../domain/object-entry'
import type { Selection } from '../../domain/selection'
import type { BulkWork } from '../bulk'
import { isOutcomeUnknown } from '../../transfers/retry'
import { walkSelection } from '../../transfers/walk'

/** Where one ACL is read and written. */
export interface AclPlace {
  read(signal?: AbortSignal): Promise<Acl>
  write(acl: Acl, signal?: AbortSignal): Promise<void>
}

export type AclOutcome =
  /** It is so already: nothing was written. */
  | { readonly kind: 'same'; readonly acl: Acl }
  | { readonly kind: 'changed'; readonly before: Acl; readonly acl: Acl }
  /** The gateway accepted it and applied something different. */
  | { readonly kind: 'differs'; readonly wanted: Acl; readonly acl: Acl }
  /** It was sent, and could not be read back. */
  | { readonly kind: 'unconfirmed'; readonly error: AppError }
  /** It is no longer what the user saw: nothing was written. */
  | { readonly kind: 'overtaken'; readonly acl: Acl }

export interface AclWish {
  readonly change: (acl: Acl) => Acl
  /** What the user saw before; undefined: the change applies to whatever is there. */
  readonly seen?: Acl | undefined
}

export function bucketAclPlace(access: AccessControl, bucket: string): AclPlace {
  return {
    read: (signal) => access.ofBucket(bucket, signal),
    write: (acl, signal) => access.putOfBucket(bucket, acl, signal)
  }
}

/** Of the latest version, where there are several. */
export function objectAclPlace(access: AccessControl, bucket: string, key: string): AclPlace {
  return {
    read: (signal) => access.ofObject(bucket, key, undefined, signal),
    write: (acl, signal) => access.putOfObject(bucket, key, acl, undefined, signal)
  }
}

/** Rejects as the place does. */
export async function changeAcl(place: AclPlace, { change, seen }: AclWish, signal?: AbortSignal): Promise<AclOutcome> {
  const before = await place.read(signal)
  if (seen !== undefined && !isSameAcl(seen, before)) return { kind: 'overtaken', acl: before }
  const wanted = change(before)
  if (isSameAcl(before, wanted)) return { kind: 'same', acl: before }
  let refusal: unknown
  await place.write(wanted, signal).catch((thrown: unknown) => {
    if (isAbort(thrown) || !isOutcomeUnknown(toAppError(thrown))) throw thrown
    refusal = thrown // only its answer may be lost: what is there tells
  })
  let acl: Acl
  try {
    acl = await place.read(signal)
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown
    return { kind: 'unconfirmed', error: toAppError(refusal ?? thrown) }
  }
  if (refusal !== undefined && isSameAcl(acl, before)) throw refusal
  return isSameAcl(acl, wanted) ? { kind: 'changed', before, acl } : { kind: 'differs', wanted, acl }
}

/** Objects under way at once: each takes a read, a write and a read. */
const CONCURRENCY = 6

export interface ManyAclsWork {
  readonly gateway: Pick<Gateway, 'storage' | 'access'>
  readonly bucket: string
  readonly selection: Selection
  readonly change: (acl: Acl) => Acl
  /** Ends the walk through folders. */
  readonly signal: AbortSignal
  /** Of each that was changed, or was so already; `before` is what it was. */
  readonly onOutcome: (entry: ObjectEntry, before: Acl, isChanged: boolean) => void
}

/** One object a batch, so that each counts as soon as it is done. A gateway that keeps another ACL than it was sent fails `acl-differs`. */
export function planManyAcls(
  work: ManyAclsWork
): Pick<BulkWork<ObjectEntry>, 'batches' | 'act' | 'concurrency'> & { readonly batchSize: number } {
  const { gateway, bucket, selection, change, onOutcome } = work
  async function* oneByOne(): AsyncGenerator<readonly ObjectEntry[]> {
    for await (const page of walkSelection(gateway.storage, bucket, selection, work.signal))
      for (const entry of page) yield [entry]
  }
  const act = async (batch: readonly ObjectEntry[], signal: AbortSignal): Promise<[]> => {
    for (const entry of batch) {
      const outcome = await changeAcl(objectAclPlace(gateway.access, bucket, entry.key), { change }, signal)
      if (outcome.kind === 'changed') onOutcome(entry, outcome.before, true)
      else if (outcome.kind === 'same') onOutcome(entry, outcome.acl, false)
      else if (outcome.kind === 'unconfirmed') throw outcome.error
      else throw new AppError('acl-differs', { operation: 'PutObjectAcl' })
    }
    return []
  }
  return { batches: oneByOne(), act, concurrency: CONCURRENCY, batchSize: 1 }
}
