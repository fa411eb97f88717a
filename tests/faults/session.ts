// The browser of a run, with a profile on disk that outlives it: opened, its tab killed, itself killed, opened again.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type BrowserContext } from '@playwright/test'
import { descendantsOf, read } from '../bench/memory'
import { Driver } from './driver'

const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync']

/** With a profile on disk, which is created where there is none. */
export async function launchBrowser(profileDir: string): Promise<BrowserContext> {
  mkdirSync(profileDir, { recursive: true })
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: process.env['LOCKGATE_CHROMIUM'] ?? '/usr/bin/chromium-headless-shell',
    args,
    viewport: { width: 1440, height: 900 },
    downloadsPath: join(profileDir, 'downloads')
  })
  // Headless, it cancels this picker; files are chosen by an input where there is none.
  await context.addInitScript(() => Object.assign(window, { showOpenFilePicker: undefined }))
  return context
}

export class Session {
  readonly #profileDir: string
  readonly #pageUrl: string
  readonly #bucket: string
  #context: BrowserContext | undefined
  #driver: Driver | undefined

  constructor(workDir: string, pageUrl: string, bucket: string) {
    this.#profileDir = join(workDir, 'profile')
    this.#pageUrl = pageUrl
    this.#bucket = bucket
  }

  /** Of the page that is open. */
  get driver(): Driver {
    if (this.#driver === undefined) throw new Error('No page is open')
    return this.#driver
  }

  async open(): Promise<void> {
    this.#context = await launchBrowser(this.#profileDir)
    await this.#openTab(this.#context)
  }

  /** Ends the tab without asking it, and opens another. */
  async killTab(): Promise<void> {
    const context = this.#context
    const pages = context?.pages() ?? []
    if (context !== undefined) await this.#openTab(context)
    for (const page of pages) await page.close({ runBeforeUnload: false })
  }

  /** SIGKILL, and a new browser with the same profile. */
  async killBrowser(): Promise<void> {
    const pids = descendantsOf(process.pid).filter((pid) => read(`/proc/${pid}/cmdline`).includes(this.#profileDir))
    if (pids.length === 0) throw new Error('The browser that was started is not among the processes')
    const closed = this.#context?.waitForEvent('close')
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    await closed
    await this.open()
  }

  async close(): Promise<void> {
    await this.#context?.close()
  }

  async #openTab(context: BrowserContext): Promise<void> {
    const page = await context.newPage()
    await page.goto(this.#pageUrl)
    this.#driver = new Driver(page, this.#pageUrl, this.#bucket)
  }
}
