import type { CheckedHeader, CheckStep, Seen, StepName, StepState } from '../../domain/connection-check'
import type { Conclusion } from '../../domain/connection-conclusion'
import { visibleName } from '../../domain/invisible'
import type { ErrorWords } from '../error-case'
import { fix } from './check-fixes'
import { formatDuration, formatList, plural } from '../format'

type Parameters = { readonly endpoint: string; readonly errorTitle: string; readonly pageOrigin: string }

const steps: Readonly<Record<StepName, string>> = {
  address: 'Adresse',
  reach: 'Gateway',
  certificate: 'Zertifikat',
  list: 'Liste der Buckets',
  credentials: 'Zugangsdaten',
  clock: 'Uhr',
  bucket: 'Bucket',
  failures: 'Fehlermeldungen',
  methods: 'Methoden',
  headers: 'Antwort-Header',
  sse: 'Header für Verschlüsselung',
  size: 'Upload-Größe',
  rights: 'Berechtigungen'
}

const states: Readonly<Record<StepState, string>> = {
  good: 'In Ordnung',
  warn: 'Warnung',
  bad: 'Problem',
  unknown: 'Unbekannt'
}

const apart = (aheadMs: number): string => formatDuration(Math.round(Math.abs(aheadMs) / 1000))
const clock = (aheadMs: number): string =>
  `Die Uhr dieses Computers geht gegenüber dem Gateway um ${apart(aheadMs)} ${aheadMs > 0 ? 'nach' : 'vor'}.`

const may = (what: string, known: boolean | undefined): string =>
  `${what}: ${known === undefined ? 'unbekannt' : known ? 'ja' : 'nein'}`

function seen({ code, ...more }: Seen, name: StepName, { errorTitle }: Parameters): string {
  const it = { code, ...more } as Seen
  switch (it.code) {
    case 'address-good':
      return 'Gültig.'
    case 'mixed-content':
      return 'Browser blockieren unverschlüsseltes HTTP von einer HTTPS-Seite aus. Es wurde nichts gesendet.'
    case 'mixed-loopback':
      return 'Manche Browser blockieren HTTP zu diesem Computer von einer HTTPS-Seite aus.'
    case 'private-address':
      return 'Eine private Adresse: nur in ihrem Netzwerk erreichbar; der Browser bittet möglicherweise um Ihre Erlaubnis.'
    case 'open-http':
      return 'Unverschlüsseltes HTTP: Jeder im Netzwerk kann Ihre Daten und Anfragen mitlesen.'
    case 'answers':
      return 'Es antwortet.'
    case 'redirected':
      return 'Es leitet an eine andere Adresse weiter; dorthin wird kein Schlüssel gesendet.'
    case 'silent':
      return 'Keine Antwort innerhalb von 8 Sekunden.'
    case 'no-connection':
      return 'Keine Verbindung.'
    case 'offline':
      return 'Dieser Computer ist offline.'
    case 'other-scheme':
      return 'Keine Antwort über dieses Protokoll; derselbe Port antwortet aber über das andere (HTTP oder HTTPS).'
    case 'certificate-good':
      return 'Ihr Browser vertraut ihm.'
    case 'certificate-none':
      return 'Keines: unverschlüsseltes HTTP.'
    case 'certificate-unknown':
      return 'Nicht prüfbar. Öffnen Sie die Adresse in einem neuen Tab: Liegt es am Zertifikat, zeigt der Browser dort eine Warnung.'
    case 'list-readable':
      return `Lesbar: ${plural(it.count, { one: 'Bucket', other: 'Buckets' })}.`
    case 'hidden':
      return name === 'failures'
        ? 'CORS verbirgt Fehlerantworten, sodass Lockgate die Ursache nicht nennen kann.'
        : 'Es antwortet, aber CORS verbirgt die Antwort vor Lockgate.'
    case 'lets-in':
      return 'Die CORS-Regel lässt Lockgate zu, aber die Antwort auf Ihre signierte Anfrage bleibt verborgen.'
    case 'answered-with':
      return `${errorTitle}.`
    case 'not-tested':
      return name === 'bucket' ? 'Nicht getestet: Es ist kein Bucket bekannt.' : 'Nicht getestet.'
    case 'not-known':
      return 'Unbekannt: Keine Antwort auf eine signierte Anfrage hat Lockgate erreicht.'
    case 'accepted':
      return 'Angenommen.'
    case 'readable':
      return 'Lesbar.'
    case 'allowed':
      return 'Erlaubt.'
    case 'refused':
      return 'Von CORS blockiert: Uploads mit eigenem Schlüssel sind nicht möglich.'
    case 'methods-refused':
      return `CORS blockiert ${formatList(it.methods)}.`
    case 'headers-hidden':
      return `Von CORS verborgen: ${formatList(it.headers)}.`
    case 'insecure':
      return 'Nicht getestet: Schlüssel werden nie über unverschlüsseltes HTTP gesendet.'
    case 'too-large':
      return 'Eine Anfrage von 1 MB wurde abgelehnt oder abgebrochen.'
    case 'large-allowed':
      return 'Eine Anfrage von 1 MB wurde angenommen.'
    case 'clock-right':
      return 'Richtig.'
    case 'clock-off':
      return `${clock(it.aheadMs)} Lockgate gleicht das aus.`
    case 'clock-blocks':
      return `${clock(it.aheadMs)} CORS verbirgt Antworten auf signierte Anfragen, sodass Lockgate das nicht ausgleichen kann.`
    case 'clock-refused':
      return 'Laut Gateway falsch. CORS verbirgt den Header Date, sodass Lockgate das nicht ausgleichen kann.'
    case 'clock-unknown':
      return 'Unbekannt: Keine Antwort mit Datum hat Lockgate erreicht.'
    case 'rights':
      return [
        may('Buckets auflisten', it.mayList),
        may('diesen Bucket lesen', it.mayRead),
        may('in ihn schreiben', it.mayWrite)
      ].join(' · ')
    default:
      return it satisfies never
  }
}

