import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readJson, type JsonNode } from '../../../../src/operations/preview/read-json'

/** As JSON.parse has it. */
function valueOf(node: JsonNode): unknown {
  if (node.kind === 'object') {
    const value = {}
    for (const [name, child] of node.entries)
      Object.defineProperty(value, name, {
        value: valueOf(child),
        enumerable: true,
        configurable: true,
        writable: true
      })
    return value
  }
  if (node.kind === 'array') return node.items.map(valueOf)
  return node.kind === 'string' ? node.text : JSON.parse(node.text)
}

it('reads what JSON.stringify writes, with any white space', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 1, '\t', ' '), (text, space) => {
      const value: unknown = JSON.parse(text)
      const node = readJson(`\n ${JSON.stringify(value, undefined, space)} `)
      expect(node && valueOf(node)).toEqual(value)
    })
  )
})

it('takes for JSON exactly what JSON.parse does', () => {
  const tokens = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '\\',
    '1',
    '-',
    '0',
    '.5',
    'e3',
    'true',
    'nul',
    ' ',
    '\n',
    '\u0001'
  )
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 8 }), (parts) => {
      const text = parts.join('')
      let isJson = true
      try {
        JSON.parse(text)
      } catch {
        isJson = false
      }
      expect(readJson(text) !== undefined, text).toBe(isJson)
    }),
    { numRuns: 5000 }
  )
})

it('keeps what JSON.parse loses: digits, and names that are there twice', () => {
  expect(readJson('{"a": 12345678901234567890, "a": 1.0}')).toEqual({
    kind: 'object',
    entries: [
      ['a', { kind: 'literal', text: '12345678901234567890' }],
      ['a', { kind: 'literal', text: '1.0' }]
    ]
  })
})

it('is not exhausted by depth', () => {
  const depth = 500_000
  expect(readJson('['.repeat(depth) + ']'.repeat(depth))?.kind).toBe('array')
  expect(readJson('{"a":'.repeat(depth))).toBeUndefined()
})
