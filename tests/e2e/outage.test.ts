// The gateway itself goes away in the middle: nothing is lost, nothing is called done, and it goes on when it is back.
import { mkdirSync } from 'node:fs'
import { startRadosgw, stopRadosgw } from '../gateway/control'
import { chooseFiles, expect, keysIn, randomFile, read, send, sha256, test, transfer } from './fixture'

test('behind a proxy whose gateway is down, what could not be asked is not called untold, changed or empty', async ({
  page,
  bucket,
  connectThrough,
  baseURL
}) => {
  let isDown = false
  const down = { status: 502, contentType: 'text/html', body: '<html><h1>502 Bad Gateway</h1></html>' }
  const proxy = await connectThrough({ answer: () => (isDown ? down : undefined) })
  isDown = true
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const usage = page.getByRole('region', { name: 'In this bucket' })
  await expect(usage).toContainText(': the gateway failed.')
  await expect(usage).not.toContainText('does not tell')
  const access = page.getByRole('region', { name: 'Who can read it' })
  await expect(access.getByRole('alert')).toContainText('had an error of its own. Nothing was changed.')
  await expect(access.getByRole('alert')).toContainText('give the time in the details')
  await expect(access).toContainText('is not known: no answer came that this page may read')
  await page.reload() // sizes of before are not remembered
  await expect(page.getByRole('navigation', { name: 'Places' })).toContainText('Not known: The gateway failed.')
  await expect(usage).toContainText('It is not known how full it is: the gateway failed.')
  isDown = false
  proxy.heal()
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('navigation', { name: 'Places' })).toContainText(bucket)
  await usage.getByRole('button', { name: 'Ask again' }).click()
  await expect(usage).toContainText('Objects 0')
})

test('the gateway is stopped in mid-upload, and comes back', async ({
  page,
  info,
  bucket,
  s3,
  connectThrough
}, testInfo) => {
  test.setTimeout(240_000)
  mkdirSync(testInfo.outputPath(), { recursive: true })
  const body = randomFile(testInfo.outputPath('big.bin'), 80 * 2 ** 20)
  const proxy = await connectThrough({ bytesPerSecond: 6 * 2 ** 20 })
  await send(await chooseFiles(page, [testInfo.outputPath('big.bin')]))
  const line = await transfer(page, 'big.bin')
  await expect(line).toContainText(/[1-9]\d?\.\d MiB of/, { timeout: 20_000 })
  await stopRadosgw(info)
  proxy.heal()
  try {
    await expect(line).toContainText('trying again', { timeout: 20_000 })
    await expect(line).toHaveAttribute('data-state', 'failed', { timeout: 90_000 })
    await page.goto(`${process.env['LOCKGATE_PAGE']}#/keys`)
    await page.getByRole('button', { name: 'New key', exact: true }).click()
    await page.getByLabel('Name of the new key').fill('made without a gateway')
    await page.getByRole('button', { name: 'Make key' }).click()
    await expect(page.getByRole('link', { name: 'made without a gateway' })).toBeVisible()
  } finally {
    await startRadosgw(info)
  }
  expect(await keysIn(s3, bucket)).toEqual([])
  await page.getByRole('button', { name: 'Retry big.bin' }).click()
  await expect(line).toContainText('Verified', { timeout: 60_000 })
  expect(sha256(await read(s3, bucket, 'big.bin'))).toBe(sha256(body))
})
