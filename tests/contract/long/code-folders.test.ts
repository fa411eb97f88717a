// Code that copies and moves folders in which some objects are encrypted, run as it stands over TLS on odd names, and its effect seen with the plain SDK.
import { HeadObjectCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import type { FolderCopyTask } from '../../../src/domain/code/code-task'
import { createBucket, inTurns, plainSdk } from '../fixture'
import { expected, keyed, keysIn, look, put, RICH } from '../rich-objects'
import { canWrite, codeOf, runCode, runText } from '../run-code'

const FOLDER = `it's "$HOME" 😀\n\\n/`
const PLAIN = [`sub/it's "$HOME" \`id\` $(id)`, 'emoji 😀 e\u0301\nnew line', '', './a//b', 'k?versionId=x', 'ends ",']
const ENCRYPTED = ['-dash;*?[x] \\n per%41 +=#hash']
const OTHER = `"other"\tkey's`
const UNKNOWN = 'unknown 😀'
const OLD = keyed("old $key's.txt", 'binary')
const NEW = keyed('new key.txt', 'keystring')
const LOST = keyed('lost', 'binary')
const files = { ...OLD.files, ...NEW.files }

const isEncrypted = (Bucket: string, Key: string): Promise<boolean> =>
  plainSdk.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => false,
    (error: { $metadata?: { httpStatusCode?: number } }) => {
      if (error.$metadata?.httpStatusCode !== 400) throw error
      return true
    }
  )

// boto merges slashes; aws-cli takes a second for each request.
const PLAIN_OF = { boto3: PLAIN, boto: PLAIN.filter((name) => name !== './a//b'), aws: PLAIN.slice(1, -1) } as const

