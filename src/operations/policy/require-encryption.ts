// Tests whether a gateway can be made to refuse unencrypted uploads: first on test objects alone, then on the bucket. Also tests
// what someone else's policy does.
import { isEnforced, type EncryptionTest } from '../../domain/encryption-test'
import {
  CANDIDATE_CONDITIONS,
  encryptionStatementsOf,
  encryptionStatement,
  formatPolicy,
  hasOwn,
  onTestPrefix,
  parsePolicy,
  POLICY_VERSIONS,
  withoutOwn,
  withStatements,
  type PolicyDocument,
  type PolicyStatement
} from '../../domain/policy'
import { AppError } from '../../domain/app-error'
import { withPreviousPolicy, type PolicyRun, type PolicyWork } from './change-policy'

export interface RequireOutcome {
  /** True: the gateway refuses all but encrypted uploads, under a policy that is in force. False: the previous policy is in force. */
  readonly isKept: boolean
  /** Of the statement that works, else of the last one that the gateway accepted; undefined when it accepted none. */
  readonly findings: EncryptionTest | undefined
  /** The policy that is in force now. */
  readonly policyJson: string | undefined
  readonly leftTestObjects: readonly string[]
}

/** Adds Lockgate's statement to the bucket's policy if a test shows that it works here; otherwise the policy stays as it was. */
export async function requireEncryption(work: PolicyWork): Promise<RequireOutcome> {
  const { bucket } = work
  return withPreviousPolicy(work, async (run) => {
    let findings: EncryptionTest | undefined
    for (const [round, condition] of CANDIDATE_CONDITIONS.entries()) {
      const onTestObjects = extend(run, [encryptionStatement(condition, bucket, run.probePrefix)])
      const seen = await putAndTest(run, onTestObjects, { round, scope: 'test-objects' })
      findings = seen ?? findings
      if (seen === undefined || !isEnforced(seen)) continue
      const policyJson = extend(run, [encryptionStatement(condition, bucket)])
      const whole = await putAndTest(run, policyJson, { round, scope: 'bucket' })
      findings = whole ?? findings
      if (whole !== undefined && isEnforced(whole)) return { isKept: true, findings, policyJson }
    }
    return { isKept: false, findings, policyJson: run.formerJson }
  })
}

/** Tests what the bucket's current policy does with uploads. Changes nothing but its test objects, which are removed. */
export async function testCurrentPolicy(
  work: PolicyWork
): Promise<RequireOutcome & { readonly findings: EncryptionTest }> {
  return withPreviousPolicy(work, async (run) => ({
    isKept: true,
    findings: await run.test({ round: 0, scope: 'current' }),
    policyJson: run.formerJson
  }))
}

export interface PolicyTest {
  /** Whether the gateway accepts it as written. */
  readonly isAccepted: boolean
  /** Of its statements, on test objects alone; where its Version was rejected, with one that gateways know. */
  readonly findings: EncryptionTest | undefined
  readonly leftTestObjects: readonly string[]
}

/** Tests a policy's statements about encryption on test objects alone, and restores the previous policy. */
export async function testPolicy(work: PolicyWork, json: string): Promise<PolicyTest> {
  const reading = parsePolicy(json)
  if ('problem' in reading) throw new AppError('policy-refused', { detail: reading.problem.code })
  const tested = encryptionStatementsOf(reading.document)
  return withPreviousPolicy(work, async (run) => {
    if (hasOwn(run.formerJson)) throw new AppError('policy-changed', { reason: 'own-statement-in-policy' })
    const statements = tested.map((statement) => onTestPrefix(statement, work.bucket, run.probePrefix))
    const at = { round: 0, scope: 'test-objects' } as const
    const put = (change?: Pick<PolicyDocument, 'Version'>): Promise<boolean> =>
      run.put(extend(run, statements, change), at)
    const isKnown = POLICY_VERSIONS.includes(reading.document.Version)
    // The statements that are there already go on under the Version that they were written for.
    const isAccepted = await put(isKnown && run.formerJson !== undefined ? {} : { Version: reading.document.Version })
    const isTested = isAccepted || (!isKnown && (await put()))
    return { isKept: false, isAccepted, findings: isTested ? await run.test(at) : undefined }
  })
}

/** @returns undefined when the gateway refuses the policy as such. */
async function putAndTest(
  run: PolicyRun,
  json: string,
  at: Parameters<PolicyRun['put']>[1]
): Promise<EncryptionTest | undefined> {
  return (await run.put(json, at)) ? run.test(at) : undefined
}

/** The previous policy without Lockgate's own statements, and with these at its end. */
function extend(
  { formerJson }: PolicyRun,
  statements: readonly PolicyStatement[],
  change: Pick<PolicyDocument, 'Version'> = {}
): string {
  const reading = withStatements(formerJson === undefined ? undefined : withoutOwn(formerJson), statements)
  if ('problem' in reading) throw new AppError('policy-refused', { detail: reading.problem.code })
  return formatPolicy({ ...reading.document, ...change })
}
