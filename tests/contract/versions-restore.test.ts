// Versions that are downloaded and made the latest again: what the gateway's copy keeps, and what has to be put back.
import { PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/transfers/clock'
import { removeContents, walkContents } from '../../src/operations/emptying/empty-bucket'
import { restoreDeleted, restoreVersion } from '../../src/operations/versions/restore-version'
import { byGeneration } from '../gateway/generation'
import { runToolOrFail } from '../gateway/tool'
import { alice, aliceGateway, createBucket, createKey, errorOf, gateway, md5, plainSdk, toPut } from './fixture'

const { versions, properties, access } = aliceGateway
const keys = ['plain.txt', 'a//b', 'p+q r?%2F#&', '../up', 'emoji 😀', "q'!()*", 'new\nline']

let bucket: string
beforeAll(async () => void (bucket = await createVersioned()))

async function createVersioned(status: 'Enabled' | 'Suspended' = 'Enabled'): Promise<string> {
  const made = await createBucket()
  await setVersioning(made, status)
  return made
}

async function setVersioning(name: string, status: 'Enabled' | 'Suspended'): Promise<void> {
  await plainSdk.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: status } }))
}

async function versionsOf(key: string, from = bucket) {
  const page = await versions.listPage({ bucket: from, prefix: key })
  return page.versions.filter((version) => version.key === key)
}

async function put(key: string, body: string, more: object = {}): Promise<void> {
  await plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...more }))
}

async function older(key: string, from = bucket) {
  const found = (await versionsOf(key, from)).find(({ isLatest }) => !isLatest)
  if (found === undefined) throw new Error('There is no older version')
  return found
}

const { signal } = new AbortController()

describe.each(keys)('of the key %j', (key) => {
  it('an older version is looked at, downloaded and restored', async () => {
    await alice.putObject(toPut(bucket, key, 'first'))
    await alice.putObject(toPut(bucket, key, 'second, longer'))
    const { versionId, etag } = await older(key)
    expect(etag).toBe(md5('first'))
    expect((await alice.headObject(bucket, key, undefined, signal, versionId)).sizeBytes).toBe(5)
    expect(await properties.read(bucket, key, { versionId })).toMatchObject({ sizeBytes: 5, versionId })
    const { url, headers } = await alice.signDownload(bucket, key, undefined, versionId)
    expect(await (await fetch(url, { headers })).text()).toBe('first')
    await versions.restore({ bucket, key, versionId })
    expect((await alice.findObject(bucket, key))?.etag).toBe(md5('first'))
    expect(await versionsOf(key)).toHaveLength(3)
  })
})

it('a restored version keeps metadata, tags and headers, and gets its access list back', async () => {
  await put('rich', 'first', {
    Metadata: { run: '1' },
    Tagging: 'state=raw',
    CacheControl: 'no-cache',
    ContentType: 'text/csv',
    ACL: 'public-read'
  })
  await put('rich', 'second', { Metadata: { run: '2' } })
  const version = await older('rich')
  await versions.restore({ bucket, key: 'rich', versionId: version.versionId })
  expect((await access.ofObject(bucket, 'rich')).grants).toHaveLength(1) // what the copy alone leaves: private
  const asked = { gateway: aliceGateway, bucket, ...version, sseKey: undefined, nullVersion: undefined }
  const { report } = await restoreVersion(asked, { clock: systemClock }, signal)
  expect(report).toMatchObject({ acl: { state: 'kept' }, differences: [], encryption: { state: 'clear' } })
  expect(await access.ofObject(bucket, 'rich')).toEqual(await access.ofObject(bucket, 'rich', version.versionId))
  expect(await properties.read(bucket, 'rich')).toMatchObject({
    metadata: { run: '1' },
    cacheControl: 'no-cache',
    contentType: 'text/csv'
  })
  expect(await properties.tagsOf(bucket, 'rich')).toEqual({ state: 'raw' })
})

