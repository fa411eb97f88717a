import type { CannedAcl } from '../../domain/acl'
import type { Unlistable } from '../../domain/bucket'
import { visibleName } from '../../domain/invisible'
import { formatAgo, formatList, formatPercent, formatSize, plural } from '../format'

const bucketCount = (count: number) => plural(count, { one: 'Bucket', other: 'Buckets' })
const objects = (count: number) => plural(count, { one: 'Objekt', other: 'Objekte' })
const unfinished = (count: number) => plural(count, { one: 'unvollständiger Upload', other: 'unvollständige Uploads' })

const whoCanList: Readonly<Record<CannedAcl, string>> = {
  private: 'Nur Sie',
  'authenticated-read': 'Jeder Benutzer dieses Gateways kann ihn auflisten',
  'public-read': 'Jeder im Internet kann ihn auflisten',
  'public-read-write': 'Jeder im Internet kann ihn auflisten und hineinschreiben'
}

export const buckets = {
  reload: 'Buckets neu laden',
  loading: 'Buckets werden geladen …',
  pinned: 'Angeheftet',
  recent: 'Zuletzt besucht',
  noBuckets: 'Noch keine Buckets',
  noBucketsOn: (endpoint: string) =>
    `Auf ${endpoint} gehört Ihnen kein Bucket. Einen für Sie freigegebenen öffnen Sie oben über seinen Namen.`,
  summary: (count: number, total: { readonly objectCount: number; readonly usedBytes: number } | undefined) =>
    [
      bucketCount(count),
      ...(total === undefined ? [] : [objects(total.objectCount), formatSize(total.usedBytes)])
    ].join(' · '),
  usageUnavailable: (count: number) => `Belegung von ${plural(count, { one: 'Bucket', other: 'Buckets' })} unbekannt.`,
  accountQuota: (sizeBytes: number) => `Kontingent des Kontos: ${formatSize(sizeBytes)}`,
  added: {
    title: 'Bucket über seinen Namen hinzufügen',
    why: {
      'cors-blocked':
        'Die CORS-Einstellungen des Gateways verbergen Ihre Buckets. Hier hinzugefügte bleiben in der Seitenleiste.',
      'access-denied':
        'Dieses Konto darf seine Buckets nicht auflisten. Hier hinzugefügte bleiben in der Seitenleiste.',
      'no-account': 'Ohne Konto öffnen sich nur öffentliche Buckets. Hier hinzugefügte bleiben in der Seitenleiste.'
    } satisfies Record<Unlistable, string>,
    lost: 'CORS verhindert auch das Erstellen von Buckets. Was in einem Bucket möglich ist, bestimmen dessen eigene CORS-Regeln.',
    fix: 'Zeigen, was fehlt und was hilft',
    remove: 'Aus dieser Liste entfernen',
    removeNamed: (name: string) => `${name} aus dieser Liste entfernen`,
    removed: (name: string) => `${name} wurde aus dieser Liste entfernt. Auf dem Gateway wurde nichts geändert.`
  },
  open: {
    label: 'Bucketname oder Adresse',
    forms: 'Ein Name, Bucket/Ordner, s3://, ein Link oder ein ARN'
  },
  table: {
    objects: 'Objekte',
    objectsIncluded: 'Einschließlich alter Versionen und unvollständiger Uploads',
    quota: 'Kontingent',
    created: 'Erstellt',
    search: 'Diesen Bucket durchsuchen',
    settingsOfBucket: 'Bucket-Einstellungen',
    notReported: 'Vom Gateway nicht angegeben',
    notLoaded: 'Noch nicht geladen',
    noQuota: 'kein Kontingent',
    noQuotaReported: 'Das Gateway gibt für diesen Bucket kein Kontingent an',
    partOfBytes: (ratio: number, quotaBytes: number) => `${formatPercent(ratio)} von ${formatSize(quotaBytes)}`,
    partOfObjects: (ratio: number, quotaObjects: number) =>
      `${formatPercent(ratio)} von ${plural(quotaObjects, { one: 'Objekt', other: 'Objekten' })}`
  },
  bucket: {
    browse: 'Objekte anzeigen'
  },
  usage: {
    title: 'Belegung',
    objects: 'Objekte',
    quotaBytes: (sizeBytes: number) => `Kontingent: ${formatSize(sizeBytes)}`,
    quotaObjects: (count: number) => `Kontingent: ${objects(count)}`,
    usedBytes: (usedBytes: number, ratio: number) =>
      `${formatSize(usedBytes)} (${formatPercent(ratio)})${ratio >= 1 ? ', voll' : ''}`,
    usedObjects: (count: number, ratio: number) =>
      `${objects(count)} (${formatPercent(ratio)})${ratio >= 1 ? ', voll' : ''}`,
    offline: 'Sie sind offline. Die Belegung wird geladen, sobald Sie wieder verbunden sind.',
    offlineKnown: 'Letzter bekannter Wert (offline).',
    unknown: (reason: string) => `Belegung unbekannt: ${reason}.`,
    outdated: (reason: string) => `Letzter bekannter Wert; die letzte Abfrage ist fehlgeschlagen: ${reason}.`,
    loading: 'Belegung wird geladen …',
    notReported: 'Dieses Gateway gibt die Belegung nicht an; „—“ bedeutet unbekannt.',
    included: 'Einschließlich alter Versionen und unvollständiger Uploads.',
    roundedUp: (maxBytes: number) =>
      `Für das Kontingent wird jedes Objekt auf 4 KiB aufgerundet: höchstens ${formatSize(maxBytes)}.`,
    accountQuota: (sizeBytes: number | undefined, count: number | undefined) =>
      `Kontingent des gesamten Kontos: ${formatList([
        ...(sizeBytes === undefined ? [] : [formatSize(sizeBytes)]),
        ...(count === undefined ? [] : [objects(count)])
      ])}.`,
    quotasAsReported:
      'Kontingente laut Gateway; möglicherweise setzt es sie nicht durch, und weitere Grenzen sind möglich.',
    noQuota: 'Das Gateway gibt für diesen Bucket und dieses Konto kein Kontingent an.'
  },
  create: {
    title: 'Bucket erstellen',
    create: 'Bucket erstellen',
    creating: 'Wird erstellt …',
    prefix: 'Präfix',
    nameTaken: 'Sie haben bereits einen Bucket mit diesem Namen.',
    nameValid: 'Gültiger Name. Ob er verfügbar ist, wird beim Erstellen geprüft.',
    whoCanList: 'Wer ihn auflisten kann',
    acl: (acl: CannedAcl) => `${whoCanList[acl]} (${acl})`,
    aclMeaning: {
      private: 'Niemand sonst kann ihn auflisten, es sei denn, Sie gewähren später Zugriff.',
      'authenticated-read': 'Jeder Benutzer dieses Gateways sieht Name, Größe und Datum aller Objekte darin.',
      'public-read': 'Jeder sieht, auch ohne Konto, Name, Größe und Datum aller Objekte darin.',
      'public-read-write':
        'Jeder kann, auch ohne Konto, zusätzlich hineinschreiben und die Objekte darin überschreiben oder löschen.'
    } satisfies Record<CannedAcl, string>,
    objectsApart: 'Jedes Objekt hat eigene Zugriffseinstellungen.',
    placement: 'Platzierung (Speicherort)',
    defaultPlacement: 'Standardplatzierung',
    placementTarget: 'Platzierungsziel',
    placementSource: 'von Ihrer Administration',
    placementChosen: (target: string) => `Platzierung: ${visibleName(target)}`,
    placementFixed: 'Dies kann später nicht geändert werden.',
    placementBlank: 'Leer lassen für den Standard. Dies kann später nicht geändert werden.',
    created: (name: string, acl: CannedAcl) => `Bucket ${name} erstellt (${acl}).`,
    accessUnconfirmed: (name: string) =>
      `Bucket ${name} erstellt, aber seine Zugriffseinstellungen konnten nicht bestätigt werden. Prüfen Sie sie.`
  },
  contents: {
    size: (sizeBytes: number) => `Inhalt: ${formatSize(sizeBytes)}`,
    sizeSoFar: (sizeBytes: number) => `Inhalt bisher (wird noch gezählt): ${formatSize(sizeBytes)}`,
    objects,
    oldVersions: (count: number) => plural(count, { one: 'alte Version', other: 'alte Versionen' }),
    deleteMarkers: (count: number) =>
      plural(count, {
        one: 'Löschmarkierung (verbirgt alte Versionen)',
        other: 'Löschmarkierungen (verbergen alte Versionen)'
      }),
    uploads: (count: number) => `${unfinished(count)} (Teile nicht in der Größe enthalten)`
  },
  deletion: {
    section: 'Diesen Bucket löschen',
    what: 'Nur leere Buckets können gelöscht werden. Sie sehen den Inhalt, bevor etwas gelöscht wird.',
    openEmpty: 'Bucket leeren …',
    openDelete: 'Bucket löschen …',
    emptyTitle: (bucket: string) => `Bucket ${visibleName(bucket)} leeren`,
    deleteTitle: (bucket: string) => `Bucket ${visibleName(bucket)} löschen`,
    counting: 'Inhalt wird gezählt …',
    countAgain: 'Erneut zählen',
    isEmpty: 'Leer: keine Objekte, alten Versionen oder unvollständigen Uploads.',
    isEmptyNow: 'Jetzt leer: keine Objekte, alten Versionen oder unvollständigen Uploads.',
    deletedWithIt: 'Sein Name, seine Zugriffseinstellungen und seine Richtlinie werden mit ihm gelöscht.',
    stillNotEmpty:
      'Nicht leer: Objekte kamen hinzu, oder Browser verarbeiten einige Namen nicht. Dann hilft ein anderes Werkzeug.',
    emptyFirst: 'Nur leere Buckets können gelöscht werden. Leeren Sie ihn zuerst.',
    typeName: 'Geben Sie zum Leeren den Namen des Buckets ein: {bucket}',
    permanent: 'Der gesamte Inhalt wird endgültig gelöscht. Das kann nicht rückgängig gemacht werden.',
    empty: 'Bucket leeren',
    delete: 'Bucket löschen',
    deleting: 'Wird gelöscht …',
    deleted: (bucket: string) => `Bucket ${visibleName(bucket)} gelöscht.`
  },
  unfinished: {
    title: 'Unvollständige Uploads',
    what: 'Teile unvollständiger Uploads belegen Speicherplatz, erscheinen aber in keiner Liste.',
    reload: 'Unvollständige Uploads neu laden',
    none: 'Keine unvollständigen Uploads.',
    summary: (count: number, sizeBytes: number | undefined) =>
      `${unfinished(count)}${sizeBytes === undefined ? '' : `, ${formatSize(sizeBytes)} in ihren Teilen`}`,
    started: (secondsAgo: number | undefined, isOwn: boolean) =>
      `${secondsAgo === undefined ? 'Beginn unbekannt' : `begonnen ${formatAgo(secondsAgo)}`}${isOwn ? ' (dieser Browser)' : ''}`,
    inProgress: 'läuft möglicherweise in diesem Tab',
    canResume: 'kann in den Übertragungen fortgesetzt werden',
    abortAll: (count: number) => `Alle ${plural(count, { other: 'Uploads' })} verwerfen …`,
    abortOne: 'Verwerfen …',
    abortUploadOf: (key: string) => `Upload von ${visibleName(key)} verwerfen`,
    abortTitle: (count: number) =>
      `${plural(count, { one: 'unvollständigen Upload', other: 'unvollständige Uploads' })} verwerfen`,
    partsDeleted: (sizeBytes: number | undefined) =>
      `Die hochgeladenen Teile${sizeBytes === undefined ? '' : ` (${formatSize(sizeBytes)})`} werden gelöscht. Objekte sind nicht betroffen.`,
    othersFail: 'Noch laufende Uploads schlagen fehl oder beginnen von vorn.',
    sendingNow: 'Dieser Tab lädt gerade eine Datei unter einem dieser Namen hoch.',
    neededLater:
      'Eine pausierte oder fehlgeschlagene Übertragung dieses Tabs müsste ihre gespeicherten Teile erneut senden.',
    abort: (count: number) => `${plural(count, { one: 'Upload', other: 'Uploads' })} verwerfen`
  }
}
