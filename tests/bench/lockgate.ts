// Lockgate itself, the built page, driven as a person drives it: by the mouse, with a file from the disk.
import { basename } from 'node:path'
import type { Locator } from '@playwright/test'
import { en } from '../../src/messages/en'
import { serveDist } from '../gateway/static-server'
import { openBrowser } from './browser'
import type { Contestant, Course, Place } from './contestant'
import { assertSameFile } from './same-file'

const TIMEOUT_MS = 900_000

/** Opens the page with a profile for the gateway, and gives it the bench's key. */
export async function openLockgate(course: Course, distDir: string, name = 'Lockgate'): Promise<Contestant> {
  const { endpoint, accessKey, secretKey } = course
  const demoProfile = { name: 'bench', endpoint, accessKey, secretKey, region: 'us-east-1' }
  const server = await serveDist({ dir: distDir, extra: new Map([['site.json', JSON.stringify({ demoProfile })]]) })
  const browser = await openBrowser(course.workDir)
  const { page } = browser
  page.setDefaultTimeout(30_000)
  const button = (text: string | RegExp): Locator => page.getByRole('button', { name: text, exact: true })
  const ended = page.locator('[data-state="done"], [data-state="failed"]')

  async function choose(chooser: Locator, file: string): Promise<void> {
    const [fileChooser] = await Promise.all([page.waitForEvent('filechooser'), chooser.click()])
    await fileChooser.setFiles(file)
  }

  async function show({ bucket, key }: Place): Promise<void> {
    const prefix = key.slice(0, key.lastIndexOf('/') + 1)
    await page.goto(`${server.url}#/b/${bucket}/${prefix}`)
    await button(en.objects.header.reload).click()
  }

  /** Waits for the one transfer of the list to end well. */
  async function end(): Promise<void> {
    const drawer = page.getByRole('region', { name: 'Transfers' }).locator('button[aria-expanded]').first()
    if ((await drawer.getAttribute('aria-expanded')) === 'false') await drawer.click()
    await ended.first().waitFor({ timeout: TIMEOUT_MS })
  }

  /** Not within a measurement. */
  async function tidy(): Promise<void> {
    const words = await ended.innerText()
    if (!words.includes('Verified')) throw new Error(`The transfer did not end well: ${words}`)
    await button('Clear finished').click()
    await ended.waitFor({ state: 'detached' })
  }

  await page.goto(`${server.url}#/keys`)
  await button('Import key').click()
  await choose(button('Choose a key file'), course.sseKeyFile)
  await page.getByRole('complementary').waitFor()
  await page.goto(`${server.url}#/buckets`)
  return {
    name,
    settle: () => browser.settle(),
    async upload(place) {
      await show(place)
      await choose(button('Upload').first(), course.file)
      await page
        .getByRole('radio', {
          name: place.isLocked ? /^Encrypt with/ : new RegExp(`^${en.common.encryption.notEncrypted}`)
        })
        .check()
      const send = button(/^Upload 1 file$/)
      await send.and(page.locator(':enabled')).waitFor()
      const { result: seconds, peakPssBytes } = await browser.watch(async () => {
        const startMs = performance.now()
        await send.click()
        await end()
        return (performance.now() - startMs) / 1000
      })
      await tidy()
      return { seconds, peakPssBytes }
    },
    async download(place) {
      await show(place)
      await page
        .getByRole('row')
        .filter({ hasText: basename(place.key) })
        .click()
      await page.getByText(place.isLocked ? 'opened with it' : 'It opens without a key').waitFor()
      const { result, peakPssBytes } = await browser.watch(async () => {
        const startMs = performance.now()
        const saving = page.waitForEvent('download', { timeout: TIMEOUT_MS })
        await button('Download').click()
        await end()
        const seconds = (performance.now() - startMs) / 1000
        const download = await saving
        const file = await download.path()
        return { seconds, onDiskSeconds: (performance.now() - startMs) / 1000, download, file }
      })
      await assertSameFile(result.file, course)
      await result.download.delete()
      await tidy()
      return { seconds: result.seconds, onDiskSeconds: result.onDiskSeconds, peakPssBytes }
    },
    async close() {
      await browser.close()
      await server.close()
    }
  }
}
