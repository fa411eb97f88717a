// Takes the observations of a connection check, each by the request that a browser lets tell most. It changes nothing on the gateway:
// whatever is not a read names a multipart upload that does not exist, so that any answer shows that the request was let through.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import { AppError } from '../domain/app-error'
import {
  isForbidden,
  isReadable,
  type CheckedHeader,
  type Observations,
  type Outcome
} from '../domain/connection-check'
import type { CheckRequest, ConnectionProbe } from '../domain/gateway'
import { newId } from '../domain/new-id'
import { isAddressable } from '../domain/object-entry'
import { maySendSseKey, transportOf } from '../domain/profile'
import { probeEndpoint } from './connection-probe'
import { fetchUnsigned } from './unsigned-fetch'
import type { GatewayClient } from './gateway-client'
import { toBucketList } from './listing'
import { formatObjectUrl, toPublicAddress } from './object-url'
import { withStats } from './s3-bucket-admin'
import { createProbeSender, type Send, type Told } from './probe-sender'
import { toSseInput } from './sse-headers'

const ANONYMOUS_TIMEOUT_MS = 8_000
/** A little more than proxies take as they come: nginx's client_max_body_size is 1 MiB. */
const LARGE_BYTES = 1024 * 1024 + 1024
const MISSING = 'lockgate-check'
/** Encrypts nothing: the upload that it is sent with does not exist. */
const NO_KEY = {
  bytes: new TextEncoder().encode('lockgate-check-throws-this-away!'),
  md5Base64: '1b6yPbEAdSo6C2rRLSCdvQ=='
}

/** @param client of the profile whose connection is looked at */
export function createConnectionProbe(client: GatewayClient): ConnectionProbe {
  return { observe: (request, onSeen, signal) => new Look(client, request, onSeen, signal).run() }
}

/** One look, from the first request to the last. */
class Look {
  readonly #client: GatewayClient
  readonly #request: CheckRequest
  readonly #onSeen: (seen: Observations) => void
  readonly #signal: AbortSignal | undefined
  readonly #send: Send
  #seen: Observations

  constructor(
    client: GatewayClient,
    request: CheckRequest,
    onSeen: (seen: Observations) => void,
    signal: AbortSignal | undefined
  ) {
    this.#client = client
    this.#request = request
    this.#onSeen = onSeen
    this.#signal = signal
    this.#send = createProbeSender(client, signal)
    this.#seen = { endpoint: client.profile.endpoint, pageOrigin: request.pageOrigin }
  }

