// Without a network and without the page's server, from a sub-path; and new versions, which wait for the user.
import { randomBytes } from 'node:crypto'
import { cpSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sealBuild } from '../../../.config/offline-copy'
import { serveDist, type StaticServer } from '../../gateway/static-server'
import { findViolations } from './axe'
import { errorTitle } from '../error-words'
import { chooseFiles, expect, importKey, keysIn, makeKey, put, row, send, sha256, test as base } from '../fixture'
import { en } from '../../../src/messages/en'

interface PageServer {
  readonly url: string
  /** What it serves: a copy of the build. */
  readonly dir: string
  /** Further JSON bodies by their path. */
  readonly extra: Map<string, string>
  stop(): Promise<void>
  start(): Promise<void>
}

/** A server of the page that can be stopped, and brought up to date. */
const test = base.extend<{ server: PageServer }>({
  server: async ({}, use, testInfo) => {
    const dir = testInfo.outputPath('dist')
    cpSync(new URL('../../../dist', import.meta.url).pathname, dir, { recursive: true })
    const extra = new Map<string, string>()
    const serve = (port: number): Promise<StaticServer> => serveDist({ dir, extra, port, basePath: '/from/below/' })
    let running: StaticServer | undefined = await serve(0)
    const { url } = running
    const stop = async (): Promise<void> => {
      await running?.close()
      running = undefined
    }
    const start = async (): Promise<void> => {
      running ??= await serve(Number(new URL(url).port))
    }
    await use({ url, dir, extra, stop, start })
    await stop()
  },
  baseURL: async ({ server }, use) => use(server.url)
})

test.use({ serviceWorkers: 'allow' })

/** Resolves when everything is stored. */
async function isStored(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    while (active?.state !== 'activated') await new Promise((resolve) => setTimeout(resolve, 20))
  })
}

/** One visit, then no server and no network; a new tab opens the address. */
async function visitOnce(page: Page, server: PageServer): Promise<void> {
  await page.goto(server.url)
  await isStored(page)
  await goWithout(page, server)
}

async function goWithout(page: Page, server: PageServer): Promise<void> {
  await page.goto('about:blank')
  await server.stop()
  await page.context().setOffline(true)
  await expect(fetch(server.url)).rejects.toThrow()
}

/** A build with another file in the place of one that is loaded late. */
function publish(dir: string): string {
  const assets = readdirSync(join(dir, 'assets'))
  const former = assets.find((name) => /^sse-key-record-.*\.js$/.test(name)) ?? ''
  const next = former.replace(/-[\w-]{8}\.js$/, '-new00000.js')
  renameSync(join(dir, 'assets', former), join(dir, 'assets', next))
  for (const name of readdirSync(join(dir, 'assets')).filter((other) => other.endsWith('.js'))) {
    const path = join(dir, 'assets', name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(former, next))
  }
  return sealBuild(dir).version
}

/** The names of the stored versions. */
function storedVersions(page: Page): Promise<string[]> {
  return page.evaluate(async () =>
    (await caches.keys()).filter((name) => name.includes(' build ')).map((name) => name.split(' ').at(-1) ?? '')
  )
}

/** Has a page ask for something all the time, three at once, until it is told to stop. */
async function keepBusy(page: Page, url: string): Promise<() => Promise<void>> {
  const timer = await page.evaluate((asked) => {
    let underWay = 0
    const ask = async (): Promise<void> => {
      if (underWay >= 3) return
      underWay++
      await fetch(asked).catch(() => undefined)
      underWay--
    }
    return setInterval(() => void ask(), 5)
  }, url)
  return () => page.evaluate((id) => clearInterval(id), timer)
}

function versionOf(page: Page): Promise<string | null> {
  return page.locator('meta[name=lockgate-build]').getAttribute('content')
}

