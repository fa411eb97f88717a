// `npm run pictures`: starts the demo, does in its page what a user would, and takes the README's pictures.
import { chromium, type Locator, type Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { en } from '../../src/messages/en'

const pictures = fileURLToPath(new URL('../../.github', import.meta.url))
const demo = fileURLToPath(new URL('demo.ts', import.meta.url))
const FOLDER = '#/b/testcou-imaging/plate-02/'
const MIB = 1024 ** 2
const FILES = [
  ['stack-B8.tif', 3.4],
  ['stack-B9.tif', 3.1],
  ['segmentation-B8.npz', 0.6]
] as const
const THEMES = [
  ['light', 'listing'],
  ['dark', 'listing-dark']
] as const

/** @returns the page's address, once the demo tells it. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`The demo ended with ${code}.`)))
    if (child.stdout === null) return
    createInterface(child.stdout).on('line', (line) => {
      const address = /^\s*Lockgate\s+(http\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
}

function fileInput(page: Page, label: string): Locator {
  return page.locator(`input[type=file][aria-label="${label}"]`)
}

async function createKey(page: Page): Promise<void> {
  const { keys } = en
  await page.getByRole('link', { name: en.common.keys }).click()
  await page.getByRole('button', { name: keys.createKey }).click()
  await page.getByLabel(keys.create.name).fill('imaging 2026')
  await page.getByRole('dialog').getByRole('button', { name: keys.createKey }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: keys.backup.saveFile }).click()
  ])
  await fileInput(page, keys.backup.file).setInputFiles(await download.path())
  await page.getByText(keys.backup.verified).waitFor()
}

/** Beside what the demo has there: with the key, after the first use of it on this gateway was allowed. */
async function uploadEncrypted(page: Page): Promise<void> {
  const files = FILES.map(([name, mib]) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: randomBytes(Math.round(mib * MIB))
  }))
  await fileInput(page, en.objects.header.filesInput).first().setInputFiles(files)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio').first().check()
  await dialog.getByRole('checkbox').first().check()
  await dialog.getByRole('button', { name: en.uploads.submit(files.length) }).click()
  await page
    .locator('[role=row] [data-lock=encrypted]')
    .nth(files.length - 1)
    .waitFor()
}

async function takePictures(address: string): Promise<void> {
  const executablePath = process.env['LOCKGATE_CHROMIUM'] ?? '/usr/bin/chromium-headless-shell'
  const browser = await chromium.launch({ executablePath })
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 860 },
      locale: 'en-GB',
      reducedMotion: 'reduce'
    })
    page.setDefaultTimeout(300_000) // for a machine that is ten times as slow
    await page.goto(address)
    await createKey(page)
    await page.goto(`${address}${FOLDER}`)
    await uploadEncrypted(page)
    await page.getByRole('row', { name: FILES[0][0] }).click()
    await page.getByText(en.transfers.summary.done(FILES.length)).waitFor()
    await page.getByText(en.sharing.otherWays).waitFor()
    for (const [theme, name] of THEMES) {
      await page.emulateMedia({ colorScheme: theme })
      await page.screenshot({ path: `${pictures}/${name}.png`, animations: 'disabled' })
    }
  } finally {
    await browser.close()
  }
}

const child = spawn(process.execPath, ['--import', 'tsx', demo], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  await takePictures(await addressOf(child))
} finally {
  const end = new Promise((resolve) => child.once('exit', resolve))
  if (child.kill('SIGTERM')) await end // so that nothing is left behind
}
