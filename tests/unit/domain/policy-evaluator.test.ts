// What the evaluator answers for each form of a policy; that the gateway agrees is seen by the contract test of the same name.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPolicy, parsePolicy } from '../../../src/domain/policy'
import { PolicyEvaluator, type PolicyAnswer, type PolicyQuestion } from '../../../src/domain/policy-evaluator'
import type { Principal } from '../../../src/domain/policy-principal'
import { publicReach, reachOf } from '../../../src/domain/policy-reach'
import {
  CALLERS,
  expectedAnswer,
  MEASURED_POLICIES,
  REQUESTS,
  toPolicy,
  type Caller,
  type MeasuredRequest
} from '../../gateway/measured-policies'
import { cpuTimeMs } from '../cpu-time'

const anonymous: Principal = { kind: 'anonymous' }
const bob: Principal = { kind: 'user', id: 'bob' }
const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }
const answer = (statement: unknown, principal: Principal = anonymous, key = 'k'): PolicyAnswer =>
  new PolicyEvaluator(toPolicy(statement)).evaluate({
    principal,
    action: 's3:GetObject',
    resource: { bucket: 'b', key }
  })

describe.each(MEASURED_POLICIES)('$name', (policy) => {
  const { statement, requests = Object.keys(REQUESTS) as MeasuredRequest[], key = 'k' } = policy
  const evaluator = new PolicyEvaluator(toPolicy(statement))
  it.each(Object.keys(CALLERS) as Caller[])('for %s', (caller) => {
    const answers = (request: MeasuredRequest): PolicyAnswer => {
      const { action, isOfObject } = REQUESTS[request]
      return evaluator.evaluate({
        principal: CALLERS[caller],
        action,
        resource: isOfObject ? { bucket: 'b', key } : { bucket: 'b' },
        otherwise: caller === 'alice' ? 'allow' : 'deny'
      })
    }
    expect(requests.map((request) => `${request}: ${answers(request)}`)).toEqual(
      requests.map((request) => `${request}: ${expectedAnswer(policy, caller, request)}`)
    )
  })
})

it('knows a user of LDAP by the tenant that radosgw gives them, their own id', () => {
  const ldapUser: Principal = { kind: 'user', id: 'ldapuser', isExternal: true }
  const of = (arn: string) => answer({ ...allow, Principal: { AWS: arn } }, ldapUser)
  expect(of('arn:aws:iam::ldapuser:user/ldapuser')).toBe('allow')
  expect(of('ldapuser')).toBe('allow')
  expect([of('arn:aws:iam:::user/ldapuser'), of('arn:aws:iam:::root')]).toEqual(['deny', 'deny'])
})

it('does not know who is in an account of a newer gateway', () => {
  const account = { ...allow, Principal: { AWS: 'arn:aws:iam::RGW12345678901234567:root' } }
  expect([answer(account), answer(account, bob)]).toEqual(['deny', 'unknown'])
  expect(answer(account, { kind: 'user', id: 'RGW12345678901234567' })).toBe('allow')
})

it('calls variables conditional', () => {
  const own = { ...allow, Resource: 'arn:aws:s3:::b/home/${aws:username}/*' }
  expect([answer(own, bob, 'home/bob/x'), answer(own, bob, 'other/x')]).toEqual(['conditional', 'deny'])
})

it.each([
  ['a field that no policy has', { ...allow, Principals: '*' }],
  ['an Effect that is none', { ...allow, Effect: 'allow' }],
  ['a principal that is no text', { ...allow, Principal: { AWS: [7] } }],
  ['a list of principals', { ...allow, Principal: ['*'] }],
  ['a resource that is no ARN', { ...allow, Resource: 'b/*' }],
  ['an action that is no text', { ...allow, Action: { any: 's3:GetObject' } }],
  ['a condition that is none', { ...allow, Condition: { Bool: 'true' } }]
])('does not know what %s means', (_, statement) => {
  expect(answer(statement)).toBe('unknown')
  expect(answer([allow, { ...statement, Effect: statement.Effect === 'Allow' ? 'Deny' : statement.Effect }])).toBe(
    'unknown'
  )
})

