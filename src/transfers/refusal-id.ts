// What a refusal is about beyond the transfer that met it: all that is signed with some credentials, all that goes to a bucket, or all
// that is received into the browser's storage.
import { accountKey } from '../domain/account'
import type { AppError, AppErrorKind } from '../domain/app-error'
import type { TransferTask } from './job'
import { isBrief, type DownloadRequest } from './requests'

const CREDENTIALS: readonly AppErrorKind[] = ['access-key-unknown', 'secret-wrong', 'token-refused']

export function isCredentialsError({ kind }: AppError): boolean {
  return CREDENTIALS.includes(kind)
}

type Attempted = Pick<TransferTask, 'direction'> & {
  readonly request: Pick<TransferTask['request'], 'storage' | 'bucket'> &
    Partial<Pick<DownloadRequest, 'spool' | 'directory' | 'entry'>>
}

/**
 * The same for each transfer that would fail for the same reason; undefined where this one would not. RGW does not say whether a
 * bucket's or a user's quota is exceeded, so each bucket is told of by itself. Two profiles of an account have credentials of their own.
 */
export function refusalId(error: AppError, { direction, request }: Attempted): string | undefined {
  const { kind } = error
  const { credentialsId } = request.storage.account
  if (isCredentialsError(error)) return credentialsId
  if (kind === 'no-such-bucket') return accountKey(credentialsId, request.bucket)
  if (kind === 'quota-exceeded' && direction === 'upload') return accountKey(credentialsId, request.bucket, kind)
  if (kind === 'browser-storage-full' && isSpooled({ direction, request })) return kind
  return undefined
}

/** Received into the browser's storage. */
function isSpooled({ direction, request: { spool, directory, entry } }: Attempted): boolean {
  const isInMemory = entry !== undefined && isBrief({ directory, entry })
  return direction !== 'upload' && spool === undefined && !isInMemory
}

/** @returns the ids of those that this one would meet too */
export function refusalsOf(task: Attempted, refusals: Iterable<readonly [string, AppError]>): readonly string[] {
  return [...refusals].flatMap(([id, error]) => (refusalId(error, task) === id ? [id] : []))
}
