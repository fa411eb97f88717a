// The plain address of a bucket or an object: no signature, safe for every key.
import type { Profile } from '../domain/profile'
import { createEndpointProvider } from './endpoint'
import { escapeDotSegments } from './dot-segments'
import { escapeRfc3986 } from './wire-url'

/** @param key `''` for the bucket itself */
export function formatObjectUrl(profile: Pick<Profile, 'endpoint' | 'pathStyle'>, bucket: string, key: string): string {
  const { url } = createEndpointProvider(profile)({ Bucket: bucket }) as { url: URL }
  const path = `${url.pathname.replace(/\/$/, '')}/${key
    .split('/')
    .map((segment) => escapeRfc3986(segment.toWellFormed()))
    .join('/')}`
  return url.origin + escapeDotSegments(path, profile.pathStyle ? 1 : 0)
}
