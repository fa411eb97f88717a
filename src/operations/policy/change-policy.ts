// Changes of a bucket's policy that may have to be taken back: the former one is journalled before the first put, and is back when
// the work fails, or when a page that died in the middle is opened again.
import { AppError, toAppError } from '../../domain/app-error'
import type { EncryptionTest, EncryptionUploadKind, EncryptionUploadResult } from '../../domain/encryption-test'
import type { Gateway } from '../../domain/gateway'
import { isSamePolicy } from '../../domain/policy'
import type { PolicyEntry, PolicyJournal } from '../../domain/ports'
import type { SseKey } from '../../domain/sse-key'
import type { Clock } from '../../transfers/clock'
import { newTestFolder, testEncryption, removeTestObjects } from './encryption-tests'
import { isOutcomeUnknown } from '../../transfers/retry'

export interface PolicyWork {
  readonly gateway: Gateway
  readonly bucket: string
  readonly journal: PolicyJournal
  readonly makeTestKey: () => Promise<SseKey>
  readonly clock: Clock
  readonly onStep: (step: EncryptionTestStep) => void
}

/** One deed of a proof; told once when it begins, without a result, and once with it. */
export interface EncryptionTestStep {
  /** From 0: which statement is tried. */
  readonly round: number
  /** Where the statement that is tried holds: for the probes alone, for the whole bucket, or there is no new one. */
  readonly scope: 'probes' | 'bucket' | 'present'
  readonly deed: 'note-policy' | 'put-policy' | EncryptionUploadKind | 'remove-probes' | 'put-back'
  readonly result: 'done' | 'failed' | EncryptionUploadResult | undefined
}

/** What a piece of work is given, the journal being written. */
export interface PolicyRun {
  readonly formerJson: string | undefined
  readonly probePrefix: string
  /** Journals, puts and reads back. @returns false when the gateway refuses the policy as such. */
  put(json: string, at: Pick<EncryptionTestStep, 'round' | 'scope'>): Promise<boolean>
  probe(at: Pick<EncryptionTestStep, 'round' | 'scope'>): Promise<EncryptionTest>
}

export type Settled =
  | { readonly kind: 'put-back' | 'was-there'; readonly leftTestObjects: readonly string[] }
  /** Somebody wrote another policy since: it was left, and so was the journal's entry. */
  | { readonly kind: 'changed-since' }

/**
 * Runs the work, and puts the former policy back unless it says that the present one stays. Rejects with what the work rejects
 * with; the journal's entry is gone by then, or else the former policy could not be put back yet.
 */
export async function withPreviousPolicy<T extends { readonly isKept: boolean }>(
  work: PolicyWork,
  act: (run: PolicyRun) => Promise<T>
): Promise<T & { readonly leftTestObjects: readonly string[] }> {
  const { gateway, bucket, journal, clock, onStep } = work
  const sseKey = await work.makeTestKey()
  const first = { round: 0, scope: 'present', deed: 'note-policy' } as const
  onStep({ ...first, result: undefined })
  let entry: PolicyEntry = {
    endpoint: gateway.storage.endpoint,
    bucket,
    accountId: gateway.storage.account.id,
    formerJson: await gateway.buckets.policyOf(bucket),
    writtenJson: [],
    probePrefix: newTestFolder(),
    startedAtMs: clock.nowMs()
  }
  await journal.put(entry)
  onStep({ ...first, result: 'done' })
  const { formerJson, probePrefix } = entry
  const run: PolicyRun = {
    formerJson,
    probePrefix,
    async put(json, at) {
      onStep({ ...at, deed: 'put-policy', result: undefined })
      entry = { ...entry, writtenJson: [...entry.writtenJson, json] }
      await journal.put(entry)
      const isTaken = await putPolicy(work, json)
      onStep({ ...at, deed: 'put-policy', result: isTaken ? 'done' : 'refused' })
      return isTaken
    },
    probe: (at) =>
      testEncryption(
        { gateway, bucket, prefix: probePrefix },
        { sseKey, clock, onTestUpload: (kind, result) => onStep({ ...at, deed: kind, result }) }
      )
  }
  let outcome: T
  try {
    outcome = await act(run)
  } catch (error) {
    await settlePolicy(work, entry).catch(() => undefined) // what could not be settled stays in the journal
    throw error
  }
  if (!outcome.isKept) {
    const settled = await settlePolicy(work, entry)
    return { ...outcome, leftTestObjects: 'leftTestObjects' in settled ? settled.leftTestObjects : [] }
  }
  const leftTestObjects = await remove(work, probePrefix)
  await journal.remove(entry)
  return { ...outcome, leftTestObjects }
}

