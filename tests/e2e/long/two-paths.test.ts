// Two Lockgates on one host, at two paths: what an earlier version stored is lost from no one's sight, and nothing is shared from then on.
import { mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { serveDist } from '../../gateway/static-server'
import { expect, test } from '../fixture'
import { en } from '../../../src/messages/en'

test.use({ serviceWorkers: 'allow' })

async function storeKeyOfEarlierVersion(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('lockgate-keys', 1)
        opening.onupgradeneeded = () => opening.result.createObjectStore('records')
        opening.onerror = () => reject(opening.error as Error)
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('records', 'readwrite')
          const rest = { form: 'binary', md5Base64: 'AAAA', origin: 'made', createdAtMs: 1, endpoints: [] }
          const record = { version: 1, id: 'k', name: 'old', bytes: new Uint8Array(32), ...rest }
          transaction.objectStore('records').put(record, 'k')
          transaction.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      })
  )
}

async function makeKey(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: en.keys.createKey, exact: true }).click()
  await page.getByLabel(en.keys.create.name).fill(name)
  await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
}

test('the first path keeps the databases, another begins with a copy, and each has its own keys from then on', async ({
  page,
  hosts
}, testInfo) => {
  const dir = testInfo.outputPath('host')
  mkdirSync(join(dir, 'some'), { recursive: true })
  for (const path of ['where', 'elsewhere']) symlinkSync(resolve('dist'), join(dir, 'some', path))
  const server = await serveDist({ dir })
  hosts.push(server.url)
  const [first, other] = [`${server.url}some/where/`, `${server.url}some/elsewhere/`]
  await page.goto(`${first}site.example.json`)
  await storeKeyOfEarlierVersion(page)
  const names = page.locator('td a')
  await page.goto(`${first}#/keys`)
  await expect(names).toHaveText(['old'])
  await page.goto(`${other}#/keys`)
  await expect(names).toHaveText(['old'])
  await makeKey(page, 'of the other path')
  await page.goto(`${first}#/keys`)
  await makeKey(page, 'of the first path')
  await expect(names).toHaveText(['old', 'of the first path'])
  await page.goto(`${other}#/keys`)
  await expect(names).toHaveText(['old', 'of the other path'])
  await page.getByRole('button', { name: en.keys.importKey, exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('Lockgate at /some/where/ on this host stores 1 more key.')
  await page.getByRole('button', { name: 'Copy it here' }).click()
  await expect(names).toHaveText(['old', 'of the other path', 'of the first path'])
  await server.close()
})
