import type { ComparedAttribute, EditRefusal, EditRefusalCode } from '../../domain/editing'
import { visibleName } from '../../domain/invisible'
import type { TextForm } from '../../domain/text-form'
import type { UploadSetting } from '../../domain/upload-headers'
import { formatExactSize, formatList, plural } from '../format'

const LINE_ENDS: Readonly<Record<TextForm['lineEnd'], string>> = {
  '\n': '',
  '\r\n': ', Windows-Zeilenenden bleiben erhalten',
  '\r': ', alte Mac-Zeilenenden bleiben erhalten'
}

const ATTRIBUTES: Readonly<Record<ComparedAttribute | UploadSetting, string>> = {
  contentType: 'Typ',
  contentEncoding: 'Inhaltskodierung',
  cacheControl: 'Cache-Control',
  contentDisposition: 'Content-Disposition',
  contentLanguage: 'Sprache',
  expires: 'Ablaufdatum',
  storageClass: 'Speicherklasse',
  metadata: 'Metadaten',
  acl: 'Zugriff (ACL)',
  tags: 'Tags'
}

/** Of what an object has beside its bytes. */
export const listed = (attributes: readonly (ComparedAttribute | UploadSetting)[]): string =>
  formatList(attributes.map((one) => ATTRIBUTES[one]))

