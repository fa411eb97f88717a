// Reads a Playwright JSON report as cells of the README's table. A test whose name begins with `scenario 5` or `scenarios 3 and 4`
// stands for those; one that is annotated with `{ type: 'matrix', description: 'enforced' }` says more than that it passed.
import { cellText } from './matrix'

interface Outcome {
  readonly status?: string
  readonly errors?: readonly { readonly message?: string }[]
}
interface Spec {
  readonly title: string
  readonly tests: readonly {
    readonly status: string
    readonly annotations?: readonly { readonly type: string; readonly description?: string }[]
    readonly results: readonly Outcome[]
  }[]
}
interface Suite {
  readonly title: string
  readonly specs?: readonly Spec[]
  readonly suites?: readonly Suite[]
}
export interface ScenarioReport {
  readonly suites: readonly Suite[]
}

/** For Playwright's --grep: only tests of scenarios. */
export const SCENARIO_PATTERN = 'scenarios? \\d'

/** Which scenarios a test's whole title, describe blocks and all, stands for. */
export function scenariosOf(title: string): number[] {
  const numbers = /scenarios? (\d+(?:(?:, | and )\d+)*)/.exec(title)?.[1]
  return numbers === undefined ? [] : numbers.split(/, | and /).map(Number)
}

/** By scenario: `passed`, with what its tests noted; else the reason why not. One that has no test has no cell. */
export function cellsOf(report: ScenarioReport): Map<number, string> {
  const byScenario = new Map<number, { reasons: string[]; notes: string[] }>()
  for (const { title, spec } of specsOf(report.suites, ''))
    for (const scenario of scenariosOf(title)) {
      const cell = byScenario.get(scenario) ?? { reasons: [], notes: [] }
      byScenario.set(scenario, cell)
      for (const test of spec.tests) {
        if (test.status !== 'expected') cell.reasons.push(reasonOf(test))
        cell.notes.push(
          ...(test.annotations ?? []).filter(({ type }) => type === 'matrix').map(({ description = '' }) => description)
        )
      }
    }
  return new Map(
    [...byScenario].map(([scenario, { reasons, notes }]) => {
      const [reason] = reasons
      return [scenario, reason ?? ['passed', ...new Set(notes)].join(': ')]
    })
  )
}

function* specsOf(suites: readonly Suite[], above: string): Generator<{ title: string; spec: Spec }> {
  for (const suite of suites) {
    const title = `${above} ${suite.title}`
    for (const spec of suite.specs ?? []) yield { title: `${title} ${spec.title}`, spec }
    yield* specsOf(suite.suites ?? [], title)
  }
}

function reasonOf({ status, results, annotations = [] }: Spec['tests'][number]): string {
  if (status === 'skipped')
    return cellText(
      ['not run', annotations.find(({ type }) => type === 'skip')?.description].filter(Boolean).join(': ')
    )
  const message = results.flatMap(({ errors = [] }) => errors.map((error) => error.message ?? ''))[0] ?? ''
  const [first = '', ...more] = message.replace(/\x1b\[[0-9;]*m/g, '').split('\n')
  // Playwright's matchers say in their first line only which of them it was.
  const where = more.find((line) => line.startsWith('Locator:'))?.slice('Locator: '.length) ?? ''
  return cellText(`failed: ${first.replace(/^Error: /, '')} ${where}`)
}
