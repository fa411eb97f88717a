// `npm run faults`: seeded rounds of uploads and downloads in which something goes wrong, judged from outside the browser. The last
// line counts.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { startFaultProxy } from '../e2e/fault-proxy'
import { writeRandomFile } from '../bench/random-file'
import { startGateway } from '../gateway/gateway'
import { openRunScope } from '../gateway/run-scope'
import { serveDist } from '../gateway/static-server'
import { lineOf, playBatch, type Table } from './batch'
import { playDisaster } from './disaster'
import { startOracle } from './oracle'
import { startOtherHost } from './other-host'
import type { RoundResult } from './referee'
import { formatLines, formatRound, sumByKind } from './report'
import { planRounds, type Round } from './round'
import { DISASTERS, isDisaster } from './scenarios'
import { Session } from './session'
import type { Wire } from './wire'

const DEFAULT_ROUNDS = 200
/** As many rows as the list of transfers shows. */
const SIDE_BY_SIDE = 6
/** Each holds one of the browser's six connections for a minute. */
const SLOW_SIDE_BY_SIDE = 3
const RESULTS = fileURLToPath(new URL('results.json', import.meta.url))

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: String(DEFAULT_ROUNDS) },
    only: { type: 'string' },
    round: { type: 'string' },
    save: { type: 'boolean', default: false }
  }
})
const seed = Number(values.seed)
const all = planRounds(seed, Number(values.rounds), values.only)
const rounds =
  values.round === undefined ? all : all.filter(({ index }) => values.round?.split(',').includes(`${index}`))
if (rounds.length === 0) throw new Error('No such round')
console.log(`Seed ${seed}, ${rounds.length} rounds`)

const workDir = openRunScope()
const startMs = Date.now()
const gateway = await startGateway()
const { info } = gateway
const oracle = startOracle(info)
const otherHost = await startOtherHost()
const wires = new Set<Wire>()
let pace: number | undefined
const proxy = await startFaultProxy(info.http, {
  get bytesPerSecond() {
    return pace
  },
  get answerBytesPerSecond() {
    return pace
  },
  fault: (exchange) => [...wires].find((wire) => wire.owns(exchange))?.faultOf(exchange)
})
const { accessKey, secretKey } = info.alice
const demoProfile = { name: 'faults', endpoint: proxy.url, accessKey, secretKey, region: 'us-east-1' }
const dist = fileURLToPath(new URL('../../dist', import.meta.url))
const page = await serveDist({ dir: dist, extra: new Map([['site.json', JSON.stringify({ demoProfile })]]) })
const bucket = 'faults'
await oracle.create(bucket)
const session = new Session(workDir, page.url, bucket)
await session.open()

const keyFile = join(workDir, 'faults.key')
const key = randomBytes(16).toString('hex')
writeFileSync(keyFile, key, { mode: 0o600 })
const first = join(workDir, 'first.bin')
await writeRandomFile(first, 1)
await session.driver.prepare(keyFile, first)

const tableNow = (): Table => ({
  driver: session.driver,
  oracle,
  otherHost,
  bucket,
  sseKey: Buffer.from(key).toString('base64'),
  workDir: join(workDir, 'files'),
  wires
})
const victims = {
  killGateway: () => gateway.killRadosgw(),
  startGateway: () => gateway.startRadosgw(),
  killTab: () => session.killTab().then(() => session.driver),
  killBrowser: () => session.killBrowser().then(() => session.driver),
  setPace: (bytesPerSecond: number | undefined) => void (pace = bytesPerSecond)
}

const results: RoundResult[] = []
for (const batch of toBatches(rounds)) {
  const [{ kind }] = batch
  try {
    const played = isDisaster(kind)
      ? await playDisaster(kind, batch, tableNow(), victims)
      : await playBatch(batch, tableNow())
    results.push(...played)
    for (const result of played) console.log(formatRound(result))
  } catch (error) {
    // The page is where no one knows: the next rounds get another.
    results.push(...batch.map((round) => failedRound(round, error)))
    for (const result of results.slice(-batch.length)) console.log(formatRound(result))
    wires.clear()
    pace = undefined
    await session.killBrowser()
  }
}

const seconds = secondsSoFar()
if (values.save) save()
console.log(`\n${formatLines(sumByKind(results))}\n`)
const broken = results.filter(({ wrong }) => wrong.length > 0)
for (const { round } of broken)
  console.log(`npm run faults -- --seed ${seed} --rounds ${values.rounds} --round ${round.index}`)
console.log(`In ${(seconds / 60).toFixed(1)} minutes`)
console.log(`${results.length - broken.length} rounds as they must be, ${broken.length} not`)
await session.close()
oracle.close()
process.exit(broken.length === 0 ? 0 : 1)

function secondsSoFar(): number {
  return Math.round((Date.now() - startMs) / 1000)
}

function save(): void {
  const of = { seed, planned: rounds.length, played: results.length, seconds: secondsSoFar(), gateway: info.version }
  writeFileSync(RESULTS, `${JSON.stringify({ ...of, lines: sumByKind(results) }, null, 2)}\n`)
}

/** Those side by side that take about as long; a disaster hits one upload and one download. */
function toBatches(planned: readonly Round[]): [Round, ...Round[]][] {
  const groups = new Map<string, Round[]>()
  for (const round of planned) {
    const name = isDisaster(round.kind) ? round.kind : round.isSlow ? 'slow' : round.isLasting ? 'lasting' : 'fast'
    groups.set(name, [...(groups.get(name) ?? []), round])
  }
  const order = ['fast', ...DISASTERS, 'lasting', 'slow']
  return order.flatMap((name) => {
    const group = groups.get(name) ?? []
    const size = name === 'slow' ? SLOW_SIDE_BY_SIDE : name.endsWith('killed') ? 2 : SIDE_BY_SIDE
    return Array.from({ length: Math.ceil(group.length / size) }, (_, n) => group.slice(n * size, (n + 1) * size))
  }) as [Round, ...Round[]][]
}

function failedRound(round: Round, error: unknown): RoundResult {
  const nothing = {
    hits: 0,
    bytesTwice: 0,
    isLost: true,
    isFalselyDone: false,
    keysElsewhere: 0,
    unfinished: 0,
    seconds: 0
  }
  return { round, outcome: 'none', ...nothing, wrong: [`not played: ${lineOf(error)}`] }
}
