// Bucket policies as a real gateway takes them, and the proof that this one's cannot force encryption.
import { randomUUID } from 'node:crypto'
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import { beforeEach, describe, expect, it } from 'vitest'
import { CANDIDATE_CONDITIONS } from '../../src/domain/policy'
import type { PolicyEntry, PolicyJournal, PolicyPlace } from '../../src/domain/policy-journal'
import { systemClock } from '../../src/transfers/clock'
import { requireEncryption, testCurrentPolicy, testPolicy } from '../../src/operations/policy/require-encryption'
import { settlePolicy, type PolicyWork, type EncryptionTestStep } from '../../src/operations/policy/change-policy'
import { byGeneration } from '../gateway/generation'
import { alice, aliceGateway, createBucket, createKey, errorOf, gateway, plainSdk, toPut } from './fixture'

const { buckets, versions, uploads } = aliceGateway

class MapJournal implements PolicyJournal {
  readonly entries = new Map<string, PolicyEntry>()
  list(): Promise<readonly PolicyEntry[]> {
    return Promise.resolve([...this.entries.values()])
  }
  entryOf({ bucket }: PolicyPlace): Promise<PolicyEntry | undefined> {
    return Promise.resolve(this.entries.get(bucket))
  }
  put(entry: PolicyEntry): Promise<void> {
    this.entries.set(entry.bucket, entry)
    return Promise.resolve()
  }
  remove({ bucket }: PolicyEntry): Promise<void> {
    this.entries.delete(bucket)
    return Promise.resolve()
  }
  async hold<T>(_place: PolicyPlace, work: () => Promise<T>): Promise<{ readonly done: T }> {
    return { done: await work() }
  }
}

let bucket: string
let journal: MapJournal
let steps: EncryptionTestStep[]
let work: PolicyWork
beforeEach(async () => {
  bucket = await createBucket()
  journal = new MapJournal()
  steps = []
  work = {
    gateway: aliceGateway,
    bucket,
    journal,
    makeTestKey: () => Promise.resolve(createKey()),
    clock: systemClock,
    onStep: (step) => void steps.push(step)
  }
})

const deny = (more: object): object => ({ Effect: 'Deny', Principal: { AWS: '*' }, ...more })
const policy = (statement: object, version = '2012-10-17'): string =>
  JSON.stringify({ Version: version, Id: 'mine', Statement: [statement] })
/** Odd white space and order, so that "the same" is seen to be the same bytes. */
const others = (): string =>
  `{ "Statement": [ {"Resource":["arn:aws:s3:::${bucket}/*"],\n "Action":"s3:GetObject", "Sid":"Read",` +
  ` "Principal":{"AWS":["arn:aws:iam:::user/bob"]},"Effect":"Allow" } ],\t"Version" : "2012-10-17" }`
const manual = (version: string): string =>
  policy(
    deny({
      Sid: 'DenyPlain',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }
    }),
    version
  )

async function expectNothingLeft(): Promise<void> {
  expect((await versions.listPage({ bucket, prefix: '' })).versions).toEqual([])
  expect((await uploads.listPage(bucket)).uploads).toEqual([])
  expect(journal.entries.size).toBe(0)
}

describe('a policy', () => {
  it('comes back as the bytes that went in, and undefined is none', async () => {
    expect(await buckets.policyOf(bucket)).toBeUndefined()
    await buckets.putPolicy(bucket, others())
    expect(await buckets.policyOf(bucket)).toBe(others())
    await buckets.removePolicy(bucket)
    expect(await buckets.policyOf(bucket)).toBeUndefined()
  })

  it('with comments comes back with them', async () => {
    for (const text of [`/* whose */ ${others()}`, `${others()} /* the end */`, `${others()} // the end`]) {
      await buckets.putPolicy(bucket, text)
      expect(await buckets.policyOf(bucket)).toBe(text)
    }
  })

  it.each([
    ['no JSON', () => '{ "Version": nope'],
    ['an action that does not exist', () => policy(deny({ Action: 's3:Nope', Resource: `arn:aws:s3:::${bucket}/*` }))],
    ['the manual’s Version', () => manual('2018-05-24')]
  ])('with %s is refused, and the former one stays', async (_, text) => {
    await buckets.putPolicy(bucket, others())
    expect(await errorOf(buckets.putPolicy(bucket, text()))).toMatchObject({
      kind: 'policy-refused',
      details: { status: 400 }
    })
    expect(await buckets.policyOf(bucket)).toBe(others())
  })

  it('that denies its own change denies it to the owner too, but on Tentacle', async () => {
    const actions = ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy']
    await buckets.putPolicy(bucket, policy(deny({ Action: actions, Resource: `arn:aws:s3:::${bucket}` })))
    if (ownerMayAlways) {
      await buckets.removePolicy(bucket)
      await buckets.putPolicy(bucket, others())
    } else {
      expect((await errorOf(buckets.putPolicy(bucket, others()))).kind).toBe('access-denied')
      expect((await errorOf(buckets.removePolicy(bucket))).kind).toBe('access-denied')
    }
  })
})

/** The owner may change a policy that forbids it. */
const ownerMayAlways = byGeneration(gateway, { Pacific: false, Reef: false, Tentacle: true })

