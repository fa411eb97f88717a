// A hundred hostile files are previewed under the policy of the built page: no script of theirs runs, nothing of theirs is asked for, and
// the page goes on working.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { formatRoute } from '../../../src/domain/route'
import { en } from '../../../src/messages/en'
import { expect, put, test } from '../fixture'
import { hostileFiles } from '../hostile-files'

test.use({ serviceWorkers: 'allow' })

const parquet = new Uint8Array(
  parquetWriteBuffer({
    columnData: [{ name: 'text', data: ['<script>alert(1)</script>', '=1+1', null], type: 'STRING' }]
  })
)

const groups = hostileFiles(parquet)

test('there are over a hundred of them', () => {
  expect(Object.values(groups).flat().length).toBeGreaterThan(100)
})

for (const [group, files] of Object.entries(groups))
  test(`${group}: shown, or refused, and nothing runs`, async ({ page, bucket, s3, connect, goTo }) => {
    test.setTimeout(600_000)
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
    page.on('dialog', (dialog) => {
      wrong.push(`said ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.context().on('page', (opened) => wrong.push(`opened ${opened.url()}`))
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
      expect(await page.evaluate(() => ['hacked' in window, 'polluted' in {}, document.scripts.length]), key).toEqual([
        false,
        false,
        2
      ])
      if (key === 'good.txt') await expect(dialog).toContainText('still here')
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    }
    expect(wrong).toEqual([])
    expect(page.frames()).toHaveLength(1)
  })
