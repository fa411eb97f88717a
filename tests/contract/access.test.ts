// Access control on the real gateway: whole ACLs there and back, what strangers and another account may then do, and what policies open.
import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetObjectCommand,
  PutBucketAclCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  accessOf,
  CANNED_ACLS,
  cannedAclOf,
  isSameAcl,
  withCannedAcl,
  withGrant,
  withoutGrants
} from '../../src/domain/acl'
import { accountOfCredentials } from '../../src/domain/account'
import { createGateway } from '../../src/s3/s3-gateway'
import { ManyAccess } from '../../src/ui/sharing/many-access.svelte'
import { bucketAclPlace, changeAcl, objectAclPlace } from '../../src/operations/access/change-acl'
import { observeBucketPublicAccess } from '../../src/operations/access/public-access-observer'
import { byGeneration } from '../gateway/generation'
import { toPolicy } from '../gateway/measured-policies'
import {
  alice,
  aliceGateway,
  createBucket,
  createKey,
  createPlainSdk,
  errorOf,
  gateway,
  plainSdk,
  profileOf,
  toPut
} from './fixture'

const { access, buckets, links } = aliceGateway
const bobGateway = createGateway(profileOf(gateway.bob))
const bobSdk = createPlainSdk(gateway.bob)
const bob = gateway.bob.userId

let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

/** What someone without any account is answered. */
const anonymousStatus = async (key: string, inBucket = bucket): Promise<number> =>
  (await fetch(`${gateway.http}/${inBucket}/${key}`)).status

it('an ACL that is written makes the object look changed on Pacific alone: the listing’s date moves with it', async () => {
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: 'dated', Body: 'x' }))
  const before = await aliceGateway.storage.findObject(bucket, 'dated')
  await plainSdk.send(new PutObjectAclCommand({ Bucket: bucket, Key: 'dated', ACL: 'public-read' }))
  const after = await aliceGateway.storage.findObject(bucket, 'dated')
  const moves = byGeneration(gateway, { Pacific: true, Reef: false, Tentacle: false })
  if (moves) expect(after?.modifiedAtMs).toBeGreaterThan(before?.modifiedAtMs ?? Infinity)
  else expect(after?.modifiedAtMs).toBe(before?.modifiedAtMs)
})

