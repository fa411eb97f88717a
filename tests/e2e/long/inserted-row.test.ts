// A row that was inserted after an upload: what is open of its object stays open when the folder is listed again.
import { writeFileSync } from 'node:fs'
import { en } from '../../../src/messages/en'
import { chooseFiles, expect, row, send, test } from '../fixture'

test('a dialog that was opened from an inserted row stays when the folder is listed', async ({
  page,
  goTo,
  connectThrough
}, info) => {
  const proxy = await connectThrough({})
  await goTo('')
  const path = info.outputPath('new.txt')
  writeFileSync(path, 'new')
  const listings = () => proxy.seen.filter(([method, url]) => method === 'GET' && url.includes('list-type=2')).length
  await send(await chooseFiles(page, [path]))
  await row(page, 'new.txt').click()
  const countBefore = listings()
  await page.getByRole('button', { name: en.sharing.changeAccess }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /\bpublic-read$/ }).check()
  await expect.poll(listings).toBeGreaterThan(countBefore)
  await page.waitForLoadState('networkidle')
  await expect(dialog.getByRole('radio', { name: /\bpublic-read$/ })).toBeChecked()
})
