// Axe, evaluated in the page itself and once a document: its builder for Playwright does so for each look and reports what passes, which
// takes several times as long.
import type { Page } from '@playwright/test'
import axe, { type AxeResults, type RunOptions } from 'axe-core'

/** @returns the rules that the page breaks; `rules` are all that is looked at, default all there are. */
export async function findViolations(page: Page, rules?: readonly string[]): Promise<AxeResults['violations']> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const options: RunOptions = { resultTypes: ['violations'], ...(rules && { runOnly: [...rules] }) }
  return page.evaluate(
    async (asked) => (await (window as unknown as { axe: typeof axe }).axe.run(document, asked)).violations,
    options
  )
}
