// Versions and delete markers page by page, and deleting by the thousand, with keys that XML, paths or URLs like to change.
import {
  DeleteObjectCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { ObjectVersion, VersionPage } from '../../src/domain/bucket'
import { alice, aliceGateway, createBucket, errorOf, inTurns, plainSdk, toPut } from './fixture'
import { rawPut } from './raw-put'

const { versions } = aliceGateway

const awkward = [
  ...['.', '..', '../up', 'a/../b', 'd/.', 'a//b', '/', '//', '%', '%41', '+', 'a b', ' ', '&<>"\''],
  ...['\x01', '\x01/x', '\x02', '\t', '\r', '\n', 'x\ry', 'x\ny', '\x7f', '\x85', '\u2028', '\ufffe', '\uffff'],
  ...['é', 'e\u0301', 'עברית', '💥'.repeat(256)]
]

async function putAwkward(bucket: string): Promise<void> {
  for (const key of awkward) await rawPut(bucket, key)
}

async function createVersioned(): Promise<string> {
  const bucket = await createBucket()
  const on = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' as const } }
  await plainSdk.send(new PutBucketVersioningCommand(on))
  return bucket
}

async function allVersions(bucket: string, maxKeys: number): Promise<VersionPage[]> {
  const pages: VersionPage[] = []
  let after: VersionPage['next']
  do {
    const page = await versions.listPage({ bucket, prefix: '', after, maxKeys })
    pages.push(page)
    after = page.next
  } while (after !== undefined && pages.length < 200)
  return pages
}

const nameOf = ({ key, versionId }: ObjectVersion): string => `${key} ${versionId}`

describe('pages of versions', () => {
  it('of a bucket without versioning are its objects, whatever they are called, and go on after each', async () => {
    const bucket = await createBucket()
    await putAwkward(bucket)
    for (const maxKeys of [1, 3, 1000]) {
      const listed = (await allVersions(bucket, maxKeys)).flatMap((page) => page.versions)
      expect(listed.map(({ key }) => key).toSorted()).toEqual(awkward.toSorted())
      expect(
        new Set(listed.map(({ versionId, isLatest, isDeleteMarker }) => `${versionId} ${isLatest} ${isDeleteMarker}`))
      ).toEqual(new Set(['null true false']))
    }
  })

  it('split between the versions of one key, markers among them, lose and repeat none', async () => {
    const bucket = await createVersioned()
    for (const key of ['a', '\x01', 'é/b']) {
      for (const body of ['1', '22']) await alice.putObject(toPut(bucket, key, body))
      await plainSdk.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
      await alice.putObject(toPut(bucket, key, '333'))
      await plainSdk.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    }
    const whole = (await allVersions(bucket, 1000)).flatMap((page) => page.versions)
    expect(whole).toHaveLength(15)
    expect(whole.filter(({ isDeleteMarker }) => isDeleteMarker)).toHaveLength(6)
    expect(whole.filter(({ isLatest }) => isLatest).every(({ isDeleteMarker }) => isDeleteMarker)).toBe(true)
    expect(whole.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(3 * 6)
    for (const maxKeys of [1, 2, 4]) {
      const pages = await allVersions(bucket, maxKeys)
      expect(pages.flatMap((page) => page.versions.map(nameOf)).toSorted()).toEqual(whole.map(nameOf).toSorted())
    }
  })

  it('go past a thousand', async () => {
    const bucket = await createBucket()
    const keys = Array.from({ length: 1003 }, (_, n) => `key-${String(n).padStart(4, '0')}`)
    await inTurns(keys, (key) => plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x' })))
    const pages = await allVersions(bucket, 1000)
    expect(pages.map((page) => page.versions.length)).toEqual([1000, 3])
    expect(await versions.deleteBatch(bucket, pages[0]?.versions ?? [])).toEqual([])
    expect((await allVersions(bucket, 1000)).flatMap((page) => page.versions.map(({ key }) => key))).toEqual(
      keys.slice(1000)
    )
  })

  it('of a bucket that is not there are an error', async () => {
    expect((await errorOf(versions.listPage({ bucket: 'not-there', prefix: '' }))).kind).toBe('no-such-bucket')
  })
})

describe('deleting many at once', () => {
  it.each([
    ['by name', () => awkward.map((key) => ({ key }))],
    ['by name and version', () => awkward.map((key) => ({ key, versionId: 'null' }))]
  ])('takes every awkward key %s', async (_, targets) => {
    const bucket = await createBucket()
    await putAwkward(bucket)
    expect(await versions.deleteBatch(bucket, targets())).toEqual([])
    expect((await versions.listPage({ bucket, prefix: '' })).versions).toEqual([])
  })

  it('without a version only hides; with one it removes, markers too', async () => {
    const bucket = await createVersioned()
    for (const key of ['a', '\x01']) await alice.putObject(toPut(bucket, key, 'x'))
    expect(await versions.deleteBatch(bucket, [{ key: 'a' }, { key: '\x01' }])).toEqual([])
    const hidden = (await versions.listPage({ bucket, prefix: '' })).versions
    expect(hidden.map(({ key, isDeleteMarker }) => `${key} ${isDeleteMarker}`).toSorted()).toEqual([
      '\x01 false',
      '\x01 true',
      'a false',
      'a true'
    ])
    expect(await versions.deleteBatch(bucket, hidden)).toEqual([])
    await aliceGateway.buckets.remove(bucket)
  })

  it('names the marker that hides an object, and none without versions', async () => {
    const [bucket, plain] = [await createVersioned(), await createBucket()]
    for (const key of ['a', '..', '\x01']) {
      await rawPut(bucket, key)
      await rawPut(plain, key)
      const markerId = await versions.hide(bucket, key)
      const listed = (await versions.listPage({ bucket, prefix: '' })).versions
      const marker = listed.find((version) => version.key === key && version.isDeleteMarker)
      expect([key, markerId]).toEqual([key, marker?.versionId ?? 'no marker'])
      expect(await versions.hide(plain, key)).toBeUndefined()
    }
    expect((await versions.listPage({ bucket: plain, prefix: '' })).versions).toEqual([])
    expect((await errorOf(versions.hide('not-there', 'a'))).kind).toBe('no-such-bucket')
  })

  it('tells one by one what was refused, and deletes the rest', async () => {
    const bucket = await createBucket()
    const keys = ['free', 'kept/a', 'kept/é', 'kept/\x01', 'too']
    for (const key of keys) await alice.putObject(toPut(bucket, key, 'x'))
    const deny = { Effect: 'Deny', Principal: '*', Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'] }
    const policy = { Version: '2012-10-17', Statement: [{ ...deny, Resource: `arn:aws:s3:::${bucket}/kept/*` }] }
    await plainSdk.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }))
    for (const versionId of [undefined, 'null']) {
      const failures = await versions.deleteBatch(
        bucket,
        keys.map((key) => ({ key, versionId }))
      )
      expect(failures.map(({ item, error }) => `${item.key} ${error.kind}`).toSorted()).toEqual([
        'kept/\x01 access-denied',
        'kept/a access-denied',
        'kept/é access-denied'
      ])
    }
    const left = (await versions.listPage({ bucket, prefix: '' })).versions
    expect(left.map(({ key }) => key)).toEqual(['kept/\x01', 'kept/a', 'kept/é'])
  })

  it('takes a thousand, and can be aborted', async () => {
    const bucket = await createBucket()
    await alice.putObject(toPut(bucket, 'key-999', 'x'))
    const targets = Array.from({ length: 1000 }, (_, n) => ({ key: `key-${n}` }))
    expect(await versions.deleteBatch(bucket, targets)).toEqual([])
    expect((await versions.listPage({ bucket, prefix: '' })).versions).toEqual([])
    const abort = new AbortController()
    abort.abort()
    await expect(versions.deleteBatch(bucket, targets, abort.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })
})
