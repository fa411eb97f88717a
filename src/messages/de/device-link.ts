import { visibleName } from '../../domain/invisible'
import { formatCount, formatList } from '../format'

export const deviceLink = {
  title: (name: string) => `${visibleName(name)} auf einem anderen Gerät verwenden`,
  what: 'Scannen Sie dort den Code oder öffnen Sie den Link. Keiner von beiden enthält Ihre Schlüssel: Sie geben sie dort ein.',
  thisDeviceOnly: 'Diese Adresse gilt nur auf diesem Rechner: Ein anderes Gerät kann sie nicht erreichen.',
  code: 'QR-Code des Links',
  gateway: 'Gateway',
  region: 'Region',
  style: 'Adressform',
  styles: { path: 'Host/Bucket', virtual: 'Bucket.Host' },
  buckets: 'Buckets, die mit Namen hinzugefügt werden',
  maxBuckets: (max: number) => `In einen Link passen höchstens ${formatCount(max)}.`,
  link: 'Link',
  copy: 'Link kopieren',
  opened: {
    host: 'Ein Link hat das Gateway {host} eingetragen. Es wurde nichts dorthin gesendet.',
    unknown:
      'Verbinden Sie sich nur, wenn Sie es kennen. Es sieht Ihren Zugriffsschlüssel; ein Token enthält Ihr Passwort.',
    notAllowed: 'Der Link nennt {host}. Hier können nur die aufgeführten Gateways verwendet werden.',
    unreadable:
      'Dieser Link ist beschädigt und hat nichts eingetragen. Kopieren Sie ihn erneut oder füllen Sie die Felder aus.',
    buckets: (names: readonly string[]) =>
      names.length > 5
        ? `${formatCount(names.length)} Buckets werden mit Namen hinzugefügt.`
        : `Buckets, die mit Namen hinzugefügt werden: ${formatList(names.map(visibleName))}.`
  }
}
