// How full buckets are: asked a few at a time, once, and never mixed up between gateways.
import { afterEach, expect, test, vi } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { ratio, type BucketUsage } from '../../../src/domain/bucket'
import type { Gateway } from '../../../src/domain/gateway'
import { BucketUsages } from '../../../src/state/bucket-usages.svelte'
import { makeGate } from '../transfers/fakes'
import { makeGateway, settle } from './fakes'

afterEach(() => void vi.useRealTimers())

function makeTelling(objectCount: number) {
  const rig = {
    asked: [] as string[],
    underWay: 0,
    most: 0,
    until: undefined as Promise<void> | undefined,
    refused: new Set<string>()
  }
  const usageOf = async (bucket: string): Promise<BucketUsage> => {
    rig.asked.push(bucket)
    rig.most = Math.max(rig.most, ++rig.underWay)
    await (rig.until ?? Promise.resolve())
    rig.underWay--
    if (rig.refused.has(bucket)) throw new AppError('access-denied')
    return { objectCount } as BucketUsage
  }
  return { rig, gateway: makeGateway(undefined, { buckets: { usageOf } as unknown as Gateway['buckets'] }) }
}

test('each is asked once, two at a time; what is refused is not known', async () => {
  const { rig, gateway } = makeTelling(7)
  rig.refused.add('b')
  const usages = new BucketUsages(() => gateway)
  expect([usages.errorOf('a'), usages.of('a')]).toEqual([undefined, undefined])
  const names = [...'abcdefgh']
  await Promise.all([usages.show(gateway, names), usages.show(gateway, names)])
  expect([rig.asked.length, rig.most]).toEqual([8, 2])
  expect([usages.of('a')?.objectCount, usages.of('b'), usages.errorOf('b')?.kind]).toEqual([
    ...[7, undefined],
    'access-denied'
  ])
})

test('what nobody waits for any more is asked again by who comes next, at once', async () => {
  const { rig, gateway } = makeTelling(7)
  const usages = new BucketUsages(() => gateway)
  const gate = makeGate()
  rig.until = gate.opened
  const leaving = new AbortController()
  const first = usages.show(gateway, ['a', 'b', 'c'], leaving.signal)
  await settle()
  leaving.abort()
  const second = usages.show(gateway, ['a', 'b', 'c'])
  gate.open()
  await Promise.all([first, second])
  expect(['a', 'b', 'c'].map((name) => usages.of(name)?.objectCount)).toEqual([7, 7, 7])
  const { length } = rig.asked
  await usages.show(gateway, ['a', 'b', 'c']) // fresh
  expect(rig.asked).toHaveLength(length)
})

test('what is answered late says nothing against what was asked after it', async () => {
  const { rig, gateway } = makeTelling(7)
  const usages = new BucketUsages(() => gateway)
  const gate = makeGate()
  rig.until = gate.opened
  rig.refused.add('a')
  const first = usages.refresh(gateway, 'a')
  await settle()
  rig.until = undefined
  rig.refused.clear()
  await usages.refresh(gateway, 'a')
  rig.refused.add('a')
  gate.open()
  await first
  expect([usages.of('a')?.objectCount, usages.errorOf('a')]).toEqual([7, undefined])
})

test('is asked again when it is old, when told so, or when something changed; what was known stays meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { rig, gateway } = makeTelling(7)
  const usages = new BucketUsages(() => gateway)
  await usages.show(gateway, ['a'])
  vi.setSystemTime(Date.now() + 6_000)
  const gate = makeGate()
  rig.until = gate.opened
  const again = usages.show(gateway, ['a'])
  await settle()
  expect([rig.asked.length, usages.of('a')?.objectCount]).toEqual([2, 7])
  gate.open()
  await again
  rig.refused.add('a')
  await usages.refresh(gateway, 'a')
  expect(usages.of('a')?.objectCount).toBe(7)
  usages.expire()
  await usages.show(gateway, ['a'])
  expect(rig.asked.length).toBe(4)
})

test('whoever looks no longer asks no further, and what was not told is asked next time', async () => {
  const { rig, gateway } = makeTelling(7)
  const usages = new BucketUsages(() => gateway)
  const gate = makeGate()
  rig.until = gate.opened
  const abort = new AbortController()
  const showing = usages.show(gateway, [...'abcdefgh'], abort.signal)
  await settle()
  abort.abort()
  gate.open()
  await showing
  expect([rig.asked, usages.of('a'), usages.errorOf('h')]).toEqual([[...'ab'], undefined, undefined])
  await usages.show(gateway, ['h'])
  expect(usages.of('h')?.objectCount).toBe(7)
})

test('another gateway’s answers are forgotten, late ones too', async () => {
  const [first, second] = [makeTelling(1), makeTelling(2)]
  let { gateway } = first
  const usages = new BucketUsages(() => gateway)
  await usages.show(first.gateway, ['a'])
  const gate = makeGate()
  first.rig.until = gate.opened
  const late = usages.refresh(first.gateway, 'a')
  gateway = second.gateway
  await usages.show(second.gateway, ['a'])
  gate.open()
  await late
  await usages.refresh(first.gateway, 'a')
  expect(usages.of('a')?.objectCount).toBe(2)
})

test('a share of a limit, also of one of nothing', () => {
  expect([ratio(1, 4), ratio(5, 4), ratio(0, 4), ratio(0, 0)]).toEqual([0.25, 1.25, 0, 1])
})
