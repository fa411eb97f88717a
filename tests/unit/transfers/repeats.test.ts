// Walks over a gateway that brings the last names of a page again on the next one: each is walked and counted once.
import { expect, test } from 'vitest'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { ObjectStorage } from '../../../src/domain/ports'
import { FolderSize } from '../../../src/ui/objects/folder-size.svelte'
import { SelectionCount } from '../../../src/ui/objects/selection-count.svelte'
import { countContents, walkContents } from '../../../src/operations/emptying/empty-bucket'
import { walkFolder } from '../../../src/transfers/walk'
import { makeGateway } from '../state/fakes'
import { FakeBucket } from '../operations/fake-bucket'
import { FakeStorage } from './fake-storage'

const never = new AbortController().signal
const entry = (key: string): ObjectEntry => ({ key, sizeBytes: 10, modifiedAtMs: 1, etag: 'e' })
const pages = [['f/a', 'f/b'], ['f/b', 'f/c', 'f/c'], ['f/b', 'f/c'], ['f/d']]
const listPage: ObjectStorage['listPage'] = async ({ token = '0' }) => ({
  prefixes: [],
  objects: (pages[Number(token)] ?? []).map(entry),
  nextToken: Number(token) + 1 < pages.length ? String(Number(token) + 1) : undefined
})
const storage = Object.assign(new FakeStorage(), { listPage })

test('objects below a folder', async () => {
  const walked: string[] = []
  for await (const page of walkFolder(storage, 'lab', 'f/', never)) walked.push(...page.map(({ key }) => key))
  expect(walked).toEqual(['f/a', 'f/b', 'f/c', 'f/d'])
  const size = new FolderSize(makeGateway(storage), 'lab', 'f/', new Map())
  await size.count()
  expect(size.totals).toMatchObject({ objectCount: 4, sizeBytes: 40 })
  const count = new SelectionCount(storage, 'lab', { entries: [], prefixes: ['f/'] })
  await count.count()
  expect(count.totals.value).toMatchObject({ objectCount: 4, sizeBytes: 40 })
})

test('versions and unfinished uploads', async () => {
  const bucket = new FakeBucket().holding('a#1 a b c', 'u v w')
  const { gateway } = bucket
  const { uploads, versions } = gateway
  const [uploadList, versionList] = [uploads.listPage, versions.listPage]
  const again = { ...gateway, uploads: { ...uploads }, versions: { ...versions } }
  let lastVersions: Awaited<ReturnType<typeof versionList>>['versions'] = []
  again.versions.listPage = async (...asked) => {
    const page = await versionList(...asked)
    const repeated = lastVersions.slice(-1)
    lastVersions = page.versions
    return { ...page, versions: [...repeated, ...page.versions] }
  }
  let lastUploads: Awaited<ReturnType<typeof uploadList>>['uploads'] = []
  again.uploads.listPage = async (...asked) => {
    const page = await uploadList(...asked)
    const repeated = lastUploads.slice(-1)
    lastUploads = page.uploads
    return { ...page, uploads: [...repeated, ...page.uploads] }
  }
  const count = await countContents(again, 'lab', never, () => undefined)
  expect(count).toMatchObject({ objectCount: 3, oldVersionCount: 1, uploadCount: 3 })
  lastVersions = lastUploads = []
  const walked: string[] = []
  for await (const batch of walkContents(again, 'lab', never))
    walked.push(...batch.map((item) => `${item.key} ${item.kind === 'version' ? item.versionId : ''}`))
  expect(walked).toEqual(['u ', 'v ', 'w ', 'a 1', 'a ', 'b ', 'c '])
})
