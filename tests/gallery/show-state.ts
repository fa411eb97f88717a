// Opens a state of the built gallery in a browser, and tells what went wrong.
import type { Page } from '@playwright/test'

export interface View {
  readonly theme: 'light' | 'dark'
  readonly language: 'en' | 'de'
  readonly width: 1440 | 390
}

export const VIEWS: readonly View[] = ([1440, 390] as const).flatMap((width) =>
  (['en', 'de'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme) => ({ theme, language, width }))
  )
)

export async function readStates(page: Page, url: string): Promise<readonly string[]> {
  await page.goto(url)
  return page.locator('nav li a').allTextContents()
}

/** @returns what the page threw or wrote as an error; undefined: the state is shown. */
export async function showState(page: Page, url: string, name: string, view: View): Promise<string | undefined> {
  const problems: string[] = []
  const note = (error: Error): void => void problems.push(error.message)
  page.on('pageerror', note)
  await page.setViewportSize({ width: view.width, height: view.width < 800 ? 844 : 900 })
  const asked = new URLSearchParams({ state: name, theme: view.theme, language: view.language })
  await page.goto(`${url}state.html?${asked.toString()}`)
  await page.waitForFunction(() => document.documentElement.dataset['ready'] !== undefined, undefined, { polling: 50 })
  const ready = await page.locator('html').getAttribute('data-ready')
  page.off('pageerror', note)
  return ready === 'yes' ? problems[0] : (ready ?? 'not ready')
}
