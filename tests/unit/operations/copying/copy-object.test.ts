// The rules of copies and moves under whatever stops, changes or fails in between: no source is gone without a verified copy, and nothing
// that was to be encrypted stays unencrypted.
import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import type { Versioning } from '../../../../src/domain/bucket'
import type { SseKey } from '../../../../src/domain/sse-key'
import { copyObject } from '../../../../src/operations/copying/copy-object'
import type { CopyDeps, CopyJob, CopyTask, TemporaryCopy } from '../../../../src/operations/copying/copy-task'
import type { Clock } from '../../../../src/transfers/clock'
import { FakeStore, md5, PRIVATE, PUBLIC } from './fake-store'

const key = (id: string): SseKey =>
  ({ id, name: id, bytes: new Uint8Array(32), md5Base64: id, endpoints: [] }) as unknown as SseKey
const KEYS = { one: key('one'), two: key('two') }

/** Another client has written over what was verified. */
const REPLACED = { kind: 'object-changed', details: { operation: 'verify' } }

let store: FakeStore
beforeEach(() => void (store = new FakeStore()))

function depsOf(fake: FakeStore, sourceKey?: SseKey): CopyDeps {
  const clock: Clock = { nowMs: () => fake.now(), sleep: () => Promise.resolve(), random: () => 0.5 }
  return {
    clock,
    digester: { md5Hex: async (body) => md5(new Uint8Array(await body.arrayBuffer())) },
    findKey: () => Promise.resolve(sourceKey),
    usingKey: (_key, work) => work()
  }
}

function jobOf(fake: FakeStore, change: Partial<CopyJob> = {}): CopyJob {
  const { gateway } = fake
  return {
    ...{ gateway, bucket: 'a', targetGateway: gateway, targetBucket: 'b', encryption: { kind: 'keep' as const } },
    ...{ isMove: false, versioning: 'off' as const, mustEncrypt: false, refusesEncryptedSources: { value: false } },
    ...change
  }
}

async function run(
  change: Partial<CopyJob> = {},
  task: Partial<CopyTask> = {},
  sourceKey?: SseKey,
  more: Partial<CopyDeps> = {}
) {
  const found = store.latest('a', 'x')
  if (found === undefined) throw new Error('no source')
  const { body, etag, modifiedAtMs } = found
  const entry = { key: 'x', sizeBytes: body.length, etag, modifiedAtMs }
  const deps = { ...depsOf(store, sourceKey), ...more }
  return copyObject(
    jobOf(store, change),
    { entry, key: 'x', isReplacing: false, ...task },
    deps,
    new AbortController().signal
  )
}

