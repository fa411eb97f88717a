// Swift large objects: downloaded whole at their real size, and never called verified.
import { randomBytes } from 'node:crypto'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { chooseAction, createPlainClient, downloadOpen, expect, row, sha256, test, transfer } from '../fixture'
import { createSwiftAccount } from '../../gateway/swift'
import { en } from '../../../src/messages/en'

test('dynamic and static large objects arrive whole, and their rows say size checked', async ({
  page,
  info,
  secrets,
  connect,
  baseURL
}) => {
  const swift = await createSwiftAccount(info)
  secrets.push(swift.account.secretKey)
  const bucket = `e2e-${randomBytes(5).toString('hex')}`
  const s3 = createPlainClient(info, swift.account)
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
  s3.destroy()
  const segments = [randomBytes(2 * 2 ** 20), randomBytes(2 ** 20)]
  const dynamic = await swift.putLarge('dynamic', bucket, 'dynamic.bin', segments)
  const fixed = await swift.putLarge('static', bucket, 'static.bin', segments.toReversed())
  await connect(swift.account)
  await page.goto(`${baseURL}#/b/${bucket}/`)
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  for (const [name, bytes] of [
    ['dynamic.bin', dynamic],
    ['static.bin', fixed]
  ] as const) {
    await row(page, name).click()
    await expect(inspector).toContainText('3.0 MiB')
    await expect(inspector).toContainText('Swift large object')
    expect(sha256(await downloadOpen(page))).toBe(sha256(bytes))
    const line = await transfer(page, name)
    await expect(line).toContainText('size checked')
    await expect(line).toContainText('3.0 MiB')
    await expect(line).not.toContainText('Verified')
  }
  await chooseAction(inspector, en.common.delete)
  await expect(page.getByRole('dialog')).toContainText('the segments stay and use space.')
})
