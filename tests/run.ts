// What must hold after each change, in one go: lint, types, unit, contract and end to end on real gateways; with `long`, the tests that
// take longer instead. What failed is named at the end, and the last line counts.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openRunScope } from './gateway/run-scope'

interface Count {
  readonly passed: number
  readonly failures: readonly string[]
}

/** So many failures say that something is broken everywhere; the rest would only wait, each for its own patience to end. */
const MAX_FAILURES = 10

const resultsDir = openRunScope()
const total = { passed: 0, failures: [] as string[] }

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const startMs = Date.now()
  console.log(`\n── ${[command, ...args].join(' ')}`)
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
    child.on('error', reject)
    child.on('close', (status) => {
      console.log(`   ${args.join(' ')}: ${((Date.now() - startMs) / 1000).toFixed(0)} s`)
      resolve(status ?? 1)
    })
  })
}

/** A check that counts as one test. */
async function check(command: string, args: readonly string[]): Promise<void> {
  if ((await run(command, args)) === 0) total.passed++
  else total.failures.push([command, ...args].join(' '))
}

/** A runner whose JSON report is counted; a report that is missing or empty is a failure, as is a status that it does not explain. */
async function suite(
  report: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {}
): Promise<void> {
  const status = await run(command, args, env)
  const name = [command, ...args].join(' ')
  let count: Count
  try {
    count = countOf(JSON.parse(readFileSync(report, 'utf8')) as VitestReport | PlaywrightReport)
  } catch {
    count = { passed: 0, failures: [`${name}: no report at ${report}`] }
  }
  total.passed += count.passed
  total.failures.push(...count.failures)
  if (count.failures.length > 0) return
  if (status !== 0) total.failures.push(`${name}: ended with ${status}`)
  else if (count.passed === 0) total.failures.push(`${name}: no test`)
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly status: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}
interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly tests: readonly {
      readonly status: string
      readonly results: readonly { readonly error?: { readonly message?: string } }[]
    }[]
  }[]
}
interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[]
}

/** Skipped tests count as failed: a gateway or a browser that is missing must not look like a pass. */
function countOf(report: VitestReport | PlaywrightReport): Count {
  let passed = 0
  const failures: string[] = []
  const add = (name: string, status: string, found: string): void => {
    const message = found.replace('STACK_TRACE_ERROR', 'timed out') // as vitest reports it
    if (status === 'passed' || status === 'expected') passed++
    else failures.push(`${name}: ${status}${message === '' ? '' : `\n     ${message.split('\n', 3).join('\n     ')}`}`)
  }
  const addSuite = ({ title, suites = [], specs = [] }: PlaywrightSuite, above: string): void => {
    const path = `${above}${title} › `
    for (const spec of specs) {
      for (const { status, results } of spec.tests) add(path + spec.title, status, results.at(-1)?.error?.message ?? '')
    }
    for (const inner of suites) addSuite(inner, path)
  }
  if ('testResults' in report) {
    for (const { name, message, status, assertionResults } of report.testResults) {
      if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) add(name, status, message)
      for (const test of assertionResults)
        add(`${name} › ${test.fullName}`, test.status, test.failureMessages?.[0] ?? '')
    }
  } else {
    for (const inner of report.suites) addSuite(inner, '')
  }
  return { passed, failures }
}

async function vitest(project: string): Promise<void> {
  const report = join(resultsDir, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const limit = `--bail=${MAX_FAILURES}`
  const args = ['vitest', 'run', '--config', '.config/vitest.config.ts', '--project', project, limit, ...reporters]
  await suite(report, 'npx', args)
}

async function playwright(...projects: readonly string[]): Promise<void> {
  const report = join(resultsDir, 'e2e.json')
  const which = [...projects.map((project) => `--project=${project}`), `--max-failures=${MAX_FAILURES}`]
  const args = ['playwright', 'test', '--config', '.config/playwright.config.ts', ...which]
  await suite(report, 'npx', args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report })
}

const npmRun = (name: string): Promise<void> => check('npm', ['run', '--silent', name])

const startMs = Date.now()
// Each suite has a gateway of its own: what one leaves behind slows the next one down.
delete process.env['LOCKGATE_GATEWAY']
if (process.argv[2] === 'long') {
  await Promise.all([npmRun('build'), vitest('long')])
  await playwright('long', 'long-alone')
} else {
  // The first two are of one thread each and take as long as each other; the third waits for its gateway half of the time.
  await Promise.all([
    npmRun('lint')
      .then(() => npmRun('words'))
      .then(() => npmRun('build')),
    npmRun('check')
      .then(() => npmRun('unused'))
      .then(() => vitest('unit')),
    vitest('contract')
  ])
  await playwright('page', 'alone')
}
console.log(`\nIn ${((Date.now() - startMs) / 60_000).toFixed(1)} minutes`)
for (const failure of total.failures) console.log(`   ${failure}`)
console.log(`${total.passed} passed, ${total.failures.length} failed`)
process.exit(total.failures.length === 0 ? 0 : 1)
