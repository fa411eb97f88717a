// A selection in a few words, for the titles of dialogs.
import type { Selection } from '../../domain/selection'
import { parentPrefix } from '../../domain/folder-prefix'
import { plural, visibleName } from '../common/format'

const LONGEST = 60

/** `3 objects and 2 folders`; a single one by its own name. */
export function describeSelection({ entries, prefixes }: Selection): string {
  const [only] = [...prefixes, ...entries.map(({ key }) => key)]
  if (prefixes.length + entries.length === 1 && only !== undefined) return nameOf(only)
  const objects = entries.length > 0 ? plural(entries.length, 'object') : ''
  const folders = prefixes.length > 0 ? plural(prefixes.length, 'folder') : ''
  return [objects, folders].filter((words) => words !== '').join(' and ')
}

function nameOf(name: string): string {
  const points = [...visibleName(name.slice(parentPrefix(name).length))]
  const short = points.length > LONGEST ? `${points.slice(0, LONGEST).join('')}…` : points.join('')
  return short === '' ? 'everything' : `“${short}”`
}
