// Objects with all that can belong to one, with or without a key, and a look at what became of them with the plain SDK.
import { randomBytes } from 'node:crypto'
import {
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput
} from '@aws-sdk/client-s3'
import type { KeyFile } from '../../src/domain/code/code-task'
import { plainSdk } from './fixture'
import { sseInput } from '../gateway/sse-input'

export const RICH = {
  Metadata: { run: '1 of 2', 'file-date': '7' },
  Tagging: 'state=raw&a%20b=c%2Bd',
  CacheControl: 'no-cache',
  ContentType: 'text/x-odd',
  ContentDisposition: 'attachment; filename="x.csv"',
  Expires: new Date('2031-02-03T04:05:06Z'),
  ACL: 'public-read'
} as const

export const keyed = (name: string, form: KeyFile['form']) => {
  const bytes = form === 'keystring' ? Buffer.from('It\'s 32 characters $HOME "long"!') : randomBytes(32)
  const keyFile: KeyFile = { fileName: name, form }
  const saved = form === 'keystring' ? bytes.toString() : bytes.toString('base64')
  return { keyFile, headers: sseInput(bytes), files: { [name]: saved } }
}
export const put = (bucket: string, key: string, more: Partial<PutObjectCommandInput> = {}): Promise<unknown> =>
  plainSdk.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: `body of ${key}`, ...more }))

export async function keysIn(bucket: string, sdk = plainSdk): Promise<readonly string[]> {
  const { Contents = [] } = await sdk.send(new ListObjectsV2Command({ Bucket: bucket }))
  return Contents.map(({ Key = '' }) => Key).sort()
}

export async function look(Bucket: string, Key: string, headers = {}, sdk = plainSdk): Promise<object> {
  const got = await sdk.send(new GetObjectCommand({ Bucket, Key, ...headers }))
  const { TagSet = [] } = await sdk.send(new GetObjectTaggingCommand({ Bucket, Key }))
  const { ContentType, CacheControl, ContentDisposition, ExpiresString, Metadata = {} } = got
  const { run, 'file-date': date } = Metadata // rclone adds its own
  return {
    body: await got.Body?.transformToString(),
    ...{ ContentType, CacheControl, ContentDisposition, run, date },
    expiresAtMs: Date.parse(ExpiresString ?? ''),
    tags: TagSet.map(({ Key: name, Value }) => `${name}=${Value}`).sort()
  }
}
export const expected = (key: string, hasTags = true): object => ({
  body: `body of ${key}`,
  ContentType: RICH.ContentType,
  CacheControl: RICH.CacheControl,
  ContentDisposition: RICH.ContentDisposition,
  expiresAtMs: RICH.Expires.getTime(),
  ...{ run: '1 of 2', date: '7' },
  tags: hasTags ? ['a b=c+d', 'state=raw'] : []
})

export async function isPublic(Bucket: string, Key: string): Promise<boolean> {
  const { Grants = [] } = await plainSdk.send(new GetObjectAclCommand({ Bucket, Key }))
  return Grants.some(({ Grantee }) => Grantee?.URI?.endsWith('AllUsers'))
}
