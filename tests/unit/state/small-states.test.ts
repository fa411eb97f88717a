// Notices that leave by themselves, what a browser promises, and the address as a route.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { StoragePersistence, type StoragePersistenceSource } from '../../../src/state/storage-persistence.svelte'
import { Notices } from '../../../src/state/notices.svelte'
import { LeaveGuard } from '../../../src/state/leave-guard.svelte'
import { HashRouter } from '../../../src/platform/browser/hash-router.svelte'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a notice leaves by itself or by the person’s hand, and three are shown at most', () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const notices = new Notices()
  const texts = () => notices.list.map(({ text }) => text)
  for (const text of ['a', 'b', 'c', 'd']) notices.say(text, 'good')
  expect(texts()).toEqual(['b', 'c', 'd'])
  notices.dismiss(notices.list[1]!.id)
  expect(texts()).toEqual(['b', 'd'])
  vi.advanceTimersByTime(5000)
  notices.say('e')
  expect(notices.list.at(-1)?.tone).toBe('plain')
  vi.advanceTimersByTime(1000)
  expect(texts()).toEqual(['e'])
  vi.advanceTimersByTime(5000)
  expect(texts()).toEqual([])
})

test('a notice that asks for something is not crowded out by others', () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const notices = new Notices()
  notices.say('try again?', 'bad', { label: 'Try again', run: () => undefined })
  for (const text of ['a', 'b', 'c', 'd']) notices.say(text)
  expect(notices.list.map(({ text }) => text)).toEqual(['try again?', 'b', 'c', 'd'])
})

describe('what a browser promises', () => {
  const forEver = () => new Promise<never>(() => undefined)
  const turns = () => new Promise((resolve) => setTimeout(resolve))
  const hanging: StoragePersistenceSource = {
    isPersisted: forEver,
    requestPersistence: forEver,
    isLikelyPrivate: forEver,
    wereKeysLost: forEver,
    countUnreadableKeys: forEver
  }
  const seen = ({ warning, wereKeysLost, unreadableKeys }: StoragePersistence) => ({
    warning,
    wereKeysLost,
    unreadableKeys
  })
  const nothing = { warning: undefined, wereKeysLost: false, unreadableKeys: 0 }

  test.each<[string, Partial<StoragePersistenceSource>, object]>([
    ['nothing', {}, {}],
    ['that keys were deleted', { wereKeysLost: async () => true }, { wereKeysLost: true }],
    ['unreadable keys', { countUnreadableKeys: async () => 2 }, { unreadableKeys: 2 }],
    ['a private window', { isLikelyPrivate: async () => true }, { warning: 'private-window' }],
    ['no promise', { isPersisted: async () => false }, { warning: 'not-persisted' }]
  ])('%s is said while all the rest hangs', async (_, known, expected) => {
    const persistence = new StoragePersistence({ ...hanging, ...known })
    expect(seen(persistence)).toEqual(nothing)
    await turns()
    expect(seen(persistence)).toEqual({ ...nothing, ...expected })
  })

  test('what rejects is not known', async () => {
    const reject = () => Promise.reject(new Error('no storage'))
    const broken = { isPersisted: reject, isLikelyPrivate: reject, wereKeysLost: reject, countUnreadableKeys: reject }
    const persistence = new StoragePersistence({ ...hanging, ...broken })
    await turns()
    expect(seen(persistence)).toEqual(nothing)
    expect(persistence.isKnown).toBe(false)
  })

  test('it is asked for when something is about to be kept, once at a time, and not when it is there', async () => {
    const answers: ((isPersisted: boolean) => void)[] = []
    const requestPersistence = vi.fn(() => new Promise<boolean>((resolve) => answers.push(resolve)))
    const persistence = new StoragePersistence({ ...hanging, isPersisted: async () => false, requestPersistence })
    await turns()
    expect(requestPersistence).not.toHaveBeenCalled()
    persistence.askToPersist()
    persistence.askToPersist()
    expect(requestPersistence).toHaveBeenCalledTimes(1)
    expect(persistence.warning).toBe('not-persisted')
    answers[0]?.(false)
    await turns()
    persistence.askToPersist()
    expect(requestPersistence).toHaveBeenCalledTimes(2)
    answers[1]?.(true)
    await turns()
    expect(persistence.warning).toBeUndefined()
    persistence.askToPersist()
    expect(requestPersistence).toHaveBeenCalledTimes(2)
  })
})

describe('the router', () => {
  /** A window’s address: a changed hash is told, a replaced one is not. */
  function openWindow(hash: string) {
    const listeners: (() => void)[] = []
    const address = { hash, entries: [hash] }
    vi.stubGlobal('location', {
      get hash() {
        return address.hash
      },
      set hash(next: string) {
        address.hash = next
        address.entries.push(next)
        for (const listener of listeners) listener()
      }
    })
    vi.stubGlobal('history', {
      replaceState: (_state: unknown, _title: string, next: string) => {
        address.hash = next
        address.entries.splice(-1, 1, next)
      },
      pushState: (_state: unknown, _title: string, next: string) => {
        address.hash = next
        address.entries.push(next)
      }
    })
    vi.stubGlobal('window', { addEventListener: (_: 'hashchange', listener: () => void) => listeners.push(listener) })
    return address
  }

  const openRouter = (guard = new LeaveGuard()): HashRouter => new HashRouter(() => guard.tryLeave())

  test('begins where the address says, and nowhere without one', () => {
    openWindow('#/b/lab/in/')
    expect(openRouter().route).toEqual({ place: 'objects', bucket: 'lab', prefix: 'in/' })
    openWindow('')
    expect(openRouter().route).toBeUndefined()
  })

  test('an address that is put right is put right where it is seen', () => {
    const address = openWindow('#/b/lab/pay?object=payroll.xlsx')
    expect(openRouter().route).toEqual({ place: 'objects', bucket: 'lab', prefix: '', object: 'payroll.xlsx' })
    expect(address.entries).toEqual(['#/b/lab/?object=payroll.xlsx'])
    location.hash = '#/b/lab/a/?object=b/c'
    expect(address.entries.at(-1)).toBe('#/b/lab/b/?object=b/c')
  })

  test('goes by a new entry, and replaces within one', () => {
    const address = openWindow('#/buckets')
    const router = openRouter()
    const place = { place: 'objects', bucket: 'lab', prefix: '' } as const
    router.go(place)
    expect(router.route).toEqual(place)
    router.replace({ ...place, object: 'a b' })
    expect(router.route).toEqual({ ...place, object: 'a b' })
    expect(address.entries).toEqual(['#/buckets', '#/b/lab/?object=a%20b'])
    location.hash = '#/keys'
    expect(router.route).toEqual({ place: 'keys' })
  })

  test('stays where someone would be cut off, and says so to them; Lockgate itself may go on', () => {
    const address = openWindow('#/keys')
    const guard = new LeaveGuard()
    const router = openRouter(guard)
    const onLeave = vi.fn()
    const release = guard.hold({ onLeave })
    location.hash = '#/settings'
    expect([router.route, address.hash]).toEqual([{ place: 'keys' }, '#/keys'])
    expect(onLeave).toHaveBeenCalledTimes(1)
    router.go({ place: 'transfers' })
    expect([router.route, address.hash]).toEqual([{ place: 'transfers' }, '#/transfers'])
    expect(onLeave).toHaveBeenCalledTimes(1)
    release()
    location.hash = '#/settings'
    expect(router.route).toEqual({ place: 'settings' })
  })
})
