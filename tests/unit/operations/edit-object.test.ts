// The careful edit, on a gateway that fails in the middle: nothing is lost, and nothing is claimed that was not seen.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Acl } from '../../../src/domain/acl'
import type { Versioning } from '../../../src/domain/bucket'
import type { Gateway } from '../../../src/domain/gateway'
import type { ObjectProperties } from '../../../src/domain/object-entry'
import type { AclRecovery, PendingAclEntry } from '../../../src/domain/pending-acl'
import { mayBeText, openText, saveText, type EditableText } from '../../../src/operations/editing/edit-object'
import { retryRestore } from '../../../src/operations/editing/restore-attributes'
import { editRefusalOf } from '../../../src/operations/editing/edit-refusal'
import { FakeStorage, md5 } from '../transfers/fake-storage'
import { FakeDigester, FastClock, makeKey } from '../transfers/fakes'

const OWNER = { id: 'alice' }
const PRIVATE: Acl = {
  owner: OWNER,
  grants: [{ grantee: { type: 'user', id: 'alice' }, permission: 'FULL_CONTROL' }]
}
const PUBLIC: Acl = { owner: OWNER, grants: [{ grantee: { type: 'everyone' }, permission: 'READ' }, ...PRIVATE.grants] }

type Overwrite = Parameters<Gateway['properties']['overwrite']>[0]

function propertiesOf(text: string, more: Partial<ObjectProperties> = {}): ObjectProperties {
  return {
    sizeBytes: text.length,
    etag: md5(Buffer.from(text)),
    modifiedAtMs: 1,
    contentType: 'text/plain',
    contentEncoding: undefined,
    metadata: { a: 'b' },
    cacheControl: undefined,
    contentDisposition: undefined,
    contentLanguage: undefined,
    expires: undefined,
    storageClass: undefined,
    versionId: undefined,
    isWhole: true,
    others: [],
    ...more
  }
}

type Stage = ReturnType<typeof makeStage>['stage']

/** A journal of one entry. */
class OneEntry implements AclRecovery {
  isSettled = false
  finish = () => Promise.resolve('none' as const)
  during<T>(_pending: unknown, write: (entry: PendingAclEntry) => Promise<T>): Promise<T> {
    const settle = () => {
      this.isSettled = true
      return Promise.resolve()
    }
    const note = () => Promise.resolve()
    return write({ identify: note, noteWrite: note, noteTags: note, noteAcl: settle, settle })
  }
}

/** One object, and what goes wrong with it. */
function makeStage(text = 'before') {
  const stage = {
    text,
    acl: PUBLIC,
    tags: { t: '1' } as Record<string, string>,
    properties: propertiesOf(text),
    versioning: 'off' as Versioning,
    /** Runs instead of, or before, the action. */
    onPut: undefined as ((request: Overwrite) => void) | undefined,
    afterPut: undefined as (() => void) | undefined,
    onAclRead: undefined as (() => void) | undefined,
    onAclPut: undefined as (() => void) | undefined,
    aclFailure: undefined as AppError | undefined,
    lookFailure: undefined as AppError | undefined,
    puts: 0,
    aclPuts: 0
  }
  const gateway = {
    storage: new FakeStorage(),
    buckets: { versioningOf: () => Promise.resolve(stage.versioning) },
    versions: { listPage: () => Promise.resolve({ versions: [], prefixes: [], next: undefined }) },
    access: {
      ofObject: () => {
        stage.onAclRead?.()
        return Promise.resolve(stage.acl)
      },
      putOfObject: async (_bucket: string, _key: string, acl: Acl) => {
        stage.aclPuts++
        stage.onAclPut?.()
        if (stage.aclFailure !== undefined) throw stage.aclFailure
        stage.acl = acl
      }
    },
    properties: {
      read: () =>
        stage.lookFailure === undefined ? Promise.resolve(stage.properties) : Promise.reject(stage.lookFailure),
      tagsOf: () => Promise.resolve(stage.tags),
      readSmall: () => Promise.resolve({ bytes: new TextEncoder().encode(stage.text), etag: stage.properties.etag }),
      overwrite: async (request: Overwrite) => {
        stage.puts++
        stage.onPut?.(request)
        stage.text = await request.body.text()
        const { sizeBytes, etag } = propertiesOf(stage.text)
        stage.properties = { ...request.properties, sizeBytes, etag, metadata: request.properties.metadata }
        stage.acl = PRIVATE
        stage.afterPut?.()
        return { etag: request.md5Hex }
      }
    }
  } as unknown as Gateway
  const deps = { digester: new FakeDigester(), clock: new FastClock() }
  const seen = { encryption: { state: 'clear', seenAtMs: 0 }, sseKey: undefined } as const
  const open = () => openText({ gateway, bucket: 'b', key: 'k' }, seen, deps.digester, new AbortController().signal)
  const edit = async (): Promise<EditableText> => {
    const opened = await open()
    if (opened.kind !== 'text') throw new Error(opened.refusal.code)
    return opened.object
  }
  return { stage, gateway, deps, open, edit }
}

