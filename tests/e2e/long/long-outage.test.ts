// The browser is online and the gateway can't be reached for longer than any budget of retries: no transfer fails, and all go on by themselves.
import { en } from '../../../src/messages/en'
import { chooseFiles, expect, randomFile, read, send, sha256, test, transfer } from '../fixture'

/** A retry budget of two minutes was spent in less. */
const OUTAGE_MS = 170_000

test('an upload outlasts three minutes without its gateway, and goes on by itself', async ({
  page,
  bucket,
  s3,
  connectThrough
}, output) => {
  test.setTimeout(OUTAGE_MS + 120_000)
  const path = output.outputPath('big.bin')
  const body = randomFile(path, 48 * 2 ** 20)
  const proxy = await connectThrough({ lineBytesPerSecond: 2 * 2 ** 20 })
  await send(await chooseFiles(page, [path]))
  const line = await transfer(page, 'big.bin')
  await expect(line).toContainText(/[1-9]\d?\.\d MiB of/)
  proxy.breakOff(OUTAGE_MS)
  proxy.heal()
  await expect(line).toContainText('retrying')
  await expect(line).toContainText(/retrying in (2\d|30) s/, { timeout: OUTAGE_MS })
  await expect(line).toHaveAttribute('data-state', 'running')
  await expect(line).toContainText(en.transfers.row.verified, { timeout: 90_000 })
  expect(sha256(await read(s3, bucket, 'big.bin'))).toBe(sha256(body))
})
