import { visibleName } from '../../domain/invisible'
import { formatCount, formatDuration, plural } from '../format'

const names = (n: number): string => plural(n, { one: 'Name', other: 'Namen' })
const elapsed = (ms: number): string => formatDuration(ms / 1000)

export const search = {
  title: 'Suche in {bucket}',
  label: 'Name',
  placeholder: 'Teil eines Namens oder Muster wie *.csv',
  start: 'Suchen',
  back: 'Zurück zum Ordner',
  below: 'Nur unter {folder}',
  results: 'Ergebnisse',
  hint: 'Nach Namen in allen Ordnern suchen',
  rules: {
    text: 'Groß- und Kleinschreibung spielt keine Rolle.',
    pattern: '* steht für beliebigen Text, ? für ein Zeichen; das Muster muss dem ganzen Namen entsprechen.',
    path: 'Mit einem Schrägstrich wird auch der Pfad durchsucht: raw/2026 oder raw/*.csv.'
  },
  inFolder: 'Im Ordner',
  whole: 'Ganzen Bucket durchsuchen',
  wholeFor: (text: string) => `Ganzen Bucket nach „${visibleName(text)}“ durchsuchen`,
  matches: (n: number) => plural(n, { one: 'Treffer', other: 'Treffer' }),
  capped: (max: number) => `die ersten ${formatCount(max)} werden angezeigt`,
  progress: 'Suche läuft',
  running: (seen: number, ms: number) => `${names(seen)} durchsucht · ${elapsed(ms)}`,
  complete: (seen: number, ms: number) => `${seen > 1 ? 'Alle ' : ''}${names(seen)} in ${elapsed(ms)} durchsucht`,
  stopped: (seen: number) => `Gestoppt nach ${plural(seen, { one: 'Name', other: 'Namen' })}`,
  failed: (seen: number) => `Unterbrochen nach ${plural(seen, { one: 'Name', other: 'Namen' })}`,
  lastName: 'Zuletzt durchsucht: {key}',
  noneYet: 'Bisher kein Treffer.',
  none: 'Kein Name hier entspricht der Suche.',
  noneAmong: (seen: number) =>
    `Kein Treffer unter ${plural(seen, { one: 'durchsuchten Namen', other: 'durchsuchten Namen' })}. Der Rest wurde nicht durchsucht.`,
  noneSeen: 'Es wurde noch nichts durchsucht.'
}
