// Ten thousand files cost ten thousand times what one costs, and no more: nothing looks at all of them when one of them changes.
import { expect, test } from 'vitest'
import { startCounting } from './count-steps'

const takeSteps = await startCounting('/src/')
const { FakeStorage } = await import('./fake-storage')
const { makeFile, makeRig, MIB } = await import('./fakes')
const { Transfers } = await import('../../../src/state/transfers.svelte')

type Rig = ReturnType<typeof makeRig>
type Work = (rig: Rig, count: number) => Promise<void>

/** Steps for each of `count` files, with the screen's own state listening. */
async function stepsPerFile(count: number, work: Work): Promise<number> {
  const rig = makeRig(new FakeStorage())
  const transfers = new Transfers(() => Promise.resolve(rig.queue))
  await transfers.prepare()
  let looks = 0
  rig.queue.subscribe(() => (looks += [transfers.hasAny, transfers.hasUnfinished, transfers.hasFinished].length))
  await takeSteps()
  await work(rig, count)
  const steps = await takeSteps()
  expect(looks).toBeGreaterThan(0)
  return steps / count
}

const upload: Work = async (rig, count) => {
  for (let index = 0; index < count; index++) rig.upload(makeFile(1, `f${index}`))
  await rig.until(() => !rig.queue.hasRunning)
}

const fail: Work = async (rig, count) => {
  rig.storage.faults = [{ operation: 'putObject', kind: 'access-denied' }]
  await upload(rig, count)
}

test.each<[string, Work]>([
  ['uploads that end', upload],
  [
    'uploads that fail, and are tried again together',
    async (rig, count) => {
      await fail(rig, count)
      rig.storage.faults = []
      rig.queue.retryFailed()
      await rig.until(() => !rig.queue.hasRunning)
    }
  ],
  [
    'uploads that wait and are cancelled one by one',
    async (rig, count) => {
      const ids = Array.from({ length: count }, (_, index) => rig.upload(makeFile(1, `f${index}`)))
      for (const id of ids.reverse()) rig.queue.cancel(id)
      await rig.until(() => !rig.queue.hasRunning)
    }
  ],
  [
    'small uploads that pass large ones',
    async (rig, count) => {
      const big = makeFile(0, 'big')
      Object.defineProperty(big, 'size', { value: 200 * MIB })
      rig.storage.faults = [{ operation: 'createMultipartUpload', kind: 'access-denied', until: rig.clock.sleep(1e6) }]
      for (let index = 0; index < count / 2; index++) rig.upload(big, { key: `big${index}` })
      await upload(rig, count / 2)
    }
  ]
])('each of 500 costs what each of 50 does: %s', async (_, work) => {
  const few = await stepsPerFile(50, work)
  const many = await stepsPerFile(500, work)
  expect(many / few).toBeLessThan(1.2)
})