describe('one copy', () => {
  it('of a plain object sends no key to CopyObject, and carries tags and ACL', async () => {
    store.put('a', 'x', 'text', { tags: { run: '1' }, acl: PUBLIC })
    expect(await run()).toEqual({ kind: 'copied', lost: [], keepsOlderVersion: false })
    expect(store.latest('b', 'x')).toMatchObject({ body: 'text', tags: { run: '1' }, acl: PUBLIC })
    expect(store.calls).toContain('copy')
  })

  it('with a key is made of parts', async () => {
    store.put('a', 'x', 'text', { tags: { run: '1' }, acl: PUBLIC })
    await run({ encryption: { kind: 'key', sseKey: KEYS.one } })
    expect(store.latest('b', 'x')).toMatchObject({ body: 'text', sseKeyId: 'one', tags: { run: '1' }, acl: PUBLIC })
    expect(store.calls).not.toContain('copy')
  })

  it('is removed again where the gateway stored it unencrypted', async () => {
    store.put('a', 'x', 'text')
    store.storesInClear = true
    const copying = run({ encryption: { kind: 'key', sseKey: KEYS.one }, isMove: true })
    await expect(copying).rejects.toMatchObject({ kind: 'stored-in-clear', details: { reason: 'copy-removed' } })
    expect(store.latest('b', 'x')).toBeUndefined()
    expect(store.latest('a', 'x')?.body).toBe('text')
  })

  it('says so where what is wrong could not be removed', async () => {
    store.put('a', 'x', 'text')
    store.storesInClear = true
    store.onRequest = (name) => {
      if (name === 'delete b/x') throw new AppError('access-denied')
    }
    const copying = run({ encryption: { kind: 'key', sseKey: KEYS.one } })
    await expect(copying).rejects.toMatchObject({ kind: 'stored-in-clear', details: { reason: 'copy-not-removed' } })
    expect(store.latest('b', 'x')?.body).toBe('text')
  })

  it.each([false, true])(
    'is removed again where its bytes are others under the ETag that was sent (move: %s)',
    async (isMove) => {
      // Encrypted and of two parts: no ETag of the copy is that of the source.
      const parts = `${md5('two parts')}-2`
      store.put('a', 'x', 'text', { sseKeyId: 'one', etag: parts })
      const { gateway } = store
      const overwrite: typeof gateway.properties.overwrite = async (about) => {
        const stored = await gateway.properties.overwrite(about)
        const { etag, sseKeyId } = store.latest('b', 'x') ?? expect.unreachable()
        store.put('b', 'x', 'next', { etag, sseKeyId })
        return stored
      }
      const spoiling = { ...gateway, properties: { ...gateway.properties, overwrite } }
      const encryption = { kind: 'key', sseKey: KEYS.two } as const
      const refusesEncryptedSources = { value: true }
      const change = { isMove, encryption, refusesEncryptedSources, gateway: spoiling, targetGateway: spoiling }
      await expect(run(change, {}, KEYS.one)).rejects.toMatchObject({
        kind: 'digest-mismatch',
        details: { reason: 'copy-removed' }
      })
      expect(store.calls).toContain('put')
      expect(store.latest('b', 'x')).toBeUndefined()
      expect(store.latest('a', 'x')?.body).toBe('text')
    }
  )

  it('of an encrypted source goes through the browser where the gateway refuses it, and is not asked twice', async () => {
    store.put('a', 'x', 'text', { sseKeyId: 'one' })
    const refusesEncryptedSources = { value: false }
    const change = { encryption: { kind: 'key', sseKey: KEYS.two } as const, refusesEncryptedSources }
    await run(change, {}, KEYS.one)
    await run(change, { key: 'again' }, KEYS.one)
    expect(store.latest('b', 'again')).toMatchObject({ body: 'text', sseKeyId: 'two' })
    expect(store.calls.filter((call) => call === 'copyPart')).toHaveLength(1)
  })

  it.each(['suspended', undefined] as const)(
    'of a bucket whose versioning is %s is never a CopyObject',
    async (versioning) => {
      store.put('a', 'x', 'text')
      await run({ versioning })
      expect(store.calls).not.toContain('copy')
      expect(store.latest('b', 'x')?.body).toBe('text')
    }
  )

  it('of a name that Pacific decodes twice does not ask for parts by it', async () => {
    store.put('a', 'x', 'text')
    store.put('a', '%41', 'odd')
    const { etag, modifiedAtMs } = store.latest('a', '%41') ?? expect.unreachable()
    const entry = { key: '%41', sizeBytes: 3, etag, modifiedAtMs }
    await run({ encryption: { kind: 'key', sseKey: KEYS.one } }, { entry, key: '%41' })
    expect(store.latest('b', '%41')).toMatchObject({ body: 'odd', sseKeyId: 'one' })
    expect(store.calls).not.toContain('copyPart')
  })
})

it.each(['off', 'on'] as const)(
  'does not open what another client has written over the copy (versioning %s)',
  async (versioning) => {
    store.versioning.set('b', versioning)
    store.put('a', 'x', 'text', { acl: PUBLIC })
    const looks: number[] = []
    store.onRequest = (name, number) => {
      if (name === 'acl b/x' && looks.push(number) === 1) store.put('b', 'x', 'private')
    }
    const onVerified = vi.fn()
    const copying = run({}, {}, undefined, { onVerified })
    if (versioning === 'on') await expect(copying).resolves.toMatchObject({ kind: 'copied', lost: [] })
    else await expect(copying).rejects.toMatchObject(REPLACED)
    expect(onVerified).toHaveBeenCalledTimes(versioning === 'on' ? 1 : 0)
    expect(store.latest('b', 'x')).toMatchObject({ body: 'private', acl: PRIVATE })
  }
)

it('does not tag what another client has written over the copy, at whichever try', async () => {
  store.put('a', 'x', 'text', { tags: { run: '1' } })
  const change = { encryption: { kind: 'key', sseKey: KEYS.one } } as const
  let tries = 0
  store.onRequest = (name) => {
    if (name !== 'tag b/x') return
    tries++
    store.put('b', 'x', 'theirs', { sseKeyId: 'one' })
    throw new AppError('gateway-busy')
  }
  await expect(run(change)).rejects.toMatchObject(REPLACED)
  expect([tries, store.latest('b', 'x')?.tags]).toEqual([1, {}])
})