describe('opening', () => {
  test('needs a lock that was seen, and its key', async () => {
    const { gateway, deps } = makeStage()
    const target = { gateway, bucket: 'b', key: 'k' }
    const { signal } = new AbortController()
    const unseen = { encryption: { state: 'unknown', reason: 'offline' }, sseKey: undefined } as const
    expect(await openText(target, unseen, deps.digester, signal)).toEqual({
      kind: 'refused',
      refusal: { code: 'encryption-unknown' }
    })
    const shut = { encryption: { state: 'encrypted-unknown', seenAtMs: 0 }, sseKey: undefined } as const
    await expect(openText(target, shut, deps.digester, signal)).rejects.toMatchObject({ kind: 'sse-key-needed' })
  })

  test('takes no bytes that are not the object’s, and none of another', async () => {
    const { stage, open } = makeStage()
    stage.text = 'damage'
    await expect(open()).rejects.toMatchObject({ kind: 'digest-mismatch' })
  })

  test('is refused where tags or access list may not be read', async () => {
    for (const part of ['access', 'properties'] as const) {
      const { gateway, open } = makeStage()
      const denied = () => Promise.reject(new AppError('access-denied'))
      Object.assign(gateway[part], part === 'access' ? { ofObject: denied } : { tagsOf: denied })
      expect(await open()).toEqual({
        kind: 'refused',
        refusal: { code: part === 'access' ? 'acl-unreadable' : 'tags-unreadable' }
      })
    }
  })

  test.each([
    [{ isWhole: false }, { code: 'hidden-headers' }],
    [{ others: ['x-amz-object-lock-mode'] }, { code: 'retention' }],
    [{ others: ['x-amz-server-side-encryption'] }, { code: 'gateway-encryption' }],
    [{ others: ['x-amz-new'] }, { code: 'other-property', name: 'x-amz-new' }],
    [{ metadata: { m: '=?UTF-8?Q?a=09b?=' } }, { code: 'not-ascii', name: 'm' }],
    [{ cacheControl: 'é' }, { code: 'not-ascii', name: 'cache-control' }],
    [{ contentEncoding: 'gzip' }, { code: 'content-encoding', name: 'gzip' }],
    [{ contentEncoding: 'aws-chunked, Gzip' }, { code: 'content-encoding', name: 'Gzip' }]
  ])('%j is refused', (change, refusal) => {
    expect(editRefusalOf(propertiesOf('x', change))).toEqual(refusal)
    expect(editRefusalOf(propertiesOf('x'))).toBeUndefined()
  })

  test('is offered for what may be text', () => {
    expect(mayBeText({ key: 'a/notes.md', sizeBytes: 1024 * 1024 })).toBe(true)
    expect(mayBeText({ key: 'README', sizeBytes: 0 })).toBe(true)
    expect(mayBeText({ key: 'a.TIFF', sizeBytes: 5 })).toBe(false)
    expect(mayBeText({ key: 'a.txt', sizeBytes: 1024 * 1024 + 1 })).toBe(false)
  })
})

