// The gateway itself goes away in the middle: nothing is lost, nothing is called done, and it goes on when it is back.
// Whatever needs the gateway in the meantime fails: tests that stop it stand here, all others elsewhere.
import { startRadosgw, stopRadosgw } from '../../gateway/control'
import { chooseFiles, expect, randomFile, read, send, sha256, test, transfer } from '../fixture'
import { en } from '../../../src/messages/en'

test('the gateway is stopped in mid-upload, and comes back', async ({
  page,
  info,
  bucket,
  s3,
  connectThrough
}, testInfo) => {
  const body = randomFile(testInfo.outputPath('big.bin'), 80 * 2 ** 20)
  const proxy = await connectThrough({ bytesPerSecond: 2 ** 19 })
  await send(await chooseFiles(page, [testInfo.outputPath('big.bin')]))
  const line = await transfer(page, 'big.bin')
  await expect(line).toContainText(/[1-9]\d?\.\d MiB of/)
  await stopRadosgw(info)
  proxy.heal()
  try {
    await expect(line).toContainText('retrying')
    await expect(line).not.toContainText('Verified')
    await page.goto(`${process.env['LOCKGATE_PAGE']}#/keys`)
    await page.getByRole('button', { name: en.keys.createKey, exact: true }).click()
    await page.getByLabel(en.keys.create.name).fill('made without a gateway')
    await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
    await expect(page.getByRole('link', { name: 'made without a gateway' })).toBeVisible()
  } finally {
    await startRadosgw(info)
  }
  await expect(line).toContainText('Verified')
  expect(sha256(await read(s3, bucket, 'big.bin'))).toBe(sha256(body))
})
