// UnfinishedUploads over S3.
import { ListMultipartUploadsCommand, ListPartsCommand, type Part } from '@aws-sdk/client-s3'
import type { StoredPart, UnfinishedUpload, UploadPage } from '../domain/bucket'
import type { UnfinishedUploads } from '../domain/gateway'
import { notS3, toAddress, toBucket } from './address'
import { checkPage, MAX_ROWS, nextNamePosition, refuseNoAdvance, refuseNoMarker } from './checked-listing'
import { unquote } from './etag'
import type { GatewayClient } from './gateway-client'
import { decodeName } from './decode-name'

/** UnfinishedUploads over S3. */
export function createUnfinishedUploads(gateway: GatewayClient): UnfinishedUploads {
  return {
    async listPage(bucket: string, after?: UploadPage['next'], signal?: AbortSignal): Promise<UploadPage> {
      const input = {
        ...toBucket('ListMultipartUploads', bucket),
        EncodingType: 'url' as const,
        KeyMarker: after?.keyMarker,
        UploadIdMarker: after?.uploadIdMarker,
        MaxUploads: MAX_ROWS
      }
      const list = () => new ListMultipartUploadsCommand(input)
      const output = await gateway.send('ListMultipartUploads', list, { signal })
      if (output.Bucket === undefined) notS3('ListMultipartUploads')
      const uploads = (output.Uploads ?? []).flatMap(({ Key: key, UploadId: uploadId, Initiated: started }) =>
        key === undefined || uploadId === undefined
          ? []
          : [{ key: decodeName(key), uploadId, startedAtMs: started?.getTime() } satisfies UnfinishedUpload]
      )
      const operation = 'ListMultipartUploads'
      const names = uploads.map(({ key }) => key)
      checkPage({ operation, maxRows: MAX_ROWS }, names)
      if (!output.IsTruncated) return { uploads, next: undefined }
      // Not the answer's own marker: that comes as it is where the keys are URL-encoded, and XML cannot hold every key.
      const last = uploads.at(-1)
      const asked = after && { name: after.keyMarker, id: after.uploadIdMarker }
      const next =
        last === undefined
          ? { name: output.NextKeyMarker, id: output.NextUploadIdMarker || undefined }
          : { name: last.key, id: last.uploadId }
      const { name, id } = nextNamePosition(operation, asked, next)
      return { uploads, next: { keyMarker: name, uploadIdMarker: id } }
    },

    async partsOf(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<readonly StoredPart[]> {
      const address = { ...toAddress('ListParts', bucket, key), UploadId: uploadId }
      const maxRows = MAX_ROWS
      const parts: StoredPart[] = []
      let marker: number | undefined = 0
      do {
        const after: number = marker
        const input = { ...address, MaxParts: maxRows, ...(after === 0 ? {} : { PartNumberMarker: String(after) }) }
        const output = await gateway.send('ListParts', () => new ListPartsCommand(input), { signal })
        if (output.UploadId === undefined) notS3('ListParts')
        const listed = output.Parts ?? []
        checkPage(
          { operation: 'ListParts', maxRows },
          listed.map(() => '')
        )
        // A part that came on the page before is counted there.
        const isNew = ({ PartNumber: number = 0 }: Part): boolean => number > after
        const page = listed.filter(isNew).map(toStoredPart)
        parts.push(...page)
        marker = output.IsTruncated ? nextPart(after, output.NextPartNumberMarker, page) : undefined
      } while (marker !== undefined)
      return parts
    }
  }
}

function toStoredPart({ PartNumber: partNumber = 0, Size: sizeBytes = 0, ETag: etag }: Part): StoredPart {
  return { partNumber, sizeBytes, etag: unquote(etag) ?? '' }
}

function nextPart(after: number, told: string | undefined, parts: readonly StoredPart[]): number {
  const last = parts.reduce((most, { partNumber }) => Math.max(most, partNumber), 0)
  const next = last || Number(told ?? 0) || refuseNoMarker('ListParts')
  return next > after ? next : refuseNoAdvance('ListParts')
}
