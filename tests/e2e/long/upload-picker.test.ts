// Where the browser's own picker does not give files: a cancel changes nothing, and a refusal is no dead end.
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { expect, keysIn, read, row, send, test } from '../fixture'

const file = { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('chosen by the input') }

/** Counts the times that it is opened. */
async function answerPicker(page: Page, errorName: string): Promise<() => Promise<number>> {
  await page.evaluate((errorName) => {
    let count = 0
    Object.assign(window, {
      pickerCount: () => count,
      showOpenFilePicker: async () => {
        count++
        throw new DOMException('no', errorName)
      }
    })
  }, errorName)
  return () => page.evaluate(() => (window as unknown as { pickerCount: () => number }).pickerCount())
}

test('where the picker is refused the input takes over, at once and the next time', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await connect()
  await goTo('')
  const countOpened = await answerPicker(page, 'NotAllowedError')
  const upload = page.getByRole('button', { name: en.common.upload, exact: true })
  for (const name of ['a.txt', 'b.txt']) {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), upload.click()])
    expect(chooser.isMultiple()).toBe(true)
    await chooser.setFiles({ ...file, name })
    await send(page.getByRole('dialog'))
    await expect(row(page, name)).toBeVisible()
  }
  expect(await countOpened()).toBe(1)
  expect((await read(s3, bucket, 'a.txt')).toString()).toBe('chosen by the input')
})

test('where the refusal comes too late for the input, a sentence says what to do, and that works', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await connect()
  await goTo('')
  await answerPicker(page, 'SecurityError')
  await page.evaluate(() => Object.defineProperty(navigator.userActivation, 'isActive', { value: false }))
  const choose = page.getByRole('button', { name: en.objects.empty.chooseFiles })
  await choose.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(en.uploads.pickerRefused)).toBeVisible()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose.click()])
  await chooser.setFiles(file)
  await send(page.getByRole('dialog'))
  await expect.poll(() => keysIn(s3, bucket)).toEqual(['a.txt'])
})

test('a cancel opens nothing else, and the picker again the next time', async ({ page, connect, goTo }) => {
  await connect()
  await goTo('')
  let choosers = 0
  page.on('filechooser', () => choosers++)
  const countOpened = await answerPicker(page, 'AbortError')
  const upload = page.getByRole('button', { name: en.common.upload, exact: true })
  for (const count of [1, 2]) {
    await upload.focus()
    await page.keyboard.press('Enter')
    await expect.poll(countOpened).toBe(count)
    await expect(upload).toBeFocused()
  }
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(choosers).toBe(0)
})
