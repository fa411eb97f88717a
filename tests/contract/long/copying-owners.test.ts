// Copies of another user's objects: they become the copier's, and this is said.
import { expect, test } from 'vitest'
import { copyObject } from '../../../src/operations/copying/copy-object'
import type { CopyDeps, CopyJob } from '../../../src/operations/copying/copy-task'
import { createGateway } from '../../../src/s3/s3-gateway'
import { systemClock } from '../../../src/transfers/clock'
import { aliceGateway, createBucket, createKey, gateway, md5, profileOf, toPut } from '../fixture'

const { access, storage } = aliceGateway
const sseKey = createKey()
const deps: CopyDeps = {
  digester: { md5Hex: async (body) => md5(new Uint8Array(await body.arrayBuffer())) },
  clock: systemClock,
  findKey: () => Promise.resolve(undefined),
  usingKey: (_key, work) => work()
}

test.each([
  { about: 'copied', key: 'copied', change: {} },
  { about: 'moved', key: 'moved', change: { isMove: true } },
  { about: 'encrypted in place', key: 'of-bob', change: { encryption: { kind: 'key', sseKey } } }
] as const)('an object of another user that is $about becomes one’s own', async ({ key, change }) => {
  const bucket = await createBucket()
  const acl = await access.ofBucket(bucket)
  const write = { grantee: { type: 'user', id: 'bob' }, permission: 'WRITE' } as const
  await access.putOfBucket(bucket, { ...acl, grants: [...acl.grants, write] })
  const bob = createGateway(profileOf(gateway.bob))
  await bob.storage.putObject(toPut(bucket, 'of-bob', 'x', { acl: 'bucket-owner-full-control' }))
  await storage.putObject(toPut(bucket, 'of-alice', 'x'))
  const copy = async (from: string, to: string) => {
    const entry = await storage.findObject(bucket, from)
    if (entry === undefined) throw new Error(`There is no ${from}`)
    const job: CopyJob = {
      ...{ gateway: aliceGateway, bucket, targetGateway: aliceGateway, targetBucket: bucket },
      ...{ encryption: { kind: 'keep' }, isMove: false, versioning: 'off', mustEncrypt: false },
      refusesEncryptedSources: { value: false },
      ...change
    }
    return copyObject(job, { entry, key: to, isReplacing: false }, deps, new AbortController().signal)
  }
  expect((await copy('of-bob', key)).lost).toEqual(['owner'])
  expect((await access.ofObject(bucket, key)).owner.id).toBe('alice')
  if (key !== 'of-bob') expect((await copy('of-alice', `${key} too`)).lost).toEqual([])
  if (key === 'moved') expect(await storage.findObject(bucket, 'of-bob')).toBeUndefined()
})
