// What a user should know of code before running it: what it replaces, and what it leaves behind.
import { goesThroughHere, isCopy, isFolderCopy, keyFilesOf, type CodeTask, type CodeTool } from './code-task'

export type CodeNote =
  | 'as-listed'
  | 'replaces'
  | 'replaces-null'
  | 'file-paths'
  | 'acl-not-copied'
  | 'default-class'
  | 'tags-not-copied'
  | 'five-gib'
  | 'through-here'
  | 'unopened-stay'
  | 'text-stays'
  | 'compared-before'
  | 'search-paths'
  | 'search-as-stored'

/** @param isAnonymous without an account no tags can be read */
export function notesOf(tool: CodeTool, task: CodeTask, isAnonymous = false): readonly CodeNote[] {
  if (task.kind === 'set-attributes') return task.rewrite === undefined ? ['as-listed'] : ['as-listed', 'five-gib']
  if (task.kind === 'edit-text')
    return ['as-listed', ...(task.hasVersions || tool === 'aws' ? (['compared-before'] as const) : []), 'text-stays']
  if (task.kind === 'set-cors') return ['as-listed']
  if (task.kind === 'search') return notesOfSearch(tool, task.text)
  if (task.kind === 'upload')
    return [...(task.files.some(({ fileName }) => fileName.includes('/')) ? (['file-paths'] as const) : []), 'replaces']
  if (!isCopy(task) && !isFolderCopy(task)) return []
  const isThroughHere = goesThroughHere(task)
  const mayGoThroughHere = isThroughHere || keyFilesOf(task).length > 0
  return [
    ...(isFolderCopy(task) ? (['unopened-stay'] as const) : []),
    ...(task.kind !== 'restore'
      ? (['replaces'] as const)
      : task.versioning === 'suspended'
        ? (['replaces-null'] as const)
        : []),
    ...(mayGoThroughHere ? (['through-here'] as const) : []),
    // s3cmd gives the copy the ACL of its source.
    ...(tool === 's3cmd' ? [] : (['acl-not-copied'] as const)),
    'default-class',
    ...(isAnonymous || (mayGoThroughHere && tool === 'boto') ? (['tags-not-copied'] as const) : []),
    // The others copy larger ones in parts.
    ...((isThroughHere ? tool !== 'boto3' : tool !== 'rclone' && tool !== 's3cmd') ? (['five-gib'] as const) : [])
  ]
}

function notesOfSearch(tool: CodeTool, text: string): readonly CodeNote[] {
  if (tool === 'boto3' || tool === 'boto') return []
  return ['search-paths', ...(/[^\0-\x7f]/.test(text) ? (['search-as-stored'] as const) : [])]
}
