// What the editor of a text would save, as a task for code.
import { withOwner } from '../../domain/acl'
import type { Versioning } from '../../domain/bucket'
import type { EditTask } from '../../domain/code/code-task'
import { COPIED_HEADERS } from '../../domain/code/code-task'
import { withoutAwsChunked } from '../../domain/content-encoding'
import { safeFileName } from '../../domain/file-name'
import type { EditableText } from '../../operations/editing/edit-object'
import { withoutMetadataOfBytes } from '../../operations/editing/restore-attributes'
import { keyFileOf } from './tasks'

/** @param versioning of its bucket; undefined: not known */
export function editTaskOf(
  { gateway, bucket, key, etag, former }: EditableText,
  versioning: Versioning | undefined
): EditTask {
  const { properties, tags, acl, sseKey } = former
  const { userId } = gateway.storage.account
  return {
    ...{ kind: 'edit-text', bucket, key, etag, tags },
    fileName: safeFileName(key),
    keyFile: keyFileOf(sseKey),
    // A gateway may hide the version of what it answers.
    hasVersions: versioning !== 'off' || properties.versionId !== undefined,
    headers: Object.fromEntries(
      COPIED_HEADERS.flatMap((name) => {
        const value = name === 'contentEncoding' ? withoutAwsChunked(properties[name]) : properties[name]
        return value === undefined ? [] : [[name, value] as const]
      })
    ),
    metadata: withoutMetadataOfBytes(properties.metadata),
    // The object belongs to its writer.
    acl: userId === undefined ? acl : withOwner(acl, { id: userId })
  }
}
