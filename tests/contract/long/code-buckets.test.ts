// Code for CORS, unfinished uploads and a search, run as it stands over TLS, and its effect seen with the plain SDK.
import {
  CreateMultipartUploadCommand,
  GetBucketCorsCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { CODE_TOOLS, placeOf, type CodeTask, type CodeTool } from '../../../src/domain/code/code-task'
import { writeCode } from '../../../src/domain/code/write-code'
import { isSameRules, type CorsRule } from '../../../src/domain/cors'
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import { createNameMatcher } from '../../../src/domain/name-match'
import { aliceGateway, createBucket, inTurns, plainSdk } from '../fixture'
import { canWrite, runCode, tlsProfile } from '../run-code'

const place = placeOf(tlsProfile())
const put = (bucket: string, Key: string) => plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))

const RULES: readonly CorsRule[] = [
  {
    id: `it's "$HOME" <&> ü`,
    allowedOrigins: ['https://one.example', 'https://*.two.example'],
    allowedMethods: ['GET', 'PUT', 'DELETE'],
    allowedHeaders: ['*'],
    exposeHeaders: ['ETag', 'x-amz-request-id'],
    maxAgeSeconds: 60
  },
  { allowedOrigins: ['*'], allowedMethods: ['HEAD'], allowedHeaders: [], exposeHeaders: [] }
]

const NAMES = [
  ...[`it's "$HOME" \`id\` $(id)`, 'emoji 😀 e\u0301', '-dash', 'back\\slash; semi|', 'star*?[x]', 'per%20 +=#hash?q'],
  ...['file:///etc/hosts', 'dir/', 'a//b', './dot', 'new\nline', '\u202eright']
]
const UNNAMEABLE: Partial<Record<CodeTool, readonly string[]>> = {
  boto: ['file:///etc/hosts', 'a//b'],
  s3cmd: ['new\nline'],
  curl: ['./dot']
}

const KEYS = [
  ...['Notes.TXT', 'raw/', 'raw/2026/a.csv', 'raw/2026/b.csv.gz', 'raw/2026/deep/2026.csv', 'raw/scan(1)[x].tif'],
  ...[
    'raw2/notes/it\'s "$HOME" $(id).txt',
    'raw2/MÜLLER.csv',
    'raw2/100% +{a}^|.csv',
    '-x/--help.csv',
    'file://x/y.csv'
  ]
]
let searched: string
beforeAll(async () => {
  searched = await createBucket()
  await inTurns(KEYS, (key) => put(searched, key))
})

/** As the page shows them. */
function found(text: string, prefix: FolderPrefix): readonly string[] {
  const match = createNameMatcher(text, prefix)
  return KEYS.filter((key) => key.startsWith(prefix))
    .toSorted()
    .flatMap((key) => {
      const { folders, isObject } = match(key)
      return [...folders, ...(isObject ? [key] : [])]
    })
}

