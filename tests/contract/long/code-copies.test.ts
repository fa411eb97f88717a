// Code that copies and moves objects, run as it stands over TLS on odd names, and its effect seen with the plain SDK.
import { HeadObjectCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { CODE_TOOLS, placeOf, type CodeTask, type CodeTool } from '../../../src/domain/code/code-task'
import { writeCode } from '../../../src/domain/code/write-code'
import { byGeneration } from '../../gateway/generation'
import { createBucket, gateway, inTurns, md5, plainSdk } from '../fixture'
import { expected, isPublic, keyed, keysIn, look, put, RICH } from '../rich-objects'
import { canWrite, runCode, runText, tlsProfile } from '../run-code'

const NAMES = [
  ...[`sub/it's "$HOME" \`id\` $(id)`, 'emoji 😀 e\u0301\nnew line', '-dash;*?[x] \\n per%41 +=#hash'],
  ...['file:///etc/hosts', 'dir/', './a//b', 'k?versionId=x']
]
const UNNAMEABLE: Readonly<Record<CodeTool, readonly string[]>> = {
  boto3: [],
  boto: ['file:///etc/hosts', './a//b'],
  aws: ['k?versionId=x'],
  s3cmd: ['emoji 😀 e\u0301\nnew line', '-dash;*?[x] \\n per%41 +=#hash', 'dir/', 'k?versionId=x'],
  rclone: ['file:///etc/hosts', 'dir/', './a//b'],
  curl: ['./a//b']
}

const OLD = keyed("old $key's.txt", 'binary')
const NEW = keyed('new key.txt', 'keystring')

const targetOf = (key: string): string => (key.endsWith('/') ? `to/${key}` : `to/${key}-copy`)

describe.each(CODE_TOOLS)('%s', (tool) => {
  const taskOf = (kind: 'copy' | 'move', bucket: string, targetBucket: string, keys: readonly string[]): CodeTask => ({
    ...{ kind, bucket, targetBucket, versioning: 'off' },
    objects: keys.map((key) => ({ key, targetKey: targetOf(key) }))
  })

  test.each(['copy', 'move'] as const)('%s, with what belongs to an object', async (kind) => {
    const [bucket, targetBucket] = await Promise.all([createBucket(), createBucket()])
    const able = NAMES.filter((key) => canWrite(tool, taskOf(kind, bucket, targetBucket, [key])))
    expect(able).toEqual(NAMES.filter((key) => !UNNAMEABLE[tool].includes(key)))
    const keys = kind === 'move' ? able : able.slice(0, 2) // a move copies first
    const others = keys.map((key) => `${key}.stays`)
    await inTurns([...keys, ...others], (key) => put(bucket, key, RICH))
    const run = await runCode(tool, taskOf(kind, bucket, targetBucket, keys))
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(await keysIn(bucket)).toEqual([...(kind === 'copy' ? keys : []), ...others].sort())
    expect(await keysIn(targetBucket)).toEqual(keys.map(targetOf).sort())
    for (const key of keys) expect(await look(targetBucket, targetOf(key)), key).toEqual(expected(key))
    expect(await isPublic(targetBucket, targetOf(keys[0] ?? ''))).toBe(tool === 's3cmd')
  })

  test('moves nothing that is not there, and deletes nothing that was not copied', async () => {
    const bucket = await createBucket()
    await put(bucket, 'there')
    const missing = await runCode(tool, taskOf('move', bucket, bucket, ['not there']))
    expect(missing.status === 0, missing.said).toBe(tool === 'rclone') // to which it is an empty folder
    const nowhere = await runCode(tool, taskOf('move', bucket, `${bucket}-not-there`, ['there']))
    expect(nowhere.status).not.toBe(0)
    expect(await keysIn(bucket)).toEqual(['there'])
  })

  test.each(['suspended', 'on'] as const)('loses no object of a time without versioning: %s', async (versioning) => {
    const bucket = await createBucket()
    const setVersioning = (Status: 'Enabled' | 'Suspended') =>
      plainSdk.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }))
    await setVersioning('Enabled')
    await put(bucket, 'k', { Body: 'older' })
    await setVersioning('Suspended')
    await put(bucket, 'k', RICH)
    if (versioning === 'on') await setVersioning('Enabled')
    const task = { ...taskOf('move', bucket, bucket, ['k']), versioning } as CodeTask
    if (!['boto3', 'boto', 'aws'].includes(tool))
      return expect(writeCode(tool, tlsPlace, task)).toEqual({ cannot: 'no-safe-copy' })
    const run = await runCode(tool, task)
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(await keysIn(bucket)).toEqual([targetOf('k')])
    expect(await look(bucket, targetOf('k'))).toEqual(expected('k', tool !== 'boto'))
    expect(run.files.size).toBe(0)
  })

  const [from, to] = [OLD, NEW]
  const cases = [
    { about: 'encrypts a copy', source: undefined, target: to },
    { about: 'keeps a copy encrypted', source: from, target: from },
    { about: 'gives a copy another key', source: from, target: to },
    { about: 'decrypts a copy', source: from, target: undefined }
  ]
  test.each(cases)('$about', async ({ source, target }) => {
    const bucket = await createBucket()
    const key = `it's "one"\n😀.bin`
    const plain = { ...taskOf('move', bucket, bucket, [key]) }
    const task = { ...plain, sourceKeyFile: source?.keyFile, keyFile: target?.keyFile } as CodeTask
    if (tool === 's3cmd') return expect(writeCode(tool, tlsPlace, task)).toEqual({ cannot: 'no-sse-c' })
    if (tool === 'rclone' || tool === 'curl')
      return expect(writeCode(tool, tlsPlace, task)).toEqual({ cannot: 'no-safe-copy' })
    await put(bucket, key, { ...RICH, ...source?.headers })
    const files = { ...source?.files, ...target?.files }
    const run = await runCode(tool, task, { files })
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(await keysIn(bucket)).toEqual([targetOf(key)])
    expect(await look(bucket, targetOf(key), target?.headers)).toEqual(expected(key, tool !== 'boto'))
    const bare = plainSdk.send(new HeadObjectCommand({ Bucket: bucket, Key: targetOf(key) }))
    if (target === undefined) await bare
    else await expect(bare).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
    expect([...run.files.keys()].sort()).toEqual(Object.keys(files).sort())
  })
})

