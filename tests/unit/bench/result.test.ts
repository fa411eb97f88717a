// What the bench concludes from what it measured, what of an error may be stored, and that its picture shows that and nothing else.
import { expect, it } from 'vitest'
import { growthOf } from '../../bench/large-memory'
import { parseOptions } from '../../bench/options'
import { drawPicture } from '../../bench/picture'
import { lineOf } from '../../bench/race'
import { atLeast, atMost, medianOf, Scores, standingOf, type Result } from '../../bench/result'
import { formatResult } from '../../bench/table'

function makeScores(): Scores {
  const scores = new Scores(['Lockgate', 'aws-cli', 's3cmd'])
  for (const seconds of [3, 1, 2]) scores.add('up, plain', 's', 'Lockgate', seconds)
  for (const seconds of [6, 4]) scores.add('up, plain', 's', 'aws-cli', seconds)
  scores.fail('up, plain', 's', 'aws-cli', 'It broke <off>')
  scores.fail('up, plain', 's', 's3cmd', 'No way')
  scores.fail('up, plain', 's', 's3cmd', 'No way')
  scores.add('speed', 'MB/s', 'Lockgate', 900)
  scores.add('speed', 'MB/s', 'aws-cli', 300)
  scores.add('files', 'files/s', 'Lockgate', 90)
  scores.add('files', 'files/s', 'aws-cli', 45)
  return scores
}

const result: Result = {
  ...{ measurement: 'large', title: 'One large file', startedAt: '2026-11-30T00:00:00.000Z', seconds: 9, seed: 7 },
  ...{ rounds: 3, sizes: { sizeBytes: 64 * 2 ** 20 }, isScaledDown: true, notes: ['A note.'] },
  environment: {
    ...{ cpus: 2, cpu: 'A & B', memoryGib: 8, linux: '6.1', versions: { radosgw: '16.2.15' } },
    ...{ loadBefore: [0.1, 0, 0], loadAfter: [2, 1, 0] }
  },
  disciplines: makeScores().disciplines,
  bars: [atLeast('fast', 0.9, 1), atMost('flat', 50, 51), atLeast('seen', 1, null)]
}

it('compares medians, so that above 1 is better in every unit', () => {
  const { disciplines } = makeScores()
  expect(standingOf(disciplines, 'up, plain', 'Lockgate')).toMatchObject({ median: 2, least: 1, most: 3, ratio: 1 })
  expect(standingOf(disciplines, 'up, plain', 'aws-cli')).toMatchObject({ median: 5, ratio: 2.5, values: [6, 4] })
  expect(standingOf(disciplines, 'speed', 'aws-cli')?.ratio).toBe(3)
  expect(standingOf(disciplines, 'files', 'aws-cli')?.ratio).toBe(2)
  expect(medianOf([])).toBeNull()
})

it('goes on without those that failed, and says why', () => {
  const { disciplines } = makeScores()
  const none = { median: null, least: null, most: null, ratio: null, failures: ['No way'] }
  expect(standingOf(disciplines, 'up, plain', 's3cmd')).toMatchObject(none)
  expect(standingOf(disciplines, 'up, plain', 'aws-cli')?.failures).toEqual(['It broke <off>'])
  expect(result.bars.map(({ isMet }) => isMet)).toEqual([true, false, false])
})

it('stores neither addresses nor paths of an error', () => {
  const said = lineOf(
    new Error('curl: (22) /home/me/x.bin at http://127.0.0.1:1/b?X-Amz-Signature=abc failed\nmore\nstack')
  )
  expect(said).toBe('curl: (22) … at … failed more')
})

it('tells memory that grows from memory that is much', () => {
  expect(growthOf([0, 0, 300, 300, 300, 300, 300, 300])).toBe(0)
  expect(growthOf([0, 100, 200, 300, 400, 500, 600, 700])).toBe(400)
  expect(growthOf([])).toBeNull()
})

it('takes the measurements that are named, and says what it does not know', () => {
  const options = parseOptions(['small', '--rounds', '2', '--files', '1000', '--seed', '5'])
  expect(options).toMatchObject({ measurements: ['small'], rounds: 2, files: 1000, seed: 5, sizeBytes: 2 ** 30 })
  expect(parseOptions([]).measurements).toHaveLength(7)
  expect(parseOptions(['picture']).measurements).toEqual([])
  for (const wrong of [['tiny'], ['--files', 'x'], ['--size', '1GB'], ['--nothing', '1']])
    expect(() => parseOptions(wrong)).toThrow(/./)
})

it('draws what it measured, in light and dark, and says that it is scaled down', () => {
  const picture = drawPicture([result])
  for (const words of [
    'One file of 64 MiB (scaled down)',
    '2.00 s',
    '5.00 s',
    '× 2.50',
    'prefers-color-scheme: dark',
    'A &amp; B'
  ])
    expect(picture).toContain(words)
  expect(picture).not.toMatch(/NaN|undefined|null|Infinity|<off>/)
  expect(picture.match(/<text/g)?.length).toBe(picture.match(/<\/text>/g)?.length)
  expect(drawPicture([])).toContain('Nothing was measured.')
})

it('prints every number, and every bar', () => {
  const printed = formatResult(result)
  for (const words of [
    'SCALED DOWN',
    '2.00 (1.00–3.00) s',
    '× 2.50',
    'No way',
    'load 0.1 to 2.0',
    'met     fast',
    'NOT MET flat'
  ])
    expect(printed).toContain(words)
})
