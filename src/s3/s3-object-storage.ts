// ObjectStorage over S3. Says which command asks for what and reads the answer; how it travels is gateway-client's.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type PutObjectCommandOutput
} from '@aws-sdk/client-s3'
import type { Account } from '../domain/account'
import type { Acl } from '../domain/acl'
import { AppError } from '../domain/app-error'
import { bytesOfHex } from '../domain/hex'
import { formatBase64 } from '../domain/key-format'
import type { BucketList, ListingPage, ObjectEntry, ObjectHead } from '../domain/object-entry'
import type {
  CompleteRequest,
  ListRequest,
  ObjectStorage,
  PartRequest,
  PutRequest,
  SendOptions,
  SentPart,
  SignedRequest
} from '../domain/ports'
import type { SseKey } from '../domain/sse-key'
import { notS3, toAddress, toBucket } from './address'
import { MAX_ROWS, parsePosition } from './checked-listing'
import type { Operation } from './error-table'
import { unquote } from './etag'
import type { BuiltRequest, GatewayClient } from './gateway-client'
import { isOwnOrigin, toHead } from './head'
import { toBucketList, toListedPage, toListingPage } from './listing'
import { formatTagging, readTags, writeTags } from './object-tags'
import { createPutRequest } from './put-request'
import { readListing, type ListedPage } from './read-listing'
import { readObjectAcl } from './s3-access-control'
import { toSseInput } from './sse-headers'

export class S3ObjectStorage implements ObjectStorage {
  readonly endpoint: string
  readonly account: Account
  readonly #gateway: GatewayClient

  constructor(gateway: GatewayClient) {
    this.#gateway = gateway
    this.endpoint = gateway.profile.endpoint
    this.account = gateway.account
  }

  async listBuckets(signal?: AbortSignal): Promise<BucketList> {
    const output = await this.#gateway.send('ListBuckets', () => new ListBucketsCommand({}), { signal })
    return toBucketList(output) ?? notS3('ListBuckets')
  }

  async listPage(request: ListRequest, signal?: AbortSignal): Promise<ListingPage> {
    const { bucket, prefix, delimiter, token, maxKeys = MAX_ROWS } = request
    const position = parsePosition(token)
    const input = {
      ...toBucket('ListObjectsV2', bucket),
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: position.token,
      StartAfter: position.startAfter,
      MaxKeys: maxKeys,
      EncodingType: 'url' as const
    }
    let read: ListedPage | undefined
    const readDocument = (text: string): boolean => (read = readListing(text)) !== undefined
    const list = () => new ListObjectsV2Command(input)
    const output = await this.#gateway.send('ListObjectsV2', list, { signal, readDocument })
    const listed = read ?? toListedPage(output) ?? notS3('ListObjectsV2')
    return toListingPage(listed, { prefix, delimiter, maxRows: maxKeys }, position)
  }

  async findObject(bucket: string, key: string, signal?: AbortSignal): Promise<ObjectEntry | undefined> {
    // Of all keys that begin with this one, the key itself sorts first.
    const page = await this.listPage({ bucket, prefix: key, delimiter: undefined, maxKeys: 1 }, signal)
    return page.objects.find((entry) => entry.key === key)
  }

