// How a command names a bucket or an object, where a request can name it at all.
import { AppError, type AppErrorReason } from '../domain/app-error'
import { isAddressable } from '../domain/object-entry'
import type { Operation } from './error-table'

/** Throws `name-refused` for a name that no browser can send. */
export function toBucket(operation: Operation, bucket: string): { readonly Bucket: string } {
  requireAddressable(operation, bucket)
  return { Bucket: bucket }
}

/** As {@link toBucket}, for bucket and key. */
export function toAddress(
  operation: Operation,
  bucket: string,
  key: string
): { readonly Bucket: string; readonly Key: string } {
  requireAddressable(operation, key)
  return { ...toBucket(operation, bucket), Key: key }
}

/** For an answer that lacks what every S3 has in it. */
export function notS3(operation: Operation): never {
  throw new AppError('not-s3', { operation, status: 200 })
}

/** For an answer that is not one to what was asked. */
export function refuseAnswer(operation: Operation, reason: AppErrorReason): never {
  throw new AppError('not-s3', { operation, status: 200, reason })
}

function requireAddressable(operation: Operation, name: string): void {
  if (isAddressable(name)) return
  throw new AppError('name-refused', { operation, reason: 'unusable-name' })
}
