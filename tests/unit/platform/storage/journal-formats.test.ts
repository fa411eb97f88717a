// The journals of uploads and downloads, with whatever records any version has left in either place: what can be read is there whole, once,
// and stays whole when it moves; what cannot be read throws nothing, hides no other, and is left as it is.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { createStore, get, set } from 'idb-keyval'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CANNED_ACLS } from '../../../../src/domain/acl'
import { DOWNLOAD_ENTRY, JOURNAL_ENTRY } from '../../../../src/platform/storage/formats'
import { RecordDatabase, RecordList } from '../../../../src/platform/storage/record-store'
import type { RecordFormat } from '../../../../src/platform/storage/records'
import { startFormerVersion } from './layouts'

type Fields = Record<string, fc.Arbitrary<unknown>>

const text = fc.string({ unit: 'binary', maxLength: 40 })
const bytes = fc.maxSafeNat()
const atMs = fc.oneof(fc.nat(), fc.constant(Number.NaN))
const flag = fc.boolean()
const texts = fc.dictionary(fc.oneof(text, fc.constant('constructor')), text)
const md5s = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.stringMatching(/^[0-9a-f]{32}$/)), { maxLength: 8 })
  .map((parts) => new Map(parts))

/** Who it belongs to: a profile's, before accounts were known. */
const owner: Fields = { accountId: text, profileId: text }

interface Kind {
  readonly name: string
  readonly format: RecordFormat<{ readonly id: string }>
  /** What every version has written. */
  readonly first: Fields
  /** What each later one has added; any may be absent. */
  readonly added: readonly Fields[]
  readonly formerDatabase: string | undefined
}

const kinds: readonly Kind[] = [
  {
    name: 'uploads',
    format: JOURNAL_ENTRY,
    first: { endpoint: text, bucket: text, key: text, sizeBytes: bytes, partSizeBytes: bytes, startedAtMs: atMs },
    added: [
      { ...owner, sseKeyId: text, uploadId: text },
      {
        file: fc.record({ path: text, lastModifiedMs: atMs }),
        ...{ contentType: text, ifAbsent: flag, keepsBoth: flag },
        ...{ sentMd5s: md5s, tabId: text, sourceId: text, savedAtMs: atMs }
      },
      {
        acl: fc.constantFrom(...CANNED_ACLS),
        headers: fc.record({ cacheControl: text, metadata: texts, tags: texts }, { requiredKeys: [] })
      },
      { replacesEtag: text },
      { areEtagsSeen: flag }
    ],
    formerDatabase: 'lockgate-journal'
  },
  {
    name: 'downloads',
    format: DOWNLOAD_ENTRY,
    first: {
      ...{ endpoint: text, tabId: text, bucket: text, key: text, etag: text, fileName: text },
      ...{ sizeBytes: bytes, modifiedAtMs: atMs, startedAtMs: atMs }
    },
    added: [{ ...owner, versionId: text, sseKeyId: text }, { batchId: text }],
    formerDatabase: undefined
  }
]

/** As the n-th version wrote it, or one that is not known here and added a field. */
function entryOf({ first, added }: Kind): fc.Arbitrary<object> {
  const whole = (until: number): Fields => Object.assign({}, first, ...added.slice(0, until)) as Fields
  const ofVersion = (until: number) => fc.record(whole(until), { requiredKeys: Object.keys(first) })
  const newer = fc.dictionary(fc.stringMatching(/^later[a-z]{1,5}$/), fc.jsonValue(), { maxKeys: 2 })
  return fc
    .tuple(fc.integer({ min: 0, max: added.length }).chain(ofVersion), newer)
    .map(([entry, more]) => ({ ...more, ...entry }))
}

