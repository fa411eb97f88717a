import type { CorsAbility } from '../../domain/cors'
import type { CorsTextProblem } from '../../domain/cors-text'
import { visibleName } from '../../domain/invisible'
import { formatCount, formatDateTime, formatList } from '../format'

const abilities: Readonly<Record<CorsAbility, string>> = {
  read: 'Auflisten und herunterladen (GET)',
  head: 'Belegung und Eigenschaften (HEAD)',
  put: 'Hochladen (PUT)',
  post: 'Große Dateien hochladen, viele Objekte löschen (POST)',
  delete: 'Löschen, Uploads abbrechen (DELETE)',
  sse: 'Mit Ihrem Schlüssel verschlüsseln (SSE-C-Header)',
  etag: 'Prüfsumme eines Uploads lesen (ETag)',
  details: 'Anfrage-IDs und die Uhr des Gateways lesen'
}

const faults = {
  'not-a-rule': 'muss ein Objekt sein',
  'no-origin': 'AllowedOrigins fehlt',
  'no-method': 'AllowedMethods fehlt',
  'max-age': 'MaxAgeSeconds muss eine ganze Zahl sein',
  'unknown-field': 'ist kein Feld einer Regel',
  'not-a-list': 'muss ein Array sein',
  'not-text': 'darf nur Text enthalten',
  method: 'ist keine der Methoden GET, HEAD, PUT, POST und DELETE',
  wildcards: 'enthält mehr als ein *'
} as const

export const cors = {
  title: 'Zugriff von Webseiten (CORS)',
  what: 'Webseiten dürfen im Browser nur, was die CORS-Regeln des Buckets oder ein vorgeschalteter Proxy erlauben.',
  abilities,
  seen: { works: 'erlaubt', blocked: 'blockiert', 'not-tested': 'nicht getestet' },
  page: (origin: string) => `Adresse von Lockgate: ${origin}`,
  sameOrigin: 'Lockgate und dieses Gateway haben dieselbe Adresse, daher schränkt CORS Lockgate nicht ein.',
  testedAt: (ms: number) => `Getestet am ${formatDateTime(ms)}. Andere Websites lassen sich von hier aus nicht testen.`,
  readingOnly: 'Bisher wurde nur das Lesen getestet. Andere Websites lassen sich von hier aus nicht testen.',
  noWriting:
    'Sie haben keine Schreibberechtigung für diesen Bucket, daher wurden Hochladen und Löschen nicht getestet.',
  test: 'Testen',
  testAgain: 'Erneut testen',
  testing: 'Wird getestet…',
  testWhat: 'Der Test beginnt zwei Uploads und bricht sie ab. Es entsteht kein Objekt.',
  left: (key: string) =>
    `Möglicherweise ist ein Test-Upload übrig: Brechen Sie ${visibleName(key)} unter „Unvollständige Uploads“ ab.`,
  allow: 'Lockgate zulassen',
  copyWhat:
    'Lockgate kann die vorhandenen Regeln nicht lesen; Speichern könnte sie löschen. Setzen Sie diese Regel mit einem anderen Werkzeug an den Anfang.',
  rules: {
    none: 'Keine Regeln.',
    unknown: (title: string) => `Die Regeln konnten nicht gelesen werden: ${title}.`,
    used: 'gilt für Lockgate',
    origins: 'Websites',
    methods: 'Methoden',
    headers: 'Anfrage-Header',
    exposed: 'Lesbare Header',
    empty: 'keine'
  },
  editor: {
    title: 'Regeln bearbeiten',
    json: 'Regeln (JSON)',
    save: 'Regeln speichern',
    saving: 'Wird gespeichert…',
    discard: 'Änderungen verwerfen',
    removesAll: 'Damit werden alle Regeln entfernt.',
    losses: (losses: readonly CorsAbility[]) =>
      `Mit diesen Regeln wäre in Lockgate nicht mehr möglich: ${formatList(losses.map((loss) => abilities[loss]))}.`,
    allowLosses: 'Trotzdem speichern'
  },
  outcome: {
    saved: 'Gespeichert. Das Gateway hat jetzt diese Regeln.',
    differs: 'Das Gateway hat andere Regeln gespeichert. Sie stehen oben.',
    conflict: 'Jemand anderes hat die Regeln geändert. Es wurde nichts gespeichert; die aktuellen Regeln stehen oben.',
    unconfirmed: 'Die Regeln wurden gesendet, konnten aber nicht zurückgelesen werden.'
  },
  problem(problem: CorsTextProblem): string {
    if (problem.code === 'not-json') return 'Kein gültiges JSON.'
    if (problem.code === 'not-rules') return 'Regeln müssen ein JSON-Array oder ein Objekt mit "CORSRules" sein.'
    if (problem.code === 'too-many') return `Höchstens ${formatCount(problem.max)} Regeln sind möglich.`
    const what = 'field' in problem ? problem.field : 'value' in problem ? problem.value : ''
    return `Regel ${formatCount(problem.rule)}: ${visibleName(what)} ${faults[problem.code]}.`
  }
}
