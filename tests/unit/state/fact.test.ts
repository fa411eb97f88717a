// What is known of a bucket: asked for when it is wanted, a few at a time, and never told by an answer that a newer one overtook.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { Limiter } from '../../../src/domain/limiter'
import { Fact } from '../../../src/state/fact'
import { makeGate } from '../transfers/fakes'
import { settle } from './fakes'

const MAX_AGE_MS = 5_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

function makeAsked(limiter?: Limiter) {
  const rig = {
    asked: [] as string[],
    underWay: 0,
    most: 0,
    until: undefined as Promise<void> | undefined,
    refused: new Set<string>(),
    answer: 7
  }
  const fact = (name: string) =>
    new Fact(
      async () => {
        const { answer } = rig
        rig.asked.push(name)
        rig.most = Math.max(rig.most, ++rig.underWay)
        await (rig.until ?? Promise.resolve())
        rig.underWay--
        if (rig.refused.has(name)) throw new AppError('access-denied')
        return answer
      },
      MAX_AGE_MS,
      limiter
    )
  return { rig, fact }
}

test('each is asked once, two at a time; what is refused is not known', async () => {
  const { rig, fact } = makeAsked(new Limiter(2))
  rig.refused.add('b')
  const facts = [...'abcdefgh'].map(fact)
  expect([facts[0]?.error, facts[0]?.value]).toEqual([undefined, undefined])
  await Promise.all([...facts, ...facts].map((one) => one.want()))
  expect([rig.asked.length, rig.most]).toEqual([8, 2])
  expect([facts[0]?.value, facts[1]?.value, facts[1]?.error?.kind]).toEqual([7, undefined, 'access-denied'])
})

test('an abandoned request is sent again at once by the next asker', async () => {
  const { rig, fact } = makeAsked(new Limiter(2))
  const facts = [...'abc'].map(fact)
  const gate = makeGate()
  rig.until = gate.opened
  const leaving = new AbortController()
  const first = facts.map((one) => one.want(undefined, leaving.signal))
  await settle()
  leaving.abort()
  const second = facts.map((one) => one.want())
  gate.open()
  await Promise.all([...first, ...second])
  expect(facts.map(({ value }) => value)).toEqual([7, 7, 7])
  const { length } = rig.asked
  await Promise.all(facts.map((one) => one.want())) // fresh
  expect(rig.asked).toHaveLength(length)
})

test('an aborted asker stops its request, and an earlier answer stays fresh', async () => {
  const { rig, fact } = makeAsked(new Limiter(2))
  const abort = new AbortController()
  const known = fact('known')
  await known.want(undefined, abort.signal)
  const facts = [...'abcdefgh'].map(fact)
  const gate = makeGate()
  rig.until = gate.opened
  const showing = facts.map((one) => one.want(undefined, abort.signal))
  await settle()
  abort.abort()
  gate.open()
  await Promise.all(showing)
  expect(rig.asked).toEqual(['known', 'a', 'b'])
  expect(facts.map(({ value, error, isLoading }) => value ?? error ?? isLoading)).toEqual(facts.map(() => false))
  await Promise.all([known.want(), facts[7]?.want()])
  expect([rig.asked, facts[7]?.value]).toEqual([['known', 'a', 'b', 'h'], 7])
})

test('is asked again when it is old, when told since when, when something changed, and after a failure', async () => {
  const { rig, fact } = makeAsked()
  const known = fact('a')
  await known.want()
  vi.setSystemTime(Date.now() + MAX_AGE_MS)
  await known.want()
  expect(rig.asked).toHaveLength(1)
  vi.setSystemTime(Date.now() + 1)
  const gate = makeGate()
  rig.until = gate.opened
  const again = known.want()
  await settle()
  expect([rig.asked.length, known.value, known.isLoading]).toEqual([2, 7, true]) // it stays in the meantime
  gate.open()
  await again
  await known.want(Date.now())
  await known.want(Date.now() + 1)
  await known.refresh()
  expect(rig.asked).toHaveLength(4)
  rig.refused.add('a')
  await known.refresh()
  expect([known.value, known.error?.kind]).toEqual([7, 'access-denied'])
  rig.refused.clear()
  await known.want()
  expect([rig.asked.length, known.error]).toEqual([6, undefined])
})

test('what is answered late says nothing against what was asked after it, and who waited for it hears the newer answer', async () => {
  const { rig, fact } = makeAsked()
  const known = fact('a')
  const [older, newer] = [makeGate(), makeGate()]
  rig.until = older.opened
  rig.refused.add('a')
  let heard: unknown
  const first = known.want().then(() => (heard = known.value))
  await settle()
  Object.assign(rig, { until: newer.opened, answer: 8 })
  const second = known.refresh()
  await settle()
  older.open()
  await settle()
  expect([heard, known.error]).toEqual([undefined, undefined])
  rig.refused.clear()
  newer.open()
  await Promise.all([first, second])
  expect([heard, known.value, known.error]).toEqual([8, 8, undefined])
})

test('a change is asked about at once, whatever waits for its turn', async () => {
  const limiter = new Limiter(1)
  const { rig, fact } = makeAsked(limiter)
  const gate = makeGate()
  rig.until = gate.opened
  const waiting = [...'ab'].map((name) => fact(name).want())
  await settle()
  rig.until = undefined
  const changed = fact('c')
  await changed.refresh()
  expect([rig.asked, changed.value]).toEqual([['a', 'c'], 7])
  gate.open()
  await Promise.all(waiting)
})

test('the value itself is asked for once at a time, and rejects as the request does', async () => {
  const { rig, fact } = makeAsked()
  const known = fact('a')
  rig.refused.add('a')
  await expect(known.get()).rejects.toMatchObject({ kind: 'access-denied' })
  rig.refused.clear()
  expect(await Promise.all([known.get(), known.get()])).toEqual([7, 7])
  expect(rig.asked).toHaveLength(2)
  vi.setSystemTime(Date.now() + MAX_AGE_MS + 1)
  rig.refused.add('a')
  await expect(known.get()).rejects.toMatchObject({ kind: 'access-denied' })
})
