// A browser that lacks something that Lockgate needs is told so, and which one to use, instead of a blank page.
import { readFileSync } from 'node:fs'
import { expect, test } from '../fixture'
import { en } from '../../../src/messages/en'

const ways: Readonly<Record<string, () => void>> = {
  'URL.canParse': () => void Reflect.deleteProperty(URL, 'canParse'),
  'AbortSignal.any': () => void Reflect.deleteProperty(AbortSignal, 'any'),
  popover: () => void Reflect.deleteProperty(HTMLElement.prototype, 'popover'),
  'Array.findLast': () => void Reflect.deleteProperty(Array.prototype, 'findLast'),
  BroadcastChannel: () => void Reflect.deleteProperty(window, 'BroadcastChannel')
}

for (const [name, takeAway] of Object.entries(ways))
  test(`without ${name} the page says which browser it needs, and starts nothing`, async ({ page, baseURL }) => {
    const stored: string[] = []
    await page.addInitScript(takeAway)
    await page.goto(baseURL ?? '')
    const notice = page.getByRole('alert')
    await expect(notice).toContainText('Your browser is too old for Lockgate')
    await expect(notice).toContainText('Chrome or Edge 120, Firefox 125 or Safari 17.4')
    await expect(notice).toContainText(`Not supported here: ${name}.`)
    await expect(page).toHaveTitle('Lockgate: browser too old')
    await expect(page.getByRole('heading')).toHaveCount(1)
    stored.push(...(await page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name ?? ''))))
    expect(stored).toEqual([])
  })

test('a browser that has everything sees none of it, and the check is part of the offline copy', async ({
  page,
  baseURL
}) => {
  await page.goto(baseURL ?? '')
  await expect(page.getByRole('heading', { name: en.connect.title })).toBeVisible()
  await expect(page.locator('#too-old')).toHaveCount(0)
  const worker = readFileSync(new URL('../../../dist/service-worker.js', import.meta.url), 'utf8')
  expect(worker.split('\n')[0]).toContain('"path":"browser-check.js"')
})
