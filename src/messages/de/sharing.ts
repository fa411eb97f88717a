import type { AccessSummary, Reader } from '../../domain/access-summary'
import { accessOf, isFullControl, singlePermissions, userLabel } from '../../domain/acl'
import type { Acl, AclScope, CannedAcl, Grantee, Permission, SinglePermission } from '../../domain/acl'
import { visibleName } from '../../domain/invisible'
import { formatCount, formatDate, formatList, plural } from '../format'
import { grantedInWords, reasonsInWords } from './public-access'

const PERMISSIONS: Readonly<Record<AclScope, Readonly<Record<SinglePermission, string>>>> = {
  bucket: {
    READ: 'Objekte auflisten',
    WRITE: 'Objekte schreiben, ersetzen und löschen',
    READ_ACP: 'Zugriff ansehen',
    WRITE_ACP: 'Zugriff ändern'
  },
  object: {
    READ: 'lesen',
    WRITE: 'schreiben (bei Objekten ohne Wirkung)',
    READ_ACP: 'Zugriff ansehen',
    WRITE_ACP: 'Zugriff ändern'
  }
}

const permissions = (some: readonly Permission[], scope: AclScope): string => {
  if (isFullControl(some)) return 'Vollzugriff'
  const held = singlePermissions(some)
  return held.length === 0 ? 'kein Zugriff' : held.map((one) => PERMISSIONS[scope][one]).join(', ')
}

const granteeWithin = (grantee: Grantee): string => {
  switch (grantee.type) {
    case 'everyone':
      return 'jeder im Internet'
    case 'authenticated':
      return 'jeder Benutzer dieses Gateways'
    case 'group':
      return `Gruppe ${visibleName(grantee.uri)}`
    case 'email':
      return visibleName(grantee.email)
    case 'user':
      return visibleName(userLabel(grantee))
    default:
      return grantee satisfies never
  }
}

const reader = (one: Reader): string => {
  switch (one.kind) {
    case 'users-of-other-tenants':
      return 'jeder Benutzer eines anderen Tenants'
    case 'users-without-tenant':
      return 'jeder Benutzer ohne Tenant'
    case 'users-of-tenant':
      return `jeder Benutzer des Tenants ${visibleName(one.tenant)}`
    case 'user':
      return visibleName(userLabel(one))
    case 'role':
      return `Rolle ${visibleName(one.arn)}`
    default:
      return one satisfies never
  }
}

const SOURCE: Readonly<Record<AccessSummary['source'], string>> = {
  acl: 'Laut ACL',
  'acl-alone': 'Allein laut ACL',
  'acl-and-policy': 'Laut ACL und Richtlinie'
}
const MAX_NAMES = 3

const summary = ({ operation, source, group, isOwnerIn, others }: AccessSummary, isKeyNeeded: boolean): string => {
  const what = operation === 'list' ? 'den Inhalt auflisten' : 'es lesen'
  const can = `${isKeyNeeded ? 'mit dem Schlüssel ' : ''}${what}`
  const by = SOURCE[source]
  if (group !== undefined) return `${by} kann ${granteeWithin(group)} ${can}`
  if (others.length === 0) return `${by} kann ${isOwnerIn ? 'nur der Eigentümer' : 'niemand'} ${can}`
  const named = others.slice(0, others.length > MAX_NAMES ? MAX_NAMES - 1 : MAX_NAMES).map(reader)
  const more = others.length > named.length ? [`${formatCount(others.length - named.length)} weitere`] : []
  const readers = [...(isOwnerIn ? ['der Eigentümer'] : []), ...named, ...more]
  const verb = readers.length === 1 ? 'kann' : 'können'
  return `${by} ${verb} ${formatList(readers)} ${can}${isOwnerIn ? '' : ', der Eigentümer nicht'}`
}

const canned: Readonly<Record<AclScope, Readonly<Record<CannedAcl, string>>>> = {
  bucket: {
    private: 'Privat: Der Eigentümer und die aufgeführten Benutzer können den Inhalt auflisten',
    'authenticated-read': 'Jeder Benutzer dieses Gateways kann den Inhalt auflisten',
    'public-read': 'Jeder im Internet kann den Inhalt auflisten',
    'public-read-write': 'Jeder im Internet kann Objekte auflisten, schreiben, ersetzen und löschen'
  },
  object: {
    private: 'Privat: Der Eigentümer und die aufgeführten Benutzer können es lesen',
    'authenticated-read': 'Jeder Benutzer dieses Gateways kann es lesen',
    'public-read': 'Jeder im Internet kann es lesen',
    'public-read-write': 'Jeder im Internet kann es lesen; das Schreiben hängt vom Bucket ab'
  }
}

const objects = (n: number): string => plural(n, { one: 'Objekt', other: 'Objekte' })
const foldersWhole = (n: number): string => `alles in ${plural(n, { one: 'Ordner', other: 'Ordnern' })}`

