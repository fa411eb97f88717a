// Links over S3: addresses that other people and tools can open.
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { AppError } from '../domain/app-error'
import type { AnonymousAnswer, Links, SignedLinkRequest } from '../domain/gateway'
import { isAnonymousProfile } from '../domain/profile'
import { toAddress } from './address'
import { askAnonymously } from './ask-anonymously'
import type { GatewayClient } from './gateway-client'
import { formatObjectUrl, toPublicAddress } from './object-url'
import { toSseInput } from './sse-headers'

/** Links over S3. */
export function createLinks(gateway: GatewayClient): Links {
  const links: Links = {
    get wouldCarry() {
      if (gateway.isToken) return 'password'
      return gateway.profile.sessionToken === undefined ? undefined : 'session'
    },

    get canSign() {
      return !isAnonymousProfile(gateway.profile)
    },

    unsignedUrl(bucket: string, key: string): string {
      const { Bucket, Key } = toAddress('GetObject', bucket, key)
      const { place, bucket: name } = toPublicAddress(gateway.profile, gateway.account.userId, Bucket)
      return formatObjectUrl(place, name, Key)
    },

    async signedUrl(request: SignedLinkRequest): Promise<string> {
      if (!links.canSign) throw new AppError('access-denied', { operation: 'GetObject' })
      const { bucket, key, expiresSeconds, sseKey, versionId, mayCarrySecret = false } = request
      if (links.wouldCarry !== undefined && !mayCarrySecret)
        throw new AppError('unexpected', {
          reason: 'password-not-agreed'
        })
      const input = {
        ...toAddress('GetObject', bucket, key),
        ...toSseInput(gateway.profile.endpoint, sseKey, 'GetObject'),
        VersionId: versionId
      }
      return gateway.signLink(new GetObjectCommand(input), expiresSeconds)
    },

    async opensForAnyone(bucket: string, key: string, signal?: AbortSignal): Promise<AnonymousAnswer> {
      toAddress('HeadObject', bucket, key) // nothing else may be asked in its place
      return askAnonymously(gateway, bucket, key, {}, signal)
    }
  }
  return links
}
