// What is loaded, what stays when a load fails, and which of two loads is heard.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { Load } from '../../../src/state/load.svelte'
import { makeGate } from '../transfers/fakes'

describe('a load', () => {
  test('that fails keeps what was known, with its time, and says why', async () => {
    const load = new Load<string>()
    await load.run(() => Promise.resolve('old'))
    const loadedAtMs = load.loadedAtMs
    expect(loadedAtMs).toBeDefined()
    await load.run(() => Promise.reject(new AppError('offline')))
    expect([load.value, load.loadedAtMs, load.error?.kind]).toEqual(['old', loadedAtMs, 'offline'])
    await load.run(() => Promise.resolve('new'))
    expect([load.value, load.error]).toEqual(['new', undefined])
  })

  test('that is stopped keeps what came, and hears no more', async () => {
    const load = new Load<string>()
    const gate = makeGate()
    const running = load.run(async (_, publish) => {
      publish('first')
      await gate.opened
      return 'all'
    })
    load.stop()
    expect(load.isLoading).toBe(false)
    gate.open()
    await running
    expect([load.value, load.error, load.isLoading]).toEqual(['first', undefined, false])
  })

  test('shows what comes on the way', async () => {
    const load = new Load<string>()
    const gate = makeGate()
    const running = load.run(async (_, publish) => {
      publish('first')
      await gate.opened
      return 'all'
    })
    expect([load.value, load.isLoading]).toEqual(['first', true])
    gate.open()
    await running
    expect([load.value, load.isLoading]).toEqual(['all', false])
  })

  test('that is overtaken is aborted, and neither its value, its failure nor its end is heard', async () => {
    for (const end of [() => 'late', () => Promise.reject(new AppError('offline'))]) {
      const load = new Load<string>()
      const [first, second] = [makeGate(), makeGate()]
      const signals: AbortSignal[] = []
      const late = load.run(async (signal) => {
        signals.push(signal)
        await first.opened
        return end()
      })
      const running = load.run(async () => {
        await second.opened
        return 'new'
      })
      expect(signals[0]?.aborted).toBe(true)
      first.open()
      await late
      expect([load.value, load.error, load.isLoading]).toEqual([undefined, undefined, true])
      second.open()
      await running
      expect([load.value, load.error, load.isLoading]).toEqual(['new', undefined, false])
    }
  })

  test('that is forgotten leaves nothing, also when it ends late', async () => {
    const load = new Load<string>()
    await load.run(() => Promise.resolve('old'))
    const gate = makeGate()
    const running = load.run(async () => {
      await gate.opened
      return 'late'
    })
    load.reset()
    gate.open()
    await running
    expect([load.value, load.error, load.isLoading, load.loadedAtMs]).toEqual([undefined, undefined, false, undefined])
  })

  test('that was aborted from within is no error', async () => {
    const load = new Load<string>()
    await load.run(() => Promise.reject(new DOMException('', 'AbortError')))
    expect([load.error, load.isLoading]).toEqual([undefined, false])
  })
})
