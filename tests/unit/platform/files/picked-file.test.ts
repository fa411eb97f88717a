// A download into a file that the user picked: what of it another attempt goes on with.
import { expect, test } from 'vitest'
import { AppError, type AppErrorKind } from '../../../../src/domain/app-error'
import type { ProgressNote } from '../../../../src/domain/download-ports'
import { FileSystemFile } from '../../../../src/platform/files/picked-file'

function makeFile(failures: readonly (AppError | undefined)[], notes: readonly ProgressNote[] = []) {
  const left = [...failures]
  const heard: unknown[] = []
  const handle = { name: 'f', getFile: () => Promise.resolve(new File(['12345'], 'f')) }
  const file = new FileSystemFile(handle as unknown as FileSystemFileHandle, {
    receive: async (_, { onProgress }) => {
      onProgress(3)
      for (const note of notes) onProgress(0, note)
      const failure = left.shift()
      if (failure !== undefined) throw failure
      return { sizeBytes: 5, etag: 'e' }
    },
    forget: () => Promise.resolve(),
    archive: () => Promise.resolve({ sizeBytes: 0, etag: undefined }),
    commit: () => {
      const failure = left.shift()
      return failure === undefined ? Promise.resolve(5) : Promise.reject(failure)
    }
  })
  const request = { url: 'https://rgw.example.edu/lab/a', headers: {} }
  const { signal } = new AbortController()
  const onProgress = (...told: unknown[]): void => void heard.push(told)
  const receive = (etag = 'e') =>
    file.receive('id', request, { kind: 'whole' }, { signal, expectedBytes: 5, etag, onProgress })
  return { file, heard, receive }
}

test.each<[AppErrorKind, string | undefined, boolean]>([
  ['truncated', undefined, true],
  ['access-denied', undefined, true],
  ['unreachable', undefined, true],
  ['unreachable', 'WorkerDied', false],
  ['directory-unwritable', 'QuotaExceededError', false]
])('after %s (%s) what has come is kept: %s', async (kind, detail, isKept) => {
  const { file, receive } = makeFile([new AppError(kind, { detail })])
  await expect(receive()).rejects.toMatchObject({ kind })
  expect(file.keeps('id')).toBe(isKept)
})

test('nothing is kept without an ETag, nor where the whole was answered instead of the rest, which is told on', async () => {
  const unknown = makeFile([new AppError('truncated')])
  await expect(unknown.receive('')).rejects.toMatchObject({ kind: 'truncated' })
  expect(unknown.file.keeps('id')).toBe(false)
  const whole = makeFile([new AppError('truncated')], ['started-over'])
  await expect(whole.receive()).rejects.toMatchObject({ kind: 'truncated' })
  expect(whole.file.keeps('id')).toBe(false)
  expect(whole.heard).toEqual([
    [3, undefined],
    [0, 'started-over']
  ])
})

test('nothing is kept once it could not be put in its place', async () => {
  const { file, receive } = makeFile([undefined, new AppError('directory-unwritable')])
  await receive()
  await expect(file.deliver('id')).rejects.toMatchObject({ kind: 'directory-unwritable' })
  expect(file.keeps('id')).toBe(false)
})
