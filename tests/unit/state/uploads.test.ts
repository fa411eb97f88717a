// The promise of an upload: what was to be locked is locked with that key, or nothing is sent.
import { describe, expect, test } from 'vitest'
import { makeKey } from '../transfers/fakes'
import { ELSEWHERE, HERE, settle } from './fakes'
import { chooseFiles, makeUploads } from './upload-rig'

const saved = makeKey('saved', { savedAtMs: 1, endpoints: [HERE] })
const unsaved = makeKey('unsaved', { endpoints: [HERE] })

describe('send', () => {
  test('locks with the key of the draft, and makes it the default when that was asked for', async () => {
    const { uploads, begin, queue, storage, defaultOfLab } = await makeUploads([saved])
    const draft = await begin('in/', 'a.txt')
    expect([draft.keyId, draft.isDefault]).toEqual(['saved', false])
    draft.isDefault = true
    expect(await uploads.send(false)).toBe(true)
    expect(queue.requests).toMatchObject([{ storage, bucket: 'lab', key: 'in/a.txt', sseKey: saved }])
    await expect.poll(() => storage.objects.get('in/a.txt')?.sseKeyId).toBe('saved')
    expect(defaultOfLab()).toBe('saved')
    expect(uploads.draft).toBeUndefined()
  })

  test('gives the bucket’s owner full control only when the person says so, in one request and in parts', async () => {
    const { uploads, begin, queue } = await makeUploads([saved])
    for (const isShared of [false, true]) {
      const draft = await begin('', `${isShared}.txt`)
      draft.sharesWithOwner = isShared
      expect(await uploads.send(false)).toBe(true)
    }
    expect(queue.requests.map(({ acl }) => acl)).toEqual([undefined, 'bucket-owner-full-control'])
  })

  test('gives every file the headers, metadata, tags and ACL that were typed, and the guessed type where none was', async () => {
    const { uploads, begin, queue } = await makeUploads([])
    const { headers } = await begin('', 'a.txt', 'b.txt')
    expect([headers.count, headers.hasProblem, headers.toSend.headers]).toEqual([0, false, undefined])
    headers.setText('cacheControl', ' no-store ')
    headers.metadata = [
      { name: 'Project', value: 'a7' },
      { name: '', value: '' }
    ]
    headers.tags = [{ name: 'kind', value: 'raw' }]
    headers.acl = 'public-read'
    expect(headers.count).toBe(4)
    expect(await uploads.send(false)).toBe(true)
    const set = { cacheControl: 'no-store', metadata: { project: 'a7' }, tags: { kind: 'raw' } }
    const request = { contentType: 'application/octet-stream', acl: 'public-read', headers: set }
    expect(queue.requests).toMatchObject([request, request])
    const next = await begin('', 'c.txt')
    next.headers.setText('contentType', 'text/x-notes')
    next.sharesWithOwner = true
    next.headers.acl = 'public-read'
    expect(await uploads.send(false)).toBe(true)
    expect(queue.requests[2]).toMatchObject({ contentType: 'text/x-notes', acl: 'bucket-owner-full-control' })
    expect(queue.requests[2]?.headers).toBeDefined()
  })

  test('sends nothing while a header could not be sent', async () => {
    const { uploads, begin, queue } = await makeUploads([])
    const { headers } = await begin('', 'a.txt')
    const set = [
      () => headers.setText('contentType', 'plain'),
      () => (headers.metadata = [{ name: 'a_b', value: '' }]),
      () => (headers.tags = [{ name: '', value: 'x' }])
    ]
    for (const make of set) {
      make()
      expect([headers.hasProblem, await uploads.send(false)]).toEqual([true, false])
      headers.setText('contentType', '')
      headers.metadata = headers.tags = []
    }
    expect(queue.requests).toEqual([])
    expect(await uploads.send(false)).toBe(true)
  })

  test('leaves the default as it was when it was not', async () => {
    const { uploads, begin, queue, defaultOfLab } = await makeUploads([saved, unsaved], 'unsaved')
    const draft = await begin('', 'a.txt')
    expect(draft.isDefault).toBe(true)
    draft.keyId = 'saved' // of this one nothing was said
    expect(draft.isDefault).toBe(false)
    expect(await uploads.send(false)).toBe(true)
    expect(queue.requests).toMatchObject([{ sseKey: saved }])
    expect(defaultOfLab()).toBe('unsaved')
  })

  test('takes the default back when the person says so of that key', async () => {
    const { uploads, begin, queue, defaultOfLab } = await makeUploads([saved], 'saved')
    const draft = await begin('', 'a.txt')
    draft.isDefault = false
    expect(await uploads.send(false)).toBe(true)
    expect(queue.requests).toMatchObject([{ sseKey: saved }])
    expect(defaultOfLab()).toBeUndefined()
  })

  test('in the clear sends no key and leaves the default alone', async () => {
    const { uploads, begin, queue, storage, defaultOfLab } = await makeUploads([saved], 'saved')
    const draft = await begin('', 'a.txt')
    draft.keyId = undefined
    expect(await uploads.send(false)).toBe(true)
    expect(queue.requests).toMatchObject([{ key: 'a.txt', sseKey: undefined }])
    await expect.poll(() => storage.objects.size).toBe(1)
    expect(storage.objects.get('a.txt')?.sseKeyId).toBeUndefined()
    expect(defaultOfLab()).toBe('saved')
  })

  test('sends nothing when the key has gone in the meantime, least of all in the clear', async () => {
    const { uploads, begin, queue, keys, defaultOfLab } = await makeUploads([saved])
    const draft = await begin('', 'a.txt')
    await keys.remove('saved')
    await expect(uploads.send(true)).rejects.toMatchObject({ kind: 'sse-key-needed' })
    expect(queue.requests).toEqual([])
    expect(defaultOfLab()).toBeUndefined()
    expect(uploads.draft).toBe(draft)
  })

  test('asks for a saved copy of the key first', async () => {
    const { uploads, begin, queue, defaultOfLab } = await makeUploads([unsaved])
    const draft = await begin('', 'a.txt')
    expect(await uploads.send(false)).toBe(false)
    expect(queue.requests).toEqual([])
    expect(defaultOfLab()).toBeUndefined()
    expect(uploads.draft).toBe(draft)
    expect(await uploads.send(true)).toBe(true)
    expect(queue.requests).toMatchObject([{ sseKey: unsaved }])
  })

  test('twice at once sends once', async () => {
    const { uploads, begin, queue } = await makeUploads([saved])
    await begin('', 'a.txt')
    expect(await Promise.all([uploads.send(false), uploads.send(false)])).toEqual([true, false])
    expect(await uploads.send(false)).toBe(false)
    expect(queue.requests).toHaveLength(1)
  })

  test('that fails keeps the draft, to be sent again', async () => {
    const { uploads, begin, queue, engine, settings } = await makeUploads([saved])
    const draft = await begin('', 'a.txt')
    draft.isDefault = true
    engine.isThere = false
    await expect(uploads.send(false)).rejects.toMatchObject({ kind: 'unreachable' })
    engine.isThere = true
    settings.isBroken = true
    await expect(uploads.send(false)).rejects.toMatchObject({ kind: 'browser-storage-failed' })
    expect([uploads.draft, queue.requests]).toEqual([draft, []])
    settings.isBroken = false
    expect(await uploads.send(false)).toBe(true)
    expect(queue.requests).toHaveLength(1)
  })

  test('sends nothing of a draft that was cancelled', async () => {
    const { uploads, begin, queue } = await makeUploads([saved])
    await begin('', 'a.txt')
    uploads.cancel()
    expect(await uploads.send(true)).toBe(false)
    expect(queue.requests).toEqual([])
  })

  test('tells the gateway what a file is, where the browser knows', async () => {
    const { uploads, queue, storage } = await makeUploads([])
    const files = [
      { path: 'a.csv', file: new File(['a'], 'a.csv', { type: 'text/csv' }) },
      { path: 'b', file: new File(['b'], 'b') }
    ]
    const target = { storage, bucket: 'lab', prefix: '' } as const
    uploads.show(target)
    await uploads.begin(target, { files, leftOut: [] })
    await uploads.send(false)
    expect(queue.requests.map(({ contentType }) => contentType)).toEqual(['text/csv', 'application/octet-stream'])
  })
})

