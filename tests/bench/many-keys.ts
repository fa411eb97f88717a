// One prefix of very many keys, and a bucket to be emptied: the page beside curl, page after page, and aws-cli, turn and turn about.
import type { CDPSession, Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { serveDist } from '../gateway/static-server'
import { runToolOrFail } from '../gateway/tool'
import { awsEnvironment } from './aws-cli'
import { openBrowser } from './browser'
import type { Course } from './contestant'
import type { Store } from './store'
import { align, formatSpread, medianOf } from './table'

const TIMEOUT_MS = 600_000
const PAGE_SIZE = 1000

interface Listed {
  readonly firstRowsMs: number
  readonly restSeconds: number
  readonly heapBytesPerRow: number
  /** Between frames while the whole is scrolled through. */
  readonly frameMs: readonly number[]
  readonly curlSeconds: number
}

/** @returns the lines that tell what was measured */
export async function runManyKeys(
  course: Course,
  store: Store,
  { keys, emptied, rounds, distDir }: { keys: number; emptied: number; rounds: number; distDir: string },
  tell: (line: string) => void
): Promise<string> {
  tell(`Writing ${keys} keys`)
  await store.createBucket('many')
  await store.putSmall('many', keys)
  const listed: Listed[] = []
  const cleared: { readonly page: number; readonly aws: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const curlFirst = round % 2 === 0
    const before = curlFirst ? await listByCurl(store, 'many') : undefined
    const seen = await withPage(course, distDir, (page) => listInPage(page, 'many', keys))
    listed.push({ ...seen, curlSeconds: before ?? (await listByCurl(store, 'many')) })
    tell(`list ${keys}: ${seen.restSeconds.toFixed(1)} s, curl ${listed.at(-1)?.curlSeconds.toFixed(1)} s`)
  }
  for (let round = 0; round < rounds; round++) {
    const [one, other] = [`gone-a${round}`, `gone-b${round}`]
    for (const bucket of [one, other]) {
      await store.createBucket(bucket)
      await store.putSmall(bucket, emptied)
    }
    const inPage = () => withPage(course, distDir, (page) => emptyInPage(page, one))
    const first = round % 2 === 0 ? await inPage() : undefined
    const aws = await emptyByAws(course, other)
    cleared.push({ page: first ?? (await inPage()), aws })
    tell(`empty ${emptied}: ${cleared.at(-1)?.page.toFixed(1)} s, aws-cli ${aws.toFixed(1)} s`)
  }
  return format(listed, cleared, keys, emptied)
}

async function withPage<T>(course: Course, distDir: string, work: (page: Page) => Promise<T>): Promise<T> {
  const { endpoint, accessKey, secretKey } = course
  const demoProfile = { name: 'bench', endpoint, accessKey, secretKey, region: 'us-east-1' }
  const server = await serveDist({ dir: distDir, extra: new Map([['site.json', JSON.stringify({ demoProfile })]]) })
  const browser = await openBrowser(course.workDir)
  try {
    browser.page.setDefaultTimeout(TIMEOUT_MS)
    await browser.page.goto(server.url)
    await browser.page.getByRole('heading', { name: 'Buckets', exact: true }).waitFor()
    await browser.page.waitForLoadState('networkidle') // what the first view does not show has come
    return await work(browser.page)
  } finally {
    await browser.close()
    await server.close()
  }
}

async function listInPage(page: Page, bucket: string, keys: number): Promise<Omit<Listed, 'curlSeconds'>> {
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

async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}

/** One process a page, as a script would. */
async function listByCurl(store: Store, bucket: string): Promise<number> {
  const startMs = performance.now()
  for (let token: string | undefined = ''; token !== undefined;) {
    const url = await store.signListPage(bucket, token === '' ? undefined : token)
    const { stdout } = await runToolOrFail('curl', ['-sSf', url])
    token = /<NextContinuationToken>([^<]*)/.exec(stdout.toString())?.[1]
  }
  return (performance.now() - startMs) / 1000
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

async function emptyByAws(course: Course, bucket: string): Promise<number> {
  const args = ['s3', 'rm', '--recursive', '--quiet', '--endpoint-url', course.endpoint, `s3://${bucket}`]
  const startMs = performance.now()
  await runToolOrFail('aws', args, { env: awsEnvironment(course), timeoutMs: TIMEOUT_MS })
  return (performance.now() - startMs) / 1000
}

function format(
  listed: readonly Listed[],
  cleared: readonly { readonly page: number; readonly aws: number }[],
  keys: number,
  emptied: number
): string {
  const frames = listed.flatMap(({ frameMs }) => frameMs).toSorted((one, other) => one - other)
  const quantile = (share: number): string => (frames[Math.floor(frames.length * share)] ?? NaN).toFixed(1)
  const [rest, curl] = [listed.map(({ restSeconds }) => restSeconds), listed.map(({ curlSeconds }) => curlSeconds)]
  const [page, aws] = [cleared.map((one) => one.page), cleared.map((one) => one.aws)]
  const ratio = (others: readonly number[], own: readonly number[]): string =>
    (medianOf(others) / medianOf(own)).toFixed(2)
  return align([
    ['', 'Lockgate', 'beside', 'ratio'],
    [`${keys} keys, all`, `${formatSpread(rest, 1)} s`, `curl ${formatSpread(curl, 1)} s`, ratio(curl, rest)],
    [`${emptied} keys, emptied`, `${formatSpread(page, 1)} s`, `aws s3 rm ${formatSpread(aws, 1)} s`, ratio(aws, page)],
    [
      'first rows',
      `${formatSpread(
        listed.map(({ firstRowsMs }) => firstRowsMs),
        0
      )} ms`
    ],
    [
      'heap a row',
      `${formatSpread(
        listed.map(({ heapBytesPerRow }) => heapBytesPerRow),
        0
      )} bytes`
    ],
    ['between frames, scrolling', `${quantile(0.5)} ms, 95th percentile ${quantile(0.95)} ms`]
  ])
}
