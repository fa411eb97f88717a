// Code that edits a text object in an editor, run as it stands over TLS on odd names, and its effect seen with the plain SDK.
import {
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, test } from 'vitest'
import { withCannedAcl, type CannedAcl } from '../../../src/domain/acl'
import { CODE_TOOLS, placeOf, type CodeTool, type EditTask, type KeyFile } from '../../../src/domain/code/code-task'
import { writeCode } from '../../../src/domain/code/write-code'
import { safeFileName } from '../../../src/domain/file-name'
import { sseInput } from '../../gateway/sse-input'
import { aliceGateway, createBucket, gateway, md5, plainSdk } from '../fixture'
import { codeOf, runCode, runText, tlsProfile } from '../run-code'

const NAMES = [
  ...[`sub/it's "$HOME" \`id\` $(id)`, 'emoji 😀 e\u0301\nnew line', '-dash;*?[x] \\n per%41 +=#hash'],
  ...['file:///etc/hosts', './a//b']
]
const UNNAMEABLE: Partial<Record<CodeTool, readonly string[]>> = {
  boto: ['file:///etc/hosts', './a//b'],
  aws: ['file:///etc/hosts'],
  curl: ['./a//b']
}
/** Six commands an object, each of which takes a second to start. */
const OF_AWS = NAMES.slice(1, 3)

const HEADERS = {
  contentType: 'text/x-"odd"',
  cacheControl: 'max-age=60, private',
  contentDisposition: `attachment; filename="it's $HOME.csv"`,
  contentLanguage: 'de',
  expires: 'Wed, 21 Oct 2026 07:28:00 GMT'
}
const METADATA = { run: `2 of "3" 'x' $HOME`, 'file-of': '7' }
const TAGS = { 'a b': 'c+d', state: 'done' }
const BEFORE = 'old text\n'
const AFTER = 'new text\n'
const variables = { EDITOR: "sed -i 's/old/new/'" }

