// What an address without a last slash names.
import { expect, test } from 'vitest'
import type { ObjectStorage } from '../../../src/domain/ports'
import { findLocation } from '../../../src/ui/objects/find-location'

function find(names: readonly string[], name: string) {
  const storage: Pick<ObjectStorage, 'listPage' | 'findObject'> = {
    listPage: async ({ prefix }) => ({
      prefixes: [],
      objects: entriesOf((key) => key.startsWith(prefix)),
      nextToken: '1'
    }),
    findObject: async (_, wanted) => entriesOf((key) => key === wanted)[0]
  }
  return findLocation(storage, 'lab', name, new AbortController().signal)

  function entriesOf(isMeant: (key: string) => boolean) {
    return names.filter(isMeant).map((key) => ({ key, sizeBytes: 1, modifiedAtMs: 1, etag: 'e' }))
  }
}

test('a folder, its marker alone included, is shown; beside it the object of that name is told of', async () => {
  expect(await find(['2026/a', '2026-backup/b'], '2026')).toEqual({ prefix: '2026/', hasNamesake: false })
  expect(await find(['2026/'], '2026')).toEqual({ prefix: '2026/', hasNamesake: false })
  expect(await find(['in/2026', 'in/2026/a'], 'in/2026')).toEqual({ prefix: 'in/2026/', hasNamesake: true })
})

test('an object is opened in its folder, and what is neither is an empty folder, never its neighbours', async () => {
  const object = { prefix: 'in/', object: 'in/2026', hasNamesake: false }
  expect(await find(['in/2026', 'in/2026-backup/b'], 'in/2026')).toEqual(object)
  expect(await find(['2026-backup/b', '20260101-thesis.tex'], '2026')).toEqual({ prefix: '2026/', hasNamesake: false })
})
