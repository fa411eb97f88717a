// `npm run test:gateways`: the contract suite and the scenarios on each generation of gateways that Debian has, and the README's table
// of what came of it. Names of suites (`trixie`) as arguments leave the others out, in the table too.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generationOf } from './gateway/generation'
import { gatewayVersion } from './gateway/radosgw'
import { openRunScope } from './gateway/run-scope'
import { runToolOrFail } from './gateway/tool'
import { writeColumns, type Column } from './matrix'
import { cellsOf, SCENARIO_PATTERN, type ScenarioReport } from './playwright-cells'

/** Debian's suites, each with another generation of Ceph. */
const SUITES = ['bookworm', 'trixie', 'sid'] as const
type Suite = (typeof SUITES)[number]

/** The suite whose packages this machine has: what is newer than the stable ones counts as sid. */
function ownSuite(): Suite {
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  return SUITES.find((suite) => suite === codename) ?? 'sid'
}

/** The directory of commands that runs that suite's Ceph; undefined for this machine's own. Makes its root if need be. */
async function commandsOf(suite: Suite): Promise<string | undefined> {
  if (suite === ownSuite()) return undefined
  const script = new URL('gateway/make-root.sh', import.meta.url).pathname
  return (await runToolOrFail('bash', [script, suite], { timeoutMs: 3_600_000 })).stdout.toString('utf8').trim()
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  console.log(`\n── npx ${args.join(' ')}`)
  return new Promise((resolve, reject) => {
    const child = spawn('npx', args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
    child.on('error', reject)
    child.on('close', (status) => resolve(status ?? 1))
  })
}

function readReport<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}

/** `412 passed`, or how many failed. */
async function contractCell(file: string): Promise<string> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${file}`]
  const status = await run(
    ['vitest', 'run', '--config', '.config/vitest.config.ts', '--project', 'contract', ...reporters],
    {}
  )
  const report = readReport<Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number>>(file)
  if (report === undefined) return 'failed: the suite did not run'
  const failed = report.numFailedTests + report.numPendingTests
  if (failed === 0 && status === 0) return `${report.numPassedTests} passed`
  return `failed: ${failed} of ${report.numPassedTests + failed}`
}

/** Project by project: together, one would bring along all tests of the other, on which it depends. */
async function scenarioCells(reports: string): Promise<Map<number, string>> {
  const suites: ScenarioReport['suites'][number][] = []
  for (const project of ['page', 'alone']) {
    const file = join(reports, `${project}.json`)
    const which = [`--project=${project}`, '--no-deps', '--grep', SCENARIO_PATTERN]
    await run(['playwright', 'test', '--config', '.config/playwright.config.ts', ...which], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file
    })
    suites.push(...(readReport<ScenarioReport>(file)?.suites ?? []))
  }
  return cellsOf({ suites })
}

async function columnOf(suite: Suite): Promise<Column> {
  const reports = mkdtempSync(join(runDir, suite))
  const version = await gatewayVersion()
  console.log(`\n══ ${generationOf(version)} ${version}, of Debian ${suite}`)
  const cells = new Map<number | string, string>(await scenarioCells(reports))
  cells.set('Contract tests', await contractCell(join(reports, 'contract.json')))
  return { name: generationOf(version), version, cells }
}

const runDir = openRunScope()
const wanted = process.argv.slice(2)
const suites = SUITES.filter((suite) => wanted.length === 0 || wanted.includes(suite))
const ownPath = process.env['PATH'] ?? ''
let hasPassed = suites.length > 0
for (const suite of suites) {
  const commands = await commandsOf(suite)
  process.env['PATH'] = commands === undefined ? ownPath : `${commands}:${ownPath}`
  const column = await columnOf(suite)
  await writeColumns([column]) // at once: what comes later may break
  console.log(`\n${column.name} ${column.version}`)
  for (const [row, cell] of column.cells) console.log(`  ${row}: ${cell}`)
  hasPassed &&= column.cells.size > 20 && [...column.cells.values()].every((cell) => /^\d* ?passed/.test(cell))
}
process.exit(hasPassed ? 0 : 1)
