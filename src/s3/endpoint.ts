// Where a request goes: the profile's endpoint and the bucket, nothing else. The SDK's own rules know AWS's regions, ARNs and
// name suffixes, and refuse regions that are no host name; a gateway has none of them.
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { AppError } from '../domain/app-error'
import type { Profile } from '../domain/profile'

type EndpointProvider = NonNullable<S3ClientConfig['endpointProvider']>
type SchemeProvider = NonNullable<S3ClientConfig['httpAuthSchemeProvider']>

/** The region that the SDK is told. Gateways see the profile's, which the signer puts in. */
export const SDK_REGION = 'us-east-1'

/** Path style: `/bucket` at the endpoint. Otherwise the bucket is put before the host. */
export function createEndpointProvider(profile: Pick<Profile, 'endpoint' | 'pathStyle'>): EndpointProvider {
  const authSchemes = [
    { name: 'sigv4', signingName: 's3', signingRegion: SDK_REGION, disableDoubleEncoding: true, properties: {} }
  ]
  return ({ Bucket: bucket }) => {
    const url = new URL(profile.endpoint)
    // A path has none of these: they would lead to another one.
    if (bucket === '.' || bucket === '..') throw new AppError('name-refused', { reason: 'bucket-starts-with-dot' })
    if (bucket !== undefined && profile.pathStyle) url.pathname = `/${encodeURIComponent(bucket)}`
    else if (bucket !== undefined) putBefore(url, bucket)
    return { url, headers: {}, properties: { authSchemes } }
  }
}

/** A bucket that is no host name, or a host that is an address, would silently leave the bucket out of the request. */
function putBefore(url: URL, bucket: string): void {
  const wanted = `${bucket}.${url.hostname}`.toLowerCase()
  url.hostname = wanted
  if (url.hostname !== wanted) throw new AppError('name-refused', { reason: 'path-style-required' })
}

/** SigV4 for whatever is asked; the SDK's own choice would go through its rules for names again. */
export const chooseSigV4: SchemeProvider = () => [
  {
    schemeId: 'aws.auth#sigv4',
    signingProperties: { name: 's3', region: SDK_REGION },
    propertiesExtractor: (config, context) => ({ signingProperties: { config, context } })
  }
]
