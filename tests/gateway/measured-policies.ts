// Policies in all forms that gateways take, and what the evaluator answers for whom: asked by a unit test, and compared with what a
// real gateway does by a contract test.
import type { PolicyAnswer } from '../../src/domain/policy-evaluator'
import type { Principal } from '../../src/domain/policy-principal'
import type { Generation } from './generation'

export type Caller = 'anonymous' | 'alice' | 'bob' | 'carol'
export type MeasuredRequest =
  'list' | 'list versions' | 'read' | 'read version' | 'put object ACL' | 'put ACL' | 'put policy' | 'write' | 'delete'

/** The owner is alice; carol is of another tenant. */
export const CALLERS: Readonly<Record<Caller, Principal>> = {
  anonymous: { kind: 'anonymous' },
  alice: { kind: 'user', id: 'alice' },
  bob: { kind: 'user', id: 'bob' },
  carol: { kind: 'user', id: 'physics$carol' }
}

/** In an order in which none spoils the next. */
export const REQUESTS: Readonly<Record<MeasuredRequest, { readonly action: string; readonly isOfObject: boolean }>> = {
  list: { action: 's3:ListBucket', isOfObject: false },
  'list versions': { action: 's3:ListBucketVersions', isOfObject: false },
  read: { action: 's3:GetObject', isOfObject: true },
  'read version': { action: 's3:GetObjectVersion', isOfObject: true },
  'put object ACL': { action: 's3:PutObjectAcl', isOfObject: true },
  'put ACL': { action: 's3:PutBucketAcl', isOfObject: false },
  'put policy': { action: 's3:PutBucketPolicy', isOfObject: false },
  write: { action: 's3:PutObject', isOfObject: true },
  delete: { action: 's3:DeleteObject', isOfObject: true }
}

type Answers = PolicyAnswer | Partial<Readonly<Record<MeasuredRequest, PolicyAnswer>>>

export interface MeasuredPolicy {
  readonly name: string
  /** One statement or several, with BUCKET for the bucket's name. */
  readonly statement: unknown
  /** Of those who are not named, and of requests that are not: `allow` for the owner, `deny` for all others. */
  readonly answers: Partial<Readonly<Record<Caller, Answers>>>
  /** Undefined: all of them. */
  readonly requests?: readonly MeasuredRequest[]
  /** Undefined: `k`. */
  readonly key?: string
  /** Of answers that are neither allow nor deny. */
  readonly why?: string
  /** The gateways that do not take such a policy at all. */
  readonly refusedBy?: readonly Generation[]
}

/** What the evaluator answers; the contract test has seen that the gateway agrees. */
export function expectedAnswer({ answers }: MeasuredPolicy, caller: Caller, request: MeasuredRequest): PolicyAnswer {
  const of = answers[caller]
  return (typeof of === 'string' ? of : of?.[request]) ?? (caller === 'alice' ? 'allow' : 'deny')
}

const BOTH = ['arn:aws:s3:::BUCKET', 'arn:aws:s3:::BUCKET/*']
const OBJECTS = 'arn:aws:s3:::BUCKET/*'
const all = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: BOTH }
const read = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS }
const user = (arn: string) => ({ AWS: `arn:aws:iam::${arn}` })
const to = (answer: Answers, ...callers: readonly Caller[]): MeasuredPolicy['answers'] =>
  Object.fromEntries(callers.map((caller) => [caller, answer]))
const toAll = (answer: Answers) => to(answer, 'anonymous', 'alice', 'bob', 'carol')
const toOthers = (answer: Answers) => to(answer, 'anonymous', 'bob', 'carol')
const READ: readonly MeasuredRequest[] = ['list', 'read']

/** Who may read by a form of Principal, and what it is about. */
function principal(
  name: string,
  form: unknown,
  open: MeasuredPolicy['answers'],
  why?: string,
  refusedBy: readonly Generation[] = []
): MeasuredPolicy {
  return {
    name: `Principal ${name}`,
    statement: { ...read, Principal: form },
    answers: Object.fromEntries(
      Object.entries(open).map(([caller, answer]) => [
        caller,
        // The owner may in any case, unless denied.
        typeof answer === 'string' && caller !== 'alice' ? { read: answer } : answer
      ])
    ),
    requests: ['read'],
    refusedBy,
    ...(why === undefined ? {} : { why })
  }
}