it('what was sent in parts keeps its ETag and its part size', async () => {
  const key = 'parts.bin'
  const parts = [randomBytes(5 * 2 ** 20), randomBytes(1000)]
  const metadata = { 'lockgate-part-size': String(5 * 2 ** 20) }
  const uploadId = await alice.createMultipartUpload({ ...toPut(bucket, key, ''), metadata })
  const sent = await Promise.all(
    parts.map(async (part, i) => {
      const { etag = '' } = await alice.uploadPart({
        ...{ bucket, key, uploadId, sseKey: undefined },
        partNumber: i + 1,
        body: new Blob([part])
      })
      return { partNumber: i + 1, etag }
    })
  )
  await alice.completeMultipartUpload({ bucket, key, uploadId, parts: sent, sseKey: undefined })
  await put(key, 'later')
  const version = await older(key)
  const asked = { gateway: aliceGateway, bucket, ...version, sseKey: undefined, nullVersion: undefined }
  const { report } = await restoreVersion(asked, { clock: systemClock }, signal)
  expect(report?.properties).toMatchObject({ etag: version.etag, metadata })
  expect(version.etag).toMatch(/-2$/)
})

it('an encrypted version cannot be copied without its key, nor with it before Tentacle, and nothing is changed', async () => {
  const sseKey = createKey()
  await alice.putObject(toPut(bucket, 'locked', 'first', { sseKey }))
  await alice.putObject(toPut(bucket, 'locked', 'second', { sseKey }))
  const { versionId } = await older('locked')
  const canCopy = byGeneration(gateway, { Pacific: false, Reef: false, Tentacle: true })
  const withoutKey = await errorOf(versions.restore({ bucket, key: 'locked', versionId }))
  expect(withoutKey.kind).toBe(canCopy ? 'request-refused' : 'not-supported')
  const copying = versions.restore({ bucket, key: 'locked', versionId, sseKey })
  if (canCopy) {
    await copying
    expect((await alice.headObject(bucket, 'locked', sseKey)).etag).toBe(md5('first'))
    expect(await versionsOf('locked')).toHaveLength(3)
  } else {
    expect((await errorOf(copying)).kind).toBe('not-supported')
    expect(await versionsOf('locked')).toHaveLength(2)
  }
  expect((await alice.headObject(bucket, 'locked', sseKey, signal, versionId)).etag).toBe(md5('first'))
  expect((await errorOf(alice.headObject(bucket, 'locked', undefined, signal, versionId))).kind).toBe('sse-key-needed')
})

it('while versioning is suspended a copy replaces the version called null', async () => {
  const suspended = await createVersioned()
  await alice.putObject(toPut(suspended, 'k', 'kept'))
  await setVersioning(suspended, 'Suspended')
  await alice.putObject(toPut(suspended, 'k', 'replaced'))
  expect((await versionsOf('k', suspended)).map(({ versionId, isLatest }) => [versionId === 'null', isLatest])).toEqual(
    [
      [true, true],
      [false, false]
    ]
  )
  const versionId = (await versionsOf('k', suspended))[1]?.versionId ?? ''
  await versions.restore({ bucket: suspended, key: 'k', versionId })
  const now = await versionsOf('k', suspended)
  expect(now.map(({ etag }) => etag)).toEqual([md5('kept'), md5('kept')])
})

it('a version that is not there is said to be absent', async () => {
  await alice.putObject(toPut(bucket, 'absent', 'x'))
  const gone = versions.restore({ bucket, key: 'absent', versionId: 'nosuchversionidofanything0000000' })
  expect((await errorOf(gone)).details.status).toBeGreaterThanOrEqual(400)
  expect(await versionsOf('absent')).toHaveLength(1)
})

it('pages of versions go on in the middle of a key', async () => {
  for (const body of ['1', '2', '3']) await alice.putObject(toPut(bucket, 'paged', body))
  const first = await versions.listPage({ bucket, prefix: 'paged', maxKeys: 2 })
  expect(first.next?.keyMarker).toBe('paged')
  const second = await versions.listPage({ bucket, prefix: 'paged', maxKeys: 2, after: first.next })
  const all = [...first.versions, ...second.versions]
  expect(all.map(({ etag }) => etag)).toEqual(['3', '2', '1'].map(md5))
})

