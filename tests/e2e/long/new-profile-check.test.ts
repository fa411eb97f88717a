// A new profile's connection is checked by itself: in the background, once, and only what is wrong is told.
import type { Locator, Page, Request } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { formatDate } from '../../../src/messages/format'
import type { Conclusion } from '../../../src/domain/connection-conclusion'
import { startBrokenSetups, type BrokenSetup, type BrokenSetups } from './broken-setups'
import { isOfCheck } from '../fault-proxy'
import { FIRST_BUCKET } from '../first-bucket'
import { expect, keysIn, test as base } from '../fixture'

interface Fixtures {
  readonly setups: BrokenSetups
  /** What the check sent: a method and an address of an object or upload that does not exist. */
  readonly checking: Request[]
}

const test = base.extend<Fixtures>({
  setups: async ({ info, hosts }, use) => {
    const setups = await startBrokenSetups(info)
    hosts.push(...Object.values(setups.ports).map((port) => `http://127.0.0.1:${port}`))
    await use(setups)
    await setups.stop()
  },
  checking: async ({ page }, use) => {
    const sent: Request[] = []
    page.on('request', (request) => isOfCheck(request.url()) && sent.push(request))
    await use(sent)
  }
})

const at = (setups: BrokenSetups, name: BrokenSetup): string => `http://127.0.0.1:${setups.ports[name]}`
const notice = (page: Page): Locator => page.getByRole('status').filter({ hasText: en.check.notice('') })
const lineOf = (isGood: boolean): RegExp =>
  new RegExp(en.settings.profiles.checked(0, isGood).replace(formatDate(0), '.*'))

function titleOf(conclusion: Exclude<Conclusion, { code: 'refused' }>): string {
  return en.check.conclusion(conclusion, { endpoint: '', pageOrigin: '', errorTitle: '' }).title
}

const wrong: readonly (readonly [BrokenSetup, Exclude<Conclusion, { code: 'refused' }>])[] = [
  ['withoutDelete', { code: 'methods-refused', methods: ['DELETE'], fixes: [] }],
  ['hiddenEtag', { code: 'headers-hidden', headers: ['ETag'], fixes: [] }],
  ['withoutSse', { code: 'sse-refused', fixes: [] }]
]
for (const [setup, conclusion] of wrong)
  test(`${setup}: the buckets are listed, and soon a notice names it and leads to the fix`, async ({
    page,
    setups,
    connect,
    baseURL
  }) => {
    await connect({ endpoint: at(setups, setup) })
    await expect(page.getByRole('link', { name: FIRST_BUCKET }).first()).toBeVisible()
    await expect(notice(page)).toContainText(titleOf(conclusion), { timeout: 20_000 })
    await notice(page).getByRole('button', { name: en.common.details }).click()
    await expect(page.locator('[data-conclusion]')).toHaveAttribute('data-conclusion', conclusion.code)
    await expect(page.getByLabel(en.check.fix.names.nginx, { exact: true }).last()).toHaveValue(
      new RegExp(new URL(baseURL ?? '').origin)
    )
    await expect(notice(page)).toHaveCount(0)
    await page.goto(`${baseURL}#/settings`)
    await expect(page.getByText(lineOf(false))).toBeVisible()
  })

test('a good connection shows a quiet line and leaves nothing, and a reload does not check it again', async ({
  page,
  s3,
  setups,
  connect,
  checking,
  baseURL
}) => {
  await connect({ endpoint: at(setups, 'open') })
  await expect(page.getByRole('link', { name: FIRST_BUCKET }).first()).toBeVisible()
  await page.goto(`${baseURL}#/settings`)
  await expect(page.getByText(lineOf(true))).toBeVisible({ timeout: 20_000 })
  await expect(notice(page)).toHaveCount(0)
  const sent = checking.map((request) => request.method())
  expect(new Set(sent)).toEqual(new Set(['GET', 'PUT', 'POST', 'DELETE']))
  expect(await keysIn(s3, FIRST_BUCKET)).toEqual(['one.txt'])

  await page.goto(`${baseURL}#/`)
  await page.reload()
  await expect(page.getByRole('link', { name: FIRST_BUCKET }).first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(checking).toHaveLength(sent.length)
  await page.goto(`${baseURL}#/settings`)
  await expect(page.getByText(lineOf(true))).toBeVisible()
})

test('leaving the profile ends its check, and coming back runs it', async ({
  page,
  setups,
  connect,
  checking,
  baseURL
}) => {
  const slow = at(setups, 'hiddenErrors')
  let isHeld = true
  await page.route(
    (url) => isHeld && isOfCheck(url.href) && url.href.startsWith(slow),
    () => undefined // no answer ever comes
  )
  await connect({ endpoint: slow })
  await expect(page.getByRole('link', { name: FIRST_BUCKET }).first()).toBeVisible()
  await expect.poll(() => checking.length).toBe(1)
  const ended = checking[0]?.response()

  await page.goto(`${baseURL}#/connect`)
  await connect({ endpoint: at(setups, 'open') })
  expect(await ended).toBeNull()
  await page.goto(`${baseURL}#/settings`)
  await expect(page.getByText(lineOf(true))).toBeVisible({ timeout: 20_000 })
  expect(checking.filter((request) => request.url().startsWith(slow))).toHaveLength(1)
  await expect(notice(page)).toHaveCount(0)

  isHeld = false
  await page.getByRole('button', { name: en.settings.profiles.use, exact: true }).click()
  await expect(notice(page)).toContainText(titleOf({ code: 'failures-hidden', fixes: [] }), { timeout: 20_000 })
})

test('two tabs check a new profile once', async ({ page, setups, connect, checking, baseURL }) => {
  const open = at(setups, 'open')
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(isOfUrl, async (route) => {
    await released
    await route.continue()
  })
  await connect({ endpoint: open })
  await expect.poll(() => checking.length).toBe(1)
  const other = await page.context().newPage()
  const ofOther: string[] = []
  other.on('request', (request) => isOfCheck(request.url()) && ofOther.push(request.url()))
  await other.goto(baseURL ?? '')
  await expect(other.getByRole('link', { name: FIRST_BUCKET }).first()).toBeVisible()
  await other.waitForLoadState('networkidle')
  release()
  await page.goto(`${baseURL}#/settings`)
  await expect(page.getByText(lineOf(true))).toBeVisible({ timeout: 20_000 })
  expect(ofOther).toEqual([])
  await other.close()
})

const isOfUrl = (url: URL): boolean => isOfCheck(url.href)