  async headObject(
    bucket: string,
    key: string,
    sseKey?: SseKey,
    signal?: AbortSignal,
    versionId?: string
  ): Promise<ObjectHead> {
    const address = { ...toAddress('HeadObject', bucket, key), VersionId: versionId }
    const input = { ...address, ...this.#sse(sseKey, 'HeadObject') }
    let headers: Readonly<Record<string, string>> = {}
    const onHeaders = (seen: typeof headers): void => void (headers = seen)
    const head = await this.#gateway.send('HeadObject', () => new HeadObjectCommand(input), { signal, onHeaders })
    return toHead(head, headers, isOwnOrigin(this.endpoint))
  }

  tagsOf(bucket: string, key: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    return readTags(this.#gateway, bucket, key, undefined, signal)
  }

  putTags(bucket: string, key: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void> {
    return writeTags(this.#gateway, bucket, key, tags, signal)
  }

  aclOf(bucket: string, key: string, signal?: AbortSignal): Promise<Acl> {
    return readObjectAcl(this.#gateway, bucket, key, undefined, signal)
  }

  async putObject(request: PutRequest, options: SendOptions = {}): Promise<SentPart> {
    const condition = request.ifAbsent ? { IfNoneMatch: '*' } : {}
    const digest = request.md5Hex === undefined ? {} : { ContentMD5: formatBase64(bytesOfHex(request.md5Hex)) }
    const tagging = { Tagging: formatTagging(request.headers?.tags) }
    const described = { ...this.#describe('PutObject', request), ...condition, ...digest, ...tagging }
    const input = { ...described, Body: request.body }
    // The length only keeps the SDK from warning of a stream; no such header is sent by it.
    const put = () => new PutObjectCommand({ ...input, ContentLength: request.body.size })
    const built: BuiltRequest<PutObjectCommandOutput> = {
      request: (profile) => createPutRequest(profile, { ...input, Body: request.bytes ?? request.body }),
      read: ({ etag }) => ({ ETag: etag, $metadata: {} })
    }
    const output = await this.#gateway.send('PutObject', put, options, built).catch(nameRefusedClass(request))
    return { etag: unquote(output.ETag) }
  }

  async createMultipartUpload(request: Omit<PutRequest, 'body' | 'ifAbsent'>, signal?: AbortSignal): Promise<string> {
    const input = this.#describe('CreateMultipartUpload', request)
    const create = () => new CreateMultipartUploadCommand(input)
    const { UploadId: uploadId } = await this.#gateway
      .send('CreateMultipartUpload', create, { signal })
      .catch(nameRefusedClass(request))
    return uploadId ?? notS3('CreateMultipartUpload')
  }

  async uploadPart(request: PartRequest, options: SendOptions = {}): Promise<SentPart> {
    const input = {
      ...toAddress('UploadPart', request.bucket, request.key),
      ...this.#sse(request.sseKey, 'UploadPart'),
      UploadId: request.uploadId,
      PartNumber: request.partNumber,
      Body: request.body
    }
    const output = await this.#gateway.send('UploadPart', () => new UploadPartCommand(input), options)
    return { etag: unquote(output.ETag) }
  }

  async completeMultipartUpload(request: CompleteRequest, signal?: AbortSignal): Promise<void> {
    const input = {
      ...toAddress('CompleteMultipartUpload', request.bucket, request.key),
      ...this.#sse(request.sseKey, 'CompleteMultipartUpload'), // Tentacle refuses without, the others do not mind
      UploadId: request.uploadId,
      MultipartUpload: { Parts: request.parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag })) }
    }
    const condition = request.ifAbsent ? { IfNoneMatch: '*' } : {}
    const complete = () => new CompleteMultipartUploadCommand({ ...input, ...condition })
    const output = await this.#gateway.send('CompleteMultipartUpload', complete, { signal })
    if (output.Bucket === undefined && output.Key === undefined && output.Location === undefined)
      throw new AppError('gateway-failed', { operation: 'CompleteMultipartUpload', status: 200 })
  }

  async hasUpload(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<boolean> {
    const input = { ...toAddress('ListParts', bucket, key), UploadId: uploadId, MaxParts: 1 }
    try {
      const output = await this.#gateway.send('ListParts', () => new ListPartsCommand(input), { signal })
      return output.UploadId === uploadId || notS3('ListParts')
    } catch (error) {
      if (error instanceof AppError && error.kind === 'no-such-upload') return false
      throw error
    }
  }

  async abortMultipartUpload(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<void> {
    const input = { ...toAddress('AbortMultipartUpload', bucket, key), UploadId: uploadId }
    try {
      await this.#gateway.send('AbortMultipartUpload', () => new AbortMultipartUploadCommand(input), { signal })
    } catch (error) {
      if (!(error instanceof AppError && error.kind === 'no-such-upload')) throw error
    }
  }

  async signDownload(bucket: string, key: string, sseKey?: SseKey, versionId?: string): Promise<SignedRequest> {
    const input = {
      ...toAddress('GetObject', bucket, key),
      VersionId: versionId,
      ...this.#sse(sseKey, 'GetObject'),
      // Otherwise fetch unpacks what was stored with Content-Encoding: gzip, and neither size nor ETag fit.
      ResponseContentEncoding: 'identity'
    }
    return this.#gateway.sign(new GetObjectCommand(input))
  }

  async deleteObject(bucket: string, key: string, signal?: AbortSignal): Promise<void> {
    const input = toAddress('DeleteObject', bucket, key)
    await this.#gateway.send('DeleteObject', () => new DeleteObjectCommand(input), { signal })
  }

  #sse(sseKey: SseKey | undefined, operation: Operation) {
    return toSseInput(this.endpoint, sseKey, operation)
  }

  #describe(operation: Operation, request: Omit<PutRequest, 'body' | 'ifAbsent'>) {
    const { headers } = request
    return {
      ...toAddress(operation, request.bucket, request.key),
      ...this.#sse(request.sseKey, operation),
      ContentType: request.contentType,
      Metadata: { ...headers?.metadata, ...request.metadata },
      CacheControl: headers?.cacheControl,
      ContentDisposition: headers?.contentDisposition,
      StorageClass: headers?.storageClass as 'STANDARD' | undefined,
      ACL: request.acl
    }
  }
}

/** RGW calls an unknown class an invalid argument, and the other arguments were checked before they were sent. */
function nameRefusedClass({ headers }: Pick<PutRequest, 'headers'>): (error: unknown) => never {
  return (error) => {
    const isRefused =
      headers?.storageClass !== undefined &&
      error instanceof AppError &&
      ['InvalidArgument', 'InvalidStorageClass'].includes(error.details.code ?? '')
    throw isRefused ? new AppError('storage-class-refused', error.details, { cause: error }) : error
  }
}