describe('a move', () => {
  it('keeps the source where something could not be carried along', async () => {
    store.put('a', 'x', 'text')
    store.onRequest = (name) => {
      if (name === 'acl a/x') throw new AppError('access-denied')
    }
    await expect(run({ isMove: true })).rejects.toMatchObject({
      kind: 'source-kept',
      details: { reason: 'attributes-lost' }
    })
    expect(store.latest('a', 'x')?.body).toBe('text')
    expect(store.latest('b', 'x')?.body).toBe('text')
  })

  it('says why the source could not be deleted', async () => {
    store.put('a', 'x', 'text')
    store.onRequest = (name) => {
      if (name === 'delete a/x') throw new AppError('access-denied', { code: 'AccessDenied' })
    }
    const moving = run({ isMove: true })
    await expect(moving).rejects.toMatchObject({
      kind: 'source-kept',
      details: { reason: 'delete-refused', code: 'AccessDenied' }
    })
  })
})

it.each<Versioning | undefined>(['off', 'on', 'suspended', undefined])(
  'a move says that its source was deleted by another request: versioning %s',
  async (versioning) => {
    if (versioning !== undefined) store.versioning.set('a', versioning)
    store.put('a', 'x', 'text')
    const { gateway } = store
    let isDeleted = false
    store.onRequest = (name) => {
      if (name !== 'acl b/x' || isDeleted) return
      isDeleted = true
      void gateway.versions.deleteBatch('a', [{ key: 'x' }])
    }
    const change = versioning === undefined ? {} : { versioning }
    const moving = run({ isMove: true, versioning: undefined, ...change })
    await expect(moving).rejects.toMatchObject({ kind: 'source-kept', details: { reason: 'source-gone' } })
    expect(isDeleted).toBe(true)
    expect(store.latest('b', 'x')?.body).toBe('text')
  }
)

describe('a move that is tried again when its source is gone', () => {
  const gone = { key: 'x', sizeBytes: 4, etag: md5('text'), modifiedAtMs: 1 }
  const again = (task: Partial<CopyTask>, change: Partial<CopyJob> = { isMove: true }) => {
    const whole = { entry: gone, key: 'x', isReplacing: false, ...task }
    return copyObject(jobOf(store, change), whole, depsOf(store), new AbortController().signal)
  }

  it('says that the copy is there and the source was gone', async () => {
    const { etag } = store.put('b', 'x', 'text')
    await expect(again({ earlier: { etag, state: 'verified' } })).rejects.toMatchObject({
      kind: 'source-kept',
      details: { reason: 'source-gone' }
    })
  })

  it('is done where its own delete may have reached the gateway', async () => {
    const { etag } = store.put('b', 'x', 'text')
    expect((await again({ earlier: { etag, state: 'may-be-moved' } })).kind).toBe('moved')
  })

  it('says that there is no such object where there is no copy either, or nothing was to be moved', async () => {
    for (const [task, change] of [
      [{ earlier: { etag: md5('text'), state: 'may-be-moved' } }, { isMove: true }],
      [{ earlier: { etag: store.put('b', 'y', 'text').etag, state: 'sent' }, key: 'y' }, { isMove: true }],
      [{}, { isMove: true }],
      [{ earlier: { etag: store.put('c', 'x', 'text').etag, state: 'verified' } }, { isMove: false, targetBucket: 'c' }]
    ] as const)
      await expect(again(task, change)).rejects.toMatchObject({ kind: 'no-such-object' })
  })
})

describe('a move whose delete is not answered', () => {
  const moving = (versioning: Versioning, onLost: () => void) => {
    store.versioning.set('a', versioning)
    store.put('a', 'x', 'text')
    let isLost = false
    store.onRequest = (name) => {
      if (name === 'delete a/x' && !isLost) {
        onLost()
        isLost = true
        throw new AppError('unreachable')
      }
      if (isLost && name === 'find a/x' && versioning === 'off') throw new AppError('unreachable')
    }
    return run({ isMove: true, versioning })
  }

  it('does not say that the source was kept where that was not seen', async () => {
    await expect(moving('off', () => undefined)).rejects.toMatchObject({ kind: 'unreachable' })
    expect(store.latest('b', 'x')?.body).toBe('text')
  })

  it('shows again what its marker hides', async () => {
    const hide = (): void => {
      store.put('a', 'x', 'newer')
      store.put('a', 'x', '', { isDeleteMarker: true })
    }
    await expect(moving('on', hide)).rejects.toMatchObject({ details: { reason: 'source-changed' } })
    expect(store.latest('a', 'x')?.body).toBe('newer')
  })
})

