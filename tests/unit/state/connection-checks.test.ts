// When the connection of a profile is checked by itself: once, in one tab, and only while the profile is in use.
import { expect, test } from 'vitest'
import type { Conclusion } from '../../../src/domain/connection-conclusion'
import type { CheckedConnection } from '../../../src/domain/profile-store'
import type { Profile } from '../../../src/domain/profile'
import { MemoryList } from '../../../src/platform/storage/memory-stores'
import { ConnectionChecks } from '../../../src/state/connection-checks.svelte'
import { makeProfile, settle } from './fakes'

const GOOD: Conclusion = { code: 'good', fixes: [] }
const HIDDEN: Conclusion = { code: 'failures-hidden', fixes: ['gateway'] }
const one = makeProfile('one', { isRemembered: true })
const other = makeProfile('other', { isRemembered: false, createdAtMs: 2 })

async function makeChecks(conclusion: Conclusion | undefined, store = new MemoryList<CheckedConnection>()) {
  const looks: { readonly id: string; readonly signal: AbortSignal }[] = []
  const told: string[] = []
  const listeners: (() => void)[] = []
  let active: Profile | undefined = one
  const rig = { isElsewhere: false, answer: undefined as (() => void) | undefined, holds: false }
  const checks = new ConnectionChecks({
    session: {
      get active() {
        return active
      },
      onChange: (listener) => {
        listeners.push(listener)
        return () => undefined
      }
    },
    store,
    look: async ({ id }, signal) => {
      looks.push({ id, signal })
      if (rig.holds) await new Promise<void>((resolve) => (rig.answer = resolve))
      return conclusion
    },
    tell: async ({ code }) => {
      told.push(code)
      return () => void told.pop()
    },
    inOneTab: async (_, work) => (rig.isElsewhere ? undefined : work())
  })
  const use = (profile: Profile | undefined): void => {
    active = profile
    for (const listener of listeners) listener()
  }
  return { checks, looks, told, use, rig, store, asked: () => looks.map(({ id }) => id) }
}

test('a new profile is checked once its buckets are listed, and never again', async () => {
  const { checks, asked, told, store } = await makeChecks(GOOD)
  await checks.listed()
  expect(asked()).toEqual([]) // it is not new
  checks.want(one)
  expect(checks.of('one')).toBeUndefined()
  await checks.listed()
  await checks.listed()
  expect(asked()).toEqual(['one'])
  expect(checks.of('one')).toMatchObject({ isGood: true })
  expect(told).toEqual([])

  const reloaded = await makeChecks(GOOD, store)
  await reloaded.checks.listed()
  expect(reloaded.asked()).toEqual([])
  expect(reloaded.checks.of('one')).toMatchObject({ isGood: true })
})

test('a problem is shown until the profile is left', async () => {
  const { checks, told, use } = await makeChecks(HIDDEN)
  checks.want(one)
  await checks.listed()
  expect(told).toEqual(['failures-hidden'])
  expect(checks.of('one')).toMatchObject({ isGood: false })
  use(one) // something else changed
  expect(told).toEqual(['failures-hidden'])
  use(other)
  expect(told).toEqual([])
})

test('leaving ends a check, and the next visit runs it, after a reload too', async () => {
  const { checks, looks, told, use, rig, store } = await makeChecks(HIDDEN)
  checks.want(one)
  rig.holds = true
  const checking = checks.listed()
  await settle()
  use(other)
  expect(looks[0]?.signal.aborted).toBe(true)
  rig.answer?.()
  await checking
  expect([told, checks.of('one')]).toEqual([[], undefined])
  rig.holds = false
  use(one)
  await checks.listed()
  expect([looks.length, told.length]).toEqual([2, 1])

  await store.put({ id: 'one' })
  const reloaded = await makeChecks(GOOD, store)
  await reloaded.checks.listed()
  expect(reloaded.asked()).toEqual(['one'])
})

test('what could not be concluded is not called checked', async () => {
  const { checks, asked } = await makeChecks(undefined)
  checks.want(one)
  await checks.listed()
  expect(checks.of('one')).toBeUndefined()
  await checks.listed()
  expect(asked()).toEqual(['one', 'one'])
})

test('what another tab checks, or has checked, is not checked twice', async () => {
  const kept = new MemoryList<CheckedConnection>()
  await kept.put({ id: 'one' })
  const { checks, asked, rig, store } = await makeChecks(GOOD, kept)
  rig.isElsewhere = true
  await checks.listed()
  rig.isElsewhere = false
  await store.put({ id: 'one', checkedAtMs: 5, isGood: true })
  await checks.listed()
  expect([asked(), checks.of('one')?.checkedAtMs]).toEqual([[], 5])
})

test('a profile of this tab alone leaves nothing on the device, and a removed one nothing at all', async () => {
  const { checks, use, store } = await makeChecks(GOOD)
  use(other)
  checks.want(other)
  await checks.listed()
  expect(checks.of('other')).toMatchObject({ isGood: true })
  checks.note(one, GOOD)
  await settle()
  expect((await store.list()).map(({ id }) => id)).toEqual(['one'])
  checks.forget('one')
  await settle()
  expect([await store.list(), checks.of('one')]).toEqual([[], undefined])
})

test.each([
  ['that is no longer remembered', makeProfile('one', { isRemembered: false }), false],
  ['that can’t be stored', one, true]
])('what was seen before an edit is not said of a profile %s', async (_, edited, isFull) => {
  const store = new MemoryList<CheckedConnection>()
  await store.put({ id: 'one', checkedAtMs: 5, isGood: true })
  if (isFull) store.put = () => Promise.reject(new Error('full'))
  const { checks, use, asked } = await makeChecks(HIDDEN, store)
  await settle()
  expect(checks.of('one')).toMatchObject({ isGood: true })
  use(edited)
  checks.want(edited)
  await checks.listed()
  expect([asked(), checks.of('one')?.isGood]).toEqual([['one'], false])
  await settle()
  expect(await store.list()).toEqual([])
})

test('an edit is not overtaken by what is stored while it is loaded, or cannot be removed', async () => {
  const store = new MemoryList<CheckedConnection>()
  await store.put({ id: 'one', checkedAtMs: 5, isGood: true })
  store.remove = () => Promise.reject(new Error('no storage'))
  const { checks, asked } = await makeChecks(undefined, store)
  checks.want(one)
  await checks.listed()
  expect([asked(), checks.of('one')]).toEqual([['one'], undefined])
})
