// A gateway that is reached by plain http from elsewhere: a name that only this browser resolves, to this machine.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { en } from '../../../src/messages/en'
import { expect, put, row, test } from '../fixture'
import { sseInput } from '../../gateway/sse-input'

const HOST = 'rgw.lockgate.test'

test.use({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const args = [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1`]
      await use({ ...launchOptions, args })
    },
    { scope: 'worker' }
  ]
})

test('over plain http no line is given that would send a key in the clear, and what a link gives away is said', async ({
  page,
  info,
  bucket,
  s3,
  hosts,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'plain.txt', 'x')
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: 'locked.bin', Body: 'x', ...sseInput(Buffer.alloc(32, 'open-road')) })
  )
  const endpoint = `http://${HOST}:${new URL(info.http).port}`
  hosts.push(endpoint)
  await connect({ endpoint })
  await goTo('')
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  const warning = inspector.getByText('anyone on the network can read the link and the object')

  await row(page, 'locked.bin').click()
  await inspector.getByRole('button', { name: en.links.title, exact: true }).click()
  await expect(inspector.getByText('over plain HTTP it would expose the key')).toBeVisible()
  await expect(
    inspector.getByRole('button', { name: new RegExp(`${en.links.command.copy}|${en.links.copyLink}`) })
  ).toHaveCount(0)
  await expect(inspector.getByText('Private: it doesn’t open.')).toBeVisible()

  await row(page, 'plain.txt').click()
  await inspector.getByRole('button', { name: en.links.title, exact: true }).click()
  await expect(warning).toBeVisible()
  await expect(inspector.getByRole('textbox', { name: en.links.title, exact: true })).toHaveValue(
    new RegExp(`^${endpoint}/${bucket}/plain\\.txt\\?.*X-Amz-Signature=`)
  )
})
