// The Expires header as it is stored.
import type { CopyObjectCommand, CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { WireRequest } from './sdk-types'

/** Expires may be any text (`0` is common), and the SDK takes and writes dates alone. */
export function withExpires<C extends PutObjectCommand | CreateMultipartUploadCommand | CopyObjectCommand>(
  command: C,
  expires: string | undefined
): C {
  if (expires === undefined) return command
  ;(command as PutObjectCommand).middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as WireRequest).headers, { expires })
      return next(args)
    },
    { name: 'withExpires', step: 'build' }
  )
  return command
}