test('after one visit the page opens with no network and no server; what needs the gateway says so and comes back', async ({
  page,
  context,
  server,
  bucket,
  s3,
  connect
}) => {
  await put(s3, bucket, 'notes.txt', 'kept')
  await connect()
  await isStored(page)
  await page.close()
  await server.stop()
  await context.setOffline(true)
  const again = await context.newPage()
  await again.goto(server.url)
  const main = again.getByRole('main')
  const offline = main.getByRole('heading', { name: errorTitle('offline') })
  for (const place of ['', `#/b/${bucket}/`]) {
    await again.goto(`${server.url}${place}`)
    await expect(offline).toBeVisible()
    await expect(main.getByRole('button', { name: en.common.retry })).toBeVisible()
  }
  await main.getByRole('button', { name: en.common.retry }).click()
  await expect(offline).toBeVisible()
  await expect(again.getByRole('button', { name: /^Profile: / })).toContainText(en.app.profile.status.offline)
  for (const [place, title] of [
    ['keys', 'Keys'],
    ['transfers', 'Transfers'],
    ['settings', 'Settings'],
    [`bucket/${bucket}`, bucket]
  ] as const) {
    await again.goto(`${server.url}#/${place}`)
    await expect(main.getByRole('heading', { level: 1 })).toContainText(title)
  }
  await again.goto(`${server.url}?from=a-link#/settings`)
  await expect(main.getByText(/^Lockgate is stored in this browser/)).toBeVisible()
  await main.getByRole('button', { name: en.settings.version.check }).click()
  await expect(main.getByText(en.settings.version.noAnswer)).toBeVisible()
  await main.getByText(en.settings.version.licenses).click()
  await expect(main.getByRole('region', { name: en.settings.version.licenses })).toContainText(
    /idb-keyval [\d.]+ \(Apache-2.0\)/
  )
  await again.goto(`${server.url}#/b/${bucket}/`)
  await expect(offline).toBeVisible()
  await context.setOffline(false)
  await expect(row(again, 'notes.txt')).toBeVisible()
  await expect(offline).toBeHidden()
  await expect(
    again.getByRole('navigation', { name: en.app.navigation }).getByRole('link', { name: bucket })
  ).toBeVisible()
})

test('keys without network or server: made, saved, dropped back, named, imported from a file, kept over a restart', async ({
  page,
  server
}, testInfo) => {
  await visitOnce(page, server)
  await page.goto(`${server.url}#/keys`)
  const saved = await makeKey(page, 'made offline', testInfo.outputPath())
  const inspector = page.getByRole('complementary', { name: en.keys.inspector.label })
  await inspector.getByLabel(en.common.name).fill('named offline')
  await inspector.getByLabel(en.common.name).press('Enter')
  await expect(page.getByRole('cell', { name: 'named offline' })).toBeVisible()
  const keystring = Buffer.from('0123456789abcdef0123456789ABCDE!')
  await importKey(page, 'imported offline.key', keystring)
  await expect(page.getByRole('link', { name: 'imported offline' })).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    inspector.getByRole('button', { name: en.keys.backup.saveFile }).click()
  ])
  expect(readFileSync(await download.path())).toEqual(keystring)
  await page.reload()
  await page.getByRole('link', { name: 'named offline' }).click()
  await expect(inspector.getByText(en.keys.backup.verified)).toBeVisible()
  const [second] = await Promise.all([
    page.waitForEvent('download'),
    inspector.getByRole('button', { name: en.keys.backup.saveFile }).click()
  ])
  expect(readFileSync(await second.path())).toEqual(saved)
  // A file that is another key is no saved copy.
  await page.getByRole('button', { name: en.keys.createKey, exact: true }).click()
  await page.getByLabel(en.keys.create.name).fill('not saved')
  await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.keys.backup.chooseFile }).click()
  ])
  await chooser.setFiles({ name: 'other.key', mimeType: 'text/plain', buffer: keystring })
  await expect(
    page.getByText(en.keys.backup.problem({ code: 'different-key', name: 'imported offline' }))
  ).toBeVisible()
})

test('the network goes and comes while the page is open: what was known stays, and is loaded again by itself', async ({
  page,
  context,
  bucket,
  connect
}) => {
  await connect()
  const main = page.getByRole('main')
  const link = main.getByRole('link', { name: bucket, exact: true })
  await expect(link).toBeVisible()
  await expect(main.getByRole('row').filter({ hasText: bucket })).toContainText('0 B')
  await context.setOffline(true)
  await expect(main.getByRole('heading', { name: errorTitle('offline') })).toBeVisible()
  await expect(main.getByText(/^Showing data from /)).toBeVisible()
  await expect(link).toBeVisible()
  await expect(page.getByRole('button', { name: /^Profile: / })).toContainText(en.app.profile.status.offline)
  // A bucket's page says of nothing that it is off, none or closed while it cannot ask.
  await page.evaluate((name) => (location.hash = `#/bucket/${name}`), bucket)
  await expect(main.getByRole('heading', { name: en.encryption.title })).toBeVisible()
  await expect(main.getByRole('heading', { name: errorTitle('offline') })).toHaveCount(3)
  await expect(main.getByText(en.buckets.usage.offlineKnown)).toBeVisible()
  await expect(main.getByText('Anonymous access will be checked when you reconnect')).toBeVisible()
  await expect(main.getByRole('switch')).toBeHidden()
  await expect(main.getByText(en.buckets.unfinished.none)).toBeHidden()
  await context.setOffline(false)
  await expect(main.getByRole('heading', { name: errorTitle('offline') })).toHaveCount(0)
  await expect(main.getByRole('switch')).toBeEnabled()
  await expect(main.getByText(en.buckets.unfinished.none)).toBeVisible()
  await expect(main.getByRole('button', { name: en.sharing.changeAccess })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Profile: / })).toContainText('●')
  await page.evaluate((name) => (location.hash = `#/b/${name}/`), bucket)
  await expect(main.getByRole('heading', { name: en.objects.empty.bucket })).toBeVisible()
  await context.setOffline(true)
  await expect(main.getByText(en.objects.none)).toBeVisible()
})

