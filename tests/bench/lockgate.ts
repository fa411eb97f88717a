// Lockgate itself, the built page, driven as a person drives it: by the mouse, with files from the disk.
import { basename } from 'node:path'
import type { Locator } from '@playwright/test'
import { en } from '../../src/messages/en'
import { serveDist } from '../gateway/static-server'
import { openBrowser } from './browser'
import { timeoutOf, type Contestant, type Course, type Measured } from './contestant'
import { assertSameFile } from './same-file'
import { countPicked, dropPicked, longestTask, pickDirectories, watchTasks } from './in-page'

const UI_TIMEOUT_MS = 120_000

/** Opens the page with a profile for the gateway, and gives it the bench's key. */
export async function openLockgate(course: Course, distDir: string, name = 'Lockgate'): Promise<Contestant> {
  const { endpoint, accessKey, secretKey, files } = course
  const timeout = timeoutOf(course)
  const demoProfile = { name: 'bench', endpoint, accessKey, secretKey, region: 'us-east-1' }
  const server = await serveDist({ dir: distDir, extra: new Map([['site.json', JSON.stringify({ demoProfile })]]) })
  const browser = await openBrowser(course.workDir)
  const { page } = browser
  page.setDefaultTimeout(UI_TIMEOUT_MS)
  await page.addInitScript('globalThis.__name = (value) => value') // what compiles these scripts calls it
  await page.addInitScript(pickDirectories)
  const button = (text: string | RegExp): Locator => page.getByRole('button', { name: text, exact: true })
  const dialog = page.getByRole('dialog')
  const drawer = page.getByRole('region', { name: en.transfers.title })

  async function choose(chooser: Locator, file: string): Promise<void> {
    const [fileChooser] = await Promise.all([page.waitForEvent('filechooser'), chooser.click()])
    await fileChooser.setFiles(file, { timeout })
  }

  async function show(bucket: string, prefix: string): Promise<void> {
    await page.goto(`${server.url}#/b/${bucket}/${prefix}`)
    await button(en.objects.header.reload).click()
  }

  /** Waits for so many transfers to end, and for none to fail. */
  async function end(count: number): Promise<void> {
    const done = drawer.getByText(en.transfers.summary.done(count), { exact: true })
    const failed = drawer.getByText(/\d (transfers? )?failed$/)
    await done.or(failed).first().waitFor({ timeout })
    if (await failed.isVisible()) throw new Error(`Transfers failed: ${await drawer.innerText()}`)
  }

  async function unfold(): Promise<void> {
    const toggle = drawer.locator('button[aria-expanded]').first()
    if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click()
  }

  /** Not within a measurement. @throws Error when not all of it was verified */
  async function tidy(): Promise<void> {
    await unfold()
    const rows = await drawer.locator('[data-state]').allInnerTexts()
    const unverified = rows.filter((row) => !row.includes(en.transfers.row.verified))
    const earlier = await drawer.getByText(/not fully verified|size checked/).count()
    if (unverified.length > 0 || earlier > 0) throw new Error(`Not verified: ${unverified[0] ?? 'an earlier transfer'}`)
    await button(en.transfers.clearFinished).click()
    await drawer.locator('[data-state], [data-batch]').first().waitFor({ state: 'detached' })
  }

  /** Sends what was chosen, once the dialog is ready. */
  async function send(isLocked: boolean, count: number): Promise<Measured> {
    const encryption = isLocked ? /^Encrypt with/ : new RegExp(`^${en.common.encryption.notEncrypted}`)
    await dialog.getByRole('radio', { name: encryption }).check()
    const firstUse = dialog.getByLabel(/^Send this key to /)
    if (isLocked && (await firstUse.isVisible())) await firstUse.check()
    const submit = dialog.getByRole('button', { name: /^Upload [\d,]+ file/ })
    await submit.and(page.locator(':enabled')).waitFor()
    await page.evaluate(watchTasks)
    const { result: seconds, pssBytes } = await browser.watch(async () => {
      const startMs = performance.now()
      await submit.click()
      await end(count)
      return (performance.now() - startMs) / 1000
    })
    const longestTaskMs = await page.evaluate(longestTask)
    await tidy()
    return { seconds, pssBytes, longestTaskMs }
  }

  await page.goto(`${server.url}#/keys`)
  await button(en.keys.importKey).click()
  await choose(button(en.keys.import.chooseFile), course.sseKeyFile)
  await page.getByRole('complementary').waitFor()
  await page.goto(`${server.url}#/buckets`)
  return {
    name,
    settle: () => browser.settle(),
    async upload({ bucket, key, isLocked }) {
      await show(bucket, key.slice(0, key.lastIndexOf('/') + 1))
      await choose(button(en.common.upload).first(), course.file)
      return send(isLocked, 1)
    },
    async download({ bucket, key, isLocked }) {
      await show(bucket, key.slice(0, key.lastIndexOf('/') + 1))
      const row = page.getByRole('row').filter({ hasText: basename(key) })
      await row.click()
      await page.getByText(isLocked ? 'opened with it' : 'Opens without a key').waitFor()
      const { result, pssBytes } = await browser.watch(async () => {
        const startMs = performance.now()
        const saving = page.waitForEvent('download', { timeout })
        await button(en.common.download).click()
        await end(1)
        const seconds = (performance.now() - startMs) / 1000
        const download = await saving
        const file = await download.path()
        return { seconds, onDiskSeconds: (performance.now() - startMs) / 1000, download, file }
      })
      await assertSameFile(result.file, course)
      await result.download.delete()
      await tidy()
      return { seconds: result.seconds, onDiskSeconds: result.onDiskSeconds, pssBytes }
    },
    async uploadFolder({ bucket, prefix }) {
      await show(bucket, prefix)
      await page.getByLabel(en.objects.header.folderInput).setInputFiles(course.folder, { timeout })
      await dialog.waitFor({ timeout })
      return send(false, files)
    },
    async downloadFolder({ bucket, prefix }) {
      await show(bucket, prefix)
      await button(en.objects.path.about).click()
      const folder = page.getByRole('complementary', { name: en.objects.path.label })
      await folder.getByRole('button', { name: en.objects.folder.download }).click()
      await dialog.getByText(en.downloads.folder.label, { exact: true }).click()
      await dialog.getByRole('button', { name: en.downloads.folder.choose }).click()
      const submit = dialog.getByRole('button', { name: /^Download [\d,]+ file/ })
      await submit.and(page.locator(':enabled')).waitFor({ timeout })
      const batch = page.locator('[data-batch=done]')
      const { result: seconds, pssBytes } = await browser.watch(async () => {
        const startMs = performance.now()
        await submit.click()
        await dialog.waitFor({ state: 'detached' })
        await unfold()
        await batch.waitFor({ timeout })
        return (performance.now() - startMs) / 1000
      })
      const words = await batch.innerText()
      if (!words.includes(en.transfers.batch.saved(files, files))) throw new Error(`Not all is verified: ${words}`)
      const { count, sizeBytes } = await page.evaluate(countPicked)
      if (count !== files || sizeBytes !== files * course.fileBytes) throw new Error(`${count} files were saved`)
      await page.evaluate(dropPicked)
      await tidy()
      return { seconds, pssBytes }
    },
    async close() {
      await browser.close()
      await server.close()
    }
  }
}
