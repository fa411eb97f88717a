// Header, Metadaten und Tags von Objekten bearbeiten.
import type { LostAttribute } from '../../domain/object-copies'
import { formatSize, plural } from '../format'
import { listedAttributes } from './copies'

const objects = (n: number): string => plural(n, { one: 'Objekt', other: 'Objekte' })

export const attributes = {
  edit: 'Bearbeiten',
  title: 'Eigenschaften bearbeiten',
  loading: 'Eigenschaften werden geladen',
  needsType: 'Geben Sie einen Inhaltstyp ein: Jedes Objekt hat einen.',
  blank: 'Leer: nicht gesetzt',
  onlyTags: 'Nur die Tags können bearbeitet werden.',
  needsKey: 'Für Header und Metadaten brauchen Sie den Schlüssel, mit dem dieses Objekt verschlüsselt ist.',
  unreadable: (reason: string) => `Header und Metadaten konnten nicht gelesen werden: ${reason}.`,
  tagsUnreadable: (reason: string) => `Die Tags konnten nicht gelesen werden: ${reason}.`,
  newVersion: 'Dieser Bucket bewahrt Versionen auf: Beim Ändern von Headern oder Metadaten entsteht eine neue Version.',
  slow: (sizeBytes: number) =>
    `Zum Ändern von Headern oder Metadaten wird das Objekt zweimal kopiert und verifiziert (je ${formatSize(sizeBytes)}). Das kann dauern.`,
  privateUntilVerified:
    'Andere können es nicht lesen, bis die Kopie verifiziert ist; danach stellt Lockgate den Zugriff wieder her.',
  save: 'Speichern',
  saved: 'Eigenschaften gespeichert und verifiziert',
  changed: {
    title: 'Das Objekt hat sich geändert',
    text: 'Es wurde nach dem Öffnen dieses Dialogs geändert. Nichts wurde gespeichert; Ihre Eingaben bleiben erhalten.',
    load: 'Aktuelle Werte laden',
    loaded: 'Dies sind die aktuellen Werte mit Ihren Änderungen.'
  },
  raced:
    'Ihre Änderung wurde gesendet, aber im selben Moment wurde das Objekt ersetzt. Prüfen Sie seine Eigenschaften.',
  lost: {
    title: 'Gespeichert, aber nicht alles wie gesendet',
    titleOfMany: (n: number) => `${objects(n)} gespeichert, aber nicht alles wie gesendet`,
    attributes: (lost: readonly LostAttribute[]) => `Abweichend oder nicht prüfbar: ${listedAttributes(lost)}.`
  },
  titleOf: (selection: string) => `Eigenschaften von ${selection} bearbeiten`,
  mode: {
    label: (header: string) => `Was mit ${header} geschehen soll`,
    leave: 'Unverändert lassen',
    set: 'Setzen auf',
    remove: 'Entfernen'
  },
  lineMode: { label: 'Was mit diesem Namen geschehen soll', set: 'Setzen', remove: 'Entfernen' },
  aboutMany:
    'Alles andere bleibt, auch die Verschlüsselung. Bei verschlüsselten Objekten werden für Header und Metadaten alle Bytes kopiert.',
  newVersions:
    'Dieser Bucket bewahrt Versionen auf: Objekte mit geänderten Headern oder Metadaten erhalten eine neue Version.',
  change: (n: number) => `${objects(n)} ändern`,
  changedMany: (n: number) => `${objects(n)} geändert und verifiziert`,
  unchanged: (n: number) => `${objects(n)} übersprungen: schon wie gewählt.`
}
