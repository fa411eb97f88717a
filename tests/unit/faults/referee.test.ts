// The rounds of `npm run faults`: a seed repeats them, every scenario is among them, and no false claim passes the referee.
import { describe, expect, it } from 'vitest'
import { judgeFailure, judgeRedirect, judgeUpload, mayBeTwice, mayBeUnfinished } from '../../faults/referee'
import { planRounds, type Round } from '../../faults/round'
import { requestOf, SCENARIOS, SLOW_SCENARIOS } from '../../faults/scenarios'

const rounds = planRounds(1, 200)
const roundOf = (kind: string, on: string): Round => {
  const round = rounds.find((one) => one.kind === kind && one.on === on)
  if (round === undefined) throw new Error(`No ${kind} on ${on}`)
  return round
}

describe('the rounds of a seed', () => {
  it('are the same each time, and others for another seed', () => {
    expect(planRounds(1, 200)).toEqual(rounds)
    expect(planRounds(2, 200)).not.toEqual(rounds)
    expect(new Set(rounds.map(({ key }) => key)).size).toBe(200)
  })

  it('go through every scenario, and through its sizes and encryption', () => {
    for (const { kind, direction, on } of [...SCENARIOS, ...SLOW_SCENARIOS])
      expect(rounds.some((one) => one.kind === kind && one.direction === direction && one.on === on)).toBe(true)
    const encrypted = rounds.filter(({ isEncrypted }) => isEncrypted).length
    expect(encrypted).toBeGreaterThan(60)
    expect(encrypted).toBeLessThan(140)
    expect(new Set(rounds.map(({ sizeBytes }) => sizeBytes)).size).toBeGreaterThan(20)
  })
})

it('requests are told apart as S3 does', () => {
  expect(requestOf('PUT', '/b/k')).toBe('PutObject')
  expect(requestOf('PUT', '/b/k?partNumber=1&uploadId=u')).toBe('UploadPart')
  expect(requestOf('POST', '/b/k?uploads')).toBe('CreateMultipartUpload')
  expect(requestOf('POST', '/b/k?uploadId=u')).toBe('CompleteMultipartUpload')
  expect(requestOf('GET', '/b/?list-type=2&prefix=k')).toBe('ListObjectsV2')
  expect(requestOf('GET', '/b/k?response-content-encoding=identity')).toBe('GetObject')
  expect([requestOf('GET', '/b/k?acl'), requestOf('DELETE', '/b/k?uploadId=u')]).toEqual([undefined, undefined])
})

describe('the referee', () => {
  const plain = { ...roundOf('flip-request', 'PutObject'), isEncrypted: false, sizeBytes: 10 }
  const encrypted = { ...plain, isEncrypted: true }
  const done = { state: 'done', words: 'f.bin Verified' } as const
  const sight = { listedBytes: 10, sha256: 'ours', withoutKey: 200, withKey: 200, unfinished: 0, strays: 0 }

  it('lets pass what is true', () => {
    expect(judgeUpload(plain, done, sight, 'ours')).toEqual([])
    expect(judgeUpload(encrypted, done, { ...sight, withoutKey: 400 }, 'ours')).toEqual([])
    for (const left of [{ ...sight, sha256: null }, sight]) expect(judgeFailure(left, undefined, 'ours')).toEqual([])
    expect(judgeFailure({ ...sight, sha256: 'former' }, 'former', 'ours')).toEqual([])
  })

  it('calls other bytes, a lost size, and what opens without its key falsely done', () => {
    for (const [round, seen] of [
      [plain, { ...sight, sha256: 'other' }],
      [plain, { ...sight, listedBytes: 9 }],
      [plain, { ...sight, listedBytes: null, sha256: null }],
      [encrypted, sight],
      [encrypted, { ...sight, withoutKey: 400, withKey: 400 }]
    ] as const)
      expect(judgeUpload(round, done, seen, 'ours').join()).toMatch(/^falsely done/)
    expect(judgeUpload(plain, { ...done, words: 'f.bin Encrypted with k' }, sight, 'ours')).toHaveLength(1)
  })

  it('finds a former object that is damaged or gone', () => {
    for (const sha256 of ['other', null]) expect(judgeFailure({ ...sight, sha256 }, 'former', 'ours')).toHaveLength(1)
    expect(judgeFailure({ ...sight, sha256: 'other' }, undefined, 'ours')).toHaveLength(1)
  })

  it('lets no key, no encrypted byte and no byte of which nothing is said go to another host', () => {
    const failed = { state: 'failed', words: 'The gateway redirects to another address' } as const
    const body = { url: '', bodyBytes: 5, hasSecret: false }
    expect(judgeRedirect(plain, failed, [{ ...body, bodyBytes: 0 }])).toEqual([])
    expect(judgeRedirect(plain, failed, [body])).toHaveLength(1)
    expect(judgeRedirect(encrypted, failed, [{ ...body, hasSecret: true }])).toHaveLength(3)
    expect(judgeRedirect(plain, { ...failed, words: 'Your data was sent to another host' }, [body])).toEqual([])
  })

  it('bounds what goes over twice, and what is left', () => {
    const whole = { ...roundOf('reset-request', 'PutObject'), sizeBytes: 1000 }
    expect([mayBeTwice(whole, 1, false), mayBeTwice(whole, 2, false)]).toEqual([1000, 2000])
    expect(mayBeTwice(roundOf('lost-answer', 'CompleteMultipartUpload'), 1, false)).toBe(0)
    expect(mayBeTwice(roundOf('busy-503', 'ListObjectsV2'), 3, false)).toBe(0)
    expect(mayBeUnfinished(roundOf('lost-answer', 'CreateMultipartUpload'), 2)).toBe(2)
    expect(mayBeUnfinished(roundOf('lost-answer', 'UploadPart'), 2)).toBe(0)
  })
})
