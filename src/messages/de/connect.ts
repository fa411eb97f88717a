import type { InputProblem } from '../../domain/connect-input'
import type { LeftAlone } from '../../domain/credentials/rclone'
import type { HostileCharacter } from '../../domain/credentials-file'
import type { EndCharacter, EndFinding } from '../../domain/given-text'
import { visibleName } from '../../domain/invisible'
import type { RgwToken, TokenProblem } from '../../domain/rgw-token'
import { formatCount, formatList } from '../format'

/** Im Akkusativ: „enthält …“. */
const endCharacters: Readonly<Record<EndCharacter, string>> = {
  space: 'ein Leerzeichen',
  tab: 'einen Tabulator',
  'line-break': 'einen Zeilenumbruch',
  'no-break-space': 'ein geschütztes Leerzeichen',
  'other-space': 'ein breites oder schmales Leerzeichen',
  invisible: 'ein unsichtbares Zeichen'
}
const endPlaces = { start: 'am Anfang', end: 'am Ende' } as const

const ends = (found: readonly EndFinding[]): string =>
  formatList(
    found.map((one) =>
      one === 'quotes' ? 'umschließende Anführungszeichen' : `${endCharacters[one.character]} ${endPlaces[one.at]}`
    )
  )

const tokenProblems: Readonly<Record<TokenProblem, string>> = {
  'followed-by-more': 'Auf dieses Token folgen weitere Zeichen. Kopieren Sie nur das Token.',
  'too-long': 'Dieses Token ist zu lang für ein Gateway. Kopieren Sie nur das Token.',
  incomplete: 'Dieses Token ist unvollständig oder beschädigt. Kopieren Sie das ganze Token erneut.',
  empty: 'Dieses Token ist leer.',
  'wrong-version': 'Die Version dieses Tokens wird nicht unterstützt: Gateways akzeptieren nur Version 1.',
  'unknown-type': 'Der Typ dieses Tokens wird nicht unterstützt: Gateways akzeptieren ldap, ad und keystone.',
  'no-user': 'Dieses Token enthält keinen Benutzer.',
  'no-password': 'Dieses Token enthält kein Passwort.'
}

const accessKeyCharacters: Readonly<Record<HostileCharacter, string>> = {
  '/': 'Zugriffsschlüssel können kein „/“ enthalten.',
  ',': 'Zugriffsschlüssel können kein „,“ enthalten.',
  'white-space': 'Zugriffsschlüssel können keine Leerzeichen oder Zeilenumbrüche enthalten.',
  'not-ascii': 'Zugriffsschlüssel können nur sichtbare ASCII-Zeichen enthalten.'
}

const tokens: Readonly<Record<RgwToken['type'], string>> = {
  ldap: 'LDAP-Token für {user}.',
  ad: 'Active-Directory-Token für {user}.',
  keystone: 'Keystone-Token für {user}.'
}

const leftAlone: Readonly<Record<LeftAlone['code'], (names: string, n: number) => string>> = {
  crypt: (names, n) =>
    `${names}: ${n === 1 ? 'Crypt-Remote' : 'Crypt-Remotes'} von rclone, nicht übernommen. Lockgate kann solche Dateien nicht entschlüsseln.`,
  obscured: (names) => `${names}: kein S3, nicht übernommen. Von rclone verschleierte Passwörter wurden nicht gelesen.`,
  'sse-key': (names) =>
    `${names}: Der Verschlüsselungsschlüssel in dieser Datei wurde nicht importiert. Sie können ihn auf der Seite „Schlüssel“ importieren.`
}

const inFile = (section: { readonly name: string; readonly line: number } | undefined): string =>
  section === undefined ? 'Diese Datei' : `[${visibleName(section.name)}] (Zeile ${formatCount(section.line)})`

const atLine = (line: number | undefined): string => (line === undefined ? '' : `Zeile ${formatCount(line)}: `)