test('a new version that arrives during a transfer waits, in every tab; loading it disturbs no other tab', async ({
  page,
  context,
  server,
  bucket,
  s3,
  connectThrough
}) => {
  const proxy = await connectThrough({ bytesPerSecond: 2 ** 14 }) // until it is healed
  await isStored(page)
  const former = (await versionOf(page)) ?? ''
  const files = Array.from({ length: 40 }, (_, index) => ({
    name: `slow-${index}.bin`,
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(2 ** 19, index)
  }))
  await send(await chooseFiles(page, files as never))
  await expect(page.getByRole('region', { name: en.common.transfers })).toBeVisible()
  await page.evaluate(() => Object.assign(window, { isSameDocument: true }))

  const next = publish(server.dir)
  expect(next).not.toBe(former)
  const other = await context.newPage()
  await other.goto(`${server.url}#/settings`) // asks at its start
  const bar = page.getByRole('region', { name: en.app.update.label })
  const load = (tab: Page) => tab.getByRole('button', { name: en.app.update.load })
  await expect(bar).toContainText(en.app.update.ready)
  await expect(bar).toContainText(en.app.update.waitsForTransfers)
  await expect(load(page)).toBeDisabled()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await findViolations(page)).toEqual([])
  await load(other).click()
  await expect(other.getByText(en.app.update.otherTabBusy)).toBeVisible()
  await other.reload()
  expect(await versionOf(other)).toBe(former)
  expect((await keysIn(s3, bucket)).length).toBeLessThan(files.length)

  proxy.heal()
  await expect(load(page)).toBeEnabled()
  expect(await keysIn(s3, bucket)).toHaveLength(files.length)
  await other.waitForLoadState('networkidle')
  const rest = await keepBusy(page, proxy.url) // a worker that is asked does not go
  await load(other).click()
  await expect.poll(() => versionOf(other).catch(() => undefined)).toBe(next)
  await expect(other.getByText(en.settings.version.version(next))).toBeVisible()
  await expect(bar).toContainText(en.app.update.updatedElsewhere)
  await rest()
  // The former tab is as it was, and still has the files of its version, which its server has no more.
  expect(await page.evaluate(() => 'isSameDocument' in window)).toBe(true)
  expect((await storedVersions(page)).sort()).toEqual([former, next].sort())
  await page.getByRole('link', { name: en.common.keys }).first().click()
  await page.getByRole('button', { name: en.keys.createKey, exact: true }).click()
  await page.getByLabel(en.keys.create.name).fill('made by the former version')
  await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
  await expect(page.getByRole('link', { name: 'made by the former version' })).toBeVisible()
  await load(page).click()
  await expect.poll(() => versionOf(page).catch(() => undefined)).toBe(next)
  await expect(page.getByRole('link', { name: 'made by the former version' })).toBeVisible()
  await expect.poll(() => storedVersions(page)).toEqual([next])
})

test('what is started while a new version is taking over is not cut off by it', async ({
  page,
  server,
  bucket,
  s3,
  connectThrough
}) => {
  const bytes = randomBytes(2 ** 20)
  await put(s3, bucket, 'slow.bin', bytes)
  const proxy = await connectThrough({ answerBytesPerSecond: 2 ** 14 }) // until it is healed
  await isStored(page)
  const next = publish(server.dir)
  const other = await page.context().newPage()
  await other.goto(server.url) // asks at its start
  const load = page.getByRole('button', { name: en.app.update.load })
  await row(page, 'slow.bin').click()
  const download = page.getByRole('button', { name: en.common.download, exact: true })
  await expect(load).toBeEnabled()
  const arriving = page.waitForEvent('download')
  // Both at once: a worker takes over after a second, or half a minute where a file of the page was asked for just then.
  await download.evaluate((button, name) => {
    const buttons = [...document.querySelectorAll('button')]
    buttons.find(({ textContent }) => textContent === name)?.click()
    ;(button as HTMLElement).click()
  }, en.app.update.load)
  const bar = page.getByRole('region', { name: en.app.update.label })
  await expect(bar).toContainText(en.app.update.updatedElsewhere)
  await expect(bar).toContainText(en.app.update.waitsForTransfers)
  proxy.heal()
  const file = await arriving
  expect(sha256(readFileSync(await file.path()))).toBe(sha256(bytes))
  expect(await versionOf(page)).not.toBe(next)
  await load.click()
  await expect.poll(() => versionOf(page).catch(() => undefined)).toBe(next)
})

