// Which names of an upload are taken, and what it costs to know: pages of listings where they are cheaper, else a request for each name.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { ListRequest, ObjectStorage } from '../../../src/domain/ports'
import { planNames } from '../../../src/transfers/name-clash'
import { findTakenKeys } from '../../../src/transfers/taken-keys'

const PAGE = 1000

/** A bucket with these keys. */
function makeBucket(keys: readonly string[]) {
  const sorted = keys.toSorted()
  const asked = { pages: 0, names: 0 }
  const storage = {
    async listPage({ prefix, delimiter, token }: ListRequest) {
      asked.pages++
      const isHere = (key: string) => delimiter === undefined || !key.slice(prefix.length).includes(delimiter)
      const all = sorted.filter((key) => key.startsWith(prefix) && isHere(key))
      const from = Number(token ?? 0)
      const objects = all.slice(from, from + PAGE).map((key) => ({ key }) as ObjectEntry)
      return { prefixes: [], objects, nextToken: from + PAGE < all.length ? String(from + PAGE) : undefined }
    },
    async findObject(_bucket: string, key: string) {
      asked.names++
      return sorted.includes(key) ? ({ key } as ObjectEntry) : undefined
    }
  } as unknown as ObjectStorage
  const find = (wanted: readonly string[], prefix = '', onChecked?: (count: number) => void) =>
    findTakenKeys(storage, 'lab', wanted, new AbortController().signal, { prefix, ...(onChecked && { onChecked }) })
  return { asked, find }
}

const many = (count: number, name: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => name(index))
/** In folders of folders, ten files in each. */
const nested = (prefix: string, count: number): string[] =>
  many(count, (index) => `${prefix}d${index % 7}/e${Math.floor(index / 10)}/f${index}.dat`)

describe('what is asked for', () => {
  test('a dropped folder that is not there yet is one page, however many folders it has', async () => {
    const { asked, find } = makeBucket(['in/other', 'out/x'])
    expect([...(await find(nested('in/new/', 10_000), 'in/'))]).toEqual([])
    expect(asked).toEqual({ pages: 1, names: 0 })
  })

  test('one that is there takes its pages', async () => {
    const wanted = nested('in/run/', 3000)
    const { asked, find } = makeBucket([...wanted.slice(0, 2500), ...many(500, (index) => `in/run/z${index}`)])
    expect((await find(wanted, 'in/')).size).toBe(2500)
    expect(asked).toEqual({ pages: 3, names: 0 })
  })

  test('beside very many others: pages until they would be more than one for 25 files, then each name', async () => {
    const wanted = nested('run/', 100)
    const { asked, find } = makeBucket([
      ...many(20_000, (index) => `run/a${index}`),
      'run/d1/e0/f1.dat',
      'run/d1/e0/f1 (1).dat'
    ])
    const taken = await find(wanted)
    expect(planNames(taken, ['run/d1/e0/f1.dat'], 'keep-both')[0]?.key).toBe('run/d1/e0/f1 (2).dat')
    expect(asked).toEqual({ pages: 100 / 25 + 1, names: 100 })
  })

  test('a few files are asked for by their names; many without a folder are listed without the folders beside them', async () => {
    const { asked, find } = makeBucket(['a', 'b (1)', ...many(5000, (index) => `deep/${index}`)])
    expect([...(await find(['a', 'b', 'c']))]).toEqual(['a'])
    expect(asked).toEqual({ pages: 1, names: 3 })
    Object.assign(asked, { pages: 0, names: 0 })
    expect([...(await find(['a', 'b', ...many(30, (index) => `new${index}`)]))]).toEqual(['a', 'b (1)'])
    expect(asked).toEqual({ pages: 1, names: 0 })
  })
})

test('of what is listed, only what can be in the way is kept', async () => {
  const wanted = many(100, (index) => `in/${index}.txt`)
  const { find } = makeBucket([...wanted.slice(50), 'in/3 (1).txt', ...many(900, (index) => `in/other-${index}`)])
  expect((await find(wanted)).size).toBe(51)
})

test('it tells how many names were checked', async () => {
  const told: number[] = []
  const { find } = makeBucket([])
  await find([...nested('one/', 50), ...nested('two/', 60), 'a', 'b'], '', (count) => void told.push(count))
  expect(told).toEqual(told.toSorted((one, other) => one - other))
  expect(told.at(-1)).toBe(112)
})

test('whatever there is, nothing that exists is overwritten or met by a numbered name', async () => {
  const part = fc.constantFrom(
    'a',
    'b',
    'a.txt',
    'a (1).txt',
    'a (1)',
    'a (2)',
    'x.tar.gz',
    'x (1).tar.gz',
    '.rc',
    '.rc (1)'
  )
  const key = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(key), fc.uniqueArray(key), fc.boolean(), async (there, wanted, isMany) => {
      const all = isMany ? [...wanted, ...many(30, (index) => `a/${index}`)] : wanted
      const { find } = makeBucket(there)
      const keys = planNames(await find(all), all, 'keep-both').map((planned) => planned.key)
      expect(keys.filter((one) => one !== undefined && there.includes(one))).toEqual([])
    })
  )
})
