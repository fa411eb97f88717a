// A bucket that another user may only write to: what an upload may ask there, and that it needs nothing more.
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../src/domain/app-error'
import type { ObjectStorage } from '../../src/domain/ports'
import type { JournalEntry } from '../../src/domain/transfer-journal'
import { createGateway } from '../../src/s3/s3-gateway'
import { systemClock } from '../../src/transfers/clock'
import { resumeUpload } from '../../src/transfers/resume-upload'
import type { Transfer } from '../../src/transfers/transfer'
import { alice, aliceGateway, createBucket, createKey, errorOf, gateway, profileOf, toPut } from './fixture'
import { FakeDigester } from '../unit/transfers/fakes'
import { uploadThrough } from './upload-through'

const bobGateway = createGateway(profileOf(gateway.bob))
const bob = bobGateway.storage
const MIB = 1024 * 1024
let granted: string
let allowed: string

beforeAll(async () => {
  granted = await createBucket()
  const { owner, grants } = await aliceGateway.access.ofBucket(granted)
  const grant = { grantee: { type: 'user', id: gateway.bob.userId }, permission: 'WRITE' } as const
  await aliceGateway.access.putOfBucket(granted, { owner, grants: [...grants, grant] })
  allowed = await createBucket()
  const statement = (Effect: string, Action: string) => ({
    ...{ Effect, Action, Principal: { AWS: [`arn:aws:iam:::user/${gateway.bob.userId}`] } },
    Resource: [`arn:aws:s3:::${allowed}/*`]
  })
  const denied = ['s3:GetObject', 's3:ListMultipartUploadParts'].map((action) => statement('Deny', action))
  const Statement = [statement('Allow', 's3:PutObject'), ...denied]
  await aliceGateway.buckets.putPolicy(allowed, JSON.stringify({ Version: '2012-10-17', Statement }))
})

async function upload(bucket: string, key: string, sizeBytes: number, isLocked: boolean): Promise<Transfer> {
  const file = new File([new Uint8Array(randomBytes(sizeBytes))], key)
  const sseKey = isLocked ? createKey() : undefined
  const { ended } = await uploadThrough(bob, bucket, file, { ifAbsent: true, keepsBoth: true, sseKey })
  return ended
}

it('refuses listing, and looking at what others wrote', async () => {
  await alice.putObject(toPut(granted, 'theirs', 'x'))
  expect((await errorOf(bob.findObject(granted, 'theirs'))).kind).toBe('access-denied')
  expect((await errorOf(bob.headObject(granted, 'theirs'))).kind).toBe('access-denied')
})

describe.each([
  ['small', 5_000],
  ['large', 20 * MIB]
])('a %s file', (size, sizeBytes) => {
  it('is uploaded and verified by a grant of WRITE alone', async () => {
    expect(await upload(granted, size, sizeBytes, false)).toMatchObject({
      state: 'done',
      verification: 'verified',
      key: size
    })
    expect((await alice.findObject(granted, size))?.sizeBytes).toBe(sizeBytes)
  })

  it('with a key is seen to be encrypted, since its writer may look at it', async () => {
    const ended = await upload(granted, `${size}-locked`, sizeBytes, true)
    expect(ended).toMatchObject({ state: 'done', verification: 'verified', lock: { state: 'encrypted' } })
  })

  it('is uploaded where a policy allows PutObject alone, and its encryption is not claimed', async () => {
    expect(await upload(allowed, size, sizeBytes, false)).toMatchObject({ state: 'done', verification: 'verified' })
    const ended = await upload(allowed, `${size}-locked`, sizeBytes, true)
    expect(ended).toMatchObject({ state: 'done', verification: 'verified', lock: { state: 'unknown' } })
  })
})

it('goes on with an upload that broke off, and is verified by the answers to its parts', async () => {
  const key = 'resumed'
  const file = new File([new Uint8Array(randomBytes(20 * MIB))], key)
  let isFirstSent = (): void => undefined
  const firstSent = new Promise<void>((resolve) => (isFirstSent = resolve))
  const broken: Pick<ObjectStorage, 'uploadPart'> = {
    async uploadPart(part, options) {
      if (part.partNumber > 1) {
        await firstSent
        throw new AppError('quota-exceeded')
      }
      const sent = await bob.uploadPart(part, options)
      isFirstSent()
      return sent
    }
  }
  const storage = new Proxy(bob, {
    get(target, name) {
      const value: unknown = Reflect.get(name === 'uploadPart' ? broken : target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    }
  })
  const how = { ifAbsent: false }
  const { ended: failed, journal } = await uploadThrough(storage, allowed, file, how)
  expect(failed.error?.kind).toBe('quota-exceeded')
  const noted = () => [...journal.entries.values()].find(({ sentMd5s }) => sentMd5s?.size === 1)
  await expect.poll(noted, { timeout: 10_000 }).toBeDefined()
  const { signal } = new AbortController()
  const partsOf = (uploadId: string) => bobGateway.uploads.partsOf(allowed, key, uploadId, signal)
  expect((await errorOf(partsOf(noted()?.uploadId ?? ''))).kind).toBe('access-denied')
  const { work } = await resumeUpload(
    noted() as JournalEntry,
    { storage: bob, bucket: allowed, key, file, contentType: '', ...how },
    { digester: new FakeDigester(), partsOf, random: Math.random, clock: systemClock, signal }
  )
  expect([...work.memory.sentParts]).toEqual([1])
  const { ended } = await uploadThrough(bob, allowed, file, how, work)
  expect(ended).toMatchObject({ state: 'done', verification: 'verified' })
  expect((await alice.findObject(allowed, key))?.sizeBytes).toBe(20 * MIB)
}, 120_000)

it('keeps a small file beside one whose name is taken, though it cannot be listed', async () => {
  await alice.putObject(toPut(granted, 'taken.txt', 'theirs'))
  expect(await upload(granted, 'taken.txt', 100, false)).toMatchObject({ state: 'done', key: 'taken (1).txt' })
  expect((await alice.findObject(granted, 'taken.txt'))?.sizeBytes).toBe(6)
})