describe('while versioning is suspended, where every write goes to the version called null', () => {
  async function createSuspended(key: string): Promise<string> {
    const made = await createVersioned()
    await alice.putObject(toPut(made, key, 'old'))
    await setVersioning(made, 'Suspended')
    await alice.deleteObject(made, key)
    return made
  }
  const latestOf = async (key: string, from: string) => (await versionsOf(key, from)).find(({ isLatest }) => isLatest)!

  it.each(['report.txt', 'a//b', 'new\nline'])('a marker is removed, and %j is there again', async (key) => {
    const made = await createSuspended(key)
    const marker = await latestOf(key, made)
    expect(marker).toMatchObject({ versionId: 'null', isDeleteMarker: true })
    expect(await restoreDeleted(aliceGateway, made, marker, signal)).toEqual({ state: 'restored' })
    expect((await alice.findObject(made, key))?.etag).toBe(md5('old'))
  })

  it('what was uploaded since is kept, and told of', async () => {
    const made = await createSuspended('report.txt')
    const marker = await latestOf('report.txt', made)
    await alice.putObject(toPut(made, 'report.txt', 'fresh'))
    const outcome = await restoreDeleted(aliceGateway, made, marker, signal)
    expect((await alice.findObject(made, 'report.txt'))?.etag).toBe(md5('fresh'))
    expect(outcome).toMatchObject({ state: 'changed', latest: { etag: md5('fresh'), versionId: 'null' } })
  })

  it('a second delete of it is another marker', async () => {
    const made = await createSuspended('report.txt')
    const marker = await latestOf('report.txt', made)
    await alice.putObject(toPut(made, 'report.txt', 'fresh'))
    await new Promise((resolve) => setTimeout(resolve, 1100)) // some gateways keep whole seconds
    await alice.deleteObject(made, 'report.txt')
    expect(await restoreDeleted(aliceGateway, made, marker, signal)).toMatchObject({ state: 'changed' })
  })

  it('an older version is not made the latest over what was uploaded since', async () => {
    const made = await createSuspended('report.txt')
    await alice.putObject(toPut(made, 'report.txt', 'shown'))
    const [shown, old] = [await latestOf('report.txt', made), await older('report.txt', made)]
    await alice.putObject(toPut(made, 'report.txt', 'fresh'))
    const asked = { gateway: aliceGateway, bucket: made, sseKey: undefined, nullVersion: shown, ...old }
    expect(await errorOf(restoreVersion(asked, { clock: systemClock }, signal))).toMatchObject({
      kind: 'object-changed'
    })
    expect((await alice.findObject(made, 'report.txt'))?.etag).toBe(md5('fresh'))
  })

  it.each([
    ['that is older than versions', false],
    ['that was written while they were suspended', true]
  ])(
    'the one %s is made the latest, with its bytes and its settings, and no other version is lost',
    async (_, isSuspendedFirst) => {
      const made = await createBucket()
      const body = randomBytes(5 * 2 ** 20)
      const write = (Body: string | Buffer, more: object = {}) =>
        plainSdk.send(new PutObjectCommand({ Bucket: made, Key: 'k', Body, ...more }))
      if (isSuspendedFirst) {
        await setVersioning(made, 'Enabled')
        await write('first')
        await setVersioning(made, 'Suspended')
      }
      await write(body, { Metadata: { run: '1' }, Tagging: 'state=raw', ACL: 'public-read' })
      await setVersioning(made, 'Enabled')
      await write('newer')
      await setVersioning(made, 'Suspended')
      const before = await versionsOf('k', made)
      const nullVersion = before.find(({ versionId }) => versionId === 'null')!
      const asked = { gateway: aliceGateway, bucket: made, ...nullVersion, sseKey: undefined, nullVersion }
      const { report } = await restoreVersion(asked, { clock: systemClock }, signal)
      expect(report).toMatchObject({ acl: { state: 'kept' }, differences: [] })
      await runToolOrFail('radosgw-admin', [
        'gc',
        'process',
        '--include-all',
        '-c',
        gateway.confFile,
        '-n',
        'client.rgw'
      ])
      const { url, headers } = await alice.signDownload(made, 'k', undefined)
      expect(md5(new Uint8Array(await (await fetch(url, { headers })).arrayBuffer()))).toBe(md5(body))
      const now = await versionsOf('k', made)
      expect([now[0]?.isLatest, now.map(({ etag }) => etag).sort()]).toEqual([
        true,
        before.map(({ etag }) => etag).sort()
      ])
    }
  )

  it('an older one is not lost unseen to a version that is made the latest', async () => {
    const made = await createBucket()
    for (const [body, next] of [
      ['null', 'Enabled'],
      ['one', 'Enabled'],
      ['two', 'Suspended']
    ] as const) {
      await alice.putObject(toPut(made, 'k', body))
      await setVersioning(made, next)
    }
    const before = await versionsOf('k', made)
    const one = before.find(({ etag }) => etag === md5('one'))!
    const asked = { gateway: aliceGateway, bucket: made, ...one, sseKey: undefined, nullVersion: undefined }
    expect((await errorOf(restoreVersion(asked, { clock: systemClock }, signal))).kind).toBe('object-changed')
    expect(await versionsOf('k', made)).toEqual(before)
    const nullVersion = before.find(({ versionId }) => versionId === 'null')
    await restoreVersion({ ...asked, nullVersion }, { clock: systemClock }, signal)
    expect((await alice.findObject(made, 'k'))?.etag).toBe(md5('one'))
  })

  it('emptying a bucket deletes what was walked, and not what took its name since', async () => {
    const made = await createSuspended('report.txt')
    await alice.putObject(toPut(made, 'report.txt', 'walked'))
    await alice.putObject(toPut(made, 'other.txt', 'walked'))
    const failed: string[] = []
    for await (const batch of walkContents(aliceGateway, made, signal)) {
      if (batch.some(({ key, kind }) => key === 'report.txt' && kind === 'null-version'))
        await alice.putObject(toPut(made, 'report.txt', 'fresh'))
      const failures = await removeContents(aliceGateway, made, batch, signal)
      failed.push(...failures.map(({ item, error }) => `${item.key} ${error.kind}`))
    }
    expect(failed).toEqual(['report.txt object-changed'])
    const [left, ...rest] = (await versions.listPage({ bucket: made, prefix: '' })).versions
    expect([left?.etag, rest]).toEqual([md5('fresh'), []])
  })
})

