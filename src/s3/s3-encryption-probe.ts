// EncryptionTester over S3. Everything else that a proof sends is an ordinary upload of ObjectStorage's.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { EncryptionTester } from '../domain/gateway'
import { toAddress } from './address'
import type { GatewayClient } from './gateway-client'

export class S3EncryptionTester implements EncryptionTester {
  readonly #gateway: GatewayClient

  constructor(gateway: GatewayClient) {
    this.#gateway = gateway
  }

  async putAes256Alone(bucket: string, key: string, signal?: AbortSignal): Promise<void> {
    const body = new Blob(['probe'])
    const input = { ...toAddress('PutObject', bucket, key), Body: body, ContentLength: body.size }
    const put = () => new PutObjectCommand({ ...input, ServerSideEncryption: 'AES256' })
    await this.#gateway.send('PutObject', put, { signal })
  }
}