describe('the likely key', () => {
  const keys = [
    makeKey('oldest', { createdAtMs: 1, endpoints: [HERE], lastUsedAtMs: 5 }),
    makeKey('latest', { createdAtMs: 2, endpoints: [ELSEWHERE, HERE], lastUsedAtMs: 9 }),
    makeKey('foreign', { createdAtMs: 3, endpoints: [ELSEWHERE], lastUsedAtMs: 20 }),
    makeKey('newest', { createdAtMs: 4 })
  ]

  test('is the default of the bucket, whatever was used since', async () => {
    const { uploads } = await makeUploads(keys, 'foreign')
    expect(uploads.likelyKey(HERE)?.id).toBe('foreign')
  })

  test('is none when the default has gone: no other key steps in for it', async () => {
    const { uploads, begin } = await makeUploads(keys, 'removed')
    expect(uploads.likelyKey(HERE)).toBeUndefined()
    expect((await begin('', 'a.txt')).keyId).toBeUndefined()
  })

  test('is what was used on this endpoint last where there is no default', async () => {
    const { uploads, begin } = await makeUploads(keys)
    expect(uploads.likelyKey(HERE)?.id).toBe('latest')
    expect((await begin('', 'a.txt')).keyId).toBe('latest')
  })

  test('is none where none was used on this endpoint: no other gateway’s key is offered by itself', async () => {
    expect((await makeUploads(keys)).uploads.likelyKey('https://third.example.edu')).toBeUndefined()
    expect((await makeUploads([])).uploads.likelyKey(HERE)).toBeUndefined()
  })

  test('is none over open http, not even the default', async () => {
    const open = 'http://rgw.example.edu'
    const { uploads, begin } = await makeUploads([makeKey('k', { endpoints: [open] })], 'k', open)
    expect(uploads.likelyKey(open)).toBeUndefined()
    const draft = await begin('', 'a.txt')
    expect([draft.keyId, draft.canEncrypt]).toEqual([undefined, false])
    await settle()
  })
})

