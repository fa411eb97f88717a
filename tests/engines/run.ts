// `npm run test:engines`: the manual's scenarios in each engine that Debian has, on one gateway, and the README's table of what came of
// it. Names of engines (`firefox`) as arguments leave the others out, in the table too.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startGateway } from '../gateway/gateway'
import { openRunScope } from '../gateway/run-scope'
import { runToolOrFail } from '../gateway/tool'
import { writeColumns } from '../matrix'
import { cellsOf, type ScenarioReport } from '../playwright-cells'

interface EngineToTest {
  /** Heads the column. */
  readonly name: string
  readonly versionOf: () => Promise<string>
}

async function firstVersion(command: string, args: readonly string[]): Promise<string> {
  const said = (await runToolOrFail(command, args)).stdout.toString()
  return /\d+\.\d+(\.\d+)?/.exec(said)?.[0] ?? 'of an unknown version'
}

/** By the projects' names in `.config/engines.config.ts`. */
const ENGINES: Readonly<Record<string, EngineToTest>> = {
  chromium: { name: 'Chromium', versionOf: () => firstVersion('/usr/bin/chromium', ['--version']) },
  firefox: { name: 'Firefox ESR', versionOf: () => firstVersion('/usr/bin/firefox-esr', ['--version']) },
  webkit: {
    name: 'WebKitGTK',
    versionOf: () => firstVersion('dpkg-query', ['--show', '--showformat=${Version}', 'webkit2gtk-driver'])
  }
}

function runScenarios(engine: string, env: NodeJS.ProcessEnv): Promise<void> {
  console.log(`\n══ ${engine}`)
  const args = ['playwright', 'test', '--config', '.config/engines.config.ts', `--project=${engine}`]
  return new Promise((resolve, reject) => {
    const child = spawn('npx', args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
    child.on('error', reject)
    child.on('close', () => resolve()) // the report says what failed
  })
}

/** @returns how many scenarios did not pass and were not expected to fail. */
async function testEngine(engine: string, info: object, dir: string): Promise<number> {
  const { name, versionOf } = ENGINES[engine] ?? fail(`No such engine: ${engine}`)
  const [infoFile, report] = [join(dir, 'gateway.json'), join(dir, `${engine}.json`)]
  writeFileSync(infoFile, JSON.stringify(info), { mode: 0o600 })
  await runScenarios(engine, {
    LOCKGATE_ENGINE: engine,
    LOCKGATE_GATEWAY: infoFile,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report
  })
  const cells = cellsOf(JSON.parse(readFileSync(report, 'utf8')) as ScenarioReport)
  await writeColumns([{ name, version: await versionOf(), cells }])
  for (const [scenario, cell] of [...cells].toSorted(([a], [b]) => a - b)) console.log(`   ${scenario}: ${cell}`)
  return [...cells.values()].filter((cell) => cell.startsWith('failed')).length
}

function fail(message: string): never {
  throw new Error(message)
}

const wanted = process.argv.slice(2)
const dir = openRunScope()
let failed = 0
for (const engine of wanted.length > 0 ? wanted : Object.keys(ENGINES)) {
  // One for each: what one leaves behind slows the next one down.
  const gateway = await startGateway({ ldap: true })
  try {
    failed += await testEngine(engine, gateway.info, dir)
  } finally {
    await gateway.stop()
  }
}
console.log(failed === 0 ? '\nAll passed' : `\n${failed} failed: the table in README.md says why`)
process.exit(failed === 0 ? 0 : 1)
