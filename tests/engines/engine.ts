// Which engine the end-to-end tests drive: Chromium and Firefox by Playwright itself, WebKitGTK by its WebDriver. The tests' text is one
// and the same; over WebDriver there is of `page` what tab.ts and locator.ts have, and nothing else.
import { test as playwrightTest, type Page } from '@playwright/test'
import { Tab } from './tab'
import { startWebKit } from './webkit'

export { expect } from './expect'

export type Engine = 'chromium' | 'firefox' | 'webkit'

/** What a run names, for its workers; Chromium where none is named. */
export const ENGINE_VARIABLE = 'LOCKGATE_ENGINE'
export const engine = (process.env[ENGINE_VARIABLE] ?? 'chromium') as Engine

const webkitTest = playwrightTest.extend<{ page: Page }>({
  page: async ({}, use, testInfo) => {
    const { tab, close } = await startWebKit()
    try {
      await use(tab as unknown as Page)
      if (testInfo.errors.length > 0) await tab.screenshot(testInfo.outputPath('failed.png')).catch(() => undefined)
    } finally {
      await close()
    }
  }
})

export const test: typeof playwrightTest = engine === 'webkit' ? (webkitTest as typeof playwrightTest) : playwrightTest

/** A page over WebDriver tells nothing of its requests while they happen. */
export function isOverWebDriver(page: Page): boolean {
  return (page as unknown) instanceof Tab
}