describe.each(CODE_TOOLS)('%s', (tool) => {
  test('replaces, shows and removes the CORS rules of a bucket', async () => {
    const bucket = await createBucket()
    const [set, read, remove] = [
      { kind: 'set-cors', bucket, rules: RULES },
      { kind: 'read-cors', bucket },
      { kind: 'delete-cors', bucket }
    ] as const
    if (tool === 'rclone') {
      for (const task of [set, read, remove]) expect(writeCode(tool, place, task)).toEqual({ cannot: 'no-cors' })
      return
    }
    await aliceGateway.cors.putRules(bucket, [{ ...RULES[1]!, allowedOrigins: ['https://former.example'] }])
    const saved = await runCode(tool, [set, read])
    expect(saved.status, saved.stderr + saved.said).toBe(0)
    expect(saved.said).toContain('https://*.two.example')
    const rules = await aliceGateway.cors.rulesOf(bucket)
    expect(isSameRules(rules, RULES), JSON.stringify(rules)).toBe(true)
    const removed = await runCode(tool, remove)
    expect(removed.status, removed.stderr).toBe(0)
    await expect(plainSdk.send(new GetBucketCorsCommand({ Bucket: bucket }))).rejects.toThrow()
  })

  test('lists unfinished uploads and aborts those that are named', async () => {
    const bucket = await createBucket()
    const start = async (key: string) => {
      const { UploadId: uploadId = '' } = await plainSdk.send(
        new CreateMultipartUploadCommand({ Bucket: bucket, Key: key })
      )
      return { key, uploadId }
    }
    const abort = (uploads: readonly { key: string; uploadId: string }[]): CodeTask => ({
      ...{ kind: 'abort-uploads', bucket },
      uploads
    })
    if (tool === 'rclone') expect(writeCode(tool, place, abort([]))).toEqual({ cannot: 'no-single-abort' })
    const able = NAMES.filter((key) => canWrite(tool, abort([{ key, uploadId: 'x' }])))
    if (tool !== 'rclone') expect(able).toEqual(NAMES.filter((key) => UNNAMEABLE[tool]?.includes(key) !== true))
    const gone: Awaited<ReturnType<typeof start>>[] = []
    await inTurns(able, async (key) => gone.push(await start(key)))
    const stays = [await start(NAMES[0] ?? ''), await start('stays')]
    await plainSdk.send(
      new UploadPartCommand({ Bucket: bucket, Key: 'stays', UploadId: stays[1]?.uploadId, PartNumber: 1, Body: 'x' })
    )
    const listed = await runCode(tool, { kind: 'list-uploads', bucket })
    expect(listed.status, listed.stderr).toBe(0)
    for (const { uploadId } of [...gone, ...stays]) expect(listed.said).toContain(uploadId)
    expect(listed.said).toContain('stays')
    if (tool === 'rclone') return
    const aborted = await runCode(tool, abort(gone))
    expect(aborted.status, aborted.stderr + aborted.said).toBe(0)
    const { Uploads = [] } = await plainSdk.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    expect(new Set(Uploads.map(({ UploadId }) => UploadId))).toEqual(new Set(stays.map(({ uploadId }) => uploadId)))
  })

  test.each([
    ['notes', ''],
    ['2026', 'raw/'],
    ['/raw/*.CSV', ''],
    ['n(1)[X]', ''],
    [`'s "$HOME" $(id).t?t`, ''],
    ['+{a}^|.', 'raw2/'],
    ['*2/', ''],
    ['müller', ''],
    ['--help', '-x/'],
    ['*.csv', 'file://x/'],
    ['nothing of this name', '']
  ] as const)('searches for %j in %j', async (text, prefix) => {
    const task: CodeTask = { kind: 'search', bucket: searched, prefix, text }
    if (tool === 'curl') return expect(writeCode(tool, place, task)).toEqual({ cannot: 'no-search' })
    // It has no name for an empty segment.
    if (tool === 'rclone' && prefix.includes('//'))
      return expect(writeCode(tool, place, task)).toEqual({ cannot: 'name' })
    const run = await runCode(tool, task)
    const names = found(text, prefix)
    const isExact = tool === 'boto3' || tool === 'boto'
    // The others print all that is in a folder that matches, and no folder.
    const wanted = isExact
      ? names
      : KEYS.filter((key) => !(tool === 'rclone' && key.endsWith('/'))).filter((key) =>
          names.some((name) => key === name || (name.endsWith('/') && key.startsWith(name)))
        )
    expect(run.status, run.stderr).toBe(isExact || wanted.length > 0 ? 0 : 1)
    const start = tool === 'rclone' ? prefix : ''
    const said = run.said
      .split('\n')
      .filter((line) => line !== '')
      .map(
        (line) =>
          KEYS.concat(names)
            .filter((one) => (start + line).endsWith(one))
            .sort((a, b) => b.length - a.length)[0]
      )
    expect(said.sort(), run.said).toEqual([...wanted].sort())
  })
})
