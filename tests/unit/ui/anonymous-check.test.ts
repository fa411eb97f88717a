// Whether an object opens without credentials: asked at once, again after each change of access, and not for a section that is gone.
import { expect, test } from 'vitest'
import type { AnonymousAnswer, Gateway } from '../../../src/domain/gateway'
import { PublicAccessCache } from '../../../src/state/public-access-cache.svelte'
import { AnonymousCheck } from '../../../src/ui/sharing/anonymous-check.svelte'
import { settle } from '../state/fakes'

function start() {
  const asked: { readonly of: string; readonly answer: (answer: AnonymousAnswer) => void }[] = []
  const links = {
    opensForAnyone: (bucket: string, key: string) =>
      new Promise<AnonymousAnswer>((answer) => asked.push({ of: `${bucket}/${key}`, answer }))
  } as unknown as Gateway['links']
  const publicAccess = new PublicAccessCache(() => undefined)
  const check = new AnonymousCheck({ links }, { bucket: 'b', key: 'k' }, publicAccess)
  return { asked, publicAccess, check }
}

test('is asked at once, and knows nothing until there is an answer', async () => {
  const { asked, check } = start()
  expect([asked.map(({ of }) => of), check.answer, check.answeredAtMs]).toEqual([['b/k'], undefined, undefined])
  asked[0]?.answer('no')
  await settle()
  expect([check.answer, typeof check.answeredAtMs]).toEqual(['no', 'number'])
})

test('is asked again after a change, and a former answer counts no more', async () => {
  const { asked, publicAccess, check } = start()
  asked[0]?.answer('no')
  await settle()
  publicAccess.noteObjectChange()
  expect([asked.length, check.answer]).toEqual([2, undefined])
  check.ask()
  asked[1]?.answer('no')
  asked[2]?.answer('yes')
  await settle()
  expect(check.answer).toBe('yes')
})

test('is not asked again once it was stopped', async () => {
  const { asked, publicAccess, check } = start()
  check.stop()
  publicAccess.noteObjectChange()
  asked[0]?.answer('yes')
  await settle()
  expect([asked.length, check.answer]).toEqual([1, undefined])
})
