// A text that is edited while someone else writes: what was typed stays, whatever happens.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { notesOf } from '../../../src/domain/code/notes'
import type { Gateway } from '../../../src/domain/gateway'
import { editTaskOf } from '../../../src/ui/code/edit-task'
import { EditText } from '../../../src/ui/objects/edit-text.svelte'
import { FakeStorage, md5 } from '../transfers/fake-storage'
import { FakeDigester, FastClock } from '../transfers/fakes'
import { makeGateway, makeObservations } from '../state/fakes'

const ACL = { owner: { id: 'alice' }, grants: [] }

async function makeEdit() {
  const storage = new FakeStorage()
  const write = (text: string): void => {
    const bytes = Buffer.from(text)
    storage.objects.set('k', { bytes, etag: md5(bytes), sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 })
  }
  write('before')
  const stage = {
    saveFailure: undefined as AppError | undefined,
    aclFailure: undefined as AppError | undefined,
    lookFailure: undefined as AppError | undefined
  }
  const read = async () => {
    if (stage.lookFailure !== undefined && storage.objects.get('k')?.bytes.toString() !== 'before')
      throw stage.lookFailure
    const head = await storage.headObject('b', 'k')
    return { ...head, etag: storage.objects.get('k')?.etag, isWhole: true, others: [] }
  }
  const properties = {
    read,
    tagsOf: () => Promise.resolve({}),
    readSmall: () => {
      const { bytes, etag } = storage.objects.get('k') ?? { bytes: Buffer.alloc(0), etag: '' }
      return Promise.resolve({ bytes: new Uint8Array(bytes), etag })
    },
    overwrite: async ({ body, ifMatchEtag }: Parameters<Gateway['properties']['overwrite']>[0]) => {
      if (stage.saveFailure !== undefined) throw stage.saveFailure
      if (storage.objects.get('k')?.etag !== ifMatchEtag) throw new AppError('precondition-failed')
      write(await body.text())
      return { etag: undefined }
    }
  } as unknown as Gateway['properties']
  const access = {
    ofObject: () => (stage.aclFailure === undefined ? Promise.resolve(ACL) : Promise.reject(stage.aclFailure))
  } as unknown as Gateway['access']
  const gateway = makeGateway(storage, { properties, access })
  const { observations, keys } = await makeObservations()
  const entry = { key: 'k', sizeBytes: 6, etag: md5(Buffer.from('before')), modifiedAtMs: 1 }
  const deps = { observations, keys, digester: new FakeDigester(), clock: new FastClock() }
  const edit = new EditText({ gateway, bucket: 'b', entry }, deps)
  await edit.open()
  return { edit, stage, write, storage, observations, there: () => storage.objects.get('k')?.bytes.toString() }
}

