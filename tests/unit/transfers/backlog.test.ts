// Uploads by the hundred thousand: what waits is a request each, and no event looks at all of them.
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { UploadRequest } from '../../../src/transfers/requests'
import { FakeStorage } from './fake-storage'
import { makeFile, makeKey, makeRig } from './fakes'

function makeMany(count: number, options: Parameters<typeof makeRig>[1] = {}) {
  const storage = new FakeStorage()
  const rig = makeRig(storage, options)
  const file = makeFile(2, 'f')
  const request = (index: number): UploadRequest => ({
    ...{ storage, bucket: 'lab', key: `f${index}`, file, ifAbsent: false, contentType: '' }
  })
  const requests = Array.from({ length: count }, (_, index) => request(index))
  const over = () => rig.until(() => !rig.queue.hasRunning)
  const sums = () => {
    const { totals, backlog, transfers } = rig.queue.snapshot
    return { ...totals, backlog: backlog.count, listed: transfers.length }
  }
  return { storage, rig, requests, over, sums }
}

describe('very many uploads', () => {
  it('are listed a hundred at a time, counted whole, and all sent in their order', async () => {
    const { rig, requests, over, sums, storage } = makeMany(300)
    rig.queue.enqueueUploads(requests)
    expect(sums()).toMatchObject({ waiting: 300, sizeBytes: 600, backlog: 200, listed: 100 })
    let most = 0
    const sent: string[] = []
    rig.queue.watch(({ state, key }) => {
      most = Math.max(most, rig.queue.snapshot.transfers.length)
      if (state === 'running') sent.push(key)
    })
    await over()
    expect(sums()).toMatchObject({ waiting: 0, done: 300, sizeBytes: 600, doneBytes: 600, backlog: 0 })
    expect(sent).toEqual(requests.map(({ key }) => key))
    expect(most).toBeLessThan(250)
    expect(storage.objects.size).toBe(300)
  })

  it('are taken however many they are', () => {
    const { rig, requests, sums } = makeMany(200_000)
    rig.queue.enqueueUploads(requests)
    expect(sums()).toMatchObject({ waiting: 200_000, sizeBytes: 400_000, backlog: 199_900, listed: 100 })
    rig.queue.cancelAll()
    expect(sums()).toMatchObject({ waiting: 0, cancelled: 200_000, backlog: 0 })
  })

  it('that are asked for bit by bit are no more rows at once, and are sent in their order', async () => {
    const { rig, requests, over, sums } = makeMany(600)
    let most = 0
    const sent: string[] = []
    rig.queue.watch(({ state, key }) => {
      most = Math.max(most, rig.queue.snapshot.transfers.length)
      if (state === 'running') sent.push(key)
    })
    const uploads = requests.map((request) => ({ request }))
    let batch = rig.queue.resumeUploads(uploads.slice(0, 200))
    batch = rig.queue.resumeUploads(uploads.slice(200, 400), batch)
    expect(sums()).toMatchObject({ waiting: 400, backlog: 300, listed: 100 })
    await over() // and all that came until then is sent
    expect(rig.queue.resumeUploads(uploads.slice(400), batch)).toBe(batch)
    expect(sums()).toMatchObject({ waiting: 200, done: 400 })
    await over()
    expect(sums()).toMatchObject({ waiting: 0, done: 600, backlog: 0 })
    expect(sent).toEqual(requests.map(({ key }) => key))
    expect(most).toBeLessThan(250)
  })

  it('that are cancelled while they are asked for get no more', async () => {
    const { rig, requests, over, sums } = makeMany(400)
    const uploads = requests.map((request) => ({ request }))
    const batch = rig.queue.resumeUploads(uploads.slice(0, 200))
    rig.queue.cancelAll()
    expect(rig.queue.resumeUploads(uploads.slice(200), batch)).toBeUndefined()
    expect(rig.queue.resumeUploads(uploads.slice(200))).toBeDefined()
    await over()
    expect(sums()).toMatchObject({ done: 200, cancelled: 200, backlog: 0 })
  })

  it('do not hold up a few that are asked for later', async () => {
    const { rig, requests, over } = makeMany(300)
    const ended: string[] = []
    rig.queue.watch(({ state, key }) => void (state === 'done' && ended.push(key)))
    rig.queue.enqueueUploads(requests)
    rig.queue.enqueueUploads([{ ...requests[0]!, key: 'late' }])
    await over()
    expect(ended.indexOf('late')).toBeLessThan(200)
    expect(ended).toHaveLength(301)
  })

  it('are paused, gone on with and cancelled as one', async () => {
    const { rig, requests, over, sums } = makeMany(500)
    rig.queue.enqueueUploads(requests)
    rig.queue.pauseAll()
    expect(sums()).toMatchObject({ paused: 500, waiting: 0, backlog: 400 })
    expect([rig.queue.hasRunning, rig.queue.snapshot.backlog.whyPaused]).toEqual([false, 'user'])
    rig.queue.resumeAll()
    expect(sums()).toMatchObject({ paused: 0, waiting: 500 })
    await rig.until(() => sums().done > 50)
    rig.queue.cancelAll()
    await over()
    const { done, cancelled } = sums()
    expect(done + cancelled).toBe(500)
    expect(rig.storage.objects.size).toBe(done)
    rig.queue.clearFinished()
    expect(sums()).toMatchObject({ done: 0, cancelled: 0, backlog: 0 })
  })

  it('go on when those in the line are cancelled or paused one by one', async () => {
    const { rig, requests, over, sums } = makeMany(300)
    rig.queue.enqueueUploads(requests)
    rig.queue.snapshot.transfers.forEach(({ id }, index) => (index % 2 ? rig.queue.pause(id) : rig.queue.cancel(id)))
    await over()
    expect(sums()).toMatchObject({ cancelled: 50, paused: 50, done: 200 })
  })

  it('hold their key until the last of them is a transfer', async () => {
    const { rig, requests, over } = makeMany(300, { files: 1 })
    const sseKey = makeKey('k')
    rig.keys.set('k', sseKey)
    rig.queue.enqueueUploads(requests.map((request) => ({ ...request, sseKey })))
    const held = () => rig.guard.holdersOf('k')
    expect((await held()).length).toBeGreaterThan(0)
    rig.queue.cancelAll()
    await over()
    expect(await held()).toEqual([])
  })
})

