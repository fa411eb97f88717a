// A new folder: a name that can be one, never over what is there, and read back.
import { expect, test } from 'vitest'
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import type { ListRequest, PutRequest } from '../../../src/domain/ports'
import { NewFolder } from '../../../src/ui/objects/new-folder.svelte'
import { FakeStorage } from '../transfers/fake-storage'
import { makeKey } from '../transfers/fakes'
import { HERE, makeObservations } from '../state/fakes'

class ListingStorage extends FakeStorage {
  readonly types: string[] = []
  readonly acls: PutRequest['acl'][] = []
  override listPage(request?: ListRequest) {
    const objects = [...this.objects.keys()]
      .filter((key) => key.startsWith(request?.prefix ?? ''))
      .map((key) => ({ key, sizeBytes: 0, modifiedAtMs: 1, etag: 'e' }))
    return Promise.resolve({ prefixes: [], objects, nextToken: undefined })
  }
  override putObject(...[request, options]: Parameters<FakeStorage['putObject']>) {
    this.types.push(request.contentType)
    this.acls.push(request.acl)
    return super.putObject(request, options)
  }
}

async function makeFolder(name: string, storage = new ListingStorage(), prefix: FolderPrefix = 'in/') {
  const rig = await makeObservations([makeKey('k')])
  const folder = new NewFolder({ storage, bucket: 'lab', prefix }, rig.keys, rig.observations)
  folder.name = name
  return { ...rig, folder, storage }
}

test('is an empty object whose key ends in one slash, as other tools make it', async () => {
  for (const name of ['2026/scans', '2026/scans/']) {
    const { folder, storage } = await makeFolder(name)
    expect(await folder.create()).toBe('in/2026/scans/')
    expect(storage.objects.get('in/2026/scans/')).toMatchObject({ bytes: Buffer.alloc(0), sseKeyId: undefined })
    expect(storage.types).toEqual(['application/x-directory'])
  }
})

test('in another user’s bucket gives its owner full control where that was chosen', async () => {
  for (const sharesWithOwner of [false, true]) {
    const { folder, storage } = await makeFolder('a')
    folder.sharesWithOwner = sharesWithOwner
    await folder.create()
    expect(storage.acls).toEqual([sharesWithOwner ? 'bucket-owner-full-control' : undefined])
  }
})

test('has a name that can be one', async () => {
  for (const [name, problem] of [
    ['a//b', { code: 'empty-step' }],
    ['/a', { code: 'empty-step' }],
    ['/', { code: 'empty-step' }],
    ['  ', { code: 'blank-step' }],
    ['a/ ', { code: 'blank-step' }],
    ['..', { code: 'dot-step' }],
    ['a/./b', { code: 'dot-step' }],
    ['é'.repeat(511), { code: 'too-long', keyBytes: 1026, maxBytes: 1024 }]
  ] as const) {
    const { folder, storage } = await makeFolder(name)
    expect(folder.problem).toEqual(problem)
    expect(await folder.create()).toBeUndefined()
    expect(storage.calls).toEqual([])
  }
  expect((await makeFolder('é'.repeat(510))).folder.problem).toBeUndefined()
  expect((await makeFolder('')).folder).toMatchObject({ problem: undefined, isReady: false })
})

test('that is there already is told and not touched, whether by its marker, by what is in it or by a race', async () => {
  const storage = new ListingStorage()
  const object = { bytes: Buffer.from('x'), etag: 'e', sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 }
  storage.objects.set('in/there/x', object)
  const { folder } = await makeFolder('there', storage)
  expect(await folder.create()).toBeUndefined()
  expect([folder.takenPrefix, folder.isReady, storage.count('putObject')]).toEqual(['in/there/', false, 0])
  folder.name = 'else'
  expect([folder.takenPrefix, folder.isReady]).toEqual([undefined, true])
  storage.faults = [{ operation: 'putObject', kind: 'precondition-failed' }]
  await folder.create()
  expect([folder.takenPrefix, folder.error]).toEqual(['in/else/', undefined])
})

test('is locked with the key of the bucket, and not over plain http', async () => {
  const { folder, storage, settings } = await makeFolder('a')
  settings.set(HERE, 'lab', 'k')
  await folder.create()
  expect(storage.objects.get('in/a/')?.sseKeyId).toBe('k')
  const plain = await makeFolder('a', new ListingStorage('http://rgw.example.edu'))
  plain.settings.set('http://rgw.example.edu', 'lab', 'k')
  await plain.folder.create()
  expect(plain.storage.objects.get('in/a/')?.sseKeyId).toBeUndefined()
})

test('is not called made when the gateway refuses it or does not list it', async () => {
  const refused = await makeFolder('a')
  refused.storage.faults = [{ operation: 'putObject', kind: 'access-denied' }]
  expect(await refused.folder.create()).toBeUndefined()
  expect([refused.folder.error?.kind, refused.folder.isCreating]).toEqual(['access-denied', false])
  const lost = await makeFolder('a')
  lost.storage.findObject = () => Promise.resolve(undefined)
  expect(await lost.folder.create()).toBeUndefined()
  expect(lost.folder.error?.kind).toBe('object-changed')
})

test('is not created unencrypted where only encrypted uploads may go', async () => {
  const { folder, storage, observations } = await makeFolder('a')
  const rule = { by: 'lockgate', provenAtMs: 5, findings: undefined, policyJson: undefined } as const
  await observations.setEncryption(storage, 'lab', rule)
  expect(await folder.create()).toBeUndefined()
  expect([folder.error?.kind, storage.objects.size]).toEqual(['must-be-encrypted', 0])
  await folder.prepare()
  expect([folder.needsKey, folder.isReady]).toEqual([true, false])
  folder.keyId = 'k'
  expect(await folder.create()).toBe('in/a/')
  expect(storage.objects.get('in/a/')?.sseKeyId).toBe('k')
  storage.objects.clear()
  folder.keyId = undefined
  await observations.setDefaultKey(storage, 'lab', 'k')
  await folder.prepare()
  expect(folder.needsKey).toBe(false)
  expect(await folder.create()).toBe('in/a/')
  expect(storage.objects.get('in/a/')?.sseKeyId).toBe('k')
})