export const editing = {
  title: 'Text bearbeiten',
  loading: 'Das Objekt wird geladen',
  refused: 'Dieses Objekt kann hier nicht bearbeitet werden',
  refusal: ({ code, name = '' }: EditRefusal): string => {
    const reasons: Readonly<Record<EditRefusalCode, string>> = {
      'encryption-unknown':
        'Ob es verschlüsselt ist, ist unbekannt. Die Verschlüsselung kann daher nicht beibehalten werden.',
      'requires-encryption':
        'Es ist nicht verschlüsselt, aber dieser Bucket verlangt Verschlüsselung. Laden Sie es herunter und laden Sie es mit einem Schlüssel wieder hoch.',
      'too-large': 'Größer als 1 MiB. Laden Sie es herunter, bearbeiten Sie es und laden Sie es wieder hoch.',
      'hidden-headers':
        'Beim Speichern gingen verborgene Metadaten verloren (in Access-Control-Expose-Headers des Gateways fehlt „*“).',
      'tags-unreadable': 'Sie dürfen seine Tags nicht lesen; beim Speichern gingen sie verloren.',
      'acl-unreadable':
        'Sie dürfen seine Zugriffseinstellungen (ACL) nicht lesen; beim Speichern würden sie zurückgesetzt.',
      'content-encoding': `Seine Inhaltskodierung ist „${visibleName(name)}“, seine Bytes sind also nicht der Text selbst.`,
      'large-object': 'Es ist ein Swift Large Object. Beim Speichern würde es durch den bloßen Text ersetzt.',
      'gateway-encryption':
        'Es verwendet serverseitige Verschlüsselung (SSE-S3/KMS), die Lockgate nicht erneut anwenden kann.',
      'website-redirect': 'Es ist eine Website-Weiterleitung, die beim Speichern entfernt würde.',
      retention: 'Es ist durch Object Lock bis zu einem Datum geschützt, eine neue Version wäre das nicht.',
      'legal-hold': 'Es unterliegt einem Legal Hold, eine neue Version dagegen nicht.',
      appendable:
        'Es ist ein erweiterbares Objekt: Nach dem Speichern könnten andere Werkzeuge nichts mehr daran anhängen.',
      'other-property': `Es hat eine Eigenschaft, die beim Speichern verloren ginge: ${visibleName(name)}.`,
      'not-ascii': `Die Metadaten „${visibleName(name)}“ sind kein reines ASCII; ein Browser kann sie nicht unverändert zurücksenden.`,
      'not-utf8': 'Es ist kein UTF-8-Text. Laden Sie es herunter und bearbeiten Sie es in einem anderen Programm.',
      'has-nul':
        'Es enthält Null-Bytes wie UTF-16- und Binärdateien. Laden Sie es herunter und bearbeiten Sie es in einem anderen Programm.',
      'mixed-line-ends':
        'Es mischt verschiedene Zeilenenden, die ein Textfeld nicht erhalten kann. Laden Sie es zum Bearbeiten herunter.'
    }
    return reasons[code]
  },
  form: (sizeBytes: number, { hasBom, lineEnd }: TextForm) =>
    `${formatExactSize(sizeBytes)}, UTF-8${hasBom ? ' mit Byte-Order-Mark' : ''}${LINE_ENDS[lineEnd]}.`,
  tooLarge: 'Größer als 1 MiB: Laden Sie den Text als Datei hoch.',
  text: 'Text',
  yourText: 'Ihr Text',
  theirText: 'Andere Version',
  overwritesTheirs: 'Beim Speichern wird diese Version überschrieben.',
  useTheirs: 'Meinen Text verwerfen, diesen bearbeiten',
  keeps: (contentType: string | undefined, hasMetadata: boolean, tagCount: number) =>
    `Beim Speichern bleiben erhalten: ${formatList([
      contentType === undefined ? 'Typ' : `Typ (${visibleName(contentType)})`,
      ...(hasMetadata ? ['Metadaten'] : []),
      ...(tagCount > 0 ? [plural(tagCount, { one: 'Tag', other: 'Tags' })] : []),
      'Zugriffseinstellungen'
    ])}.`,
  staysEncrypted: (keyName: string) => `Es bleibt mit ${visibleName(keyName)} verschlüsselt.`,
  staysUnencrypted: 'Es bleibt unverschlüsselt.',
  brieflyPrivate:
    'Beim Speichern wird es privat; Lockgate stellt den Zugriff gleich danach wieder her. Andere können es einen Moment lang nicht lesen.',
  removesChunked:
    'Beim Speichern wird die Inhaltskodierung „aws-chunked“ entfernt: Sie beschreibt eine Übertragung, nicht die gespeicherten Daten.',
  removedChunked:
    'Die Inhaltskodierung „aws-chunked“ wurde entfernt: Sie beschrieb eine Übertragung, nicht die gespeicherten Daten.',
  save: 'Text speichern',
  overwrite: 'Andere Version überschreiben',
  saving: 'Wird gespeichert …',
  savedAndVerified: 'Gespeichert und verifiziert. Typ, Metadaten, Tags und Zugriff sind unverändert.',
  savedNotVerified:
    'Text gespeichert. Metadaten und Zugriff konnten nicht verifiziert werden; das Objekt ist jetzt möglicherweise privat.',
  overTheirs:
    'Jemand anders hat im selben Moment gespeichert. Der andere Text blieb als ältere Version erhalten: siehe „Versionen“.',
  restoreAndCheck: 'Einstellungen wiederherstellen und erneut prüfen',
  changed: {
    title: 'Das Objekt hat sich geändert',
    notOverwritten:
      'Jemand hat es geändert oder gelöscht, während Sie es bearbeitet haben. Es wurde nicht überschrieben; Ihr Text steht unten.',
    afterSave:
      'Ihr Text wurde gespeichert, aber jemand hat das Objekt im selben Moment geändert oder gelöscht. Ihr Text steht unten.',
    unknown:
      'Jemand hat es während des Speicherns geändert oder gelöscht. Ihr Text war möglicherweise kurz gespeichert; er steht noch unten.',
    gone: 'Das Objekt ist nicht mehr vorhanden. Speichern Sie Ihren Text unter einem anderen oder unter demselben Namen.',
    unreadable: 'Die aktuelle Version konnte nicht gelesen werden.',
    notEditable: 'Die aktuelle Version kann hier nicht bearbeitet werden.',
    show: 'Andere Version anzeigen'
  },
  cannotGuard:
    'Auf diesem Gateway könnte das Speichern eine neuere Version von jemand anderem überschreiben. Speichern Sie unter einem anderen Namen.',
  stillHere: 'Ihr Text ist noch hier.',
  copy: 'Meinen Text kopieren',
  saveAs: 'Unter anderem Namen speichern',
  copyName: (name: string) => `Kopie von ${name}`,
  otherName: 'Neuer Name',
  sameName: 'So heißt es bereits. Wählen Sie einen anderen Namen.',
  toEncryption: 'Weiter: Verschlüsselung',
  unsaved: 'Ihre Änderungen sind nicht gespeichert.',
  keepEditing: 'Weiter bearbeiten',
  discard: 'Änderungen verwerfen',
  report: {
    accessLost: {
      text: 'Text gespeichert, aber der Zugriff wurde nicht wiederhergestellt.',
      version: 'Version wiederhergestellt, aber der Zugriff nicht.'
    },
    accessUnreadable: 'Der Zugriff konnte nicht zurückgelesen werden: Es ist jetzt möglicherweise privat.',
    accessPrivate: 'Es ist jetzt privat: Nach seiner ACL kann nur der Eigentümer es lesen.',
    accessDiffers: 'Der Zugriff ist anders als zuvor.',
    appliedOther: 'Das Gateway hat etwas anderes übernommen.',
    retriesLater: 'Lockgate merkt sich den vorherigen Zugriff und versucht es später erneut.',
    restore: 'Zugriff wiederherstellen',
    restoring: 'Wird wiederhergestellt …',
    ownerChanged:
      'Der Eigentümer ist jetzt {owner} (zuvor: {formerOwner}). Für alle anderen ist der Zugriff unverändert.',
    differences: {
      text: (attributes: readonly ComparedAttribute[]) =>
        `Text gespeichert, aber geändert oder nicht zurückzulesen: ${listed(attributes)}.`,
      version: (attributes: readonly ComparedAttribute[]) =>
        `Version wiederhergestellt, aber geändert oder nicht zurückzulesen: ${listed(attributes)}.`
    },
    encryptionUnknown: (reason: string) => `Die Verschlüsselung konnte nicht geprüft werden: ${reason}.`
  }
}