describe('what fails', () => {
  it('for refused credentials is a few, and the rest waits for other ones', async () => {
    const { rig, requests, over, sums, storage } = makeMany(300)
    storage.faults = [{ operation: 'putObject', kind: 'secret-wrong' }]
    rig.queue.enqueueUploads(requests)
    await over()
    expect(sums()).toMatchObject({ failed: 6, paused: 294, backlog: 200 })
    storage.faults = []
    rig.queue.resumeGroup(rig.queue.snapshot.pausedGroups[0]!.id)
    await over()
    expect(sums()).toMatchObject({ failed: 0, done: 300 })
  })

  it('for other reasons stops the rest after five hundred, until someone has looked', async () => {
    const { rig, requests, over, sums, storage } = makeMany(800)
    storage.faults = [{ operation: 'putObject', kind: 'access-denied' }]
    rig.queue.enqueueUploads(requests)
    await over()
    const { failed, backlog } = sums()
    expect(failed).toBeGreaterThanOrEqual(500)
    expect(failed).toBeLessThan(700)
    expect(failed + backlog).toBe(800)
    expect(rig.queue.snapshot.backlog.whyPaused).toBe('failures')
    storage.faults = []
    rig.queue.resumeAll()
    await over()
    expect(sums()).toMatchObject({ failed, done: 800 - failed, backlog: 0 })
  })
})