it('a restored version that was written while versioning was suspended stays when that one is replaced or deleted', async () => {
  const name = await createVersioned()
  const write = (body: string) => plainSdk.send(new PutObjectCommand({ Bucket: name, Key: 'k', Body: body }))
  await write('one')
  await setVersioning(name, 'Suspended')
  await write('two')
  await setVersioning(name, 'Enabled')
  await write('three')
  const version = (await versionsOf('k', name)).find(({ versionId }) => versionId === 'null')
  if (version === undefined) throw new Error('There is no version of the suspended time')
  const asked = { gateway: aliceGateway, bucket: name, ...version, sseKey: undefined, nullVersion: version }
  await restoreVersion(asked, { clock: systemClock }, signal)
  const restored = (await versionsOf('k', name)).find(({ isLatest }) => isLatest)
  const read = async () => {
    const { url, headers } = await alice.signDownload(name, 'k', undefined, restored?.versionId)
    return await (await fetch(url, { headers })).text()
  }
  expect(restored?.etag).toBe(md5('two'))
  await setVersioning(name, 'Suspended')
  await write('four')
  expect(await read()).toBe('two')
  expect(await versions.deleteBatch(name, [{ key: 'k', versionId: 'null' }])).toEqual([])
  expect(await read()).toBe('two')
})
