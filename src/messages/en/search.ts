// A search by name through a bucket. It says how far it came, and "all" only when it saw all.
import { visibleName } from '../../domain/invisible'
import { formatCount, formatDuration, plural } from '../format'

const names = (n: number): string => plural(n, { one: 'name', other: 'names' })
const elapsed = (ms: number): string => formatDuration(ms / 1000)

export const search = {
  title: 'Search in {bucket}',
  label: 'Name',
  placeholder: 'Part of a name, or a pattern such as *.csv',
  start: 'Search',
  back: 'Back to the folder',
  below: 'Only below {folder}',
  results: 'Results',
  hint: 'Search by name in all folders',
  rules: {
    text: 'Upper and lower case make no difference.',
    pattern: '* stands for any text and ? for one character; the pattern must match the whole name.',
    path: 'With a slash, the path is searched too: raw/2026 or raw/*.csv.'
  },
  inFolder: 'In folder',
  whole: 'Search the whole bucket',
  wholeFor: (text: string) => `Search the whole bucket for “${visibleName(text)}”`,
  matches: (n: number) => plural(n, { one: 'match', other: 'matches' }),
  capped: (max: number) => `first ${formatCount(max)} shown`,
  progress: 'Searching',
  running: (seen: number, ms: number) => `${names(seen)} searched · ${elapsed(ms)}`,
  complete: (seen: number, ms: number) => `${seen > 1 ? 'All ' : ''}${names(seen)} searched in ${elapsed(ms)}`,
  stopped: (seen: number) => `Stopped after ${names(seen)}`,
  failed: (seen: number) => `Interrupted after ${names(seen)}`,
  lastName: 'Last searched: {key}',
  noneYet: 'No match so far.',
  none: 'No name here matches the search.',
  noneAmong: (seen: number) => `No match among ${names(seen)} so far. The rest has not been searched.`,
  noneSeen: 'Nothing has been searched yet.'
}
