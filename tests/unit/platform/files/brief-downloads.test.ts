// Small downloads on their way into a folder: held in memory, whole or not at all, and nothing else is.
import { expect, test } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import { BriefDownloads } from '../../../../src/platform/files/brief-downloads'

const MIB = 2 ** 20

function makeBrief() {
  const failures: AppError[] = []
  const forgotten: string[] = []
  let asked = 0
  const brief = new BriefDownloads({
    receive: async ({ into, isContinued }) => {
      asked++
      expect({ into, isContinued }).toEqual({ into: { maxBytes: MIB }, isContinued: false })
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      return { sizeBytes: 5, etag: 'hash', blob: new Blob(['bytes']) }
    },
    forget: (id) => Promise.resolve(void forgotten.push(id))
  })
  const receive = (expectedBytes = 5, isBrief = true) =>
    brief.receive(
      'a',
      { url: 'https://rgw.example.edu/lab/a', headers: {} },
      { kind: 'whole' },
      {
        ...{ signal: new AbortController().signal, expectedBytes, etag: 'hash', isBrief, onProgress: () => undefined }
      }
    )
  return { brief, receive, failures, forgotten, asked: () => asked }
}

test('a file is received, read and gone when it is discarded', async () => {
  const { brief, receive, forgotten } = makeBrief()
  expect(await receive()).toEqual({ sizeBytes: 5, etag: 'hash' })
  expect(await brief.read('a')?.text()).toBe('bytes')
  expect(await brief.discard('a')).toBe(true)
  expect(brief.read('a')).toBeUndefined()
  expect(await brief.discard('a')).toBe(false)
  expect(forgotten).toEqual([])
})

test('what is large, or stays after it is verified, is nothing for memory and is not asked for', async () => {
  const { receive, asked } = makeBrief()
  expect(await receive(MIB + 1)).toBeUndefined()
  expect(await receive(5, false)).toBeUndefined()
  expect(asked()).toBe(0)
})

test('what turns out larger than it was listed is left to files, and nothing of it stays', async () => {
  const { brief, receive, failures, forgotten } = makeBrief()
  failures.push(new AppError('too-large-for-memory'))
  expect(await receive()).toBeUndefined()
  expect(forgotten).toEqual(['a'])
  expect(await brief.discard('a')).toBe(false)
})

test('an attempt that fails leaves no file; the worker forgets it when it is discarded', async () => {
  const { brief, receive, failures, forgotten } = makeBrief()
  failures.push(new AppError('unreachable'))
  await expect(receive()).rejects.toMatchObject({ kind: 'unreachable' })
  expect(brief.read('a')).toBeUndefined()
  expect(await brief.discard('a')).toBe(true)
  expect(forgotten).toEqual(['a'])
})
