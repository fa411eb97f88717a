// What is known of buckets: never mixed up between gateways, and forgotten with a deleted bucket.
import { afterEach, expect, test, vi } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { ratio, type BucketUsage, type Versioning } from '../../../src/domain/bucket'
import type { Gateway } from '../../../src/domain/gateway'
import { PolicyDrafts } from '../../../src/state/policy-drafts.svelte'
import { FakeAccess } from '../operations/fake-access'
import { makePolicyRig } from '../operations/policy-rig'
import { makeGate } from '../transfers/fakes'
import { makeBucketFacts, makeGateway, settle } from './fakes'

afterEach(() => void vi.useRealTimers())

function makeTelling(objectCount: number) {
  const rig = { asked: [] as string[], until: undefined as Promise<void> | undefined }
  const usageOf = async (bucket: string): Promise<BucketUsage> => {
    rig.asked.push(bucket)
    await (rig.until ?? Promise.resolve())
    return { objectCount } as BucketUsage
  }
  return { rig, gateway: makeGateway(undefined, { buckets: { usageOf } as unknown as Gateway['buckets'] }) }
}

test('another gateway’s answers are its own, late ones too; once it was left, nothing more is asked of it', async () => {
  const [first, second] = [makeTelling(1), makeTelling(2)]
  let shown = first.gateway
  const facts = await makeBucketFacts(() => shown)
  const usageOf = (gateway: Gateway, bucket: string) => facts.of(gateway, bucket).usage
  await usageOf(first.gateway, 'a').want()
  const gate = makeGate()
  first.rig.until = gate.opened
  const late = [...'abcd'].map((bucket) => usageOf(first.gateway, bucket).want(Infinity))
  await settle()
  shown = second.gateway
  await usageOf(second.gateway, 'a').want()
  gate.open()
  await Promise.all(late)
  await usageOf(first.gateway, 'a').refresh()
  expect([usageOf(second.gateway, 'a').value?.objectCount, second.rig.asked]).toEqual([2, ['a']])
  expect([first.rig.asked, usageOf(first.gateway, 'd').error]).toEqual([['a', 'a', 'b'], undefined])
})

test('whether a bucket keeps versions is asked once for each gateway and bucket, and again after a failure', async () => {
  const asked: string[] = []
  let failure: AppError | undefined = new AppError('gateway-busy')
  const versioningOf = (bucket: string): Promise<Versioning> => {
    asked.push(bucket)
    return failure === undefined ? Promise.resolve('on') : Promise.reject(failure)
  }
  const make = () => makeGateway(undefined, { buckets: { versioningOf } as unknown as Gateway['buckets'] })
  const [facts, gateway] = [await makeBucketFacts(() => undefined), make()]
  const ask = (of: Gateway, bucket: string) => facts.of(of, bucket).versioning.get()
  await expect(ask(gateway, 'a')).rejects.toBe(failure)
  failure = undefined
  expect(await Promise.all([ask(gateway, 'a'), ask(gateway, 'a')])).toEqual(['on', 'on'])
  await ask(gateway, 'b')
  await ask(make(), 'a')
  expect(asked).toEqual(['a', 'a', 'b', 'a'])
})

test('whether a bucket keeps versions is asked again after a minute: someone may have changed it', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 })
  let versioning: Versioning = 'on'
  const versioningOf = () => Promise.resolve(versioning)
  const gateway = makeGateway(undefined, { buckets: { versioningOf } as unknown as Gateway['buckets'] })
  const facts = await makeBucketFacts(() => gateway)
  const ask = () => facts.of(gateway, 'a').versioning.get()
  expect(await ask()).toBe('on')
  versioning = 'suspended'
  vi.setSystemTime(60_000)
  expect(await ask()).toBe('on')
  vi.setSystemTime(60_001)
  expect(await ask()).toBe('suspended')
})

test('of a deleted bucket nothing is known any more, not even what was typed for its policy', async () => {
  const { gateway } = makePolicyRig('ignores', '{"Statement":[]}')
  const drafts = new PolicyDrafts()
  const facts = await makeBucketFacts(() => gateway, { drafts })
  const before = facts.of(gateway, 'lab')
  const policy = await before.policy()
  await policy.stored.load()
  policy.text.draft = '{}'
  expect([await before.policy(), facts.of(gateway, 'lab'), drafts.hasUnsaved]).toEqual([policy, before, true])
  facts.forget(gateway, 'lab')
  const after = facts.of(gateway, 'lab')
  expect([after === before, (await after.policy()) === policy, drafts.hasUnsaved]).toEqual([false, false, false])
  expect((await after.policy()).text.draft).toBeUndefined()
})

test('a policy that was read and is another than the one that public access was concluded from makes that be asked again', async () => {
  const { gateway: policed, storage } = makePolicyRig('ignores', '{"Statement":[]}')
  const access = new FakeAccess()
  const publicAccessBlockOf = () => Promise.resolve(undefined)
  const gateway = { ...policed, access, buckets: { ...policed.buckets, publicAccessBlockOf } }
  const lab = (await makeBucketFacts(() => gateway)).of(gateway, 'lab')
  const { publicAccess } = lab
  const { stored } = await lab.policy()
  await stored.load()
  expect(publicAccess.value).toBeUndefined() // no one wants to know it yet
  await publicAccess.want()
  const reads = () => access.reads
  const before = reads()
  await stored.load()
  await settle()
  expect([reads(), publicAccess.isLoading]).toEqual([before, false])
  storage.policyJson =
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::lab/*"}]}'
  await stored.load()
  await expect.poll(() => publicAccess.value?.reasons.map(({ by }) => by)).toEqual(['policy'])
})

test('a share of a limit, also of one of nothing', () => {
  expect([ratio(1, 4), ratio(5, 4), ratio(0, 4), ratio(0, 0)]).toEqual([0.25, 1.25, 0, 1])
})
