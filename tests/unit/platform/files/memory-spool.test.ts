// Downloads in memory: within one limit for all, refused above it before anything is asked for, and never half.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import type { ArchiveSpool } from '../../../../src/domain/download-ports'
import type { SignedRequest } from '../../../../src/domain/ports'
import { BrowserSpool } from '../../../../src/platform/files/browser-spool'
import { MemorySpool } from '../../../../src/platform/files/memory-spool'
import { FakeSpool } from '../../transfers/fakes'
import { FakeStorage } from '../../transfers/fake-storage'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const REQUEST: SignedRequest = { url: 'https://rgw.example.edu/lab/a', headers: {} }

function makeSpool(maxBytes = 10) {
  const asked: string[] = []
  const saved: { readonly fileName: string; readonly text: string; readonly type: string }[] = []
  const failures: AppError[] = []
  const forgotten: string[] = []
  const spool = new MemorySpool({
    maxBytes,
    worker: {
      receive: async ({ request, into, isContinued }) => {
        asked.push(isContinued ? `the rest of ${request.url}` : request.url)
        expect(into).toEqual({ maxBytes })
        const failure = failures.shift()
        if (failure !== undefined) throw failure
        return { sizeBytes: 5, etag: 'hash', blob: new Blob(['bytes'], { type: 'text/html' }) }
      },
      forget: (id) => Promise.resolve(void forgotten.push(id)),
      archive: async ({ kind }) => {
        asked.push(kind)
        const blob = kind === 'finish-archive' ? new Blob(['a ZIP file']) : undefined
        return { sizeBytes: blob?.size ?? 0, etag: undefined, blob }
      }
    },
    save: (blob, fileName) => void blob.text().then((text) => saved.push({ fileName, text, type: blob.type }))
  })
  const receive = (id: string, expectedBytes = 5, signal = new AbortController().signal) =>
    spool.receive(id, REQUEST, { kind: 'whole' }, { signal, expectedBytes, etag: 'hash', onProgress: () => undefined })
  return { spool, receive, asked, saved, failures, forgotten }
}

/** What a promise has come to by now. */
async function stateOf(promise: Promise<unknown>): Promise<string> {
  let state = 'waiting'
  promise.then(
    () => (state = 'done'),
    () => (state = 'failed')
  )
  await vi.advanceTimersByTimeAsync(1000)
  return state
}

