// A check that hangs holds nothing up for ever: a cancel keeps the object, and it is not called verified.
import { expect, it } from 'vitest'
import { FakeStorage } from './fake-storage'
import { makeFile, makeKey, makeRig } from './fakes'

const never = new Promise<void>(() => undefined)

it('an upload whose check hangs is done when the check is cancelled, and the queue goes on', async () => {
  const storage = new FakeStorage()
  storage.hidesEtags = true
  // As many as are checked at once: the two others wait for their check.
  storage.faults = Array.from({ length: 3 }, (_, index) => ({ operation: 'findObject', nth: index + 1, until: never }))
  const rig = makeRig(storage)
  const stuck = Array.from({ length: 5 }, (_, index) => rig.upload(makeFile(100, `f${index}`)))
  const waiting = rig.upload(makeFile(100, 'next'))
  await rig.until(() => stuck.every((id) => rig.view(id).state === 'verifying'))
  for (const id of stuck) rig.queue.cancel(id)
  await rig.until(() => !rig.queue.hasRunning)
  for (const id of stuck) expect(rig.view(id)).toMatchObject({ state: 'done', verification: undefined })
  expect(rig.view(waiting)).toMatchObject({ state: 'done', verification: 'verified' })
  expect(storage.objects.size).toBe(6)
})

it('of an encrypted upload it says that the encryption was not checked', async () => {
  const storage = new FakeStorage()
  storage.faults = [{ operation: 'headObject', nth: 1, until: never }]
  const rig = makeRig(storage)
  const sseKey = makeKey('k')
  rig.keys.set('k', sseKey)
  const id = rig.upload(makeFile(100), { sseKey })
  await rig.until(() => storage.count('headObject') > 0)
  rig.queue.cancelAll()
  expect(await rig.ended(id)).toMatchObject({ state: 'done', verification: undefined, lock: { state: 'unknown' } })
  expect(storage.objects.size).toBe(1)
})
