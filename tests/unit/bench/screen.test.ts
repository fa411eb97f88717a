// When a page showed what, and how long it stood still in between.
import { expect, it } from 'vitest'
import type { Sighting } from '../../bench/in-page'
import { Screen } from '../../bench/screen'

const nothing = { title: '', status: '', button: 'none', summary: '' } as const

const screen = new Screen({
  seen: [
    { ...nothing, atMs: 10, event: 'click' },
    { ...nothing, atMs: 20, summary: '5,000 transfers' },
    { ...nothing, atMs: 30, summary: '10,000 transfers' },
    { ...nothing, atMs: 40, summary: '9,999 transfers' },
    { ...nothing, atMs: 50, event: 'click', summary: '9,999 transfers' },
    { ...nothing, atMs: 60, summary: '1 transfer done' }
  ] satisfies Sighting[],
  tasks: [
    { atMs: 12, durationMs: 70 },
    { atMs: 40, durationMs: 90 },
    { atMs: 55, durationMs: 60 }
  ]
})

it('tells when something was seen first, and when a user did something last', () => {
  expect(screen.after(25, ({ summary }) => summary.startsWith('10,'))).toBe(30)
  expect(screen.after(60, () => true)).toBe(60)
  expect(screen.last(({ event }) => event === 'click')).toBe(50)
  expect(() => screen.after(25, ({ summary }) => summary.startsWith('5,'))).toThrow('never')
})

it('counts what is done from the moment when all are queued', () => {
  expect(screen.mostUnderWay(10)).toBe(30)
  expect(screen.mostUnderWay(40)).toBe(40)
  expect(screen.lastSummary).toBe('1 transfer done')
})

it('counts a task where it began', () => {
  expect([screen.longestTask(10, 40), screen.longestTask(10, 41), screen.longestTask(41, 50)]).toEqual([70, 90, 0])
})