it('a move leaves the marker of someone who deleted what was written in between', async () => {
  store.versioning.set('a', 'on')
  store.put('a', 'x', 'text')
  store.onRequest = (name) => {
    if (name === 'delete a/x') store.put('a', 'x', 'newer')
    if (name === 'hidden') store.put('a', 'x', '', { isDeleteMarker: true })
  }
  await run({ isMove: true, versioning: 'on' })
  expect(store.versionsOf('a', 'x').map(({ isDeleteMarker }) => isDeleteMarker)).toEqual([true, true, false, false])
  expect(store.latest('a', 'x')).toBeUndefined()
})

it('a move deletes no older version while versioning is suspended', async () => {
  store.put('a', 'x', 'older')
  store.versioning.set('a', 'on')
  store.put('a', 'x', 'text')
  store.versioning.set('a', 'suspended')
  const moving = run({ isMove: true, versioning: 'suspended' })
  await expect(moving).rejects.toMatchObject({ kind: 'source-kept', details: { reason: 'older-version' } })
  expect(store.versionsOf('a', 'x').map(({ body }) => body)).toEqual(['text', 'older'])
})

it('a move keeps what the gateway encrypts where its copy is not encrypted', async () => {
  store.put('a', 'x', 'text')
  const { gateway } = store
  const read: typeof gateway.properties.read = async (bucket, ...rest) => ({
    ...(await gateway.properties.read(bucket, ...rest)),
    others: bucket === 'a' ? ['x-amz-server-side-encryption'] : []
  })
  const lost: string[] = []
  const deps = { ...depsOf(store), onVerified: (copy: { lost: readonly string[] }) => void lost.push(...copy.lost) }
  const { etag, modifiedAtMs } = store.latest('a', 'x') ?? expect.unreachable()
  const moving = copyObject(
    jobOf(store, { isMove: true, gateway: { ...gateway, properties: { ...gateway.properties, read } } }),
    { entry: { key: 'x', sizeBytes: 4, etag, modifiedAtMs }, key: 'x', isReplacing: false },
    deps,
    new AbortController().signal
  )
  await expect(moving).rejects.toMatchObject({ details: { reason: 'attributes-lost' } })
  expect(lost).toEqual(['gatewayEncryption'])
})

it('what is there is not replaced where the gateway tells no ETag', async () => {
  store.put('a', 'x', 'text')
  store.put('b', 'x', 'theirs', { etag: '' })
  await expect(run()).rejects.toMatchObject({ kind: 'precondition-failed' })
  expect(store.latest('b', 'x')?.body).toBe('theirs')
})

it('another try of a move may replace the copy that it made, and no other', async () => {
  store.put('a', 'x', 'text')
  let isRefused = true
  store.onRequest = (name) => {
    if (name === 'delete a/x' && isRefused) throw new AppError('access-denied')
  }
  const made: string[] = []
  const found = store.latest('a', 'x') ?? expect.unreachable()
  const entry = { key: 'x', sizeBytes: 4, etag: found.etag, modifiedAtMs: found.modifiedAtMs }
  const deps = { ...depsOf(store), onVerified: ({ etag }: { etag: string }) => void made.push(etag) }
  const move = (etag?: string) =>
    copyObject(
      jobOf(store, { isMove: true }),
      { entry, key: 'x', isReplacing: false, earlier: etag === undefined ? undefined : { etag, state: 'verified' } },
      deps,
      new AbortController().signal
    )
  await expect(move()).rejects.toMatchObject({ kind: 'source-kept' })
  isRefused = false
  await expect(move()).rejects.toMatchObject({ kind: 'precondition-failed' })
  await expect(move(made[0])).resolves.toMatchObject({ kind: 'moved' })
  expect(store.latest('b', 'x')?.body).toBe('text')
})

