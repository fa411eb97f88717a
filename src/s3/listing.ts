// Pages of listings, from the SDK's reading of them to the domain's. Names come URL-encoded, because XML cannot hold every key.
import type { ListBucketsCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import type { BucketList, ListingPage, ObjectEntry } from '../domain/object-entry'
import { unquote } from './etag'
import { LOST } from './readable-xml'

/** Undoes EncodingType=url: `+` is a space, as S3 writes it; a plus sign comes as `%2B`. */
export function decodeName(encoded: string): string {
  const escaped = encoded.replaceAll('+', '%20')
  try {
    return decodeURIComponent(escaped)
  } catch {
    // A key that is not UTF-8, made by another tool: shown with replacement characters, since text cannot hold it.
    const bytes = escaped.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))
  }
}

/** @returns undefined when the answer is no listing of buckets, whatever else it is. */
export function toBucketList(output: ListBucketsCommandOutput): BucketList | undefined {
  if (output.Owner === undefined && output.Buckets === undefined) return undefined
  const buckets = (output.Buckets ?? []).flatMap(({ Name: name, CreationDate: created }) =>
    name === undefined ? [] : [{ name, createdAtMs: created?.getTime() }]
  )
  // The XML reader gives an empty text for an element without content, which names nobody.
  return { buckets, userId: output.Owner?.ID === '' ? undefined : output.Owner?.ID }
}

/** @returns undefined when the answer is no listing of objects, whatever else it is. */
export function toListingPage(output: ListObjectsV2CommandOutput): ListingPage | undefined {
  if (output.Name === undefined) return undefined
  const prefixes = (output.CommonPrefixes ?? []).flatMap(({ Prefix: prefix }) =>
    prefix === undefined ? [] : [decodeName(prefix)]
  )
  const objects = (output.Contents ?? []).flatMap((object): ObjectEntry[] => {
    if (object.Key === undefined) return []
    const { Key: key, Size: sizeBytes = 0, LastModified: modified, ETag: etag } = object
    return [{ key: decodeName(key), sizeBytes, modifiedAtMs: modified?.getTime() ?? 0, etag: unquote(etag) ?? '' }]
  })
  return { prefixes, objects, nextToken: output.IsTruncated ? toToken(output, prefixes, objects) : undefined }
}

/** A gateway's token is the last name of its page; where XML could not carry it, it is taken from the page itself. */
function toToken(
  { NextContinuationToken: token }: ListObjectsV2CommandOutput,
  prefixes: readonly string[],
  objects: readonly ObjectEntry[]
): string | undefined {
  if (token !== undefined && !token.includes(LOST)) return token
  return lastName([prefixes.at(-1), objects.at(-1)?.key])
}

/** The one that a gateway sorts last; undefined ones are passed over. */
export function lastName(names: readonly (string | undefined)[]): string | undefined {
  return names.reduce((a, b) => (a === undefined || (b !== undefined && isAfter(b, a)) ? b : a), undefined)
}

/** Gateways sort by the bytes of UTF-8, which is the order of code points. */
function isAfter(a: string, b: string): boolean {
  const [left, right] = [Array.from(a), Array.from(b)]
  const at = left.findIndex((char, i) => char !== right[i])
  return at >= 0 && (left[at]?.codePointAt(0) ?? -1) > (right[at]?.codePointAt(0) ?? -1)
}
