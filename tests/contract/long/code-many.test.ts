// Code for many objects, for uploads with settings, and for versions, run as it stands over TLS, and its effect seen with the plain SDK.
import {
  DeleteObjectCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput
} from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { CODE_TOOLS, placeOf, type CodeTask, type KeyFile } from '../../../src/domain/code/code-task'
import { writeCode } from '../../../src/domain/code/write-code'
import { createBucket, inTurns, plainSdk } from '../fixture'
import { canWrite, runCode, tlsProfile } from '../run-code'
import { sseInput } from '../../gateway/sse-input'

const put = async (bucket: string, key: string, body: string, more: Partial<PutObjectCommandInput> = {}) =>
  (await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...more }))).VersionId ?? 'null'

const place = placeOf(tlsProfile())
const KEY = Buffer.from('It\'s 32 characters $HOME "long"!')
const keyFile: KeyFile = { fileName: "it's key.txt", form: 'keystring' }
const files = { [keyFile.fileName]: KEY }
const SSE = sseInput(KEY)

describe.each(CODE_TOOLS)('%s', (tool) => {
  const isWithoutKeys = tool === 's3cmd' || tool === 'curl' // this curl may sign them wrongly

  test('downloads what is selected, folders too, and nothing outside of this one', async () => {
    const bucket = await createBucket()
    const keys = ["place/it's one.txt", 'place/emoji 😀.txt']
    const below = ["place/sub folder/it's two.txt", 'place/sub folder/deep/three #?%41.txt']
    const hostile = [
      'place/sub folder/../../../escaped',
      'place/sub folder/x/',
      'place/sub folder/deep/../../../../escaped'
    ]
    const beside = ['place/sub folder.txt', 'place/not selected']
    const sse = isWithoutKeys ? {} : SSE
    await inTurns([...keys, ...below], (key) => put(bucket, key, `body of ${key}`, sse))
    await inTurns([...hostile, ...beside], (key) => put(bucket, key, 'hostile'))
    const task: CodeTask = {
      kind: 'download-many',
      ...{ bucket, keys, prefix: 'place/', prefixes: tool === 'curl' ? [] : ['place/sub folder/'] },
      keyFile: isWithoutKeys ? undefined : keyFile
    }
    if (tool === 'curl')
      expect(writeCode(tool, place, { ...task, prefixes: ['place/sub folder/'] })).toEqual({ cannot: 'no-listing' })
    const run = await runCode(tool, task, { files: isWithoutKeys ? {} : files })
    const saved = [...run.files].filter(([name]) => name !== keyFile.fileName)
    const names = [...keys, ...(tool === 'curl' ? [] : below)]
    const wanted = names.map((name) => [name.slice('place/'.length), `body of ${name}`])
    expect(Object.fromEntries(saved.map(([name, bytes]) => [name, bytes.toString()])), run.stderr + run.said).toEqual(
      Object.fromEntries(wanted)
    )
    expect(run.isContained).toBe(true)
  })

  test('uploads with headers, metadata, tags and an ACL', async () => {
    const bucket = await createBucket()
    const headers = {
      cacheControl: 'max-age=60, private',
      contentDisposition: `attachment; filename="it's $x.csv"`,
      storageClass: 'STANDARD',
      metadata: { run: `it's "1" $HOME`, 'file-of': '-x' },
      tags: { 'a b': 'c+d/=&', '\u00fcber-': '😀' }
    }
    const files = { 'a file': 'x,y' }
    for (const acl of ['public-read', 'authenticated-read'] as const) {
      const file = { fileName: 'a file', key: `it's ${acl}`, contentType: 'text/x-odd' }
      const task: CodeTask = { kind: 'upload', bucket, files: [file], headers, acl }
      const run = await runCode(tool, task, { files })
      expect(run.status, run.stderr + run.said).toBe(0)
      const at = { Bucket: bucket, Key: file.key }
      expect(await plainSdk.send(new HeadObjectCommand(at))).toMatchObject({
        ...{ ContentType: 'text/x-odd', ContentLength: 3, CacheControl: headers.cacheControl },
        ...{ ContentDisposition: headers.contentDisposition },
        Metadata: expect.objectContaining(headers.metadata) as unknown
      })
      const { TagSet = [] } = await plainSdk.send(new GetObjectTaggingCommand(at))
      expect(Object.fromEntries(TagSet.map(({ Key = '', Value }) => [Key, Value]))).toEqual(headers.tags)
      const { Grants = [] } = await plainSdk.send(new GetObjectAclCommand(at))
      const group = acl === 'public-read' ? 'AllUsers' : 'AuthenticatedUsers'
      expect(Grants.map(({ Grantee }) => Grantee?.URI?.split('/').at(-1))).toContain(group)
    }
  })

  test('uploads files of one name from several folders', async () => {
    const bucket = await createBucket()
    const names = ["it's run/1/data.csv", "it's run/2/data.csv"]
    const files = Object.fromEntries(names.map((name) => [name, `of ${name}`]))
    const task = {
      kind: 'upload',
      bucket,
      files: names.map((name) => ({ fileName: name, key: name, contentType: '' }))
    }
    const run = await runCode(tool, task as CodeTask, { files })
    expect(run.status, run.stderr + run.said).toBe(0)
    for (const name of names) {
      const { Body } = await plainSdk.send(new GetObjectCommand({ Bucket: bucket, Key: name }))
      expect(await Body?.transformToString()).toBe(files[name])
    }
  })

  test('downloads, restores and deletes a version', async () => {
    const bucket = await createBucket()
    const on = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } } as const
    await plainSdk.send(new PutBucketVersioningCommand(on))
    const key = `it's "$HOME" 😀`
    const old = await put(bucket, key, 'old', { ContentType: 'text/x-odd', Metadata: { run: '1' } })
    const middle = await put(bucket, key, 'middle')
    await put(bucket, key, 'new')
    const tasks: readonly CodeTask[] = [
      { kind: 'download', bucket, key, versionId: old, fileName: 'got' },
      {
        kind: 'restore',
        bucket,
        targetBucket: bucket,
        versioning: 'on',
        objects: [{ key, targetKey: key, versionId: old }]
      },
      { kind: 'delete-version', bucket, key, versionId: middle }
    ]
    if (tool === 's3cmd' || tool === 'rclone') {
      for (const task of tasks) expect(writeCode(tool, place, task)).toEqual({ cannot: 'no-versions' })
      return
    }
    const run = await runCode(tool, tasks)
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(run.files.get('got')?.toString()).toBe('old')
    const latest = await plainSdk.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    expect(await latest.Body?.transformToString()).toBe('old')
    expect(latest).toMatchObject({ ContentType: 'text/x-odd', Metadata: { run: '1' } })
    const { Versions = [], DeleteMarkers = [] } = await plainSdk.send(new ListObjectVersionsCommand({ Bucket: bucket }))
    expect(Versions.map(({ Size }) => Size)).toEqual([3, 3, 3])
    expect(Versions.map(({ VersionId }) => VersionId)).not.toContain(middle)
    expect(DeleteMarkers).toEqual([])
  })

  test('restores a version that is encrypted, and behind a delete marker', async () => {
    const bucket = await createBucket()
    const on = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } } as const
    await plainSdk.send(new PutBucketVersioningCommand(on))
    const old = await put(bucket, 'k', 'old', SSE)
    await plainSdk.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'k' }))
    const tasks: readonly CodeTask[] = [
      { kind: 'download', bucket, key: 'k', versionId: old, fileName: 'got', keyFile },
      {
        kind: 'restore',
        ...{ bucket, targetBucket: bucket, versioning: 'on', keyFile, sourceKeyFile: keyFile },
        objects: [{ key: 'k', targetKey: 'k', versionId: old }]
      }
    ]
    if (!tasks.every((task) => canWrite(tool, task))) return expect(['s3cmd', 'rclone', 'curl']).toContain(tool)
    const run = await runCode(tool, tasks, { files })
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(run.files.get('got')?.toString()).toBe('old')
    const at = { Bucket: bucket, Key: 'k' }
    await expect(plainSdk.send(new HeadObjectCommand(at))).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
    const { Body } = await plainSdk.send(new GetObjectCommand({ ...at, ...SSE }))
    expect(await Body?.transformToString()).toBe('old')
  })
})
