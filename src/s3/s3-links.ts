// Links over S3: addresses that other people and tools can open.
import { AppError } from '../domain/app-error'
import type { AnonymousAnswer, Links, SignedLinkRequest } from '../domain/gateway'
import type { GatewayClient } from './gateway-client'
import { askAnonymously } from './ask-anonymously'
import { formatObjectUrl } from './object-url'

export class S3Links implements Links {
  readonly #gateway: GatewayClient

  constructor(gateway: GatewayClient) {
    this.#gateway = gateway
  }

  get wouldCarryPassword(): boolean {
    return this.#gateway.isToken
  }

  unsignedUrl(bucket: string, key: string): string {
    return formatObjectUrl(this.#gateway.profile, bucket, key)
  }

  signedUrl({ bucket }: SignedLinkRequest): Promise<string> {
    return Promise.reject(new AppError('not-supported', { operation: 'GetObject', detail: bucket }))
  }

  opensForAnyone(bucket: string, key: string, signal?: AbortSignal): Promise<AnonymousAnswer> {
    return askAnonymously(this.#gateway.profile, bucket, key, {}, signal)
  }
}
