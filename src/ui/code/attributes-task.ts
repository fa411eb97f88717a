// What the dialog for properties would save, as a task for code.
import { withOwner } from '../../domain/acl'
import { AppError } from '../../domain/app-error'
import { applyChanges, changesCopy, headersOf } from '../../domain/attributes'
import { COPIED_HEADERS, type AttributesTask } from '../../domain/code/code-task'
import type { NoCode } from '../../domain/code/no-code'
import { withoutAwsChunked } from '../../domain/content-encoding'
import { isSlow } from '../../operations/attributes/change-attributes'
import type { EditAttributes } from '../objects/edit-attributes.svelte'

/** Why there is none where nothing can be saved; undefined: the object is still being read, or could not be. */
export function attributesTaskOf({
  opened,
  changes,
  place,
  hasProblem
}: Pick<EditAttributes, 'opened' | 'changes' | 'place' | 'hasProblem'>): AttributesTask | NoCode | undefined {
  const { value } = opened
  if (value === undefined) return undefined
  if (hasProblem) return 'invalid'
  if (value.tags instanceof AppError) return 'could-lose'
  const { job, source, refusal, entry } = value
  const task = {
    kind: 'set-attributes',
    bucket: place.bucket,
    key: entry.key,
    tags: applyChanges(value.tags, changes.tags)
  } as const
  if (!changesCopy(changes)) return task
  if (source instanceof AppError || source.acl === undefined || refusal !== undefined) return 'could-lose'
  if (job.mustEncrypt && source.sseKey === undefined) return 'may-not-write'
  const { properties, etag, acl } = source
  const before = COPIED_HEADERS.flatMap((name) => {
    const text = name === 'contentEncoding' ? withoutAwsChunked(properties[name]) : properties[name]
    return text === undefined ? [] : [[name, text] as const]
  })
  const headers = applyChanges({ ...Object.fromEntries(before), ...headersOf(properties) }, changes.headers)
  const { userId } = place.gateway.storage.account
  return {
    ...task,
    rewrite: {
      etag,
      headers,
      metadata: applyChanges(properties.metadata, changes.metadata),
      // The object belongs to its writer.
      acl: userId === undefined ? acl : withOwner(acl, { id: userId }),
      isSafe: !isSlow(job, source)
    }
  }
}