export const sharing = {
  title: 'Wer hat Zugriff',
  reasons: reasonsInWords,
  granted: grantedInWords,
  permissions,
  summary,
  canned,
  everyone: 'Jeder im Internet',
  authenticated: 'Jeder Benutzer dieses Gateways',
  group: 'Gruppe {uri}',
  theOwner: 'der Eigentümer',
  byPolicy: 'Durch die Bucket-Richtlinie',
  changeAccess: 'Zugriff ändern',
  loading: 'Zugriff wird geladen',
  customAcl: 'individuell',
  notPublic: 'Nicht öffentlich:',
  notPublicBecause: {
    blocked: 'Die Sperre für öffentlichen Zugriff (Public Access Block) des Buckets hat Vorrang vor seinen ACLs.',
    refused: 'Das Gateway hat eine anonyme Anfrage abgelehnt.',
    denied: 'Die Bucket-Richtlinie verweigert, was die ACL gewährt.'
  },
  policyUnknown: 'Die Bucket-Richtlinie konnte nicht geprüft werden.',
  otherWays: 'Auch Swift-ACLs, Benutzerrichtlinien, Rollen und Gruppen können Zugriff gewähren; S3 zeigt sie nicht an.',
  confirmed: 'Gespeichert und zurückgelesen:',
  denied: {
    bucket:
      'Zugriff verweigert: Sie können nicht sehen, wer Zugriff hat. Der Bucket gehört möglicherweise einem anderen Benutzer, oder seine Richtlinie verbietet es.',
    object:
      'Zugriff verweigert: Sie können nicht sehen, wer Zugriff hat. Ein Objekt gehört dem Benutzer, der es hochgeladen hat, auch in Ihrem Bucket.'
  },
  changes: {
    before: 'vorher',
    after: 'nachher',
    was: 'vorher',
    isNow: 'jetzt',
    requested: 'angefordert',
    current: 'jetzt'
  },
  anonymous: {
    offline: 'Offline. Der anonyme Zugriff wird geprüft, sobald Sie wieder verbunden sind.',
    checking: 'Anonymer Zugriff wird geprüft …',
    listed: (ms: number) => `Ohne Zugangsdaten getestet (${formatDate(ms)}): Das Gateway hat den Inhalt aufgelistet.`,
    refused: (ms: number) => `Ohne Zugangsdaten getestet (${formatDate(ms)}): Das Gateway hat das Auflisten abgelehnt.`,
    unknown: 'Der anonyme Zugriff konnte nicht geprüft werden (durch CORS blockiert oder keine Antwort).',
    checkAgain: 'Erneut prüfen'
  },
  dialog: {
    title: { bucket: 'Zugriff auf diesen Bucket ändern', object: 'Zugriff auf dieses Objekt ändern' },
    general: 'Allgemeiner Zugriff',
    generalHint: 'zusätzlich zu den Benutzern unten',
    custom: 'Individuell; bleibt unverändert, solange Sie nichts wählen.',
    otherUsers: 'Weitere Benutzer',
    losesAccess: 'verliert den Zugriff',
    removeUser: (id: string) => `Entfernen: ${visibleName(id)}`,
    undoRemove: (id: string) => `Rückgängig: ${visibleName(id)} behalten`,
    addUser: 'Benutzer hinzufügen',
    changes: 'Änderungen',
    noChanges: 'Noch keine Änderungen.',
    movesModified: 'Damit ändert sich das Änderungsdatum des Objekts.',
    policyStays: (opened: string) => `${opened}. Eine ACL kann nicht entziehen, was die Bucket-Richtlinie erlaubt.`,
    overtaken:
      'Der Zugriff wurde inzwischen von jemand anderem geändert. Es wurde nichts geschrieben. Prüfen Sie die aktualisierten Änderungen oben.',
    differs: 'Das Gateway hat etwas anderes übernommen:',
    unconfirmed: 'Die Änderung wurde gesendet, aber das Ergebnis konnte nicht bestätigt werden.',
    checkAgain: 'Erneut prüfen',
    changing: 'Zugriff wird geändert …'
  },
  user: {
    hint: 'Die Benutzer-ID auf diesem Gateway; Benutzer sehen sie als Eigentümer ihrer eigenen Buckets.',
    permission: 'Berechtigung',
    level: {
      list: 'Objekte auflisten',
      write: 'Objekte schreiben, ersetzen und löschen',
      'list-and-write': 'Objekte auflisten, schreiben, ersetzen und löschen',
      read: 'Lesen',
      'read-and-view-access': 'Lesen und Zugriff ansehen',
      full: 'Vollzugriff, auch Zugriff ändern'
    },
    problem: {
      unknown:
        'Unbekannte Benutzer-ID. Es wurde nichts geändert. Geben Sie die Benutzer-ID ein, keine E-Mail-Adresse und keinen Zugriffsschlüssel.',
      owner: 'Dies ist der Eigentümer. Jede Option unter „Allgemeiner Zugriff“ schließt seinen Vollzugriff ein.'
    }
  },
  effect: {
    list: 'Jeder im Internet wird Name, Größe und Datum aller Objekte hier auflisten können. Jedes Objekt behält seine eigene ACL.',
    write:
      'Jeder im Internet wird hier ohne Konto Objekte hochladen, ersetzen und löschen können. Fremde Uploads belegen Ihr Kontingent und sind für Sie vielleicht nicht lesbar.',
    read: 'Jeder, der die Adresse hat, wird es ohne Konto lesen können. Bereits heruntergeladene Kopien bleiben bestehen, auch wenn Sie es wieder privat machen.',
    readEncrypted: 'Es ist verschlüsselt: Anfragen ohne seinen Schlüssel schlagen fehl.',
    readSomeEncrypted: 'Verschlüsselte Objekte brauchen weiterhin ihren Schlüssel: Anfragen ohne ihn schlagen fehl.',
    grantEncrypted: 'Es ist verschlüsselt: Der Benutzer braucht auch den Schlüssel, den Sie ihm selbst geben müssen.',
    grantSomeEncrypted:
      'Für verschlüsselte Objekte braucht der Benutzer auch den Schlüssel, den Sie ihm selbst geben müssen.',
    listOnly: 'Einen Bucket aufzulisten gewährt keinen Zugriff auf seine Objekte.',
    writersOwn:
      'Objekte, die ein anderer Benutzer hochlädt, gehören ihm: Sie können sie löschen, aber nur lesen, wenn er es erlaubt.'
  },
  many: {
    title: (objectCount: number, folderCount: number) => {
      if (folderCount === 0) return `Zugriff auf ${objects(objectCount)} ändern`
      const folders = foldersWhole(folderCount)
      return `Zugriff auf ${objectCount === 0 ? folders : `${objects(objectCount)} und ${folders}`} ändern`
    },
    kind: 'Was geändert wird',
    kinds: {
      canned: 'Allgemeiner Zugriff',
      grant: 'Einem Benutzer Zugriff geben',
      revoke: 'Einem Benutzer den Zugriff entziehen'
    },
    userToAdd: 'Benutzer-ID',
    userToRemove: 'Zu entfernende Benutzer-ID',
    result: 'Ergebnis für jedes Objekt',
    unchanged: 'Unverändert.',
    cannedResult: (acl: CannedAcl) =>
      `${canned.object[acl]}. In der ACL eines Objekts genannte Benutzer behalten ihren Zugriff.`,
    grantResult: (some: readonly Permission[]) =>
      `{user} erhält: ${permissions(some, 'object')}. Sonst ändert sich nichts.`,
    revokeResult: '{user} verliert die eigenen Berechtigungen; öffentlicher Zugriff und Eigentum bleiben unverändert.',
    note: 'Objekte, die schon übereinstimmen, werden übersprungen; bei den anderen ändert sich das Änderungsdatum. Nur die aktuelle Version wird geändert.',
    wasAcl: 'ACL war {acl}, geändert',
    skipped: 'Stimmte schon überein, nicht geschrieben',
    nothing: 'Die Auswahl enthält keine Objekte.',
    retry: (n: number) => `Bei ${plural(n, { one: 'Objekt', other: 'Objekten' })} wiederholen`
  },
  pending: {
    title: 'Zugriff oder Tags nicht wiederhergestellt',
    object: {
      access: 'Zugriff nicht wiederhergestellt: {object}',
      tags: 'Tags nicht wiederhergestellt: {object}',
      both: 'Zugriff und Tags nicht wiederhergestellt: {object}'
    },
    position: (count: number) => `1 von ${formatCount(count)}`,
    interrupted: (ms: number, reason: string) =>
      `Ein Speichervorgang wurde unterbrochen (${formatDate(ms)}). ${reason}`,
    reason: {
      old: 'Das war vor mehr als einem Tag.',
      unclear: 'Das Objekt wurde seitdem möglicherweise ersetzt oder geändert.',
      'changed-since': 'Der Zugriff darauf wurde seitdem geändert.',
      tagsChanged: 'Die Tags wurden seitdem geändert.',
      refused: 'Das Gateway hat etwas anderes übernommen.',
      gone: 'Das Objekt ist nicht mehr vorhanden.',
      replaced: 'Es wurde seitdem durch ein anderes Objekt ersetzt.'
    },
    before: (acl: Acl) => {
      const others = accessOf(acl).filter((one) => !one.isOwner && one.permissions.length > 0)
      if (others.length === 0) return 'Vorher: Nur der Eigentümer hatte Zugriff.'
      const words = others.map((one) => `${granteeWithin(one.grantee)} (${permissions(one.permissions, 'object')})`)
      return `Vorher: ${words.join('; ')}.`
    },
    tags: (names: readonly string[]) => `Wiederherzustellende Tags: ${formatList(names.map(visibleName))}.`,
    restore: {
      access: 'Zugriff wiederherstellen',
      tags: 'Tags wiederherstellen',
      both: 'Zugriff und Tags wiederherstellen'
    },
    restoring: 'Wird wiederhergestellt …',
    keep: {
      access: 'Aktuellen Zugriff behalten',
      tags: 'Aktuelle Tags behalten',
      both: 'Aktuellen Zugriff und aktuelle Tags behalten'
    }
  }
}
