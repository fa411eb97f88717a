// What the contract tests share: the run's gateway, a bucket of their own, keys, and a look into the proxy's log.
import { createHash, randomBytes } from 'node:crypto'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { AppError } from '../../src/domain/app-error'
import type { Gateway } from '../../src/domain/gateway'
import type { ObjectStorage, PutRequest } from '../../src/domain/ports'
import type { Profile } from '../../src/domain/profile'
import { parseRgwToken } from '../../src/domain/rgw-token'
import type { SseKey } from '../../src/domain/sse-key'
import { createGateway } from '../../src/s3/s3-gateway'
import { readAccessLog, type LogLine } from '../gateway/access-log'
import { connectToGateway } from '../gateway/shared-gateway'

export const gateway = connectToGateway()

/** Alice at the proxy, unless the change says otherwise. */
export function profileOf(change: Partial<Profile> = {}): Profile {
  const { accessKey, secretKey } = gateway.alice
  const place = { endpoint: gateway.http, region: 'us-east-1', pathStyle: true }
  return { id: 'p', name: 'p', isRemembered: false, createdAtMs: 0, accessKey, secretKey, ...place, ...change }
}

/** Everything that Alice may ask. */
export const aliceGateway: Gateway = createGateway(profileOf())
export const alice: ObjectStorage = aliceGateway.storage

/** The SDK with its own ways, to set up what Lockgate's adapter does not do, and to look at what it did. */
export const plainSdk = createPlainSdk()

export function createPlainSdk(who = gateway.alice, endpoint = gateway.direct): S3Client {
  const credentials = { accessKeyId: who.accessKey, secretAccessKey: who.secretKey }
  const checksums = {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED'
  } as const
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials,
    ...checksums
  })
}

/** A new bucket of Alice's. */
export async function createBucket(client: S3Client = plainSdk): Promise<string> {
  const bucket = `contract-${randomBytes(6).toString('hex')}`
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  return bucket
}

/** The profile of an LDAP token, as the connect page makes it. The gateway must have been started with LDAP. */
export function tokenProfile(text: string): Profile {
  const token = parseRgwToken(text)
  if (token === undefined) throw new Error('Not a token')
  return profileOf({ accessKey: token.accessKey, secretKey: '' })
}

export function ldap(): NonNullable<typeof gateway.ldap> {
  if (gateway.ldap === undefined) throw new Error('The gateway of this run has no LDAP, and these tests are about it')
  return gateway.ldap
}

export function createKey(): SseKey {
  const bytes = new Uint8Array(randomBytes(32))
  const md5Base64 = createHash('md5').update(bytes).digest('base64')
  const never = { createdAtMs: 0, savedAtMs: undefined, lastUsedAtMs: undefined, endpoints: [] }
  return { id: md5Base64, name: 'Key', bytes, form: 'binary', md5Base64, origin: 'made', ...never }
}

export function md5(body: string | Uint8Array): string {
  return createHash('md5').update(body).digest('hex')
}

/** A whole PutRequest from what matters. */
export function toPut(bucket: string, key: string, body: string | Blob, rest: Partial<PutRequest> = {}): PutRequest {
  const common = { contentType: 'text/plain', metadata: {}, sseKey: undefined, ifAbsent: false }
  return { bucket, key, body: typeof body === 'string' ? new Blob([body]) : body, ...common, ...rest }
}

/** Fetches what was signed, as a worker would. */
export async function download(
  storage: ObjectStorage,
  bucket: string,
  key: string,
  sseKey?: SseKey
): Promise<Response> {
  const { url, headers } = await storage.signDownload(bucket, key, sseKey)
  return fetch(url, { headers })
}

/** The AppError with which it fails. */
export async function errorOf(promise: Promise<unknown>): Promise<AppError> {
  const outcome = await promise.then(
    () => 'did not fail',
    (error: unknown) => error
  )
  if (outcome instanceof AppError) return outcome
  throw outcome
}

/** Does it for each, sixteen at a time. */
export async function inTurns<T>(items: readonly T[], action: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values()
  const work = async (): Promise<void> => {
    for (const item of rest) await action(item)
  }
  await Promise.all(Array.from({ length: 16 }, work))
}

/** What was asked of paths that hold the text. */
export async function logged(text: string): Promise<readonly LogLine[]> {
  return (await readAccessLog(gateway)).filter(({ uri }) => uri.includes(text))
}
