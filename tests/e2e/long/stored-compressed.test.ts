// A public object with a Content-Encoding: without an account nothing can ask for its bytes as they are stored, and browsers unpack it.
import { gzipSync } from 'node:zlib'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutBucketAclCommand,
  PutObjectCommand,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import { en } from '../../../src/messages/en'
import { startBrokenSetups } from './broken-setups'
import { errorTitle } from '../error-words'
import { expect, row, test, transfer } from '../fixture'

/** By whether the page may read Content-Encoding. */
const told = [
  ['shown', 'stored-compressed'],
  ['hidden', 'digest-mismatch']
] as const
for (const [header, kind] of told)
  test(`what a browser unpacks is neither saved nor called verified, the header ${header}`, async ({
    page,
    baseURL,
    hosts,
    info,
    bucket,
    s3
  }) => {
    const setups = await startBrokenSetups(info)
    const hidden = `http://127.0.0.1:${setups.ports.open}`
    hosts.push(hidden)
    const stored = gzipSync('unpacked it would be this, '.repeat(20))
    const input = { Bucket: bucket, ContentEncoding: 'gzip', ContentType: 'text/plain', ACL: 'public-read' } as const
    await s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'public-read' }))
    await s3.send(new PutObjectCommand({ ...input, Key: 'whole.txt', Body: stored }))
    const address = { Bucket: bucket, Key: 'parts.txt' }
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...input, ...address }))
    const { ETag } = await s3.send(new UploadPartCommand({ ...address, UploadId, PartNumber: 1, Body: stored }))
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await s3.send(new CompleteMultipartUploadCommand({ ...address, UploadId, MultipartUpload }))

    let handedOver = 0
    page.on('download', () => handedOver++)
    await page.goto(baseURL ?? '')
    await page.getByLabel(en.connect.withoutAccount).check()
    await page.getByLabel(en.connect.gateway.label, { exact: true }).fill(header === 'shown' ? info.http : hidden)
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await page.getByLabel(en.buckets.open.label).first().fill(bucket)
    await page.getByRole('button', { name: en.common.open, exact: true }).first().click()
    for (const name of ['whole.txt', 'parts.txt']) {
      await row(page, name).click()
      const inspector = page.getByRole('complementary', { name: en.inspector.label })
      await inspector.getByRole('button', { name: en.common.download, exact: true }).click()
      const line = await transfer(page, name)
      await expect(line).toHaveAttribute('data-state', 'failed')
      await expect(line).toContainText(errorTitle(kind))
    }
    expect(handedOver).toBe(0)
    await setups.stop()
  })