describe('on this gateway', () => {
  const underCondition = (condition: object): string =>
    policy(deny({ Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/*`, Condition: condition }))
  const nothing = {
    plain: 'clear',
    'plain-parts': 'clear',
    // Where it is no key, and nothing is configured: stored as it is, or refused as what cannot be done.
    aes256: byGeneration(gateway, { Pacific: 'clear', Reef: 'refused', Tentacle: 'refused' }),
    key: 'encrypted',
    'key-parts': 'encrypted'
  }
  const everything = Object.fromEntries(Object.keys(nothing).map((kind) => [kind, 'refused']))
  const allButKeys = { ...everything, key: 'encrypted', 'key-parts': 'encrypted' }
  const canEnforce = byGeneration(gateway, { Pacific: false, Reef: false, Tentacle: true })

  it.each([
    ['no policy denies nothing', (): undefined => undefined, nothing],
    ['the manual’s, with a Version of today, denies nothing', () => manual('2012-10-17'), nothing],
    [
      'Null of the customer algorithm denies everything, or on Tentacle what has no key',
      () => underCondition(CANDIDATE_CONDITIONS[0] ?? {}),
      canEnforce ? allButKeys : everything
    ],
    [
      'another customer algorithm than AES256 denies nothing',
      () => underCondition(CANDIDATE_CONDITIONS[1] ?? {}),
      nothing
    ]
  ] as const)('%s', async (_, text, findings) => {
    const json = text()
    if (json !== undefined) await buckets.putPolicy(bucket, json)
    expect((await testCurrentPolicy(work)).findings).toEqual(findings)
    expect(await buckets.policyOf(bucket)).toBe(json)
    await expectNothingLeft()
  })

  it('AES256 alone is stored in the clear by Pacific, and refused by the others', async () => {
    const putting = aliceGateway.putAes256Alone(bucket, 'odd key ü?#/../x')
    if (nothing.aes256 === 'refused') return expect((await errorOf(putting)).details.status).toBe(400)
    await putting
    expect(await alice.headObject(bucket, 'odd key ü?#/../x')).toMatchObject({ sizeBytes: 5 })
  })

  it.each([
    ['no policy', () => undefined],
    ['one of someone’s', others]
  ])('the proof says what the gateway can do; where it cannot, %s is what was and is there', async (_, text) => {
    const json = text()
    if (json !== undefined) await buckets.putPolicy(bucket, json)
    const outcome = await requireEncryption(work)
    if (canEnforce) {
      expect(outcome).toMatchObject({ isKept: true, findings: allButKeys, leftTestObjects: [] })
      await expectNothingLeft()
      const refused = await errorOf(alice.putObject(toPut(bucket, 'plain', 'refused')))
      expect(refused.kind).toBe('access-denied')
      await alice.putObject(toPut(bucket, 'locked', 'taken', { sseKey: createKey() }))
      return
    }
    expect(outcome).toEqual({ isKept: false, findings: nothing, policyJson: json, leftTestObjects: [] })
    expect(await buckets.policyOf(bucket)).toBe(json)
    await expectNothingLeft()
    expect(steps.filter(({ scope }) => scope === 'bucket')).toEqual([])
    await alice.putObject(toPut(bucket, 'plain', 'still taken'))
  })

  it('the probes of a versioned bucket go with all their versions', async () => {
    await plainSdk.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })
    )
    expect((await requireEncryption(work)).leftTestObjects).toEqual([])
    await expectNothingLeft()
  })

  it('the manual’s policy is tried on probes: refused as it stands, and of no effect otherwise', async () => {
    await buckets.putPolicy(bucket, others())
    expect(await testPolicy(work, manual('2018-05-24'))).toMatchObject({ isAccepted: false, findings: nothing })
    expect(await testPolicy(work, manual('2012-10-17'))).toMatchObject({ isAccepted: true, findings: nothing })
    expect(await buckets.policyOf(bucket)).toBe(others())
    await expectNothingLeft()
  })
})

describe('after a page that died', () => {
  it('the former policy is put back and the probes are removed, unless someone has changed it since', async () => {
    await buckets.putPolicy(bucket, others())
    const entry: PolicyEntry = {
      endpoint: alice.endpoint,
      bucket,
      accountId: alice.account.id,
      formerJson: others(),
      writtenJson: [manual('2012-10-17')],
      probePrefix: `.lockgate-probe-${randomUUID()}/`,
      startedAtMs: 0
    }
    await journal.put(entry)
    await buckets.putPolicy(bucket, manual('2012-10-17'))
    await alice.putObject(toPut(bucket, `${entry.probePrefix}plain`, 'probe'))
    await alice.createMultipartUpload(toPut(bucket, `${entry.probePrefix}plain-parts`, ''))
    expect(await settlePolicy(work, entry)).toEqual({ kind: 'restored', leftTestObjects: [] })
    expect(await buckets.policyOf(bucket)).toBe(others())
    await expectNothingLeft()

    await journal.put(entry)
    const somebodys = manual('2008-10-17')
    await buckets.putPolicy(bucket, somebodys)
    expect(await settlePolicy(work, entry)).toEqual({ kind: 'changed-since' })
    expect(await buckets.policyOf(bucket)).toBe(somebodys)
    expect(await journal.entryOf({ account: alice.account, bucket })).toEqual(entry)
  })
})
