// Turn and turn about: every round has all disciplines, and in each the contestants follow one another in another order.
import { setTimeout as sleep } from 'node:timers/promises'
import { runToolOrFail } from '../gateway/tool'
import type { Contestant, Measured, Place } from './contestant'
import type { Store } from './store'
import type { Discipline } from './table'

const BUCKET = 'bench'
const SETTLE_MS = 10_000
const FILE_NAME = 'random.bin'

/**
 * Each round has new browsers, so that none inherits another's memory. All fetch what the first contestant sent.
 * @param tell is given one line for each measurement
 */
export async function runRounds(
  store: Store,
  rounds: number,
  open: () => Promise<readonly Contestant[]>,
  tell: (line: string) => void
): Promise<{ readonly disciplines: readonly Discipline[]; readonly names: readonly string[] }> {
  const found = new Map<string, Map<string, Measured[]>>()
  let names: readonly string[] = []

  async function measure(discipline: string, contestant: Contestant, work: () => Promise<Measured>): Promise<void> {
    await runToolOrFail('sync', []) // nobody pays for what another one wrote
    const measured = await work()
    const results = found.get(discipline) ?? new Map<string, Measured[]>()
    found.set(discipline, results.set(contestant.name, [...(results.get(contestant.name) ?? []), measured]))
    const saved = measured.onDiskSeconds === undefined ? '' : `, saved ${measured.onDiskSeconds.toFixed(1)} s`
    tell(`${discipline.padEnd(12)} ${contestant.name.padEnd(12)} ${measured.seconds.toFixed(1)} s${saved}`)
  }

  await store.createBucket(BUCKET)
  for (let round = 0; round < rounds; round++) {
    tell(`Round ${round + 1} of ${rounds}`)
    const contestants = await open()
    try {
      names = contestants.map(({ name }) => name)
      await sleep(SETTLE_MS)
      for (const contestant of contestants) contestant.settle()
      const turns = [
        ...contestants.slice(round % contestants.length),
        ...contestants.slice(0, round % contestants.length)
      ]
      for (const isLocked of [false, true]) {
        const kind = isLocked ? 'SSE-C' : 'plain'
        const placeOf = (name = ''): Place => ({
          bucket: BUCKET,
          key: `${kind}/${name.replace(' ', '-')}/${FILE_NAME}`,
          isLocked
        })
        for (const one of turns) await measure(`up, ${kind}`, one, () => one.upload(placeOf(one.name)))
        for (const one of turns) await measure(`down, ${kind}`, one, () => one.download(placeOf(names[0])))
        await store.empty(BUCKET)
      }
    } finally {
      for (const contestant of contestants) await contestant.close()
    }
  }
  return { disciplines: Array.from(found, ([name, results]) => ({ name, results })), names }
}
