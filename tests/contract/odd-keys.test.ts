// Every operation with keys that something on the way likes to change: browsers, proxies, XML, URL parsers.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ListingPage } from '../../src/domain/object-entry'
import { createGateway } from '../../src/s3/s3-gateway'
import { alice, createBucket, download, errorOf, gateway, plainSdk, profileOf, toPut } from './fixture'

const keys = [
  ...[
    '//a',
    'a//b',
    '/lead',
    'trailing/',
    'a%2Fb',
    '%2e%2e/x',
    '%',
    'h#a?b',
    '=a&b',
    'p+q r',
    ' spaces ',
    "q'!()*",
    '&<>"'
  ],
  ...[
    '../up',
    'a/../b',
    './c',
    'd/..',
    'd/.',
    'a/./b',
    'a/../../x',
    '...',
    '\\back',
    'emoji 😀',
    'é',
    'e\u0301',
    'עברית'
  ],
  ...['\x01control\x7f', 'new\nline', 'tab\t', '\r', 'x'.repeat(1024), '💥'.repeat(256)]
]

let bucket: string
beforeAll(async () => void (bucket = await createBucket()))

async function allPages(page: (token: string | undefined) => Promise<ListingPage>): Promise<ListingPage[]> {
  const pages = [await page(undefined)]
  for (let token = pages[0]?.nextToken; token !== undefined && pages.length < 100; token = pages.at(-1)?.nextToken)
    pages.push(await page(token))
  return pages
}

describe.each(keys)('the key %j', (key) => {
  it('is put, found, looked at and downloaded', async () => {
    const body = `body of ${key}`
    await alice.putObject(toPut(bucket, key, body))
    expect((await alice.headObject(bucket, key)).sizeBytes).toBe(Buffer.byteLength(body))
    expect(await alice.findObject(bucket, key)).toMatchObject({ key })
    expect(await (await download(alice, bucket, key)).text()).toBe(body)
  })

  it('is sent in parts', async () => {
    const uploadId = await alice.createMultipartUpload(toPut(bucket, key, ''))
    const body = new Blob([`part of ${key}`])
    const { etag = '' } = await alice.uploadPart({ bucket, key, uploadId, partNumber: 1, body, sseKey: undefined })
    await alice.completeMultipartUpload({ bucket, key, uploadId, parts: [{ partNumber: 1, etag }], sseKey: undefined })
    expect(await alice.findObject(bucket, key)).toMatchObject({ key, sizeBytes: body.size })
  })
})

describe('the listing of them all', () => {
  it('decodes each, one page at a time and all at once', async () => {
    const list = (maxKeys: number) => (token: string | undefined) =>
      alice.listPage({ bucket, prefix: '', delimiter: undefined, token, maxKeys })
    for (const maxKeys of [1, 1000]) {
      const pages = await allPages(list(maxKeys))
      const listed = pages.flatMap(({ objects }) => objects.map(({ key }) => key))
      expect(listed.toSorted()).toEqual(keys.toSorted())
    }
  })

  it('decodes folders, and goes on after each', async () => {
    const list = (token: string | undefined) =>
      alice.listPage({ bucket, prefix: '', delimiter: '/', token, maxKeys: 1 })
    const pages = await allPages(list)
    const folders = pages.flatMap(({ prefixes }) => prefixes)
    const expected = new Set(keys.filter((key) => key.includes('/')).map((key) => key.slice(0, key.indexOf('/') + 1)))
    expect(folders.toSorted()).toEqual([...expected].toSorted())
    const inDots = await alice.listPage({ bucket, prefix: '../', delimiter: '/' })
    expect(inDots.objects.map(({ key }) => key)).toEqual(['../up'])
  })

  it('goes on after names that XML cannot hold', async () => {
    const names = ['\x01/a', '\x01/b/c', '\x01/d', '\x02']
    for (const key of names) await alice.putObject(toPut(bucket, key, ''))
    const list = (token: string | undefined) =>
      alice.listPage({ bucket, prefix: '\x01/', delimiter: '/', token, maxKeys: 1 })
    const pages = await allPages(list)
    expect(pages.flatMap(({ objects, prefixes }) => [...objects.map(({ key }) => key), ...prefixes])).toEqual([
      '\x01/a',
      '\x01/b/',
      '\x01/d'
    ])
    for (const key of names) await alice.deleteObject(bucket, key)
  })

  it('is empty when each was deleted', async () => {
    for (const key of keys) await alice.deleteObject(bucket, key)
    expect((await alice.listPage({ bucket, prefix: '', delimiter: undefined })).objects).toEqual([])
  })
})

describe('keys that no request can name', () => {
  it.each(['.', '..', ''])('"%s" is refused before anything is sent', async (key) => {
    expect((await errorOf(alice.putObject(toPut(bucket, key, 'x')))).kind).toBe('name-refused')
    expect((await errorOf(alice.headObject(bucket, key))).kind).toBe('name-refused')
  })

  it('that lead above the root are refused by the proxy, and taken by the gateway itself', async () => {
    expect((await errorOf(alice.putObject(toPut(bucket, '../../k', 'x')))).kind).toBe('name-refused')
    const direct = createGateway(profileOf({ endpoint: gateway.direct })).storage
    await direct.putObject(toPut(bucket, '../../k', 'x'))
    expect(await alice.findObject(bucket, '../../k')).toMatchObject({ key: '../../k' })
    await direct.deleteObject(bucket, '../../k')
  })

  it('of 1,025 bytes are refused by the gateway', async () => {
    const error = await errorOf(alice.putObject(toPut(bucket, 'y'.repeat(1025), 'x')))
    expect(error.kind).toBe('name-refused')
  })
})

it('is the same key that other tools mean', async () => {
  for (const key of keys.filter((key) => !/(^|\/)\.{1,2}(\/|$)/.test(key))) {
    await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'theirs' }))
    expect(await alice.headObject(bucket, key), key).toMatchObject({ sizeBytes: 6 })
  }
})
