// Rounds in the browser: the built page is driven as a user drives it, and killed at a request. The next page tells what is left.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { fingerprintOf } from '../../../src/domain/sse-key'
import { en } from '../../../src/messages/en'
import { writeRandomFile } from '../../bench/random-file'
import { startFaultProxy } from '../../e2e/fault-proxy'
import { serveDist } from '../../gateway/static-server'
import { Driver } from '../driver'
import { launchBrowser } from '../session'
import { isTemporary, judgeCopies } from './judge'
import { rehearse, secondsSince, untilSettled, type CopyResult, type CopyRig } from './play'
import type { CopyRound } from './round'
import { setStage, SOURCE_FOLDER, TARGET_FOLDER, type RoundKeys, type Stage } from './stage'
import { COMMITS, CopyWire, type FaultPoint } from './wire'

const UI_TIMEOUT_MS = 120_000
const RECOVERY_TIMEOUT_MS = 30_000
const POLL_MS = 200

export interface PageRig {
  play(round: CopyRound): Promise<CopyResult>
  close(): Promise<void>
}

/** @param dist the built page */
export async function openPageRig(rig: CopyRig, dist: string, workDir: string): Promise<PageRig> {
  const { info, keys, store } = rig
  let wire: CopyWire | undefined
  /** No request of the page that is about to be killed arrives. */
  let isDying = false
  const proxy = await startFaultProxy(info.http, {
    hold: (exchange) => (isDying ? new Promise(() => undefined) : wire?.hold(exchange)),
    fault: (exchange) => wire?.faultOf(exchange)
  })
  const { accessKey, secretKey } = info.alice
  const demoProfile = { name: 'faults', endpoint: proxy.url, accessKey, secretKey, region: 'us-east-1' }
  const served = await serveDist({ dir: dist, extra: new Map([['site.json', JSON.stringify({ demoProfile })]]) })
  const context = await launchBrowser(join(workDir, 'copies-profile'))
  let page = await context.newPage()
  await page.goto(served.url)
  await importKeys(page)

  return {
    async play(round) {
      const startMs = Date.now()
      const wrong: string[] = []
      const rehearsal = await rehearse(round, rig).catch((error: unknown) => ({
        ...{ point: undefined, wrong: [`not rehearsed: ${String((error as Error).stack ?? error)}`] }
      }))
      const { point } = rehearsal
      wrong.push(...rehearsal.wrong)
      const stage = await setStage(round, store, keys, `page-${randomBytes(5).toString('hex')}`)
      let onKilled: () => void = () => undefined
      const killed = new Promise<void>((resolve) => (onKilled = resolve))
      const kill = (): void => {
        isDying = true
        onKilled()
      }
      const own = new CopyWire(round, point, { kill, stop: () => undefined, interfere: () => Promise.resolve() })
      let temporary = 0
      let unfinished = 0
      try {
        await start(page, served.url, { stage, keys }, () => {
          wire = own
          own.arm()
        })
        await within(killed, 'the fault did not hit')
        const former = page
        page = await context.newPage()
        await former.close({ runBeforeUnload: false })
        wire = undefined
        isDying = false
        await untilSettled(stage, store)
        const left = await store.snapshot(stage.buckets)
        const names = left.versions.map(({ key }) => key).filter(isTemporary)
        temporary = names.length
        unfinished = left.unfinished.length
        const about = { stage, claims: new Map(), told: [], interventions: [], isKilled: true, hits: 1, isAgain: false }
        wrong.push(...judgeCopies({ ...about, after: left }).wrong)
        await page.goto(served.url)
        const cleared = await clearUp(page, names, mayHaveReplaced(round, point))
        wrong.push(...cleared.wrong)
        await answerQuestions(page, async () => {
          const after = await store.snapshot(stage.buckets)
          return judgeCopies({ ...about, after, recovered: [] }).wrong.length === 0
        })
        const after = await store.snapshot(stage.buckets)
        wrong.push(...judgeCopies({ ...about, after, recovered: [] }).wrong.map((one) => `on the next start: ${one}`))
        for (const { key } of after.versions)
          if (isTemporary(key) && !cleared.needed.includes(key)) wrong.push(`${key} is still there`)
      } catch (error) {
        wrong.push(`not played: ${String((error as Error).stack ?? error)}`)
        page = await restart(context, page)
      } finally {
        wire = undefined
        isDying = false
      }
      for (const bucket of stage.buckets) await store.remove(bucket)
      const counts = { hits: own.hits, done: 0, failed: 0, unfinished, temporary, inWindow: 0 }
      return { round, by: 'page', point, ...counts, seconds: secondsSince(startMs), wrong }
    },
    async close() {
      await context.close()
      await proxy.close()
    }
  }

  /** That of encrypted sources is used once, and may be sent to this gateway from then on. */
  async function importKeys(first: Page): Promise<void> {
    const bucket = `page-${randomBytes(5).toString('hex')}`
    await store.createBucket(bucket)
    const file = join(workDir, 'first.bin')
    await writeRandomFile(file, 1)
    const driver = new Driver(first, served.url, bucket)
    await driver.prepare(keyFile('own'), file)
    await driver.importKey(keyFile('wished'))
    await store.remove(bucket)
  }

  function keyFile(name: keyof RoundKeys): string {
    const path = join(workDir, `${name}.key`)
    writeFileSync(path, keys[name].bytes, { mode: 0o600 })
    return path
  }
}

