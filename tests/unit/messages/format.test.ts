// Numbers as people read them, at the borders between units, in the locale of the page.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  formatCount,
  formatDate,
  formatDuration,
  formatExactSize,
  formatRate,
  formatPercent,
  formatSize,
  plural
} from '../../../src/messages/format'
import { setLocale } from '../../../src/messages/locale'

const KIB = 1024
beforeEach(() => setLocale('en'))
afterEach(() => setLocale('en'))
const local = (n: number, digits = 0): string =>
  n.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

test.each([
  [0, '0%'],
  [0.001, '< 1%'],
  [0.014, '1%'],
  [0.799, '80%'],
  [0.999, '99%'],
  [1, '100%'],
  [1.5, '150%']
])('the share %d is %s', (share, text) => {
  expect(formatPercent(share)).toBe(text)
})

describe('sizes', () => {
  test.each([
    [0, `${local(0)} B`],
    [1023, `${local(1023)} B`],
    [1024, `${local(1, 1)} KiB`],
    [1536, `${local(1.5, 1)} KiB`],
    // The last that is rounded down, and the first that would be 1,024.0 of the smaller unit.
    [1_048_524, `${local(1023.9, 1)} KiB`],
    [1_048_525, `${local(1, 1)} MiB`],
    [KIB ** 2, `${local(1, 1)} MiB`],
    [KIB ** 3 - 1, `${local(1, 1)} GiB`],
    [1_288_490_188, `${local(1.2, 1)} GiB`],
    [5 * KIB ** 4, `${local(5, 1)} TiB`],
    [KIB ** 5, `${local(1, 1)} PiB`],
    [2000 * KIB ** 6, `${local(2000, 1)} EiB`]
  ])('%d bytes', (sizeBytes, text) => expect(formatSize(sizeBytes)).toBe(text))

  test('exact ones name every byte', () => {
    expect(formatExactSize(1023)).toBe(`${local(1023)} bytes`)
    expect(formatExactSize(1024)).toBe(`${local(1, 1)} KiB (${local(1024)} bytes)`)
  })

  test('a rate is a size a second', () => expect(formatRate(2 * KIB)).toBe(`${local(2, 1)} KiB/s`))
})

describe('durations', () => {
  test.each([
    [0, '1 s'],
    [0.4, '1 s'],
    [59.4, '59 s'],
    [59.5, '1 min'],
    [60, '1 min'],
    [89, '1 min'],
    [90, '2 min'],
    [3569, '59 min'],
    [3570, '1 h'],
    [3600, '1 h'],
    [7500, '2 h 5 min'],
    [47 * 3600 + 59 * 60, '47 h 59 min'],
    [48 * 3600, '2 days'],
    [84 * 3600, '4 days']
  ])('%d s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))
})

test('counts, and one of a kind', () => {
  const files = { one: 'file', other: 'files' }
  expect(formatCount(1234)).toBe(local(1234))
  expect([plural(0, files), plural(1, files), plural(1412, files)]).toEqual(['0 files', '1 file', '1,412 files'])
})

test('the locale decides about all of it, also after what was formatted before', () => {
  setLocale('de')
  const files = { one: 'Datei', other: 'Dateien' }
  expect([formatSize(1536), formatExactSize(2048), formatPercent(0.5)]).toEqual([
    '1,5 KiB',
    '2,0 KiB (2.048 Byte)',
    '50\u00a0%'
  ])
  expect([plural(1412, files), formatDuration(4 * 86_400)]).toEqual(['1.412 Dateien', '4 Tage'])
  expect(formatDate(Date.now())).toMatch(/^heute \d\d:\d\d$/)
})

test('only today is today', () => {
  const noon = new Date(2026, 10, 3, 12).getTime()
  expect(formatDate(noon, new Date(2026, 10, 3, 23, 59).getTime())).toMatch(/^today /)
  expect(formatDate(noon, new Date(2026, 10, 4, 0, 1).getTime())).toContain('2026')
  expect(formatDate(noon, new Date(2027, 10, 3, 12).getTime())).toContain('2026')
})
