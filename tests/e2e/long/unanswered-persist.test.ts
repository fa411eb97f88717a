// A browser that asks the user whether to keep what is stored, and gets no answer: nothing else waits for it.
import { expect, makeKey, test } from '../fixture'
import { en } from '../../../src/messages/en'

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { persistCalls: 0 })
    StorageManager.prototype.persisted = async () => false
    StorageManager.prototype.persist = () => {
      ;(window as unknown as { persistCalls: number }).persistCalls++
      return new Promise(() => undefined)
    }
    localStorage.setItem('lockgate-had-keys', 'yes')
  })
})

for (const { what, quota, words } of [
  { what: 'a private window', quota: 1, words: 'looks like a private window' },
  { what: 'storage that may be deleted', quota: 2 ** 40, words: 'may delete stored keys' }
])
  test(`deleted keys and ${what} are told while the question is open, which comes when a key or profile is stored`, async ({
    page,
    connect,
    baseURL
  }, testInfo) => {
    await page.addInitScript((bytes) => {
      StorageManager.prototype.estimate = async () => ({ quota: bytes, usage: 0 })
    }, quota)
    const asked = () => page.evaluate(() => (window as unknown as { persistCalls: number }).persistCalls)
    await page.goto(baseURL ?? '')
    await expect(page.getByRole('alert')).toContainText(en.connect.keysLost)
    await expect(page.getByText(words)).toBeVisible()
    expect(await asked()).toBe(0)
    await connect()
    expect(await asked()).toBe(1)
    await page.getByRole('link', { name: en.common.keys }).first().click()
    await expect(page.getByText(words)).toBeVisible()
    await makeKey(page, 'imaging', testInfo.outputPath())
    expect(await asked()).toBe(1) // the question is still open
    await page.reload()
    await page.getByRole('link', { name: en.common.keys }).first().click()
    await expect(page.getByRole('link', { name: 'imaging', exact: true })).toBeVisible()
    expect(await asked()).toBe(0)
    await makeKey(page, 'genomes', testInfo.outputPath())
    expect(await asked()).toBe(1)
  })
