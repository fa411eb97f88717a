// A profile as a link for another device, and the form that such a link fills in.
import { visibleName } from '../../domain/invisible'
import { formatCount, formatList } from '../format'

export const deviceLink = {
  title: (name: string) => `Use ${visibleName(name)} on another device`,
  what: 'Scan the code or open the link on that device. Neither contains your keys: you enter them there.',
  thisDeviceOnly: 'This address works only on this computer: another device can’t reach it.',
  code: 'QR code of the link',
  gateway: 'Gateway',
  region: 'Region',
  style: 'Address style',
  styles: { path: 'host/bucket', virtual: 'bucket.host' },
  buckets: 'Buckets to add by name',
  maxBuckets: (max: number) => `At most ${formatCount(max)} fit into one link.`,
  link: 'Link',
  copy: 'Copy link',
  opened: {
    host: 'A link filled in this gateway: {host}. Nothing has been sent to it.',
    unknown: 'Connect only if you know this gateway. It will see your access key; a token contains your password.',
    notAllowed: 'The link names {host}. Only the listed gateways can be used here.',
    unreadable: 'This link is damaged, so nothing was filled in. Copy it again, or fill in the fields.',
    buckets: (names: readonly string[]) =>
      names.length > 5
        ? `${formatCount(names.length)} buckets will be added by name.`
        : `Buckets to be added by name: ${formatList(names.map(visibleName))}.`
  }
}