  async run(): Promise<Observations> {
    this.#note({})
    if (isForbidden(this.#seen)) return this.#seen
    const buckets = await this.#list()
    const { list, reach } = this.#seen
    const isListed = isReadable(list) && list.error === undefined
    if (reach !== 'answers' || (isListed && this.#request.isQuick)) return this.#seen
    const bucket = this.#request.bucket ?? buckets[0]
    // Credentials that are refused are refused everywhere, but for someone who may not list buckets.
    if (isReadable(list) && !isListed && this.#request.bucket === undefined) return this.#seen
    this.#note({ bucket })
    if (bucket === undefined) {
      if (isListed) await this.#tryOut(`${MISSING}-${newId()}`.slice(0, 60))
    } else await this.#lookAtBucket(bucket)
    return this.#seen
  }

  /** @returns the names of the buckets. */
  async #list(): Promise<readonly string[]> {
    let found: ReturnType<typeof toBucketList>
    const told = await this.#send(
      'ListBuckets',
      () => new ListBucketsCommand({}),
      (output) => {
        found = toBucketList(output)
      }
    )
    if (isReadable(told.outcome)) {
      this.#noteHeaders(told)
      const names = found?.buckets.map(({ name }) => name) ?? []
      const isNone = told.error === undefined && found === undefined
      const error = isNone ? new AppError('not-s3', { operation: 'ListBuckets', status: 200 }) : undefined
      const list: Outcome = error === undefined ? told.outcome : { kind: 'answer', error }
      this.#note({ reach: 'answers', list, bucketCount: names.length, userId: found?.userId })
      return names
    }
    await this.#lookForAnyone(told)
    return []
  }

  async #lookForAnyone({ outcome, error }: Told): Promise<void> {
    const { endpoint } = this.#seen
    if (error?.kind === 'offline') return this.#note({ reach: 'offline' })
    if (error?.kind === 'redirected') return this.#note({ reach: 'redirected' })
    const reach = await probeEndpoint(endpoint, this.#signal, this.#client.onRequest)
    this.#signal?.throwIfAborted()
    if (reach === 'redirected') return this.#note({ reach })
    const isAnswering = reach === 'cors-blocked' || reach === 'reachable'
    const isOther = reach !== 'reachable' && (await this.#answersOtherScheme(!isAnswering))
    this.#note({
      reach: isAnswering ? 'answers' : reach === 'silent' ? 'silent' : 'no-connection',
      ...(isOther && { answersOtherScheme: true }),
      ...(isAnswering && !isOther && { list: outcome })
    })
  }

  /**
   * Whether TLS was spoken to a port without it, or the other way round. A port without TLS answers http where https came to nothing;
   * one with TLS answers https, and to http with an error that no page may read.
   */
  async #answersOtherScheme(isDown: boolean): Promise<boolean> {
    const url = new URL(this.#seen.endpoint)
    const isTls = url.protocol === 'https:'
    const other = `${isTls ? 'http' : 'https'}://${url.host}`
    const mayAsk = !isTls || !this.#seen.pageOrigin.startsWith('https:') || transportOf(other) !== 'http-open'
    if (url.port === '' || !mayAsk || isTls !== isDown) return false
    const reach = await probeEndpoint(other, this.#signal, this.#client.onRequest)
    this.#signal?.throwIfAborted()
    return reach !== 'unreachable' && reach !== 'silent'
  }

  async #lookAtBucket(bucket: string): Promise<void> {
    if (!isAddressable(bucket)) return
    let firstKey: string | undefined
    const list = () => new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 })
    const told = await this.#send('ListObjectsV2', list, ({ Contents: contents = [] }) => (firstKey = contents[0]?.Key))
    this.#noteHeaders(told)
    this.#note({ read: told.outcome })
    if (!isReadable(told.outcome)) return this.#note({ anonymous: await this.#askAnonymously(bucket) })
    const [{ outcome, error, headers }] = await Promise.all([
      this.#send('HeadBucket', () => withStats(new HeadBucketCommand({ Bucket: bucket }))),
      firstKey !== undefined && isAddressable(firstKey) && this.#lookAtObject(bucket, firstKey)
    ])
    this.#note({ head: outcome })
    if (error === undefined && isRadosGateway(headers))
      this.#noteHeader('x-rgw-object-count', headers?.['x-rgw-object-count'] !== undefined)
    await this.#tryOut(bucket)
  }

