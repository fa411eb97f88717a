// Test uploads that show what a bucket accepts, and their removal. Uses ports only, and knows no policy.
import { AppError, toAppError } from '../../domain/app-error'
import {
  ENCRYPTION_UPLOAD_KINDS,
  type EncryptionTest,
  type EncryptionUploadKind,
  type EncryptionUploadResult
} from '../../domain/encryption-test'
import type { Gateway } from '../../domain/gateway'
import { newId } from '../../domain/new-id'
import type { SseKey } from '../../domain/sse-key'
import type { Clock } from '../../transfers/clock'
import { removeContents, walkContents } from '../emptying/empty-bucket'

const TEST_FOLDER = '.lockgate-probe-'
const BODY = 'probe'
/** For a gateway that hides the ETag of a part. */
const BODY_MD5 = '8da843ff65205a61374b09b81ed0fa35'
/** Clustered gateways may take a moment to apply a new policy. */
const RETRY_DELAY_MS = 1_500

export interface TestTarget {
  readonly gateway: Pick<Gateway, 'storage' | 'putAes256Alone' | 'versions' | 'uploads' | 'buckets'>
  readonly bucket: string
  /** Of the test objects' keys. */
  readonly prefix: string
}

export interface TestOptions {
  /** Created for the test and discarded with it. */
  readonly sseKey: SseKey
  readonly clock: Clock
  /** Without a result: it is in progress. */
  readonly onTestUpload: (kind: EncryptionUploadKind, result: EncryptionUploadResult | undefined) => void
}

/** Tests every kind, one after the other. Rejects when one result is unknown: nothing is concluded from a missing answer. */
export async function testEncryption(target: TestTarget, options: TestOptions): Promise<EncryptionTest> {
  const findings: Partial<Record<EncryptionUploadKind, EncryptionUploadResult>> = {}
  for (const kind of ENCRYPTION_UPLOAD_KINDS) {
    options.onTestUpload(kind, undefined)
    let result = await testUpload(target, kind, options.sseKey)
    if (kind === 'plain' && result === 'clear') {
      await options.clock.sleep(RETRY_DELAY_MS)
      result = await testUpload(target, kind, options.sseKey)
    }
    findings[kind] = result
    options.onTestUpload(kind, result)
  }
  return findings as EncryptionTest
}

/** A new folder for each run, so that only test objects are removed with it. */
export function newTestFolder(): `${string}/` {
  return `${TEST_FOLDER}${newId()}/`
}

function isTestFolder(prefix: string): prefix is `${string}/` {
  return prefix.startsWith(TEST_FOLDER) && prefix.indexOf('/') === prefix.length - 1
}

/** Deletes everything in the test folder: objects, their versions, unfinished uploads. @returns the keys that are left. */
export async function removeTestObjects({ gateway, bucket, prefix }: TestTarget): Promise<readonly string[]> {
  // It may come from a store, and everything below it is deleted, versions too.
  if (!isTestFolder(prefix)) return [`${prefix}…`]
  const { signal } = new AbortController()
  try {
    for await (const batch of walkContents(gateway, bucket, signal, prefix))
      await removeContents(gateway, bucket, batch, signal)
    const left = new Set<string>()
    for await (const batch of walkContents(gateway, bucket, signal, prefix)) for (const { key } of batch) left.add(key)
    return [...left]
  } catch {
    return [`${prefix}…`]
  }
}

async function testUpload(
  target: TestTarget,
  kind: EncryptionUploadKind,
  testKey: SseKey
): Promise<EncryptionUploadResult> {
  const key = `${target.prefix}${kind}`
  const sseKey = kind === 'key' || kind === 'key-parts' ? testKey : undefined
  try {
    if (kind === 'aes256') await target.gateway.putAes256Alone(target.bucket, key)
    else if (kind === 'plain' || kind === 'key') await putWhole(target, key, sseKey)
    else await putInParts(target, key, sseKey)
  } catch (thrown) {
    if (isRefusal(kind, toAppError(thrown))) return 'refused'
    throw thrown
  }
  return await inspect(target, key, sseKey)
}

/** Some gateways reject AES256 alone without a policy, as a bad request. */
function isRefusal(kind: EncryptionUploadKind, error: AppError): boolean {
  if (error.kind === 'access-denied') return true
  return kind === 'aes256' && (error.kind === 'request-refused' || error.kind === 'not-supported')
}

async function putWhole({ gateway, bucket }: TestTarget, key: string, sseKey: SseKey | undefined): Promise<void> {
  const rest = { contentType: 'text/plain', metadata: {}, ifAbsent: false }
  await gateway.storage.putObject({ bucket, key, body: new Blob([BODY]), sseKey, ...rest })
}

async function putInParts({ gateway, bucket }: TestTarget, key: string, sseKey: SseKey | undefined): Promise<void> {
  const { storage } = gateway
  const upload = { bucket, key, sseKey }
  const uploadId = await storage.createMultipartUpload({ ...upload, contentType: 'text/plain', metadata: {} })
  const sent = await storage.uploadPart({ ...upload, uploadId, partNumber: 1, body: new Blob([BODY]) })
  const parts = [{ partNumber: 1, etag: sent.etag ?? BODY_MD5 }]
  await storage.completeMultipartUpload({ ...upload, uploadId, parts })
}

/** Trusts no header: an object is encrypted when it is refused without the key and opens with it. */
async function inspect(
  { gateway, bucket }: TestTarget,
  key: string,
  sseKey: SseKey | undefined
): Promise<EncryptionUploadResult> {
  try {
    await gateway.storage.headObject(bucket, key)
    return 'clear'
  } catch (thrown) {
    if (toAppError(thrown).kind !== 'sse-key-needed') throw thrown
  }
  if (sseKey !== undefined) await gateway.storage.headObject(bucket, key, sseKey)
  return 'encrypted'
}
