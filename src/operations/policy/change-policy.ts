// Reversible changes of a bucket's policy: the previous one is journalled before the first put, and is restored when the work fails,
// or when a page that died in the middle is opened again.
import { AppError, toAppError } from '../../domain/app-error'
import type { EncryptionTest, EncryptionUploadKind, EncryptionUploadResult } from '../../domain/encryption-test'
import type { Gateway } from '../../domain/gateway'
import { isSamePolicy } from '../../domain/policy'
import type { PolicyEntry, PolicyJournal } from '../../domain/policy-journal'
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

/** One action of a test; reported when it starts, without a result, and again with it. */
export interface EncryptionTestStep {
  /** From 0: which statement is tested. */
  readonly round: number
  /** Where the tested statement applies; `current`: there is no new one. */
  readonly scope: 'test-objects' | 'bucket' | 'current'
  readonly action: 'back-up-policy' | 'put-policy' | EncryptionUploadKind | 'remove-test-objects' | 'restore-policy'
  readonly result: 'done' | 'failed' | EncryptionUploadResult | undefined
}

/** What a piece of work is given, the journal being written. */
export interface PolicyRun {
  readonly formerJson: string | undefined
  readonly probePrefix: string
  /** Journals, puts and reads back. @returns false when the gateway refuses the policy as such. */
  put(json: string, at: Pick<EncryptionTestStep, 'round' | 'scope'>): Promise<boolean>
  test(at: Pick<EncryptionTestStep, 'round' | 'scope'>): Promise<EncryptionTest>
}

export type Settled =
  | { readonly kind: 'restored' | 'already-there'; readonly leftTestObjects: readonly string[] }
  /** Someone has written another policy: it was kept, and so was the journal's entry. */
  | { readonly kind: 'changed-since' }

/**
 * Runs the work, and restores the previous policy unless the work says that the current one stays. Rejects with what the work
 * rejects with; a journal entry that is left then means that the previous policy could not be restored yet.
 */
export async function withPreviousPolicy<T extends { readonly isKept: boolean }>(
  work: PolicyWork,
  act: (run: PolicyRun) => Promise<T>
): Promise<T & { readonly leftTestObjects: readonly string[] }> {
  const { gateway, bucket, journal, clock, onStep } = work
  const sseKey = await work.makeTestKey()
  const first = { round: 0, scope: 'current', action: 'back-up-policy' } as const
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
      onStep({ ...at, action: 'put-policy', result: undefined })
      entry = { ...entry, writtenJson: [...entry.writtenJson, json] }
      await journal.put(entry)
      const isAccepted = await putPolicy(work, json)
      onStep({ ...at, action: 'put-policy', result: isAccepted ? 'done' : 'refused' })
      return isAccepted
    },
    test: (at) =>
      testEncryption(
        { gateway, bucket, prefix: probePrefix },
        { sseKey, clock, onTestUpload: (kind, result) => onStep({ ...at, action: kind, result }) }
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
 * Restores the policy from before the entry's work, if the current one is that work's, and removes the test objects.
 * Rejects when the gateway cannot be asked; the entry stays then.
 */
export async function settlePolicy(work: Omit<PolicyWork, 'makeTestKey'>, entry: PolicyEntry): Promise<Settled> {
  const { gateway, bucket, journal } = work
  const current = await gateway.buckets.policyOf(bucket)
  const isPrevious = isSamePolicy(current, entry.formerJson)
  if (!isPrevious && !hasWritten(entry, current)) return { kind: 'changed-since' }
  if (!isPrevious) await restorePolicy(work, entry)
  const leftTestObjects = await remove(work, entry.probePrefix)
  await journal.remove(entry)
  return { kind: isPrevious ? 'already-there' : 'restored', leftTestObjects }
}

/** Whether the policy is one that the entry's work put. */
export function hasWritten({ writtenJson }: PolicyEntry, current: string | undefined): boolean {
  return writtenJson.some((json) => isSamePolicy(json, current))
}

/** Replaces the current policy with the entry's previous one, and reads it back. */
export async function restorePolicy(
  work: Pick<PolicyWork, 'gateway' | 'bucket' | 'onStep'>,
  entry: PolicyEntry
): Promise<void> {
  const step = { round: 0, scope: 'current', action: 'restore-policy' } as const
  work.onStep({ ...step, result: undefined })
  await writePolicy(work, entry.formerJson)
  work.onStep({ ...step, result: 'done' })
}

/**
 * Puts, or with undefined removes, the policy, and reads it back. Rejects as BucketAdmin does when nothing was written or nothing
 * is known, `policy-changed` when another one is there, and `policy-unconfirmed` when it was taken and cannot be read back.
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
  let current: string | undefined
  try {
    current = await buckets.policyOf(bucket)
  } catch (thrown) {
    throw lost ?? new AppError('policy-unconfirmed', toAppError(thrown).details) // a refused read is not a refused write
  }
  if (isSamePolicy(current, json)) return
  if (lost !== undefined) throw lost
  throw new AppError('policy-changed', { operation: 'PutBucketPolicy', reason: 'read-back-differs' })
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
  const step = { round: 0, scope: 'current', action: 'remove-test-objects' } as const
  onStep({ ...step, result: undefined })
  const left = await removeTestObjects({ gateway, bucket, prefix })
  onStep({ ...step, result: left.length === 0 ? 'done' : 'failed' })
  return left
}
