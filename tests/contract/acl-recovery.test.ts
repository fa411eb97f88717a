// Pending ACLs on the real gateway: an edit whose network is lost right after the write, and objects that must be left alone.
import { PutBucketPolicyCommand, PutObjectAclCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, expect, it } from 'vitest'
import { AppError } from '../../src/domain/app-error'
import { withCannedAcl } from '../../src/domain/acl'
import type { Gateway } from '../../src/domain/gateway'
import type { PendingAcl, PendingAclJournal } from '../../src/domain/pending-acl'
import { createGateway } from '../../src/s3/s3-gateway'
import { systemClock } from '../../src/transfers/clock'
import { openText, saveText, type EditableText, type SaveOutcome } from '../../src/operations/editing/edit-object'
import { PendingAcls } from '../../src/operations/access/pending-acls'
import { aliceGateway, createBucket, gateway, md5, plainSdk, profileOf } from './fixture'

const digester = { md5Hex: async (body: Blob) => md5(new Uint8Array(await body.arrayBuffer())) }
const offline = () => Promise.reject(new AppError('offline'))
const { access } = aliceGateway

class MemoryJournal implements PendingAclJournal {
  readonly entries = new Map<string, PendingAcl>()
  list = () => Promise.resolve([...this.entries.values()])
  put = (pending: PendingAcl) => Promise.resolve(void this.entries.set(pending.id, pending))
  remove = (id: string) => Promise.resolve(void this.entries.delete(id))
  hold = async <T>(_id: string, work: () => Promise<T>) => ({ done: await work() })
}

let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

async function putPublic(key: string): Promise<void> {
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'before', ACL: 'public-read' }))
}

async function open(key: string, of: Gateway): Promise<EditableText> {
  const seen = { encryption: { state: 'clear', seenAtMs: 0 }, sseKey: undefined } as const
  const opened = await openText({ gateway: of, bucket, key }, seen, digester, new AbortController().signal)
  if (opened.kind !== 'text') throw new Error(opened.refusal.code)
  return opened.object
}

/** Saves by a gateway that is out of reach from the moment the object was written, but for these parts. */
async function saveAndLose(key: string, recovery: PendingAcls, reachable: Partial<Gateway> = {}): Promise<SaveOutcome> {
  const lost = { ...aliceGateway }
  const object = await open(key, lost)
  const written: Gateway['properties']['overwrite'] = async (request) => {
    const outcome = await aliceGateway.properties.overwrite(request)
    const { tagsOf, readSmall, overwrite } = aliceGateway.properties
    const properties = { read: offline, tagsOf, readSmall, overwrite } as unknown as Gateway['properties']
    Object.assign(lost, { access: { ofObject: offline, putOfObject: offline }, properties, ...reachable })
    return outcome
  }
  const properties = Object.create(aliceGateway.properties, { overwrite: { value: written } }) as Gateway['properties']
  lost.properties = properties
  const impatient = { ...systemClock, nowMs: () => Date.now(), random: () => 0, sleep: () => Promise.resolve() }
  return saveText(object, 'after', { digester, clock: impatient, aclRecovery: recovery })
}

it('an edit whose network is lost right after the write is private until the network is back, and then as before', async () => {
  await putPublic('lost.txt')
  const before = await access.ofObject(bucket, 'lost.txt')
  const journal = new MemoryJournal()
  const recovery = new PendingAcls(journal)
  expect((await saveAndLose('lost.txt', recovery)).kind).toBe('unconfirmed')
  expect([(await access.ofObject(bucket, 'lost.txt')).grants.length, journal.entries.size]).toEqual([1, 1])
  expect(await recovery.recover(aliceGateway)).toMatchObject([{ kind: 'restored' }])
  expect([await access.ofObject(bucket, 'lost.txt'), journal.entries.size]).toEqual([before, 0])
})

it('the next edit of an object whose edit was cut off restores its ACL first', async () => {
  await putPublic('next.txt')
  const before = await access.ofObject(bucket, 'next.txt')
  const journal = new MemoryJournal()
  const recovery = new PendingAcls(journal)
  await saveAndLose('next.txt', recovery)
  const deps = { digester, clock: systemClock, aclRecovery: recovery }
  const outcome = await saveText(await open('next.txt', aliceGateway), 'again', deps)
  expect(outcome).toMatchObject({ kind: 'saved', report: { acl: { state: 'kept' }, differences: [] } })
  expect([await access.ofObject(bucket, 'next.txt'), journal.entries.size]).toEqual([before, 0])
})