describe('a key that was never used on this gateway', () => {
  const foreign = makeKey('foreign', { savedAtMs: 1, endpoints: [ELSEWHERE] })

  test('is not preselected: how the files are encrypted is asked, and neither is assumed', async () => {
    const { uploads, begin, queue } = await makeUploads([foreign])
    const draft = await begin('', 'a.txt')
    expect([draft.keyId, draft.encryptionQuestion]).toEqual([undefined, 'no-key-used-here'])
    expect(await uploads.send(true)).toBe(false)
    expect(queue.requests).toEqual([])
  })

  test('is sent only when the person lets it go to this gateway', async () => {
    const { uploads, begin, queue } = await makeUploads([foreign])
    const draft = await begin('', 'a.txt')
    draft.encryptionQuestion = undefined
    draft.keyId = 'foreign'
    expect(draft.isFirstUse(foreign)).toBe(true)
    expect(await uploads.send(false)).toBe(false)
    draft.firstUseId = 'another'
    expect(await uploads.send(false)).toBe(false)
    expect(queue.requests).toEqual([])
    draft.firstUseId = 'foreign'
    expect(await uploads.send(false)).toBe(true)
    expect(queue.requests).toMatchObject([{ sseKey: foreign }])
  })

  test('is the person’s choice already where it is the bucket’s default', async () => {
    const { uploads, begin, queue } = await makeUploads([foreign], 'foreign')
    const draft = await begin('', 'a.txt')
    expect([draft.keyId, draft.encryptionQuestion]).toEqual(['foreign', undefined])
    expect(await uploads.send(false)).toBe(true)
    expect(queue.requests).toMatchObject([{ sseKey: foreign }])
  })

  test('is asked about once for a bucket whose uploads are to go unencrypted', async () => {
    const { uploads, begin } = await makeUploads([foreign])
    ;(await begin('', 'a.txt')).encryptionQuestion = undefined
    expect(await uploads.send(false)).toBe(true)
    expect((await begin('', 'b.txt')).encryptionQuestion).toBeUndefined()
  })
})

