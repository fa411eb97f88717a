// A key that something still needs, in any tab, cannot be removed; and the dialog says what needs it.
import { makeGate } from '../unit/transfers/fakes'
import { chooseFiles, encryptFirst, expect, makeKey, randomFile, send, test, transfer } from './fixture'
import { en } from '../../src/messages/en'

test('a key with which another tab is uploading is not removed; after the upload it can be', async ({
  page,
  context,
  baseURL,
  connect,
  goTo
}, testInfo) => {
  const dir = testInfo.outputPath()
  randomFile(`${dir}/scan.bin`, 5000)
  const gate = makeGate()
  await connect()
  await makeKey(page, 'imaging', dir)
  await goTo('')
  await page.route('**/*scan.bin*', async (route) => {
    if (route.request().method() === 'PUT') await gate.opened
    await route.continue()
  })
  const upload = await chooseFiles(page, [`${dir}/scan.bin`])
  await encryptFirst(upload)
  await send(upload)

  const other = await context.newPage()
  await other.goto(`${baseURL}#/keys`)
  await other.getByRole('link', { name: 'imaging', exact: true }).click()
  await other.getByRole('button', { name: en.keys.inspector.remove }).click()
  const dialog = other.getByRole('dialog')
  await dialog.getByLabel(/Type its name/).fill('imaging')
  await expect(dialog).toContainText('uploads in another tab')
  await expect(dialog.getByRole('button', { name: en.keys.remove.confirm })).toBeDisabled()

  gate.open()
  await expect(await transfer(page, 'scan.bin')).toContainText('Encrypted with imaging')
  await expect(dialog).not.toContainText('another tab')
  await dialog.getByRole('button', { name: en.keys.remove.confirm }).click()
  await expect(other.getByText(en.keys.noneYet)).toBeVisible()
})
