import { KEY_LENGTH, type BackupProblem, type KeyProblem } from '../../domain/key-format'
import { visibleName } from '../../domain/invisible'
import type { KeyHolder, KeyUse } from '../../domain/key-use'
import type { SseKey } from '../../domain/sse-key'
import { formatCount, formatList, plural, pluralForm, type PluralForms } from '../format'

const keyCount = (n: number): string => plural(n, { one: 'Schlüssel', other: 'Schlüssel' })
const characters = (n: number): string => plural(n, { one: 'Zeichen', other: 'Zeichen' })
const bytes = (n: number): string => plural(n, { one: 'Byte', other: 'Byte' })
const objects = (n: number): string => plural(n, { one: 'Objekt', other: 'Objekte' })

const uses: Readonly<Record<KeyUse, PluralForms>> = {
  upload: { one: 'Upload', other: 'Uploads' },
  download: { one: 'Download', other: 'Downloads' },
  edit: { one: 'geöffneter Editor', other: 'geöffnete Editoren' },
  restore: { one: 'Wiederherstellung', other: 'Wiederherstellungen' },
  copy: { one: 'Kopie', other: 'Kopien' }
}

const formats: Readonly<Record<SseKey['form'], string>> = {
  keystring: '32 Zeichen',
  binary: '256 Bit'
}

function problem(found: KeyProblem): string {
  switch (found.code) {
    case 'invalid-character':
      return 'Der Text enthält ein ungültiges Unicode-Zeichen. Importieren Sie die Datei selbst.'
    case 'empty':
      return `Das ist leer; ein SSE-C-Schlüssel hat ${characters(KEY_LENGTH)}.`
    case 'binary-length':
      return `Diese Datei hat ${bytes(found.bytes)}; ein binärer SSE-C-Schlüssel hat ${formatCount(KEY_LENGTH)}.`
    case 'text-length':
      return found.characters === found.bytes
        ? `Das sind ${characters(found.characters)}; ein SSE-C-Schlüssel hat ${formatCount(KEY_LENGTH)}.`
        : `Das sind ${characters(found.characters)} in ${bytes(found.bytes)}; ein SSE-C-Schlüssel hat ${bytes(KEY_LENGTH)}.`
    case 'file-too-large':
      return `${visibleName(found.fileName)} ist zu groß für eine Schlüsseldatei (${bytes(KEY_LENGTH)}, oder diese als Base64 oder Hex).`
    default:
      return found satisfies never
  }
}

