// What a refusal is about beyond the transfer that met it: all that is signed with some credentials, or all that goes to a bucket.
import { accountKey } from '../domain/account'
import type { AppError, AppErrorKind } from '../domain/app-error'
import type { TransferTask } from './job'

const CREDENTIALS: readonly AppErrorKind[] = ['access-key-unknown', 'secret-wrong', 'token-refused']

export function isCredentialsError({ kind }: AppError): boolean {
  return CREDENTIALS.includes(kind)
}

type Attempted = Pick<TransferTask, 'direction'> & {
  readonly request: Pick<TransferTask['request'], 'storage' | 'bucket'>
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
  return undefined
}

/** @returns the ids of those that this one would meet too */
export function refusalsOf(task: Attempted, refusals: Iterable<readonly [string, AppError]>): readonly string[] {
  return [...refusals].flatMap(([id, error]) => (refusalId(error, task) === id ? [id] : []))
}
