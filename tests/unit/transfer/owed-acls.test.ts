// What a page owes to an object's access list when it dies in the middle of a write, and who puts it back.
import { beforeEach, expect, test } from 'vitest'
import { withCannedAcl } from '../../../src/domain/acl'
import type { OwedAcl, OwedAclJournal } from '../../../src/domain/owed-acl'
import { OwedAcls } from '../../../src/transfer/owed-acls'
import { FakeAccess, PRIVATE } from './fake-access'
import { FakeStorage } from './fake-storage'
import { FastClock } from './fakes'
import { makeGateway } from '../state/fakes'

const PUBLIC = withCannedAcl(PRIVATE, 'public-read')

class MemoryJournal implements OwedAclJournal {
  readonly entries = new Map<string, OwedAcl>()
  readonly held = new Map<string, Promise<unknown>>()
  isFull = false
  list(): Promise<readonly OwedAcl[]> {
    return Promise.resolve([...this.entries.values()])
  }
  put(owed: OwedAcl): Promise<void> {
    if (this.isFull) return Promise.reject(new Error('full'))
    this.entries.set(owed.id, owed)
    return Promise.resolve()
  }
  remove(id: string): Promise<void> {
    this.entries.delete(id)
    return Promise.resolve()
  }
  async hold<T>(id: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    await this.held.get(id)
    const working = work()
    this.held.set(
      id,
      working.catch(() => undefined)
    )
    return { done: await working }
  }
}

let journal: MemoryJournal
let access: FakeAccess
let storage: FakeStorage
let gateway: ReturnType<typeof makeGateway>
let owed: Omit<OwedAcl, 'id' | 'beganAtMs'>
const page = () => new OwedAcls(journal, new FastClock())

beforeEach(() => {
  journal = new MemoryJournal()
  access = new FakeAccess()
  storage = new FakeStorage()
  gateway = makeGateway(storage, { access })
  storage.objects.set('k', { bytes: Buffer.from('new'), etag: 'e-new' } as never)
  owed = { endpoint: storage.endpoint, profileId: 'p', bucket: 'b', key: 'k', etag: 'e-new', acl: PUBLIC }
})

/** A page that has written the bytes and gets no further. */
async function die(of = owed): Promise<void> {
  void page().during(of, () => new Promise(() => undefined))
  await expect.poll(() => journal.entries.size).toBe(1)
  journal.held.clear()
}

test('a write that ends owes nothing, however it ends, and goes on where nothing can be noted', async () => {
  expect(await page().during(owed, () => Promise.resolve([...journal.entries.values()].map(({ key }) => key)))).toEqual(
    ['k']
  )
  await expect(page().during(owed, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  journal.isFull = true
  expect(await page().during(owed, () => Promise.resolve('written'))).toBe('written')
  expect(journal.entries.size).toBe(0)
})

test('what a dead page owes is put back by the next one, and by no other profile’s', async () => {
  await die()
  expect(await page().recover({ ...gateway, profileId: 'another' })).toEqual([])
  expect(await page().recover(gateway)).toEqual(['k'])
  expect([access.acls.get('b/k'), journal.entries.size]).toEqual([PUBLIC, 0])
  expect(await page().recover(gateway)).toEqual([])
})

test('a page that lives is waited for, and pays by itself', async () => {
  let end = (): void => undefined
  const write = () => new Promise<void>((resolve) => (end = resolve))
  const living = page().during(owed, write)
  await expect.poll(() => journal.entries.size).toBe(1)
  const next = page().recover(gateway)
  access.acls.set('b/k', PRIVATE) // as that page's person has it
  end()
  await living
  expect([await next, access.writes, journal.entries.size]).toEqual([[], [], 0])
})

test.each([
  ['bytes that never arrived', () => storage.objects.set('k', { bytes: Buffer.from(''), etag: 'e-old' } as never)],
  ['an object that is gone', () => storage.objects.delete('k')],
  ['a list that somebody has set since', () => access.acls.set('b/k', withCannedAcl(PRIVATE, 'authenticated-read'))]
])('to %s nothing is owed', async (_what, change) => {
  await die()
  change()
  expect(await page().recover(gateway)).toEqual([])
  expect([access.writes, journal.entries.size]).toEqual([[], 0])
})

test('a gateway that cannot be asked now is asked the next time', async () => {
  await die()
  access.writeFailures.set('b/k', 'gateway-busy')
  expect(await page().recover(gateway)).toEqual([])
  expect(journal.entries.size).toBe(1)
  access.writeFailures.clear()
  expect(await page().recover(gateway)).toEqual(['k'])
})