export const keys = {
  title: 'Schlüssel',
  createKey: 'Schlüssel erstellen',
  importKey: 'Schlüssel importieren',
  createFirst: 'Ersten Schlüssel erstellen',
  lost: 'Dieser Browser hat von Lockgate gespeicherte Schlüssel gelöscht. Importieren Sie sie erneut aus Ihren Sicherungskopien.',
  unreadable: (n: number) =>
    `${keyCount(n)} nicht lesbar: beschädigt oder von einer neueren Version von Lockgate geschrieben. Nichts wurde entfernt; öffnen Sie ${pluralForm(n, { one: 'ihn', other: 'sie' })} mit der neueren Version.`,
  noneYet: 'Noch keine Schlüssel',
  noneStored: 'Keine Schlüssel gespeichert',
  intro:
    'Schlüssel verschlüsseln Ihre Uploads (SSE-C): Das Gateway behält keine Kopie und kann Ihre Daten ohne ihn nicht lesen. Erstellen Sie einen oder importieren Sie den Ihrer Skripte.',
  fingerprint: 'Fingerabdruck',
  backedUp: 'Gesichert',
  lastUsed: 'Zuletzt verwendet',
  importedFromFile: 'aus einer Datei importiert',
  notBackedUp: 'Nicht gesichert',
  notUsed: 'noch nicht',
  count: (n: number) => `${keyCount(n)} in diesem Browser`,
  countNotBackedUp: (n: number) => `${formatCount(n)} nicht gesichert`,
  alreadyHere: (name: string) => `Sie haben diesen Schlüssel bereits, als „${visibleName(name)}“.`,
  problem,
  create: {
    name: 'Schlüsselname',
    nameExample: 'Bildgebung 2026',
    nameTaken: 'Ein Schlüssel mit diesem Namen existiert bereits.',
    format: 'Format',
    keystring: '32 Zeichen (für Skripte und andere Werkzeuge geeignet)',
    binary: '256 zufällige Bit, als Base64 gespeichert'
  },
  import: {
    nameHint: 'der Dateiname, wenn leer',
    file: 'Schlüsseldatei',
    chooseFile: 'Schlüsseldatei wählen',
    dropFile: 'Schlüsseldatei hierher ziehen: 32 Zeichen, Base64 oder Hex',
    text: 'Oder den Schlüssel einfügen',
    textHint: '32 Zeichen, Base64 oder Hex',
    defaultName: 'importierter Schlüssel'
  },
  elsewhere: {
    found: (n: number) =>
      `Lockgate unter {path} auf diesem Host speichert ${plural(n, { one: 'weiteren Schlüssel', other: 'weitere Schlüssel' })}.`,
    copy: () => 'Hierher kopieren'
  },
  inspector: {
    label: 'Schlüssel',
    endsInLineBreak:
      'Das letzte seiner 32 Byte ist ein Zeilenumbruch. Hat Ihr Schlüssel 31 Zeichen, prüfen Sie die Datei: Skripte, die sie ganz lesen, verwenden diesen Schlüssel.',
    copyBase64: 'Base64 kopieren',
    copyWarning: 'Wer diesen Text hat, kann Ihre Daten entschlüsseln. Leeren Sie nach dem Einfügen die Zwischenablage.',
    created: 'Erstellt',
    imported: 'Importiert',
    format: 'Format',
    formats,
    usedOn: 'Verwendet auf',
    hosts: (hosts: readonly string[]) => (hosts.length === 0 ? 'noch keinem Gateway' : formatList(hosts)),
    defaultFor: 'Standard für',
    buckets: (names: readonly string[]) => (names.length === 0 ? 'keinen Bucket' : formatList(names.map(visibleName))),
    dependentsUnknown: 'unbekannt: Der Browserspeicher konnte nicht gelesen werden',
    opens: 'Öffnet',
    opened: (n: number) => `bisher ${objects(n)}`,
    remove: 'Diesen Schlüssel entfernen'
  },
  backup: {
    verified: 'Sicherungskopie verifiziert.',
    importedFromFile: 'Aus einer Datei importiert: Diese Datei ist Ihre Sicherungskopie.',
    save: '1. Speichern Sie den Schlüssel an einem sicheren Ort außerhalb dieses Browsers. Gehen alle Kopien verloren, sind die Daten nicht wiederherstellbar.',
    saveFile: 'Schlüsseldatei speichern',
    verify: '2. Verifizieren Sie die Sicherungskopie: Ziehen Sie die gespeicherte Datei hierher.',
    file: 'Gespeicherte Schlüsseldatei',
    chooseFile: 'Gespeicherte Datei wählen',
    dropFile: 'Gespeicherte Datei hierher ziehen',
    fingerprint: 'Sein Fingerabdruck ist {fingerprint}.',
    problem(found: BackupProblem): string {
      switch (found.code) {
        case 'key-removed':
          return 'Dieser Schlüssel ist nicht mehr in diesem Browser.'
        case 'not-a-key':
          return `Diese Datei enthält keinen Schlüssel. ${problem(found.problem)}`
        case 'different-key':
          return found.name === undefined
            ? 'Diese Datei enthält einen anderen Schlüssel. Wählen Sie die gerade gespeicherte Datei.'
            : `Diese Datei enthält den Schlüssel „${visibleName(found.name)}“, nicht diesen.`
        default:
          return found satisfies never
      }
    }
  },
  remove: {
    title: (name: string) => `Schlüssel ${visibleName(name)} entfernen`,
    meaning:
      'Um zu lesen, was mit ihm verschlüsselt wurde, müssen Sie seine Sicherungskopie erneut importieren. Ohne jede Kopie des Schlüssels kann es niemand mehr lesen.',
    meaningNotBackedUp: 'Ohne diesen Schlüssel kann niemand je wieder lesen, was mit ihm verschlüsselt wurde.',
    backedUp: 'Lockgate hat eine Kopie außerhalb dieses Browsers gesehen.',
    notBackedUp: 'Lockgate hat keine Kopie außerhalb dieses Browsers gesehen: Dies ist möglicherweise die einzige.',
    checking: 'Verwendung des Schlüssels wird geprüft …',
    usesUnknown: 'Die Verwendung des Schlüssels konnte nicht geprüft werden: Der Browserspeicher war nicht lesbar.',
    opens: (n: number) =>
      n === 0
        ? 'Es sind keine Objekte bekannt, die er öffnet; es kann welche geben.'
        : `Er hat bisher ${objects(n)} geöffnet; es können mehr sein.`,
    unfinishedUploads: (n: number) =>
      pluralForm(n, {
        one: `${formatCount(n)} unvollständiger Upload kann ohne ihn nicht abgeschlossen werden.`,
        other: `${formatCount(n)} unvollständige Uploads können ohne ihn nicht abgeschlossen werden.`
      }),
    defaultKeyOf: 'Standardschlüssel von {bucket} auf {host}.',
    inUse: 'Dieser Schlüssel kann nicht entfernt werden, solange er verwendet wird:',
    finishFirst:
      'Schließen Sie diese zuerst ab oder brechen Sie sie ab. Auch fehlgeschlagene Uploads zählen, weil sie wiederholt werden können.',
    typeName: 'Geben Sie zum Entfernen seinen Namen ein: {name}',
    giveUpUploads: (n: number) =>
      pluralForm(n, { one: 'Diesen unvollständigen Upload aufgeben', other: 'Diese unvollständigen Uploads aufgeben' }),
    otherTabsClosed: 'Kein anderer Lockgate-Tab ist geöffnet (dieser Browser kann es nicht prüfen)',
    confirm: 'Schlüssel entfernen',
    holder({ tab, use, count }: KeyHolder): string {
      if (use === undefined) return 'ein anderer Tab'
      const what = count === undefined ? uses[use].other : plural(count, uses[use])
      return `${what} ${tab === 'this' ? 'in diesem Tab' : 'in einem anderen Tab'}`
    }
  }
}
