// Very many small files up and down: with the gateway on this machine, and with one that is far away.
import { mkdirSync, rmSync } from 'node:fs'
import type { FolderPlace } from './contestant'
import { openersOf, type Bench, type Measurement } from './course'
import { startDelayProxy } from './delay-proxy'
import { Race } from './race'
import { writeRandomFolder } from './random-file'
import { atLeast, atMost, Scores, standingOf, type Bar, type Discipline } from './result'

const UP = 'up'
const DOWN = 'down'
const NOTES = [
  'Up: from the click on “Upload” to the last file verified; the folder was chosen before. Tools read the folder by themselves.',
  'curl and the bare browser send requests that were signed before, and compare nothing.'
]

export const small: Measurement = {
  title: 'Many small files',
  sizes: ['files', 'fileBytes'],
  notes: [...NOTES, 'Longest task: of the page’s thread while the files go up; 0 is less than 50.'],
  async run(bench) {
    const scores = await race(bench, 'small')
    return {
      scores,
      bars: (disciplines) => [
        ...barsOf(disciplines),
        atLeast('up, beside aws-cli', 1, standingOf(disciplines, UP, 'aws-cli')?.ratio),
        atLeast('down, beside aws-cli', 1, standingOf(disciplines, DOWN, 'aws-cli')?.ratio),
        atMost('longest task in ms', 100, standingOf(disciplines, `${UP}, longest task`, 'Lockgate')?.most)
      ]
    }
  }
}

export const distant: Measurement = {
  title: 'Small files, far away',
  sizes: ['distantFiles', 'fileBytes', 'delayMs'],
  notes: [
    ...NOTES,
    'A proxy delays every byte by half the round trip, and the opening of a connection by a whole one.'
  ],
  async run(bench) {
    const { course, options } = bench
    const proxy = await startDelayProxy(course.endpoint, options.delayMs)
    const far = { ...course, endpoint: proxy.url, files: options.distantFiles }
    try {
      const scores = await race({ ...bench, course: far, store: bench.store.at(proxy.url) }, 'distant')
      return {
        scores,
        bars: (disciplines) => [
          ...barsOf(disciplines),
          atLeast('up, ahead of aws-cli', 1, standingOf(disciplines, UP, 'aws-cli')?.ratio),
          atLeast('down, ahead of aws-cli', 1, standingOf(disciplines, DOWN, 'aws-cli')?.ratio)
        ]
      }
    } finally {
      await proxy.close()
    }
  }
}

function barsOf(disciplines: readonly Discipline[]): readonly Bar[] {
  return [UP, DOWN].map((name) =>
    atLeast(`${name}, beside the bare browser`, 0.9, standingOf(disciplines, name, 'bare browser')?.ratio)
  )
}

async function race(bench: Bench, bucket: string): Promise<Scores> {
  const { course, store, options, tell } = bench
  mkdirSync(course.folder)
  const paths = writeRandomFolder(course.folder, course.files, course.fileBytes, options.seed)
  const openers = openersOf(bench, paths)
  const scores = new Scores(openers.map(({ name }) => name))
  await store.createBucket(bucket)
  const turns = new Race(openers, scores, tell)
  // Lockgate sends the folder itself, by its name.
  const placeOf = (name: string): FolderPlace => ({ bucket, prefix: `${name.replace(' ', '-')}/folder/` })
  await turns.run(options.rounds, async () => {
    const sender = await turns.turns(UP, async (one) => {
      const place = placeOf(one.name)
      const isByItself = one.name === 'Lockgate'
      const measured = await one.uploadFolder(isByItself ? { ...place, prefix: 'Lockgate/' } : place)
      await store.assertFolder(place, course.files, course.fileBytes)
      return measured
    })
    if (sender !== undefined) await turns.turns(DOWN, (one) => one.downloadFolder(placeOf(sender)))
    await store.empty(bucket)
  })
  rmSync(course.folder, { recursive: true })
  return scores
}