/** Nothing that this version may use. */
function unreadableOf(kind: Kind): fc.Arbitrary<unknown> {
  const { first, added } = kind
  const fields = Object.keys(first)
  const optional = added.flatMap((some) => Object.keys(some))
  const entry = entryOf(kind)
  const without = fc
    .tuple(entry, fc.constantFrom(...fields))
    .map(([whole, field]) => Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field)))
  const wrong = (field: string) => (field === 'headers' ? [null, 5] : [null, [5], { a: 1 }, new Date(0)])
  const change = (field: string) => fc.constantFrom(...wrong(field)).map((value) => ({ [field]: value }))
  const spoiled = fc
    .tuple(entry, fc.constantFrom('id', ...fields, ...optional).chain(change))
    .map(([whole, changed]) => ({ ...whole, ...changed }))
  const ofOtherVersion = fc
    .tuple(entry, fc.constantFrom(undefined, null, 0, -1, 1.5, 2, 99, '1', Number.NaN))
    .map(([whole, version]) => ({ ...whole, version }))
  const junk = fc.constantFrom(null, 5, 'text', [], {}, new Map([[1, 'a']]), new Uint8Array(3))
  return fc.oneof(
    without.map((record) => ({ id: 'x', version: 1, ...record })),
    spoiled.map((record) => ({ id: 'x', version: 1, ...record })),
    ofOtherVersion.map((record) => ({ id: 'x', ...record })),
    junk
  )
}

const place = fc.constantFrom('shared', 'former', 'both')
type Place = 'shared' | 'former' | 'both'

function runOf(kind: Kind) {
  const readable = fc.record({ place, entry: entryOf(kind), other: entryOf(kind) })
  const damaged = fc.record({ place, record: unreadableOf(kind) })
  return fc.record({
    hasFormer: fc.boolean(),
    readable: fc.array(readable, { minLength: 1, maxLength: 5 }),
    damaged: fc.array(damaged, { maxLength: 5 }),
    writes: fc.array(fc.record({ at: fc.nat(), entry: entryOf(kind) }), { maxLength: 4 }),
    isFormerLater: fc.boolean(),
    removed: fc.array(fc.nat(), { maxLength: 2 })
  })
}

test.each(kinds)('$name', { timeout: 60_000 }, async (kind) => {
  await fc.assert(
    fc.asyncProperty(runOf(kind), async ({ hasFormer, readable, damaged, writes, isFormerLater, removed }) => {
      globalThis.indexedDB = new IDBFactory()
      if (hasFormer) await startFormerVersion()
      const { format, formerDatabase } = kind
      const former = hasFormer ? formerDatabase : undefined
      const shared = () => createStore('lockgate', 'records')
      const formerStore = () => createStore(formerDatabase ?? '', 'records')
      const put = async (where: Place, id: string, record: unknown, inShared = record): Promise<void> => {
        if (former === undefined || where !== 'former') await set([format.what, id], inShared, shared())
        if (former !== undefined && where !== 'shared') await set(id, record, formerStore())
      }
      const rawOf = async (where: Place, id: string): Promise<readonly unknown[]> => [
        ...(former === undefined || where !== 'former' ? [await get([format.what, id], shared())] : []),
        ...(former !== undefined && where !== 'shared' ? [await get(id, formerStore())] : [])
      ]

      const expected = new Map<string, object>()
      for (const [n, { place: where, entry, other }] of readable.entries()) {
        const id = `whole-${n}`
        const value = { ...entry, id }
        expected.set(id, value)
        // Where it is in both, the former version's is the one that it goes on with.
        await put(
          where,
          id,
          { ...value, version: 1 },
          { ...(where === 'both' && former !== undefined ? { ...other, id } : value), version: 1 }
        )
      }
      for (const [n, { place: where, record }] of damaged.entries()) await put(where, `damaged-${n}`, record)

      const open = () => new RecordList(new RecordDatabase(), format, ({ id }) => id)
      const sorted = (values: Iterable<object>) =>
        [...values].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      expect(sorted(await open().list())).toEqual(sorted(expected.values()))

      if (isFormerLater) await startFormerVersion()
      const ids = [...expected.keys()]
      for (const { at, entry } of writes) {
        const id = ids[at % ids.length] ?? ''
        const value = { ...entry, id }
        expected.set(id, value)
        await open().put(value)
      }
      for (const at of removed) {
        const id = ids[at % ids.length] ?? ''
        expected.delete(id)
        await open().remove(id)
      }
      expect(sorted(await open().list())).toEqual(sorted(expected.values()))

      const found = await open().entries()
      for (const [n, { place: where, record }] of damaged.entries()) {
        const id = `damaged-${n}`
        for (const raw of await rawOf(where, id)) expect(raw).toEqual(record)
        expect(found.filter(({ key }) => key === id).map((one) => one.record)).toContainEqual(record)
      }
    }),
    { numRuns: 100 }
  )
})
