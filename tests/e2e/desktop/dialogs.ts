// A browser that shows its windows, and the dialogs of the desktop in them, which no page and no driver of browsers reaches.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { chromium, type BrowserContext } from '@playwright/test'
import { startScreen, type Screen } from '../../engines/screen'
import { expect, test as base } from '../fixture'

export { expect }

const QUESTION_MS = 4000

/** A user before the screen. */
export class Desktop {
  readonly #env: NodeJS.ProcessEnv

  constructor({ display }: Screen) {
    this.#env = { ...process.env, DISPLAY: display }
  }

  /** Types a path into the dialog that has this title, and accepts it. */
  async choosePath(title: RegExp, path: string): Promise<void> {
    let dialog = ''
    await expect.poll(async () => (dialog = await this.#find(title)), { message: `a window ${title}` }).not.toBe('')
    await this.#xdotool('windowfocus', '--sync', dialog)
    // A slash opens the field for a path. Slowly: what is typed before the field is there is lost.
    await this.#xdotool('type', '--delay', '60', path)
    const frame = await this.#xdotool('getwindowgeometry', '--shell', dialog)
    const [x = 0, y = 0, width = 0, height = 0] = ['X', 'Y', 'WIDTH', 'HEIGHT'].map((name) =>
      Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(frame)?.[1])
    )
    // In the corner is the button that accepts; Enter completes the path, and closes some dialogs without it.
    await this.#xdotool('mousemove', String(x + width - 49), String(y + height - 23), 'click', '1')
    await expect.poll(() => this.#find(title)).toBe('')
  }

  /** Answers a question of the browser's, which no driver and no window of its own shows: it is there soon, with "Don’t Allow" chosen. */
  async answer(answer: 'allow' | 'do not allow'): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, QUESTION_MS))
    await this.#xdotool('key', '--delay', '300', ...(answer === 'allow' ? ['Tab'] : []), 'Return')
  }

  async #find(title: RegExp): Promise<string> {
    const ids = (await this.#xdotool('search', '--onlyvisible', '--name', '.')).split('\n')
    const names = await Promise.all(ids.map((id) => this.#xdotool('getwindowname', id).catch(() => '')))
    return ids.find((_, index) => title.test(names[index] ?? '')) ?? ''
  }

  async #xdotool(...args: readonly string[]): Promise<string> {
    return (await promisify(execFile)('xdotool', [...args], { env: this.#env, timeout: 30_000 })).stdout.trim()
  }
}

const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync']
const launchOptions = ({ display }: Screen) => ({
  executablePath: '/usr/bin/chromium',
  args,
  headless: false,
  env: { ...process.env, DISPLAY: display }
})

export const test = base.extend<
  { readonly desktop: Desktop; readonly restart: () => Promise<BrowserContext> },
  { readonly display: Screen }
>({
  ownPickers: true,
  display: [
    async ({}, use) => {
      const screen = await startScreen()
      await use(screen)
      screen.end()
    },
    { scope: 'worker' }
  ],
  browser: [
    async ({ display }, use) => {
      const browser = await chromium.launch(launchOptions(display))
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' }
  ],
  desktop: async ({ display }, use) => use(new Desktop(display)),
  /** The browser of one user, started again each time. */
  restart: async ({ display }, use, info) => {
    let context: BrowserContext | undefined
    await use(async () => {
      await context?.close()
      return (context = await chromium.launchPersistentContext(info.outputPath('profile'), launchOptions(display)))
    })
    await context?.close()
  }
})
