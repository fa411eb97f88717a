// The first of Alice's buckets in any list. The check of a new profile's connection looks at the first one, so that what it asks counts in
// no test's own bucket.
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { GatewayInfo } from '../gateway/gateway'

export const FIRST_BUCKET = 'a-first'

export async function createFirstBucket({ direct, alice }: GatewayInfo): Promise<void> {
  const credentials = { accessKeyId: alice.accessKey, secretAccessKey: alice.secretKey }
  const checksums = {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED'
  } as const
  const s3 = new S3Client({ endpoint: direct, region: 'us-east-1', forcePathStyle: true, credentials, ...checksums })
  await s3.send(new CreateBucketCommand({ Bucket: FIRST_BUCKET }))
  await s3.send(new PutObjectCommand({ Bucket: FIRST_BUCKET, Key: 'one.txt', Body: 'one' }))
  s3.destroy()
}
