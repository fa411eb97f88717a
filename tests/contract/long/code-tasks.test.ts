// Every task in every tool's code, run as it stands over TLS, and its effect seen with the plain SDK.
import { randomBytes } from 'node:crypto'
import {
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  GetObjectAclCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type GetObjectAclOutput
} from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import type { Acl, Grant } from '../../../src/domain/acl'
import { CODE_TOOLS, placeOf, type CodeTask, type CodeTool } from '../../../src/domain/code/code-task'
import { refusesBlankSecret, writeCode } from '../../../src/domain/code/write-code'
import { createBucket, createPlainSdk, gateway, inTurns, ldap, plainSdk, tokenProfile } from '../fixture'
import { canWrite, runCode, tlsProfile } from '../run-code'

const put = (bucket: string, key: string, body = `body of ${key}`): Promise<unknown> =>
  plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))

async function keysIn(bucket: string): Promise<readonly string[]> {
  const { Contents = [] } = await plainSdk.send(new ListObjectsV2Command({ Bucket: bucket }))
  return Contents.map(({ Key = '' }) => Key)
}

const grantsOf = ({ Grants = [] }: GetObjectAclOutput): readonly string[] =>
  Grants.map(({ Grantee, Permission }) => `${Grantee?.ID ?? Grantee?.URI?.split('/').at(-1)} ${Permission}`).sort()

const tlsPlace = placeOf(tlsProfile())
const owner = { id: gateway.alice.userId }
const own: Grant = { grantee: { type: 'user', id: owner.id }, permission: 'FULL_CONTROL' }
const PRIVATE: Acl = { owner, grants: [own] }
const PUBLIC: Acl = { owner, grants: [own, { grantee: { type: 'everyone' }, permission: 'READ' }] }
const FOR_BOB: Acl = {
  owner,
  grants: [own, { grantee: { type: 'user', id: gateway.bob.userId }, permission: 'READ' }]
}

const CANNOT: Partial<Record<CodeTool, readonly CodeTask['kind'][]>> = {
  rclone: ['read-acl', 'set-acl', 'read-policy', 'set-policy', 'delete-policy']
}
const cannot = (tool: CodeTool, kind: CodeTask['kind']): boolean => CANNOT[tool]?.includes(kind) === true

