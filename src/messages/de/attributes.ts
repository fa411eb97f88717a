// Header, Metadaten und Tags von Objekten bearbeiten.
import type { LostAttribute } from '../../domain/object-copies'
import { formatSize, plural } from '../format'
import { listedAttributes } from './copies'

const objects = (n: number): string => plural(n, { one: 'Objekt', other: 'Objekte' })

export const attributes = {
  edit: 'Bearbeiten',
  title: 'Eigenschaften bearbeiten',
  loading: 'Eigenschaften werden geladen',
  needsType: 'Geben Sie einen Typ ein: Ein Objekt hat immer einen.',
  blank: 'Leer: nicht gesetzt',
  onlyTags: 'Nur die Tags können bearbeitet werden.',
  needsKey: 'Header und Metadaten können nur mit dem Schlüssel des Objekts bearbeitet werden.',
  unreadable: (reason: string) => `Header und Metadaten konnten nicht gelesen werden: ${reason}.`,
  tagsUnreadable: (reason: string) => `Die Tags konnten nicht gelesen werden: ${reason}.`,
  newVersion: 'Dieser Bucket bewahrt Versionen auf: Geänderte Header oder Metadaten ergeben eine neue Version.',
  slow: (sizeBytes: number) =>
    `Für neue Header oder Metadaten kopiert das Gateway das Objekt zweimal (je ${formatSize(sizeBytes)}), und Lockgate prüft es.`,
  save: 'Speichern',
  saved: 'Eigenschaften gespeichert und geprüft',
  changed: {
    title: 'Das Objekt hat sich geändert',
    text: 'Es wurde nach dem Öffnen dieses Dialogs geändert. Nichts wurde gespeichert; Ihre Eingaben bleiben erhalten.',
    load: 'Aktuelle Werte laden',
    loaded: 'Dies sind die aktuellen Werte mit Ihren Änderungen.'
  },
  raced: 'Ihre Änderung wurde gesendet, aber das Objekt im selben Moment ersetzt. Prüfen Sie seine Eigenschaften.',
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
    'Alles andere bleibt. Verschlüsselte Objekte behalten ihren Schlüssel; für ihre Header werden alle Bytes kopiert.',
  newVersions: 'Dieser Bucket bewahrt Versionen auf: Objekte mit geänderten Headern oder Metadaten erhalten eine neue.',
  change: (n: number) => `${objects(n)} ändern`,
  changedMany: (n: number) => `${objects(n)} geändert und geprüft`,
  unchanged: (n: number) => `${objects(n)} nicht geändert: nichts zu tun.`
}