/** Fills in the dialog and submits it; `armed` is called right before. */
async function start(
  page: Page,
  url: string,
  { stage, keys }: { readonly stage: Stage; readonly keys: RoundKeys },
  armed: () => void
): Promise<void> {
  const { round, bucket, targetBucket, actors } = stage
  const { isMove, place, wish } = round.operation
  page.setDefaultTimeout(UI_TIMEOUT_MS)
  await page.goto(`${url}#/b/${bucket}/${SOURCE_FOLDER}`)
  for (const { sourceKey } of actors) await rowOf(page, sourceKey.slice(SOURCE_FOLDER.length)).locator('.pick').click()
  await page.getByRole('main').getByRole('button', { name: en.copies.open, exact: true }).click()
  const dialog = page.getByRole('dialog')
  if (isMove) await dialog.getByText(en.copies.kind.move, { exact: true }).click()
  await dialog.getByLabel(en.copies.bucket).fill(targetBucket)
  await dialog.getByLabel(en.copies.folder).fill(place === 'in-place' ? SOURCE_FOLDER : TARGET_FOLDER)
  if (wish === 'key') {
    await dialog.getByText(en.uploads.encryption.withYourKey).click()
    const select = dialog.getByLabel(en.uploads.encryption.key, { exact: true })
    const option = select.locator('option', { hasText: fingerprintOf(keys.wished) })
    await select.selectOption(await option.getAttribute('value'))
  }
  const firstUse = dialog.getByLabel(/^Send this key to /)
  if (wish === 'key' && (await firstUse.isVisible())) await firstUse.check()
  armed()
  await dialog.getByRole('button', { name: en.copies.submit[isMove ? 'move' : 'copy'](actors.length) }).click()
}

/** The page can't tell whether the request at which it was killed has replaced an object, and keeps the copy for an hour. */
function mayHaveReplaced({ operation }: CopyRound, point: FaultPoint | undefined): boolean {
  return operation.place === 'in-place' && point !== undefined && COMMITS.includes(point.kind)
}

/** Deletes each copy that the page tells, as long as it offers that. @returns what was not told, and what it says is needed. */
async function clearUp(page: Page, names: readonly string[], mayBeNeeded: boolean) {
  page.setDefaultTimeout(UI_TIMEOUT_MS)
  await page.getByRole('heading', { name: en.common.buckets, exact: true }).waitFor()
  const bar = page.getByRole('region', { name: en.copies.pending.title })
  const told = new Set<string>()
  const needed: string[] = []
  const wrong: string[] = []
  for (let n = 0; n < names.length; n++) {
    const text = await bar.innerText()
    const name = names.find((one) => text.includes(one))
    if (name === undefined) return { needed, wrong: [`not told: ${text}`] }
    told.add(name)
    const isNeeded = !(await bar.getByRole('button', { name: en.copies.pending.remove }).isVisible())
    if (isNeeded) needed.push(name)
    if (isNeeded && !(mayBeNeeded && text.includes(en.copies.pending.state.unverified))) wrong.push(text)
    await bar.getByRole('button', { name: en.copies.pending[isNeeded ? 'keep' : 'remove'] }).click()
    await bar.filter({ hasText: name }).waitFor({ state: 'detached' })
  }
  const untold = names.filter((name) => !told.has(name)).map((name) => `${name} is left, and is not told`)
  return { needed, wrong: [...wrong, ...untold] }
}

/** Has ACLs and tags restored that the page asks about, until all is as it must be. */
async function answerQuestions(page: Page, isAsItMustBe: () => Promise<boolean>): Promise<void> {
  const answer = page.getByRole('region', { name: en.sharing.pending.title }).getByRole('button').first()
  for (const endMs = Date.now() + RECOVERY_TIMEOUT_MS; Date.now() < endMs && !(await isAsItMustBe());) {
    if (await answer.isVisible()) await answer.click()
    await page.waitForTimeout(POLL_MS)
  }
}

async function restart(context: BrowserContext, page: Page): Promise<Page> {
  const next = await context.newPage()
  await page.close({ runBeforeUnload: false }).catch(() => undefined)
  return next
}

function rowOf(page: Page, name: string): Locator {
  return page
    .getByRole('grid', { name: en.objects.label })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
}

async function within(work: Promise<void>, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(what)), UI_TIMEOUT_MS)))
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