  async #lookAtObject(bucket: string, key: string): Promise<void> {
    const { outcome, error, headers } = await this.#send(
      'HeadObject',
      () => new HeadObjectCommand({ Bucket: bucket, Key: key })
    )
    if (isReadable(outcome) && error === undefined) this.#noteHeader('ETag', headers?.['etag'] !== undefined)
  }

  /** What an error tells, then each method, and what uploads need. A method is tried only where the page may read errors. */
  async #tryOut(bucket: string): Promise<void> {
    const address = { Bucket: bucket, Key: `${MISSING}-${newId()}` }
    const failure = await this.#send('GetObject', () => new GetObjectCommand(address))
    this.#note({ failure: failure.outcome })
    if (!isReadable(failure.outcome)) return
    const upload = { ...address, UploadId: MISSING }
    const part = { ...upload, PartNumber: 1 }
    const parts = { Parts: [{ PartNumber: 1, ETag: '0'.repeat(32) }] }
    const [put, post, remove] = await Promise.all([
      this.#send('UploadPart', () => new UploadPartCommand({ ...part, Body: new Blob(['x']) })),
      this.#send(
        'CompleteMultipartUpload',
        () => new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: parts })
      ),
      this.#send('AbortMultipartUpload', () => new AbortMultipartUploadCommand(upload))
    ])
    this.#note({ methods: { PUT: put.outcome, POST: post.outcome, DELETE: remove.outcome } })
    if (!isReadable(put.outcome)) return
    const { endpoint } = this.#seen
    if (!maySendSseKey(endpoint)) this.#note({ sse: 'insecure' })
    else {
      const input = { ...part, Body: new Blob(['x']), ...toSseInput(endpoint, NO_KEY, 'UploadPart') }
      this.#note({ sse: (await this.#send('UploadPart', () => new UploadPartCommand(input))).outcome })
    }
    this.#note({ large: await this.#sendLarge(part) })
  }

  /** A connection may break for other reasons, so it is sent twice before its size is to blame. */
  async #sendLarge(part: { Bucket: string; Key: string; UploadId: string; PartNumber: number }): Promise<Outcome> {
    const input = { ...part, Body: new Blob([new Uint8Array(LARGE_BYTES)]) }
    const send = () => this.#send('UploadPart', () => new UploadPartCommand(input))
    const { outcome } = await send()
    return isReadable(outcome) ? outcome : (await send()).outcome
  }

  async #askAnonymously(bucket: string): Promise<Outcome> {
    const { profile, account, onRequest } = this.#client
    const address = toPublicAddress(profile, account.userId, bucket)
    const patience = AbortSignal.timeout(ANONYMOUS_TIMEOUT_MS)
    try {
      const sentAtMs = Date.now()
      const url = `${formatObjectUrl(address.place, address.bucket, '')}?list-type=2&max-keys=1`
      const signal = this.#signal === undefined ? patience : AbortSignal.any([this.#signal, patience])
      const response = await fetchUnsigned(url, { redirect: 'manual', cache: 'no-store', signal }, onRequest)
      await response.body?.cancel()
      if (response.type === 'opaqueredirect') return { kind: 'hidden' }
      this.#noteClock(response.headers.get('date') ?? undefined, sentAtMs, Date.now())
      return { kind: 'answer' }
    } catch {
      this.#signal?.throwIfAborted()
      return { kind: 'hidden' }
    }
  }

  #noteHeaders({ outcome, headers = {}, sentAtMs, answeredAtMs }: Told): void {
    if (!isReadable(outcome)) return
    for (const name of ['Date', 'x-amz-request-id'] as const)
      this.#noteHeader(name, headers[name.toLowerCase()] !== undefined)
    this.#noteClock(headers['date'], sentAtMs, answeredAtMs)
  }

  /** What one answer hides, another does not make up for. */
  #noteHeader(name: CheckedHeader, isSeen: boolean): void {
    const headers = this.#seen.headers ?? {}
    this.#note({ headers: { ...headers, [name]: isSeen && headers[name] !== false } })
  }

  /** The header has whole seconds. */
  #noteClock(date: string | undefined, sentAtMs: number, answeredAtMs: number): void {
    const atMs = date === undefined ? Number.NaN : Date.parse(date)
    if (Number.isNaN(atMs) || this.#seen.clockAheadMs !== undefined) return
    this.#note({ clockAheadMs: Math.round(atMs + 500 - (sentAtMs + answeredAtMs) / 2) })
  }

  #note(more: Partial<Observations>): void {
    this.#seen = { ...this.#seen, ...more }
    this.#onSeen(this.#seen)
  }
}

/** Its request IDs begin so. Others send no x-rgw headers. */
function isRadosGateway(headers: Told['headers']): boolean {
  return headers?.['x-amz-request-id']?.startsWith('tx') ?? false
}
