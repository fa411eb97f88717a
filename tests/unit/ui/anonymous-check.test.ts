// Whether an object opens without credentials: asked at once, again after each change of access, and not for a section that is gone.
import { expect, test } from 'vitest'
import type { AnonymousAnswer, Gateway } from '../../../src/domain/gateway'
import { AnonymousCheck } from '../../../src/ui/sharing/anonymous-check.svelte'
import { makeBucketFacts, settle } from '../state/fakes'

async function start() {
  const asked: { readonly of: string; readonly answer: (answer: AnonymousAnswer) => void }[] = []
  const links = {
    opensForAnyone: (bucket: string, key: string) =>
      new Promise<AnonymousAnswer>((answer) => asked.push({ of: `${bucket}/${key}`, answer }))
  } as unknown as Gateway['links']
  const facts = await makeBucketFacts(() => undefined)
  const check = new AnonymousCheck({ links }, { bucket: 'b', key: 'k' }, facts)
  return { asked, facts, check }
}

test('is asked at once, and knows nothing until there is an answer', async () => {
  const { asked, check } = await start()
  expect([asked.map(({ of }) => of), check.answer, check.answeredAtMs]).toEqual([['b/k'], undefined, undefined])
  asked[0]?.answer('no')
  await settle()
  expect([check.answer, typeof check.answeredAtMs]).toEqual(['no', 'number'])
})

test('is asked again after a change, and a former answer counts no more', async () => {
  const { asked, facts, check } = await start()
  asked[0]?.answer('no')
  await settle()
  facts.noteObjectChange()
  expect([asked.length, check.answer]).toEqual([2, undefined])
  check.ask()
  asked[1]?.answer('no')
  asked[2]?.answer('yes')
  await settle()
  expect(check.answer).toBe('yes')
})

test('is not asked again once it was stopped', async () => {
  const { asked, facts, check } = await start()
  check.stop()
  facts.noteObjectChange()
  asked[0]?.answer('yes')
  await settle()
  expect([asked.length, check.answer]).toEqual([1, undefined])
})