const OTHERS = 'Davon abgesehen funktioniert Lockgate.'

function conclusion(ended: Exclude<Conclusion, { code: 'refused' }>, { endpoint, pageOrigin }: Parameters): ErrorWords {
  switch (ended.code) {
    case 'mixed-content':
      return {
        title: 'Browser blockieren dieses Gateway: unverschlüsseltes HTTP',
        meaning: `Lockgate wurde über HTTPS geladen, daher blockieren Browser seine Anfragen an ${endpoint}. Es wurde nichts gesendet.`,
        remedy: 'Verwenden Sie die HTTPS-Adresse des Gateways, oder bitten Sie die Administration um eine.'
      }
    case 'offline':
      return {
        title: 'Keine Netzwerkverbindung',
        meaning: 'Ihr Browser ist offline, daher wurde nichts gesendet.',
        remedy: 'Stellen Sie die Verbindung wieder her und testen Sie erneut.'
      }
    case 'silent':
      return {
        title: 'Keine Antwort vom Gateway',
        meaning: `${endpoint} hat weder geantwortet noch die Verbindung abgelehnt. Vielleicht blockiert eine Firewall, oder das Gateway ist nur per VPN erreichbar.`,
        remedy: 'Prüfen Sie die Adresse und Ihre Netzwerkverbindung und testen Sie erneut.'
      }
    case 'no-connection':
      return {
        title: 'Keine Antwort vom Gateway',
        meaning: ended.isTls
          ? `Die Verbindung zu ${endpoint} schlug sofort fehl. Browser nennen den Grund nicht. Mögliche Ursachen: Gateway außer Betrieb, Name oder Port falsch, HTTPS fehlt, Zertifikat nicht vertrauenswürdig.`
          : `Die Verbindung zu ${endpoint} schlug sofort fehl. Browser nennen den Grund nicht. Mögliche Ursachen: Gateway außer Betrieb, Name oder Port falsch.`,
        remedy: 'Prüfen Sie die Adresse und öffnen Sie sie in einem neuen Tab: Dort sagt der Browser mehr.'
      }
    case 'other-scheme':
      return ended.isTls
        ? {
            title: 'HTTPS funktioniert an diesem Port nicht',
            meaning: `An diesem Port von ${endpoint} antwortet etwas über unverschlüsseltes HTTP. Entweder hat der Port kein HTTPS, oder Ihr Browser vertraut dem Zertifikat nicht.`,
            remedy:
              'Öffnen Sie die Adresse in einem neuen Tab, um eine Zertifikatswarnung zu sehen. Gibt es keine, fehlt http:// oder ein anderer Port.'
          }
        : {
            title: 'Dieser Port spricht HTTPS',
            meaning: `${endpoint} antwortet über HTTPS und nicht über unverschlüsseltes HTTP.`,
            remedy: 'Ändern Sie die Adresse in https://.'
          }
    case 'redirected':
      return {
        title: 'Das Gateway leitet an eine andere Adresse weiter',
        meaning: `${endpoint} antwortet mit einer Weiterleitung, der Lockgate nicht folgt: Ihre Zugangsdaten gingen sonst an einen anderen Host.`,
        remedy: 'Geben Sie die Adresse ein, an die weitergeleitet wird, wenn Sie ihr vertrauen.'
      }
    case 'not-let-in':
      return {
        title: 'Durch die CORS-Einstellungen des Gateways blockiert',
        meaning:
          ended.bucket === undefined
            ? `${endpoint} antwortet, aber CORS blockiert Lockgate (${pageOrigin}). Ihre Zugangsdaten wurden weder angenommen noch abgelehnt. Ohne eigene CORS-Regel ist ein Bucket für Webseiten meist nicht lesbar.`
            : `${endpoint} antwortet, aber CORS blockiert Lockgate (${pageOrigin}). Der Bucket „${visibleName(ended.bucket)}“ hat keine CORS-Regel für Lockgate oder existiert nicht. Ihre Zugangsdaten wurden weder angenommen noch abgelehnt.`,
        remedy:
          'Geben Sie einen Bucket mit CORS-Regel für Lockgate an, oder senden Sie eine dieser Einstellungen an die Administration.'
      }
    case 'signed-hidden':
      return {
        title: 'Durch die CORS-Einstellungen des Gateways blockiert',
        meaning: `Der Bucket „${visibleName(ended.bucket)}“ lässt Lockgate zu, aber die Antwort auf Ihre signierte Anfrage bleibt verborgen. Schlüssel oder Uhr sind falsch, oder das Gateway verbirgt jede solche Antwort.`,
        remedy: 'Prüfen Sie beide Schlüssel und die Uhr dieses Computers und testen Sie erneut.'
      }
    case 'bucket-hidden':
      return {
        title: `CORS blockiert den Bucket „${visibleName(ended.bucket)}“`,
        meaning: `Lockgate kann die Liste der Buckets lesen, aber CORS verbirgt den Inhalt dieses Buckets vor ${pageOrigin}.`,
        remedy:
          'Geben Sie dem Bucket eine CORS-Regel für Lockgate. Hat er schon eine, darf kein Proxy zusätzlich CORS-Header senden.'
      }
    case 'methods-refused':
      return {
        title: `CORS blockiert ${formatList(ended.methods)}`,
        meaning: `Lockgate darf hier lesen, aber Browser senden kein ${formatList(ended.methods)}. Nicht möglich: ${lost(ended.methods)}.`,
        remedy:
          'Eine CORS-Regel muss Lockgates Adresse mit allen Methoden nennen; oft gilt nur die erste Regel, die sie nennt.'
      }
    case 'too-large':
      return {
        title: 'Uploads über 1 MB werden abgelehnt',
        meaning: 'Ein Proxy vor dem Gateway begrenzt die Größe von Anfragen. Kleine Dateien funktionieren.',
        remedy: 'Senden Sie diese Einstellung an die Administration.'
      }
    case 'sse-refused':
      return {
        title: 'CORS blockiert die Header für Verschlüsselung',
        meaning: 'Sie können hochladen, aber nicht mit Ihrem eigenen Verschlüsselungsschlüssel.',
        remedy: 'Die CORS-Regel muss alle Anfrage-Header erlauben.'
      }
    case 'failures-hidden':
      return {
        title: 'CORS verbirgt Fehlermeldungen',
        meaning: `${OTHERS} Wenn etwas fehlschlägt, kann es die Ursache nicht nennen: Falsche Zugangsdaten und ein fehlender Bucket sehen gleich aus.`,
        remedy: 'CORS-Header müssen auch mit Fehlern gesendet werden; in nginx ergänzen Sie das Wort „always“.'
      }
    case 'headers-hidden':
      return {
        title: `CORS verbirgt ${formatList(ended.headers)}`,
        meaning: `${OTHERS} ${withoutHeader(ended.headers)}`,
        remedy: 'Die CORS-Regel muss diese Header freigeben.'
      }
    case 'buckets-only':
      return {
        title: `Der Bucket „${visibleName(ended.bucket)}“ funktioniert`,
        meaning:
          'Seine eigene CORS-Regel lässt Lockgate zu. Die Liste der Buckets bleibt verborgen; öffnen Sie Buckets daher über ihren Namen.',
        remedy: 'Die Administration des Gateways kann die Liste für Lockgate freigeben.'
      }
    case 'clock-off':
      return {
        title: 'Die Uhr dieses Computers geht falsch',
        meaning: `${clock(ended.aheadMs)} Lockgate gleicht das aus; andere Programme tun das möglicherweise nicht.`,
        remedy: 'Stellen Sie Datum, Uhrzeit und Zeitzone automatisch ein.'
      }
    case 'clock-blocks':
      return {
        title: 'Die Uhr dieses Computers geht falsch',
        meaning: `${clock(ended.aheadMs)} Gateways lehnen Anfragen ab, deren Zeit um mehr als 15 Minuten abweicht, und CORS verbirgt diese Antwort.`,
        remedy: 'Stellen Sie Datum, Uhrzeit und Zeitzone automatisch ein und testen Sie erneut.'
      }
    case 'good':
      return {
        title: 'Die Verbindung funktioniert',
        meaning: 'Alles, was getestet werden konnte, ist so eingerichtet, wie Lockgate es braucht.',
        remedy: ''
      }
    default:
      return ended satisfies never
  }
}