export const connect = {
  title: 'Mit Ihrem Speicher verbinden',
  changeTitle: (profileName: string) => `${visibleName(profileName)} bearbeiten`,
  privacy: 'Ihre Zugangsdaten bleiben in diesem Browser und werden nur an das angegebene Gateway gesendet.',
  keysLost:
    'Dieser Browser hat von Lockgate gespeicherte Verschlüsselungsschlüssel gelöscht. Importieren Sie sie unter „Schlüssel“ aus Ihren Sicherungskopien.',
  siteProblem: 'Lockgate funktioniert trotzdem. Informieren Sie die Administration dieser Seite.',
  more: 'Name, Region, Sitzungstoken, Adressformat',
  sessionToken: 'Sitzungstoken',
  sessionHint: 'bei temporären Zugangsdaten',
  name: 'Profilname',
  nameDefault: 'Standard: Benutzer · Host',
  region: 'Region',
  pathStyle: 'Path-Style-Adressen (Host/Bucket), bei den meisten Gateways üblich',
  connect: 'Verbinden',
  connecting: 'Verbindung wird hergestellt …',
  saveAndConnect: 'Speichern und verbinden',
  withoutAccount: 'Ohne Konto (nur öffentliche Buckets)',
  remember: 'In diesem Browser speichern',
  thisTabOnly: 'Nur im Arbeitsspeicher dieses Tabs: Beim Schließen oder Neuladen wird das Profil gelöscht.',
  saveAnyway: 'Profil trotzdem speichern',
  keysHere: 'Verschlüsselungsschlüssel in diesem Browser',
  keysNotBackedUp: (n: number) => `${formatCount(n)} nicht gesichert`,
  credentials: {
    label: 'Zugriffsschlüssel, Token oder Konfigurationsdatei',
    file: 'Konfigurationsdatei',
    openFile: 'Datei öffnen',
    hint: 'Hier einfügen oder ~/.aws/credentials, ~/.s3cfg, rclone.conf oder ~/.boto auf dieses Formular ziehen.',
    tokens,
    tokenWarning: 'Dieses Token enthält Ihr Passwort; damit signierte Links würden es preisgeben.',
    looksSecret: 'Das sieht wie ein geheimer Schlüssel aus und wird daher nicht als Zugriffsschlüssel verwendet.',
    looksSwapped: 'Zugriffsschlüssel und geheimer Schlüssel sehen vertauscht aus.',
    moveToSecret: 'In „Geheimer Schlüssel“ verschieben',
    swap: 'Felder tauschen',
    useAsAccessKey: 'Als Zugriffsschlüssel verwenden',
    split: 'Als Zugriffsschlüssel und geheimer Schlüssel gelesen.',
    ends: (found: readonly EndFinding[]) => `Der Zugriffsschlüssel enthält ${ends(found)}.`,
    keepEnds: 'Als Teil des Schlüssels behalten',
    profileInFile: 'Profil in dieser Datei',
    alsoAdd: 'Ebenfalls hinzufügen, ohne Verbindungstest',
    noGateway: 'nennt kein Gateway',
    leftAlone: ({ code, names }: LeftAlone) => leftAlone[code](formatList(names.map(visibleName)), names.length)
  },
  secret: {
    label: 'Geheimer Schlüssel',
    hint: 'bei einem Token leer lassen',
    ends: (found: readonly EndFinding[]) => `Der geheime Schlüssel enthält ${ends(found)}.`,
    keepEnds: 'Als Teil des Schlüssels behalten'
  },
  gateway: {
    label: 'Gateway',
    http: 'HTTP ist nicht verschlüsselt: Jeder im Netzwerk kann Ihre Daten und Anfragen mitlesen. Verwenden Sie möglichst HTTPS; Verschlüsselungsschlüssel werden nie über HTTP gesendet.'
  },
  problem(problem: InputProblem): string {
    switch (problem.code) {
      case 'missing':
        return 'Geben Sie einen Zugriffsschlüssel oder ein Token ein, oder ziehen Sie eine Konfigurationsdatei hierher.'
      case 'undecided':
        return 'Es wurde nichts gesendet. Wählen Sie zuerst, welches der Zugriffsschlüssel ist.'
      case 'not-recognised':
        return 'Nicht als Zugriffsschlüssel, Token oder Konfigurationsdatei von aws-cli, s3cmd, rclone, boto oder s3fs erkannt.'
      case 'json-without-keys':
        return 'In diesem JSON wurden keine Schlüssel gefunden. Kopieren Sie es vollständig.'
      case 'rclone-encrypted':
        return 'Diese rclone-Konfiguration ist verschlüsselt. Ziehen Sie stattdessen die Ausgabe von „rclone config show“ hierher.'
      case 'rclone-crypt-only':
        return 'Diese rclone-Konfiguration enthält kein nutzbares S3-Remote: Crypt-Remotes werden nicht übernommen.'
      case 'no-access-key':
        return `${inFile(problem.section)} enthält keinen Zugriffsschlüssel.${problem.section === undefined ? '' : ' Falls er in einer anderen Datei steht, etwa ~/.aws/credentials, ziehen Sie diese ebenfalls hierher.'}`
      case 'keys-elsewhere':
        return `${inFile(problem.section)} erhält die Schlüssel von einer Rolle, SSO oder einem Befehl. Fügen Sie stattdessen die Ausgabe von „aws configure export-credentials“ ein.`
      case 'session-token-character':
        return `${atLine(problem.line)}Sitzungstoken dürfen nur sichtbare ASCII-Zeichen enthalten.`
      case 'value-unknown':
        return `${atLine(problem.line)}Der Wert stammt aus einer Variablen oder einem Befehl, oder seine Anführungszeichen sind nicht geschlossen. Geben Sie die Schlüssel selbst ein.`
      case 'access-key-blank':
        return `${atLine(problem.line)}Der Zugriffsschlüssel ist leer.`
      case 'token':
        return `${atLine(problem.line)}${tokenProblems[problem.problem]}`
      case 'access-key-character':
        return `${atLine(problem.line)}${accessKeyCharacters[problem.character]}${problem.line === undefined ? ' Kopieren Sie nur den Schlüssel.' : ''}`
      case 'too-large':
        return 'Größer als 1 MB, also keine Datei mit Schlüsseln. Wählen Sie die Datei mit Ihren Schlüsseln.'
      case 'unreadable':
        return 'Das kann nicht gelesen werden. Ziehen Sie eine Datei hierher, keinen Ordner.'
      case 'not-text':
        return 'Das ist keine Textdatei.'
      case 'empty-file':
        return 'Diese Datei ist leer.'
      default:
        return problem satisfies never
    }
  }
}
