// `npm run gallery`: every state of Lockgate's screen, from the real components. With `--pictures DIR [TEXT]` it takes pictures of all
// states, or of those whose names contain TEXT, in both themes, languages and widths.
import { chromium, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'vite'
import { serveDist } from '../gateway/static-server'
import { buildGallery, config } from './build'
import { readStates, showState, VIEWS, type View } from './show-state'

const [option, dir, text = ''] = process.argv.slice(2)

if (option === undefined) {
  const server = await createServer(config)
  await server.listen()
  server.printUrls()
} else if (option === '--pictures' && dir !== undefined) await takePictures(dir)
else {
  console.error('Usage: npm run gallery [-- --pictures DIR [TEXT]]')
  process.exit(2)
}

async function takePictures(into: string): Promise<void> {
  const built = mkdtempSync(join(tmpdir(), 'lockgate-gallery-'))
  mkdirSync(into, { recursive: true })
  await buildGallery(built)
  const server = await serveDist({ dir: built, keepsAssets: true })
  const browser = await chromium.launch({
    executablePath: process.env['LOCKGATE_CHROMIUM'] ?? '/usr/bin/chromium-headless-shell'
  })
  try {
    const page = await browser.newPage()
    const names = (await readStates(page, server.url)).filter((name) => name.includes(text))
    for (const view of VIEWS) for (const name of names) await takePicture(page, server.url, name, view, into)
    console.log(`${names.length * VIEWS.length} pictures in ${into}`)
  } finally {
    await browser.close()
    await server.close()
    rmSync(built, { recursive: true })
  }
}

async function takePicture(page: Page, url: string, name: string, view: View, into: string): Promise<void> {
  const problem = await showState(page, url, name, view)
  if (problem !== undefined) console.error(`${name}: ${problem}`)
  const { theme, language, width } = view
  await page.screenshot({ path: join(into, `${name.replace('/', '-')}-${theme}-${language}-${width}.png`) })
}
