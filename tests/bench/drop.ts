// Very many files dropped at once: how soon the page says so, whether it ever stands still, what it holds of each file, and whether the
// last of those that are sent cost more than the first.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Locator, Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import type { Browser } from './browser'
import type { Bench, Measurement } from './course'
import { screenSeen, untilJournalled, untilUnderWay, watchScreen } from './in-page'
import { round } from './race'
import { writeRandomFolder } from './random-file'
import { atLeast, atMost, Scores, standingOf, type Unit } from './result'
import { countIn, Screen, underWay } from './screen'
import type { Store } from './store'
import { heapOf, withPage } from './with-page'
import { WorkerHeaps } from './worker-heaps'

const BUCKET = 'dropped'
const NAME = 'Lockgate'
const FILE_BYTES = 64
const FILES_IN_FOLDER = 100
const TIMEOUT_MS = 900_000
const GONE_MS = 60_000

const TASKS = {
  read: 'longest task, read',
  names: 'longest task, names checked',
  sent: 'longest task, sent',
  canceled: 'longest task, canceled',
  again: 'longest task, dropped again'
}
const HELD = ['heap of each file, ready', 'heap of each file, sending']

export const drop: Measurement = {
  title: 'Very many files dropped at once',
  sizes: ['dropped'],
  rounds: 1,
  notes: [
    'Folders of 100 files of 64 bytes. A tenth is sent, with the list of transfers open; then all is canceled, the folder dropped again, the rest sent, and the page reloaded.',
    'Times are the page’s own: from the event to what is shown. A task belongs to what was going on when it began; 0 is less than 50 ms.',
    'Heap: of the page’s and its workers’ JavaScript after a garbage collection, above what it was before the drop.',
    'Memory: PSS of all processes of the browser, which keeps a record of each file too.'
  ],
  async run(bench) {
    const { course, store, options, tell } = bench
    const scores = new Scores([NAME])
    tell(`Writing ${options.dropped} files`)
    mkdirSync(course.folder)
    writeRandomFolder(course.folder, options.dropped, FILE_BYTES, options.seed, FILES_IN_FOLDER)
    await store.createBucket(BUCKET)
    await withPage(bench, TIMEOUT_MS, (browser) => play(bench, browser, scores))
    await store.empty(BUCKET)
    rmSync(course.folder, { recursive: true })
    return {
      scores,
      bars: (disciplines) => {
        const valueOf = (name: string): number | null | undefined => standingOf(disciplines, name, NAME)?.most
        return [
          atMost('ms until a dialog is there', 500, valueOf('first dialog')),
          ...Object.values(TASKS).map((name) => atMost(`${name}, in ms`, 100, valueOf(name))),
          ...HELD.map((name) => atMost(`${name}, in bytes`, 1000, valueOf(name))),
          atLeast('last tenth, beside the first', 0.9, ratio(valueOf('up, last tenth'), valueOf('up, first tenth'))),
          atMost('seconds until all is canceled', 5, valueOf('all canceled'))
        ]
      }
    }
  }
}

type Note = (what: string, unit: Unit, value: number) => void

interface Rig {
  readonly bench: Bench
  readonly browser: Browser
  readonly page: Page
  readonly cdp: CDPSession
  readonly note: Note
  readonly total: number
  /** A tenth of them. */
  readonly toSend: number
  readonly dialog: Locator
  readonly submit: Locator
  readonly drawer: Locator
}