describe('in place', () => {
  it('another encryption keeps a verified copy until the object itself is verified', async () => {
    store.put('a', 'x', 'text', { acl: PUBLIC })
    let least = Infinity
    store.onRequest = () => {
      const holders = [
        ...new Set(['x', ...store.calls.flatMap((call) => / a\/(x\.lockgate-\w+)/.exec(call)?.[1] ?? [])])
      ]
      least = Math.min(least, holders.filter((name) => store.latest('a', name)?.body === 'text').length)
    }
    const outcome = await run({ targetBucket: 'a', encryption: { kind: 'key', sseKey: KEYS.one } })
    expect(outcome).toEqual({ kind: 'copied', lost: [], keepsOlderVersion: false })
    expect(least).toBe(1)
    expect(store.latest('a', 'x')).toMatchObject({ body: 'text', sseKeyId: 'one', acl: PUBLIC })
    const temporary = store.calls.map((call) => / a\/(x\.lockgate-\w+)/.exec(call)?.[1]).find(Boolean)
    expect(store.latest('a', temporary ?? '')).toBeUndefined()
  })

  const temporary = (): readonly string[] =>
    store.names('a').filter((name) => name !== 'x' && store.latest('a', name) !== undefined)

  it('leaves no temporary copy where this clock is ahead, or the object is not replaced', async () => {
    store.put('a', 'x', 'text')
    vi.spyOn(store, 'now').mockReturnValue(store.now() + 60_000)
    const change = { targetBucket: 'a', encryption: { kind: 'key', sseKey: KEYS.one } } as const
    let completions = 0
    store.onRequest = (name) => {
      if (name === 'complete' && ++completions === 2) throw new AppError('quota-exceeded')
    }
    await expect(run(change)).rejects.toMatchObject({ kind: 'quota-exceeded' })
    expect(temporary()).toEqual([])
    expect(store.latest('a', 'x')).toMatchObject({ body: 'text', sseKeyId: undefined })
    await run(change)
    expect(temporary()).toEqual([])
  })

  describe('the temporary copy is told', () => {
    const change = { targetBucket: 'a', encryption: { kind: 'key', sseKey: KEYS.one } } as const
    const IS_TEMPORARY = /^(\w+) a\/x\.lockgate-/
    const told: TemporaryCopy[] = []
    beforeEach(() => {
      told.length = 0
      store.put('a', 'x', 'text')
    })
    const replace = (given: Partial<CopyJob> = change) =>
      run(given, {}, undefined, { onTemporaryLeft: (copy) => void told.push(copy) })

    it('as needed where the object was replaced and could not be verified', async () => {
      store.onRequest = (name) => {
        const isReplaced = store.calls.filter((call) => call === 'complete').length === 2
        if (isReplaced && name === 'properties a/x') throw new AppError('unreachable')
      }
      await expect(replace()).rejects.toMatchObject({ kind: 'unreachable' })
      expect(told).toEqual([{ key: temporary()[0], isNeeded: true }])
    })

    it('as needed where another client wrote over the object before it got its ACL', async () => {
      store.put('a', 'x', 'text', { acl: PUBLIC })
      store.onRequest = (name) => {
        const isReplaced = store.calls.filter((call) => call === 'complete').length === 2
        if (isReplaced && name === 'acl a/x' && store.latest('a', 'x')?.body === 'text') store.put('a', 'x', 'private')
      }
      const onVerified = vi.fn()
      const onTemporaryLeft = (copy: TemporaryCopy): void => void told.push(copy)
      await expect(run(change, {}, undefined, { onTemporaryLeft, onVerified })).rejects.toMatchObject(REPLACED)
      expect(onVerified).not.toHaveBeenCalled()
      expect(told).toEqual([{ key: temporary()[0], isNeeded: true }])
      expect(store.latest('a', temporary()[0] ?? '')).toMatchObject({ body: 'text', sseKeyId: 'one' })
      expect(store.latest('a', 'x')).toMatchObject({ body: 'private', acl: PRIVATE })
    })

    it('where it could not be removed, and not where it could', async () => {
      store.onRequest = (name) => {
        if (IS_TEMPORARY.exec(name)?.[1] === 'delete') throw new AppError('access-denied')
      }
      await expect(replace()).resolves.toMatchObject({ kind: 'copied' })
      expect(told).toEqual([{ key: temporary()[0], isNeeded: false }])
      expect(told[0]?.key).toMatch(/^x\.lockgate-/)
      store.onRequest = () => undefined
      told.length = 0
      await run({ ...change, encryption: { kind: 'key', sseKey: KEYS.two } }, {}, KEYS.one)
      expect(told).toEqual([])
    })

    it('where it was written and could not be verified', async () => {
      store.onRequest = (name) => {
        if (IS_TEMPORARY.exec(name)?.[1] === 'properties') throw new AppError('unreachable')
      }
      await expect(replace()).rejects.toMatchObject({ kind: 'unreachable' })
      expect(told).toEqual([{ key: temporary()[0], isNeeded: false }])
      expect(store.latest('a', 'x')?.sseKeyId).toBeUndefined()
    })

    it('not where nothing was written', async () => {
      store.onRequest = (name) => {
        if (name === 'create') throw new AppError('quota-exceeded')
      }
      await expect(replace()).rejects.toMatchObject({ kind: 'quota-exceeded' })
      expect(told).toEqual([])
    })
  })

  it('says that an older version is not encrypted while versioning is suspended, and only then', async () => {
    const change = (sseKey: SseKey) => ({ targetBucket: 'a', encryption: { kind: 'key', sseKey } as const })
    store.versioning.set('a', 'on')
    store.put('a', 'x', 'text')
    store.versioning.set('a', 'suspended')
    const first = await run({ ...change(KEYS.one), versioning: 'suspended' })
    expect(first.keepsOlderVersion).toBe(true)
    expect(store.versionsOf('a', 'x').map(({ sseKeyId }) => sseKeyId)).toEqual(['one', undefined])
    store.versioning.set('a', 'on')
    const again = await run({ ...change(KEYS.two), versioning: 'on' }, {}, KEYS.one)
    expect(again.keepsOlderVersion).toBe(false)
  })

  it('does not start where the object would lose what is hidden from the page', async () => {
    store.put('a', 'x', 'text')
    const { gateway } = store
    const read: typeof gateway.properties.read = async (...asked) => ({
      ...(await gateway.properties.read(...asked)),
      isWhole: false
    })
    const hidden = { ...gateway, properties: { ...gateway.properties, read } }
    const change = {
      targetBucket: 'a',
      encryption: { kind: 'key', sseKey: KEYS.one } as const,
      gateway: hidden,
      targetGateway: hidden
    }
    const details = { reason: 'attributes-lost', lost: ['hiddenHeaders'] }
    await expect(run(change)).rejects.toMatchObject({ kind: 'not-supported', details })
    expect(store.latest('a', 'x')).toMatchObject({ body: 'text', sseKeyId: undefined })
    expect(temporary()).toEqual([])
  })

  it('is not touched where it is encrypted so already', async () => {
    store.put('a', 'x', 'text', { sseKeyId: 'one' })
    const outcome = await run({ targetBucket: 'a', encryption: { kind: 'key', sseKey: KEYS.one } }, {}, KEYS.one)
    expect(outcome.kind).toBe('unchanged')
    expect(store.versionsOf('a', 'x')).toHaveLength(1)
  })
})

