// The palette and the shortcuts, by keyboard alone: where one can go, what can be done, and what a dialog keeps to itself.
import type { Page } from '@playwright/test'
import { de } from '../../../src/messages/de'
import { en } from '../../../src/messages/en'
import { expect, put, row, test } from '../fixture'

const palette = (page: Page) => page.getByRole('dialog', { name: en.palette.title })
const field = (page: Page) => palette(page).getByRole('combobox')
const chosen = (page: Page) => palette(page).getByRole('option', { selected: true })

async function choose(page: Page, typed: string, entry: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type(typed)
  await expect(chosen(page)).toHaveText(entry)
  await page.keyboard.press('Enter')
  await expect(palette(page)).toBeHidden()
}

test('by keyboard alone: to a bucket, a command, an object’s action, an address, a search and another language', async ({
  page,
  bucket,
  s3,
  connect
}) => {
  await put(s3, bucket, 'in/notes.txt', 'x')
  await connect()
  await choose(page, bucket, en.palette.openBucket.replace('{name}', bucket))
  await expect(row(page, 'in')).toBeVisible()
  await choose(page, 'new fold', en.objects.header.newFolder)
  const dialog = page.getByRole('dialog', { name: en.uploads.folder.title })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await choose(page, `s3://${bucket}/in/notes.txt`, new RegExp(`${bucket}/in/notes.txt`))
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector.getByRole('heading', { name: 'notes.txt' })).toBeVisible()
  await choose(page, 'rename', /Rename\s+notes\.txt/)
  await expect(page.getByRole('dialog', { name: en.copies.rename })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('delete sel')
  await expect(chosen(page)).toContainText(en.palette.whyNot.noSelection)
  await expect(chosen(page)).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(palette(page)).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('zq notes')
  await page.keyboard.press('ArrowUp') // the last one
  await expect(chosen(page)).toContainText(en.palette.searchFor('zq notes').replace('{name}', bucket))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('searchbox', { name: en.search.label })).toHaveValue('zq notes')
  await expect(page.getByText(en.search.none, { exact: true })).toBeVisible()

  await choose(page, 'show req', en.app.showRequests)
  const requests = page.getByRole('dialog', { name: en.code.requests.title, exact: true })
  await expect(requests).toContainText('/in/notes.txt')
  await page.keyboard.press('Escape')
  await expect(requests).toBeHidden()

  await choose(page, 'deutsch', /Deutsch/)
  await expect(page.getByText(de.search.none, { exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: de.palette.title })).toBeVisible()
})

test('on a narrow screen a button opens it', async ({ page, bucket, connect }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await connect()
  await page.getByRole('navigation', { name: en.app.navigation }).getByRole('button', { name: en.app.commands }).click()
  await expect(field(page)).toBeFocused()
  await page.keyboard.type(bucket)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(bucket))
})

test('shortcuts work where one does not type, and the overview names them', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'a.txt', 'x')
  await connect()
  await goTo('')
  const grid = page.getByRole('grid', { name: en.objects.label })
  await grid.press('/')
  const filter = page.getByRole('searchbox', { name: en.objects.header.filterFolder })
  await expect(filter).toBeFocused()
  await page.keyboard.type('a/?')
  await expect(filter).toHaveValue('a/?')
  await filter.fill('')
  await grid.press('?')
  const overview = page.getByRole('dialog', { name: en.app.shortcuts })
  await expect(overview).toContainText(en.palette.shortcuts.rename)
  await expect(overview).toContainText('F2')
  await page.keyboard.press('Escape')
  await expect(grid).toBeFocused()
  await page.keyboard.press('Control+Shift+F')
  await expect(page.getByRole('searchbox', { name: en.search.label })).toBeFocused()
})

test('an object’s menu: arrows, Escape gives the focus back, and its shortcuts work beside it', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'a.txt', 'x')
  await connect()
  await goTo('')
  await row(page, 'a.txt').click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  const more = inspector.getByRole('button', { name: en.inspector.more })
  await more.press('Enter')
  const item = (name: string) => inspector.getByRole('button', { name, exact: true })
  await expect(item(en.editing.title)).toBeFocused()
  await page.keyboard.press('End')
  await expect(item(en.common.delete)).toBeFocused()
  await expect(item(en.common.delete)).toHaveAttribute('aria-keyshortcuts', 'Delete')
  await page.keyboard.press('Escape')
  await expect(item(en.common.delete)).toBeHidden()
  await expect(more).toBeFocused()
  await more.press('F2')
  await expect(page.getByRole('dialog', { name: en.copies.rename })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()
})

test('what is typed before the palette is there stands in its field', async ({ page, connect }) => {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/assets/PaletteDialog-*', async (route) => {
    await held
    await route.continue()
  })
  await connect()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('?early /')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  release()
  await expect(field(page)).toHaveValue('?early /')
  await page.keyboard.type('late')
  await expect(field(page)).toHaveValue('?early /late')
})

test('a palette that cannot be loaded leaves the keys alone', async ({ page, connect, goTo }) => {
  await page.route('**/assets/PaletteDialog-*', (route) => route.abort())
  await connect()
  await goTo('')
  await page.keyboard.press('Control+k')
  await expect(page.getByText(en.common.lazy.failed)).toBeVisible()
  const filter = page.getByRole('searchbox').first()
  await filter.click()
  await page.keyboard.type('typed on')
  await expect(filter).toHaveValue('typed on')
})
