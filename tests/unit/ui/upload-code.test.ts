// What of an upload is shown as code, and why nothing is.
import { expect, test } from 'vitest'
import type { SseKey } from '../../../src/domain/sse-key'
import { notesOf } from '../../../src/domain/code/notes'
import { uploadTaskOf, type CodedDraft } from '../../../src/ui/code/upload-task'

const sseKey = { id: 'k', name: 'group', form: 'binary' } as SseKey

const draftOf = (paths: readonly string[], more: object = {}): CodedDraft =>
  ({
    chosen: { files: paths.map((path) => ({ path, file: new File(['x'], path.split('/').at(-1) ?? '') })) },
    plan: paths.map((path) => ({ key: `in/${path}` })),
    target: { bucket: 'b' },
    headers: { hasProblem: false, toSend: {} },
    ...more
  }) as unknown as CodedDraft

test('files of one name in two folders are two files', () => {
  const task = uploadTaskOf(draftOf(['run/1/data.csv', 'run/2/data.csv']), 'unencrypted')
  expect(task).toMatchObject({
    files: [
      { fileName: 'run/1/data.csv', key: 'in/run/1/data.csv' },
      { fileName: 'run/2/data.csv', key: 'in/run/2/data.csv' }
    ],
    keyFile: undefined
  })
  expect(typeof task === 'object' && notesOf('aws', task)).toEqual(['file-paths', 'replaces'])
})

test('a file of a synced folder is found from where that folder is', () => {
  const file = new File(['x'], 'a')
  const chosen = { files: [{ file, path: 'sub/a', sourcePath: 'synced/sub/a' }] }
  expect(uploadTaskOf(draftOf(['sub/a'], { chosen }), sseKey)).toMatchObject({
    files: [{ fileName: 'synced/sub/a' }],
    keyFile: { form: 'binary' }
  })
})

test('of very many files only so many are looked at as there would be code for', () => {
  let looks = 0
  const planned = {
    get key() {
      return `${looks++}`
    }
  }
  const draft = draftOf(Array<string>(10_000).fill('a'), { plan: Array<object>(10_000).fill(planned) })
  expect(uploadTaskOf(draft, 'unencrypted')).toBe('too-many')
  expect(looks).toBeLessThan(200)
})

test.each([
  ['not-chosen', draftOf(['a']), undefined],
  ['not-chosen', draftOf(['a'], { encryptionQuestion: 'no-key-used-here' }), 'unencrypted'],
  ['invalid', draftOf(['a'], { headers: { hasProblem: true } }), 'unencrypted'],
  ['nothing', draftOf(['a'], { plan: [{ key: undefined }] }), 'unencrypted'],
  ['too-many', draftOf(Array.from({ length: 101 }, (_, index) => `${index}`)), 'unencrypted']
] as const)('there is none, and why: %s', (reason, draft, key) => expect(uploadTaskOf(draft, key)).toBe(reason))