describe.each(['boto3', 'boto', 'aws'] as const)('%s', (tool) => {
  const plain = PLAIN_OF[tool]
  const skipped = tool === 'boto' ? [UNKNOWN, './a//b'] : [UNKNOWN]
  const taskOf = (bucket: string, more: Partial<FolderCopyTask> = {}): FolderCopyTask => ({
    ...{ kind: 'move-folder', bucket, targetBucket: bucket, versioning: 'off', encryption: 'keep' },
    folders: [{ prefix: FOLDER, targetPrefix: `to/${FOLDER}` }],
    ...{ files: [], sourceKeyFiles: [OLD.keyFile, NEW.keyFile] },
    ...more
  })

  test('moves each object as it is encrypted, and leaves what it cannot open', async () => {
    const [bucket, targetBucket] = await Promise.all([createBucket(), createBucket()])
    const other = `${FOLDER.slice(0, -1)}-beside`
    await inTurns([...plain.map((name) => FOLDER + name), other, 'single', 'single too'], (key) =>
      put(bucket, key, RICH)
    )
    await inTurns(ENCRYPTED, (name) => put(bucket, FOLDER + name, { ...RICH, ...OLD.headers }))
    await put(bucket, FOLDER + OTHER, { ...RICH, ...NEW.headers })
    for (const name of skipped) await put(bucket, FOLDER + name, { ...RICH, ...LOST.headers })
    const single = { key: 'single', targetKey: 'to/single "$HOME"' }
    const run = await runCode(tool, taskOf(bucket, { targetBucket, files: [single] }), { files })
    expect(run.status, run.stderr + run.said).not.toBe(0)
    for (const name of skipped) expect(run.stderr).toContain(name)
    expect(run.stderr).not.toContain(ENCRYPTED[0])
    expect(await keysIn(bucket)).toEqual([...skipped.map((name) => FOLDER + name), other, 'single too'].sort())
    const names = [...plain, ...ENCRYPTED, OTHER].map((name) => FOLDER + name)
    expect(await keysIn(targetBucket)).toEqual([...names.map((key) => `to/${key}`), single.targetKey].sort())
    for (const key of names) {
      const headers = key.endsWith(OTHER)
        ? NEW.headers
        : ENCRYPTED.some((name) => key.endsWith(name))
          ? OLD.headers
          : undefined
      expect(await look(targetBucket, `to/${key}`, headers), key).toEqual(
        expected(key, tool !== 'boto' || headers === undefined)
      )
      expect(await isEncrypted(targetBucket, `to/${key}`), key).toBe(headers !== undefined)
    }
    expect(await look(targetBucket, single.targetKey)).toEqual(expected('single'))
    expect([...run.files.keys()].sort()).toEqual(Object.keys(files).sort())
  })

  test.each([
    { about: 'encrypts all with one key', encryption: NEW.keyFile, headers: NEW.headers },
    { about: 'decrypts all', encryption: undefined, headers: undefined }
  ])('$about, in a bucket with versions', async ({ encryption, headers }) => {
    const bucket = await createBucket()
    await plainSdk.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })
    )
    const [open, secret] = [`${FOLDER}plain`, `${FOLDER}secret`]
    await put(bucket, open, RICH)
    await put(bucket, secret, { ...RICH, ...OLD.headers })
    const task = taskOf(bucket, { kind: 'copy-folder', versioning: 'on', encryption, sourceKeyFiles: [OLD.keyFile] })
    const run = await runCode(tool, task, { files })
    expect(run.status, run.stderr + run.said).toBe(0)
    expect(await keysIn(bucket)).toEqual([open, secret, `to/${open}`, `to/${secret}`].sort())
    for (const key of [open, secret]) {
      expect(await look(bucket, `to/${key}`, headers)).toEqual(expected(key, tool !== 'boto'))
      expect(await isEncrypted(bucket, `to/${key}`)).toBe(headers !== undefined)
    }
    expect(await isEncrypted(bucket, secret)).toBe(true)
  })

  test('deletes nothing that was not copied, and says so where nothing is below', async () => {
    const bucket = await createBucket()
    await put(bucket, `${FOLDER}plain`)
    await put(bucket, `${FOLDER}secret`, OLD.headers)
    const nowhere = await runCode(tool, taskOf(bucket, { targetBucket: `${bucket}-not-there` }), { files })
    expect(nowhere.status).not.toBe(0)
    const withoutKeys = await runCode(tool, taskOf(bucket, { sourceKeyFiles: [] }))
    expect(withoutKeys.status).not.toBe(0)
    expect(await keysIn(bucket)).toEqual([`to/${FOLDER}plain`, `${FOLDER}secret`].sort())
    const folders = [{ prefix: 'not there/', targetPrefix: 'to/' }]
    const nothing = await runCode(tool, taskOf(bucket, { folders }), { files })
    expect(nothing.status).not.toBe(0)
    expect(nothing.stderr).toContain('not there/')
  })
})

test('rclone leaves out names of a folder without an error, as Lockgate says', async () => {
  const [bucket, targetBucket] = await Promise.all([createBucket(), createBucket()])
  await inTurns(['dir/plain', 'dir/a//b', 'dir/../up'], (key) => put(bucket, key))
  const objects = [{ key: 'key', targetKey: 'target' }]
  const code = codeOf('rclone', [{ kind: 'copy', bucket, targetBucket, versioning: 'off', objects }])
  const text = code.replace(/^rclone [^]*?\/target$/m, `rclone copy gateway:${bucket}/dir gateway:${targetBucket}/dir`)
  const run = await runText('rclone', text, {})
  expect(run.status, run.stderr).toBe(0)
  expect(await keysIn(targetBucket)).toEqual(['dir/plain'])
})

test.each(['s3cmd', 'rclone', 'curl'] as const)('%s shows none', (tool) => {
  const folder = { prefix: 'a/', targetPrefix: 'b/' }
  const task: FolderCopyTask = {
    ...{ kind: 'copy-folder', bucket: 'b', targetBucket: 'b', versioning: 'off', encryption: 'keep' },
    ...{ folders: [folder], files: [], sourceKeyFiles: [] }
  }
  expect(canWrite(tool, task)).toBe(false)
})
