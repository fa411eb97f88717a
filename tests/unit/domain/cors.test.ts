// Which CORS rule counts, what it withholds, and that no rule is lost by a change or on its way through the text.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CORS_ABILITIES,
  CORS_METHODS,
  findRule,
  isSameRules,
  lossesOf,
  pageRule,
  putPageRuleFirst,
  ruleFor,
  type CorsRule
} from '../../../src/domain/cors'
import { formatCorsRules, parseCorsRules } from '../../../src/domain/cors-text'

const HERE = 'https://lockgate.example.edu'
const rule = (change: Partial<CorsRule> = {}): CorsRule => ({
  allowedOrigins: [HERE],
  allowedMethods: ['GET'],
  allowedHeaders: [],
  exposeHeaders: [],
  ...change
})

const name = fc.stringMatching(/^[a-zA-Z0-9:/.-]{0,8}\*?[a-zA-Z0-9.-]{1,8}$/)
const rules = fc.array(
  fc.record(
    {
      id: fc.string({ minLength: 1, maxLength: 20 }),
      allowedOrigins: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      allowedMethods: fc.uniqueArray(fc.constantFrom(...CORS_METHODS), { minLength: 1 }),
      allowedHeaders: fc.uniqueArray(name, { maxLength: 3 }),
      exposeHeaders: fc.uniqueArray(name, { maxLength: 3 }),
      maxAgeSeconds: fc.nat()
    },
    { requiredKeys: ['allowedOrigins', 'allowedMethods', 'allowedHeaders', 'exposeHeaders'] }
  ),
  { maxLength: 5 }
)

describe('the rule that counts', () => {
  it.each([
    [HERE, true],
    ['*', true],
    ['https://*.example.edu', true],
    ['https://lockgate.*', true],
    ['https://lockgate.example.edu*', true],
    ['https://LOCKGATE.example.edu', false],
    ['https://lockgate.example.edu/', false],
    ['https://other.*', false],
    ['https://lockgate.example.edu*edu', false],
    ['http*lockgate*', false]
  ])('%s names this origin: %s', (origin, isMeant) => {
    expect(findRule([rule({ allowedOrigins: [origin] })], HERE)).toBe(isMeant ? 0 : -1)
  })

  it('is the first of the origin, and no other gives the method that it lacks', () => {
    const both = [rule(), rule({ allowedMethods: ['PUT'] })]
    expect(findRule(both, HERE)).toBe(0)
    expect(ruleFor(both, HERE, 'GET')).toBe(both[0])
    expect(ruleFor(both, HERE, 'PUT')).toBeUndefined()
  })
})

describe('what an origin loses', () => {
  it('is nothing under its own rule, and everything without one', () => {
    expect(lossesOf([pageRule(HERE)], HERE)).toEqual([])
    expect(lossesOf([pageRule('https://other.example')], HERE)).toEqual(CORS_ABILITIES)
    expect(lossesOf([], HERE)).toEqual(CORS_ABILITIES)
  })

  it.each<[string, Partial<CorsRule>, readonly string[]]>([
    ['DELETE', { allowedMethods: ['GET', 'HEAD', 'PUT', 'POST'] }, ['delete']],
    ['HEAD', { allowedMethods: ['GET', 'PUT', 'POST', 'DELETE'] }, ['head']],
    ['ETag', { exposeHeaders: ['Date', 'X-Amz-Request-Id'] }, ['etag']],
    ['the date', { exposeHeaders: ['etag', 'x-amz-request-id'] }, ['details']],
    [
      'the headers of keys',
      { allowedHeaders: ['authorization', 'Content-Type', 'x-amz-content-*', 'x-amz-date'] },
      ['sse']
    ],
    ['all request headers', { allowedHeaders: [] }, ['put', 'post', 'delete', 'sse']]
  ])('by a rule without %s', (_, change, lost) => {
    expect(lossesOf([{ ...pageRule(HERE), ...change }], HERE)).toEqual(lost)
  })
})

describe('this page’s rule', () => {
  it('comes first and keeps all others in their order, but for its own earlier one', () => {
    fc.assert(
      fc.property(rules, (before) => {
        const once = putPageRuleFirst(before, HERE)
        expect(once.slice(1)).toEqual(before)
        expect(lossesOf(once, HERE)).toEqual([])
        expect(putPageRuleFirst(once, HERE)).toEqual(once)
        const old = { ...pageRule(HERE), exposeHeaders: [] }
        expect(putPageRuleFirst([...before, old], HERE)).toEqual(once)
      })
    )
  })

  it('is not taken for the rule of the same ID that lets others in too', () => {
    const shared = { ...pageRule(HERE), allowedOrigins: [HERE, 'https://other.example'] }
    expect(putPageRuleFirst([shared], HERE)).toEqual([pageRule(HERE), shared])
  })
})

describe('rules as text', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(rules, (some) => {
        expect(parseCorsRules(formatCorsRules(some))).toEqual({ rules: some })
      })
    )
  })

  it('may be the list alone, or nothing', () => {
    const list = [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }]
    expect(parseCorsRules(JSON.stringify(list))).toEqual({ rules: [rule({ allowedOrigins: ['*'] })] })
    expect(parseCorsRules(' \n')).toEqual({ rules: [] })
  })

  it.each([
    ['{', { code: 'not-json' }],
    ['{"Rules":[]}', { code: 'not-rules' }],
    ['{"CORSRules":[],"Version":1}', { code: 'not-rules' }],
    [JSON.stringify(Array(101).fill({})), { code: 'too-many', max: 100 }],
    ['[1]', { code: 'not-a-rule', rule: 1 }],
    ['[{"AllowedMethods":["GET"]}]', { code: 'no-origin', rule: 1 }],
    ['[{"AllowedOrigins":["*"],"AllowedMethods":[]}]', { code: 'no-method', rule: 1 }],
    ['[{"AllowedOrigins":["*"],"AllowedMethods":["PATCH"]}]', { code: 'method', rule: 1, value: 'PATCH' }],
    ['[{"AllowedOrigins":"*"}]', { code: 'not-a-list', rule: 1, field: 'AllowedOrigins' }],
    ['[{"AllowedOrigins":[""]}]', { code: 'not-text', rule: 1, field: 'AllowedOrigins' }],
    ['[{"ID":5,"AllowedOrigins":["*"],"AllowedMethods":["GET"]}]', { code: 'not-text', rule: 1, field: 'ID' }],
    ['[{"AllowedOrigin":["*"]}]', { code: 'unknown-field', rule: 1, field: 'AllowedOrigin' }],
    ['[{"AllowedOrigins":["*.*"],"AllowedMethods":["GET"]}]', { code: 'wildcards', rule: 1, value: '*.*' }],
    ['[{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"MaxAgeSeconds":-1}]', { code: 'max-age', rule: 1 }]
  ])('%s is refused', (text, problem) => {
    expect(parseCorsRules(text)).toEqual({ problem })
  })

  it('never throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseCorsRules(text)))
  })
})

it('rules are the same whatever the order within a list, and not in another order of rules', () => {
  const one = rule({ allowedMethods: ['GET', 'PUT'] })
  const other = rule({ allowedOrigins: ['*'] })
  expect(isSameRules([one, other], [{ ...one, allowedMethods: ['PUT', 'GET'] }, other])).toBe(true)
  expect(isSameRules([one, other], [other, one])).toBe(false)
  expect(isSameRules([one], [one, other])).toBe(false)
  expect(isSameRules([one], [{ ...one, maxAgeSeconds: 5 }])).toBe(false)
})
