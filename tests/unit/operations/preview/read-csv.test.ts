import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCsv, separatorOf, type Separator } from '../../../../src/operations/preview/read-csv'

const SEPARATORS: readonly Separator[] = [',', ';', '\t', '|']
const all = { separator: ',', maxRows: 100, isWhole: true } as const

it.each([
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd']
    ]
  ],
  [
    'a,b\r\nc,d',
    [
      ['a', 'b'],
      ['c', 'd']
    ]
  ],
  ['"a ""quoted"" word","two\nlines"\n', [['a "quoted" word', 'two\nlines']]],
  [
    'a,\n,b',
    [
      ['a', ''],
      ['', 'b']
    ]
  ],
  ['a,b,', [['a', 'b', '']]],
  ['it is 5" long,"x"y\n', [['it is 5" long', 'xy']]],
  ['"never closed,\na', [['never closed,\na']]],
  ['', []],
  ['\n', [['']]],
  ['=1+1,@SUM(A1)', [['=1+1', '@SUM(A1)']]]
])('reads %j', (text, rows) => {
  expect(readCsv(text, all)).toEqual(rows)
})

it('leaves out the last row of a text that goes on', () => {
  expect(readCsv('a,b\nc,d', { ...all, isWhole: false })).toEqual([['a', 'b']])
  expect(readCsv('a,b\n"c', { ...all, isWhole: false })).toEqual([['a', 'b']])
})

it('reads no more rows than it was asked for', () => {
  expect(readCsv('a\nb\nc\n', { ...all, maxRows: 2 })).toEqual([['a'], ['b']])
})

it.each(SEPARATORS)('finds the separator %j, whatever is quoted', (separator) => {
  expect(separatorOf(`"a,;|\t,;|\t"${separator}b${separator}c\n,,,,;;;;||||\t\t\t\t`)).toBe(separator)
})

it('reads back whatever is written by the rules', () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', ';', '\t', '|', '\n', '\r', ' ', '😀') })
  const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 5 })
  fc.assert(
    fc.property(rows, fc.constantFrom(...SEPARATORS), fc.constantFrom('\n', '\r\n', '\r'), (rows, separator, end) => {
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
      const text = rows.map((row) => row.map(quote).join(separator) + end).join('')
      expect(readCsv(text, { ...all, separator })).toEqual(rows)
    })
  )
})