/**
 * Gives the bucket back the policy that it had before the entry's work, if the present one is that work's, and removes the probes.
 * Rejects when the gateway cannot be asked; the entry stays then.
 */
export async function settlePolicy(work: Omit<PolicyWork, 'makeTestKey'>, entry: PolicyEntry): Promise<Settled> {
  const { gateway, bucket, journal } = work
  const present = await gateway.buckets.policyOf(bucket)
  const isBack = isSamePolicy(present, entry.formerJson)
  if (!isBack && !hasWritten(entry, present)) return { kind: 'changed-since' }
  if (!isBack) await restoreAttributes(work, entry)
  const leftTestObjects = await remove(work, entry.probePrefix)
  await journal.remove(entry)
  return { kind: isBack ? 'was-there' : 'put-back', leftTestObjects }
}

/** Whether the policy is one that the entry's work put. */
export function hasWritten({ writtenJson }: PolicyEntry, present: string | undefined): boolean {
  return writtenJson.some((json) => isSamePolicy(json, present))
}

/** Puts the entry's former policy in the place of whatever is there, and reads it back. */
export async function restoreAttributes(
  work: Pick<PolicyWork, 'gateway' | 'bucket' | 'onStep'>,
  entry: PolicyEntry
): Promise<void> {
  const step = { round: 0, scope: 'present', deed: 'put-back' } as const
  work.onStep({ ...step, result: undefined })
  await writePolicy(work, entry.formerJson)
  work.onStep({ ...step, result: 'done' })
}

/**
 * Puts, or with undefined removes, the policy, and reads it back. Rejects as BucketAdmin does when nothing was written or nothing
 * is known, `object-changed` when something else is there, and `policy-unconfirmed` when it was taken and cannot be read back.
 */
export async function writePolicy(
  { gateway, bucket }: Pick<PolicyWork, 'gateway' | 'bucket'>,
  json: string | undefined
): Promise<void> {
  const { buckets } = gateway
  let lost: AppError | undefined
  try {
    await (json === undefined ? buckets.removePolicy(bucket) : buckets.putPolicy(bucket, json))
  } catch (thrown) {
    lost = toAppError(thrown)
    if (!isOutcomeUnknown(lost)) throw lost
  }
  let present: string | undefined
  try {
    present = await buckets.policyOf(bucket)
  } catch (thrown) {
    throw lost ?? new AppError('policy-unconfirmed', toAppError(thrown).details) // a refused read is not a refused write
  }
  if (isSamePolicy(present, json)) return
  if (lost !== undefined) throw lost
  throw new AppError('object-changed', {
    operation: 'PutBucketPolicy',
    detail: 'The policy that was read back is not the one that was written.'
  })
}

async function putPolicy(work: PolicyWork, json: string): Promise<boolean> {
  try {
    await writePolicy(work, json)
    return true
  } catch (error) {
    if (error instanceof AppError && error.kind === 'policy-refused') return false
    throw error
  }
}

async function remove(
  { gateway, bucket, onStep }: Pick<PolicyWork, 'gateway' | 'bucket' | 'onStep'>,
  prefix: string
): Promise<readonly string[]> {
  const step = { round: 0, scope: 'present', deed: 'remove-probes' } as const
  onStep({ ...step, result: undefined })
  const left = await removeTestObjects({ gateway, bucket, prefix })
  onStep({ ...step, result: left.length === 0 ? 'done' : 'failed' })
  return left
}
