// Tags are those of the object that was read, and of no other.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { changeTags } from '../../../src/operations/attributes/change-tags'
import { FakeStore } from './copying/fake-store'

test('another try tags nothing that another client has written since the first', async () => {
  const store = new FakeStore()
  store.put('lab', 'x', 'text')
  let tries = 0
  store.onRequest = (name) => {
    if (name !== 'tag lab/x') return
    tries++
    store.put('lab', 'x', 'theirs')
    throw new AppError('gateway-busy')
  }
  const clock = { nowMs: () => store.now(), sleep: () => Promise.resolve(), random: () => 0.5 }
  const place = { gateway: store.gateway, bucket: 'lab' }
  const changing = changeTags(place, 'x', { run: '1' }, { clock }, new AbortController().signal)
  await expect(changing).rejects.toMatchObject({ kind: 'object-changed', details: { operation: 'verify' } })
  expect([tries, store.latest('lab', 'x')?.tags]).toEqual([1, {}])
})