function lost(methods: readonly string[]): string {
  const acts: Readonly<Record<string, readonly string[]>> = {
    HEAD: ['Objektdetails'],
    PUT: ['Uploads', 'Änderungen'],
    POST: ['große Uploads', ...(methods.includes('DELETE') ? [] : ['Löschen mehrerer Objekte'])],
    DELETE: ['Löschen']
  }
  return formatList(methods.flatMap((method) => acts[method] ?? []))
}

export const check = {
  title: 'Verbindungsprüfung',
  of: (profile: string) => `Verbindungsprüfung: ${visibleName(profile)}`,
  again: 'Erneut testen',
  running: 'Wird geprüft …',
  stopped: 'Die Prüfung wurde abgebrochen.',
  steps,
  stepOf: ({ name }: CheckStep, bucket: string | undefined): string =>
    name === 'bucket' && bucket !== undefined ? `${steps.bucket} „${visibleName(bucket)}“` : steps[name],
  states,
  seen,
  conclusion,
  details: 'Was getestet wurde',
  privacy: 'Auf dem Gateway wird nichts geändert.',
  bucketLabel: 'Bucket-Name',
  bucketHint: 'wenn die Liste der Buckets verborgen ist',
  testBucket: 'Bucket testen',
  saveAndOpen: (bucket: string) => `Profil speichern und „${visibleName(bucket)}“ öffnen`,
  openBucket: (bucket: string) => `„${visibleName(bucket)}“ öffnen`,
  fix,
  notice: (title: string) => `Verbindungsprüfung: ${title}`
}

function withoutHeader(hidden: readonly CheckedHeader[]): string {
  if (hidden.includes('ETag'))
    return 'Ohne ETag dauern manche Prüfungen des Gespeicherten länger oder sind nicht möglich.'
  if (hidden.includes('Date')) return 'Ohne Date lässt sich eine falsch gehende Uhr nicht ausgleichen.'
  if (hidden.includes('x-amz-request-id')) return 'Fehler haben keine Anfrage-ID.'
  return 'Es kann nicht anzeigen, wie viel in einem Bucket liegt.'
}