const put = (Bucket: string, Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  plainSdk.send(new PutObjectCommand({ Bucket, Key, Body: BEFORE, ContentType: 'text/plain', ...more }))

async function taskOf(bucket: string, key: string, more: Partial<EditTask> = {}): Promise<EditTask> {
  const acl = withCannedAcl(await aliceGateway.access.ofObject(bucket, key), 'public-read' satisfies CannedAcl)
  const what = { etag: md5(BEFORE), hasVersions: false, headers: HEADERS, metadata: METADATA, tags: TAGS, acl }
  return { kind: 'edit-text', bucket, key, fileName: safeFileName(key), ...what, ...more }
}

async function look(Bucket: string, Key: string) {
  const at = { Bucket, Key }
  const got = await plainSdk.send(new GetObjectCommand(at))
  const { TagSet = [] } = await plainSdk.send(new GetObjectTaggingCommand(at))
  const { Grants = [] } = await plainSdk.send(new GetObjectAclCommand(at))
  return {
    body: await got.Body?.transformToString(),
    ...{ contentType: got.ContentType, cacheControl: got.CacheControl, contentDisposition: got.ContentDisposition },
    ...{ contentLanguage: got.ContentLanguage, expires: got.ExpiresString },
    metadata: got.Metadata,
    tags: Object.fromEntries(TagSet.map(({ Key: name = '', Value = '' }) => [name, Value])),
    grants: Grants.map(({ Grantee, Permission }) => `${Grantee?.ID ?? Grantee?.URI ?? ''} ${Permission ?? ''}`).sort()
  }
}

const PUBLIC = 'http://acs.amazonaws.com/groups/global/AllUsers READ'
const EXPECTED = { body: AFTER, ...HEADERS, metadata: METADATA, tags: TAGS }
const own = () => `${gateway.alice.userId} FULL_CONTROL`

function withBob(task: EditTask): EditTask {
  const read = { grantee: { type: 'user', id: gateway.bob.userId }, permission: 'READ' } as const
  return { ...task, acl: { ...task.acl, grants: [...task.acl.grants, read] } }
}

/** The line of the code that looks again after the upload. */
const SECOND_LOOK: Partial<Record<CodeTool, RegExp>> = {
  boto3: /^if s3\.head_object/,
  boto: /^if bucket\.get_key/,
  aws: /^ {2}\{ \[ "\$\(s3api head-object/,
  curl: /^ {2}\{ gateway --head/
}

const limitOf = (tool: CodeTool, task: EditTask) => {
  const code = writeCode(tool, placeOf(tlsProfile()), task)
  return 'cannot' in code ? code.cannot : undefined
}

describe.each(CODE_TOOLS.filter((tool) => tool !== 's3cmd' && tool !== 'rclone'))('%s', (tool) => {
  test('edits a text and keeps everything else', async () => {
    const bucket = await createBucket()
    const tasks: EditTask[] = []
    for (const key of NAMES) {
      await put(bucket, key)
      tasks.push(await taskOf(bucket, key))
    }
    const able = tasks.filter((task) => limitOf(tool, task) === undefined)
    expect(able.map(({ key }) => key)).toEqual(NAMES.filter((key) => UNNAMEABLE[tool]?.includes(key) !== true))
    const chosen = able.filter(({ key }) => tool !== 'aws' || OF_AWS.includes(key))
    const run = await runCode(tool, chosen, { variables })
    expect(run.status, run.stderr + run.said).toBe(0)
    for (const { key } of chosen)
      expect(await look(bucket, key), key).toEqual({ ...EXPECTED, grants: [own(), PUBLIC].sort() })
  })

  test('gives a grant to a user again', async () => {
    const bucket = await createBucket()
    await put(bucket, 'k')
    const run = await runCode(tool, withBob(await taskOf(bucket, 'k')), { variables })
    expect(run.status, run.stderr + run.said).toBe(0)
    const { grants } = await look(bucket, 'k')
    expect(grants).toEqual([own(), `${gateway.bob.userId} READ`, PUBLIC].sort())
  })

  test('leaves a file that is there already', async () => {
    const bucket = await createBucket()
    await put(bucket, 'k')
    const task = await taskOf(bucket, 'k')
    // The second is where curl downloads to.
    for (const name of tool === 'curl' ? ['k', 'k.part'] : ['k']) {
      const run = await runCode(tool, task, { variables, files: { [name]: 'my old edit' } })
      expect(run.status).not.toBe(0)
      expect(run.stderr).toContain('already exists, perhaps')
      expect([...run.files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([[name, 'my old edit']])
    }
    expect((await look(bucket, 'k')).body).toBe(BEFORE)
  })

  test('sends a canned ACL with the text', async () => {
    const bucket = await createBucket()
    await put(bucket, 'k')
    expect(codeOf(tool, [await taskOf(bucket, 'k')])).not.toMatch(/put.object.acl|set_\w+_acl|\?acl/)
  })

  test('gives its grants to no object of someone else', async () => {
    const bucket = await createBucket()
    await put(bucket, 'k')
    const text = codeOf(tool, [withBob(await taskOf(bucket, 'k'))])
    // Right after the upload someone else writes.
    const url = await getSignedUrl(plainSdk, new PutObjectCommand({ Bucket: bucket, Key: 'k' }), { expiresIn: 600 })
    const theirs = [
      '--silent',
      '--fail',
      '--request',
      'PUT',
      '--header',
      'Content-Type:',
      '--data-binary',
      'theirs',
      url
    ]
    const isPython = tool === 'boto3' || tool === 'boto'
    const between = isPython
      ? `subprocess.run(${JSON.stringify(['/usr/bin/curl', ...theirs])}, check=True)\n`
      : `  /usr/bin/curl ${theirs.map((part) => `'${part}'`).join(' ')} &&\n`
    const lines = text.split(/(?<=\n)/)
    const at = lines.findLastIndex((line) => SECOND_LOOK[tool]?.test(line))
    expect(at).toBeGreaterThan(0)
    const run = await runText(tool, lines.toSpliced(at, 0, between).join(''), { variables })
    expect(run.status).not.toBe(0)
    expect(run.stderr).toContain('its ACL was not set')
    expect(await look(bucket, 'k')).toMatchObject({ body: 'theirs', grants: [own()] })
  })

  test('overwrites no object but the one that was read', async () => {
    const bucket = await createBucket()
    await put(bucket, 'k', { Body: 'of someone else' })
    const early = await runCode(tool, await taskOf(bucket, 'k'), { variables })
    expect(early.status).not.toBe(0)
    expect(early.stderr + early.said).not.toBe('')
    await put(bucket, 'k')
    // It changes while the editor is open.
    const url = await getSignedUrl(plainSdk, new PutObjectCommand({ Bucket: bucket, Key: 'k' }), { expiresIn: 600 })
    const editor = `curl --silent --fail --request PUT --header Content-Type: --data-binary theirs '${url}' && true`
    const late = await runCode(tool, await taskOf(bucket, 'k'), { variables: { EDITOR: `sh -c "${editor}"` } })
    expect(late.status).not.toBe(0)
    expect((await look(bucket, 'k')).body).toBe('theirs')
  })

  test('edits the latest version where versions are kept', async () => {
    const bucket = await createBucket()
    const on = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } } as const
    await plainSdk.send(new PutBucketVersioningCommand(on))
    await put(bucket, 'k')
    const task = withBob(await taskOf(bucket, 'k', { hasVersions: true }))
    const run = await runCode(tool, task, { variables })
    expect(run.status, run.stderr + run.said).toBe(0)
    const grants = [own(), `${gateway.bob.userId} READ`, PUBLIC].sort()
    expect(await look(bucket, 'k')).toMatchObject({ ...EXPECTED, grants })
    await put(bucket, 'k', { Body: 'of someone else' })
    expect((await runCode(tool, task, { variables })).status).not.toBe(0)
    expect((await look(bucket, 'k')).body).toBe('of someone else')
  })
})

const KEY = Buffer.from('It\'s 32 characters $HOME "long"!')
const keyFile: KeyFile = { fileName: "it's key.txt", form: 'keystring' }

// This curl may sign them wrongly.
test.each(['boto3', 'boto', 'aws'] as const)('%s edits an encrypted text, which stays encrypted', async (tool) => {
  const bucket = await createBucket()
  const at = { Bucket: bucket, Key: `it's "$HOME"` }
  const { ETag = '' } = await put(bucket, at.Key, sseInput(KEY))
  const etag = ETag.replaceAll('"', '')
  const task = await taskOf(bucket, at.Key, { keyFile, etag })
  const run = await runCode(tool, task, { variables, files: { [keyFile.fileName]: KEY } })
  expect(run.status, run.stderr + run.said).toBe(0)
  await expect(plainSdk.send(new HeadObjectCommand(at))).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
  const { Body } = await plainSdk.send(new GetObjectCommand({ ...at, ...sseInput(KEY) }))
  expect(await Body?.transformToString()).toBe(AFTER)
})

test('rclone and s3cmd say why they can’t', async () => {
  const bucket = await createBucket()
  await put(bucket, 'k')
  expect(limitOf('rclone', await taskOf(bucket, 'k'))).toBe('no-condition')
  expect(limitOf('s3cmd', await taskOf(bucket, 'k'))).toBe('no-condition')
})
