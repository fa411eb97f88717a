// `npm run faults:copies`: seeded rounds of copies and moves in which something goes wrong or another client writes, judged by all that
// the gateway has afterwards. The last line counts.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { startGateway } from '../../gateway/gateway'
import { openRunScope } from '../../gateway/run-scope'
import { playCopyRound, type CopyResult } from './play'
import { formatCopyLines, formatCopyRound, sumCopies } from './report'
import { openPageRig } from './page'
import { planCopyRound, planPageRound } from './round'
import { keyOf } from './stage'
import { Store } from './store'

const RESULTS = fileURLToPath(new URL('results.json', import.meta.url))

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '120' },
    round: { type: 'string' },
    /** Rounds in the browser, beside the others. */
    pages: { type: 'string', default: '20' },
    save: { type: 'boolean', default: false }
  }
})
const seed = Number(values.seed)
const chosen = values.round?.split(',').map(Number)
const rounds = Array.from({ length: Number(values.rounds) }, (_, index) => index)
  .filter((index) => chosen === undefined || chosen.includes(index))
  .map((index) => planCopyRound(seed, index))
const pageRounds = Array.from({ length: Number(values.pages) }, (_, index) => planPageRound(seed, 1000 + index)).filter(
  ({ index }) => chosen === undefined || chosen.includes(index)
)
if (rounds.length + pageRounds.length === 0) throw new Error('No such round')
console.log(`Seed ${seed}, ${rounds.length} rounds, and ${pageRounds.length} in the browser`)

const workDir = openRunScope()
const startMs = Date.now()
const { info } = await startGateway()
const keys = { own: keyOf('own'), wished: keyOf('wished') }
const rig = { info, keys, store: new Store(info, [keys.own, keys.wished]) }
const results: CopyResult[] = []
if (pageRounds.length > 0) {
  const dist = fileURLToPath(new URL('../../../dist', import.meta.url))
  const pages = await openPageRig(rig, dist, workDir)
  for (const round of pageRounds) note(await pages.play(round))
  await pages.close()
}
for (const round of rounds) note(await playCopyRound(round, rig))

const lines = sumCopies(results)
const broken = results.filter(({ wrong }) => wrong.length > 0)
console.log(`\n${formatCopyLines(lines)}\n`)
for (const { round } of broken) console.log(`npm run faults:copies -- --seed ${seed} --round ${round.index}`)
console.log(`In ${((Date.now() - startMs) / 60_000).toFixed(1)} minutes`)
console.log(`${results.length - broken.length} rounds as they must be, ${broken.length} not`)
process.exit(broken.length === 0 ? 0 : 1)

function note(result: CopyResult): void {
  results.push(result)
  console.log(formatCopyRound(result))
  if (values.save) save()
}

/** So that a run that is ended early has its results too. */
function save(): void {
  const seconds = Math.round((Date.now() - startMs) / 1000)
  const of = {
    seed,
    planned: rounds.length + pageRounds.length,
    played: results.length,
    seconds,
    gateway: info.version
  }
  writeFileSync(RESULTS, `${JSON.stringify({ ...of, lines: sumCopies(results) }, null, 2)}\n`)
}
