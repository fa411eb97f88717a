// The rate, told byte by byte or in lumps: steady where the flow is, falling where it ends.
import { expect, test } from 'vitest'
import { planParts } from '../../../src/transfers/part-plan'
import { RateMeter, secondsLeftOf } from '../../../src/transfers/rate-meter'

const MIB = 2 ** 20

test('follows a flow that is told all the time within seconds, down to its end', () => {
  const meter = new RateMeter()
  meter.start(0)
  for (let ms = 50; ms <= 20_000; ms += 50) meter.add(50_000, ms)
  expect(meter.bytesPerSecond(20_000)).toBeCloseTo(1_000_000, -5)
  for (let ms = 20_050; ms <= 30_000; ms += 50) meter.add(10_000, ms)
  expect(meter.bytesPerSecond(30_000)).toBeCloseTo(200_000, -4)
  expect(meter.bytesPerSecond(40_000)).toBeLessThan(80_000)
  expect(meter.bytesPerSecond(600_000)).toBeLessThan(2_000)
})

test('says nothing before there is something to judge by', () => {
  const meter = new RateMeter()
  expect(meter.bytesPerSecond(0)).toBeUndefined()
  meter.start(0)
  expect(meter.bytesPerSecond(60_000)).toBeUndefined()
  meter.add(1000, 60_000)
  expect(meter.bytesPerSecond(60_000)).toBeCloseTo(1000 / 60, 5)
})

test('bytes that are taken back count against it', () => {
  const meter = new RateMeter()
  meter.start(0)
  meter.add(5 * MIB, 1000)
  meter.add(-5 * MIB, 2000)
  expect(meter.bytesPerSecond(2000)).toBe(0)
})

/**
 * Parts that share the line, in rounds of one, one, two, three and four, and of five where there are many. A part counts once it is
 * sent: earlier than the last of its round by a share of the round.
 * @returns the moments at which the screen looks.
 */
function* sendParts(sizeBytes: number, bytesPerSecond: number, lead: (part: number) => number) {
  const meter = new RateMeter()
  meter.start(0)
  const { partSizeBytes, parts } = planParts(sizeBytes)
  const endMs = (sizeBytes / bytesPerSecond) * 1000
  const events: { readonly atMs: number; readonly bytes: number }[] = []
  while (events.length < parts.length) {
    const startedCount = events.length
    const lanes = parts.length < 50 ? Math.min(5, 1 + Math.floor(startedCount / 2)) : 5
    const count = Math.min(lanes, parts.length - startedCount)
    for (let part = 0; part < count; part++)
      events.push({
        atMs: (((startedCount + count - lead(part) * count) * partSizeBytes) / bytesPerSecond) * 1000,
        bytes: partSizeBytes
      })
  }
  events.sort((a, b) => a.atMs - b.atMs)
  let doneBytes = 0
  for (let nowMs = 0; nowMs < endMs; nowMs += 1000) {
    while (events[0] !== undefined && events[0].atMs <= nowMs) {
      const { atMs, bytes } = events.shift()!
      meter.add(bytes, atMs)
      doneBytes += bytes
    }
    const left = secondsLeftOf(sizeBytes - doneBytes, meter.bytesPerSecond(nowMs))
    yield { share: doneBytes / sizeBytes, told: left, trueLeft: (endMs - nowMs) / 1000 }
  }
}

test.each([
  ['5 Mbit/s', 625_000, 80 * MIB],
  ['5 Mbit/s', 625_000, 800 * MIB],
  ['20 Mbit/s', 2_500_000, 2000 * MIB],
  ['500 Mbit/s', 62_500_000, 20_000 * MIB]
])('lumps of encrypted parts, %s: the time left is within a factor of two after a tenth', (_, rate, sizeBytes) => {
  for (const lead of [() => 0, (part: number) => (part % 5) / 20, (part: number) => (part % 5) / 5]) {
    const moments = [...sendParts(sizeBytes, rate, lead)].filter(
      ({ share, trueLeft }) => share >= 0.1 && trueLeft > (5 * planParts(sizeBytes).partSizeBytes) / rate
    )
    expect(moments.length).toBeGreaterThan(50)
    expect(moments[0]!.share).toBeLessThan(0.17)
    for (const { told = 0, trueLeft } of moments) {
      expect(told / trueLeft).toBeGreaterThan(0.5)
      expect(told / trueLeft).toBeLessThan(2)
    }
  }
})