describe('saving', () => {
  test.each([
    ['aws-chunked', undefined],
    ['AWS-Chunked,UTF-8', 'UTF-8'],
    ['UTF-8', 'UTF-8'],
    ['identity', 'identity'],
    ['', undefined]
  ])('what has the content encoding “%s”, which is no coding of its bytes, sends %j back', async (before, after) => {
    const { stage, edit, deps } = makeStage()
    stage.properties = propertiesOf('before', { contentEncoding: before, contentLanguage: 'en' })
    const sent: ObjectProperties[] = []
    stage.onPut = (request) => void sent.push(request.properties)
    const outcome = await saveText(await edit(), 'after', deps)
    expect(sent).toMatchObject([{ contentEncoding: after, contentLanguage: 'en', metadata: { a: 'b' } }])
    expect(outcome).toMatchObject({ kind: 'saved', report: { differences: [] } })
  })

  test('puts the access list back and says that everything stayed', async () => {
    const { stage, deps, edit } = makeStage()
    const outcome = await saveText(await edit(), 'after', deps)
    expect(outcome).toMatchObject({
      kind: 'saved',
      report: { acl: { state: 'kept' }, differences: [], encryption: { state: 'clear' } }
    })
    expect(stage.acl).toEqual(PUBLIC)
  })

  test('a private object needs no access list', async () => {
    const { stage, deps, edit } = makeStage()
    stage.acl = PRIVATE
    await saveText(await edit(), 'after', deps)
    expect(stage.aclPuts).toBe(0)
  })

  test('an access list that cannot be put back is said, with what stands there, and tried again', async () => {
    const { stage, deps, edit } = makeStage()
    stage.aclFailure = new AppError('access-denied')
    const outcome = await saveText(await edit(), 'after', deps)
    if (outcome.kind !== 'saved') throw new Error(outcome.kind)
    expect(outcome.report.acl).toEqual({ state: 'lost', now: PRIVATE, error: stage.aclFailure })
    stage.aclFailure = undefined
    expect((await retryRestore(outcome.written, outcome.report)).acl).toMatchObject({ state: 'kept' })
    expect(stage.acl).toEqual(PUBLIC)
  })

  test('the ACL is not restored on what another user wrote in the meantime', async () => {
    const { stage, deps, edit } = makeStage()
    stage.afterPut = () => (stage.properties = propertiesOf('theirs'))
    expect(await saveText(await edit(), 'after', deps)).toEqual({ kind: 'changed', wasStoredBefore: true })
    expect(stage.aclPuts).toBe(0)

    const between = makeStage()
    between.stage.afterPut = () => (between.stage.onAclRead = () => (between.stage.properties = propertiesOf('theirs')))
    expect(await saveText(await between.edit(), 'after', between.deps)).toEqual({
      kind: 'changed',
      wasStoredBefore: true
    })
    expect(between.stage.aclPuts).toBe(0)

    const busy = makeStage()
    busy.stage.aclFailure = new AppError('gateway-busy')
    busy.stage.onAclPut = () => {
      busy.stage.properties = propertiesOf('theirs')
      if (busy.stage.aclPuts > 1) busy.stage.aclFailure = undefined
    }
    expect(await saveText(await busy.edit(), 'after', busy.deps)).toEqual({ kind: 'changed', wasStoredBefore: true })
    expect(busy.stage.aclPuts).toBe(1)

    const later = makeStage()
    later.stage.aclFailure = new AppError('gateway-failed')
    const outcome = await saveText(await later.edit(), 'after', later.deps)
    if (outcome.kind !== 'saved') throw new Error(outcome.kind)
    const tries = later.stage.aclPuts
    later.stage.properties = propertiesOf('theirs')
    await expect(retryRestore(outcome.written, outcome.report)).rejects.toMatchObject({ kind: 'object-changed' })
    expect(later.stage.aclPuts).toBe(tries)
  })

  test('by hand, the ACL is also restored where CORS hides the ETag, which the listing has', async () => {
    const { stage, deps, edit } = makeStage()
    stage.aclFailure = new AppError('gateway-failed')
    const outcome = await saveText(await edit(), 'after', deps)
    if (outcome.kind !== 'saved') throw new Error(outcome.kind)
    const { written, report } = outcome
    stage.aclFailure = undefined
    stage.properties = { ...stage.properties, etag: undefined }
    const findObject = () =>
      Promise.resolve({ etag: written.etag, sizeBytes: written.sizeBytes, modifiedAtMs: 0, key: '' })
    const gateway = { ...written.gateway, storage: { ...written.gateway.storage, findObject } }
    expect(await retryRestore({ ...written, gateway }, report)).toMatchObject({ acl: { state: 'kept' } })
  })

  test('another owner after the save is told, and the grants are the same: theirs is full control', async () => {
    const { stage, deps, edit } = makeStage()
    stage.afterPut = () =>
      (stage.acl = {
        owner: { id: 'bob' },
        grants: [{ grantee: { type: 'user', id: 'bob' }, permission: 'FULL_CONTROL' }]
      })
    const outcome = await saveText(await edit(), 'after', deps)
    expect(outcome).toMatchObject({ report: { acl: { state: 'kept', owner: { id: 'bob' } } } })
    expect([stage.aclPuts, stage.acl.owner.id]).toEqual([1, 'bob'])
    expect(stage.acl.grants).toEqual(
      expect.arrayContaining([...PUBLIC.grants, { grantee: { type: 'user', id: 'bob' }, permission: 'FULL_CONTROL' }])
    )
  })

  test.each([
    [
      'the network is lost right after the write',
      'unconfirmed',
      (stage: Stage) => (stage.lookFailure = new AppError('offline'))
    ],
    ['the ACL is not taken', 'saved', (stage: Stage) => (stage.aclFailure = new AppError('access-denied'))]
  ])('the ACL stays pending when %s', async (_what, kind, fail) => {
    const { stage, deps, edit } = makeStage()
    const journal = new OneEntry()
    stage.afterPut = () => fail(stage)
    const outcome = await saveText(await edit(), 'after', { ...deps, aclRecovery: journal })
    expect([outcome.kind, journal.isSettled]).toEqual([kind, false])
    if (outcome.kind === 'changed') throw new Error(outcome.kind)
    stage.lookFailure = stage.aclFailure = undefined
    await retryRestore(outcome.written, outcome.kind === 'saved' ? outcome.report : undefined)
    expect([stage.acl, journal.isSettled]).toEqual([PUBLIC, true])
  })

  test.each([
    [
      'a lost answer that cannot be looked for',
      (stage: Stage) => (stage.lookFailure = new AppError('unreachable')),
      'unreachable',
      false
    ],
    ['a refusal', () => undefined, 'access-denied', true]
  ] as const)('after %s the ACL is pending only where it may be reset', async (_what, fail, kind, isSettled) => {
    const { stage, deps, edit } = makeStage()
    const object = await edit()
    const journal = new OneEntry()
    stage.onPut = () => {
      fail(stage)
      throw new AppError(kind)
    }
    await expect(saveText(object, 'after', { ...deps, aclRecovery: journal })).rejects.toMatchObject({ kind })
    expect(journal.isSettled).toBe(isSettled)
  })

  test('what came back otherwise is named', async () => {
    const { stage, deps, edit } = makeStage()
    stage.afterPut = () => {
      stage.properties = { ...stage.properties, cacheControl: 'no-cache', metadata: {} }
      stage.tags = {}
    }
    const outcome = await saveText(await edit(), 'after', deps)
    expect(outcome).toMatchObject({ report: { differences: ['cacheControl', 'metadata', 'tags'] } })
  })

  test('a refusal changes nothing', async () => {
    const { stage, deps, edit } = makeStage()
    const object = await edit()
    stage.properties = propertiesOf('theirs')
    stage.onPut = () => {
      throw new AppError('precondition-failed')
    }
    expect(await saveText(object, 'after', deps)).toEqual({ kind: 'changed', wasStoredBefore: false })
    expect(stage.text).toBe('before')
  })

  test('a refusal by one’s own text, from a save whose answer was lost, is none', async () => {
    const { stage, deps, edit } = makeStage()
    const object = await edit()
    stage.properties = propertiesOf('after')
    stage.onPut = () => {
      throw new AppError('precondition-failed')
    }
    expect(await saveText(object, 'after', deps)).toMatchObject({ kind: 'saved' })
  })

  test('a lost answer is looked for', async () => {
    const landed = makeStage()
    landed.stage.afterPut = () => {
      throw new AppError('unreachable')
    }
    expect(await saveText(await landed.edit(), 'after', landed.deps)).toMatchObject({ kind: 'saved' })

    const lost = makeStage()
    lost.stage.onPut = () => {
      throw new AppError('unreachable')
    }
    await expect(saveText(await lost.edit(), 'after', lost.deps)).rejects.toMatchObject({ kind: 'unreachable' })
  })

  test('without a condition only where versions are kept', async () => {
    const conditions: (string | undefined)[] = []
    const refuseConditions = ({ ifMatchEtag }: { ifMatchEtag: string | undefined }) => {
      conditions.push(ifMatchEtag)
      if (ifMatchEtag !== undefined) throw new AppError('precondition-failed')
    }
    const kept = makeStage()
    kept.stage.versioning = 'on'
    kept.stage.onPut = refuseConditions
    expect(await saveText(await kept.edit(), 'after', kept.deps)).toMatchObject({ kind: 'saved' })
    expect(conditions).toEqual([md5(Buffer.from('before')), undefined])

    for (const versioning of ['off', 'suspended'] as const) {
      const { stage, deps, edit } = makeStage()
      stage.versioning = versioning
      stage.onPut = refuseConditions
      await expect(saveText(await edit(), 'after', deps)).rejects.toMatchObject({ kind: 'not-supported' })
      expect(stage.puts).toBe(1)
    }
  })

  test('with a key it is seen to be locked again, or the opposite is said', async () => {
    const { stage, gateway, deps } = makeStage()
    const sseKey = makeKey('one')
    const lock = { state: 'encrypted', keyId: 'one', seenAtMs: 0 } as const
    const { signal } = new AbortController()
    const opened = await openText(
      { gateway, bucket: 'b', key: 'k' },
      { encryption: lock, sseKey },
      deps.digester,
      signal
    )
    if (opened.kind !== 'text') throw new Error(opened.refusal.code)
    stage.afterPut = () => {
      const bytes = Buffer.from(stage.text)
      ;(gateway.storage as FakeStorage).objects.set('k', {
        bytes,
        etag: md5(bytes),
        sseKeyId: undefined,
        metadata: {},
        modifiedAtMs: 1
      })
    }
    const outcome = await saveText(opened.object, 'after', deps)
    expect(outcome).toMatchObject({ kind: 'unconfirmed', error: { kind: 'stored-in-clear' } })
  })
})