describe('a reason to pause that is past', () => {
  const NO_BUCKET = [{ operation: 'putObject', kind: 'no-such-bucket' }] as const

  it('is forgotten with the next uploads: a bucket that was missing exists now', async () => {
    const { rig, requests, over, sums, storage } = makeMany(300)
    storage.faults = [...NO_BUCKET]
    const failed = rig.upload(makeFile(2, 'first'))
    await rig.ended(failed)
    storage.faults = []
    rig.queue.enqueueUploads(requests)
    expect(rig.queue.snapshot.backlog.whyPaused).toBeUndefined()
    await over()
    expect(sums()).toMatchObject({ done: 300, paused: 0, failed: 1 })
  })

  it('is past when a transfer that began after it succeeds: all that it had paused goes on', async () => {
    const { rig, requests, over, sums, storage } = makeMany(300)
    storage.faults = [...NO_BUCKET]
    rig.queue.enqueueUploads(requests)
    await over()
    expect(sums()).toMatchObject({ failed: 6, paused: 294 })
    storage.faults = []
    rig.queue.retry(rig.queue.snapshot.transfers.find(({ state }) => state === 'failed')!.id)
    await over()
    expect(sums()).toMatchObject({ failed: 5, paused: 0, done: 295 })
  })

  it('resumes nothing when it is past, once the user has paused everything', async () => {
    const { rig, requests, over, sums, storage } = makeMany(300)
    storage.faults = [...NO_BUCKET]
    rig.queue.enqueueUploads(requests)
    await over()
    const { failed, paused } = sums()
    rig.queue.pauseAll()
    storage.faults = []
    rig.queue.retry(rig.queue.snapshot.transfers.find(({ state }) => state === 'failed')!.id)
    await over()
    expect(sums()).toMatchObject({ failed: failed - 1, paused, done: 1 })
    rig.queue.resumeAll()
    await over()
    expect(sums()).toMatchObject({ failed: failed - 1, paused: 0, done: 1 + paused })
  })

  it('is not past because of a transfer that began before it', async () => {
    const { rig, requests, over, sums, storage } = makeMany(300)
    const put = storage.putObject.bind(storage)
    storage.putObject = (request, options) =>
      request.key === 'early'
        ? rig.clock.sleep(60_000).then(() => put(request, options))
        : Promise.reject(new AppError('quota-exceeded'))
    rig.queue.enqueueUploads([{ ...requests[0]!, key: 'early' }, ...requests])
    await over()
    expect(sums()).toMatchObject({ done: 1, failed: 5, paused: 295 })
  })

  it('is not known of a pause of everything when nothing waited', async () => {
    const { rig, requests, over, sums } = makeMany(300)
    const early = rig.upload(makeFile(2, 'early'))
    rig.queue.pauseAll()
    rig.queue.cancel(early)
    rig.queue.enqueueUploads(requests)
    await over()
    expect(sums()).toMatchObject({ done: 300, paused: 0 })
  })

  it('is no failure of an earlier time, nor one of a download', async () => {
    const { rig, requests, over, sums, storage } = makeMany(300)
    storage.faults = [{ operation: 'putObject', kind: 'access-denied' }]
    for (let index = 0; index < 500; index++) rig.upload(makeFile(1, `early${index}`))
    await over()
    storage.faults = []
    rig.queue.enqueueUploads(requests)
    for (let index = 0; index < 500; index++) {
      const entry = { key: `gone${index}`, sizeBytes: 1, etag: 'e', modifiedAtMs: 1 }
      rig.queue.enqueueDownload({ storage, bucket: 'lab', entry, fileName: 'f' })
    }
    await over()
    expect(sums()).toMatchObject({ done: 300, failed: 1000, paused: 0 })
  })

  it('holds up no files of another bucket', async () => {
    const { rig, requests, over, sums, storage } = makeMany(300)
    const put = storage.putObject.bind(storage)
    storage.putObject = (request, options) =>
      request.bucket === 'lab' ? Promise.reject(new AppError('no-such-bucket')) : put(request, options)
    rig.queue.enqueueUploads(requests)
    rig.queue.enqueueUploads(requests.map((request) => ({ ...request, bucket: 'other' })))
    await over()
    expect(sums()).toMatchObject({ failed: 6, paused: 294, done: 300, backlog: 200 })
  })
})

describe('the journal', () => {
  it('has every upload that is not done, and nothing else in the end', async () => {
    const { rig, requests, over, storage, sums } = makeMany(1300)
    rig.queue.enqueueUploads(requests)
    await rig.until(() => rig.journal.entries.size === 1300)
    expect(rig.journal.transactions).toBeLessThan(15)
    await rig.until(() => sums().done > 300)
    rig.queue.pauseAll()
    await rig.until(() => rig.journal.entries.size + storage.objects.size === 1300)
    const listed = new Set([...rig.journal.entries.values()].map(({ key }) => key))
    expect(requests.filter(({ key }) => listed.has(key) === storage.objects.has(key))).toEqual([])
    rig.queue.resumeAll()
    await over()
    await rig.until(() => rig.journal.entries.size === 0)
    expect(storage.objects.size).toBe(1300)
  })

  it('forgets what is cancelled, whether it was written or not', async () => {
    const { rig, requests, over, sums } = makeMany(1300)
    rig.queue.enqueueUploads(requests)
    rig.queue.cancelAll()
    rig.queue.enqueueUploads(requests)
    await rig.until(() => rig.journal.entries.size === 1300)
    rig.queue.cancelAll()
    await over()
    await rig.until(() => rig.journal.entries.size === 0)
    expect(sums()).toMatchObject({ cancelled: 2600, done: 0 })
  })

  it('has each with what it takes to go on', async () => {
    const { rig, requests } = makeMany(200)
    const source = { path: 'folder/f', id: 's' }
    rig.queue.enqueueUploads(requests.map((request) => ({ ...request, source, keepsBoth: true, acl: 'private' })))
    await rig.until(() => rig.journal.entries.size === 200)
    const written = [...rig.journal.entries.values()].map(
      ({ id: _, startedAtMs: __, savedAtMs: ___, ...entry }) => entry
    )
    const [first] = written
    expect(first).toMatchObject({ bucket: 'lab', sizeBytes: 2, keepsBoth: true, acl: 'private', sourceId: 's' })
    expect(written).toEqual(requests.map(({ key }) => ({ ...first, key })))
    rig.queue.cancelAll()
  })
})
