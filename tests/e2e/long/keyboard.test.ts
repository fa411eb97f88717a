// By keyboard alone: whatever is deleted, removed, cleared or dismissed, the keyboard goes on somewhere.
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { chooseAction, chooseFiles, expect, put, row, send, test, transfer } from '../fixture'

declare global {
  interface Window {
    /** What had the focus before it was nowhere. */
    lostFrom: string[]
  }
}

/** From now on nothing may leave the focus on the page as a whole for half a second. */
async function watchFocus(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.lostFrom = []
    let last = ''
    let lostTimes = 0
    setInterval(() => {
      const { activeElement } = document
      if (activeElement === document.body || activeElement?.matches(':disabled') === true) {
        if (++lostTimes === 10) window.lostFrom.push(last)
        return
      }
      lostTimes = 0
      last = activeElement?.outerHTML.replace(/<svg.*<\/svg>/g, '').slice(0, 200) ?? ''
    }, 50)
  })
}

async function isNotLost(page: Page): Promise<void> {
  await page.waitForTimeout(700)
  expect(await page.evaluate(() => window.lostFrom)).toEqual([])
}

test('what is deleted, removed, cleared or dismissed passes the focus on', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  baseURL
}) => {
  for (const key of ['a', 'b', 'c', 'd/one']) await put(s3, bucket, key, 'x')
  await connect()
  await goTo('')
  const grid = page.getByRole('grid', { name: en.objects.label })
  const dialog = page.getByRole('dialog')
  const button = (name: string | RegExp, within: Page | Locator = page): Locator =>
    within.getByRole('button', { name, exact: true })
  /** Enter on a button that is disabled still would go to the one beside it. */
  const confirm = async (name: string): Promise<void> => {
    await expect(button(name, dialog)).toBeEnabled()
    await button(name, dialog).press('Enter')
  }
  await grid.focus()
  await watchFocus(page)

  await test.step('an object, from its row and from its inspector', async () => {
    await grid.press('a')
    await grid.press('Delete')
    await confirm(en.deletion.confirm(1))
    await expect(row(page, 'a')).toBeHidden()
    await expect(grid).toBeFocused()
    await grid.press('End') // a letter would go on with the one that was typed before
    await grid.press('Enter')
    const inspector = page.getByRole('complementary', { name: en.inspector.label })
    await chooseAction(inspector, en.common.delete)
    await confirm(en.deletion.confirm(1))
    await expect(inspector).toBeHidden()
    await expect(grid).toBeFocused()
  })

  await test.step('a selection, and then all that is left', async () => {
    await grid.press('Control+a')
    await button(en.objects.footer.clear).press('Enter')
    await expect(grid).toBeFocused()
    await button(en.objects.path.about).press('Enter')
    await button(en.objects.size.count).press('Enter')
    await button(en.objects.size.again).press('Enter')
    await isNotLost(page)
    await grid.press('Control+a')
    await button(en.common.delete).press('Enter')
    await confirm(en.deletion.confirm(2))
    await expect(page.getByRole('heading', { name: en.objects.empty.bucket })).toBeVisible()
    await isNotLost(page)
  })

  await test.step('the notices of it', async () => {
    const dismiss = button(en.common.dismiss)
    for (let left = await dismiss.count(); left > 0; left = await dismiss.count()) {
      await dismiss.first().press('Enter')
      await expect(dismiss).toHaveCount(left - 1)
    }
    await isNotLost(page)
  })

  await test.step('transfers', async () => {
    for (const name of ['one.txt', 'two.txt']) {
      await send(await chooseFiles(page, [{ name, mimeType: 'text/plain', buffer: Buffer.from('x') }] as never))
      await expect(await transfer(page, name)).toHaveAttribute('data-state', 'done')
    }
    await button(en.transfers.clearFinished).press('Enter')
    await expect(page.locator('[role=listitem][data-state]')).toHaveCount(0)
    await isNotLost(page)
  })

  await test.step('a key', async () => {
    await page.getByRole('link', { name: en.common.keys }).first().press('Enter')
    await button(en.keys.createFirst).press('Enter')
    await page.getByLabel(en.keys.create.name).fill('short-lived')
    await page.getByLabel(en.keys.create.name).press('Enter')
    await expect(page.getByRole('link', { name: 'short-lived', exact: true })).toBeFocused()
    await button(en.keys.inspector.remove).press('Enter')
    await dialog.getByLabel(/Type its name/).fill('short-lived')
    await confirm(en.keys.remove.confirm)
    await expect(button(en.keys.createFirst)).toBeFocused()
  })

  await test.step('a grant', async () => {
    await page.goto(`${baseURL}#/bucket/${bucket}`)
    const change = button(en.sharing.changeAccess)
    await change.press('Enter')
    await dialog.getByLabel(en.sharing.dialog.addUser).fill('bob')
    await dialog.getByLabel(en.sharing.dialog.addUser).press('Enter')
    await expect(page.getByText(en.sharing.confirmed)).toBeVisible()
    await expect(change).toBeFocused()
    await change.press('Enter')
    await confirm(en.sharing.dialog.removeUser('bob'))
    await confirm(en.sharing.changeAccess)
    await expect(dialog).toBeHidden()
    await expect(change).toBeFocused()
  })

  await test.step('what is in the bucket, and the bucket itself', async () => {
    await button(en.buckets.deletion.openDelete).press('Enter')
    const name = dialog.getByLabel(/Type/)
    await name.fill(bucket)
    await name.press('Enter')
    await expect(dialog).toContainText(en.buckets.deletion.isEmptyNow)
    await isNotLost(page)
    await confirm(en.buckets.deletion.delete)
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
    await expect(page.locator('main')).toBeFocused()
  })

  await test.step('profiles', async () => {
    await page.getByRole('link', { name: en.common.settings, exact: true }).press('Enter')
    await button(en.settings.profiles.duplicate).press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toContainText(new URL(info.http).hostname)
    await page.getByRole('link', { name: en.common.settings, exact: true }).press('Enter')
    await button(en.settings.profiles.use).press('Enter')
    await isNotLost(page)
    for (const left of [1, 0]) {
      await button(en.settings.profiles.remove).first().press('Enter')
      await confirm(en.settings.removeProfile.confirm)
      await expect(button(en.settings.profiles.remove)).toHaveCount(left)
    }
    await isNotLost(page)
  })
})
