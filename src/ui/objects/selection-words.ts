// A selection in a few words, for the titles of dialogs.
import { parentPrefix } from '../../domain/folder-prefix'
import { visibleName } from '../../domain/invisible'
import type { Selection } from '../../domain/selection'
import { m } from '../../messages/messages'

const MAX_NAME_LENGTH = 60

/** `3 objects and 2 folders`; a single one by its own name. */
export function describeSelection({ entries, prefixes }: Selection): string {
  const [only] = [...prefixes, ...entries.map(({ key }) => key)]
  if (prefixes.length + entries.length === 1 && only !== undefined) return nameOf(only)
  return m.objects.selection.counted(entries.length, prefixes.length)
}

function nameOf(name: string): string {
  const points = [...visibleName(name.slice(parentPrefix(name).length))]
  const short = points.length > MAX_NAME_LENGTH ? `${points.slice(0, MAX_NAME_LENGTH).join('')}…` : points.join('')
  return short === '' ? m.objects.selection.everything : m.objects.selection.named(short)
}
