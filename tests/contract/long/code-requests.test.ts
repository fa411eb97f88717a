// The log of requests as the adapters fill it, and the script that it becomes, run by each tool.
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { CODE_TOOLS, placeOf } from '../../../src/domain/code/code-task'
import { scriptOfRequests } from '../../../src/domain/code/tasks-of-requests'
import { RequestHistory } from '../../../src/domain/request-history'
import { createGateway } from '../../../src/s3/s3-gateway'
import { createBucket, createKey, plainSdk, profileOf, toPut } from '../fixture'
import { runText } from '../run-code'

const KEY = "it's logged.txt"

async function work(bucket: string): Promise<RequestHistory> {
  const history = new RequestHistory()
  const { storage } = createGateway(profileOf(), { onRequest: (request) => history.add(request) })
  await storage.putObject(toPut(bucket, KEY, 'x'))
  await storage.putObject(toPut(bucket, 'gone', 'x'))
  await storage.deleteObject(bucket, 'gone')
  await storage.listPage({ bucket, prefix: 'a secret prefix', delimiter: '/' })
  await storage.headObject(bucket, 'never there').catch(() => undefined)
  return history
}

test('each request is logged with what came of it, and with no header and no value of its query', async () => {
  const bucket = await createBucket()
  const history = await work(bucket)
  const sseKey = createKey()
  const { storage } = createGateway(profileOf(), { onRequest: (request) => history.add(request) })
  await storage.putObject(toPut(bucket, 'locked', 'x', { sseKey }))
  const list = history.list()
  expect(list.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    `PUT /${bucket}/it%27s%20logged.txt 200`,
    `PUT /${bucket}/gone 200`,
    `DELETE /${bucket}/gone 204`,
    expect.stringMatching(new RegExp(`^GET /${bucket}/?\\?.*list-type.*prefix.* 200$`)),
    `HEAD /${bucket}/never%20there 404`,
    `PUT /${bucket}/locked 200`
  ])
  for (const { requestId, startedAtMs, durationMs } of list) {
    expect(requestId).toMatch(/^tx/)
    expect(Math.abs(Date.now() - startedAtMs)).toBeLessThan(600_000)
    expect(durationMs).toBeGreaterThanOrEqual(0)
  }
  const { accessKey, secretKey } = profileOf()
  const secrets = [accessKey, secretKey, Buffer.from(sseKey.bytes).toString('base64'), sseKey.md5Base64, 'Signature']
  for (const secret of [...secrets, 'a secret prefix', 'a%20secret']) expect(JSON.stringify(list)).not.toContain(secret)
})

test('a request without an answer is logged as that, and what looks for the reason as unsigned', async () => {
  const history = new RequestHistory()
  const nowhere = profileOf({ endpoint: 'http://127.0.0.1:9' })
  const { storage } = createGateway(nowhere, { onRequest: (request) => history.add(request) })
  await expect(storage.deleteObject('bucket', 'k')).rejects.toThrow()
  expect(history.list()).toMatchObject([
    { method: 'DELETE', path: '/bucket/k', status: undefined, requestId: undefined },
    { method: 'GET', path: '/', status: undefined, isUnsigned: true },
    { method: 'GET', path: '/', status: undefined, isUnsigned: true }
  ])
})

test.each(CODE_TOOLS)('%s runs the script, which does the same again', async (tool) => {
  const bucket = await createBucket()
  const history = await work(bucket)
  await plainSdk.send(new DeleteObjectCommand({ Bucket: bucket, Key: KEY }))
  const script = scriptOfRequests(tool, placeOf(profileOf()), history.list())
  const run = await runText(tool, script, { profile: profileOf(), files: { [KEY]: 'again', gone: 'again' } })
  expect(run.status, run.stderr + run.said).toBe(0)
  const { Contents = [] } = await plainSdk.send(new ListObjectsV2Command({ Bucket: bucket }))
  expect(Contents.map(({ Key, Size }) => `${Key} ${Size}`)).toEqual([`${KEY} 5`])
})
