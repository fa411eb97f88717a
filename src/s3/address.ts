// How a command names a bucket or an object, where a request can name it at all.
import { AppError } from '../domain/app-error'
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

/** For an answer that is not one to what was asked. @param detail says in a sentence what is wrong with it */
export function refuseAnswer(operation: Operation, detail: string): never {
  throw new AppError('not-s3', { operation, status: 200, detail })
}

function requireAddressable(operation: Operation, name: string): void {
  if (isAddressable(name)) return
  const detail =
    'No request can name what is called by nothing or by dots alone: browsers and proxies resolve such a path.'
  throw new AppError('name-refused', { operation, detail })
}
