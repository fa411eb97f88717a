// A search by name through a bucket: results as they come, a stop, an error half-way, and never more claimed than was seen.
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { expect, numberedKeys, put, putMany, test } from '../fixture'

const results = (page: Page) => page.getByRole('grid', { name: en.search.results })
const found = (page: Page) => results(page).locator('[role=row].line:not(.head)')
const footer = (page: Page) => page.locator('.place > footer')
const field = (page: Page) => page.getByRole('searchbox', { name: en.search.label })
/** Of the bucket; an object that is opened is looked for by its own prefix. */
const isWholeListing = (url: string): boolean =>
  url.includes('list-type=2') && !url.includes('delimiter') && !/[?&]prefix=[^&]/.test(url)
const isLaterPage = (url: string): boolean => isWholeListing(url) && /continuation-token|start-after/.test(url)

test('3,000 names: results stream in, stop, go on; a result opens in its folder and Back finds the results', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  await putMany(s3, bucket, numberedKeys(3000, 'runs/2026/run-', '.csv'))
  await put(s3, bucket, 'zeta/Run-Notes.txt', 'x')
  const proxy = await connectThrough({ answerBytesPerSecond: 120_000 })
  await page.getByRole('link', { name: en.search.whole }).click()
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('run-*5.csv')
  await page.keyboard.press('Enter')
  await expect(found(page).first()).toContainText('run-0005.csv')
  await expect(footer(page)).toContainText(/100 matches · 1,000 names searched/)
  const stop = page.getByRole('button', { name: en.common.stop })
  await expect(stop).toBeVisible()
  await field(page).press('Escape')
  await expect(footer(page)).toContainText(/Stopped after \d,000 names/)
  await expect(footer(page)).toContainText('Last searched: runs/2026/run-')
  await expect(footer(page)).not.toContainText('All')
  proxy.heal()
  await page.getByRole('button', { name: en.common.continue }).click()
  await expect(footer(page)).toContainText(/300 matches · All 3,001 names searched in/)

  await field(page).press('ArrowDown')
  await page.keyboard.press('End')
  await expect(found(page).last()).toContainText('run-2995.csv')
  const asked = proxy.exchanges.filter(({ url }) => isWholeListing(url)).length
  await page.keyboard.press('Enter')
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector.getByRole('heading', { name: 'run-2995.csv' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: en.objects.path.label })).toContainText('2026')
  await page.goBack()
  await expect(results(page)).toBeFocused()
  await expect(found(page).last()).toContainText('run-2995.csv')
  await expect(found(page).last()).toHaveClass(/current/)
  await expect(footer(page)).toContainText('All 3,001 names searched')
  expect(proxy.exchanges.filter(({ url }) => isWholeListing(url)).length).toBe(asked)

  // A folder is found once, whatever is in it.
  await field(page).fill('RUN')
  await field(page).press('Enter')
  await expect(footer(page)).toContainText(/3,002 matches · All 3,001 names searched/)
  await expect(found(page).first()).toContainText('runs')
  await expect(found(page).first()).toContainText('—')
  await found(page).first().click()
  await expect(page.getByRole('heading', { name: 'runs' })).toBeVisible()
})

test('an error half-way keeps what was found and the search goes on from there; no claim covers names not searched', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  await putMany(s3, bucket, [...numberedKeys(1200, 'a/'), 'a/0007-special', 'z/special'])
  const proxy = await connectThrough({ refuse: (_, url) => isLaterPage(url) })
  const filter = page.getByRole('searchbox', { name: en.objects.header.filterFolder })
  await filter.fill('special')
  await page.getByRole('link', { name: en.search.wholeFor('special') }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(footer(page)).toContainText('1 match · Interrupted after 1,000 names')
  await expect(found(page)).toHaveCount(1)
  await field(page).fill('z/special')
  await field(page).press('Enter')
  await expect(page.getByText(en.search.noneAmong(1000))).toBeVisible()
  await expect(page.getByText(en.search.none, { exact: true })).toBeHidden()
  proxy.heal()
  await page.getByRole('button', { name: en.common.continue }).click()
  await expect(footer(page)).toContainText('1 match · All 1,202 names searched')
  await expect(found(page)).toContainText('special')
  await expect(page.getByRole('alert')).toBeHidden()

  await field(page).fill('nothing of this name')
  await field(page).press('Enter')
  await expect(page.getByText(en.search.none, { exact: true })).toBeVisible()
})

test('below a folder, and in a bucket that is chosen from the list', async ({ page, bucket, s3, connect, goTo }) => {
  for (const key of ['in/one.txt', 'in/deep/two.txt', 'out/one.txt']) await put(s3, bucket, key, 'x')
  await connect()
  await page.getByRole('row', { name: bucket }).getByRole('link', { name: en.buckets.table.search }).click()
  await field(page).fill('/one')
  await field(page).press('Enter')
  await expect(found(page)).toHaveCount(2)
  await goTo('in/')
  await page.getByRole('link', { name: en.search.whole }).click()
  await field(page).fill('*.txt')
  await field(page).press('Enter')
  await expect(found(page)).toHaveCount(3)
  await page.getByRole('checkbox', { name: en.search.below.replace('{folder}', 'in/') }).check()
  await expect(found(page)).toHaveCount(2)
  await expect(footer(page)).toContainText('All 2 names searched')
  await page.reload()
  await expect(found(page)).toHaveCount(2)
  await field(page).press('Escape')
  await expect(page.getByRole('grid', { name: en.objects.label })).toBeVisible()
})