describe('a text', () => {
  test('is shown as code that keeps what it has, and replaces what was read alone', async () => {
    const { edit } = await makeEdit()
    const { base } = edit
    if (base === undefined) throw new Error('no text')
    const properties = {
      ...base.former.properties,
      ...{ contentType: 'text/x', contentEncoding: 'aws-chunked', versionId: 'v' },
      metadata: { run: '1', mtime: '7' }
    }
    const task = editTaskOf({ ...base, former: { ...base.former, properties, tags: { a: 'b' } } }, 'on')
    expect(task).toMatchObject({
      ...{ kind: 'edit-text', bucket: 'b', key: 'k', etag: base.etag, hasVersions: true, tags: { a: 'b' } },
      ...{ headers: { contentType: 'text/x' }, metadata: { run: '1' } }
    })
    expect(Object.keys(task.headers)).toEqual(['contentType'])
    expect(task.metadata).toEqual({ run: '1' }) // the date is that of the former bytes
    expect(task.keyFile).toBeUndefined()
  })

  test('is compared before, without a condition, unless its bucket is known to keep no versions', async () => {
    const { base } = (await makeEdit()).edit
    if (base === undefined) throw new Error('no text')
    expect(base.former.properties.versionId).toBeUndefined() // a gateway may hide it
    const seen = (['off', 'on', 'suspended', undefined] as const).map((versioning) => {
      const task = editTaskOf(base, versioning)
      return [versioning, task.hasVersions, notesOf('curl', task).includes('compared-before')]
    })
    expect(seen).toEqual([
      ['off', false, false],
      ['on', true, true],
      ['suspended', true, true],
      [undefined, true, true]
    ])
  })

  test('is saved, and says so only when it was looked at', async () => {
    const { edit, there } = await makeEdit()
    expect([edit.text, edit.isDirty]).toEqual(['before', false])
    edit.text = 'after, ü'
    expect([edit.isDirty, edit.sizeBytes]).toEqual([true, 9])
    expect(await edit.save()).toBe(true)
    expect(there()).toBe('after, ü')
    expect(edit.saved).toMatchObject({ report: { acl: { state: 'kept' }, differences: [] }, error: undefined })
    expect(edit.isDirty).toBe(false)
  })

  test('stays as typed when someone else was first; theirs is shown beside it, and then replaced knowingly', async () => {
    const { edit, write, there } = await makeEdit()
    edit.text = 'mine'
    write('theirs')
    expect(await edit.save()).toBe(false)
    expect([edit.change !== undefined, edit.text, there()]).toEqual([true, 'mine', 'theirs'])
    await edit.lookAtTheirs()
    expect(edit.theirs.value).toMatchObject({ kind: 'text', object: { text: 'theirs' } })
    expect([edit.change !== undefined, edit.text, edit.isDirty]).toEqual([false, 'mine', true])
    expect(await edit.save()).toBe(true)
    expect(there()).toBe('mine')
  })

  test('is dropped for theirs only when the user says so', async () => {
    const { edit, write } = await makeEdit()
    edit.text = 'mine'
    write('theirs')
    await edit.save()
    await edit.lookAtTheirs()
    edit.useTheirs()
    expect([edit.text, edit.isDirty, edit.theirs.value]).toEqual(['theirs', false, undefined])
  })

  test('stays when the object is gone, and can be a file of another name', async () => {
    const { edit, storage } = await makeEdit()
    edit.text = 'mine'
    storage.objects.delete('k')
    expect(await edit.save()).toBe(false)
    expect(edit.change).toEqual({ kind: 'changed', wasStoredBefore: false })
    await edit.lookAtTheirs()
    expect(edit.theirs.error?.kind).toBe('no-such-object')
    expect([edit.change !== undefined, edit.text]).toEqual([true, 'mine'])
    expect(await edit.asFile('other.txt')?.text()).toBe('mine')
  })

  test('that is unencrypted is not edited where only encrypted uploads may go', async () => {
    const { edit, storage, observations } = await makeEdit()
    const rule = { by: 'gateway', provenAtMs: 5, findings: undefined, policyJson: '{}' } as const
    await observations.setEncryption(storage, 'b', rule)
    await edit.open()
    expect(edit.opened.value).toMatchObject({ kind: 'refused', refusal: { code: 'requires-encryption' } })
  })

  test('stays when the save fails', async () => {
    const { edit, stage, there } = await makeEdit()
    edit.text = 'mine'
    stage.saveFailure = new AppError('quota-exceeded')
    expect(await edit.save()).toBe(false)
    expect([edit.saveError?.kind, edit.text, edit.isDirty, there()]).toEqual(['quota-exceeded', 'mine', true, 'before'])
    stage.saveFailure = undefined
    expect(await edit.save()).toBe(true)
    expect(edit.saveError).toBeUndefined()
  })

  test('that could not be looked at afterwards is looked at again, and its access list put back then', async () => {
    const { edit, stage } = await makeEdit()
    edit.text = 'mine'
    stage.lookFailure = new AppError('access-denied')
    expect(await edit.save()).toBe(true)
    expect(edit.saved).toMatchObject({ report: undefined, error: { kind: 'access-denied' } })
    await edit.retryRestore()
    expect(edit.saved).toMatchObject({ report: undefined, error: { kind: 'access-denied' } })
    stage.lookFailure = undefined
    await edit.retryRestore()
    expect(edit.saved).toMatchObject({ report: { acl: { state: 'kept' }, differences: [] }, error: undefined })
  })

  test('is not saved unencrypted once only encrypted uploads may go there', async () => {
    const { edit, storage, observations, there } = await makeEdit()
    edit.text = 'mine'
    const rule = { by: 'lockgate', provenAtMs: 5, findings: undefined, policyJson: undefined } as const
    await observations.setEncryption(storage, 'b', rule)
    expect(await edit.save()).toBe(false)
    expect([edit.saveError?.kind, edit.text, there()]).toEqual(['must-be-encrypted', 'mine', 'before'])
  })

  test('with an access list that is not back says so until it is', async () => {
    const { edit, stage } = await makeEdit()
    edit.text = 'mine'
    stage.aclFailure = new AppError('access-denied')
    expect(await edit.save()).toBe(true)
    expect(edit.saved?.report?.acl).toMatchObject({ state: 'lost', now: undefined })
    stage.aclFailure = undefined
    await edit.retryRestore()
    expect(edit.saved?.report?.acl).toMatchObject({ state: 'kept' })
  })
})