describe('the ACL of a bucket', () => {
  it('of a new bucket grants its owner full control, and no one else any access', async () => {
    const acl = await access.ofBucket(await createBucket())
    expect(cannedAclOf(acl)).toBe('private')
    expect(accessOf(acl)).toMatchObject([
      { isOwner: true, grantee: { id: gateway.alice.userId }, permissions: { length: 4 } }
    ])
  })

  it.each(CANNED_ACLS)('%s is what the gateway itself makes of it', async (canned) => {
    const [ours, theirs] = [await createBucket(), await createBucket()]
    await access.putOfBucket(ours, withCannedAcl(await access.ofBucket(ours), canned))
    await plainSdk.send(new PutBucketAclCommand({ Bucket: theirs, ACL: canned }))
    const [a, b] = [await access.ofBucket(ours), await access.ofBucket(theirs)]
    expect(isSameAcl(a, b)).toBe(true)
    expect(cannedAclOf(b)).toBe(canned)
  })

  it('opens the list to strangers, and closes it again; grants beside it stay', async () => {
    const place = bucketAclPlace(access, bucket)
    await changeAcl(place, { change: (acl) => withGrant(acl, bob, ['READ', 'WRITE_ACP']) })
    expect(await access.canAnyoneList(bucket)).toBe('no')
    expect((await changeAcl(place, { change: (acl) => withCannedAcl(acl, 'public-read') })).kind).toBe('changed')
    expect([await access.canAnyoneList(bucket), await anonymousStatus('')]).toEqual(['yes', 200])
    expect((await changeAcl(place, { change: (acl) => withCannedAcl(acl, 'private') })).kind).toBe('changed')
    expect([await access.canAnyoneList(bucket), await anonymousStatus('')]).toEqual(['no', 403])
    const { Grants: grants } = await plainSdk.send(new GetBucketAclCommand({ Bucket: bucket }))
    expect(grants?.map(({ Grantee, Permission }) => `${Grantee?.ID} ${Permission}`).sort()).toEqual([
      `${gateway.alice.userId} FULL_CONTROL`,
      `${bob} READ`,
      `${bob} WRITE_ACP`
    ])
    await changeAcl(place, { change: (acl) => withoutGrants(acl, bob) })
    expect(cannedAclOf(await access.ofBucket(bucket))).toBe('private')
    expect((await errorOf(bobGateway.storage.listPage({ bucket, prefix: '', delimiter: '/' }))).kind).toBe(
      'access-denied'
    )
  })

  it('lets another account list, and everybody with an account', async () => {
    const own = await createBucket()
    const list = () => bobGateway.storage.listPage({ bucket: own, prefix: '', delimiter: '/' })
    expect((await errorOf(list())).kind).toBe('access-denied')
    const place = bucketAclPlace(access, own)
    await changeAcl(place, { change: (acl) => withGrant(acl, bob, ['READ']) })
    expect((await list()).objects).toEqual([])
    await changeAcl(place, { change: (acl) => withoutGrants(withCannedAcl(acl, 'authenticated-read'), bob) })
    expect((await list()).objects).toEqual([])
    expect(await access.canAnyoneList(own)).toBe('no')
  })

  it('with a user that the gateway does not know is refused and changes nothing', async () => {
    const before = await access.ofBucket(bucket)
    for (const id of ['nobody-here', 'a b<&>', 'ten$bob', 'x'.repeat(500)]) {
      const error = await errorOf(access.putOfBucket(bucket, withGrant(before, id, ['READ'])))
      expect(error.kind, id).toBe('grantee-unknown')
    }
    expect(isSameAcl(await access.ofBucket(bucket), before)).toBe(true)
  })

  it('is given back to an owner whom a grant header left with nothing', async () => {
    const own = await createBucket()
    await plainSdk.send(new PutBucketAclCommand({ Bucket: own, GrantRead: `id=${bob}` }))
    const lost = await access.ofBucket(own)
    expect(cannedAclOf(lost)).toBeUndefined()
    expect((await errorOf(alice.listPage({ bucket: own, prefix: '', delimiter: '/' }))).kind).toBe('access-denied')
    await changeAcl(bucketAclPlace(access, own), { change: (acl) => withCannedAcl(acl, 'private'), seen: lost })
    expect((await alice.listPage({ bucket: own, prefix: '', delimiter: '/' })).objects).toEqual([])
    expect(accessOf(await access.ofBucket(own)).at(-1)).toMatchObject({ grantee: { id: bob }, permissions: ['READ'] })
  })

  it('of another user’s bucket is refused, and of a bucket that does not exist not found', async () => {
    expect((await errorOf(bobGateway.access.ofBucket(bucket))).kind).toBe('access-denied')
    expect((await errorOf(access.ofBucket('no-such-bucket-here'))).kind).toBe('no-such-bucket')
  })
})

