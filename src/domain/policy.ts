// Bucket policies as documents: read, written, compared, and Lockgate's own statements put in and taken out. What a policy really
// does on a gateway is not known here: that is found out by trying (operations/policy/encryption-tests).
import { matchAction } from './policy-action'

/** One statement, whatever is in it: fields that Lockgate does not know are kept. */
export interface PolicyStatement {
  readonly Sid?: unknown
  readonly Effect?: unknown
  readonly Principal?: unknown
  readonly NotPrincipal?: unknown
  readonly Action?: unknown
  readonly NotAction?: unknown
  readonly Resource?: unknown
  readonly NotResource?: unknown
  readonly Condition?: unknown
}

export interface PolicyDocument {
  readonly Version?: unknown
  readonly Statement: readonly PolicyStatement[]
}

/** Why a text is no policy. `reason` is the parser's own. */
export type PolicyProblem =
  | { readonly code: 'not-json'; readonly reason: string }
  | { readonly code: 'not-an-object' }
  | { readonly code: 'no-statements' }

export type PolicyReading = { readonly document: PolicyDocument } | { readonly problem: PolicyProblem }

/** The two that gateways know; any other is refused. */
export const POLICY_VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17']

/** By these a statement of Lockgate's is known among others. */
const SIDS = { bucket: 'LockgateOnlyEncrypted', probe: 'LockgateProbe' } as const

/**
 * Conditions that may make a gateway refuse uploads without an SSE-C key, best first. None is known to work
 * before it was tried: what a condition on an absent header means differs from gateway to gateway.
 */
export const CANDIDATE_CONDITIONS: readonly object[] = [
  { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'true' } },
  { StringNotEquals: { 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' } }
]

/** Reads a policy's JSON. A single statement, which may stand without its brackets, becomes a list of one. */
export function parsePolicy(json: string): PolicyReading {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    return { problem: { code: 'not-json', reason: (error as Error).message } }
  }
  if (!isObject(value)) return { problem: { code: 'not-an-object' } }
  const statements = Array.isArray(value['Statement']) ? (value['Statement'] as unknown[]) : [value['Statement']]
  if (!statements.every(isObject)) return { problem: { code: 'no-statements' } }
  return { document: { ...value, Statement: statements as readonly PolicyStatement[] } }
}

export function formatPolicy(document: PolicyDocument): string {
  return JSON.stringify(document, null, 2)
}

/** Indented for reading; text that is no JSON stays as it is. */
export function indentPolicy(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}

/** True when both say the same, however it is written; undefined is no policy. */
export function isSamePolicy(one: string | undefined, other: string | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && canonical(one) === canonical(other))
}

/** The ARN of everything below a prefix of a bucket; `tenant:bucket` names a bucket of another tenant. */
export function resourceOf(bucket: string, prefix = ''): string {
  const [tenant, name] = bucket.includes(':') ? bucket.split(':', 2) : ['', bucket]
  return `arn:aws:s3::${tenant}:${name}/${prefix}*`
}

/** The statement that refuses, under this condition, uploads below a prefix of the bucket, or anywhere in it. */
export function encryptionStatement(condition: object, bucket: string, probePrefix?: string): PolicyStatement {
  return {
    Sid: probePrefix === undefined ? SIDS.bucket : SIDS.probe,
    Effect: 'Deny',
    Principal: { AWS: ['*'] },
    Action: ['s3:PutObject'],
    Resource: [resourceOf(bucket, probePrefix)],
    Condition: condition
  }
}

/** @returns the policy with these statements after all others; without a former one, a new document. */
export function withStatements(former: string | undefined, added: readonly PolicyStatement[]): PolicyReading {
  const reading = former === undefined ? undefined : parsePolicy(former)
  if (reading !== undefined && 'problem' in reading) return reading
  const document = reading?.document ?? { Version: '2012-10-17', Statement: [] }
  return { document: { ...document, Statement: [...document.Statement, ...added] } }
}

/** @returns the policy without Lockgate's own statements, undefined when no other is left; every other is kept as it is. */
export function withoutOwn(former: string): string | undefined {
  const reading = parsePolicy(former)
  if ('problem' in reading) return former
  const others = reading.document.Statement.filter((statement) => !isOwn(statement))
  if (others.length === reading.document.Statement.length) return former
  return others.length === 0 ? undefined : formatPolicy({ ...reading.document, Statement: others })
}

export function hasOwn(json: string | undefined): boolean {
  return json !== undefined && withoutOwn(json) !== json
}

/** The statements that are meant to refuse uploads by how they are encrypted, whether or not they do. */
export function encryptionStatementsOf(document: PolicyDocument): readonly PolicyStatement[] {
  return document.Statement.filter(
    (statement) =>
      (statement.Effect === 'Deny' || statement.Effect === undefined) &&
      matchAction(statement, 's3:PutObject') !== 'no' &&
      JSON.stringify(statement.Condition ?? {})
        .toLowerCase()
        .includes('x-amz-server-side-encryption')
  )
}

/** The same statement for a test prefix alone, to be tested without affecting the rest of the bucket. */
export function onTestPrefix(statement: PolicyStatement, bucket: string, probePrefix: string): PolicyStatement {
  const narrowed = Object.entries(statement).filter(([name]) => name !== 'NotResource')
  return { ...Object.fromEntries(narrowed), Sid: SIDS.probe, Resource: [resourceOf(bucket, probePrefix)] }
}

function isOwn({ Sid }: PolicyStatement): boolean {
  return Sid === SIDS.bucket || Sid === SIDS.probe
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON with every object's fields in one order. */
function canonical(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), (_, value: unknown) =>
      isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
    )
  } catch {
    return json
  }
}
