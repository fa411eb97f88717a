// A bucket that this account may only write to: files can be uploaded, and what could not be checked is said.
import { randomBytes } from 'node:crypto'
import { GetBucketAclCommand, HeadObjectCommand, PutBucketAclCommand } from '@aws-sdk/client-s3'
import { en } from '../../src/messages/en'
import { chooseFiles, expect, put, send, test, transfer } from './fixture'

test('files of both sizes are uploaded to it, and none replaces what is there', async ({
  page,
  info,
  bucket,
  s3,
  secrets,
  connect,
  goTo
}) => {
  const { Owner, Grants = [] } = await s3.send(new GetBucketAclCommand({ Bucket: bucket }))
  const Grant = { Grantee: { Type: 'CanonicalUser', ID: info.bob.userId }, Permission: 'WRITE' } as const
  const AccessControlPolicy = { Owner, Grants: [...Grants, Grant] }
  await s3.send(new PutBucketAclCommand({ Bucket: bucket, AccessControlPolicy }))
  await put(s3, bucket, 'small.txt', 'theirs')
  secrets.push(info.bob.secretKey)
  await connect(info.bob)
  await goTo('')
  const large = { name: 'large.bin', mimeType: 'application/octet-stream', buffer: randomBytes(20 * 2 ** 20) }
  const dialog = await chooseFiles(page, [
    { name: 'small.txt', mimeType: 'text/plain', buffer: Buffer.from('mine') },
    large
  ] as never)
  await expect(dialog).toContainText(en.uploads.names.unlistable)
  await send(dialog)
  for (const name of ['large.bin', 'small (1).txt']) await expect(await transfer(page, name)).toContainText('Verified')
  const sizeOf = async (Key: string) => (await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }))).ContentLength
  expect(await sizeOf('small.txt')).toBe(6)
})
