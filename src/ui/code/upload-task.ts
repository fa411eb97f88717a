// What the dialog for uploads would send, as a task for code.
import type { CodeFile, CodeTask } from '../../domain/code/code-task'
import type { NoCode } from '../../domain/code/no-code'
import type { SseKey } from '../../domain/sse-key'
import type { UploadDraft } from '../../state/upload-draft.svelte'
import { keyFileOf, MAX_CODE_OBJECTS } from './tasks'

export type CodedDraft = Pick<UploadDraft, 'chosen' | 'encryptionQuestion' | 'headers' | 'plan' | 'sharesWithOwner'> & {
  readonly target: Pick<UploadDraft['target'], 'bucket'>
}

/** @param sseKey the chosen one; `unencrypted`: none is wanted; undefined: none is chosen yet */
export function uploadTaskOf(draft: CodedDraft, sseKey: SseKey | 'unencrypted' | undefined): CodeTask | NoCode {
  const { chosen, headers, plan, target } = draft
  if (headers.hasProblem) return 'invalid'
  if (draft.encryptionQuestion !== undefined || sseKey === undefined) return 'not-chosen'
  const files: CodeFile[] = []
  for (const [index, { key }] of plan.entries()) {
    const one = chosen.files[index]
    if (key === undefined || one === undefined) continue
    if (files.length === MAX_CODE_OBJECTS) return 'too-many' // without a look at the others
    // Files of one name in several folders are told apart by their folders.
    const fileName = one.sourcePath ?? one.path
    files.push({ fileName, key, contentType: headers.toSend.contentType ?? one.file.type })
  }
  if (files.length === 0) return 'nothing'
  return {
    kind: 'upload',
    bucket: target.bucket,
    files,
    headers: headers.toSend.headers,
    acl: draft.sharesWithOwner ? 'bucket-owner-full-control' : headers.toSend.acl,
    keyFile: sseKey === 'unencrypted' ? undefined : keyFileOf(sseKey)
  }
}
