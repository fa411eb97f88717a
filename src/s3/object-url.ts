// The plain address of a bucket or an object: no signature, safe for every key.
import type { Profile } from '../domain/profile'
import { createEndpointProvider } from './endpoint'
import { escapeDotSegments } from './dot-segments'
import { escapeRfc3986 } from './wire-url'

/**
 * How others than the account's own tenant name its bucket: `tenant:bucket`, which no host can carry. By the plain name they would
 * reach a bucket without a tenant, which may be someone else's of the same name.
 */
export function toPublicAddress(
  profile: Pick<Profile, 'endpoint' | 'pathStyle'>,
  userId: string | undefined,
  bucket: string
): { readonly place: Pick<Profile, 'endpoint' | 'pathStyle'>; readonly bucket: string } {
  const tenant = userId?.includes('$') === true ? userId.slice(0, userId.indexOf('$')) : ''
  if (tenant === '' || bucket.includes(':')) return { place: profile, bucket }
  return { place: { endpoint: profile.endpoint, pathStyle: true }, bucket: `${tenant}:${bucket}` }
}

/** @param key `''` for the bucket itself */
export function formatObjectUrl(profile: Pick<Profile, 'endpoint' | 'pathStyle'>, bucket: string, key: string): string {
  const { url } = createEndpointProvider(profile)({ Bucket: bucket }) as { url: URL }
  const path = `${url.pathname.replace(/\/$/, '')}/${key
    .split('/')
    .map((segment) => escapeRfc3986(segment.toWellFormed()))
    .join('/')}`
  return url.origin + escapeDotSegments(path, profile.pathStyle ? 1 : 0)
}