describe('a draft', () => {
  test('is locked by its own bucket’s default, whatever bucket is on screen by then', async () => {
    const { uploads, observations, settings, storage } = await makeUploads(
      [makeKey('of-lab'), makeKey('of-other')],
      'of-lab'
    )
    settings.set(HERE, 'other', 'of-other')
    await observations.open(storage, 'other')
    const target = { storage, bucket: 'lab', prefix: '' } as const
    uploads.show(target)
    await uploads.begin(target, chooseFiles('a.txt'))
    expect(uploads.draft?.keyId).toBe('of-lab')
  })

  test('that is cancelled while it is sent sends nothing, and a newer one stays', async () => {
    const { uploads, begin, queue } = await makeUploads([])
    await begin('', 'a.txt')
    const sending = uploads.send(false)
    uploads.cancel()
    const newer = await begin('', 'b.txt')
    expect(await sending).toBe(false)
    expect(queue.requests).toEqual([])
    expect(uploads.draft).toBe(newer)
  })

  test.each([
    ['whose default key is gone', 'default-gone'],
    ['whose settings cannot be read', 'settings-unreadable']
  ] as const)('for a bucket %s is sent only when the person has said how', async (_, question) => {
    const { uploads, begin, queue, settings } = await makeUploads([makeKey('k')], 'removed')
    settings.isBroken = question === 'settings-unreadable'
    const draft = await begin('', 'a.txt')
    expect([draft.encryptionQuestion, draft.keyId]).toEqual([question, undefined])
    expect(await uploads.send(true)).toBe(false)
    expect(queue.requests).toEqual([])
    draft.encryptionQuestion = undefined
    expect(await uploads.send(true)).toBe(true)
    expect(queue.requests).toHaveLength(1)
  })
})

describe('a bucket for encrypted uploads only', () => {
  const rule = { by: 'lockgate', provenAtMs: 5, findings: undefined, policyJson: undefined } as const

  test('gets nothing in the clear, whatever the draft says', async () => {
    const { uploads, begin, queue, observations, storage } = await makeUploads([makeKey('k', { endpoints: [HERE] })])
    await observations.setEncryption(storage, 'lab', rule)
    const draft = await begin('', 'a.txt')
    expect([draft.encryption, draft.keyId]).toEqual([rule, 'k'])
    draft.keyId = undefined
    await expect(uploads.send(true)).rejects.toMatchObject({ kind: 'must-be-encrypted' })
    expect(queue.requests).toEqual([])
    draft.keyId = 'k'
    expect(await uploads.send(true)).toBe(true)
  })

  test('refuses also what was waiting in the clear when that was decided', async () => {
    const { uploads, begin, queue, observations, storage } = await makeUploads([])
    await begin('', 'a.txt')
    await observations.setEncryption(storage, 'lab', rule)
    await uploads.send(true)
    await settle()
    expect(queue.snapshot.transfers.map(({ state, error }) => [state, error?.kind])).toEqual([
      ['failed', 'must-be-encrypted']
    ])
    expect(storage.count('putObject')).toBe(0)
  })
})
