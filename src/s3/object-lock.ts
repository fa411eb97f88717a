// Object lock of one version, as a HEAD tells it, or asked for by itself where a HEAD's headers are hidden or need a key.
import {
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  type HeadObjectCommandOutput,
  type ObjectLockRetention
} from '@aws-sdk/client-s3'
import { AppError } from '../domain/app-error'
import type { ObjectLock, Retention } from '../domain/object-lock'
import { toAddress } from './address'
import type { GatewayClient } from './gateway-client'

/** @returns undefined where neither is set, or their headers are not exposed. */
export function lockOfHead(head: HeadObjectCommandOutput): ObjectLock | undefined {
  const { ObjectLockMode: Mode, ObjectLockRetainUntilDate: RetainUntilDate, ObjectLockLegalHoldStatus: hold } = head
  return toLock(toRetention({ Mode, RetainUntilDate }), hold === 'ON')
}

/** @returns undefined where neither is set. Rejects as reads do. */
export async function askForLock(
  gateway: GatewayClient,
  bucket: string,
  key: string,
  versionId: string | undefined,
  signal: AbortSignal | undefined
): Promise<ObjectLock | undefined> {
  const input = { ...toAddress('GetObjectRetention', bucket, key), VersionId: versionId }
  const getRetention = () => new GetObjectRetentionCommand(input)
  const getLegalHold = () => new GetObjectLegalHoldCommand(input)
  let retention: ObjectLockRetention | undefined
  try {
    retention = (await gateway.send('GetObjectRetention', getRetention, { signal })).Retention
  } catch (error) {
    if (isWithoutObjectLock(error)) return undefined // nor any legal hold
    if (!isNone(error)) throw error
  }
  const hold = await gateway.send('GetObjectLegalHold', getLegalHold, { signal }).catch((error: unknown) => {
    if (!isNone(error)) throw error
    return undefined
  })
  return toLock(toRetention(retention), hold?.LegalHold?.Status === 'ON')
}

function toRetention({ Mode: mode, RetainUntilDate: until }: ObjectLockRetention = {}): Retention | undefined {
  if (until === undefined) return undefined
  return { mode: mode === 'COMPLIANCE' ? 'COMPLIANCE' : 'GOVERNANCE', untilMs: until.getTime() }
}

function toLock(retention: Retention | undefined, hasLegalHold: boolean): ObjectLock | undefined {
  return retention === undefined && !hasLegalHold ? undefined : { retention, hasLegalHold }
}

/** A bucket without object lock: Pacific answers 400. */
function isWithoutObjectLock(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  const { kind, details } = error
  return kind === 'not-supported' || (details.status === 400 && details.code === 'InvalidRequest')
}

/** A version without: Pacific answers 404 ObjectLockConfigurationNotFoundError, others NoSuchObjectLockConfiguration. */
function isNone(error: unknown): boolean {
  return (
    (error instanceof AppError && /ObjectLockConfiguration/.test(error.details.code ?? '')) ||
    isWithoutObjectLock(error)
  )
}
