// What must hold after each change, in one go: lint, types, unit, contract and end to end on real gateways; with `long`, the tests that
// take longer instead. The last line counts.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openRunScope } from './gateway/run-scope'

interface Count {
  passed: number
  failed: number
}

/** So many failures say that something is broken everywhere; the rest would only wait, each for its own patience to end. */
const MAX_FAILURES = 10

const resultsDir = openRunScope()
const total: Count = { passed: 0, failed: 0 }

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
  else total.failed++
}

/** A runner whose JSON report is counted; a report that is missing or empty is a failure. */
async function suite(
  report: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {}
): Promise<void> {
  const status = await run(command, args, env)
  let count: Count = { passed: 0, failed: 1 }
  try {
    count = countOf(JSON.parse(readFileSync(report, 'utf8')) as VitestReport & PlaywrightReport)
  } catch {
    console.error(`   no report at ${report}`)
  }
  if (status !== 0 && count.failed === 0) count.failed = 1
  if (count.passed === 0 && count.failed === 0) count.failed = 1
  total.passed += count.passed
  total.failed += count.failed
}

interface VitestReport {
  readonly numPassedTests?: number
  readonly numFailedTests?: number
  readonly numPendingTests?: number
}
interface PlaywrightReport {
  readonly stats?: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
}

/** Skipped tests count as failed: a gateway or a browser that is missing must not look like a pass. */
function countOf(report: VitestReport & PlaywrightReport): Count {
  if (report.stats !== undefined) {
    const { expected, unexpected, flaky, skipped } = report.stats
    return { passed: expected, failed: unexpected + flaky + skipped }
  }
  return { passed: report.numPassedTests ?? 0, failed: (report.numFailedTests ?? 0) + (report.numPendingTests ?? 0) }
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
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
