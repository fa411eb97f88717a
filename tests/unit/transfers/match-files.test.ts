// Which chosen file is which upload's, and that finding out takes no longer for each because there are many.
import { expect, it } from 'vitest'
import type { JournalEntry } from '../../../src/domain/transfer-journal'
import { startCounting } from './count-steps'

const makeEntry = (id: string, path: string, sizeBytes: number, lastModifiedMs?: number) =>
  ({
    id,
    key: path,
    sizeBytes,
    file: lastModifiedMs === undefined ? undefined : { path, lastModifiedMs }
  }) as unknown as JournalEntry
const makeFile = (path: string, size: number, lastModified: number) => ({ path, file: { size, lastModified } as File })

it('finds files of one name that were chosen from further below, in steps that grow as their number', async () => {
  const readSteps = await startCounting('/match-files.ts')
  const { matchFiles } = await import('../../../src/transfers/match-files')
  const stepsFor = async (count: number): Promise<number> => {
    const entries = Array.from({ length: count }, (_, n) => makeEntry(`${n}`, `root/sub/run${n}/meta.json`, n + 1, n))
    const chosen = Array.from({ length: count }, (_, n) => makeFile(`sub/run${n}/meta.json`, n + 1, n))
    await readSteps()
    const matched = matchFiles(entries, chosen)
    expect(entries.every(({ id }, n) => matched.get(id) === chosen[n])).toBe(true)
    return readSteps()
  }
  const few = await stepsFor(100)
  expect(few).toBeGreaterThan(100)
  expect(await stepsFor(1000)).toBeLessThan(few * 15)
})

it('leaves out what more than one upload could be of, also of a former version that noted no date', async () => {
  const { matchFiles } = await import('../../../src/transfers/match-files')
  const only = makeFile('here/a', 1, 5)
  const ids = (entries: readonly JournalEntry[], chosen = [only]) => [...matchFiles(entries, chosen).keys()]
  expect(ids([makeEntry('dated', 'x/a', 1, 5)])).toEqual(['dated'])
  expect(ids([makeEntry('undated', 'x/b', 1), makeEntry('other', 'x/a', 1, 6)])).toEqual([])
  expect(ids([makeEntry('other', 'x/a', 1, 6), makeEntry('dated', 'x/a', 1, 5)])).toEqual(['dated'])
  expect(ids([makeEntry('one', 'x/a', 1, 5), makeEntry('two', 'y/a', 1, 5)])).toEqual([])
  const alike = [only, makeFile('there/a', 1, 7)]
  const dated = makeEntry('dated', 'x/a', 1, 5)
  expect(ids([dated], alike)).toEqual(['dated'])
  expect(ids([dated], [only, makeFile('there/a', 1, 5)])).toEqual([])
})
