// Keys in use over two tabs, whose locks are the browser's: here one manager in memory, with the same rules.
import { describe, expect, test } from 'vitest'
import { WebLocksKeyGuard, type Locks } from '../../../../src/platform/storage/web-locks-key-guard'
import { makeGate } from '../../transfers/fakes'
import { MemoryLocks } from './memory-locks'

function makeTabs() {
  const locks = new MemoryLocks()
  return [1, 2].map((n) => new WebLocksKeyGuard(locks as unknown as Locks, `tab-${n}`)) as [
    WebLocksKeyGuard,
    WebLocksKeyGuard
  ]
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('a key that is in use', () => {
  test('is removed in no tab until every use has ended', async () => {
    const [one, two] = makeTabs()
    const uses = [one.hold('k', 'upload'), one.hold('k', 'upload'), one.hold('k', 'edit')]
    await Promise.all(uses.map(({ held }) => held))
    for (const use of uses) {
      expect(await one.whenUnused('k', () => Promise.resolve('gone'))).toBeUndefined()
      expect(await two.whenUnused('k', () => Promise.resolve('gone'))).toBeUndefined()
      use.release()
      use.release() // a second time is nothing
    }
    await turn()
    expect(await two.whenUnused('k', () => Promise.resolve('gone'))).toEqual({ done: 'gone' })
  })

  test('keeps no other key', async () => {
    const [one, two] = makeTabs()
    await one.hold('k', 'upload').held
    expect(await two.whenUnused('other', () => Promise.resolve('gone'))).toEqual({ done: 'gone' })
  })

  test('says for what, and in which tab', async () => {
    const [one, two] = makeTabs()
    const uses = [one.hold('k', 'upload'), one.hold('k', 'upload'), two.hold('k', 'download')]
    await Promise.all(uses.map(({ held }) => held))
    expect(await one.holdersOf('k')).toEqual([
      { tab: 'this', use: 'upload', count: 2 },
      { tab: 'other', use: 'download', count: undefined }
    ])
    expect(await two.holdersOf('k')).toEqual([
      { tab: 'this', use: 'download', count: 1 },
      { tab: 'other', use: 'upload', count: undefined }
    ])
    expect(await one.holdersOf('other')).toEqual([])
  })

  test('cannot be used while it is removed: a user of it waits, then checks that it still exists', async () => {
    const [one, two] = makeTabs()
    const gate = makeGate()
    const removing = one.whenUnused('k', () => gate.opened)
    await turn()
    let isHeld = false
    const use = two.hold('k', 'upload')
    void use.held.then(() => (isHeld = true))
    await turn()
    expect(isHeld).toBe(false)
    gate.open()
    await removing
    await use.held
    expect(await one.whenUnused('k', () => Promise.resolve())).toBeUndefined()
  })

  test('where the browser has no locks, this tab’s own uses count, and that others are not seen is said', async () => {
    const alone = new WebLocksKeyGuard(undefined, 'tab')
    expect(alone.seesOtherTabs).toBe(false)
    const use = alone.hold('k', 'upload')
    await use.held
    expect(await alone.holdersOf('k')).toEqual([{ tab: 'this', use: 'upload', count: 1 }])
    expect(await alone.whenUnused('k', () => Promise.resolve())).toBeUndefined()
    use.release()
    expect(await alone.whenUnused('k', () => Promise.resolve('gone'))).toEqual({ done: 'gone' })
  })
})
