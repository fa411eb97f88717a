// The ways to name a bucket or an object in it: a name, a path, s3://, an address of a gateway, an ARN. Pure.
import { findUnopenable, type UnopenableReason } from './bucket-name'
import { trimInvisible } from './given-text'
import { parseEndpoint, type EndpointProblem } from './profile'

/** A bucket, and the name of a folder or object in it; `''` for the bucket itself. */
export interface BucketPlace {
  readonly bucket: string
  readonly name: string
}

export type AddressFault =
  | {
      readonly code:
        | 'scheme'
        | 'credentials'
        | 'damaged-percent'
        | 'no-bucket'
        | 'object-character'
        | 'arn-service'
        | 'arn-access-point'
        | 'arn-several-buckets'
    }
  | { readonly code: 'object-too-long'; readonly bytes: number; readonly maxBytes: number }
  | { readonly code: 'bucket'; readonly reason: UnopenableReason }
  | { readonly code: 'endpoint'; readonly problem: EndpointProblem }

/** `elsewhere`: on another gateway. `refused`: no bucket can be meant. */
export type BucketAddress =
  | { readonly kind: 'empty' }
  | ({ readonly kind: 'place' } & BucketPlace)
  | { readonly kind: 'elsewhere'; readonly endpoint: string; readonly place: BucketPlace | undefined }
  | { readonly kind: 'refused'; readonly fault: AddressFault }

const MAX_NAME_BYTES = 1024

/**
 * Reads what was typed or pasted. Of an address only host and path are looked at: its query and fragment may hold a signature.
 * @param here the gateway that is in use, an origin
 */
export function readBucketAddress(text: string, here: string): BucketAddress {
  const given = trimInvisible(text)
  if (given === '') return { kind: 'empty' }
  const arn = /^arn:/i.test(given)
  if (arn) return readArn(given)
  const scheme = /^[a-z][a-z0-9+.-]{0,20}:\/\//i.exec(given)?.[0].toLowerCase()
  if (scheme === 'http://' || scheme === 'https://') return readHttp(given, here)
  if (scheme !== undefined && !/^s3[an]?:\/\/$/.test(scheme)) return refuse({ code: 'scheme' })
  if (scheme !== undefined) return toPlace(given.slice(scheme.length))
  const path = given.replace(/^\//, '')
  const { host } = new URL(here)
  return toPlace(path.startsWith(`${host}/`) ? path.slice(host.length + 1) : path)
}

function refuse(fault: AddressFault): BucketAddress {
  return { kind: 'refused', fault }
}

function toPlace(path: string): BucketAddress {
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? path : path.slice(0, slash)
  const name = slash < 0 ? '' : path.slice(slash + 1)
  const reason = findUnopenable(bucket)
  const fault = reason === undefined ? findUnusable(name) : ({ code: 'bucket', reason } as const)
  return fault === undefined ? { kind: 'place', bucket, name } : refuse(fault)
}

function findUnusable(name: string): AddressFault | undefined {
  if (!name.isWellFormed()) return { code: 'object-character' }
  const bytes = new TextEncoder().encode(name).length
  return bytes > MAX_NAME_BYTES ? { code: 'object-too-long', bytes, maxBytes: MAX_NAME_BYTES } : undefined
}

function readHttp(address: string, here: string): BucketAddress {
  const start = address.indexOf('//') + 2
  const end = start + address.slice(start).search(/[/?#]|$/)
  const authority = address.slice(start, end)
  if (authority.includes('@')) return refuse({ code: 'credentials' })
  const origin = parseEndpoint(address.slice(0, end))
  if ('problem' in origin) return refuse({ code: 'endpoint', problem: origin.problem })

  const [path = ''] = address.slice(end).split(/[?#]/, 1)
  const decoded = decodePath(trimInvisible(path.slice(1))) // a blank of the key itself would be %20
  if (decoded === undefined) return refuse({ code: 'damaged-percent' })
  const before = bucketBeforeHost(origin.endpoint, here)
  if (before !== undefined) return toPlace(`${before}/${decoded}`)
  const found: BucketAddress = decoded === '' ? { kind: 'empty' } : toPlace(decoded)
  if (isSameHost(origin.endpoint, here)) return found.kind === 'empty' ? refuse({ code: 'no-bucket' }) : found
  const place = found.kind === 'place' ? { bucket: found.bucket, name: found.name } : undefined
  return { kind: 'elsewhere', endpoint: origin.endpoint, place }
}

/** A slash that is written as %2F in the bucket's place is no separator, and no bucket has one. */
function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** http and https of one host, each at its usual port, are one gateway. */
function isSameHost(one: string, other: string): boolean {
  return new URL(one).host === new URL(other).host
}

/** The bucket of an address that is not path style. */
function bucketBeforeHost(origin: string, here: string): string | undefined {
  const [{ host }, own] = [new URL(origin), `.${new URL(here).host}`]
  return host.endsWith(own) && host.length > own.length ? host.slice(0, -own.length) : undefined
}

/** `arn:aws:s3:::bucket/prefix*`, with a tenant where AWS has an account. What begins with a wildcard is left out. */
function readArn(arn: string): BucketAddress {
  const [, , service = '', , tenant = '', ...rest] = arn.split(':', 7)
  const resource = rest.length > 1 ? arn.split(':').slice(5).join(':') : (rest[0] ?? '')
  if (service.toLowerCase() !== 's3') return refuse({ code: 'arn-service' })
  if (/^accesspoint[/:]/.test(resource)) return refuse({ code: 'arn-access-point' })
  const wildcard = resource.search(/[*?]|\$\{/)
  const known = wildcard < 0 ? resource : resource.slice(0, wildcard)
  if (wildcard >= 0 && !known.includes('/')) return refuse({ code: 'arn-several-buckets' })
  const path = wildcard < 0 ? known : known.slice(0, known.lastIndexOf('/') + 1)
  return toPlace(tenant === '' ? path : `${tenant}:${path}`)
}