function resource(name: string, form: string, answers: Answers, more: Partial<MeasuredPolicy> = {}): MeasuredPolicy {
  const statement = { ...read, Action: ['s3:GetObject', 's3:ListBucket'], Resource: form }
  return { name: `Resource ${name}`, statement, answers: toOthers(answers), requests: READ, ...more }
}

function action(name: string, more: object, answers: Answers, why?: string): MeasuredPolicy {
  return {
    name: `Action ${name}`,
    statement: { ...all, Action: undefined, ...more },
    answers: toOthers(answers),
    requests: ['list', 'read', 'read version', 'put object ACL'],
    ...(why === undefined ? {} : { why })
  }
}

const ignored = 'radosgw ignores it, older gateways take it as everyone'
const byNewer: readonly Generation[] = ['Reef', 'Tentacle']

export const MEASURED_POLICIES: readonly MeasuredPolicy[] = [
  // Everything, for someone: each request is asked of each caller.
  { name: 'all actions for everyone', statement: all, answers: toAll('allow') },
  { name: 'all actions for {"AWS":"*"}', statement: { ...all, Principal: { AWS: '*' } }, answers: toAll('allow') },
  {
    name: 'all actions for :::root, which is everybody without a tenant, anonymous too',
    statement: { ...all, Principal: user(':root') },
    answers: to('allow', 'anonymous', 'bob')
  },
  {
    name: 'all actions for one user',
    statement: { ...all, Principal: user(':user/bob') },
    answers: to('allow', 'bob')
  },
  {
    name: 'all actions for one user of a tenant',
    statement: { ...all, Principal: user('physics:user/carol') },
    answers: to('allow', 'carol')
  },
  {
    name: 'all actions for all but one user',
    statement: { Effect: 'Allow', NotPrincipal: user(':user/bob'), Action: 's3:*', Resource: BOTH },
    answers: to('allow', 'anonymous', 'carol'),
    refusedBy: ['Tentacle']
  },
  // The same in reverse: what locks the owner out.
  {
    name: 'a Deny for :::root, which locks out the owner',
    statement: [all, { ...all, Effect: 'Deny', Principal: user(':root') }],
    answers: { carol: 'allow', ...to('deny', 'alice') }
  },
  {
    name: 'a Deny for another tenant’s root, which locks out its users alone',
    statement: [all, { ...all, Effect: 'Deny', Principal: user('physics:root') }],
    answers: to('allow', 'anonymous', 'bob')
  },
  {
    name: 'a Deny for all but one user, which locks out the owner',
    statement: [all, { Effect: 'Deny', NotPrincipal: user(':user/bob'), Action: 's3:*', Resource: BOTH }],
    answers: { bob: 'allow', ...to('deny', 'alice') }
  },
  {
    name: 'a Deny by a statement without an Effect',
    statement: [all, { Principal: user(':user/bob'), Action: 's3:*', Resource: BOTH }],
    answers: to('allow', 'anonymous', 'carol')
  },
  {
    name: 'a Deny of one action, which beats an Allow of all',
    statement: [{ ...all, Effect: 'Deny', Action: 's3:ListBucket' }, all],
    answers: { ...toOthers({ ...each('allow'), list: 'deny' }), alice: { list: 'deny' } }
  },
  {
    name: 'a Deny whose condition never holds',
    statement: [all, { ...all, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    answers: toAll('conditional'),
    why: 'conditions are not weighed'
  },

  // Forms of principals.
  principal('* with more behind it, which is everyone', '*x', toOthers('allow')),
  principal('empty, which is everybody without a tenant', { AWS: '' }, to('allow', 'anonymous', 'bob')),
  principal('in a list', { AWS: ['arn:aws:iam:::user/nobody-here', '*'] }, toOthers('allow')),
  principal('bare, which is a tenant', { AWS: 'physics' }, to('allow', 'carol')),
  principal('bare, which is no user', { AWS: 'bob' }, {}),
  principal('an account’s number, which is a tenant', { AWS: '123456789012' }, {}),
  principal('a tenant’s root', user('physics:root'), to('allow', 'carol')),
  principal('a user in another case', user(':user/Bob'), {}),
  principal('a user of the wrong tenant', user(':user/carol'), {}),
  principal('a user as S3 names them', user(':user/physics$carol'), {}),
  principal('all of a user’s subusers, and so the user', user(':user/bob:*'), to('allow', 'bob')),
  principal('one subuser', user(':user/bob:swift'), to('conditional', 'bob'), 'it is for a subuser alone'),
  principal('a pattern of users', user(':user/*'), to('unknown', 'bob'), 'radosgw takes no patterns here'),
  principal('a pattern of tenants', user('*:root'), toOthers('unknown'), ignored, byNewer),
  principal('the id that radosgw gives to anonymous requests', user(':user/anonymous'), to('allow', 'anonymous')),
  principal('a role', user(':role/admin'), {}),
  principal('a group', user(':group/lab'), toOthers('unknown'), ignored, byNewer),
  principal('of another partition and service', { AWS: 'arn:aws-cn:s3:eu::root' }, to('allow', 'anonymous', 'bob')),
  principal('Federated', { Federated: 'arn:aws:iam:::root' }, to('allow', 'anonymous', 'bob')),
  principal('CanonicalUser', { CanonicalUser: 'bob' }, toOthers('unknown'), ignored, byNewer),
  principal('nobody', { AWS: [] }, toOthers('unknown'), ignored),
  {
    name: 'no Principal',
    statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: OBJECTS },
    answers: toOthers({ read: 'unknown' }),
    requests: READ,
    why: ignored
  },
  {
    name: 'Principal and NotPrincipal',
    statement: { ...read, NotPrincipal: user(':user/bob') },
    answers: to({ read: 'allow' }, 'anonymous', 'carol'),
    requests: READ,
    refusedBy: ['Tentacle']
  },
  {
    name: 'NotPrincipal :::root, which leaves the users of tenants',
    statement: { Effect: 'Allow', NotPrincipal: user(':root'), Action: 's3:GetObject', Resource: OBJECTS },
    answers: to({ read: 'allow' }, 'carol'),
    requests: READ,
    refusedBy: ['Tentacle']
  },

  // Forms of actions.
  action('of reading alone', { Action: 's3:GetObject' }, { read: 'allow' }),
  action('of reading versions, which is not reading', { Action: 's3:GetObjectVersion' }, { 'read version': 'allow' }),
  action(
    'of listing, with resources that are no list',
    { Action: 's3:ListBucket', Resource: BOTH[0] },
    { list: 'allow' }
  ),
  action('in another case', { Action: 'S3:GETOBJECT' }, { read: 'allow' }),
  action('by a pattern', { Action: 's3:Get*' }, { read: 'allow', 'read version': 'allow' }),
  action('by a pattern with one character', { Action: 's3:?etObject' }, { read: 'allow' }),
  action('*:GetObject, which is all', { Action: '*:GetObject' }, 'allow'),
  action('*', { Action: '*' }, 'allow'),
  action('of another service', { Action: 'iam:*' }, {}),
  action('in an empty list', { Action: [] }, {}),
  action('by a pattern that ends in letters', { Action: 's3:*Object' }, { read: 'allow' }),
  action('and NotAction', { Action: 's3:*', NotAction: 's3:GetObject' }, { ...each('allow'), read: 'deny' }),
  action(
    'NotAction alone',
    { NotAction: 's3:GetObject' },
    { list: 'unknown', 'read version': 'unknown', 'put object ACL': 'unknown' },
    'radosgw ignores it, others read it as all but these'
  ),
  {
    name: 'Action NotAction alone in a Deny',
    statement: [all, { ...all, Effect: 'Deny', Action: undefined, NotAction: 's3:GetObject' }],
    answers: toAll({ list: 'unknown', read: 'allow', 'read version': 'unknown' }),
    requests: ['list', 'read', 'read version'],
    why: 'radosgw ignores it, others read it as all but these'
  },
  action('none at all', {}, {}),

  // Forms of resources.
  resource('*', '*', { list: 'allow', read: 'allow' }),
  resource('every bucket', 'arn:aws:s3:::*', { list: 'allow', read: 'allow' }),
  resource('the bucket alone', 'arn:aws:s3:::BUCKET', { list: 'allow' }),
  resource('the bucket and all that begins so', 'arn:aws:s3:::BUCKET*', { list: 'allow', read: 'allow' }),
  resource('a key', 'arn:aws:s3:::BUCKET/k', { read: 'allow' }),
  resource('a key in another case', 'arn:aws:s3:::BUCKET/K', {}),
  resource('one character', 'arn:aws:s3:::BUCKET/?', { read: 'allow' }),
  resource(
    'one byte, which is not one letter',
    'arn:aws:s3:::BUCKET/?',
    { read: 'unknown' },
    {
      key: 'é',
      why: 'to radosgw a ? is one byte'
    }
  ),
  resource('an end', 'arn:aws:s3:::BUCKET/*.csv', { read: 'allow' }, { key: 'a.csv' }),
  resource(
    'an end that radosgw misses',
    'arn:aws:s3:::BUCKET/*.csv',
    { read: 'unknown' },
    {
      key: 'a.b.csv',
      why: 'radosgw tries one end of a * only'
    }
  ),
  resource('an end of any bucket', 'arn:aws:s3:::*/k', { read: 'allow' }),
  resource(
    'a key with a bracket',
    'arn:aws:s3:::BUCKET/a[1]',
    { read: 'unknown' },
    {
      key: 'a[1]',
      why: 'newer gateways take brackets for a pattern'
    }
  ),
  resource('of any tenant', 'arn:aws:s3::*:BUCKET/*', { read: 'allow' }),
  resource('of a region, which no bucket is', 'arn:aws:s3:eu::BUCKET/*', {}),
  resource('of another partition', 'arn:aws-cn:s3:::BUCKET/*', {}),
  resource('of another service', 'arn:aws:iam:::BUCKET/*', {}),
  resource('of any service and partition', 'arn:*:*:*::BUCKET/*', { read: 'allow' }),
  {
    name: 'no Resource',
    statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
    answers: toOthers({ read: 'unknown' }),
    requests: READ,
    why: 'radosgw ignores it, older gateways take it as all'
  },
  {
    name: 'NotResource, all but one object',
    statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::BUCKET/z' },
    answers: toOthers({ read: 'allow' }),
    requests: READ
  },
  {
    name: 'NotResource, this very object',
    statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::BUCKET/k' },
    answers: {},
    requests: READ
  },
  {
    name: 'a Deny that radosgw misses',
    statement: [read, { ...read, Effect: 'Deny', Resource: 'arn:aws:s3:::BUCKET/*.csv' }],
    answers: toAll({ read: 'unknown' }),
    requests: ['read'],
    key: 'a.b.csv',
    why: 'radosgw tries one end of a * only'
  },

  // Conditions.
  {
    name: 'a Condition that is not met',
    statement: { ...read, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
    answers: toOthers({ read: 'conditional' }),
    requests: READ,
    why: 'conditions are not weighed'
  },
  {
    name: 'a Condition without operators',
    statement: { ...read, Condition: {} },
    answers: toOthers({ read: 'allow' }),
    requests: READ
  },
  {
    name: 'a Condition without keys',
    statement: { ...read, Condition: { StringEquals: {} } },
    answers: toOthers({ read: 'allow' }),
    requests: READ
  },
  {
    name: 'a Condition in a list',
    statement: { ...read, Condition: [] },
    answers: toOthers({ read: 'unknown' }),
    requests: READ,
    why: 'it is not understood'
  },
  { name: 'no statements', statement: [], answers: {}, requests: READ }
]

export function toPolicy(statement: unknown, bucket = 'b'): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statement }).replaceAll('BUCKET', bucket)
}

function each(answer: PolicyAnswer): Readonly<Record<MeasuredRequest, PolicyAnswer>> {
  return Object.fromEntries(Object.keys(REQUESTS).map((request) => [request, answer])) as Record<
    MeasuredRequest,
    PolicyAnswer
  >
}
