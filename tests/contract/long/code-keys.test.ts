// Code with SSE-C keys, read from the file that a user keeps of each: run over TLS, its effect seen with the plain SDK.
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { CODE_TOOLS, placeOf, type CodeTask, type KeyFile } from '../../../src/domain/code/code-task'
import { writeCode } from '../../../src/domain/code/write-code'
import { runTool } from '../../gateway/tool'
import { createBucket, createPlainSdk, gateway, plainSdk, profileOf } from '../fixture'
import { codeOf, runCode, runText, tlsProfile } from '../run-code'
import { sseInput } from '../../gateway/sse-input'

const KEYSTRING = 'It\'s 32 characters $HOME "long"!'
const BINARY = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 255) % 256))

const KEYS: readonly { readonly keyFile: KeyFile; readonly bytes: Buffer; readonly saved: string }[] = [
  {
    keyFile: { fileName: "group's $key.keystring.txt", form: 'keystring' },
    bytes: Buffer.from(KEYSTRING),
    saved: KEYSTRING
  },
  { keyFile: { fileName: '-binary.key-base64.txt', form: 'binary' }, bytes: BINARY, saved: BINARY.toString('base64') }
]
const KEY = "it's encrypted 😀.bin"
const BODY = 'what only the key opens'

const tls = placeOf(tlsProfile())

/** Older versions sign `…-key-MD5` before `…-key`: https://github.com/curl/curl/pull/14370 */
async function signsKeys(): Promise<boolean> {
  const { stdout } = await runTool('/usr/bin/curl', ['--version'])
  const [, major = 0, minor = 0] = /^curl (\d+)\.(\d+)/.exec(stdout.toString())?.map(Number) ?? []
  return major > 8 || (major === 8 && minor >= 10)
}

describe.each(KEYS)('$keyFile.form', ({ keyFile, bytes, saved }) => {
  test.each(CODE_TOOLS)('%s encrypts, reads and decrypts', async (tool) => {
    const bucket = await createBucket()
    const files = { [keyFile.fileName]: saved, 'a file': BODY }
    const upload: CodeTask = {
      kind: 'upload',
      ...{ bucket, keyFile },
      files: [{ fileName: 'a file', key: KEY, contentType: 'text/x-odd' }]
    }
    const others: readonly CodeTask[] = [
      { kind: 'read-object', bucket, key: KEY, keyFile },
      { kind: 'download', bucket, key: KEY, fileName: 'got', keyFile }
    ]
    if (tool === 's3cmd') {
      for (const task of [upload, ...others]) expect(writeCode(tool, tls, task)).toEqual({ cannot: 'no-sse-c' })
      return
    }
    const sent = await runCode(tool, upload, { files })
    if (tool === 'curl' && !(await signsKeys())) {
      expect(sent.status, sent.stderr).toBe(22)
      const { Contents } = await plainSdk.send(new ListObjectsV2Command({ Bucket: bucket }))
      expect(Contents).toBeUndefined()
      return
    }
    expect(sent.status, sent.stderr).toBe(0)
    const at = { Bucket: bucket, Key: KEY }
    await expect(plainSdk.send(new HeadObjectCommand(at))).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
    const stored = await plainSdk.send(new GetObjectCommand({ ...at, ...sseInput(bytes) }))
    expect(`${stored.ContentType} ${await stored.Body?.transformToString()}`).toBe(`text/x-odd ${BODY}`)

    // The same of an object of someone else.
    await plainSdk.send(new PutObjectCommand({ ...at, Body: 'again', ...sseInput(bytes) }))
    const got = await runCode(tool, others, { files })
    expect(got.status, got.stderr).toBe(0)
    expect(got.files.get('got')?.toString()).toBe('again')
  })
})

test('s3cmd neither sends nor uses a key, as is said of it', async () => {
  const bucket = await createBucket()
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: BODY, ...sseInput(BINARY) }))
  const name = 'x-amz-server-side-encryption-customer'
  const { SSECustomerKey: key, SSECustomerKeyMD5: keyMd5 } = sseInput(BINARY)
  const headers = [`${name}-algorithm:AES256`, `${name}-key:${key}`, `${name}-key-MD5:${keyMd5}`]
  const options = headers.map((header) => `--add-header='${header}'`).join(' ')
  const plain = codeOf('s3cmd', [{ kind: 'download', bucket, key: 'k', fileName: 'got' }])
  for (const text of [plain, plain.replace('get --force', `get --force ${options}`)]) {
    const run = await runText('s3cmd', text, {})
    expect(run.status).not.toBe(0)
    expect(run.files.get('got')?.toString()).not.toBe(BODY)
  }
})

test('rclone sends no key over http, as is said of it', async () => {
  const bucket = await createBucket()
  const [{ keyFile, saved }] = KEYS as readonly [(typeof KEYS)[number]]
  const task: CodeTask = { kind: 'upload', bucket, files: [{ fileName: 'f', key: 'k', contentType: '' }], keyFile }
  expect(writeCode('rclone', placeOf(profileOf()), task)).toEqual({ cannot: 'needs-https' })
  const text = codeOf('rclone', [task]).replace(gateway.https, gateway.http)
  const run = await runText('rclone', text, { files: { f: 'x', [keyFile.fileName]: saved } })
  expect(run.stderr).toContain('SSE')
  await expect(plainSdk.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k' }))).rejects.toThrow()
})

test.each(CODE_TOOLS)('%s: no key is named for a gateway that anyone on the way could read', (tool) => {
  const open = { ...tls, endpoint: 'http://rgw.example.org' }
  for (const { keyFile } of KEYS)
    expect(writeCode(tool, open, { kind: 'read-object', bucket: 'bucket', key: 'k', keyFile })).toEqual({
      cannot: 'key-over-http'
    })
})

test('a large upload is encrypted part by part', async () => {
  const [{ keyFile, bytes, saved }] = KEYS as readonly [(typeof KEYS)[number]]
  const big = Buffer.alloc(20 * 1024 * 1024, 'x')
  for (const tool of ['boto3', 'aws', 'rclone'] as const) {
    const bucket = await createBucket()
    const files = { [keyFile.fileName]: saved, big }
    const task: CodeTask = { kind: 'upload', bucket, files: [{ fileName: 'big', key: KEY, contentType: '' }], keyFile }
    const run = await runCode(tool, task, { files })
    expect(run.status, run.stderr).toBe(0)
    const at = { Bucket: bucket, Key: KEY }
    await expect(plainSdk.send(new HeadObjectCommand(at))).rejects.toThrow()
    const { ContentLength } = await createPlainSdk().send(new HeadObjectCommand({ ...at, ...sseInput(bytes) }))
    expect(ContentLength).toBe(big.length)
  }
})
