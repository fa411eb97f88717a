// Uploads of earlier sessions: which are listed and how, that one tab alone goes on with one, and what is said where it cannot go on.
import { describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import type { JournalEntry, Tabs } from '../../../src/domain/transfer-journal'
import { JournalledUploads } from '../../../src/state/journalled-uploads.svelte'
import { Transfers } from '../../../src/state/transfers.svelte'
import { FakeStorage, md5 } from '../transfers/fake-storage'
import { FakeDigester, makeGate, makeKey, makeRig } from '../transfers/fakes'
import { makeAccount } from '../domain/accounts'
import { settle } from './fakes'

const PART = 4
const LAST_MODIFIED = 1_700_000_000_000
const makeFile = (text: string, path = 'big.bin') => new File([text], path, { lastModified: LAST_MODIFIED })
const TEXT = '0000111122'

/** Locks and channel of several tabs in one. */
class FakeBrowser {
  readonly living = new Set<string>()
  #last: Promise<unknown> = Promise.resolve()
  readonly #listeners = new Map<string, () => void>()
  readonly #gone = new Map<string, () => void>()

  open(tabId: string): Tabs {
    this.living.add(tabId)
    return {
      tabId,
      living: () => Promise.resolve(new Set(this.living)),
      untilGone: (other) => new Promise((resolve) => this.#gone.set(`${tabId} ${other}`, resolve)),
      alone: (work) => {
        const turn = this.#last.then(work)
        this.#last = turn.catch(() => undefined)
        return turn
      },
      tell: () => this.#listeners.forEach((listener, other) => other !== tabId && listener()),
      onTold: (listener) => {
        this.#listeners.set(tabId, listener)
        return () => this.#listeners.delete(tabId)
      }
    }
  }

  close(tabId: string): void {
    this.living.delete(tabId)
    for (const [name, resolve] of this.#gone) if (name.endsWith(` ${tabId}`)) resolve()
  }
}

function makeTab(tabId: string, browser = new FakeBrowser(), storage = new FakeStorage(), account?: Account) {
  const tabs = browser.open(tabId)
  const rig = makeRig(storage, {}, tabs)
  const { journal } = rig
  const kept = new Map<string, File | AppError | undefined>()
  const restarted: string[] = []
  const keptHandles: FileSystemHandle[] = []
  const retained: (readonly string[])[] = []
  const reading: { before: (id: string, path: string) => Promise<unknown> | undefined } = { before: () => undefined }
  let listFails: AppErrorKind | undefined
  const gateway = {
    storage,
    uploads: {
      partsOf: async (_bucket: string, _key: string, uploadId: string) => {
        if (listFails !== undefined) throw new AppError(listFails)
        const parts = storage.uploads.get(uploadId)?.parts
        if (parts === undefined) throw new AppError('no-such-upload')
        return [...parts].map(([partNumber, bytes]) => ({ partNumber, sizeBytes: bytes.length, etag: md5(bytes) }))
      }
    }
  } as unknown as Gateway
  const profile = { id: 'p', name: 'Alice', endpoint: storage.endpoint } as never
  const engine = { isOffline: false }
  const uploads = new JournalledUploads({
    journal,
    tabs,
    sources: {
      keep: async (handles) => {
        keptHandles.push(...handles)
        return new Map(handles.map((handle) => [handle, `kept ${handle.name}`]))
      },
      ids: () => Promise.resolve(new Set(kept.keys())),
      read: async (id, path) => {
        await reading.before(id, path)
        const file = kept.get(id)
        if (file instanceof AppError) throw file
        return file
      },
      retain: async (ids) => void retained.push([...ids])
    },
    session: {
      gateway,
      account: account ?? storage.account,
      profiles: [profile],
      accounts: { of: () => storage.account } as never
    },
    keys: {
      byId: (id) => (id === undefined ? undefined : rig.keys.get(id)),
      assertStored: async (id) => {
        if (!rig.keys.has(id)) throw new AppError('sse-key-needed')
      }
    },
    transfers: new Transfers(async () => {
      if (engine.isOffline) throw new TypeError('Failed to fetch')
      return rig.queue
    }),
    loadDigester: () => Promise.resolve(new FakeDigester()),
    onRestarted: (key) => restarted.push(key)
  })
  return {
    ...rig,
    browser,
    engine,
    uploads,
    kept,
    keptHandles,
    retained,
    restarted,
    reading,
    failListing: (kind: AppErrorKind | undefined) => (listFails = kind)
  }
}

/** Of a tab that is gone, with the first of three parts sent. */
async function left(storage: FakeStorage, more: Partial<JournalEntry> = {}): Promise<JournalEntry> {
  const key = more.key ?? 'folder/big.bin'
  const request = { bucket: 'lab', key, contentType: '', metadata: {}, sseKey: undefined }
  const uploadId = await storage.createMultipartUpload(request)
  const body = new Blob([TEXT.slice(0, PART)])
  await storage.uploadPart({ bucket: 'lab', key, uploadId, partNumber: 1, body, sseKey: undefined })
  return {
    id: 'left',
    accountId: storage.account.id,
    endpoint: storage.endpoint,
    bucket: 'lab',
    key,
    uploadId,
    sizeBytes: TEXT.length,
    partSizeBytes: PART,
    sseKeyId: undefined,
    startedAtMs: 1,
    file: { path: 'folder/big.bin', lastModifiedMs: LAST_MODIFIED },
    ifAbsent: true,
    sentMd5s: new Map([[1, md5(Buffer.from(TEXT.slice(0, PART)))]]),
    tabId: 'gone',
    ...more
  }
}

async function start(more: Partial<JournalEntry> = {}) {
  const tab = makeTab('this')
  const entry = await left(tab.storage, more)
  await tab.journal.put(entry)
  await tab.uploads.load()
  const [upload] = tab.uploads.list
  if (upload === undefined) throw new Error('nothing is listed')
  return { ...tab, entry, upload }
}

const choose = async (file: File, handle?: FileSystemHandle) => ({
  files: [{ file, path: file.name, handle }],
  leftOut: []
})
const makeHandle = (name = 'big.bin') => ({ kind: 'file', name }) as FileSystemFileHandle

describe('an upload of a tab that is gone', () => {
  test('is listed with how far it is, and goes on as an ordinary transfer when its file is chosen', async () => {
    const { uploads, upload, queue, until, storage, journal } = await start()
    expect(upload).toMatchObject({ isHere: true, isInOtherTab: false, hasSource: false, sizeBytes: 10, sentBytes: 4 })
    expect(uploads.count).toBe(1)
    await uploads.resume([upload], choose(makeFile(TEXT)))
    expect([uploads.list, uploads.count, uploads.problemOf(upload)]).toEqual([[], 0, undefined])
    await until(() => queue.snapshot.totals.done === 1)
    expect(queue.snapshot.transfers).toMatchObject([{ key: 'folder/big.bin', verification: 'verified' }])
    expect(storage.objects.get('folder/big.bin')?.bytes.toString()).toBe(TEXT)
    expect(storage.calls.filter(({ operation }) => operation === 'uploadPart')).toHaveLength(3)
    await until(() => journal.entries.size === 0)
  })

  test('goes on without being chosen where the browser has kept its file', async () => {
    const { uploads, kept, queue, until } = await start({ sourceId: 's' })
    kept.set('s', makeFile(TEXT))
    await uploads.load()
    const [upload] = uploads.list
    expect(upload?.hasSource).toBe(true)
    if (upload) await uploads.resume([upload])
    await until(() => queue.snapshot.totals.done === 1)
  })

  test('keeps the file that was picked for it, unless that is another one', async () => {
    const { uploads, upload, keptHandles, failListing, journal, queue, until } = await start({ sourceId: 'old' })
    const stored = () => [...journal.entries.values()].map(({ sourceId }) => sourceId)
    await uploads.resume([upload], choose(makeFile('0000111122 and more'), makeHandle()))
    expect([keptHandles, stored()]).toEqual([[], ['old']])
    await uploads.resume([upload], choose(makeFile('9999111122'), makeHandle()))
    expect([uploads.problemOf(upload)?.code, stored()]).toEqual(['different-file', ['old']])
    failListing('unreachable')
    await uploads.resume([upload], choose(makeFile(TEXT), makeHandle()))
    expect([queue.snapshot.transfers, stored()]).toEqual([[], ['kept big.bin']])
    failListing(undefined)
    await uploads.resume([upload], choose(makeFile(TEXT), makeHandle('picked')))
    expect(stored()).toEqual(['kept picked'])
    await until(() => queue.snapshot.totals.done === 1)
  })

  test('keeps the file with which it starts over, and never the former one for it', async () => {
    const other = makeFile('9999111122')
    for (const [handle, sourceId] of [
      [makeHandle(), 'kept big.bin'],
      [undefined, undefined]
    ] as const) {
      const { uploads, upload, queue, journal, until } = await start({ sourceId: 'old' })
      const known: (string | undefined)[] = []
      const put = journal.putMany.bind(journal)
      journal.putMany = async (entries) => {
        known.push(...entries.map((entry) => entry.sourceId))
        await put(entries)
      }
      await uploads.startOver(upload, { file: other, path: 'big.bin', handle })
      await until(() => queue.snapshot.totals.done === 1)
      expect(known.at(-1)).toBe(sourceId)
    }
  })

  test.each([
    ['has changed', new File(['9999111122'], 'big.bin', { lastModified: LAST_MODIFIED }), 'kept-changed'],
    ['has another date', new File([TEXT], 'big.bin', { lastModified: 1 }), 'kept-changed'],
    ['is gone', new AppError('file-unreadable'), 'kept-gone'],
    ['may not be read', undefined, 'not-permitted']
  ])('whose kept file %s says so, and is given back', async (_, file, code) => {
    const { uploads, upload, kept, journal, queue } = await start({ sourceId: 's' })
    kept.set('s', file)
    await uploads.resume([upload])
    expect(uploads.problemOf(upload)).toEqual({ code })
    expect(queue.snapshot.transfers).toEqual([])
    const [entry] = [...journal.entries.values()]
    expect(entry?.tabId).toBeUndefined()
    expect(entry?.sourceId).toBe(code === 'not-permitted' ? 's' : undefined)
    expect(uploads.list).toHaveLength(1)
  })

  test('refuses another file, sends nothing of it, and starts over with it when told', async () => {
    const set = { contentType: 'text/x', acl: 'public-read', headers: { tags: { kind: 'raw' } } } as const
    const { uploads, upload, queue, until, storage, journal } = await start(set)
    const other = makeFile('9999111122')
    await uploads.resume([upload], choose(other))
    expect(uploads.problemOf(upload)).toEqual({ code: 'different-file', chosen: { file: other, path: 'big.bin' } })
    expect([storage.count('uploadPart'), queue.snapshot.transfers, journal.entries.size]).toEqual([1, [], 1])
    await uploads.startOver(upload, { file: other, path: 'big.bin' })
    await until(() => queue.snapshot.totals.done === 1)
    expect([storage.count('abortMultipartUpload'), storage.uploads.size]).toEqual([1, 0])
    expect(storage.objects.get('folder/big.bin')?.bytes.toString()).toBe('9999111122')
    expect(storage.objects.get('folder/big.bin')?.described).toEqual(set)
    expect(uploads.list).toEqual([])
  })

  test('that can’t start over without its key, or the engine, says so and is given back', async () => {
    const { uploads, upload, journal, storage, engine } = await start({ sseKeyId: 'removed' })
    const startOver = () => uploads.startOver(upload, { file: makeFile(TEXT), path: 'big.bin' })
    engine.isOffline = true
    await startOver()
    expect(uploads.problemOf(upload)).toMatchObject({ code: 'error', error: { kind: 'unexpected' } })
    engine.isOffline = false
    await startOver()
    expect(uploads.problemOf(upload)).toMatchObject({ code: 'error', error: { kind: 'sse-key-needed' } })
    expect([uploads.list.length, [...journal.entries.values()][0]?.tabId]).toEqual([1, undefined])
    expect(storage.count('abortMultipartUpload')).toBe(0)
  })

  test.each(['access-key-unknown', 'no-such-bucket', 'unreachable'] as const)('says %s, and stays', async (kind) => {
    const { uploads, upload, failListing, queue } = await start()
    failListing(kind)
    await uploads.resume([upload], choose(makeFile(TEXT)))
    expect(uploads.problemOf(upload)).toMatchObject({ code: 'error', error: { kind } })
    expect([uploads.list.length, queue.snapshot.transfers.length]).toEqual([1, 0])
  })

  test('says when what had been sent was gone, and starts over', async () => {
    const set = { contentType: 'text/x', acl: 'private', headers: { storageClass: 'COLD' } } as const
    const { uploads, upload, storage, restarted, until, queue } = await start(set)
    storage.uploads.clear()
    await uploads.resume([upload], choose(makeFile(TEXT)))
    expect(restarted).toEqual(['folder/big.bin'])
    await until(() => queue.snapshot.totals.done === 1)
    expect(storage.objects.get('folder/big.bin')?.described).toEqual(set)
  })

  test('does not go on without the key that it was started with', async () => {
    const { uploads, upload, keys, until, queue, storage } = await start({ sseKeyId: 'k' })
    const [stored] = [...storage.uploads.values()]
    Object.assign(stored ?? {}, { sseKeyId: 'k' })
    await uploads.resume([upload], choose(makeFile(TEXT)))
    expect(uploads.problemOf(upload)).toMatchObject({ code: 'error', error: { kind: 'sse-key-needed' } })
    keys.set('k', makeKey('k'))
    await uploads.resume([upload], choose(makeFile(TEXT)))
    await until(() => queue.snapshot.totals.done === 1)
    expect(queue.snapshot.transfers).toMatchObject([{ sseKeyId: 'k', lock: { state: 'encrypted' } }])
  })

  test('is removed with what was sent; also when its bucket is gone, and not when that cannot be done', async () => {
    const { uploads, upload, storage, journal } = await start()
    storage.faults = [{ operation: 'abortMultipartUpload', kind: 'unreachable' }]
    await uploads.remove(upload)
    expect([uploads.problemOf(upload)?.code, journal.entries.size]).toEqual(['error', 1])
    storage.faults = [{ operation: 'abortMultipartUpload', kind: 'no-such-bucket' }]
    await uploads.remove(upload)
    expect([uploads.list, journal.entries.size]).toEqual([[], 0])
  })
})

describe('several tabs', () => {
  test('the only one forgets the files of uploads that have ended; none where another or the journal can’t be asked', async () => {
    const { uploads, browser, journal, retained } = await start({ sourceId: 's' })
    const begin = async () => {
      uploads.start()()
      await settle()
    }
    await begin()
    expect(retained).toEqual([['s']])
    browser.open('other')
    await begin()
    browser.close('other')
    journal.list = () => Promise.reject(new Error('unreadable'))
    await begin()
    expect(retained).toHaveLength(1)
  })

  test('what one sends the others show, and take over only when it is gone', async () => {
    const { uploads, browser, journal, entry } = await start()
    browser.open('other')
    await journal.put({ ...entry, tabId: 'other' })
    await uploads.load()
    expect(uploads.list).toMatchObject([{ isInOtherTab: true, sentBytes: 4 }])
    expect(uploads.count).toBe(0)
    browser.close('other')
    await settle()
    expect(uploads.list).toMatchObject([{ isInOtherTab: false }])
  })

  test('one alone goes on with it, whichever was asked first', async () => {
    const browser = new FakeBrowser()
    const storage = new FakeStorage()
    const [one, other] = [makeTab('one', browser, storage), makeTab('two', browser, storage)]
    const entry = await left(storage)
    for (const method of ['list', 'put', 'putMany', 'remove', 'removeMany'] as const)
      Object.assign(other.journal, { [method]: one.journal[method].bind(one.journal) })
    await one.journal.put(entry)
    await Promise.all([one.uploads.load(), other.uploads.load()])
    const resume = ({ uploads }: typeof one) => uploads.resume(uploads.list, choose(makeFile(TEXT)))
    await Promise.all([resume(one), resume(other)])
    expect(one.queue.snapshot.transfers.length + other.queue.snapshot.transfers.length).toBe(1)
    await one.until(() => storage.objects.size === 1)
    expect(storage.calls.filter(({ operation }) => operation === 'uploadPart')).toHaveLength(3)
  })
})

test('small files that were not sent are one line for their bucket, and go on by their names, sizes and dates', async () => {
  const tab = makeTab('this')
  const { uploads, journal, queue, storage } = tab
  const file = (path: string, text = path) =>
    new File([text], path.replace(/.*\//, ''), { lastModified: LAST_MODIFIED })
  const base = { ...(await left(storage)), uploadId: undefined, sentMd5s: undefined }
  const paths = ['data/a.txt', 'data/b.txt', 'data/sub/a.txt', 'data/c.txt']
  for (const path of paths)
    await journal.put({
      ...base,
      id: path,
      key: `in/${path}`,
      sizeBytes: path.length,
      partSizeBytes: path.length,
      file: { path, lastModifiedMs: LAST_MODIFIED }
    })
  await uploads.load()
  expect(uploads.list).toMatchObject([{ bucket: 'lab', sentBytes: 0, isHere: true }])
  const [group] = uploads.list
  expect(group?.entries.length).toBe(4)
  // Chosen from below: `a.txt` is at two places, and only its path tells which; `c.txt` has changed.
  const chosen = [
    { path: 'data/a.txt', file: file('data/a.txt') },
    { path: 'elsewhere/b.txt', file: file('data/b.txt') },
    { path: 'c.txt', file: file('data/c.txt', 'changed!') }
  ]
  if (group) await uploads.resume([group], Promise.resolve({ files: chosen, leftOut: [] }))
  await tab.until(() => queue.snapshot.totals.done === 2)
  expect([...storage.objects.keys()].toSorted()).toEqual(['in/data/a.txt', 'in/data/b.txt'])
  expect(uploads.list.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['data/sub/a.txt', 'data/c.txt']])
  expect(group && uploads.problemOf(group)).toEqual({ code: 'not-chosen', count: 2 })
})

describe('very many small files that were not sent', () => {
  const path = (n: number) => `data/${String(n).padStart(4, '0')}.txt`

  /** Of 1,000 files that the browser has kept, so many can be read, and the next waits. */
  async function startMany(count: number, total = 1000, more: Partial<JournalEntry> = {}) {
    const tab = makeTab('this')
    const base = { ...(await left(tab.storage)), uploadId: undefined, sentMd5s: undefined, sourceId: 's', ...more }
    const numbers = Array.from({ length: total }, (_, n) => n)
    await tab.journal.putMany(
      numbers.toReversed().map((n) => ({
        ...{ ...base, id: `id ${n}`, key: path(n), sizeBytes: 1, partSizeBytes: 1 },
        file: { path: path(n), lastModifiedMs: LAST_MODIFIED }
      }))
    )
    tab.kept.set('s', makeFile('x'))
    const gate = makeGate()
    tab.reading.before = (_, read) => (read < path(count) ? undefined : gate.opened)
    await tab.uploads.load()
    const [group] = tab.uploads.list
    if (group === undefined) throw new Error('nothing is listed')
    return { ...tab, group, gate }
  }

  test('are sent while the others are looked at, in the order of their paths', async () => {
    const { uploads, group, queue, until, gate, storage } = await startMany(450)
    const resuming = uploads.resume([group])
    await until(() => queue.snapshot.totals.done === 400)
    expect(uploads.isBusy(group)).toBe(true)
    gate.open()
    await resuming
    await until(() => queue.snapshot.totals.done === 1000)
    expect([...storage.objects.keys()]).toEqual([...storage.objects.keys()].toSorted())
    expect([uploads.list, uploads.problemOf(group)]).toEqual([[], undefined])
  })

  test('stay listed as far as they were not looked at, when all are cancelled', async () => {
    const { uploads, group, queue, until, gate } = await startMany(450)
    const resuming = uploads.resume([group])
    await until(() => queue.snapshot.totals.done === 400)
    queue.cancelAll()
    gate.open()
    await resuming
    expect(uploads.list.map(({ entries }) => entries.length)).toEqual([600])
    expect([queue.snapshot.totals.done, uploads.problemOf(group)]).toEqual([400, undefined])
  })

  test('stay listed, however many they are, when their key is gone', async () => {
    const { uploads, group, journal, gate } = await startMany(0, 150_000, { sseKeyId: 'gone' })
    gate.open()
    await uploads.resume([group])
    expect(uploads.problemOf(group)).toMatchObject({ code: 'error', error: { kind: 'sse-key-needed' } })
    expect([...journal.entries.values()].filter(({ tabId }) => tabId === undefined)).toHaveLength(150_000)
  })
})

test('what belongs to another account names its profile, and what may be anyone’s is not listed', async () => {
  const storage = new FakeStorage()
  const tab = makeTab('this', new FakeBrowser(), storage, makeAccount(storage.endpoint, 'bob'))
  await tab.journal.put(await left(storage))
  await tab.journal.put({ ...(await left(storage)), id: 'older', accountId: undefined, profileId: 'removed' })
  await tab.uploads.load()
  expect(tab.uploads.list).toMatchObject([{ isHere: false, profile: { name: 'Alice' } }])
})
