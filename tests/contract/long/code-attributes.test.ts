// Code that edits the properties of an object, run as it stands over TLS on odd names, and its effect seen with the plain SDK.
import {
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  type GetObjectCommandOutput
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { withCannedAcl } from '../../../src/domain/acl'
import type { AttributesTask, CodeTool, Rewrite } from '../../../src/domain/code/code-task'
import { CODE_TOOLS, placeOf } from '../../../src/domain/code/code-task'
import { writeCode } from '../../../src/domain/code/write-code'
import { aliceGateway, createBucket, gateway, md5, plainSdk } from '../fixture'
import { canWrite, runCode, tlsProfile } from '../run-code'

const NAMES = [
  ...[`sub/it's "$HOME" \`id\` $(id)`, 'emoji 😀 e\u0301\nnew line', '-dash;*?[x] \\n per%41 +=#hash'],
  ...['file:///etc/hosts', 'dir/', './a//b', 'k?versionId=x']
]
const UNNAMEABLE: Partial<Record<CodeTool, readonly string[]>> = { aws: ['k?versionId=x'], curl: ['./a//b'] }
const ABLE = ['boto3', 'aws', 'curl'] as const
/** Five commands an object, each of which takes a second to start. */
const OF_AWS = NAMES.slice(2, 4)

const HEADERS = {
  contentType: 'text/x-"odd"',
  cacheControl: 'file:///etc/hosts',
  contentDisposition: `attachment; filename="it's $HOME.csv"`,
  contentLanguage: 'de',
  contentEncoding: 'identity',
  expires: 'Wed, 21 Oct 2026 07:28:00 GMT'
}
const METADATA = { run: `2 of "3" \\ 'x' $HOME`, 'file-date': '7' }
const TAGS = { 'a b': 'c+d', state: 'done', none: '' }

let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

const bodyOf = (key: string) => `body of ${key}`
const put = (Key: string) =>
  plainSdk.send(
    new PutObjectCommand({
      ...{ Bucket: bucket, Key, Body: bodyOf(Key), ContentType: 'text/plain', ACL: 'public-read' },
      ...{ Metadata: { run: '1', old: 'x' }, Tagging: 'state=raw&old=x' }
    })
  )

async function taskOf(key: string, more: Partial<Rewrite> = {}): Promise<AttributesTask> {
  const own = await aliceGateway.access.ofObject(bucket, key)
  const read = { grantee: { type: 'user', id: gateway.bob.userId }, permission: 'READ' } as const
  const acl = { ...own, grants: [...withCannedAcl(own, 'public-read').grants, read] }
  const rewrite = { etag: md5(bodyOf(key)), headers: HEADERS, metadata: METADATA, acl, isSafe: true, ...more }
  return { kind: 'set-attributes', bucket, key, tags: TAGS, rewrite }
}

async function look(Key: string) {
  const at = { Bucket: bucket, Key }
  const got: GetObjectCommandOutput = await plainSdk.send(new GetObjectCommand(at))
  const { TagSet = [] } = await plainSdk.send(new GetObjectTaggingCommand(at))
  const { Grants = [] } = await plainSdk.send(new GetObjectAclCommand(at))
  return {
    body: await got.Body?.transformToString(),
    ...{ type: got.ContentType, cache: got.CacheControl, disposition: got.ContentDisposition },
    ...{ language: got.ContentLanguage, encoding: got.ContentEncoding, expires: got.ExpiresString },
    metadata: got.Metadata,
    tags: Object.fromEntries(TagSet.map(({ Key: name = '', Value = '' }) => [name, Value])),
    grants: Grants.map(({ Grantee, Permission }) => `${Grantee?.ID ?? Grantee?.URI ?? ''} ${Permission ?? ''}`).sort()
  }
}

const expected = (key: string) => ({
  body: bodyOf(key),
  ...{ type: HEADERS.contentType, cache: HEADERS.cacheControl, disposition: HEADERS.contentDisposition },
  ...{ language: 'de', encoding: 'identity', expires: HEADERS.expires },
  metadata: METADATA,
  tags: TAGS,
  grants: [
    `${gateway.alice.userId} FULL_CONTROL`,
    `${gateway.bob.userId} READ`,
    'http://acs.amazonaws.com/groups/global/AllUsers READ'
  ].sort()
})

describe.each(ABLE)('%s', (tool) => {
  test('sets headers, metadata, tags and ACL, and keeps the bytes', async () => {
    const tasks: AttributesTask[] = []
    for (const key of NAMES) {
      await put(key)
      tasks.push(await taskOf(key))
    }
    const able = tasks.filter((task) => canWrite(tool, task))
    expect(able.map(({ key }) => key)).toEqual(NAMES.filter((key) => UNNAMEABLE[tool]?.includes(key) !== true))
    const chosen = able.filter(({ key }) => tool !== 'aws' || OF_AWS.includes(key))
    const run = await runCode(tool, chosen)
    expect(run.status, run.stderr + run.said).toBe(0)
    for (const { key } of chosen) expect(await look(key), key).toEqual(expected(key))
  })

  test('sets tags alone, also none, and leaves everything else', async () => {
    await put('tagged')
    const before = await look('tagged')
    const taskWith = (tags: AttributesTask['tags']) =>
      ({ kind: 'set-attributes', bucket, key: 'tagged', tags }) as const
    expect((await runCode(tool, taskWith(TAGS))).status).toBe(0)
    expect(await look('tagged')).toEqual({ ...before, tags: TAGS })
    expect((await runCode(tool, taskWith({}))).status).toBe(0)
    expect(await look('tagged')).toEqual({ ...before, tags: {} })
    expect((await aliceGateway.storage.findObject(bucket, 'tagged'))?.etag).toBe(md5(bodyOf('tagged')))
  })

  test('sets metadata without a value, or says that it can’t', async () => {
    await put('blank')
    const metadata = { ...METADATA, blank: '' }
    const task = await taskOf('blank', { metadata })
    expect(canWrite(tool, task)).toBe(tool !== 'curl')
    if (tool === 'curl') return
    expect((await runCode(tool, task)).status).toBe(0)
    expect(await look('blank')).toEqual({ ...expected('blank'), metadata })
  })

  test('changes no object but the one that was seen', async () => {
    await put('other')
    const before = await look('other')
    const run = await runCode(tool, await taskOf('other', { etag: md5('what was seen') }))
    expect(run.status).not.toBe(0)
    expect(await look('other')).toEqual(before)
  })
})

test('no tool copies an object onto itself where that is not safe, and those without tags say so', async () => {
  await put('unsafe')
  const limitsOf = (task: AttributesTask) =>
    CODE_TOOLS.map((tool) => {
      const code = writeCode(tool, placeOf(tlsProfile()), task)
      return 'cannot' in code ? code.cannot : 'text'
    })
  const task = await taskOf('unsafe')
  expect(limitsOf(task)).toEqual(['text', 'no-tags', 'text', 'no-tags', 'no-tags', 'text'])
  expect(new Set(limitsOf(await taskOf('unsafe', { isSafe: false })))).toEqual(new Set(['no-safe-copy']))
})
