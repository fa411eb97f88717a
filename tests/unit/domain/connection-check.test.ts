// What follows from what was seen: the steps, the narrowest class, and that nothing hidden is called wrong credentials.
import { describe, expect, test } from 'vitest'
import { assessAddress, isPrivateAddress } from '../../../src/domain/address-notes'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import { toSteps, type Observations, type Outcome, type StepName } from '../../../src/domain/connection-check'
import { conclude } from '../../../src/domain/connection-conclusion'

const HIDDEN: Outcome = { kind: 'hidden' }
const DONE: Outcome = { kind: 'answer' }
const failed = (kind: AppErrorKind, status = 403): Outcome => ({
  kind: 'answer',
  error: new AppError(kind, { status })
})
const MISSING = failed('no-such-upload', 404)

const https: Observations = { endpoint: 'https://rgw.example.edu', pageOrigin: 'https://lockgate.example.org' }
const good: Observations = {
  ...https,
  reach: 'answers',
  list: DONE,
  bucketCount: 3,
  bucket: 'field-data',
  read: DONE,
  head: DONE,
  failure: failed('no-such-object', 404),
  methods: { PUT: MISSING, POST: MISSING, DELETE: MISSING },
  sse: MISSING,
  large: MISSING,
  headers: { ETag: true, Date: true, 'x-amz-request-id': true },
  clockAheadMs: 900
}
const bucketOnly: Observations = { ...good, list: HIDDEN }

const codeOf = (seen: Observations) => conclude(seen)?.code
const stepOf = (seen: Observations, name: StepName) => toSteps(seen).find((step) => step.name === name)

describe('an address, before anything is sent', () => {
  test.each([
    ['http://rgw.example.edu', 'https://page.example.org', ['mixed-content']],
    ['http://127.0.0.1:7480', 'https://page.example.org', ['mixed-loopback']],
    ['http://10.1.2.3', 'https://page.example.org', ['mixed-content', 'private-address']],
    ['https://192.168.1.4', 'https://page.example.org', ['private-address']],
    ['https://192.168.1.4', 'https://192.168.1.9', []],
    ['https://192.168.1.4', 'http://localhost:5173', []],
    ['http://rgw.example.edu', 'http://127.0.0.1:4173', ['open-http']],
    ['http://localhost:7480', 'http://127.0.0.1:4173', []],
    ['https://rgw.example.edu', 'https://page.example.org', []]
  ])('%s from %s', (endpoint, pageOrigin, codes) => {
    expect(assessAddress(endpoint, pageOrigin).map(({ code }) => code)).toEqual(codes)
  })

  test('private networks, and their neighbours', () => {
    const yes = ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', '169.254.1.1', '100.64.0.1', '100.127.0.1']
    const no = ['11.0.0.1', '172.15.0.1', '172.32.0.1', '192.169.0.1', '100.63.0.1', '100.128.0.1', '10.example.edu']
    expect([...yes, '[fd00::1]', '[fe80::1]'].filter((host) => !isPrivateAddress(host))).toEqual([])
    expect([...no, '[2001:db8::1]', 'fd00.example.edu'].filter((host) => isPrivateAddress(host))).toEqual([])
  })

  test('mixed content is all there is to say', () => {
    const seen = { ...good, endpoint: 'http://rgw.example.edu' }
    expect(codeOf({ ...https, endpoint: seen.endpoint })).toBe('mixed-content')
    expect(toSteps(seen).map(({ name, state }) => [name, state])).toEqual([['address', 'bad']])
  })
})

