// A hundred hostile files are previewed under the policy of the built page, and opened in new tabs: no script of theirs runs in its
// origin, nothing of theirs is asked for by the page, and it goes on working.
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { formatRoute } from '../../../src/domain/route'
import { en } from '../../../src/messages/en'
import { expect, put } from '../fixture'
import { hostileFiles } from '../hostile-files'
import { test } from '../previews'

test.use({ serviceWorkers: 'allow' })

const parquet = new Uint8Array(
  parquetWriteBuffer({
    columnData: [{ name: 'text', data: ['<script>alert(1)</script>', '=1+1', null], type: 'STRING' }]
  })
)

const groups = hostileFiles(parquet)

/** Whatever of a preview could be opened in a tab of its own. */
function addressesIn(dialog: Locator): Promise<readonly string[]> {
  return dialog.evaluate((element) =>
    [...element.querySelectorAll('[src], [href], [data], [srcset], [poster], object, iframe')].flatMap((one) =>
      ['src', 'href', 'data', 'srcset', 'poster'].flatMap((name) => {
        const value = one.getAttribute(name)
        return value === null ? [] : [new URL(value, location.href).href]
      })
    )
  )
}

async function openInTab(context: BrowserContext, address: string, look: (tab: Page) => Promise<void>): Promise<void> {
  const tab = await context.newPage()
  try {
    await tab.goto(address, { waitUntil: 'domcontentloaded', timeout: 30_000 }).catch(() => undefined) // a download, or heavy
    await look(tab)
  } finally {
    await tab.close()
  }
}

test('there are over a hundred of them', () => {
  expect(Object.values(groups).flat().length).toBeGreaterThan(100)
})

/** The group that breaks readers is shown once more where their workers are bound by the policy too. */
const plays = Object.entries(groups).flatMap(([group, files]) =>
  (files.some(({ key }) => key.includes('.parquet')) ? [false, true] : [false]).map((sendsPolicy) => ({
    group,
    files,
    sendsPolicy
  }))
)

for (const { group, files, sendsPolicy } of plays)
  test.describe(sendsPolicy ? 'under the header of its host' : 'under its own policy', () => {
    test.use({ sendsPolicy })
    test(`${group}: shown, or refused, and nothing runs`, async ({
      browser,
      page,
      bucket,
      s3,
      baseURL,
      connect,
      goTo
    }) => {
      test.setTimeout(600_000)
      const baseOrigin = new URL(baseURL ?? '').origin
      for (let from = 0; from < files.length; from += 20)
        await Promise.all(
          files
            .slice(from, from + 20)
            .map(({ key, body, contentType }) =>
              s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }))
            )
        )
      await put(s3, bucket, 'good.txt', 'still here')
      const wrong: string[] = []
      const tabs = await browser.newContext()
      page.on('dialog', (dialog) => {
        wrong.push(`said ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on('popup', (opened) => wrong.push(`opened ${opened.url()}`))
      page.on('framenavigated', (frame) => frame !== page.mainFrame() && wrong.push(`framed ${frame.url()}`))

      await connect()
      await goTo('')
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      const inspector = page.getByRole('complementary', { name: en.inspector.label })
      const dialog = page.getByRole('dialog', { name: en.preview.title })
      for (const { key } of [...files, { key: 'good.txt' }]) {
        const address = formatRoute({ place: 'objects', bucket, prefix: '', object: key })
        await page.evaluate((hash) => void (location.hash = hash), address)
        await expect(inspector.getByRole('heading').first(), key).toContainText(key.slice(0, 4))
        await inspector.getByRole('button', { name: en.preview.title, exact: true }).click()
        await expect(dialog.locator('[data-kind]'), key).toBeVisible()
        await expect(dialog.locator('[aria-busy=true]'), key).toHaveCount(0)
        expect(await page.evaluate(() => ['hacked' in window, 'polluted' in {}, document.scripts.length]), key).toEqual(
          [false, false, 2]
        )
        for (const address of await addressesIn(dialog)) {
          if (!address.startsWith('data:')) expect(address, key).toMatch(/^http.*\/preview-media\/[0-9a-f]{32}$/)
          const context = address.startsWith('data:') ? tabs : page.context()
          await openInTab(context, address, async (tab) => {
            expect(await tab.evaluate(() => origin), key).toBe('null')
            // What the page serves is of its origin, so it may not run at all.
            if (context !== tabs) expect(await tab.evaluate(() => document.scripts.length), key).toBe(0)
          })
        }
        if (key === 'good.txt') await expect(dialog).toContainText('still here')
        await page.keyboard.press('Escape')
        await expect(dialog).toBeHidden()
      }
      expect(wrong).toEqual([])

      // Its link, opened beside a page that is connected: what runs there is of the gateway's origin.
      const beside = await tabs.newPage()
      await beside.goto(baseURL ?? '')
      for (const { key } of files) {
        const link = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: 3600 })
        await openInTab(tabs, link, async (tab) => {
          const seen = await tab.evaluate(() => [origin, opener, localStorage.length]).catch(() => undefined) // a download
          if (seen) expect(seen, key).toEqual([new URL(link).origin, null, 0])
        })
        expect(await beside.evaluate(() => ['hacked' in window, location.origin]), key).toEqual([false, baseOrigin])
      }
      await tabs.close()
      expect(page.frames()).toHaveLength(1)
    })
  })
