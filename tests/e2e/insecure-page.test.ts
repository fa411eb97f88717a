// Lockgate over plain http from another host than this machine: nothing secret comes in, and what is stored can still be got out.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { serveDist } from '../gateway/static-server'
import { expect, test } from './fixture'

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
  const server = await serveDist({ dir: new URL('../../dist', import.meta.url).pathname, hostName: HOST })
  const address = server.url.replace('127.0.0.1', HOST)
  hosts.push(address)
  await page.goto(address)
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false)
  await expect(page.getByRole('status', { name: 'Insecure page' })).toContainText('plain HTTP')
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeDisabled()

  await storeKey(page)
  await page.goto(`${address}#/keys`)
  await page.reload()
  await expect(page.getByRole('button', { name: 'New key' })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Import key' })).toBeDisabled()
  await page.getByRole('link', { name: 'old', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save key file' }).click()
  ])
  expect(readFileSync(await download.path(), 'latin1')).toBe(KEYSTRING)
  await page.getByRole('button', { name: 'Remove this key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Type its name/).fill('old')
  // This browser has no locks here, so it cannot tell whether another tab needs the key.
  await expect(dialog.getByRole('button', { name: 'Remove key' })).toBeDisabled()
  await dialog.getByLabel(/^No other Lockgate tab is open/).check()
  await dialog.getByRole('button', { name: 'Remove key' }).click()
  await expect(page.getByText('No keys yet')).toBeVisible()
  await server.close()
})
