// After an upload for which the user set headers, metadata, tags or an ACL: has the object them? What can't be seen is said to be unseen.
import { cannedAclOf, type Acl } from '../domain/acl'
import { isAbort, toAppError } from '../domain/app-error'
import type { ObjectHead } from '../domain/object-entry'
import type { UploadAcl } from '../domain/ports'
import { hasAll, type SettingsCheck, type UnseenReason, type UploadSetting } from '../domain/upload-headers'
import { isSameEtag } from './etag'
import { withRetries } from './retry'
import type { RunEnv } from './run-env'
import type { UploadRequest } from './requests'
import { unconfirmedReason } from './unconfirmed-reason'

type Seen = readonly [UploadSetting, 'kept' | 'lost' | UnseenReason]

/**
 * @param etag of what was stored: headers of another object tell nothing
 * @param signal ends the check alone
 * @returns undefined where the user set nothing. Never rejects.
 */
export async function verifySettings(
  request: UploadRequest,
  etag: string,
  env: RunEnv,
  signal: AbortSignal
): Promise<SettingsCheck | undefined> {
  const { storage, bucket, key, sseKey, headers, acl } = request
  if (!hasSettings(request)) return undefined
  const look = async <T>(read: () => Promise<T>, compare: (value: T) => readonly Seen[], all: UploadSetting[]) => {
    try {
      return compare(await env.checks.run(() => withRetries(read, { ...env, signal }), signal))
    } catch (error) {
      const reason = isAbort(error) ? 'cancelled' : unconfirmedReason(toAppError(error))
      return all.map((setting): Seen => [setting, reason])
    }
  }
  const seen: Seen[] = []
  if (headers !== undefined) {
    const inHead = Object.keys(sentInHead(request)) as UploadSetting[]
    const head = () => storage.headObject(bucket, key, sseKey, signal)
    seen.push(...(await look(head, (value) => compareHead(value, request, etag), inHead)))
  }
  const { tags } = headers ?? {}
  if (tags !== undefined) {
    const read = () => storage.tagsOf(bucket, key, signal)
    seen.push(...(await look(read, (value) => [['tags', hasAll(value, tags) ? 'kept' : 'lost']], ['tags'])))
  }
  if (acl !== undefined) {
    const read = () => storage.aclOf(bucket, key, signal)
    seen.push(...(await look(read, (value) => [['acl', compareAcl(value, acl, storage.account.userId)]], ['acl'])))
  }
  const unseen = seen.filter(([, how]) => how !== 'kept' && how !== 'lost')
  const [first] = unseen
  return {
    lost: seen.flatMap(([setting, how]) => (how === 'lost' ? [setting] : [])),
    unseen: unseen.map(([setting]) => setting),
    reason: first?.[1] as UnseenReason | undefined
  }
}

/** Whether the user set anything that is looked at afterwards. */
export function hasSettings({ headers, acl }: Pick<UploadRequest, 'headers' | 'acl'>): boolean {
  return headers !== undefined || acl !== undefined
}

/**
 * @param uploaderId undefined: not known. The uploader owns the object, also in another user's bucket; another user with full control
 * is then the bucket's owner. Some gateways give an unsigned upload to the bucket's owner.
 */
function compareAcl(seen: Acl, sent: UploadAcl, uploaderId: string | undefined): Seen[1] {
  if (sent !== 'bucket-owner-full-control') return cannedAclOf(seen) === sent ? 'kept' : 'lost'
  const isShared = seen.grants.some(
    ({ grantee, permission }) =>
      permission === 'FULL_CONTROL' && grantee.type === 'user' && grantee.id !== (uploaderId ?? seen.owner.id)
  )
  if (isShared) return 'kept'
  return uploaderId === undefined ? 'inconclusive' : 'lost'
}

/** What a HEAD should tell. */
function sentInHead({ contentType, headers = {} }: UploadRequest): Partial<ObjectHead> {
  const { cacheControl, contentDisposition, storageClass, metadata } = headers
  const sent = { contentType, cacheControl, contentDisposition, storageClass, metadata }
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined))
}

function compareHead(head: ObjectHead, request: UploadRequest, etag: string): readonly Seen[] {
  const isAnother = head.etag !== undefined && !isSameEtag(head.etag, etag)
  const seen = head.isWhole === true ? { ...head, storageClass: head.storageClass ?? 'STANDARD' } : head
  return Object.entries(sentInHead(request)).map(([name, sent]): Seen => {
    const field = name as 'contentType' | 'cacheControl' | 'contentDisposition' | 'storageClass' | 'metadata'
    if (isAnother) return [field, 'inconclusive']
    const isKept =
      typeof sent === 'object' ? hasAll(seen.metadata, sent as ObjectHead['metadata']) : seen[field] === sent
    if (isKept) return [field, 'kept']
    const isHidden = head.isWhole !== true && (field === 'metadata' || seen[field] === undefined)
    return [field, isHidden ? 'hidden' : 'lost']
  })
}
