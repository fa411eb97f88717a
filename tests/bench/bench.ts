// How fast Lockgate is, and what it holds, beside the bare browser and other tools: on one gateway, in one run, turn and turn about.
// npm run bench -- [measurement...] [--rounds 3 --files 1000 ...]; see options.ts.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { startGateway } from '../gateway/gateway'
import { openRunScope } from '../gateway/run-scope'
import { environmentOf, isScaledDown, openBench, sizesOf, versionsOf, type Bench, type Measurement } from './course'
import { drop } from './drop'
import { large } from './large'
import { largeMemory } from './large-memory'
import { manyKeys } from './many-keys'
import { md5 } from './md5'
import { parseOptions, RESULTS_DIR, type MeasurementName } from './options'
import { drawPicture } from './picture'
import { lineOf } from './race'
import type { Result } from './result'
import { distant, small } from './small'
import { formatResult } from './table'

/** For the README; other results have a picture beside them. */
const PICTURE = '.github/bench.svg'

const all: Readonly<Record<MeasurementName, Measurement>> = {
  large,
  memory: largeMemory,
  small,
  distant,
  drop,
  keys: manyKeys,
  md5
}

async function measure(
  name: MeasurementName,
  bench: Bench,
  versions: Result['environment']['versions']
): Promise<Result> {
  const { options } = bench
  const { title, sizes: looksAt, notes = [], rounds = options.rounds, run } = all[name]
  const sizes = sizesOf(options, looksAt)
  const [startedAt, startMs, loadBefore] = [new Date().toISOString(), performance.now(), loadavg()]
  const { scores, bars } = await run(bench)
  const { disciplines } = scores
  return {
    ...{ measurement: name, title, startedAt, seconds: Math.round((performance.now() - startMs) / 1000) },
    ...{ seed: options.seed, rounds, sizes, isScaledDown: isScaledDown(sizes) },
    environment: environmentOf(versions, loadBefore),
    ...{ disciplines, bars: bars(disciplines), notes }
  }
}

/** Of all that is stored, whenever it was measured. */
function readResults(dir: string): Result[] {
  const files = readdirSync(dir).filter((file) => file.endsWith('.json'))
  return files.map((file) => JSON.parse(readFileSync(join(dir, file), 'utf8')) as Result)
}

const options = parseOptions(process.argv.slice(2))
mkdirSync(options.resultsDir, { recursive: true })
const failed: string[] = []
if (options.measurements.length > 0) {
  const workDir = openRunScope()
  const gateway = await startGateway({ store: 'bluestore' })
  try {
    const bench = openBench(gateway, options, workDir)
    const versions = await versionsOf(gateway.info.version)
    for (const name of options.measurements) {
      console.log(`\n${all[name].title}`)
      try {
        const result = await measure(name, bench, versions)
        writeFileSync(join(options.resultsDir, `${name}.json`), `${JSON.stringify(result, undefined, 2)}\n`)
        console.log(`\n${formatResult(result)}`)
      } catch (error) {
        failed.push(`${name}: ${lineOf(error)}`)
        console.log(failed.at(-1))
      }
    }
  } finally {
    await gateway.stop()
  }
}
const picture = options.resultsDir === RESULTS_DIR ? PICTURE : join(options.resultsDir, 'bench.svg')
writeFileSync(picture, drawPicture(readResults(options.resultsDir)))
console.log(failed.length === 0 ? `\n${picture}` : `\nNot measured:\n${failed.join('\n')}`)
process.exit(failed.length === 0 ? 0 : 1)