interface Course {
  readonly source: 'plain' | 'one'
  readonly wish: 'keep' | 'none' | 'one' | 'two'
  readonly isMove: boolean
  readonly isReplacing: boolean
  readonly hasTarget: boolean
  readonly isInPlace: boolean
  readonly versioning: Versioning
  readonly targetVersioning: 'on' | 'off'
  readonly storesInClear: boolean
  readonly refusesEncrypted: boolean
  readonly event: 'nothing' | 'stop' | 'change' | 'fail' | 'gone'
  readonly at: number
  readonly kind: 'access-denied' | 'unreachable' | 'gateway-failed' | 'no-such-upload'
}

const courses = fc.record<Course>({
  source: fc.constantFrom('plain', 'one'),
  wish: fc.constantFrom('keep', 'none', 'one', 'two'),
  isMove: fc.boolean(),
  isReplacing: fc.boolean(),
  hasTarget: fc.boolean(),
  isInPlace: fc.boolean(),
  versioning: fc.constantFrom('off', 'on', 'suspended'),
  targetVersioning: fc.constantFrom('on', 'off'),
  storesInClear: fc.boolean(),
  refusesEncrypted: fc.boolean(),
  event: fc.constantFrom('nothing', 'stop', 'change', 'fail', 'gone'),
  at: fc.integer({ min: 1, max: 40 }),
  kind: fc.constantFrom('access-denied', 'unreachable', 'gateway-failed', 'no-such-upload')
})

