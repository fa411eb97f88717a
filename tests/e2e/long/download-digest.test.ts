// Large downloads are digested on a thread of their own, and where its script is not to be had on the one that receives them.
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type S3Client
} from '@aws-sdk/client-s3'
import { en } from '../../../src/messages/en'
import { serveDist } from '../../gateway/static-server'
import { downloadOpen, expect, put, row, sha256, test, transfer } from '../fixture'

const PART_BYTES = 5 * 2 ** 20

async function putParts(s3: S3Client, Bucket: string, Key: string, bytes: Buffer): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const Parts = []
  for (let PartNumber = 1; (PartNumber - 1) * PART_BYTES < bytes.length; PartNumber++) {
    const Body = bytes.subarray((PartNumber - 1) * PART_BYTES, PartNumber * PART_BYTES)
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))
    Parts.push({ ETag, PartNumber })
  }
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }))
}

for (const isThere of [true, false])
  test(`seven parts and a whole are verified, the script ${isThere ? 'there' : 'missing'}`, async ({
    page,
    bucket,
    s3,
    hosts,
    connect
  }) => {
    const dir = resolve('dist')
    const script = readdirSync(`${dir}/assets`).find((name) => /^etag\.worker-.*\.js$/.test(name))
    const asked: string[] = []
    class Asked extends Map<string, string> {
      override get(path: string): string | undefined {
        asked.push(path)
        return super.get(path)
      }
    }
    const extra = new Asked(isThere ? [] : [[`assets/${script}`, '{}']]) // no script, by its type
    const server = await serveDist({ dir, extra })
    hosts.push(server.url)
    const [parts, whole] = [randomBytes(6 * PART_BYTES + 12_345), randomBytes(9 * 2 ** 20 + 7)]
    await putParts(s3, bucket, 'parts.bin', parts)
    await put(s3, bucket, 'whole.bin', whole)
    await page.goto(server.url)
    await connect()
    await page.goto(`${server.url}#/b/${bucket}/`)
    for (const [name, bytes] of [
      ['parts.bin', parts],
      ['whole.bin', whole]
    ] as const) {
      await row(page, name).click()
      expect(sha256(await downloadOpen(page))).toBe(sha256(bytes))
      await expect(await transfer(page, name)).toContainText(en.transfers.row.verified)
    }
    expect(asked).toContain(`assets/${script}`)
    await server.close()
  })
