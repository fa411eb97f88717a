import type { UnconfirmedReason } from '../../domain/encryption-observation'
import type { ObjectLock } from '../../domain/object-lock'
import { formatDateTime, formatSize } from '../format'

export const inspector = {
  label: 'Objekt',
  notAddressable:
    'Browser können Objekte namens „.“ oder „..“ nicht öffnen. Lockgate kann dieses auflisten und löschen; boto und boto3 können es auch lesen.',
  encryption: {
    encrypted: (ms: number) => `Verifiziert: ohne den Schlüssel abgelehnt, mit ihm geöffnet (${formatDateTime(ms)}).`,
    encryptedUnknown: 'Ohne seinen Schlüssel nicht lesbar, und keiner Ihrer Schlüssel für dieses Gateway öffnet es.',
    notEncrypted: (ms: number) =>
      `Lässt sich ohne Schlüssel öffnen: Die Administration des Gateways kann es lesen (${formatDateTime(ms)}).`,
    unknown: 'Konnte nicht geprüft werden.',
    checking: 'Wird geprüft …',
    chooseKey: 'Schlüssel wählen',
    checkAgain: 'Erneut prüfen'
  },
  /** Immer nach einem Doppelpunkt. */
  unconfirmed: {
    'no-answer': 'keine Antwort oder durch CORS blockiert',
    offline: 'Sie sind offline',
    'gateway-failed': 'Das Gateway ist überlastet oder meldet einen Fehler',
    'access-denied': 'Zugriff verweigert',
    'not-found': 'Das Objekt ist nicht mehr vorhanden',
    'name-refused': 'Browser können Objekte mit diesem Namen nicht abrufen',
    inconclusive: 'Die Antwort des Gateways war nicht eindeutig',
    cancelled: 'Die Prüfung wurde abgebrochen'
  } satisfies Record<UnconfirmedReason, string>,
  large: (listedBytes: number) =>
    `Swift Large Object, in Segmenten gespeichert. Die Liste zeigt ${formatSize(listedBytes)}, die Größe seines Manifests.`,
  largeAt: (listedBytes: number) =>
    `Swift Large Object, gespeichert in Segmenten unter {segments}. Die Liste zeigt ${formatSize(listedBytes)}, die Größe seines Manifests.`,
  etagNoChecksum: 'Keine Prüfsumme seiner Bytes. Nur die Größe lässt sich prüfen.',
  noEtag: 'keiner',
  more: 'Weitere Aktionen',
  fullName: 'Vollständiger Name',
  settings: 'Objekteinstellungen',
  properties: {
    title: 'Eigenschaften',
    contentType: 'Typ',
    storageClass: 'Speicherklasse',
    contentEncoding: 'Inhaltskodierung',
    cacheControl: 'Cache-Control',
    contentDisposition: 'Content-Disposition',
    contentLanguage: 'Sprache',
    expires: 'Ablaufdatum',
    versionId: 'Version',
    hidden: 'verborgen (CORS)',
    none: 'nicht gesetzt',
    standard: 'STANDARD (Vorgabe)',
    metadata: 'Metadaten',
    tags: 'Tags',
    nothing: 'Keine.',
    incomplete:
      'Es gibt möglicherweise weitere: Das Gateway verbirgt Header vor Browsern. Bitten Sie die Administration, {header} zu senden.',
    denied: 'Sie dürfen sie nicht lesen.',
    needsKey: 'Das Gateway zeigt sie nur mit dem Schlüssel des Objekts.'
  },
  objectLock: {
    title: 'Object Lock',
    of: ({ retention, hasLegalHold }: ObjectLock, nowMs: number): string => {
      const mode = retention?.mode === 'COMPLIANCE' ? 'Compliance' : 'Governance'
      const until =
        retention === undefined
          ? []
          : [
              `${mode}-Modus bis ${formatDateTime(retention.untilMs)}${retention.untilMs <= nowMs ? ' (abgelaufen)' : ''}`
            ]
      return [...until, ...(hasLegalHold ? ['Legal Hold'] : [])].join(' · ')
    },
    unknown: (reason: string) => `Konnte nicht geprüft werden: ${reason}.`,
    heldByLegalHold: 'Diese Version kann nicht gelöscht werden, solange der Legal Hold besteht.',
    heldUntil: 'Lockgate kann diese Version vorher nicht löschen.'
  }
}
