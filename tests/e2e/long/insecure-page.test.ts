// Lockgate over plain http from another host than this machine: nothing secret comes in, and what is stored can still be got out.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { serveDist } from '../../gateway/static-server'
import { expect, test } from '../fixture'
import { en } from '../../../src/messages/en'

const HOST = 'lockgate.test'
const KEYSTRING = 'abcdefghijklmnopqrstuvwxyz012345'

test.use({
  launchOptions: {
    executablePath: '/usr/bin/chromium',
    args: ['--disable-gpu', '--no-first-run', `--host-resolver-rules=MAP ${HOST} 127.0.0.1`]
  }
})

/** As an older version stored it here. */
async function storeKey(page: Page): Promise<void> {
  await page.evaluate(
    (bytes) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('lockgate-keys', 1)
        opening.onerror = () => reject(opening.error as Error)
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('records', 'readwrite')
          const times = { createdAtMs: 1, savedAtMs: undefined, lastUsedAtMs: undefined, endpoints: [] }
          const key = { version: 1, id: 'k', name: 'old', bytes: new Uint8Array(bytes), form: 'keystring' }
          transaction.objectStore('records').put({ ...key, ...times, md5Base64: 'AAAA', origin: 'made' }, 'k')
          transaction.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
    [...Buffer.from(KEYSTRING)]
  )
}

test('no key and no profile is accepted, with the reason across the page; a stored key is backed up and removed', async ({
  page,
  hosts
}) => {
  const server = await serveDist({ dir: new URL('../../../dist', import.meta.url).pathname, hostName: HOST })
  const address = server.url.replace('127.0.0.1', HOST)
  hosts.push(address)
  await page.goto(address)
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false)
  await expect(page.getByRole('status', { name: en.app.insecurePage.label })).toContainText('plain HTTP')
  await expect(page.getByRole('button', { name: en.connect.connect, exact: true })).toBeDisabled()

  await storeKey(page)
  await page.goto(`${address}#/keys`)
  await page.reload()
  await expect(page.getByRole('button', { name: en.keys.createKey })).toBeDisabled()
  await expect(page.getByRole('button', { name: en.keys.importKey })).toBeDisabled()
  await page.getByRole('link', { name: 'old', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: en.keys.backup.saveFile }).click()
  ])
  expect(readFileSync(await download.path(), 'latin1')).toBe(KEYSTRING)
  await page.getByRole('button', { name: en.keys.inspector.remove }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Type its name/).fill('old')
  // This browser has no locks here, so it cannot tell whether another tab needs the key.
  await expect(dialog.getByRole('button', { name: en.keys.remove.confirm })).toBeDisabled()
  await dialog.getByLabel(/^No other Lockgate tab is open/).check()
  await dialog.getByRole('button', { name: en.keys.remove.confirm }).click()
  await expect(page.getByText(en.keys.noneYet)).toBeVisible()
  await server.close()
})