async function play(bench: Bench, browser: Browser, scores: Scores): Promise<void> {
  const { page } = browser
  const total = bench.options.dropped
  const dialog = page.getByRole('dialog')
  const rig: Rig = {
    ...{ bench, browser, page, total, dialog, toSend: Math.ceil(total / 10) },
    cdp: await page.context().newCDPSession(page),
    note: (what, unit, value) => {
      scores.add(what, unit, NAME, round(value, 3))
      bench.tell(`${what.padEnd(36)} ${round(value, 2)} ${unit}`)
    },
    submit: dialog.getByRole('button', { name: /^Upload [\d,]+ file/ }),
    drawer: page.getByRole('region', { name: en.transfers.title })
  }
  const workers = await WorkerHeaps.of(rig.cdp)
  await show(page, `#/b/${BUCKET}/`)
  await page.evaluate(watchScreen)
  const heapBefore = await heapOf(rig.cdp)
  browser.settle()
  const noteHeld = async (what: string, areWorkersThere: boolean): Promise<void> => {
    const { pssBytes } = await browser.watch(() => Promise.resolve())
    const heap = (await heapOf(rig.cdp)) + (areWorkersThere ? await workers.sum() : 0)
    rig.note(`heap of each file, ${what}`, 'B', (heap - heapBefore) / total)
    rig.note(`memory, ${what}`, 'MB', Math.max(...pssBytes) / 1e6)
  }

  const checkedMs = await readAll(rig)
  await noteHeld('ready', false)
  await sendSome(rig, checkedMs)
  await noteHeld('sending', true)
  const doneCount = await cancelRest(rig)
  await stopReading(rig)
  await checkAgain(rig, doneCount)
  await reloadSending(rig, doneCount)
}

/** @returns when the names were checked, by the page's clock */
async function readAll({ bench, page, cdp, note, total, submit }: Rig): Promise<number> {
  await dropFolder(cdp, bench.course.folder)
  await submit.and(page.locator(':enabled')).waitFor()
  const screen = new Screen(await page.evaluate(screenSeen))
  const dropped = screen.after(0, ({ event }) => event === 'drop')
  const read = screen.after(dropped, ({ button }) => button !== 'none')
  const checked = screen.after(read, ({ button }) => button === 'enabled')
  note('first dialog', 'ms', screen.after(dropped, ({ title }) => title !== '') - dropped)
  note('first count', 'ms', screen.after(dropped, ({ status, title }) => /\d/.test(status + title)) - dropped)
  note('all counted', 's', (read - dropped) / 1000)
  note('counted', 'files/s', total / ((read - dropped) / 1000))
  note('names checked', 's', (checked - read) / 1000)
  note(TASKS.read, 'ms', screen.longestTask(dropped, read))
  note(TASKS.names, 'ms', screen.longestTask(read, checked))
  return checked
}

async function sendSome({ page, note, total, toSend, submit, drawer }: Rig, checkedMs: number): Promise<void> {
  await submit.click()
  await drawer.locator('button[aria-expanded=false]').first().click()
  await page.evaluate(untilUnderWay, total - toSend)
  const screen = new Screen(await page.evaluate(screenSeen))
  if (await drawer.getByText(/\d (transfers? )?failed$/).isVisible()) throw new Error('Transfers failed')
  const sent = screen.after(checkedMs, ({ event }) => event === 'click')
  const allAdded = screen.mostUnderWay(sent)
  const doneAt = (count: number): number => screen.after(allAdded, ({ summary }) => total - underWay(summary) >= count)
  const tenth = Math.ceil(toSend / 10)
  const rate = (from: number, to: number): number => (to - from) / ((doneAt(to) - doneAt(from)) / 1000)
  note('all queued', 's', (allAdded - sent) / 1000)
  note('first file stored', 's', (doneAt(1) - sent) / 1000)
  note('up, first tenth', 'files/s', rate(1, tenth))
  note('up, last tenth', 'files/s', rate(toSend - tenth, toSend))
  note(TASKS.sent, 'ms', screen.longestTask(sent, doneAt(toSend)))
}

/** @returns how many are stored, as the page says and the listing confirms */
async function cancelRest({ bench, page, note, drawer }: Rig): Promise<number> {
  const button = drawer.getByRole('button', { name: en.transfers.cancelAll })
  await button.click()
  await button.waitFor({ state: 'detached' }) // a reload would list none of them as unfinished
  const forgotten = await page.evaluate(() => performance.now())
  const screen = new Screen(await page.evaluate(screenSeen))
  const canceled = screen.last(({ event }) => event === 'click')
  note('all canceled', 's', (screen.after(canceled, ({ summary }) => /done$/.test(summary)) - canceled) / 1000)
  note('all forgotten', 's', (forgotten - canceled) / 1000)
  note(TASKS.canceled, 'ms', screen.longestTask(canceled, forgotten))
  const doneCount = countIn(screen.lastSummary)
  await assertStored(bench.store, bench.course.workDir, doneCount)
  await page.addInitScript(watchScreen)
  await page.evaluate(() => (location.hash = '#/transfers'))
  await page.reload()
  await page.getByRole('heading', { name: en.transfers.none }).waitFor({ timeout: GONE_MS })
  note('longest task, page loaded', 'ms', new Screen(await page.evaluate(screenSeen)).longestTask(0, Infinity))
  return doneCount
}