describe('the ACL of an object', () => {
  const keys = [
    'a b+c.txt',
    '../up',
    'a//b',
    '%2e%2e/x',
    "q'!()*&<>",
    '\x01control',
    'new\nline',
    'emoji 😀',
    'עברית',
    'x'.repeat(1024)
  ]

  it.each(keys)('opens and closes %j', async (key) => {
    await alice.putObject(toPut(bucket, key, 'x'))
    const place = objectAclPlace(access, bucket, key)
    expect(
      (await changeAcl(place, { change: (acl) => withGrant(withCannedAcl(acl, 'public-read'), bob, ['READ_ACP']) }))
        .kind
    ).toBe('changed')
    expect(await links.opensForAnyone(bucket, key)).toBe('yes')
    expect((await changeAcl(place, { change: (acl) => withCannedAcl(acl, 'private') })).kind).toBe('changed')
    expect(await links.opensForAnyone(bucket, key)).toBe('no')
    expect(accessOf(await access.ofObject(bucket, key))).toHaveLength(2)
  })

  it.each(CANNED_ACLS)('%s is what the gateway itself makes of it', async (canned) => {
    for (const key of ['ours', 'theirs']) await alice.putObject(toPut(bucket, key, 'x'))
    await access.putOfObject(bucket, 'ours', withCannedAcl(await access.ofObject(bucket, 'ours'), canned))
    await plainSdk.send(new PutObjectAclCommand({ Bucket: bucket, Key: 'theirs', ACL: canned }))
    expect(isSameAcl(await access.ofObject(bucket, 'ours'), await access.ofObject(bucket, 'theirs'))).toBe(true)
  })

  it('lets one account read it, whatever the bucket says', async () => {
    await alice.putObject(toPut(bucket, 'for-bob', 'x'))
    expect((await errorOf(bobGateway.storage.headObject(bucket, 'for-bob'))).kind).toBe('access-denied')
    await changeAcl(objectAclPlace(access, bucket, 'for-bob'), { change: (acl) => withGrant(acl, bob, ['READ']) })
    expect(await bobGateway.storage.headObject(bucket, 'for-bob')).toMatchObject({ sizeBytes: 1 })
    const error = await errorOf(
      access.putOfObject(
        bucket,
        'for-bob',
        withGrant(await access.ofObject(bucket, 'for-bob'), 'nobody-here', ['READ'])
      )
    )
    expect(error.kind).toBe('grantee-unknown')
  })

  it('of an encrypted one is read and written without its key, which strangers need anyway', async () => {
    await alice.putObject(toPut(bucket, 'locked', 'x', { sseKey: createKey() }))
    await changeAcl(objectAclPlace(access, bucket, 'locked'), { change: (acl) => withCannedAcl(acl, 'public-read') })
    expect(await anonymousStatus('locked')).toBe(400)
    await changeAcl(objectAclPlace(access, bucket, 'locked'), { change: (acl) => withCannedAcl(acl, 'private') })
    expect(await anonymousStatus('locked')).toBe(403)
  })

  it('is the latest version’s where there are several', async () => {
    const own = await createBucket()
    await plainSdk.send(new PutBucketVersioningCommand({ Bucket: own, VersioningConfiguration: { Status: 'Enabled' } }))
    const [first] = [
      await plainSdk.send(new PutObjectCommand({ Bucket: own, Key: 'k', Body: 'old' })),
      await plainSdk.send(new PutObjectCommand({ Bucket: own, Key: 'k', Body: 'new' }))
    ]
    await changeAcl(objectAclPlace(access, own, 'k'), { change: (acl) => withCannedAcl(acl, 'public-read') })
    expect(await (await fetch(`${gateway.http}/${own}/k`)).text()).toBe('new')
    expect(await anonymousStatus(`k?versionId=${first.VersionId}`, own)).toBe(403)
    expect(cannedAclOf(await access.ofObject(own, 'k', first.VersionId))).toBe('private')
  })

  it('is owned by its uploader, also in another user’s bucket', async () => {
    const own = await createBucket()
    await changeAcl(bucketAclPlace(access, own), { change: (acl) => withGrant(acl, bob, ['WRITE']) })
    await bobSdk.send(new PutObjectCommand({ Bucket: own, Key: 'k', Body: 'x' }))
    expect((await errorOf(access.ofObject(own, 'k'))).kind).toBe('access-denied')
    await expect(plainSdk.send(new GetObjectCommand({ Bucket: own, Key: 'k' }))).rejects.toThrow()
    await alice.deleteObject(own, 'k')
    expect(await alice.findObject(own, 'k')).toBeUndefined()
  })

  it('that is not there, or that no request can name, is an error', async () => {
    expect((await errorOf(access.ofObject(bucket, 'no-such-key'))).kind).toBe('no-such-object')
    for (const key of ['.', '..', '']) expect((await errorOf(access.ofObject(bucket, key))).kind).toBe('name-refused')
  })
})

