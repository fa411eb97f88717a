// Code that copies and moves to another account at another address, run as it stands on odd names: what arrives, and what was said to either.
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { placeOf, TARGET_VARIABLES, type CodePlace, type CodeTask } from '../../../src/domain/code/code-task'
import type { Profile } from '../../../src/domain/profile'
import { listen, type Listening } from '../../e2e/forward'
import { createBucket, createPlainSdk, gateway, profileOf } from '../fixture'
import { expected, keyed, keysIn, look, put, RICH } from '../rich-objects'
import { canWrite, runCode, type CodeRun } from '../run-code'

const KEY = `it's "one" $HOME\n😀.bin`
const TARGET_KEY = `to/"$(id)" 😀\n`
const FOLDER = `it's "$HOME"\n😀/`
const OLD = keyed("old $key's.txt", 'binary')
const NEW = keyed('new key.txt', 'keystring')
const files = { ...OLD.files, ...NEW.files }
const bobSdk = createPlainSdk(gateway.bob)

let here: Listening
let there: Listening
beforeEach(async () => {
  here = await listen(gateway.direct)
  there = await listen(gateway.direct)
})
afterEach(() => {
  here.close()
  there.close()
})

const variables = {
  [TARGET_VARIABLES.accessKey]: gateway.bob.accessKey,
  [TARGET_VARIABLES.secretKey]: gateway.bob.secretKey
}
const source = (): Profile => profileOf({ endpoint: here.url })
const targetPlace = (): CodePlace => placeOf(profileOf({ endpoint: there.url, ...gateway.bob }))

/** Neither heard of the other's account, and no key of the other's came along. */
function expectApart(toSource: readonly string[], toTarget: readonly string[]): void {
  const secrets = [
    gateway.alice.accessKey,
    gateway.bob.accessKey,
    OLD.headers.SSECustomerKey,
    NEW.headers.SSECustomerKey
  ]
  expect(secrets.filter((one) => here.heard().includes(one))).toEqual([gateway.alice.accessKey, ...toSource])
  expect(secrets.filter((one) => there.heard().includes(one))).toEqual([gateway.bob.accessKey, ...toTarget])
  for (const heard of [here.heard(), there.heard()]) expect(heard.toLowerCase()).not.toContain('x-amz-copy-source')
}

async function isEncrypted(Bucket: string, Key: string): Promise<boolean> {
  const status = await bobSdk.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => 200,
    (error: { $metadata: { httpStatusCode?: number } }) => error.$metadata.httpStatusCode
  )
  expect([200, 400]).toContain(status)
  return status === 400
}

describe.each(['boto3', 'boto', 'aws'] as const)('%s', (tool) => {
  const run = (task: CodeTask, more = {}): Promise<CodeRun> =>
    runCode(tool, task, { profile: source(), files, variables, ...more })
  const taskOf = (bucket: string, targetBucket: string, more: object = {}): CodeTask => ({
    ...{ kind: 'move', bucket, targetBucket, versioning: 'off', targetPlace: targetPlace() },
    objects: [{ key: KEY, targetKey: TARGET_KEY }],
    ...more
  })

  test.each([
    { about: 'moves unencrypted', from: undefined, to: undefined },
    { about: 'gives the copy another key', from: OLD, to: NEW }
  ])('$about', async ({ from, to }) => {
    const [bucket, targetBucket] = await Promise.all([createBucket(), createBucket(bobSdk)])
    await put(bucket, KEY, { ...RICH, ...from?.headers })
    await put(bucket, 'stays')
    const result = await run(taskOf(bucket, targetBucket, { sourceKeyFile: from?.keyFile, keyFile: to?.keyFile }))
    expect(result.status, result.stderr + result.said).toBe(0)
    expect(await keysIn(bucket)).toEqual(['stays'])
    expect(await keysIn(targetBucket, bobSdk)).toEqual([TARGET_KEY])
    expect(await look(targetBucket, TARGET_KEY, to?.headers, bobSdk)).toEqual(expected(KEY, tool !== 'boto'))
    expect(await isEncrypted(targetBucket, TARGET_KEY)).toBe(to !== undefined)
    const sent = (key: typeof from): readonly string[] => (key === undefined ? [] : [key.headers.SSECustomerKey])
    expectApart(sent(from), sent(to))
    expect([...result.files.keys()].sort()).toEqual(Object.keys(files).sort())
  })

  test('moves a folder in which one object is encrypted, each with its key', async () => {
    const [bucket, targetBucket] = await Promise.all([createBucket(), createBucket(bobSdk)])
    await put(bucket, `${FOLDER}plain`, RICH)
    await put(bucket, FOLDER + KEY, { ...RICH, ...NEW.headers })
    await put(bucket, `${FOLDER.slice(0, -1)}-beside`)
    const task: CodeTask = {
      ...{ kind: 'move-folder', bucket, targetBucket, versioning: 'off', targetPlace: targetPlace() },
      folders: [{ prefix: FOLDER, targetPrefix: 'to/' }],
      ...{ files: [], sourceKeyFiles: [NEW.keyFile], encryption: 'keep' }
    }
    const result = await run(task)
    expect(result.status, result.stderr + result.said).toBe(0)
    expect(await keysIn(bucket)).toEqual([`${FOLDER.slice(0, -1)}-beside`])
    expect(await keysIn(targetBucket, bobSdk)).toEqual([`to/${KEY}`, 'to/plain'].sort())
    const hasTags = tool !== 'boto'
    expect(await look(targetBucket, 'to/plain', {}, bobSdk)).toEqual(expected(`${FOLDER}plain`, hasTags))
    expect(await look(targetBucket, `to/${KEY}`, NEW.headers, bobSdk)).toEqual(expected(FOLDER + KEY, hasTags))
    expect(await isEncrypted(targetBucket, `to/${KEY}`)).toBe(true)
  })

  test.each(['missing', 'blank'])('sends no credentials of the source where the other’s are %s', async (how) => {
    const [bucket, targetBucket] = await Promise.all([createBucket(), createBucket()]) // both are Alice's
    await put(bucket, KEY)
    const blank = Object.fromEntries(Object.keys(variables).map((name) => [name, '']))
    const result = await run(taskOf(bucket, targetBucket), { variables: how === 'blank' ? blank : {} })
    expect(result.status).not.toBe(0)
    expect(await keysIn(bucket)).toEqual([KEY])
    expect(await keysIn(targetBucket)).toEqual([])
    expect(there.heard()).not.toContain(gateway.alice.accessKey)
  })

  test('copies what anyone may read, without an account', async () => {
    const [bucket, targetBucket] = await Promise.all([createBucket(), createBucket(bobSdk)])
    await put(bucket, KEY, RICH)
    const profile = profileOf({ endpoint: here.url, accessKey: '', secretKey: '' })
    const result = await run(taskOf(bucket, targetBucket, { kind: 'copy' }), { profile })
    expect(result.status, result.stderr + result.said).toBe(0)
    expect(await look(targetBucket, TARGET_KEY, {}, bobSdk)).toEqual(expected(KEY, false))
  })
})

test.each(['s3cmd', 'rclone', 'curl'] as const)('%s shows none', (tool) => {
  const objects = [{ key: 'k', targetKey: 'k' }]
  const places = { bucket: 'a', targetBucket: 'b', versioning: 'off', targetPlace: targetPlace() } as const
  expect(canWrite(tool, { kind: 'copy', ...places, objects })).toBe(false)
})