it('an ACL write whose answer is lost is found done, though it moved the object’s date', async () => {
  await putPublic('answered.txt')
  const journal = new MemoryJournal()
  const recovery = new PendingAcls(journal)
  let isWritten = false
  const half = {
    properties: aliceGateway.properties,
    access: {
      ...access,
      ofObject: (...of: Parameters<typeof access.ofObject>) => (isWritten ? offline() : access.ofObject(...of)),
      putOfObject: async (...of: Parameters<typeof access.putOfObject>) => {
        await access.putOfObject(...of)
        isWritten = true
      }
    } as Gateway['access']
  }
  await saveAndLose('answered.txt', recovery, half)
  const [entry] = [...journal.entries.values()]
  expect(entry).toMatchObject({ aclSentAtMs: expect.any(Number), modifiedAtMs: expect.any(Number) })
  expect(await recovery.recover(aliceGateway)).toEqual([{ kind: 'settled' }])
  expect(journal.entries.size).toBe(0)

  // The same bytes with another ACL, when our own write may have moved the date, are still the ones that were written.
  const writtenAtMs = Date.now()
  await plainSdk.send(new PutObjectAclCommand({ Bucket: bucket, Key: 'answered.txt', ACL: 'private' }))
  await journal.put({ ...(entry as PendingAcl), modifiedAtMs: writtenAtMs - 3_600_000, aclSentAtMs: writtenAtMs })
  expect(await recovery.recover(aliceGateway)).toMatchObject([{ kind: 'restored' }])
})

it('the same bytes that someone wrote again, and an old entry, are not opened', async () => {
  await putPublic('again.txt')
  const journal = new MemoryJournal()
  const recovery = new PendingAcls(journal)
  await saveAndLose('again.txt', recovery)
  const [entry] = [...journal.entries.values()] as [PendingAcl]
  const written = await aliceGateway.properties.read(bucket, 'again.txt')
  await journal.put({ ...entry, modifiedAtMs: (written.modifiedAtMs ?? 0) - 5_000 })
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: 'again.txt', Body: 'after' }))
  expect(await recovery.recover(aliceGateway)).toMatchObject([{ kind: 'ask', reason: 'unclear' }])
  await journal.put({ ...entry, beganAtMs: entry.beganAtMs - 180 * 86_400_000, modifiedAtMs: written.modifiedAtMs })
  expect(await recovery.recover(aliceGateway)).toMatchObject([{ kind: 'ask' }])
  expect((await fetch(`${gateway.http}/${bucket}/again.txt`)).status).toBe(403)
  expect(await recovery.restore(aliceGateway, entry.id)).toMatchObject({ kind: 'restored' })
  expect((await fetch(`${gateway.http}/${bucket}/again.txt`)).status).toBe(200)
})

it('a rewrite by another user keeps the grants under the new owner, and is done then', async () => {
  const bob = gateway.bob.userId
  const bobGateway = createGateway(profileOf(gateway.bob))
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam:::user/${bob}`] },
        Action: ['s3:GetObject', 's3:PutObject', 's3:GetObjectAcl', 's3:GetObjectTagging', 's3:ListBucket'],
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]
      }
    ]
  }
  await putPublic('group.txt')
  await plainSdk.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }))
  const before = await access.ofObject(bucket, 'group.txt')
  const journal = new MemoryJournal()
  const deps = { digester, clock: systemClock, aclRecovery: new PendingAcls(journal) }
  const outcome = await saveText(await open('group.txt', bobGateway), 'by bob', deps)
  expect(outcome).toMatchObject({ kind: 'saved', report: { acl: { state: 'kept', owner: { id: bob } } } })
  expect(journal.entries.size).toBe(0)
  const now = await bobGateway.access.ofObject(bucket, 'group.txt')
  expect(now.owner.id).toBe(bob)
  expect(now.grants).toEqual(expect.arrayContaining([...withCannedAcl(before, 'public-read').grants]))
  expect((await fetch(`${gateway.http}/${bucket}/group.txt`)).status).toBe(200)
})
