// Takes a command through all that the SDK does to it, up to the signature, and hands out the request instead of sending it.
import type { S3Client, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3'
import type { SignedRequest } from '../domain/ports'
import type { GatewayCommand } from './sdk-client'
import { formatWireUrl } from './wire-url'
import type { WireRequest } from './sdk-types'

/** Headers that a page may not set; the browser sets them itself. */
const BROWSERS_OWN = /^(host|content-length)$/

/** @returns the request as the client's signer made it. It is secret. */
export async function captureSigned<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
  client: S3Client,
  command: GatewayCommand<I, O>
): Promise<SignedRequest> {
  let signed: WireRequest | undefined
  const stack = client.middlewareStack.clone()
  stack.addRelativeTo(
    () => async (args: object) => {
      signed = (args as { request: WireRequest }).request
      return { response: undefined, output: { $metadata: {} } as ServiceOutputTypes }
    },
    { name: 'captureSigned', relation: 'after', toMiddleware: 'httpSigningMiddleware' }
  )
  await command.resolveMiddleware(stack, client.config, {})({ input: command.input })
  if (signed === undefined) throw new Error('Nothing was signed')
  const headers = Object.entries(signed.headers).filter(([name]) => !BROWSERS_OWN.test(name.toLowerCase()))
  return { url: formatWireUrl(signed), headers: Object.fromEntries(headers) }
}
