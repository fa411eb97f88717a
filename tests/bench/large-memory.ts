// One very large file up and down: what the browser holds while it goes, and whether that grows.
import { rmSync, statfsSync } from 'node:fs'
import type { Bench, Measurement } from './course'
import { openersOf } from './course'
import type { Contestant, Measured } from './contestant'
import { Race, round } from './race'
import { writeRandomFile } from './random-file'
import { atMost, medianOf, Scores, standingOf } from './result'

const BUCKET = 'memory'
const MB = 1_000_000
/** The file, what the gateway stores, what the page receives, and what it saves. */
const COPIES = 4.2

export const largeMemory: Measurement = {
  title: 'Memory with a very large file',
  sizes: ['memoryBytes'],
  rounds: 1,
  notes: [
    'PSS of all processes of the browser, above what they held when idle, at its most.',
    'Growth: the median of the last quarter of the time less that of the second.'
  ],
  async run(bench) {
    const { store, options, tell } = bench
    const course = { ...bench.course, sizeBytes: options.memoryBytes }
    assertRoom(bench)
    await writeRandomFile(course.file, course.sizeBytes, options.seed)
    const openers = openersOf({ ...bench, course }).filter(({ name }) => name === 'Lockgate' || name === 'bare browser')
    const scores = new Scores(openers.map(({ name }) => name))
    await store.createBucket(BUCKET)
    const race = new Race(openers, scores, tell)
    const watched = (action: (one: Contestant) => Promise<Measured>, discipline: string) => async (one: Contestant) => {
      const measured = await action(one)
      const growth = growthOf(measured.pssBytes ?? [])
      if (growth !== null) scores.add(`${discipline}, growth`, 'MB', one.name, round(growth / MB, 1))
      return measured
    }
    await race.run(1, async () => {
      const placeOf = (name: string) => ({
        bucket: BUCKET,
        key: `${name.replace(' ', '-')}/random.bin`,
        isLocked: false
      })
      const [up, down] = ['up, plain', 'down, plain']
      const sender = await race.turns(
        up,
        watched((one) => one.upload(placeOf(one.name)), up)
      )
      if (sender !== undefined)
        await race.turns(
          down,
          watched((one) => one.download(placeOf(sender)), down)
        )
      await store.empty(BUCKET)
    })
    rmSync(course.file)
    return {
      scores,
      bars: (disciplines) =>
        ['up, plain', 'down, plain'].flatMap((name) => {
          const valueOf = (what: string) => standingOf(disciplines, `${name}, ${what}`, 'Lockgate')?.most
          return [
            atMost(`${name}: MB above idle`, 300, valueOf('memory above idle')),
            atMost(`${name}: MB of growth`, 50, valueOf('growth'))
          ]
        })
    }
  }
}

function assertRoom({ course, options }: Bench): void {
  const { bavail, bsize } = statfsSync(course.workDir)
  const [free, needed] = [bavail * bsize, options.memoryBytes * COPIES]
  if (free < needed)
    throw new Error(
      `It takes ${Math.ceil(needed / 1024 ** 3)} GiB of disk, and ${Math.floor(free / 1024 ** 3)} are free`
    )
}

/** Of memory over time: between its second quarter and its last. */
export function growthOf(samples: readonly number[]): number | null {
  const quarter = (n: number): number | null =>
    medianOf(samples.slice((samples.length * (n - 1)) / 4, (samples.length * n) / 4))
  const [early, late] = [quarter(2), quarter(4)]
  return early === null || late === null ? null : late - early
}
