// The empty objects that stand for folders, as a real gateway keeps them: locked or not, made once, taken away again.
import { beforeAll, expect, it } from 'vitest'
import { alice, aliceGateway, createBucket, createKey, errorOf, toPut } from './fixture'

const CONTENT_TYPE = 'application/x-directory'
let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

const marker = (key: string, rest = {}) =>
  toPut(bucket, key, '', { contentType: CONTENT_TYPE, ifAbsent: true, ...rest })

it('is made once, keeps its type and lists as a folder', async () => {
  await alice.putObject(marker('plain/'))
  expect((await errorOf(alice.putObject(marker('plain/')))).kind).toBe('precondition-failed')
  expect(await alice.headObject(bucket, 'plain/')).toMatchObject({ sizeBytes: 0, contentType: CONTENT_TYPE })
  const { prefixes } = await alice.listPage({ bucket, prefix: '', delimiter: '/' })
  expect(prefixes).toContain('plain/')
})

it('may be locked though there is nothing in it, and then opens only with its key', async () => {
  const sseKey = createKey()
  await alice.putObject(marker('locked/', { sseKey }))
  expect(await alice.findObject(bucket, 'locked/')).toMatchObject({ sizeBytes: 0 })
  expect((await errorOf(alice.headObject(bucket, 'locked/'))).kind).toBe('sse-key-needed')
  expect(await alice.headObject(bucket, 'locked/', sseKey)).toMatchObject({ sizeBytes: 0 })
})

it('goes with the batch, without its key, and what is gone already is no failure', async () => {
  await alice.putObject(marker('going/', { sseKey: createKey() }))
  const targets = [{ key: 'going/' }, { key: 'never/was' }]
  expect(await aliceGateway.versions.deleteBatch(bucket, targets)).toEqual([])
  expect(await alice.findObject(bucket, 'going/')).toBeUndefined()
})