it.each(['', '{', 'null', '{"Statement":[null]}', '{}', '[]', '"x"'])(
  '%s is no policy, and nothing is known of it',
  (json) => {
    const evaluator = new PolicyEvaluator(json)
    expect(evaluator.isReadable).toBe(false)
    expect(evaluator.evaluate({ principal: anonymous, action: 's3:GetObject', resource: { bucket: 'b' } })).toBe(
      'unknown'
    )
  }
)

it('without a policy it is as ownership and ACL say', () => {
  const question = { principal: bob, action: 's3:GetObject', resource: { bucket: 'b', key: 'k' } }
  const none = new PolicyEvaluator(undefined)
  expect([none.evaluate(question), none.evaluate({ ...question, otherwise: 'allow' })]).toEqual(['deny', 'allow'])
})

it('is not made to wait by patterns written for that', () => {
  const startMs = cpuTimeMs()
  const stars = (n: number, end: string) =>
    Array.from({ length: 40 }, (_, i) => `arn:aws:s3:::b/${i}${'*a'.repeat(n)}${end}`)
  const hostile = [
    { ...allow, Resource: stars(200, '!') },
    { ...allow, Effect: 'Deny', Resource: stars(199, '?') },
    { ...allow, Action: `s3:${'*?'.repeat(200)}x` }
  ]
  expect(answer(hostile, anonymous, 'a'.repeat(1024))).toBe('deny')
  publicReach(new PolicyEvaluator(toPolicy(hostile)), { bucket: 'b' })
  expect(cpuTimeMs() - startMs).toBeLessThan(20_000) // for ever, where it goes back and forth
})

