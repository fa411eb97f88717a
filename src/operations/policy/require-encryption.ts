// Whether a gateway can be made to refuse uploads that are not encrypted, found out by doing it: first on the probes alone, then on
// the bucket. Also what somebody else's policy really does, found out in the same way.
import { isEnforced, type EncryptionTest } from '../../domain/encryption-test'
import {
  CANDIDATE_CONDITIONS,
  isEncryptionRule,
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
  /** True: the gateway refuses all but encrypted uploads, and the policy that makes it do so is in force. False: the former one is. */
  readonly isKept: boolean
  /** Of the statement that works, else of the last one that the gateway took; undefined when it took none. */
  readonly findings: EncryptionTest | undefined
  /** The policy that is in force now. */
  readonly policyJson: string | undefined
  readonly leftTestObjects: readonly string[]
}

/** Adds Lockgate's statement to the bucket's policy if it can be proven to work here, and leaves the policy as it was if not. */
export async function requireEncryption(work: PolicyWork): Promise<RequireOutcome> {
  const { bucket } = work
  return withPreviousPolicy(work, async (run) => {
    let findings: EncryptionTest | undefined
    for (const [round, condition] of CANDIDATE_CONDITIONS.entries()) {
      const onTestObjects = extend(run, [encryptionStatement(condition, bucket, run.probePrefix)])
      const seen = await tryOut(run, onTestObjects, { round, scope: 'probes' })
      findings = seen ?? findings
      if (seen === undefined || !isEnforced(seen)) continue
      const policyJson = extend(run, [encryptionStatement(condition, bucket)])
      const whole = await tryOut(run, policyJson, { round, scope: 'bucket' })
      findings = whole ?? findings
      if (whole !== undefined && isEnforced(whole)) return { isKept: true, findings, policyJson }
    }
    return { isKept: false, findings, policyJson: run.formerJson }
  })
}

/** What the bucket's policy, as it is, does with uploads. Changes nothing but for the probes, which are removed. */
export async function provePresent(work: PolicyWork): Promise<RequireOutcome & { readonly findings: EncryptionTest }> {
  return withPreviousPolicy(work, async (run) => ({
    isKept: true,
    findings: await run.probe({ round: 0, scope: 'present' }),
    policyJson: run.formerJson
  }))
}

export interface PolicyTrial {
  /** Whether the gateway takes it as it is written. */
  readonly isTaken: boolean
  /** Of its statements, on the probes alone; where only its Version was in the way, with one that gateways know. */
  readonly findings: EncryptionTest | undefined
  readonly leftTestObjects: readonly string[]
}

/** Tries those statements of a policy that mean to force encryption on the probes alone, and puts the former policy back. */
export async function tryPolicy(work: PolicyWork, json: string): Promise<PolicyTrial> {
  const reading = parsePolicy(json)
  if ('problem' in reading) throw new AppError('policy-refused', { detail: reading.problem })
  const minded = isEncryptionRule(reading.document)
  return withPreviousPolicy(work, async (run) => {
    if (hasOwn(run.formerJson))
      throw new AppError('object-changed', {
        detail: 'Lockgate’s own statement is in force by now, and would answer for this one.'
      })
    const statements = minded.map((statement) => onTestPrefix(statement, work.bucket, run.probePrefix))
    const at = { round: 0, scope: 'probes' } as const
    const put = (change?: Pick<PolicyDocument, 'Version'>): Promise<boolean> =>
      run.put(extend(run, statements, change), at)
    const isKnown = POLICY_VERSIONS.includes(reading.document.Version)
    // The statements that are there already go on under the Version that they were written for.
    const isTaken = await put(isKnown && run.formerJson !== undefined ? {} : { Version: reading.document.Version })
    const isTested = isTaken || (!isKnown && (await put()))
    return { isKept: false, isTaken, findings: isTested ? await run.probe(at) : undefined }
  })
}

/** @returns undefined when the gateway refuses the policy as such. */
async function tryOut(
  run: PolicyRun,
  json: string,
  at: Parameters<PolicyRun['put']>[1]
): Promise<EncryptionTest | undefined> {
  return (await run.put(json, at)) ? run.probe(at) : undefined
}

/** The former policy with these statements after all others, and none of Lockgate's from before. */
function extend(
  { formerJson }: PolicyRun,
  statements: readonly PolicyStatement[],
  change: Pick<PolicyDocument, 'Version'> = {}
): string {
  const reading = withStatements(formerJson === undefined ? undefined : withoutOwn(formerJson), statements)
  if ('problem' in reading) throw new AppError('policy-refused', { detail: reading.problem })
  return formatPolicy({ ...reading.document, ...change })
}