describe('the conclusion', () => {
  const cases: readonly (readonly [string, Observations, string | undefined])[] = [
    ['nothing seen yet', https, undefined],
    ['everything', good, 'good'],
    ['a list, and a bucket that is hidden', { ...good, read: HIDDEN, anonymous: HIDDEN }, 'bucket-hidden'],
    ['no connection', { ...https, reach: 'no-connection' }, 'no-connection'],
    ['silence', { ...https, reach: 'silent' }, 'silent'],
    ['no network', { ...https, reach: 'offline' }, 'offline'],
    ['a redirect', { ...https, reach: 'redirected' }, 'redirected'],
    ['http at that port', { ...https, reach: 'no-connection', answersOtherScheme: true }, 'other-scheme'],
    ['a list that is hidden', { ...https, reach: 'answers', list: HIDDEN }, 'not-let-in'],
    [
      'a bucket that is hidden too',
      { ...https, reach: 'answers', list: HIDDEN, bucket: 'b', read: HIDDEN, anonymous: HIDDEN },
      'not-let-in'
    ],
    [
      'a bucket that hides only what is signed',
      { ...https, reach: 'answers', list: HIDDEN, bucket: 'b', read: HIDDEN, anonymous: DONE },
      'signed-hidden'
    ],
    [
      'a clock that hides what is signed',
      { ...https, reach: 'answers', list: HIDDEN, bucket: 'b', read: HIDDEN, anonymous: DONE, clockAheadMs: 7_200_000 },
      'clock-blocks'
    ],
    ['a bucket that refuses', { ...bucketOnly, read: failed('access-denied') }, 'refused'],
    ['a bucket alone', bucketOnly, 'buckets-only'],
    ['a wrong secret', { ...https, reach: 'answers', list: failed('secret-wrong') }, 'refused'],
    ['no right to list, but a bucket', { ...good, list: failed('access-denied') }, 'good'],
    ['no DELETE', { ...good, methods: { ...good.methods, DELETE: HIDDEN } }, 'methods-refused'],
    ['no HEAD', { ...bucketOnly, head: HIDDEN }, 'methods-refused'],
    ['no SSE-C headers', { ...good, sse: HIDDEN }, 'sse-refused'],
    [
      'no SSE-C over http',
      { ...good, endpoint: 'http://rgw.example.edu', pageOrigin: 'http://localhost', sse: 'insecure' },
      'good'
    ],
    ['no ETag', { ...good, headers: { ...good.headers, ETag: false } }, 'headers-hidden'],
    ['no Date', { ...good, headers: { ...good.headers, Date: false } }, 'headers-hidden'],
    [
      'hidden errors',
      { ...good, failure: HIDDEN, methods: undefined, sse: undefined, large: undefined },
      'failures-hidden'
    ],
    ['a limit that answers', { ...good, large: failed('too-large', 413) }, 'too-large'],
    ['a limit that breaks off', { ...good, large: HIDDEN }, 'too-large'],
    ['a clock two hours off', { ...good, clockAheadMs: -7_200_000 }, 'clock-off']
  ]
  test.each(cases)('%s', (_, seen, code) => expect(codeOf(seen)).toBe(code))

  test('of several, the one that stops most', () => {
    const bad = {
      ...good,
      methods: { ...good.methods, PUT: HIDDEN },
      headers: { ETag: false },
      clockAheadMs: 7_200_000
    }
    expect(conclude(bad)).toMatchObject({ code: 'methods-refused', methods: ['PUT'] })
  })

  test('nothing that is hidden is a fault of the credentials', () => {
    for (const [, seen] of cases.filter(([, { list }]) => list?.kind === 'hidden')) {
      expect(stepOf(seen, 'credentials')?.state).not.toBe('bad')
      const end = conclude(seen)
      if (end?.code === 'refused') expect(seen.read).toMatchObject({ error: end.error })
    }
  })
})

describe('steps', () => {
  test('of a connection as it should be, all good', () => {
    expect(toSteps(good).filter(({ state }) => state !== 'good')).toEqual([])
  })

  test('certificates: trusted, none, or not known', () => {
    expect(stepOf(good, 'certificate')?.seen.code).toBe('certificate-good')
    expect(stepOf({ ...https, reach: 'no-connection' }, 'certificate')?.seen.code).toBe('certificate-unknown')
    const http = { ...good, endpoint: 'http://rgw.example.edu', pageOrigin: 'http://localhost' }
    expect(stepOf(http, 'certificate')?.seen.code).toBe('certificate-none')
  })

  test('the clock: measured, refused, or not known; a signature that was taken is proof of a right one', () => {
    const { clockAheadMs: _, ...unmeasured } = good
    expect(stepOf(unmeasured, 'clock')?.seen.code).toBe('clock-right')
    expect(stepOf({ ...unmeasured, list: failed('clock-skewed') }, 'clock')?.seen.code).toBe('clock-refused')
    expect(stepOf({ ...unmeasured, list: HIDDEN, read: HIDDEN }, 'clock')?.seen.code).toBe('clock-unknown')
    expect(stepOf({ ...good, clockAheadMs: 7_200_000 }, 'clock')?.seen).toEqual({
      code: 'clock-off',
      aheadMs: 7_200_000
    })
  })

  test('rights, as far as the gateway showed them', () => {
    const rights = (seen: Observations) => stepOf(seen, 'rights')?.seen
    expect(rights(good)).toMatchObject({ mayList: true, mayRead: true, mayWrite: true })
    const denied = failed('access-denied')
    expect(rights({ ...good, methods: { ...good.methods, PUT: denied } })).toMatchObject({ mayWrite: false })
    expect(rights({ ...good, list: denied })).toMatchObject({ mayList: false, mayRead: true })
    expect(rights({ ...good, bucket: undefined })).toMatchObject({ mayRead: undefined, mayWrite: undefined })
  })
})