it('whatever happens at whichever request: no bytes are lost, and nothing stays unencrypted', async () => {
  await fc.assert(
    fc.asyncProperty(courses, async (course) => {
      const fake = new FakeStore()
      const target = course.isInPlace ? { bucket: 'a', key: 'x' } : { bucket: 'b', key: 'x' }
      fake.versioning.set('a', course.versioning)
      fake.versioning.set('b', course.targetVersioning)
      fake.storesInClear = course.storesInClear
      fake.refusesEncrypted = course.refusesEncrypted
      const sourceKey = course.source === 'one' ? KEYS.one : undefined
      const source = fake.put('a', 'x', 'mine', { sseKeyId: sourceKey?.id, tags: { a: 'b' } })
      if (course.hasTarget) fake.put('b', 'x', 'theirs')
      const stop = new AbortController()
      let isChanged = false
      let isGone = false
      fake.onRequest = (name, number) => {
        if (isGone) throw new DOMException('The page is gone', 'AbortError')
        if (number !== course.at) return
        if (course.event === 'stop') stop.abort(new DOMException('Stopped', 'AbortError'))
        if (course.event === 'fail') throw new AppError(course.kind)
        if (course.event === 'gone') {
          isGone = true
          throw new DOMException('The page is gone', 'AbortError')
        }
        // Without versions a change right before what replaces or deletes is the window that is named.
        const isWindow = course.versioning !== 'on' && /^(delete|complete|put$)/.test(name)
        if (course.event === 'change' && !isWindow) {
          isChanged = true
          fake.put('a', 'x', 'newer', { sseKeyId: sourceKey?.id })
        }
      }
      const { wish } = course
      const encryption =
        wish === 'keep' || wish === 'none' ? { kind: wish } : { kind: 'key' as const, sseKey: KEYS[wish] }
      const wanted = wish === 'keep' ? sourceKey?.id : wish === 'none' ? undefined : wish
      const job = jobOf(fake, {
        encryption,
        isMove: course.isMove,
        versioning: course.versioning,
        targetBucket: target.bucket
      })
      const { body, etag, modifiedAtMs } = source
      const task = {
        entry: { key: 'x', sizeBytes: body.length, etag, modifiedAtMs },
        key: 'x',
        isReplacing: course.isReplacing
      }
      const outcome = await copyObject(job, task, depsOf(fake, sourceKey), stop.signal).then(
        // What could not be checked is said.
        ({ kind, lost }) => (lost.includes('encryption') ? 'unchecked' : kind),
        (error: unknown) => (error instanceof AppError ? error.kind : 'aborted')
      )
      fake.onRequest = () => undefined

      const all = ['a', 'b'].flatMap((bucket) => fake.names(bucket).map((name) => ({ bucket, name })))
      // As an older version, too.
      const holds = (text: string): boolean =>
        all.some(({ bucket, name }) => fake.versionsOf(bucket, name).some(({ body: stored }) => stored === text))
      const now = fake.latest('a', 'x')
      const copy = fake.latest(target.bucket, target.key)
      // A source is gone only after its copy was verified, and never one that has changed.
      if (now === undefined) expect(copy).toMatchObject({ body: 'mine', sseKeyId: wanted })
      if (isChanged) expect(holds('newer')).toBe(true)
      else expect(holds('mine')).toBe(true)
      const isReplacedSince = course.isInPlace && isChanged
      if ((outcome === 'moved' || outcome === 'copied') && !isReplacedSince)
        expect(copy).toMatchObject({ body: 'mine', sseKeyId: wanted })
      if (outcome === 'moved' && !isChanged) expect(now).toBeUndefined()
      if (!course.isMove || course.isInPlace) expect(now).toBeDefined()
      // What lay there stays, unless it was to be replaced.
      if (course.hasTarget && !course.isInPlace && !course.isReplacing)
        expect(fake.versionsOf('b', 'x').some((version) => version.body === 'theirs')).toBe(true)
      // Copies that were to be encrypted are, unless the page was gone or the gateway did not answer before that was seen.
      const mayBeUnseen = course.event === 'gone' || course.event === 'fail'
      const leftovers = all.filter(
        ({ bucket, name }) => !(bucket === 'a' && name === 'x') && fake.latest(bucket, name)?.body === 'mine'
      )
      if (wanted !== undefined && !(course.storesInClear && mayBeUnseen))
        for (const { bucket, name } of leftovers) expect(fake.latest(bucket, name)?.sseKeyId).toBe(wanted)
    }),
    { numRuns: 2000 }
  )
})
