// The one upload of an encryption test that is no ordinary one.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { toAddress } from './address'
import type { GatewayClient } from './gateway-client'

/** A PUT that says `x-amz-server-side-encryption: AES256` and brings no key. */
export async function putAes256Alone(
  gateway: GatewayClient,
  bucket: string,
  key: string,
  signal?: AbortSignal
): Promise<void> {
  const body = new Blob(['probe'])
  const input = { ...toAddress('PutObject', bucket, key), Body: body, ContentLength: body.size }
  const put = () => new PutObjectCommand({ ...input, ServerSideEncryption: 'AES256' })
  await gateway.send('PutObject', put, { signal })
}
