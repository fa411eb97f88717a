// Pages of listings, from the SDK's reading of them to the domain's. Names come URL-encoded, because XML cannot hold every key.
import type { ListBucketsCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { isFolderPrefix } from '../domain/folder-prefix'
import type { Bucket, BucketList, ListingPage, ObjectEntry } from '../domain/object-entry'
import { createRepeatFilter } from '../domain/repeats'
import {
  checkPage,
  formatPosition,
  lastName,
  nextObjectPosition,
  type AskedPage,
  type ObjectPosition
} from './checked-listing'
import { unquote } from './etag'

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

/** @returns undefined when the answer is no listing of buckets, whatever else it is. A name that comes twice is one bucket. */
export function toBucketList(output: ListBucketsCommandOutput): BucketList | undefined {
  if (output.Owner === undefined && output.Buckets === undefined) return undefined
  const named = (output.Buckets ?? []).flatMap(({ Name: name, CreationDate: created }): Bucket[] =>
    name === undefined ? [] : [{ name, createdAtMs: created?.getTime() }]
  )
  const buckets = createRepeatFilter<Bucket>(({ name }) => name)(named)
  // The XML reader gives an empty text for an element without content, which names nobody.
  return { buckets, userId: output.Owner?.ID === '' ? undefined : output.Owner?.ID }
}

/**
 * The answer to what was asked after `asked`; throws `not-s3` when it is another answer.
 * @returns undefined when it is no listing of objects, whatever else it is.
 */
export function toListingPage(
  output: ListObjectsV2CommandOutput,
  page: Omit<AskedPage, 'operation'>,
  asked: ObjectPosition = {}
): ListingPage | undefined {
  if (output.Name === undefined) return undefined
  const operation = 'ListObjectsV2'
  const commonPrefixes = (output.CommonPrefixes ?? []).flatMap(({ Prefix: prefix }) =>
    prefix === undefined ? [] : [decodeName(prefix)]
  )
  const objects = (output.Contents ?? []).flatMap((object): ObjectEntry[] => {
    if (object.Key === undefined) return []
    const { Key: key, Size: sizeBytes = 0, LastModified: modified, ETag: etag } = object
    return [{ key: decodeName(key), sizeBytes, modifiedAtMs: modified?.getTime() ?? 0, etag: unquote(etag) ?? '' }]
  })
  const names = objects.map(({ key }) => key)
  checkPage({ operation, ...page }, names, commonPrefixes)
  const prefixes = commonPrefixes.filter(isFolderPrefix)
  if (!output.IsTruncated) return { prefixes, objects, nextToken: undefined }
  const last = lastName([...prefixes, ...names])
  const next = nextObjectPosition(operation, asked, output.NextContinuationToken, last)
  return { prefixes, objects, nextToken: formatPosition(next) }
}
