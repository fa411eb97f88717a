// One prefix of very many keys, and a bucket to be emptied: the page beside the tools, turn and turn about.
import type { Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { runToolOrFail } from '../gateway/tool'
import { awsEnvironment } from './aws-cli'
import type { Course } from './contestant'
import type { Bench, Measurement } from './course'
import { lineOf, round } from './race'
import { writeRcloneConfig } from './rclone'
import { atLeast, atMost, Scores, standingOf, type Unit } from './result'
import type { Store } from './store'
import { bareEnvironment } from './tool-contestant'
import { heapOf, withPage } from './with-page'

const TIMEOUT_MS = 900_000
const PAGE_SIZE = 1000
const BUCKET = 'many'
const LISTED = 'listed whole'
const EMPTIED = 'emptied'
const FIRST_ROWS = 'first rows'
const HEAP = 'heap of 100,000 rows'

interface Listed {
  readonly firstRowsMs: number
  readonly restSeconds: number
  readonly heapBytesPerRow: number
  /** Between frames while the whole is scrolled through. */
  readonly frameMs: readonly number[]
}

export const manyKeys: Measurement = {
  title: 'Very many keys',
  sizes: ['keys', 'emptied'],
  notes: [
    'Lockgate: from the click on “Load the rest”, the first 1,000 rows are there. curl asks for page after page, a process for each.'
  ],
  async run(bench) {
    const { store, options, tell } = bench
    const scores = new Scores(['Lockgate', 'curl', 'aws-cli', 'rclone', 's3cmd'])
    tell(`Writing ${options.keys} keys`)
    await store.createBucket(BUCKET)
    await store.putSmall(BUCKET, options.keys)
    for (let turn = 0; turn < options.rounds; turn++) {
      await inTurn(bench, scores, turn, LISTED, listers(bench, scores))
      const made = ['Lockgate', 'aws-cli'].map((name) => [name, `gone-${name.toLowerCase()}-${turn}`] as const)
      for (const [, bucket] of made) {
        await store.createBucket(bucket)
        await store.putSmall(bucket, options.emptied)
      }
      const bucketOf = (name: string): string => new Map<string, string>(made).get(name) ?? ''
      await inTurn(bench, scores, turn, EMPTIED, {
        Lockgate: () => withPage(bench, TIMEOUT_MS, ({ page }) => emptyInPage(page, bucketOf('Lockgate'))),
        'aws-cli': () => timed(() => aws(bench.course, ['rm', '--recursive', '--quiet', `s3://${bucketOf('aws-cli')}`]))
      })
    }
    return {
      scores,
      bars: (disciplines) => [
        atLeast('listed whole, beside curl', 0.9, standingOf(disciplines, LISTED, 'curl')?.ratio),
        atLeast('emptied, beside aws-cli', 1, standingOf(disciplines, EMPTIED, 'aws-cli')?.ratio),
        atMost('first rows in ms', 200, standingOf(disciplines, FIRST_ROWS, 'Lockgate')?.median),
        atMost('heap of 100,000 rows in MB', 13, standingOf(disciplines, HEAP, 'Lockgate')?.median)
      ]
    }
  }
}

type Ways = Readonly<Record<string, () => Promise<number>>>

/** Each way once, in another order than in the round before; what fails is noted. */
async function inTurn({ tell }: Bench, scores: Scores, turn: number, what: string, ways: Ways): Promise<void> {
  const names = Object.keys(ways)
  for (let index = 0; index < names.length; index++) {
    const name = names[(turn + index) % names.length] ?? ''
    try {
      const seconds = await (ways[name]?.() ?? Promise.reject(new Error('No way')))
      scores.add(what, 's', name, round(seconds, 3))
      tell(`${what.padEnd(24)} ${name.padEnd(14)} ${seconds.toFixed(1)} s`)
    } catch (error) {
      scores.fail(what, 's', name, lineOf(error))
      tell(`${what.padEnd(24)} ${name.padEnd(14)} ${lineOf(error)}`)
    }
  }
}

function listers(bench: Bench, scores: Scores): Ways {
  const { course, store, options } = bench
  const config = writeRcloneConfig(course)
  const s3cmdArgs = [
    ...[`--access_key=${course.accessKey}`, `--secret_key=${course.secretKey}`, '--no-ssl', '-q'],
    ...[`--host=${new URL(course.endpoint).host}`, `--host-bucket=${new URL(course.endpoint).host}`]
  ]
  const tool = (command: string, args: readonly string[]) => () =>
    timed(() => runToolOrFail(command, args, { env: bareEnvironment(course), timeoutMs: TIMEOUT_MS }))
  return {
    async Lockgate() {
      const seen = await withPage(bench, TIMEOUT_MS, ({ page }) => listInPage(page, BUCKET, options.keys))
      const note = (what: string, unit: Unit, value: number): void =>
        scores.add(what, unit, 'Lockgate', round(value, 4))
      note(FIRST_ROWS, 'ms', seen.firstRowsMs)
      note(HEAP, 'MB', seen.heapBytesPerRow / 10)
      const frames = seen.frameMs.toSorted((one, other) => one - other)
      note('between frames, scrolling', 'ms', frames[Math.floor(frames.length * 0.95)] ?? NaN)
      return seen.restSeconds
    },
    curl: () => timed(() => listByCurl(store, BUCKET)),
    'aws-cli': () => timed(() => aws(course, ['ls', '--recursive', `s3://${BUCKET}`])),
    rclone: tool('rclone', ['--config', config, 'lsf', `gate:${BUCKET}`]),
    s3cmd: tool('s3cmd', [...s3cmdArgs, 'ls', `s3://${BUCKET}`])
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return (performance.now() - startMs) / 1000
}

function aws(course: Course, args: readonly string[]): Promise<unknown> {
  const all = ['s3', ...args, '--endpoint-url', course.endpoint]
  return runToolOrFail('aws', all, { env: awsEnvironment(course), timeoutMs: TIMEOUT_MS })
}

async function listInPage(page: Page, bucket: string, keys: number): Promise<Listed> {
  const firstRowsMs = await page.evaluate(async (name) => {
    const startMs = performance.now()
    location.hash = `#/b/${name}/`
    while (document.querySelectorAll('[role=grid] [role=row]').length < 10)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.now() - startMs
  }, bucket)
  const cdp = await page.context().newCDPSession(page)
  const heapBefore = await heapOf(cdp)
  const rowsBefore = Math.min(keys, PAGE_SIZE)
  const startMs = performance.now()
  if (keys > PAGE_SIZE) await page.getByRole('button', { name: 'Load the rest' }).click()
  const all = `${keys.toLocaleString('en-US')} objects`
  await page.getByRole('contentinfo').or(page.locator('footer')).getByText(all).waitFor()
  await page.getByLabel('Loading the rest').waitFor({ state: 'detached' })
  const restSeconds = (performance.now() - startMs) / 1000
  const heapBytesPerRow = ((await heapOf(cdp)) - heapBefore) / Math.max(1, keys - rowsBefore)
  const frameMs = await page.evaluate(async () => {
    const grid = document.querySelector<HTMLElement>('[role=grid]')
    if (grid === null) return []
    const times: number[] = []
    let before = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    for (let frame = 0; frame < 300; frame++) {
      grid.scrollTop += 90 // as fast as a hand turns a wheel
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      times.push(now - before)
      before = now
    }
    return times
  })
  return { firstRowsMs, restSeconds, heapBytesPerRow, frameMs }
}

/** One process a page, as a script would. */
async function listByCurl(store: Store, bucket: string): Promise<void> {
  for (let token: string | undefined = ''; token !== undefined;) {
    const url = await store.signListPage(bucket, token === '' ? undefined : token)
    const { stdout } = await runToolOrFail('curl', ['-sSf', url])
    token = /<NextContinuationToken>([^<]*)/.exec(stdout.toString())?.[1]
  }
}

async function emptyInPage(page: Page, bucket: string): Promise<number> {
  await page.evaluate((name) => (location.hash = `#/bucket/${name}`), bucket)
  await page.getByRole('button', { name: en.buckets.deletion.openEmpty }).click()
  await page.getByLabel(/^Type the bucket’s name/).fill(bucket)
  const startMs = performance.now()
  await page.getByRole('dialog').getByRole('button', { name: en.buckets.deletion.empty, exact: true }).click()
  await page.getByText(en.buckets.deletion.isEmptyNow).waitFor()
  return (performance.now() - startMs) / 1000
}
