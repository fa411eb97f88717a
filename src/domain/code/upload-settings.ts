// Headers, metadata, tags and ACL of an upload, as a request's headers. Pure.
import type { TaskOf } from './code-task'

export type UploadTask = Pick<TaskOf<'upload'>, 'headers' | 'acl'>

/** Without the content type, which files have of their own. */
export function settingHeaders({ headers = {}, acl }: UploadTask): readonly (readonly [name: string, value: string])[] {
  const { cacheControl, contentDisposition, storageClass, metadata = {}, tags } = headers
  const all = [
    ['Cache-Control', cacheControl],
    ['Content-Disposition', contentDisposition],
    ['x-amz-storage-class', storageClass],
    ['x-amz-acl', acl],
    ...Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const),
    ['x-amz-tagging', tags && taggingOf(tags)]
  ] as const
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

export function tagSetOf(tags: Readonly<Record<string, string>>): { readonly TagSet: readonly object[] } {
  return { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
}

/** As a request names tags in a header. */
export function taggingOf(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&')
}
