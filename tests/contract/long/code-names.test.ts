// Every tool's code on odd names, run as it stands over TLS, and its effect seen with the plain SDK.
import { GetObjectAclCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Acl } from '../../../src/domain/acl'
import { CODE_TOOLS, type CodeTask, type CodeTool } from '../../../src/domain/code/code-task'
import { curl } from '../../gateway/judge'
import { createBucket, gateway, inTurns, plainSdk } from '../fixture'
import { canWrite, runCode } from '../run-code'

const NAMES = [
  ...[
    'sub/folder/object',
    `it's "$HOME" \`id\` $(id) ${'${x}'}`,
    'emoji 😀 e\u0301 ／full',
    'new\nline\ttab',
    '-dash',
    '~tilde'
  ],
  ...[
    'back\\slash\\n; semi & pipe|',
    'star*?[x]',
    '#hash?q',
    'per%20cent%41 +=',
    '  lead and trail  ',
    'a:b !bang {curly,x}'
  ],
  ...['file:///etc/hosts', 'dir/', 'a//b', '/lead', './dot', 'a/../b', '\u202eright\x7f', '‛quote', "'; touch pwned; '"]
]

/** What each tool has no way to name; the same for every task, but for those below. */
const UNNAMEABLE: Readonly<Record<CodeTool, readonly string[]>> = {
  boto3: [],
  boto: ['file:///etc/hosts', 'a//b', '/lead'],
  aws: [],
  s3cmd: ['new\nline\ttab', 'dir/'],
  rclone: ['‛quote', 'file:///etc/hosts', 'dir/', 'a//b', '/lead', './dot', 'a/../b'],
  curl: ['./dot', 'a/../b']
}

/** s3cmd looks for what it gets and deletes by listing, where `*` and `?` are wildcards. */
const WILD = ['star*?[x]', '#hash?q']

function able(tool: CodeTool, taskOf: (key: string) => CodeTask): readonly string[] {
  return NAMES.filter((key) => canWrite(tool, taskOf(key)))
}

async function bodiesIn(bucket: string): Promise<Readonly<Record<string, string>>> {
  const { Contents = [] } = await plainSdk.send(new ListObjectsV2Command({ Bucket: bucket }))
  const entries = await Promise.all(
    Contents.map(async ({ Key = '' }) => {
      const { Body, ContentType } = await plainSdk.send(new GetObjectCommand({ Bucket: bucket, Key }))
      return [Key, `${ContentType} ${await Body?.transformToString()}`] as const
    })
  )
  return Object.fromEntries(entries)
}

const open = async (url: string): Promise<string> =>
  (await curl(['--path-as-is', '--cacert', gateway.caFile, url])).stdout.toString()

const owner = { id: gateway.alice.userId }

const bodyOf = (key: string): string => `body of ${key}`

async function fill(bucket: string, keys: readonly string[] = NAMES): Promise<void> {
  await inTurns(keys, (key) => plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bodyOf(key) })))
}

let stored: string
beforeAll(async () => {
  stored = await createBucket()
  await fill(stored)
})

