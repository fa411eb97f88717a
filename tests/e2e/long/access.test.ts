// For everybody: axe finds nothing on any view, in both themes and on a narrow screen, and nothing is wider than the screen.
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { findViolations } from './axe'
import { chooseAction, chooseFiles, expect, put, row, send, test, transfer } from '../fixture'
import { sseInput } from '../../gateway/sse-input'

for (const [name, size] of [
  ['wide', { width: 1440, height: 900 }],
  ['narrow', { width: 390, height: 844 }]
] as const) {
  test.describe(name, () => {
    // A colour on its way to another is no colour to be judged.
    test.use({ viewport: size, contextOptions: { reducedMotion: 'reduce' }, serviceWorkers: 'allow' })

    test('every view', async ({ page, bucket, s3, connect, goTo, baseURL }) => {
      const look = (view: string) => lookAt(page, view)
      await put(s3, bucket, 'a/plain.txt', 'x')
      await put(s3, bucket, `a/${'long-name-'.repeat(40)}.txt`, 'x')
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: 'a/locked.bin', Body: 'x', ...sseInput(Buffer.alloc(32, 9)) })
      )
      await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'a/started.bin' }))
      await page.goto(baseURL ?? '')
      await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
      await look('connect, with its problem')
      await connect()
      await expect(page.getByRole('row').filter({ hasText: bucket })).toContainText('3 B')
      await look('buckets')
      await page.getByRole('main').getByRole('button', { name: en.buckets.create.title }).click()
      await page.getByLabel(en.common.name, { exact: true }).fill('Not_a_name')
      await look('a bucket to be made')
      await page.keyboard.press('Escape')
      await page.goto(`${baseURL}#/bucket/${bucket}`)
      await expect(page.getByRole('region', { name: en.buckets.unfinished.title })).toContainText('started')
      await look('a bucket as a whole')
      await page.getByRole('button', { name: en.buckets.deletion.openDelete }).click()
      await expect(page.getByRole('dialog')).toContainText('3 objects')
      await look('a bucket to be emptied')
      await page.keyboard.press('Escape')
      await page.goto(`${baseURL}#/b/${bucket}-gone/`)
      await expect(page.getByRole('alert')).toBeVisible()
      await look('an error')
      await goTo('a/')
      await expect(row(page, 'plain.txt').locator('[data-lock=clear]')).toBeAttached()
      await look('listing')
      const dialog = await chooseFiles(page, [
        { name: 'up.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }
      ] as never)
      await look('upload')
      await dialog.getByText(en.uploads.encryption.withYourKey).click()
      await look('upload, a key to be made')
      await dialog.getByText(en.common.encryption.notEncrypted, { exact: true }).click()
      await send(dialog)
      await expect(await transfer(page, 'up.txt')).toContainText('Verified')
      await look('transfers in the drawer')
      await row(page, 'locked.bin').click()
      await look('object')
      await page.getByRole('button', { name: en.links.title, exact: true }).click()
      await expect(page.getByText('Private: it doesn’t open.')).toBeVisible()
      await look('links of an encrypted object')
      await page.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
      await look('choose a key')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await page.getByRole('button', { name: en.sharing.changeAccess }).click()
      await page.getByRole('radio', { name: /public-read$/ }).check()
      await look('who can read an object')
      await page.keyboard.press('Escape')
      await page.goto(`${baseURL}#/bucket/${bucket}`)
      await page.getByRole('button', { name: en.sharing.changeAccess }).click()
      await page.getByRole('radio', { name: /public-read-write$/ }).check()
      await look('who can list a bucket')
      await page.keyboard.press('Escape')
      await page.goto(`${baseURL}#/transfers`)
      await look('transfers')
      await page.goto(`${baseURL}#/keys`)
      await look('no keys')
      await page.getByRole('button', { name: en.keys.createFirst }).click()
      await page.getByLabel(en.keys.create.name).fill('k')
      await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
      await expect(page.getByRole('complementary', { name: en.keys.inspector.label })).toBeVisible()
      await look('a key that is not saved')
      await page.goto(`${baseURL}#/settings`)
      await look('settings')
    })

    test('every dialog and section', async ({ page, bucket, s3, connect, goTo, baseURL }) => {
      const look = (view: string) => lookAt(page, view)
      const inspector = page.getByRole('complementary', { name: en.inspector.label })
      const dialog = page.getByRole('dialog')
      const footer = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true })
      await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
      for (const key of ['notes.txt', 'notes.txt', 'gone.txt', 'a/one.txt', `${'long-name-'.repeat(30)}.txt`])
        await put(s3, bucket, key, 'some text')
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'gone.txt' }))
      await connect()
      await goTo('')
      await page.getByRole('button', { name: en.objects.header.new, exact: true }).click()
      await look('the menu of what is new')
      await page.getByRole('button', { name: en.objects.header.newFolder }).click()
      await look('a folder to be made')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: en.objects.path.about }).click()
      const folder = page.getByRole('complementary', { name: en.objects.path.label })
      await folder.getByRole('button', { name: en.deletion.recoverable.show }).click()
      await expect(folder).toContainText('gone.txt')
      await look('a folder, and what was deleted from it')
      await folder.getByRole('button', { name: en.common.close }).click()
      await row(page, 'notes.txt').locator('.pick').click()
      await row(page, 'a').locator('.pick').click()
      await look('rows that are selected')
      for (const [button, view] of [
        [en.objects.footer.access, 'access of many'],
        ['Download', 'a download of many'],
        ['Delete', 'a deletion of many']
      ] as const) {
        await footer(button).click()
        await expect(dialog).toContainText(/./)
        // What is counted first is enabled later.
        if (button === 'Delete') await expect(dialog.locator('.danger')).toBeEnabled()
        await look(view)
        await page.keyboard.press('Escape')
        await expect(dialog).toHaveCount(0)
      }
      await page.keyboard.press('Escape')
      await row(page, 'notes.txt').click()
      await expect(inspector.getByRole('region', { name: en.versions.title }).getByRole('listitem')).toHaveCount(2)
      await look('an object with versions')
      await inspector.getByRole('button', { name: /^Restore the version/ }).click()
      await look('a version to be restored')
      await page.keyboard.press('Escape')
      await chooseAction(inspector, en.editing.title)
      await dialog.getByRole('textbox', { name: en.editing.text }).fill('other text')
      await look('a text that is edited')
      await page.keyboard.press('Escape')
      await look('a text that is not saved')
      await dialog.getByRole('button', { name: en.editing.discard }).click()
      await chooseAction(inspector, en.common.delete)
      await expect(dialog.getByRole('button', { name: 'Delete 1 object' })).toBeEnabled()
      await look('an object to be deleted')
      await page.keyboard.press('Escape')

      await page.goto(`${baseURL}#/bucket/${bucket}`)
      await page.getByText(en.policy.title, { exact: true }).click()
      const lockout = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [`arn:aws:s3:::${bucket}*`] }
      await page.getByLabel(en.policy.json).fill(JSON.stringify({ Version: '2018-05-24', Statement: [lockout] }))
      await expect(page.locator('[data-warning=locks-out]')).toBeVisible()
      await look('a policy with warnings')
      await page.getByRole('button', { name: en.policy.discard }).click()
      await page.getByRole('switch').click()
      await expect(page.locator('[data-enforcement=lockgate]')).toBeVisible()
      await page.getByText(en.encryption.steps.done, { exact: true }).click()
      await look('a proof')
    })
  })
}

async function lookAt(page: Page, view: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await findViolations(page)
  // Dark is other colours, and nothing else.
  await page.emulateMedia({ colorScheme: 'dark' })
  const violations = [...light, ...(await findViolations(page, ['color-contrast']))]
  expect(violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes[0]?.html.slice(0, 120)}`)).toEqual([])
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width, view).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
}
