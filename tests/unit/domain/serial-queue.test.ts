// One thing at a time: nothing that runs is cut off, and what is asked for in the meantime is done once, after it.
import { expect, test } from 'vitest'
import { SerialQueue } from '../../../src/domain/serial-queue'
import { makeGate } from '../transfers/fakes'
import { settle } from '../state/fakes'

function makeTurns() {
  const turns = new SerialQueue<string>()
  const log: string[] = []
  const gates = new Map<string, ReturnType<typeof makeGate>>()
  const ask = (kind: string) =>
    turns.ask(kind, async () => {
      log.push(`${kind} begins`)
      await gates.get(kind)?.opened
      log.push(`${kind} ends`)
    })
  const hold = (kind: string) => {
    const gate = makeGate()
    gates.set(kind, gate)
    return gate
  }
  return { turns, log, ask, hold }
}

test('the first begins at once; what is asked for in the meantime is done once each, in its order', async () => {
  const { turns, log, ask, hold } = makeTurns()
  const gate = hold('a')
  const first = ask('a')
  expect([log, turns.running]).toEqual([['a begins'], 'a'])
  const others = [ask('b'), ask('a'), ask('b'), ask('a')]
  await settle()
  expect(log).toEqual(['a begins'])
  gate.open()
  await Promise.all([first, ...others])
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'a begins', 'a ends'])
  expect([turns.running, turns.overOf('a')]).toEqual([undefined, undefined])
})

test('what is dequeued is not done, and its waiters continue', async () => {
  const { turns, log, ask, hold } = makeTurns()
  const gate = hold('a')
  const over = [ask('a'), ask('b')]
  turns.dequeue(['a', 'b'])
  await over[1]
  gate.open()
  await over[0]
  expect(log).toEqual(['a begins', 'a ends'])
})

test('what was abandoned holds nothing up, and its late end ends nothing else', async () => {
  const { turns, log, ask, hold } = makeTurns()
  const late = hold('a')
  const gate = hold('b')
  void ask('a')
  const over = ask('b')
  turns.abandon()
  expect([log, turns.running]).toEqual([['a begins', 'b begins'], 'b'])
  late.open()
  await settle()
  expect([turns.running, log.at(-1)]).toEqual(['b', 'a ends'])
  gate.open()
  await over
  expect(turns.running).toBeUndefined()
})
