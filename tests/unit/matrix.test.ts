import { expect, it, test } from 'vitest'
import { cellText, SCENARIOS, withColumns } from '../matrix'
import { cellsOf, scenariosOf } from '../playwright-cells'

const WAITED = "Error: expect(locator).toBeVisible() failed\n\nLocator: getByText('x')\nTimeout: 60000ms"
const START = '<!-- matrix: written by npm run test:gateways and npm run test:engines -->'
const readme = `Before\n${START}\n<!-- end of the matrix -->\nAfter\n`
const linesOf = (markdown: string): string[] => markdown.split('\n').filter((line) => line.startsWith('|'))

test('a run writes its columns, in their order, and leaves the others and the rest of the text', () => {
  const tentacle = { name: 'Tentacle', version: '20.2.4', cells: new Map([[16, 'passed: enforced']]) }
  const firefox = { name: 'Firefox', version: '153.0', cells: new Map([[16, 'failed: a | b']]) }
  const first = withColumns(readme, [firefox, { ...tentacle, version: '20.2.3' }])
  const cells = new Map<number | string, string>([
    [16, 'passed'],
    ['Contract tests', '3 passed']
  ])
  const second = withColumns(first, [tentacle, { name: 'Pacific', version: '16.2.15', cells }])
  expect(linesOf(second)[0]).toBe('| Scenario | Pacific 16.2.15 | Tentacle 20.2.4 | Firefox 153.0 |')
  expect(linesOf(second)).toContain('| 16 · Require encryption | passed | passed: enforced | failed: a \\| b |')
  expect(linesOf(second)).toContain('| 1 · Connect with a token and a blank secret | not run | not run | not run |')
  expect(linesOf(second)).toContain('| Contract tests | 3 passed | not run | not run |')
  expect(linesOf(second)).toHaveLength(SCENARIOS.size + 3)
  expect(second.startsWith(`Before\n${START}`)).toBe(true)
  expect(second.endsWith('<!-- end of the matrix -->\nAfter\n')).toBe(true)
  expect(withColumns(second, [])).toBe(second)
})

it('refuses a text without a place for the table', () => {
  expect(() => withColumns('No marks', [])).toThrow(/marks are missing/)
})

it('makes one short line of a cell', () => {
  expect(cellText(`a\n b | ${'c'.repeat(200)}`)).toMatch(/^a b \\\| c+…$/)
})

test('a test stands for the scenarios that its name gives', () => {
  expect(scenariosOf('connect.test.ts scenario 1: a token over TLS connects')).toEqual([1])
  expect(scenariosOf('scenarios 3 and 4: a bucket')).toEqual([3, 4])
  expect(scenariosOf('a scene')).toEqual([])
})

test('a scenario passed where all of its tests did, and else has the reason of the first that did not', () => {
  const spec = (title: string, status: string, more: object = {}) => ({
    title,
    tests: [{ status, results: [{ errors: [{ message: '\x1b[31mNo row\x1b[39m\nat line 3' }] }], ...more }]
  })
  const annotations = [{ type: 'matrix', description: 'enforced' }]
  const suites = [
    {
      title: 'a.test.ts',
      specs: [
        spec('scenarios 3 and 4: x', 'expected'),
        spec('scenario 4, again', 'unexpected'),
        spec('scenario 5', 'skipped'),
        spec('scenario 6', 'skipped', { annotations: [{ type: 'skip', description: 'no clipboard' }] }),
        spec('scenario 7', 'unexpected', { results: [{ errors: [{ message: WAITED }] }] })
      ],
      suites: [{ title: 'scenario 16', specs: [spec('y', 'expected', { annotations })] }]
    }
  ]
  expect([...cellsOf({ suites })]).toEqual([
    [3, 'passed'],
    [4, 'failed: No row'],
    [5, 'not run'],
    [6, 'not run: no clipboard'],
    [7, "failed: expect(locator).toBeVisible() failed getByText('x')"],
    [16, 'passed: enforced']
  ])
})
