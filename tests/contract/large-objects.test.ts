// Swift large objects as S3 shows them: what their listing hides, a HEAD tells.
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { mayBeLargeObject } from '../../src/domain/object-entry'
import type { Gateway } from '../../src/domain/gateway'
import { createGateway } from '../../src/s3/s3-gateway'
import { systemClock } from '../../src/transfers/clock'
import { restoreVersion } from '../../src/operations/versions/restore-version'
import { editRefusalOf } from '../../src/operations/editing/edit-refusal'
import { createSwiftAccount, type SwiftAccount } from '../gateway/swift'
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import { createBucket, createPlainSdk, download, gateway, profileOf } from './fixture'

const segments = [randomBytes(300_000), randomBytes(200_000)]
let swift: SwiftAccount
let owner: Gateway
let bucket: string

beforeAll(async () => {
  swift = await createSwiftAccount(gateway)
  owner = createGateway(profileOf(swift.account))
  bucket = await createBucket(createPlainSdk(swift.account))
})

describe.each(['dynamic', 'static'] as const)('a %s large object', (kind) => {
  it('lists as its manifest with the ETag of no bytes, and a HEAD tells its size and kind', async () => {
    const bytes = await swift.putLarge(kind, bucket, kind, segments)
    const entry = await owner.storage.findObject(bucket, kind)
    expect(entry?.sizeBytes).not.toBe(bytes.length)
    expect(entry !== undefined && mayBeLargeObject(entry)).toBe(true)
    const head = await owner.storage.headObject(bucket, kind)
    const segmentsAt = kind === 'dynamic' ? `${bucket}/${kind}-segments/` : undefined
    expect(head).toMatchObject({ sizeBytes: bytes.length, largeObject: { kind, segments: segmentsAt } })
    expect(head.etag).not.toBe(entry?.etag)
    const answer = await download(owner.storage, bucket, kind)
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('is not edited as the text that its manifest is not', async () => {
    await swift.putLarge(kind, bucket, `${kind}-text`, [Buffer.from('one '), Buffer.from('two')])
    const properties = await owner.properties.read(bucket, `${kind}-text`)
    expect(properties.sizeBytes).toBe(7)
    expect(editRefusalOf(properties)).toEqual({ code: 'large-object' })
  })

  it('leaves its segments when it is deleted', async () => {
    await swift.putLarge(kind, bucket, `${kind}-gone`, segments)
    await owner.storage.deleteObject(bucket, `${kind}-gone`)
    const { objects } = await owner.storage.listPage({ bucket, prefix: `${kind}-gone`, delimiter: undefined })
    expect(objects.map(({ sizeBytes }) => sizeBytes)).toEqual([300_000, 200_000])
  })
})

it('a version of a large object is restored as what its HEAD tells', async () => {
  const s3 = createPlainSdk(swift.account)
  const versioned = await createBucket(s3)
  const VersioningConfiguration = { Status: 'Enabled' } as const
  await s3.send(new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration }))
  await swift.putLarge('dynamic', versioned, 'a', segments)
  await swift.put(versioned, 'a', 'newer')
  const { versions } = await owner.versions.listPage({ bucket: versioned, prefix: 'a' })
  const older = versions.find(({ key, isLatest }) => key === 'a' && !isLatest)
  if (older === undefined) throw new Error('no older version')
  const { key, versionId, etag, sizeBytes } = older
  const asked = {
    gateway: owner,
    bucket: versioned,
    key,
    versionId,
    etag,
    sizeBytes,
    sseKey: undefined,
    nullVersion: undefined
  }
  const restored = await restoreVersion(asked, { clock: systemClock }, new AbortController().signal)
  expect(restored.error).toBeUndefined()
  expect(restored.report?.properties.sizeBytes).toBe(500_000)
})
