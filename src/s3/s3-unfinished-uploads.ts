// UnfinishedUploads over S3.
import { ListMultipartUploadsCommand, ListPartsCommand } from '@aws-sdk/client-s3'
import type { UnfinishedUpload, UploadPage } from '../domain/bucket'
import type { UnfinishedUploads } from '../domain/gateway'
import { notS3, toAddress, toBucket } from './address'
import type { GatewayClient } from './gateway-client'
import { decodeName } from './listing'

export class S3UnfinishedUploads implements UnfinishedUploads {
  readonly #gateway: GatewayClient

  constructor(gateway: GatewayClient) {
    this.#gateway = gateway
  }

  async listPage(bucket: string, after?: UploadPage['next'], signal?: AbortSignal): Promise<UploadPage> {
    const input = {
      ...toBucket('ListMultipartUploads', bucket),
      EncodingType: 'url' as const,
      KeyMarker: after?.keyMarker,
      UploadIdMarker: after?.uploadIdMarker
    }
    const list = () => new ListMultipartUploadsCommand(input)
    const output = await this.#gateway.send('ListMultipartUploads', list, { signal })
    if (output.Bucket === undefined) notS3('ListMultipartUploads')
    const uploads = (output.Uploads ?? []).flatMap(({ Key: key, UploadId: uploadId, Initiated: started }) =>
      key === undefined || uploadId === undefined
        ? []
        : [{ key: decodeName(key), uploadId, startedAtMs: started?.getTime() } satisfies UnfinishedUpload]
    )
    // Not the answer's own marker: that comes as it is where the keys are URL-encoded, and XML cannot hold every key.
    const last = output.IsTruncated ? uploads.at(-1) : undefined
    return { uploads, next: last && { keyMarker: last.key, uploadIdMarker: last.uploadId } }
  }

  async sizeOf(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<number> {
    const address = { ...toAddress('ListParts', bucket, key), UploadId: uploadId }
    let sizeBytes = 0
    let marker: string | undefined
    do {
      const input = { ...address, PartNumberMarker: marker }
      const output = await this.#gateway.send('ListParts', () => new ListPartsCommand(input), { signal })
      sizeBytes += (output.Parts ?? []).reduce((sum, { Size: size = 0 }) => sum + size, 0)
      marker = output.IsTruncated ? output.NextPartNumberMarker : undefined
    } while (marker !== undefined)
    return sizeBytes
  }
}
