// The list of buckets, and their usage while that is on screen.
import { expect, test } from 'vitest'
import { idOfAnonymous } from '../../../src/domain/account'
import { AppError } from '../../../src/domain/app-error'
import type { BucketUsage } from '../../../src/domain/bucket'
import type { Gateway } from '../../../src/domain/gateway'
import type { BucketList } from '../../../src/domain/object-entry'
import { Buckets } from '../../../src/state/buckets.svelte'
import { FakeStorage } from '../transfers/fake-storage'
import { makeGate } from '../transfers/fakes'
import { makeBucketFacts, makeGateway, settle } from './fakes'

async function makeBuckets(added: readonly string[] = []) {
  const rig = {
    listed: [] as string[],
    asked: [] as string[],
    timesTold: 0,
    until: undefined as Promise<void> | undefined,
    failure: undefined as AppError | undefined,
    shown: undefined as Gateway | undefined
  }
  const gatewayOf = (...names: string[]): Gateway => {
    const storage = Object.assign(new FakeStorage(), {
      listBuckets: (): Promise<BucketList> => {
        rig.listed.push(names.join())
        if (rig.failure !== undefined) return Promise.reject(rig.failure)
        const buckets = names.map((name) => ({ name, createdAtMs: undefined }))
        return Promise.resolve({ buckets, userId: 'alice' })
      }
    })
    const usageOf = async (bucket: string): Promise<BucketUsage> => {
      rig.asked.push(bucket)
      await (rig.until ?? Promise.resolve())
      return { objectCount: 7 } as BucketUsage
    }
    return makeGateway(storage, { buckets: { usageOf } as unknown as Gateway['buckets'] })
  }
  const facts = await makeBucketFacts(() => rig.shown)
  const buckets = new Buckets(
    facts,
    () => Promise.resolve(),
    () => added,
    () => rig.timesTold++
  )
  const show = (gateway: Gateway | undefined): void => buckets.show((rig.shown = gateway))
  return { rig, gatewayOf, facts, buckets, show }
}

test('buckets are asked for once for a gateway, and forgotten with it', async () => {
  const { rig, gatewayOf, buckets, show } = await makeBuckets()
  const [one, other] = [gatewayOf('one'), gatewayOf('other')]
  show(one)
  await settle()
  show(one)
  expect(buckets.list.value).toMatchObject([{ name: 'one' }])
  show(other)
  expect([buckets.list.value, buckets.list.isLoading]).toEqual([undefined, true])
  await settle()
  expect(buckets.list.value).toMatchObject([{ name: 'other' }])
  await buckets.reload()
  expect(rig.listed).toEqual(['one', 'other', 'other'])
  show(undefined)
  await buckets.reload()
  expect([buckets.list.value, rig.listed.length]).toEqual([undefined, 3])
})

test('their usage is asked for only while it is watched, and again with every list', async () => {
  const { rig, gatewayOf, facts, buckets, show } = await makeBuckets()
  const gateway = gatewayOf('a', 'b')
  show(gateway)
  await settle()
  expect(rig.asked).toEqual([])
  const end = buckets.watchUsage()
  await settle()
  expect([rig.asked, facts.of(gateway, 'b').usage.value?.objectCount]).toEqual([['a', 'b'], 7])
  await new Promise((resolve) => setTimeout(resolve, 2))
  await buckets.reload()
  await settle()
  expect(rig.asked).toEqual(['a', 'b', 'a', 'b'])
  rig.failure = new AppError('unreachable')
  await buckets.reload()
  await settle()
  expect([rig.asked.length, buckets.list.error]).toEqual([4, rig.failure])
  rig.failure = undefined
  end()
  await buckets.reload()
  await settle()
  expect(rig.asked).toHaveLength(4)
})

test('usage is requested once the list has loaded, and no longer once it is off screen', async () => {
  const { rig, gatewayOf, facts, buckets, show } = await makeBuckets()
  const gate = makeGate()
  rig.until = gate.opened
  const end = buckets.watchUsage()
  const gateway = gatewayOf(...'abcd')
  show(gateway)
  await settle()
  expect(rig.asked).toEqual(['a', 'b'])
  end()
  gate.open()
  await settle()
  expect([rig.asked, facts.of(gateway, 'a').usage.value]).toEqual([['a', 'b'], undefined])
  buckets.watchUsage()
  await settle()
  expect(rig.asked).toEqual(['a', 'b', 'a', 'b', 'c', 'd'])
})

test('those that were added by name come after the list, once, and are there where it is refused', async () => {
  const { rig, gatewayOf, buckets, show } = await makeBuckets(['theirs', 'own'])
  const names = () => buckets.all.map(({ name, isAdded }) => `${name} ${isAdded}`)
  show(gatewayOf('own', 'other'))
  buckets.watchUsage()
  await settle()
  expect(names()).toEqual(['own false', 'other false', 'theirs true'])
  expect(rig.asked).toEqual(expect.arrayContaining(['own', 'other', 'theirs']))
  rig.failure = new AppError('cors-blocked')
  rig.asked = []
  show(gatewayOf())
  await settle()
  expect([names(), buckets.list.error]).toEqual([['theirs true', 'own true'], rig.failure])
  expect(rig.asked).toEqual(['theirs', 'own'])
})

test('without an account no list of buckets is asked for', async () => {
  const { rig, gatewayOf, buckets, show } = await makeBuckets(['public'])
  const gateway = gatewayOf('own')
  const { account } = gateway.storage
  const anonymous = { ...account, endpoint: account.endpoint, credentialsId: idOfAnonymous(account.endpoint) }
  show({ ...gateway, storage: Object.assign(gateway.storage, { account: anonymous }) })
  await settle()
  expect([rig.listed, buckets.all.map(({ name }) => name), buckets.list.value]).toEqual([[], ['public'], []])
})

test('an account’s list is announced; a list that fails, or has no account, is not', async () => {
  const { rig, gatewayOf, buckets, show } = await makeBuckets()
  show(gatewayOf('one'))
  expect(rig.timesTold).toBe(0)
  await settle()
  expect(rig.timesTold).toBe(1)
  rig.failure = new AppError('cors-blocked')
  await buckets.reload()
  expect(rig.timesTold).toBe(1)
  rig.failure = undefined
  const anonymous = gatewayOf()
  Object.assign(anonymous.storage, {
    account: { ...anonymous.storage.account, credentialsId: idOfAnonymous(anonymous.storage.account.endpoint) }
  })
  show(anonymous)
  await settle()
  expect(rig.timesTold).toBe(1)
})
