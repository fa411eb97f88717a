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

const inRule = (rule: number): string => `Regel ${formatCount(rule)}: `

export const cors = {
  title: 'Zugriff von Webseiten (CORS)',
  what: 'Browser lassen eine Seite einen Bucket nur so weit nutzen, wie es seine CORS-Regeln oder ein Proxy vor dem Gateway erlauben.',
  abilities,
  seen: { works: 'erlaubt', blocked: 'blockiert', 'not-tested': 'nicht getestet' },
  page: (origin: string) => `Diese Seite: ${origin}`,
  sameOrigin: 'Diese Seite kommt von der Adresse des Gateways selbst, daher schränkt CORS sie nicht ein.',
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
  allow: 'Diese Seite zulassen',
  allowWhat: 'Fügt vor den anderen eine Regel für diese Seite ein und testet sie.',
  allowedFirst: 'Die Regel für diese Seite steht an erster Stelle.',
  copyRule: 'Regel für diese Seite kopieren',
  copyWhat:
    'Die Regeln sind von hier aus nicht lesbar und lassen sich daher nicht ändern, ohne andere zu verlieren. Setzen Sie diese Regel mit einem anderen Werkzeug an die erste Stelle.',
  stillBlocked:
    'Die Regel für diese Seite besteht, aber Anfragen werden weiterhin blockiert: Möglicherweise setzt ein Proxy vor dem Gateway eigene.',
  rules: {
    none: 'Keine Regeln.',
    loading: 'Regeln werden geladen…',
    unknown: (title: string) => `Die Regeln konnten nicht gelesen werden: ${title}.`,
    used: 'gilt für diese Seite',
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
      `Mit diesen Regeln könnte diese Seite nicht mehr: ${formatList(losses.map((loss) => abilities[loss]))}.`,
    allowLosses: 'Trotzdem speichern'
  },
  outcome: {
    saved: 'Gespeichert. Das Gateway hat jetzt diese Regeln.',
    differs: 'Das Gateway hat andere Regeln gespeichert. Sie stehen oben.',
    conflict: 'Jemand anderes hat die Regeln geändert. Es wurde nichts gespeichert; die aktuellen Regeln stehen oben.',
    unconfirmed: 'Die Regeln wurden gesendet, konnten aber nicht zurückgelesen werden.'
  },
  problem(problem: CorsTextProblem): string {
    switch (problem.code) {
      case 'not-json':
        return 'Das ist kein gültiges JSON.'
      case 'not-rules':
        return 'Regeln sind ein JSON-Array oder ein Objekt mit „CORSRules“.'
      case 'too-many':
        return `Ein Bucket kann höchstens ${formatCount(problem.max)} Regeln haben.`
      case 'not-a-rule':
        return `${inRule(problem.rule)}Das ist kein Objekt.`
      case 'no-origin':
        return `${inRule(problem.rule)}„AllowedOrigins“ fehlt.`
      case 'no-method':
        return `${inRule(problem.rule)}„AllowedMethods“ fehlt.`
      case 'max-age':
        return `${inRule(problem.rule)}„MaxAgeSeconds“ muss eine ganze Zahl von Sekunden sein.`
      case 'unknown-field':
        return `${inRule(problem.rule)}„${visibleName(problem.field)}“ ist kein Feld einer Regel.`
      case 'not-a-list':
        return `${inRule(problem.rule)}„${problem.field}“ muss ein Array sein.`
      case 'not-text':
        return `${inRule(problem.rule)}„${problem.field}“ darf nur Text enthalten.`
      case 'method':
        return `${inRule(problem.rule)}„${visibleName(problem.value)}“ ist keine der Methoden GET, HEAD, PUT, POST und DELETE.`
      case 'wildcards':
        return `${inRule(problem.rule)}„${visibleName(problem.value)}“ enthält mehr als ein „*“.`
      default:
        return problem satisfies never
    }
  }
}