describe('what someone without credentials may do', () => {
  it('is not known where nothing answers, or something else than the gateway', async () => {
    const of = (endpoint: string) => createGateway(profileOf({ endpoint })).access.canAnyoneList(bucket)
    expect(await of(gateway.redirect)).toBe('not-known')
    expect(await of(gateway.broken)).toBe('not-known')
    expect(await of('http://127.0.0.1:9')).toBe('not-known')
    const aborted = AbortSignal.abort(new DOMException('Stopped', 'AbortError'))
    await expect(access.canAnyoneList(bucket, aborted)).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('in a tenant’s bucket is asked of that bucket, not of another of the same name without a tenant', async () => {
    const profile = profileOf(gateway.carol)
    const account = { ...accountOfCredentials(profile), userId: gateway.carol.userId }
    const carol = createGateway(profile, { account })
    const own = await createBucket(createPlainSdk(gateway.carol))
    await plainSdk.send(new CreateBucketCommand({ Bucket: own })) // alice's, and private
    await carol.storage.putObject(toPut(own, 'k', 'carol’s'))
    expect([await carol.access.canAnyoneList(own), await carol.links.opensForAnyone(own, 'k')]).toEqual(['no', 'no'])
    const Resource = [`arn:aws:s3:::${own}`, `arn:aws:s3:::${own}/*`]
    const open = { Effect: 'Allow', Principal: '*', Action: ['s3:ListBucket', 's3:GetObject'], Resource }
    await carol.buckets.putPolicy(own, toPolicy(open))
    expect([await carol.access.canAnyoneList(own), await carol.links.opensForAnyone(own, 'k')]).toEqual(['yes', 'yes'])
    expect(await (await fetch(carol.links.unsignedUrl(own, 'k'))).text()).toBe('carol’s')
    expect(await access.canAnyoneList(own)).toBe('no')
  })

  it('by the ACL is closed by a policy that denies it', async () => {
    const own = await createBucket()
    await plainSdk.send(new PutBucketAclCommand({ Bucket: own, ACL: 'public-read' }))
    expect(await access.canAnyoneList(own)).toBe('yes')
    const deny = { Effect: 'Deny', Principal: '*', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${own}` }
    await buckets.putPolicy(own, toPolicy(deny))
    expect(await access.canAnyoneList(own)).toBe('no')
    expect((await observeBucketPublicAccess(aliceGateway, own)).reasons).toEqual([])
  })

  it('by the ACL is seen with the policy; what another may not read is unreadable', async () => {
    const own = await createBucket()
    await plainSdk.send(new PutBucketAclCommand({ Bucket: own, ACL: 'public-read-write' }))
    expect((await observeBucketPublicAccess(aliceGateway, own)).reasons).toEqual([
      expect.objectContaining({ operation: 'list', by: 'acl', certainty: 'sure' }),
      expect.objectContaining({ operation: 'write', by: 'acl', certainty: 'sure' }),
      expect.objectContaining({ operation: 'delete', by: 'acl', certainty: 'sure' })
    ])
    expect(await observeBucketPublicAccess(bobGateway, own)).toMatchObject({
      reasons: [{ operation: 'list', by: 'test', certainty: 'sure' }],
      unreadable: expect.arrayContaining(['acl']) as unknown
    })
  })
})

describe('many at once', () => {
  it('reaches every object of a selection, in folders too, and loses no grant', async () => {
    const own = await createBucket()
    const keys = ['top', 'f/a', 'f/b/c', 'f/d//e', 'f/\x01', 'other/x']
    for (const key of keys) await alice.putObject(toPut(own, key, 'x'))
    await changeAcl(objectAclPlace(access, own, 'f/a'), { change: (acl) => withGrant(acl, bob, ['READ']) })
    const top = await alice.findObject(own, 'top')
    const many = new ManyAccess(aliceGateway, own, { entries: top === undefined ? [] : [top], prefixes: ['f/'] })
    many.canned = 'public-read'
    await many.start()
    expect([many.job?.state, many.job?.doneCount, many.job?.failures]).toEqual(['done', 5, []])
    const open = await Promise.all(keys.map((key) => links.opensForAnyone(own, key)))
    expect(open).toEqual(['yes', 'yes', 'yes', 'yes', 'yes', 'no'])
    expect((await access.ofObject(own, 'f/a')).grants).toHaveLength(3)
    many.kind = 'grant'
    many.userId = 'nobody-here'
    await many.start()
    expect([many.isUserRefused, many.job]).toEqual([true, undefined])
    many.kind = 'canned'
    many.canned = 'private'
    await many.start()
    expect(await links.opensForAnyone(own, 'f/d//e')).toBe('no')
    expect((await access.ofObject(own, 'f/a')).grants).toHaveLength(2)
  })
})
