// An object's tags, as they are read and as a header carries them.
import { GetObjectTaggingCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3'
import { notS3, toAddress } from './address'
import type { GatewayClient } from './gateway-client'
import { escapeRfc3986 } from './wire-url'

export async function readTags(
  gateway: GatewayClient,
  bucket: string,
  key: string,
  versionId?: string,
  signal?: AbortSignal
): Promise<Readonly<Record<string, string>>> {
  const input = { ...toAddress('GetObjectTagging', bucket, key), VersionId: versionId }
  const get = () => new GetObjectTaggingCommand(input)
  const { TagSet: tags } = await gateway.send('GetObjectTagging', get, { signal })
  // Nothing is not "none": the next write of the object would send none.
  const told = tags ?? notS3('GetObjectTagging')
  return Object.fromEntries(told.map(({ Key: name = '', Value: value = '' }) => [name, value]))
}

/** Replaces all of them. */
export async function writeTags(
  gateway: GatewayClient,
  bucket: string,
  key: string,
  tags: Readonly<Record<string, string>>,
  signal?: AbortSignal
): Promise<void> {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  const input = { ...toAddress('PutObjectTagging', bucket, key), Tagging: { TagSet } }
  await gateway.send('PutObjectTagging', () => new PutObjectTaggingCommand(input), { signal })
}

/** As `x-amz-tagging` has them; undefined for none. Not URLSearchParams: Pacific keeps its `+` for a space as a plus sign. */
export function formatTagging(tags: Readonly<Record<string, string>> | undefined): string | undefined {
  const pairs = Object.entries(tags ?? {}).map((pair) => pair.map(escapeRfc3986).join('='))
  return pairs.length === 0 ? undefined : pairs.join('&')
}
