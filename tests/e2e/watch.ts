// What a page must never do, looked for in all that it does: ask a third party, show or send a secret, break its own policy.
import type { Page } from '@playwright/test'
import { isOverWebDriver } from '../engines/engine'

export interface Rules {
  /** Strings that must never be in an address, the markup or the console; more may come. */
  readonly secrets: readonly string[]
  /** Addresses on whose hosts the page may call. */
  readonly hosts: () => readonly string[]
}

/**
 * Watches every tab and the service worker. Over WebDriver nothing of that is told; there the last document's own list of what it
 * loaded is looked through.
 * @returns to be called at the end: what was wrong
 */
export function watch(page: Page, { secrets, hosts }: Rules): () => Promise<readonly string[]> {
  const wrong: string[] = []
  if (!isOverWebDriver(page)) {
    const context = page.context()
    context.on('request', (request) => checkAddress(request.url()))
    context.on('console', (message) => {
      if (/Content Security Policy|Trusted(HTML|Script)/i.test(message.text())) wrong.push(message.text())
      if (holdsSecret(message.text())) wrong.push('secret in the console')
    })
    context.on('weberror', (error) => wrong.push(`page error: ${error.error().message}`))
  }
  return async () => {
    if (page.isClosed()) return wrong
    const look = () => [
      document.documentElement.outerHTML,
      ...performance.getEntriesByType('resource').map(({ name }) => name)
    ]
    const [html = '', ...asked] = await page.evaluate(look).catch(() => [])
    if (holdsSecret(html)) wrong.push('secret in the markup')
    for (const address of asked) checkAddress(address)
    return wrong
  }

  function checkAddress(address: string): void {
    const url = new URL(address)
    if (url.protocol === 'blob:' || url.protocol === 'data:') return
    const allowed = hosts().map((each) => new URL(each).host)
    if (!allowed.includes(url.host)) wrong.push(`third party: ${url.host}`)
    if (holdsSecret(decodeURIComponent(address))) wrong.push(`secret in the address of ${url.pathname}`)
  }

  function holdsSecret(text: string): boolean {
    return secrets.some((secret) => secret !== '' && text.includes(secret))
  }
}
