// An object that another client uploads in parts.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client
} from '@aws-sdk/client-s3'

/** @param parts all but the last of 5 MiB at least */
export async function putInParts(s3: S3Client, bucket: string, key: string, parts: readonly Buffer[]): Promise<void> {
  const object = { Bucket: bucket, Key: key }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object))
  const sent: CompletedPart[] = []
  for (const [index, Body] of parts.entries()) {
    const PartNumber = index + 1
    const { ETag } = await s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body }))
    sent.push({ ETag, PartNumber })
  }
  await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts: sent } }))
}
