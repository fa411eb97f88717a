// Uploads that try what a bucket lets in, and their removal. Speaks ports; whose policy it is that refuses them is not known here.
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

const PROBE_FOLDER = '.lockgate-probe-'
const BODY = 'probe'
/** For a gateway that hides the ETag of a part. */
const BODY_MD5 = '8da843ff65205a61374b09b81ed0fa35'
/** Gateways of which there are several may take a moment to hear of a new policy. */
const RETRY_DELAY_MS = 1_500

export interface ProbeSite {
  readonly gateway: Pick<Gateway, 'storage' | 'encryptionTester' | 'versions' | 'uploads' | 'buckets'>
  readonly bucket: string
  /** What the probes' names begin with. */
  readonly prefix: string
}

export interface ProbeOptions {
  /** Made for the probes and forgotten with them. */
  readonly sseKey: SseKey
  readonly clock: Clock
  /** Without a result: it is being tried. */
  readonly onTestUpload: (kind: EncryptionUploadKind, result: EncryptionUploadResult | undefined) => void
}

/** Tries every kind, one after the other. Rejects when one cannot be told: nothing is concluded from an answer that did not come. */
export async function testEncryption(site: ProbeSite, options: ProbeOptions): Promise<EncryptionTest> {
  const findings: Partial<Record<EncryptionUploadKind, EncryptionUploadResult>> = {}
  for (const kind of ENCRYPTION_UPLOAD_KINDS) {
    options.onTestUpload(kind, undefined)
    let result = await probe(site, kind, options.sseKey)
    if (kind === 'plain' && result === 'clear') {
      await options.clock.sleep(RETRY_DELAY_MS)
      result = await probe(site, kind, options.sseKey)
    }
    findings[kind] = result
    options.onTestUpload(kind, result)
  }
  return findings as EncryptionTest
}

/** A folder of its own for each run: what is removed by its name holds nothing of anybody's. */
export function newTestFolder(): `${string}/` {
  return `${PROBE_FOLDER}${newId()}/`
}

function isTestFolder(prefix: string): prefix is `${string}/` {
  return prefix.startsWith(PROBE_FOLDER) && prefix.indexOf('/') === prefix.length - 1
}

/** Deletes whatever is in the probes' folder: objects, versions of them, uploads in parts. @returns the names of those that are left. */
export async function removeTestObjects({ gateway, bucket, prefix }: ProbeSite): Promise<readonly string[]> {
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

async function probe(site: ProbeSite, kind: EncryptionUploadKind, probeKey: SseKey): Promise<EncryptionUploadResult> {
  const key = `${site.prefix}${kind}`
  const sseKey = kind === 'key' || kind === 'key-parts' ? probeKey : undefined
  try {
    if (kind === 'aes256') await site.gateway.encryptionTester.putAes256Alone(site.bucket, key)
    else if (kind === 'plain' || kind === 'key') await putWhole(site, key, sseKey)
    else await putInParts(site, key, sseKey)
  } catch (thrown) {
    if (isRefusal(kind, toAppError(thrown))) return 'refused'
    throw thrown
  }
  return await lookAt(site, key, sseKey)
}

/** Some gateways refuse AES256 alone by themselves, and call it a bad request. */
function isRefusal(kind: EncryptionUploadKind, error: AppError): boolean {
  if (error.kind === 'access-denied') return true
  return kind === 'aes256' && (error.kind === 'request-refused' || error.kind === 'not-supported')
}

async function putWhole({ gateway, bucket }: ProbeSite, key: string, sseKey: SseKey | undefined): Promise<void> {
  const rest = { contentType: 'text/plain', metadata: {}, ifAbsent: false }
  await gateway.storage.putObject({ bucket, key, body: new Blob([BODY]), sseKey, ...rest })
}

async function putInParts({ gateway, bucket }: ProbeSite, key: string, sseKey: SseKey | undefined): Promise<void> {
  const { storage } = gateway
  const upload = { bucket, key, sseKey }
  const uploadId = await storage.createMultipartUpload({ ...upload, contentType: 'text/plain', metadata: {} })
  const sent = await storage.uploadPart({ ...upload, uploadId, partNumber: 1, body: new Blob([BODY]) })
  const parts = [{ partNumber: 1, etag: sent.etag ?? BODY_MD5 }]
  await storage.completeMultipartUpload({ ...upload, uploadId, parts })
}

/** No header of an answer is believed: it is encrypted when it is refused without the key and opens with it. */
async function lookAt(
  { gateway, bucket }: ProbeSite,
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