test('a file is received, read and handed over as bytes that no browser shows', async () => {
  const { spool, receive, saved } = makeSpool()
  expect(await receive('a')).toEqual({ sizeBytes: 5, etag: 'hash' })
  expect(await (await spool.read('a')).text()).toBe('bytes')
  await spool.deliver('a', 'a.html')
  await vi.waitFor(() =>
    expect(saved).toEqual([{ fileName: 'a.html', text: 'bytes', type: 'application/octet-stream' }])
  )
  await spool.discard('a')
  await expect(spool.read('a')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
})

test('a file above the limit is refused before anything is asked for, and the limit is named', async () => {
  const { receive, asked } = makeSpool()
  await expect(receive('a', 11)).rejects.toMatchObject({ kind: 'too-large-for-memory', details: { maxBytes: 10 } })
  expect(asked).toEqual([])
})

test('files share the limit: the next one waits for its turn, and for what was handed over a minute ago', async () => {
  const { spool, receive } = makeSpool()
  await receive('a')
  await receive('b')
  await spool.deliver('a', 'a')
  await spool.deliver('b', 'b')
  const large = receive('large', 10)
  const small = receive('small', 1)
  expect([await stateOf(large), await stateOf(small)]).toEqual(['waiting', 'waiting'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect([await stateOf(large), await stateOf(small)]).toEqual(['done', 'waiting'])
  await expect(spool.read('a')).rejects.toMatchObject({ kind: 'browser-storage-failed' })
  await spool.discard('large')
  expect(await stateOf(small)).toBe('done')
})

test('one that waits for others holds up none that has room beside them, and later ones don’t keep it out', async () => {
  const { spool, receive } = makeSpool()
  await receive('hangs', 4)
  const large = receive('large', 8)
  const small = receive('small', 5)
  expect([await stateOf(large), await stateOf(small)]).toEqual(['waiting', 'done'])
  const next = receive('next', 1)
  expect(await stateOf(next)).toBe('done')
  await spool.discard('hangs')
  const late = receive('late', 1)
  expect([await stateOf(large), await stateOf(late)]).toEqual(['waiting', 'waiting'])
  await spool.discard('small')
  expect([await stateOf(large), await stateOf(late)]).toEqual(['done', 'done'])
})

test('one that comes back after it made room is a later one', async () => {
  const { spool, receive, failures } = makeSpool()
  failures.push(new AppError('truncated'))
  await expect(receive('broken', 6)).rejects.toMatchObject({ kind: 'truncated' })
  await receive('other', 5)
  const large = receive('large', 8)
  const again = receive('broken', 2)
  expect([await stateOf(large), await stateOf(again)]).toEqual(['waiting', 'done'])
  await spool.discard('other')
  expect(await stateOf(receive('late', 1))).toBe('waiting')
  await spool.discard('broken')
  expect(await stateOf(large)).toBe('done')
})

test('what has room beside others stays to be saved again', async () => {
  const { spool, receive } = makeSpool()
  await receive('a')
  await spool.deliver('a', 'a')
  await vi.advanceTimersByTimeAsync(100_000)
  await receive('b')
  expect(await (await spool.read('a')).text()).toBe('bytes')
})

test('what failed, or was taken back while it waited, holds no room', async () => {
  const { receive, failures, asked } = makeSpool()
  failures.push(new AppError('truncated'))
  await expect(receive('a', 10)).rejects.toMatchObject({ kind: 'truncated' })
  await receive('b', 10)
  const stop = new AbortController()
  const waiting = receive('c', 10, stop.signal)
  expect(await stateOf(waiting)).toBe('waiting')
  stop.abort()
  expect(await stateOf(waiting)).toBe('failed')
  expect(asked).toHaveLength(2)
})

test('what broke off is continued, unless others needed its room', async () => {
  const { spool, receive, failures, asked, forgotten } = makeSpool()
  failures.push(new AppError('truncated'), new AppError('truncated'))
  await expect(receive('a', 10)).rejects.toMatchObject({ kind: 'truncated' })
  await expect(receive('a', 10)).rejects.toMatchObject({ kind: 'truncated' })
  expect(asked.at(-1)).toBe(`the rest of ${REQUEST.url}`)
  expect((spool as ArchiveSpool).keeps('a')).toBe(false)
  await receive('b', 10)
  expect(forgotten).toEqual(['a'])
  const again = receive('a', 10)
  expect(await stateOf(again)).toBe('waiting')
})

test('the way is found out once, at the first download; a trial that broke is made again', async () => {
  const storage = new FakeStorage()
  storage.objects.set('a', { bytes: Buffer.from('x'), etag: '', sseKeyId: undefined, metadata: {}, modifiedAtMs: 0 })
  const chosen = new FakeSpool(storage)
  const choose = vi.fn(async () => chosen).mockRejectedValueOnce(new AppError('unexpected'))
  const spool = new BrowserSpool(choose)
  expect(choose).not.toHaveBeenCalled()
  const options = { signal: new AbortController().signal, expectedBytes: 1, etag: '', onProgress: () => undefined }
  const request = { url: `${storage.endpoint}/a`, headers: {} }
  await expect(spool.receive('1', request, { kind: 'whole' }, options)).rejects.toMatchObject({ kind: 'unexpected' })
  await spool.receive('1', request, { kind: 'whole' }, options)
  await spool.deliver('1', 'a')
  expect(chosen.handedOver).toHaveLength(1)
  expect(choose).toHaveBeenCalledTimes(2)
})

test('an archive takes its room at once, is handed over when it is finished, and makes room when it is discarded', async () => {
  const { spool, receive, asked, saved, forgotten } = makeSpool()
  const { signal } = new AbortController()
  await expect(spool.openArchive('zip', { signal, expectedBytes: 11 })).rejects.toMatchObject({
    kind: 'too-large-for-memory'
  })
  const { archive, isContinued } = await spool.openArchive('zip', { signal, expectedBytes: 10 })
  expect(isContinued).toBe(false)
  const waiting = receive('a')
  expect(await stateOf(waiting)).toBe('waiting')
  await archive.addText({ name: 'a', modifiedAtMs: 0 }, 'text')
  expect(await archive.finish()).toBe('a ZIP file'.length)
  expect(asked).toEqual(['open-archive', 'add-entry', 'finish-archive'])
  await spool.deliver('zip', 'd.zip')
  await vi.waitFor(() => expect(saved).toMatchObject([{ fileName: 'd.zip', text: 'a ZIP file' }]))
  await spool.discard('zip')
  expect(forgotten).toEqual(['zip'])
  expect(await stateOf(waiting)).toBe('done')
})
