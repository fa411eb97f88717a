// The bench's own hands on the gateway: its bucket, signed requests for the bare browser, and clearing up between rounds.
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type _Object,
  type ListObjectsV2CommandOutput
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { GatewayInfo } from '../gateway/gateway'
import { runToolOrFail } from '../gateway/tool'
import type { FolderPlace, Place } from './contestant'
import type { BareRequest } from './page/bare-request'

const PUTS_AT_ONCE = 24

export interface StartedUpload {
  readonly uploadId: string
  readonly parts: readonly BareRequest[]
}

export class Store {
  readonly #info: GatewayInfo
  readonly #sseKey: string
  readonly #client: S3Client
  readonly #lock: {
    readonly SSECustomerAlgorithm: string
    readonly SSECustomerKey: string
    readonly SSECustomerKeyMD5: string
  }
  readonly #lockHeaders: Readonly<Record<string, string>>

  /** @param endpoint for which it signs */
  constructor(info: GatewayInfo, sseKey: string, endpoint = info.http) {
    this.#info = info
    this.#sseKey = sseKey
    const { accessKey: accessKeyId, secretKey: secretAccessKey } = info.alice
    this.#client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED'
    })
    const [key, md5] = [Buffer.from(sseKey).toString('base64'), createHash('md5').update(sseKey).digest('base64')]
    this.#lock = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key, SSECustomerKeyMD5: md5 }
    this.#lockHeaders = {
      'x-amz-server-side-encryption-customer-algorithm': 'AES256',
      'x-amz-server-side-encryption-customer-key': key,
      'x-amz-server-side-encryption-customer-key-md5': md5
    }
  }

  /** The same gateway by another address. */
  at(endpoint: string): Store {
    return new Store(this.#info, this.#sseKey, endpoint)
  }

  async createBucket(bucket: string): Promise<void> {
    await this.#client.send(new CreateBucketCommand({ Bucket: bucket }))
  }

  /** So many objects of one byte, in the bucket's top. */
  async putSmall(bucket: string, count: number): Promise<void> {
    let next = 0
    const put = async (): Promise<void> => {
      for (let index = next++; index < count; index = next++) {
        const Key = `key-${String(index).padStart(7, '0')}.txt`
        await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))
      }
    }
    await Promise.all(Array.from({ length: PUTS_AT_ONCE }, put))
  }

  async beginUpload(place: Place, partCount: number): Promise<StartedUpload> {
    const object = this.#object(place)
    const { UploadId: uploadId = '' } = await this.#client.send(new CreateMultipartUploadCommand(object))
    const sign = (index: number): Promise<BareRequest> =>
      this.#sign(place, new UploadPartCommand({ ...object, UploadId: uploadId, PartNumber: index + 1 }))
    return { uploadId, parts: await Promise.all(Array.from({ length: partCount }, (_, index) => sign(index))) }
  }

  async completeUpload(place: Place, uploadId: string, etags: readonly string[]): Promise<void> {
    const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }))
    const MultipartUpload = { Parts }
    await this.#client.send(
      new CompleteMultipartUploadCommand({ ...this.#object(place), UploadId: uploadId, MultipartUpload })
    )
  }

  /** Of the whole object, with the headers that must come with it. */
  sign(place: Place, verb: 'PUT' | 'GET'): Promise<BareRequest> {
    const object = this.#object(place)
    return this.#sign(place, verb === 'PUT' ? new PutObjectCommand(object) : new GetObjectCommand(object))
  }

  signMany(places: readonly Place[], verb: 'PUT' | 'GET'): Promise<BareRequest[]> {
    return Promise.all(places.map((place) => this.sign(place, verb)))
  }

  signListPage(bucket: string, token: string | undefined): Promise<string> {
    const command = new ListObjectsV2Command({ Bucket: bucket, Delimiter: '/', ContinuationToken: token })
    return getSignedUrl(this.#client, command, { expiresIn: 3600 })
  }

  /** @throws Error when there are not so many objects of this size below the prefix */
  async assertFolder({ bucket, prefix }: FolderPlace, files: number, fileBytes: number): Promise<void> {
    let count = 0
    for await (const objects of this.#pages(bucket, prefix))
      count += objects.filter(({ Size }) => Size === fileBytes).length
    if (count !== files) throw new Error(`${count} of ${files} files are there`)
  }

  /** Of what is below the prefix, by its key. */
  async etagsBelow({ bucket, prefix }: FolderPlace): Promise<ReadonlyMap<string, string>> {
    const etags = new Map<string, string>()
    for await (const objects of this.#pages(bucket, prefix))
      for (const { Key = '', ETag = '' } of objects) etags.set(Key, ETag.replaceAll('"', ''))
    return etags
  }

  /** Deletes every object, and waits until the gateway has freed the bytes too. */
  async empty(bucket: string): Promise<void> {
    for await (const objects of this.#pages(bucket, '')) {
      const Objects = objects.map(({ Key }) => ({ Key }))
      await this.#client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }))
    }
    const confFile = join(this.#info.runDir, 'ceph.conf')
    const args = ['gc', 'process', '--include-all', '-c', confFile, '-n', 'client.rgw']
    await runToolOrFail('radosgw-admin', args, { timeoutMs: 600_000 })
  }

  async *#pages(bucket: string, prefix: string): AsyncGenerator<_Object[]> {
    for (let token: string | undefined = ''; token !== undefined;) {
      const position: { ContinuationToken?: string } = token === '' ? {} : { ContinuationToken: token }
      const page: ListObjectsV2CommandOutput = await this.#client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...position })
      )
      if (page.Contents !== undefined) yield page.Contents
      token = page.NextContinuationToken
    }
  }

  async #sign(place: Place, command: GetObjectCommand | PutObjectCommand | UploadPartCommand): Promise<BareRequest> {
    const url = await getSignedUrl(this.#client, command as GetObjectCommand, { expiresIn: 3600 })
    return { url, headers: place.isLocked ? this.#lockHeaders : {} }
  }

  #object({ bucket, key, isLocked }: Place) {
    return { Bucket: bucket, Key: key, ...(isLocked ? this.#lock : {}) }
  }
}
