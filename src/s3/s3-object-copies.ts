// ObjectCopies over S3.
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
  type CopyObjectCommandOutput
} from '@aws-sdk/client-s3'
import { AppError, toAppError } from '../domain/app-error'
import type { CopySource, CreatedCopy, ObjectCopies } from '../domain/object-copies'
import type { ObjectProperties } from '../domain/object-entry'
import { notS3, toAddress } from './address'
import type { Operation } from './error-table'
import { unquote } from './etag'
import { withExpires } from './expires-header'
import type { GatewayClient } from './gateway-client'
import { toSseInput } from './sse-headers'
import { escapeRfc3986 } from './wire-url'

type Parameter<K extends keyof ObjectCopies> = Parameters<ObjectCopies[K]>[0]

/** ObjectCopies over S3. */
export function createObjectCopies(gateway: GatewayClient): ObjectCopies {
  const sse = (key: CopySource['sseKey'], operation: Operation) => toSseInput(gateway.profile.endpoint, key, operation)
  return {
    async copy(source, { storageClass, ...target }, signal): Promise<CreatedCopy> {
      const input = {
        ...toAddress('CopyObject', target.bucket, target.key),
        ...toSource(source),
        StorageClass: storageClass as 'STANDARD' | undefined
      }
      return toCreated(
        await gateway.send('CopyObject', () => new CopyObjectCommand(input), { signal }).catch(nameChangedSource)
      )
    },

    async replaceMetadata({ properties, ...object }, signal): Promise<CreatedCopy> {
      const input = {
        ...toAddress('CopyObject', object.bucket, object.key),
        ...toSource(object),
        ...toDescription(properties),
        MetadataDirective: 'REPLACE' as const
      }
      const copy = () => withExpires(new CopyObjectCommand(input), properties.expires)
      return toCreated(await gateway.send('CopyObject', copy, { signal }).catch(nameChangedSource))
    },

    async create({ bucket, key, properties, sseKey }, signal): Promise<string> {
      const input = {
        ...toAddress('CreateMultipartUpload', bucket, key),
        ...sse(sseKey, 'CreateMultipartUpload'),
        ...toDescription(properties)
      }
      const create = () => withExpires(new CreateMultipartUploadCommand(input), properties.expires)
      const { UploadId: uploadId } = await gateway.send('CreateMultipartUpload', create, { signal })
      return uploadId ?? notS3('CreateMultipartUpload')
    },

    async copyPart({ source, start, end, ...part }: Parameter<'copyPart'>, signal): Promise<string> {
      const sourceKey = sse(source.sseKey, 'UploadPartCopy')
      const input = {
        ...toAddress('UploadPartCopy', part.bucket, part.key),
        ...sse(part.sseKey, 'UploadPartCopy'),
        ...toSource(source),
        CopySourceRange: `bytes=${start}-${end - 1}`,
        CopySourceSSECustomerAlgorithm: sourceKey.SSECustomerAlgorithm,
        CopySourceSSECustomerKey: sourceKey.SSECustomerKey,
        UploadId: part.uploadId,
        PartNumber: part.partNumber
      }
      const output = await gateway
        .send('UploadPartCopy', () => new UploadPartCopyCommand(input), { signal })
        .catch(nameChangedSource)
      return unquote(output.CopyPartResult?.ETag) ?? notS3('UploadPartCopy')
    },

    async complete({ bucket, key, uploadId, etags, sseKey }, signal): Promise<CreatedCopy> {
      const operation = 'CompleteMultipartUpload'
      const input = {
        ...toAddress(operation, bucket, key),
        ...sse(sseKey, operation), // Tentacle refuses without, the others do not mind
        UploadId: uploadId,
        MultipartUpload: { Parts: etags.map((ETag, index) => ({ PartNumber: index + 1, ETag })) }
      }
      const output = await gateway.send(operation, () => new CompleteMultipartUploadCommand(input), { signal })
      if (output.Bucket === undefined && output.Key === undefined && output.Location === undefined)
        throw new AppError('gateway-failed', { operation, status: 200 })
      return { etag: unquote(output.ETag), versionId: output.VersionId }
    }
  }
}

/** All but Expires, which has a middleware. */
function toDescription(properties: ObjectProperties) {
  return {
    ContentType: properties.contentType,
    ContentEncoding: properties.contentEncoding,
    CacheControl: properties.cacheControl,
    ContentDisposition: properties.contentDisposition,
    ContentLanguage: properties.contentLanguage,
    StorageClass: properties.storageClass as 'STANDARD' | undefined,
    Metadata: { ...properties.metadata }
  }
}

function toCreated({ CopyObjectResult: result, VersionId: versionId }: CopyObjectCommandOutput): CreatedCopy {
  return { etag: unquote(result?.ETag), versionId }
}

function toSource({ bucket, key, versionId, etag }: Omit<CopySource, 'sseKey'>) {
  const path = [bucket, ...key.split('/')].map(escapeRfc3986).join('/')
  const version = versionId === undefined ? '' : `?versionId=${escapeRfc3986(versionId)}`
  return { CopySource: `${path}${version}`, CopySourceIfMatch: etag }
}

/** The only condition that is sent is about the source. */
function nameChangedSource(thrown: unknown): never {
  const error = toAppError(thrown)
  throw error.kind === 'precondition-failed' ? new AppError('object-changed', error.details) : thrown
}
