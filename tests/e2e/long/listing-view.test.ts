// A listing as people work with it: filtered, sorted, flat, and rows selected by mouse and by keyboard.
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { expect, numberedKeys, put, putMany, row, test } from '../fixture'

const grid = (page: Page): Locator => page.getByRole('grid', { name: en.objects.label })
const names = async (page: Page): Promise<string[]> =>
  (await grid(page).locator('[role=row][aria-selected] [role=gridcell].name').allInnerTexts()).map((name) =>
    name.trim()
  )
const picked = (page: Page): Locator => grid(page).locator('[role=row][aria-selected=true]')

test('sort and filter act on every row of a folder, also those that were not loaded yet', async ({
  page,
  s3,
  bucket,
  connect,
  goTo
}) => {
  await putMany(s3, bucket, numberedKeys(2500, 'many/n', '.txt'))
  await put(s3, bucket, 'many/n2499-large.bin', 'x'.repeat(5000))
  await put(s3, bucket, 'many/sub/inside.txt', 'x')
  await connect()
  await goTo('many/')
  await expect(page.getByText(en.objects.total.soFar)).toBeVisible()

  await page.getByRole('searchbox', { name: en.objects.header.filterFolder }).fill('LARGE')
  await expect(page.getByText('1 of 2,502 rows shown')).toBeVisible()
  await expect.poll(() => names(page)).toEqual(['n2499-large.bin'])
  await page.getByRole('searchbox', { name: en.objects.header.filterFolder }).fill('nowhere')
  const [none, head] = [page.getByText(en.objects.noMatch), page.getByRole('columnheader').first()]
  const top = async (): Promise<number> => ((await none.boundingBox())?.y ?? 0) - ((await head.boundingBox())?.y ?? 0)
  await expect(none).toBeVisible()
  expect(await top()).toBeLessThan(80) // where one looks, not below all of the empty space
  await page.keyboard.press('Escape')
  await expect(page.getByText('1 folder · 2,501 objects')).toBeVisible()

  await page.getByRole('button', { name: en.common.size }).click()
  await page.getByRole('button', { name: en.common.size }).click()
  await expect(page.getByRole('columnheader', { name: en.common.size })).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(async () => (await names(page)).slice(0, 2)).toEqual(['sub', 'n2499-large.bin'])
  await page.getByRole('button', { name: en.common.size }).click()

  await page.getByRole('button', { name: en.objects.header.flat }).click()
  await page.getByRole('searchbox', { name: en.objects.header.filterAll }).fill('inside')
  await expect.poll(() => names(page)).toEqual(['sub/inside.txt'])
})

test('rows are selected by mouse: one, more, a range, all, none', async ({ page, s3, bucket, connect, goTo }) => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await put(s3, bucket, `${name}.txt`, name.repeat(1000))
  await put(s3, bucket, 'sub/x', 'x')
  await connect()
  await goTo('')
  await row(page, 'b.txt').locator('.pick').click()
  await expect(page.getByText('1 selected, 1,000 B')).toBeVisible()
  await row(page, 'd.txt')
    .locator('.pick')
    .click({ modifiers: ['Shift'] })
  await expect(picked(page)).toHaveCount(3)
  await row(page, 'c.txt').click({ modifiers: ['Control'] })
  await expect(picked(page)).toHaveCount(2)
  await expect(page.getByRole('complementary', { name: en.inspector.label })).toHaveCount(0)
  await page.getByRole('searchbox').fill('b.txt')
  await expect(page.getByText(en.objects.footer.hidden(1))).toBeVisible()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('checkbox', { name: en.objects.table.selectAll }).click()
  await expect(picked(page)).toHaveCount(6)
  await expect(page.getByText('6 selected, 4.9 KiB')).toBeVisible()
  // What is loaded again stays selected, and what is gone is not.
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'e.txt' }))
  await page.getByRole('button', { name: en.objects.header.reload }).click()
  await expect(page.getByText('5 selected, 3.9 KiB')).toBeVisible()
  await expect(picked(page)).toHaveCount(5)
  await page.getByRole('button', { name: en.objects.footer.clear }).click()
  await expect(picked(page)).toHaveCount(0)
  await row(page, 'a.txt').click()
  await expect(page.getByRole('complementary', { name: en.inspector.label })).toBeVisible()
})

test('rows are selected by keyboard: one, a range, all of the folder, none', async ({
  page,
  s3,
  bucket,
  connect,
  goTo
}) => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await put(s3, bucket, `${name}.txt`, name)
  await connect()
  await goTo('')
  await grid(page).focus()
  await page.keyboard.press('c')
  await page.keyboard.press('Space')
  await expect(row(page, 'c.txt')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(picked(page)).toHaveCount(3)
  await page.keyboard.press('Shift+ArrowUp')
  await expect(picked(page)).toHaveCount(2)
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await expect(picked(page)).toHaveCount(3)
  await page.keyboard.press('Control+a')
  await expect(picked(page)).toHaveCount(5)
  await page.keyboard.press('Escape')
  await expect(picked(page)).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: en.inspector.label })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: en.inspector.label })).toHaveCount(0)
})
