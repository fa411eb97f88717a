// What a ZIP file of objects is called, and the report that it holds when something is missing or renamed.
import { safeFileName } from '../../domain/file-name'
import { parentPrefix, type FolderPrefix } from '../../domain/folder-prefix'
import { visibleName } from '../../domain/invisible'
import type { Selection } from '../../domain/selection'
import { explainError } from '../../messages/explain-error'
import { m } from '../../messages/messages'
import type { ArchiveReport } from '../../transfers/transfer'

const MAX_NAME_BYTES = 190

/** After the one folder or object that is in it, else after the folder that is shown, or its bucket. */
export function nameArchive(bucket: string, prefix: FolderPrefix, { entries, prefixes }: Selection): string {
  const names = [...prefixes, ...entries.map(({ key }) => key)]
  const [only = ''] = names
  const name = names.length === 1 ? only.slice(parentPrefix(only).length) : prefix.slice(parentPrefix(prefix).length)
  return `${safeFileName(name === '' ? bucket : name, { maxBytes: MAX_NAME_BYTES })}.zip`
}

/** Plain text, with line ends that every system's editor knows. */
export function describeArchive({ bucket, missing, renamed }: ArchiveReport): string {
  const words = m.downloads.archive.report
  const lines: string[] = [words.title(visibleName(bucket)), '']
  if (missing.length > 0) lines.push(words.missing(missing.length), '')
  for (const { key, error } of missing) lines.push(`- ${visibleName(key)}: ${explainError(error).title}`)
  if (missing.length > 0) lines.push('')
  if (renamed.length > 0) lines.push(words.renamed(renamed.length), '')
  for (const { key, path } of renamed) lines.push(`- ${visibleName(key)} → ${path}`)
  return `${lines.join('\r\n').trimEnd()}\r\n`
}