async function stopReading({ bench, page, cdp, note, dialog }: Rig): Promise<void> {
  await show(page, `#/b/${BUCKET}/`)
  await page.evaluate(watchScreen)
  await dropFolder(cdp, bench.course.folder)
  await dialog.getByRole('status').filter({ hasText: /[1-9]/ }).waitFor()
  await dialog.getByRole('button', { name: en.common.cancel, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  const screen = new Screen(await page.evaluate(screenSeen))
  const stopped = screen.last(({ event }) => event === 'click')
  note('reading canceled', 'ms', screen.after(stopped, ({ title }) => title === '') - stopped)
}

async function checkAgain({ bench, page, cdp, note, dialog, submit }: Rig, takenCount: number): Promise<void> {
  await page.evaluate(watchScreen)
  await dropFolder(cdp, bench.course.folder)
  await submit.and(page.locator(':enabled')).waitFor()
  await dialog.getByText(en.uploads.names.existing(takenCount)).waitFor()
  await dialog.getByText(en.uploads.clash.skip, { exact: true }).click()
  await submit.waitFor()
  const screen = new Screen(await page.evaluate(screenSeen))
  const read = screen.after(0, ({ button }) => button !== 'none')
  const checked = screen.after(read, ({ button }) => button === 'enabled')
  note('names checked again', 's', (checked - read) / 1000)
  note(TASKS.again, 'ms', screen.longestTask(0, Infinity))
}

/** No file may be lost between the listing and the list of what is unfinished. */
async function reloadSending({ bench, page, note, total, submit }: Rig, takenCount: number): Promise<void> {
  await submit.click()
  await page.evaluate(untilUnderWay, total - takenCount - Math.ceil(total / 100))
  await page.evaluate(untilJournalled)
  const sending = new Screen(await page.evaluate(screenSeen))
  const sent = sending.last(({ event }) => event === 'click')
  note('all in the journal', 's', ((await page.evaluate(() => performance.now())) - sent) / 1000)
  await page.reload()
  const line = page.getByText(/^[\d,]+ unfinished uploads?$/).first()
  await line.waitFor()
  const unfinished = countIn(await line.innerText())
  const listed = await page.evaluate(() => performance.now())
  const screen = new Screen(await page.evaluate(screenSeen))
  note('reloaded, all listed', 's', listed / 1000)
  note('longest task, page loaded with the rest listed', 'ms', screen.longestTask(0, listed))
  const stored = (await bench.store.etagsBelow({ bucket: BUCKET, prefix: '' })).size
  if (stored + unfinished < total)
    throw new Error(`${stored} are stored and ${unfinished} listed as unfinished, of ${total}`)
}

function ratio(one: number | null | undefined, other: number | null | undefined): number | undefined {
  return typeof one === 'number' && typeof other === 'number' ? one / other : undefined
}

async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), hash)
  await page.getByRole('button', { name: en.common.upload, exact: true }).first().waitFor()
  await page.waitForLoadState('networkidle')
}

/** As a hand does it. https://chromedevtools.github.io/devtools-protocol/tot/Input/#method-dispatchDragEvent */
async function dropFolder(cdp: CDPSession, folder: string): Promise<void> {
  const data = { items: [], files: [folder], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
}

/** @throws Error unless so many are there, each with the bytes of its file */
async function assertStored(store: Store, dir: string, doneCount: number): Promise<void> {
  const etags = await store.etagsBelow({ bucket: BUCKET, prefix: '' })
  if (etags.size !== doneCount) throw new Error(`${doneCount} are reported as done, and ${etags.size} are there`)
  for (const [key, etag] of etags) {
    const md5 = createHash('md5')
      .update(readFileSync(join(dir, key)))
      .digest('hex')
    if (md5 !== etag) throw new Error(`${key} is not its file`)
  }
}
