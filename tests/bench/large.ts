// One large file up and down, plain and with an SSE-C key.
import { rmSync } from 'node:fs'
import type { Measurement } from './course'
import { openersOf } from './course'
import type { Place } from './contestant'
import { Race } from './race'
import { writeRandomFile } from './random-file'
import { atLeast, Scores, standingOf } from './result'

const BUCKET = 'large'

export const large: Measurement = {
  title: 'One large file',
  sizes: ['sizeBytes'],
  notes: [
    'Lockgate compares every checksum, and shows that what has a key opens with it alone; no other contestant does either.',
    'Down: what Lockgate sent. “Saved” is when the file is in the folder of downloads, as well as verified.',
    'rclone sends SSE-C keys by TLS only, so with a key it goes that way.'
  ],
  async run(bench) {
    const { course, store, options, tell } = bench
    await writeRandomFile(course.file, course.sizeBytes, options.seed)
    const openers = openersOf(bench)
    const names = openers.map(({ name }) => name)
    const scores = new Scores(names)
    await store.createBucket(BUCKET)
    const race = new Race(openers, scores, tell)
    await race.run(options.rounds, async () => {
      for (const isLocked of [false, true]) {
        const kind = isLocked ? 'SSE-C' : 'plain'
        const placeOf = (name: string): Place => {
          const key = `${kind}/${name.replace(' ', '-')}/random.bin`
          return { bucket: BUCKET, key, isLocked }
        }
        const sender = await race.turns(`up, ${kind}`, (one) => one.upload(placeOf(one.name)))
        if (sender !== undefined) await race.turns(`down, ${kind}`, (one) => one.download(placeOf(sender)))
        await store.empty(BUCKET)
      }
    })
    rmSync(course.file)
    return {
      scores,
      bars: (disciplines) =>
        ['up, plain', 'down, plain', 'up, SSE-C', 'down, SSE-C'].map((name) =>
          atLeast(`${name}, beside the bare browser`, 0.9, standingOf(disciplines, name, 'bare browser')?.ratio)
        )
    }
  }
}
