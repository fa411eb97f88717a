// What every file manager has: files and pictures are pasted into a folder, and each bucket is shown as it was left.
import { CreateBucketCommand, DeleteBucketCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { clipboard } from '../copy-and-drop'
import { expect, keysIn, put, read, row, send, test } from '../fixture'

test.use(clipboard)

const names = (page: Page) =>
  page.getByRole('grid', { name: en.objects.label }).getByRole('row').filter({ hasText: '.txt' }).allInnerTexts()
const order = async (page: Page): Promise<string[]> =>
  (await names(page)).map((text) => /[a-z]+\.txt/.exec(text)?.[0] ?? '')

test('files that are pasted open the upload dialog, and nothing is sent before', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await connect()
  await goTo('in/')
  await expect(page.getByText(en.objects.empty.drop)).toBeVisible()
  const pasteFile = (on: string) =>
    page.evaluate((selector) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File(['pasted'], 'notes.txt', { lastModified: 0 }))
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.querySelector(selector)?.dispatchEvent(event)
    }, on)
  // A field keeps what is pasted into it to itself.
  await pasteFile('input[type=search]')
  await pasteFile('body')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('in/notes.txt')
  expect(await keysIn(s3, bucket)).toEqual([])
  await pasteFile('body') // while a dialog is open, nothing more comes in
  await send(dialog)
  await expect(row(page, 'notes.txt')).toBeVisible()
  expect((await read(s3, bucket, 'in/notes.txt')).toString()).toBe('pasted')

  // A picture from the clipboard of the system, by the keys that a user presses.
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
    const blob = new Blob([bytes], { type: 'image/png' })
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
  }, png)
  await page.getByRole('grid', { name: en.objects.label }).focus()
  await page.keyboard.press('Control+V')
  await expect(dialog).toContainText(/in\/image-\d{4}-\d\d-\d\dT\d{6}Z\.png/)
  await send(dialog)
  await expect.poll(async () => (await keysIn(s3, bucket)).length).toBe(2)
  const key = (await keysIn(s3, bucket)).find((one) => one.endsWith('.png')) ?? ''
  expect((await read(s3, bucket, key)).subarray(1, 4).toString()).toBe('PNG')
})

test('sorting and the view without folders are remembered for each bucket', async ({
  page,
  baseURL,
  bucket,
  s3,
  connect,
  goTo
}) => {
  const other = `${bucket}-other`
  await s3.send(new CreateBucketCommand({ Bucket: other }))
  for (const name of [bucket, other]) {
    await put(s3, name, 'a.txt', 'xxx')
    await put(s3, name, 'b.txt', 'x')
    await put(s3, name, 'deep/c.txt', 'xx')
  }
  await connect()
  await goTo('')
  await expect(row(page, 'a.txt')).toBeVisible()
  await page.getByRole('button', { name: en.objects.header.flat }).click()
  await page.getByRole('columnheader', { name: en.common.size }).getByRole('button').click()
  await expect.poll(() => order(page)).toEqual(['b.txt', 'c.txt', 'a.txt'])
  await page.goto(`${baseURL}#/b/${other}/`)
  await expect(row(page, 'a.txt')).toBeVisible()
  expect(await order(page)).toEqual(['a.txt', 'b.txt'])
  await page.goto(`${baseURL}#/b/${bucket}/`)
  await expect.poll(() => order(page)).toEqual(['b.txt', 'c.txt', 'a.txt'])
  await page.reload()
  await expect.poll(() => order(page)).toEqual(['b.txt', 'c.txt', 'a.txt'])
  // Back to the usual view.
  await page.getByRole('columnheader', { name: en.common.size }).getByRole('button').click()
  await page.getByRole('columnheader', { name: en.common.size }).getByRole('button').click()
  await page.getByRole('button', { name: en.objects.header.flat }).click()
  await expect.poll(() => order(page)).toEqual(['a.txt', 'b.txt'])
  await page.reload()
  await expect(row(page, 'deep')).toBeVisible()
  await expect.poll(() => order(page)).toEqual(['a.txt', 'b.txt'])
  const Objects = ['a.txt', 'b.txt', 'deep/c.txt'].map((Key) => ({ Key }))
  await s3.send(new DeleteObjectsCommand({ Bucket: other, Delete: { Objects } }))
  await s3.send(new DeleteBucketCommand({ Bucket: other }))
})