describe('whatever a policy says', () => {
  const principals = fc.constantFrom(
    '*',
    { AWS: '*' },
    { AWS: 'arn:aws:iam:::root' },
    { AWS: ['arn:aws:iam:::user/bob'] },
    { AWS: 'arn:aws:iam::physics:root' },
    { CanonicalUser: 'x' }
  )
  const about = fc.oneof(fc.record({ Principal: principals }), fc.record({ NotPrincipal: principals }))
  const action = fc.constantFrom('*', 's3:*', 's3:Get*', 's3:GetObject', 's3:PutObject', 's3:*Object', 's3:ListBucket')
  const actions = fc.oneof(fc.record({ Action: action }), fc.record({ NotAction: action }))
  const resource = fc.constantFrom(
    '*',
    'arn:aws:s3:::b',
    'arn:aws:s3:::b*',
    ...['*', 'k', '?', '*k', 'x/*', '*.csv'].map((key) => `arn:aws:s3:::b/${key}`)
  )
  const resources = fc.oneof(fc.record({ Resource: resource }), fc.record({ NotResource: resource }))
  const condition = fc.constantFrom(
    {},
    {},
    { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { Condition: 7 }
  )
  const effect = fc.constantFrom('Allow', 'Deny')
  const statement = fc
    .tuple(fc.record({ Effect: effect }), about, actions, resources, condition)
    .map((parts) => Object.assign({}, ...parts) as { Effect: string; Condition?: unknown })
  const statements = fc.array(statement, { maxLength: 5 })
  const question = fc.record<PolicyQuestion>({
    principal: fc.constantFrom<Principal>(anonymous, bob, CALLERS.carol),
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:ListBucket'),
    resource: fc.constantFrom(
      { bucket: 'b' },
      { bucket: 'b', key: 'k' },
      { bucket: 'b', key: 'a.b.csv' },
      { bucket: 'b', keyPattern: '*' }
    ),
    otherwise: fc.constantFrom('allow', 'deny')
  })
  const evaluate = (some: readonly unknown[], asked: PolicyQuestion) =>
    new PolicyEvaluator(toPolicy(some)).evaluate(asked)
  /** How open each answer is; unknown and conditional are the same here. */
  const OPENNESS: Readonly<Record<PolicyAnswer, number>> = { deny: 0, conditional: 1, unknown: 1, allow: 2 }

  it('another Allow closes nothing, and another Deny opens nothing', () => {
    fc.assert(
      fc.property(statements, statement, fc.nat(5), question, (some, added, at, asked) => {
        const [before, after] = [some, some.toSpliced(at, 0, added)].map((all) => OPENNESS[evaluate(all, asked)])
        if (added.Effect === 'Allow') expect(after).toBeGreaterThanOrEqual(before ?? 0)
        else expect(after).toBeLessThanOrEqual(before ?? 2)
      })
    )
  })

  it('a Deny with a condition never closes for certain', () => {
    fc.assert(
      fc.property(statements, statement, question, (some, added, asked) => {
        const conditional = { ...added, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }
        if (evaluate(some, asked) !== 'deny') expect(evaluate([...some, conditional], asked)).not.toBe('deny')
      })
    )
  })

  it('a Deny beats an Allow, wherever it stands', () => {
    fc.assert(
      fc.property(statements, fc.nat(5), question, (some, at, asked) => {
        const everything = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }
        expect(evaluate(some.toSpliced(at, 0, everything), asked)).toBe('deny')
      })
    )
  })

  it('the order of statements does not matter', () => {
    fc.assert(
      fc.property(statements, question, (some, asked) => {
        expect(evaluate(some.toReversed(), asked)).toBe(evaluate(some, asked))
      })
    )
  })

  it('another Allow takes nothing away from what is public', () => {
    fc.assert(
      fc.property(statements, statement, (some, added) => {
        const reach = (all: readonly unknown[]) => publicReach(new PolicyEvaluator(toPolicy(all)), { bucket: 'b' })
        const [before, after] = [reach(some), reach([...some, { ...added, Effect: 'Allow' }])]
        for (const operation of ['list', 'read', 'write'] as const)
          expect(OPENNESS[after[operation].answer]).toBeGreaterThanOrEqual(OPENNESS[before[operation].answer])
      })
    )
  })

  it('no conditional statement lets anyone in for certain', () => {
    fc.assert(
      fc.property(statements, question, (some, asked) => {
        const conditional = some.map((one) => ({ ...one, Condition: { Bool: { x: 'true' } } }))
        if (asked.otherwise === 'deny') expect(evaluate(conditional, asked)).not.toBe('allow')
      })
    )
  })

  it('is the same policy after it was read and written', () => {
    fc.assert(
      fc.property(statements, question, (some, asked) => {
        const reading = parsePolicy(toPolicy(some))
        if ('problem' in reading) throw new Error(reading.problem.code)
        const again = formatPolicy(reading.document)
        expect(new PolicyEvaluator(again).evaluate(asked)).toBe(evaluate(some, asked))
        const second = parsePolicy(again)
        expect('document' in second && formatPolicy(second.document)).toBe(again)
      })
    )
  })

  it('JSON of any kind is read without an error', () => {
    const field = fc.constantFrom(
      'Effect',
      'Principal',
      'NotPrincipal',
      'Action',
      'NotAction',
      'Resource',
      'NotResource',
      'Condition',
      '__proto__',
      'AWS'
    )
    const odd = fc.array(fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()))))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          odd.map((some) => toPolicy(some))
        ),
        question,
        (json, asked) => {
          const evaluator = new PolicyEvaluator(json)
          expect(['allow', 'deny', 'conditional', 'unknown']).toContain(evaluator.evaluate(asked))
          publicReach(evaluator, { bucket: 'b' })
          reachOf(evaluator, { bucket: 'b' }, { principal: bob, otherwise: 'allow' }, 'read')
        }
      )
    )
  })
})