describe.each(CODE_TOOLS)('%s', (tool) => {
  test('creates, lists and deletes a bucket', async () => {
    const bucket = `contract-${randomBytes(6).toString('hex')}`
    const created = await runCode(tool, [
      { kind: 'create-bucket', bucket, acl: 'public-read' },
      { kind: 'list-buckets' }
    ])
    expect(created.status, created.stderr).toBe(0)
    expect(created.said).toContain(bucket)
    expect(grantsOf(await plainSdk.send(new GetBucketAclCommand({ Bucket: bucket })))).toContain('AllUsers READ')
    const deleted = await runCode(tool, { kind: 'delete-bucket', bucket })
    expect(deleted.status, deleted.stderr).toBe(0)
    await expect(plainSdk.send(new HeadBucketCommand({ Bucket: bucket }))).rejects.toThrow()
  })

  test('creates a bucket in a placement', async () => {
    const create = (placement: string): CodeTask => ({
      ...{ kind: 'create-bucket', acl: 'private', placement },
      bucket: `contract-${randomBytes(6).toString('hex')}`
    })
    const task = create('default-placement')
    if (tool === 's3cmd' || tool === 'rclone')
      return expect(writeCode(tool, tlsPlace, task)).toEqual({ cannot: 'no-placement' })
    const created = await runCode(tool, task)
    expect(created.status, created.stderr + created.said).toBe(0)
    await plainSdk.send(new HeadBucketCommand({ Bucket: 'bucket' in task ? task.bucket : '' }))
    const refused = await runCode(tool, create('nowhere'))
    expect(refused.status, refused.said).not.toBe(0)
  })

  test('lists a folder, with what is below it or without', async () => {
    const bucket = await createBucket()
    await inTurns(["a b/it's", 'a b/new/deep', 'a b/\u00fc', 'other/x'], (key) => put(bucket, key))
    const shallow = await runCode(tool, { kind: 'list-objects', bucket, prefix: 'a b/', isFlat: false })
    const flat = await runCode(tool, { kind: 'list-objects', bucket, prefix: 'a b/', isFlat: true })
    const [shallowText, flatText] = [shallow, flat].map(({ said }) =>
      tool === 'curl' ? decodeURIComponent(said).replaceAll('&apos;', "'") : said
    )
    expect(shallowText, shallow.stderr).toMatch(/it's[^]*new\/[^]*ü|new\/[^]*it's[^]*ü/)
    expect(shallowText).not.toMatch(/deep|other/)
    expect(flatText, flat.stderr).toMatch(/it's[^]*new\/deep[^]*ü/)
    expect(flatText).not.toContain('other')
  })

  test('deletes folders and objects, and nothing beside them', async () => {
    const bucket = await createBucket()
    // rclone stops where an object has the folder's name.
    const beside = ["it'sx/a", 'y', ...(tool === 'rclone' ? [] : ["it's"])].sort()
    await inTurns(["it's/a", 'it\'s/b "c"/d', "it's/", 'x', ...beside], (key) => put(bucket, key))
    const task: CodeTask = { kind: 'delete', bucket, keys: ['x'], prefixes: ["it's/"] }
    if (tool === 'curl') return expect(writeCode(tool, tlsPlace, task)).toEqual({ cannot: 'no-listing' })
    const run = await runCode(tool, task)
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(await keysIn(bucket)).toEqual(tool === 'rclone' ? ["it's/", ...beside] : beside)
  })

  test('shows and changes the ACL of an object and of a bucket', async () => {
    const bucket = await createBucket()
    await put(bucket, "it's")
    if (cannot(tool, 'set-acl')) {
      for (const kind of ['read-acl', 'set-acl'] as const)
        expect(canWrite(tool, { kind, bucket, before: PRIVATE, acl: PUBLIC } as CodeTask)).toBe(false)
      return
    }
    const read = async (key: string | undefined): Promise<readonly string[]> =>
      grantsOf(
        await (key === undefined
          ? plainSdk.send(new GetBucketAclCommand({ Bucket: bucket }))
          : plainSdk.send(new GetObjectAclCommand({ Bucket: bucket, Key: key })))
      )
    for (const key of ["it's", undefined]) {
      const change = (before: Acl, acl: Acl): CodeTask => ({ kind: 'set-acl', bucket, key, before, acl })
      const opened = await runCode(tool, [change(PRIVATE, PUBLIC), { kind: 'read-acl', bucket, key }])
      expect(opened.status, opened.stderr).toBe(0)
      expect(opened.said).toMatch(/AllUsers|anon/)
      expect(await read(key)).toEqual(['AllUsers READ', 'alice FULL_CONTROL'])
      if (tool === 's3cmd') expect(writeCode(tool, tlsPlace, change(PUBLIC, FOR_BOB))).toEqual({ cannot: 'whole-acl' })
      else {
        const shared = await runCode(tool, change(PUBLIC, FOR_BOB))
        expect(shared.status, shared.stderr).toBe(0)
        expect(await read(key)).toEqual(['alice FULL_CONTROL', 'bob READ'])
      }
      const before = tool === 's3cmd' ? PUBLIC : FOR_BOB
      const closed = await runCode(tool, change(before, PRIVATE))
      expect(closed.status, closed.stderr).toBe(0)
      expect(await read(key)).toEqual(['alice FULL_CONTROL'])
    }
  })

  test('takes the grants of users away that are no longer wanted', async () => {
    const bucket = await createBucket()
    await put(bucket, 'k')
    const grants = { GrantRead: 'id=bob', GrantFullControl: 'id=alice' }
    await plainSdk.send(new PutObjectAclCommand({ Bucket: bucket, Key: 'k', ...grants }))
    if (cannot(tool, 'set-acl')) return
    const run = await runCode(tool, { kind: 'set-acl', bucket, key: 'k', before: FOR_BOB, acl: PUBLIC })
    expect(run.status, run.stderr).toBe(0)
    const acl = await plainSdk.send(new GetObjectAclCommand({ Bucket: bucket, Key: 'k' }))
    expect(grantsOf(acl)).toEqual(['AllUsers READ', 'alice FULL_CONTROL'])
  })

  test('saves, shows and removes a bucket policy', async () => {
    const bucket = await createBucket()
    const json = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'its',
          Effect: 'Allow',
          Principal: { AWS: [`arn:aws:iam:::user/bob`] },
          Action: ['s3:GetObject'],
          Resource: [`arn:aws:s3:::${bucket}/it's "$x"/*`]
        }
      ]
    })
    if (cannot(tool, 'set-policy')) {
      expect(writeCode(tool, tlsPlace, { kind: 'set-policy', bucket, json })).toEqual({ cannot: 'no-policy' })
      expect(writeCode(tool, tlsPlace, { kind: 'read-policy', bucket })).toEqual({ cannot: 'no-policy' })
      return
    }
    const saved = await runCode(tool, [
      { kind: 'set-policy', bucket, json },
      { kind: 'read-policy', bucket }
    ])
    expect(saved.status, saved.stderr).toBe(0)
    expect(saved.said).toContain('s3:GetObject')
    const { Policy = '' } = await plainSdk.send(new GetBucketPolicyCommand({ Bucket: bucket }))
    expect(JSON.parse(Policy)).toEqual(JSON.parse(json))
    const removed = await runCode(tool, { kind: 'delete-policy', bucket })
    expect(removed.status, removed.stderr).toBe(0)
    await expect(plainSdk.send(new GetBucketPolicyCommand({ Bucket: bucket }))).rejects.toThrow()
    await plainSdk.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: json }))
  })
})

test.each(CODE_TOOLS)('%s with a token, whose secret key is blank', async (tool) => {
  const profile = { ...tokenProfile(ldap().token), endpoint: gateway.https }
  const bucket = await createBucket(createPlainSdk({ ...profile, userId: ldap().userId, secretKey: 'unused' }))
  const blank = await runCode(tool, { kind: 'list-buckets' }, { profile, secretKey: '' })
  expect(blank.said.includes(bucket), blank.stderr).toBe(!refusesBlankSecret(tool))
  const filled = await runCode(tool, { kind: 'list-buckets' }, { profile, secretKey: 'unused' })
  expect(filled.said, filled.stderr).toContain(bucket)
})

test.each(CODE_TOOLS)('%s without an account', async (tool) => {
  const bucket = await createBucket()
  await put(bucket, "it's public")
  await plainSdk.send(new PutObjectAclCommand({ Bucket: bucket, Key: "it's public", ACL: 'public-read' }))
  const profile = { ...tlsProfile(), accessKey: '', secretKey: '' }
  const task: CodeTask = { kind: 'download', bucket, key: "it's public", fileName: 'got' }
  if (tool === 's3cmd') return expect(writeCode(tool, placeOf(profile), task)).toEqual({ cannot: 'no-anonymous' })
  const run = await runCode(tool, task, { profile })
  expect(run.files.get('got')?.toString(), run.stderr).toBe("body of it's public")
})