describe.each(CODE_TOOLS)('%s', (tool) => {
  const nameable = NAMES.filter((key) => !UNNAMEABLE[tool].includes(key))
  const looked = tool === 's3cmd' ? nameable.filter((key) => !WILD.includes(key)) : nameable

  test('uploads', async () => {
    const bucket = await createBucket()
    const fileOf = (key: string) => ({ fileName: `file ${NAMES.indexOf(key)}'s`, key, contentType: 'text/x-odd' })
    const keys = able(tool, (key) => ({ kind: 'upload', bucket, files: [fileOf(key)] }))
    expect(keys).toEqual(nameable)
    const files = Object.fromEntries(keys.map((key) => [fileOf(key).fileName, bodyOf(key)]))
    const run = await runCode(tool, { kind: 'upload', bucket, files: keys.map(fileOf) }, { files })
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(await bodiesIn(bucket)).toEqual(Object.fromEntries(keys.map((key) => [key, `text/x-odd ${bodyOf(key)}`])))
  })

  test('downloads', async () => {
    const taskOf = (key: string): CodeTask => ({
      kind: 'download',
      ...{ bucket: stored, key, fileName: `-got ${NAMES.indexOf(key)}'s` }
    })
    const keys = able(tool, taskOf)
    expect(keys).toEqual(looked)
    const run = await runCode(tool, keys.map(taskOf))
    expect(run.status, run.stderr + run.said).toBe(0)
    const got = Object.fromEntries([...run.files].map(([name, bytes]) => [name, bytes.toString()]))
    expect(got).toEqual(Object.fromEntries(keys.map((key) => [`-got ${NAMES.indexOf(key)}'s`, bodyOf(key)])))
  })

  test('reads what is known of each', async () => {
    const taskOf = (key: string): CodeTask => ({ kind: 'read-object', bucket: stored, key })
    const keys = able(tool, taskOf)
    expect(keys).toEqual(looked)
    const run = await runCode(tool, keys.map(taskOf))
    expect(run.status, run.stderr + run.said).toBe(0)
    const sizes = keys.map((key) => Buffer.byteLength(bodyOf(key)))
    for (const size of sizes) expect(run.said).toContain(String(size))
  })

  test('creates links', async () => {
    const taskOf = (key: string): CodeTask => ({ kind: 'link', bucket: stored, key, lifetimeSeconds: 600 })
    const keys = able(tool, taskOf)
    // s3cmd signs what it would not look for.
    const signed = tool === 's3cmd' ? NAMES.filter((key) => !key.includes('\n')) : nameable
    expect(keys).toEqual(tool === 'curl' ? [] : signed)
    if (keys.length === 0) return
    const run = await runCode(tool, keys.map(taskOf))
    expect(run.status, run.stderr + run.said).toBe(0)
    const urls = run.said.split('\n').filter((line) => line !== '')
    expect(urls).toHaveLength(keys.length)
    for (const [index, key] of keys.entries()) expect(await open(urls[index] ?? '')).toBe(bodyOf(key))
  })

  test('opens each to everyone by its ACL, and nothing else', async () => {
    const bucket = await createBucket()
    const { id } = owner
    const before: Acl = { owner, grants: [{ grantee: { type: 'user', id }, permission: 'FULL_CONTROL' }] }
    const acl: Acl = { owner, grants: [...before.grants, { grantee: { type: 'everyone' }, permission: 'READ' }] }
    const taskOf = (key: string): CodeTask => ({ kind: 'set-acl', bucket, key, before, acl })
    const keys = able(tool, taskOf)
    expect(keys).toEqual(tool === 'rclone' ? [] : looked)
    if (keys.length === 0) return
    const others = keys.map((key) => `${key}.stays`)
    await fill(bucket, [...keys, ...others])
    const run = await runCode(tool, keys.map(taskOf))
    expect(run.status, run.stderr + run.said).toBe(0)
    const isOpen = async (Key: string): Promise<boolean> => {
      const { Grants = [] } = await plainSdk.send(new GetObjectAclCommand({ Bucket: bucket, Key }))
      return Grants.some(({ Grantee }) => Grantee?.URI?.endsWith('/AllUsers'))
    }
    await inTurns(keys, async (key) => expect(await isOpen(key), key).toBe(true))
    await inTurns(others, async (key) => expect(await isOpen(key), key).toBe(false))
  })

  test('deletes, and nothing else', async () => {
    const bucket = await createBucket()
    const taskOf = (key: string): CodeTask => ({ kind: 'delete', bucket, keys: [key], prefixes: [] })
    const keys = able(tool, taskOf)
    expect(keys).toEqual(looked)
    const others = keys.map((key) => `${key}.stays`)
    await fill(bucket, [...keys, ...others])
    const run = await runCode(tool, { kind: 'delete', bucket, keys, prefixes: [] })
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(Object.keys(await bodiesIn(bucket)).sort()).toEqual([...others].sort())
  })
})
