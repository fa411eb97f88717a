// Listings, from the SDK's reading of them to the domain's.
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
import { decodeName } from './decode-name'
import { unquote } from './etag'
import type { ListedPage } from './read-listing'

/** @returns undefined when the answer is no listing of buckets, whatever else it is. A name that comes twice is one bucket. */
export function toBucketList(output: ListBucketsCommandOutput): BucketList | undefined {
  if (output.Owner === undefined && output.Buckets === undefined) return undefined
  const named = (output.Buckets ?? []).flatMap(({ Name: name, CreationDate: created }): Bucket[] =>
    name === undefined ? [] : [{ name, createdAtMs: created?.getTime() }]
  )
  const buckets = createRepeatFilter<Bucket>(({ name }) => name)(named)
  // The XML reader gives an empty text for an element without content, which names no one.
  return { buckets, userId: output.Owner?.ID === '' ? undefined : output.Owner?.ID }
}

/** @returns undefined when the answer is no listing of objects, whatever else it is. */
export function toListedPage(output: ListObjectsV2CommandOutput): ListedPage | undefined {
  if (output.Name === undefined) return undefined
  const commonPrefixes = (output.CommonPrefixes ?? []).flatMap(({ Prefix: prefix }) =>
    prefix === undefined ? [] : [decodeName(prefix)]
  )
  const objects = (output.Contents ?? []).flatMap((object): ObjectEntry[] => {
    if (object.Key === undefined) return []
    const { Key: key, Size: sizeBytes = 0, LastModified: modified, ETag: etag } = object
    return [{ key: decodeName(key), sizeBytes, modifiedAtMs: modified?.getTime() ?? 0, etag: unquote(etag) ?? '' }]
  })
  const { IsTruncated: isTruncated = false, NextContinuationToken: nextToken } = output
  return { objects, commonPrefixes, isTruncated, nextToken }
}

/** The answer to what was asked after `asked`. Throws `not-s3` when it is another answer. */
export function toListingPage(
  { objects, commonPrefixes, isTruncated, nextToken }: ListedPage,
  page: Omit<AskedPage, 'operation'>,
  asked: ObjectPosition = {}
): ListingPage {
  const operation = 'ListObjectsV2'
  const names = objects.map(({ key }) => key)
  checkPage({ operation, ...page }, names, commonPrefixes)
  const prefixes = commonPrefixes.filter(isFolderPrefix)
  if (!isTruncated) return { prefixes, objects, nextToken: undefined }
  const next = nextObjectPosition(operation, asked, nextToken, lastName([...prefixes, ...names]))
  return { prefixes, objects, nextToken: formatPosition(next) }
}
