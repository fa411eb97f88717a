// Browser storage that is wiped under a running page, or refused from the start: no key is lost, and nothing is claimed.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { makeGate } from '../../unit/transfers/fakes'
import {
  beAskedToStay,
  chooseFiles,
  encryptFirst,
  expect,
  keysIn,
  makeKey,
  randomFile,
  send,
  test,
  transfer
} from '../fixture'

/** As “Clear site data” does, while the page is open. */
async function wipeIndexedDb(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' })
}

test('storage wiped during an upload: nothing is claimed, the key is backed up from memory, and a retry goes on', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}, testInfo) => {
  const dir = testInfo.outputPath()
  randomFile(`${dir}/scan.bin`, 5000)
  const gate = makeGate()
  await connect()
  const bytes = await makeKey(page, 'imaging', dir)
  await goTo('')
  await page.route('**/*scan.bin*', async (route) => {
    if (route.request().method() === 'PUT') await gate.opened
    await route.continue()
  })
  const upload = await chooseFiles(page, [`${dir}/scan.bin`])
  await encryptFirst(upload)
  await send(upload)
  await expect(await transfer(page, 'scan.bin')).toHaveAttribute('data-state', 'running')
  await wipeIndexedDb(page)
  const lost = page.getByRole('alert', { name: en.app.lostKeys.label })
  await expect(lost).toContainText('imaging')
  gate.open()
  const row = await transfer(page, 'scan.bin')
  await expect(row).toHaveAttribute('data-state', 'failed')
  await expect(row).toContainText('The key was deleted from this browser')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    lost.getByRole('button', { name: en.keys.backup.saveFile }).click()
  ])
  expect(readFileSync(await download.path())).toEqual(bytes)
  await lost.getByRole('button', { name: en.app.lostKeys.storeAgain }).click()
  await expect(lost).toBeHidden()
  await row.getByRole('button', { name: 'Retry scan.bin' }).click()
  await expect(row).toContainText('Encrypted with imaging')
  expect(await keysIn(s3, bucket)).toEqual(['scan.bin'])
  await page.reload()
  await page.getByRole('link', { name: en.common.keys }).first().click()
  await expect(page.getByRole('link', { name: 'imaging', exact: true })).toBeVisible()
})

test('a database that another page deletes is noticed at once, and closing the tab is asked about', async ({
  page,
  context,
  baseURL,
  connect
}, testInfo) => {
  await connect()
  await makeKey(page, 'imaging', testInfo.outputPath())
  const other = await context.newPage()
  await other.goto(`${baseURL}site.example.json`)
  await other.evaluate(() => void indexedDB.deleteDatabase('lockgate-keys'))
  const lost = page.getByRole('alert', { name: en.app.lostKeys.label })
  await expect(lost).toContainText('imaging')
  await expect(page.getByText(en.keys.noneStored)).toBeVisible()
  await beAskedToStay(page)
  await lost.getByRole('button', { name: en.app.lostKeys.remove }).click()
  await expect(lost).toBeHidden()
})

test('a browser that refuses storage: all of it works in this tab, and a key encrypts only after its backup', async ({
  page,
  connect,
  goTo
}, testInfo) => {
  const dir = testInfo.outputPath()
  randomFile(`${dir}/scan.bin`, 20 * 2 ** 20)
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Refused by the test', 'SecurityError')
    }
  })
  await connect()
  await expect(page.getByRole('status', { name: en.app.storageBlocked.label })).toContainText('kept in this tab only')
  await goTo('')
  const dialog = await chooseFiles(page, [`${dir}/scan.bin`])
  await dialog.getByRole('radio').first().check()
  await dialog.getByRole('button', { name: en.keys.createKey }).click()
  await expect(dialog.getByText(en.uploads.encryption.backUpFirst)).toBeVisible()
  await expect(dialog.getByText(en.uploads.encryption.withoutBackup)).toHaveCount(0)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: en.keys.backup.saveFile }).click()
  ])
  await download.saveAs(`${dir}/key`)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: en.keys.backup.chooseFile }).click()
  ])
  await chooser.setFiles(`${dir}/key`)
  await send(dialog)
  await expect(await transfer(page, 'scan.bin')).toContainText('Verified · Encrypted with')
  await page.reload()
  await expect(page.getByRole('heading', { name: en.connect.title })).toBeVisible()
})
