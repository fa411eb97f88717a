// The memory of locks: by the object's very state, bounded, and counted by objects.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import type { EncryptionObservation, EncryptionSubject } from '../../../../src/domain/encryption-observation'
import {
  IdbEncryptionObservationStore,
  type EncryptionObservationStoreLimits
} from '../../../../src/platform/storage/idb-encryption-observation-store'
import { RecordDatabase } from '../../../../src/platform/storage/record-store'
import { makeAccount } from '../../domain/accounts'
import { layoutsOf } from './layouts'

const subject = (key: string, etag = 'e', modifiedAtMs = 1): EncryptionSubject => ({
  account: makeAccount(),
  bucket: 'b',
  key,
  etag,
  modifiedAtMs
})
const encrypted = (keyId: string, seenAtMs = 1): EncryptionObservation => ({ state: 'encrypted', keyId, seenAtMs })
const open = (limits?: EncryptionObservationStoreLimits) =>
  new IdbEncryptionObservationStore(new RecordDatabase(), limits)

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()))

describe.each(layoutsOf('observation', 'lockgate-lock-memory'))('$where', ({ prepare, raw }) => {
  beforeEach(prepare)

  test('an observation is of one state of one object', async () => {
    const memory = open()
    await memory.put(subject('x'), encrypted('k'))
    expect(await open().get(subject('x'))).toEqual(encrypted('k'))
    expect(await memory.get(subject('x', 'other'))).toBeUndefined()
    expect(await memory.get(subject('x', 'e', 2))).toBeUndefined()
    expect(await memory.get({ ...subject('x'), bucket: 'c' })).toBeUndefined()
    expect(await memory.get({ ...subject('x'), account: makeAccount('https://other') })).toBeUndefined()
    expect(await memory.get({ ...subject('x'), account: makeAccount(undefined, 'physics$alice') })).toBeUndefined()
    await memory.put(subject('x'), { state: 'clear', seenAtMs: 2 })
    expect(await memory.get(subject('x'))).toEqual({ state: 'clear', seenAtMs: 2 })
  })

  test('what was seen while the credentials stood for the user is the user’s', async () => {
    const memory = open()
    await memory.put({ ...subject('x'), account: makeAccount(undefined, 'stand-in') }, encrypted('k'))
    expect(await memory.get({ ...subject('x'), account: makeAccount(undefined, 'alice', 'stand-in') })).toEqual(
      encrypted('k')
    )
  })

  test('an earlier version’s observation is of no account: it is counted, and observed again', async () => {
    await raw.set(['https://rgw.example.edu', 'b', 'x', 'e', 1], { ...encrypted('k'), version: 1 })
    const memory = open()
    expect(await memory.get(subject('x'))).toBeUndefined()
    expect(await memory.countOf('k')).toBe(1)
    await memory.put(subject('x'), encrypted('k'))
    expect(await memory.countOf('k')).toBe(1)
  })

  test('what could not be seen is not kept', async () => {
    const memory = open()
    await memory.put(subject('x'), { state: 'unknown', reason: 'offline' })
    expect(await memory.get(subject('x'))).toBeUndefined()
  })

  test('objects of a key are counted once each', async () => {
    const memory = open()
    await memory.put(subject('x'), encrypted('k'))
    await memory.put(subject('x', 'replaced', 2), encrypted('k'))
    await memory.put(subject('y'), encrypted('k'))
    await memory.put(subject('z'), encrypted('other'))
    await memory.put(subject('w'), { state: 'clear', seenAtMs: 1 })
    await memory.put(subject('v'), { state: 'encrypted-unknown', seenAtMs: 1 })
    expect(await memory.countOf('k')).toBe(2)
    expect(await memory.countOf('nobody')).toBe(0)
  })

  test('the oldest are forgotten past the limit, and records of a newer Lockgate are not', async () => {
    const memory = open({ maxObservations: 20, putsBetweenCounts: 10 })
    await raw.set(['newer'], { version: 2 })
    const order = [3, 1, 2, ...Array.from({ length: 47 }, (_, index) => index + 4)]
    for (const seenAtMs of order) await memory.put(subject(`object ${seenAtMs}`), encrypted('k', seenAtMs))
    expect(await raw.count()).toBeLessThanOrEqual(30)
    expect(await memory.get(subject('object 1'))).toBeUndefined()
    expect(await memory.get(subject('object 3'))).toBeUndefined()
    for (let seenAtMs = 35; seenAtMs <= 50; seenAtMs++)
      expect(await memory.get(subject(`object ${seenAtMs}`))).toBeDefined()
    expect(await raw.get(['newer'])).toEqual({ version: 2 })
  })

  test('a new page counts before its first put', async () => {
    const limits = { maxObservations: 10, putsBetweenCounts: 1000 }
    const old = open(limits)
    for (let at = 1; at <= 40; at++) await old.put(subject(`object ${at}`), encrypted('k', at))
    await open(limits).put(subject('last'), encrypted('k', 41))
    expect(await raw.count()).toBe(10)
  })
})