test('a tab that did not hear of it still says that a new version has taken over', async ({ page, server }) => {
  await page.addInitScript(() => (navigator.serviceWorker.addEventListener = () => undefined))
  await page.goto(`${server.url}#/settings`)
  await isStored(page)
  const former = (await versionOf(page)) ?? ''
  publish(server.dir)
  const other = await page.context().newPage()
  await other.goto(`${server.url}#/settings`)
  await other.getByRole('button', { name: en.app.update.load }).click()
  await expect(page.getByText(en.app.update.updatedElsewhere)).toBeVisible()
  expect(await versionOf(page)).toBe(former)
})

test('a first visit that cannot store everything says so, and stores it when it is asked again', async ({
  page,
  server
}) => {
  const broken = join(server.dir, 'icon.svg')
  const good = readFileSync(broken)
  writeFileSync(broken, '<!doctype html><title>Sign in to the network</title>')
  await page.goto(`${server.url}#/settings`)
  await expect(page.getByText(en.settings.version.failed)).toBeVisible()
  expect(await storedVersions(page)).toEqual([])
  writeFileSync(broken, good)
  await page.getByRole('button', { name: en.settings.version.check }).click()
  await expect(page.getByText(/^Lockgate is stored in this browser/)).toBeVisible()
})

test('a file that does not come as it was built is not stored: the former version goes on until it does', async ({
  page,
  server
}) => {
  await page.goto(`${server.url}#/settings`)
  await isStored(page)
  const former = (await versionOf(page)) ?? ''
  const next = publish(server.dir)
  const broken = join(server.dir, 'assets/sse-key-record-new00000.js')
  const good = readFileSync(broken)
  writeFileSync(broken, '<!doctype html><title>Sign in to the network</title>')
  const ask = page.getByRole('button', { name: en.settings.version.check })
  await ask.click()
  await expect(page.getByText(en.settings.version.downloadFailed)).toBeVisible()
  await expect(page.getByRole('button', { name: en.app.update.load })).toHaveCount(0)
  await goWithout(page, server)
  await page.goto(`${server.url}#/settings`)
  await expect(page.getByText(en.settings.version.version(former))).toBeVisible()
  expect(await storedVersions(page)).toEqual([former])

  writeFileSync(broken, good)
  await server.start()
  await page.context().setOffline(false)
  await ask.click()
  await expect(page.getByText(en.app.update.ready)).toBeVisible()
  await page.waitForLoadState('networkidle') // what the page fetches ahead keeps the former worker busy
  await page.getByRole('button', { name: en.app.update.load }).click()
  await expect(page.getByText(en.settings.version.version(next))).toBeVisible()
})

test('the institution’s settings are there without a network; a demonstration’s credentials are never stored', async ({
  page,
  server,
  info
}) => {
  server.extra.set('site.json', JSON.stringify({ name: 'Example University' }))
  await visitOnce(page, server)
  await page.goto(server.url)
  await expect(page.getByText('Example University')).toBeVisible()

  await page.goto('about:blank')
  await server.start()
  await page.context().setOffline(false)
  const demoProfile = { name: 'd', endpoint: info.http, accessKey: 'DEMOKEY', secretKey: 'DEMOSECRET' }
  server.extra.set('site.json', JSON.stringify({ name: 'Demo', demoProfile }))
  await page.goto(server.url)
  await expect(page.getByRole('button', { name: /^Profile: d/ })).toBeVisible()
  const stored = await page.evaluate(async () => {
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) texts.push((await (await cache.match(request))?.text()) ?? '')
    }
    return texts
  })
  expect(stored.length).toBeGreaterThan(20)
  expect(stored.filter((text) => text.includes('DEMOSECRET') || text.includes('Example University'))).toEqual([])
})

test('Chromium takes the manifest and its icons for those of an app', async ({ page, server }) => {
  await page.goto(server.url)
  await isStored(page)
  const devtools = await page.context().newCDPSession(page)
  const { url, errors, data } = await devtools.send('Page.getAppManifest')
  expect([url, errors]).toEqual([`${server.url}manifest.webmanifest`, []])
  expect(JSON.parse(data ?? '')).toMatchObject({
    name: 'Lockgate',
    start_url: './',
    scope: './',
    display: 'standalone'
  })
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // A test's window is a private one, where nothing is installed.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
})