const tlsPlace = placeOf(tlsProfile())

const COMPARING = CODE_TOOLS.filter((tool) => tool !== 'rclone') // its move is one command

test.each(COMPARING)('%s deletes nothing whose copy has other bytes, whatever the metadata say', async (tool) => {
  const bucket = await createBucket()
  const same = { ContentType: 'text/x-odd', Metadata: { 's3cmd-attrs': `md5:${md5('first')}` } }
  await put(bucket, 'k', { ...same, Body: 'first' })
  await put(bucket, 'k2', { ...same, Body: 'other' })
  const objects = [{ key: 'k', targetKey: 'k2' }]
  const task: CodeTask = { kind: 'move', bucket, targetBucket: bucket, versioning: 'off', objects }
  const code = writeCode(tool, tlsPlace, task)
  if ('cannot' in code) throw new Error(code.cannot)
  const copying =
    /s3\.copy_object\(.*\)|target\.copy_key\(.*\)|s3api copy-object [^&]*|gateway cp [^&]*|gateway --request PUT [^&]*/
  const run = await runText(tool, code.text.replace(copying, tool.startsWith('boto') ? 'pass' : 'true '), {})
  expect(run.status).not.toBe(0)
  expect(await keysIn(bucket)).toEqual(['k', 'k2'])
})

test('rclone’s own copy with a key is stored unencrypted by older gateways, as Lockgate says', async () => {
  const bucket = await createBucket()
  await put(bucket, 'k')
  const files = [{ fileName: 'f', key: 'x', contentType: '' }]
  const upload: CodeTask = { kind: 'upload', bucket, files, keyFile: NEW.keyFile }
  const code = writeCode('rclone', tlsPlace, upload)
  if ('cannot' in code) throw new Error(code.cannot)
  const text = code.text.replace(/^rclone [^]*/m, `rclone copyto gateway:${bucket}/k gateway:${bucket}/k2\n)\n`)
  const run = await runText('rclone', text, { files: NEW.files })
  const head = plainSdk.send(new HeadObjectCommand({ Bucket: bucket, Key: 'k2' }))
  if (!byGeneration(gateway, { Pacific: true, Reef: true, Tentacle: false })) return expect(head).rejects.toThrow()
  expect(run.status, run.stderr).toBe(0)
  await head
})
