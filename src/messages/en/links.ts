// Addresses of an object for other people and tools, signed and unsigned.
import type { Lifetime, LifetimeProblem } from '../../domain/share-link'
import { formatCount, formatDate, formatDateTime, formatDuration } from '../format'

export const links = {
  title: 'Link',
  copyPath: 'Copy s3:// path',
  copyKey: 'Copy object key',
  copyLink: 'Copy link',
  encrypted: {
    title: 'Encrypted: links don’t open in a browser.',
    reason: 'Requests must include the key, which browsers don’t send.',
    unknown: 'Encryption unknown. If this object is encrypted, links don’t open in a browser.'
  },
  plainHttp: 'This gateway uses plain HTTP: anyone on the network can read the link and the object.',
  noCommand: 'No command is shown: over plain HTTP it would expose the key. Connect to the gateway over HTTPS.',
  unsigned: {
    address: 'Unsigned address',
    copyAddress: 'Copy address',
    checking: 'Not checked yet.',
    checkingHow: 'Testing without credentials…',
    open: 'Public: anyone can open it.',
    openTo: 'Anyone who can reach this gateway can read the object at this address.',
    refused: 'Private: it doesn’t open.',
    refusedHow: 'The gateway refused a request without credentials.',
    unknown: 'Unknown whether it opens.',
    unknownEncrypted: 'Without the key the gateway’s response is inconclusive.',
    unknownReason: 'The result could not be read (CORS, busy or unreachable).',
    checked: (ms: number) => `Tested without credentials ${formatDate(ms)}.`,
    checkAgain: 'Check again',
    command: 'If the object is public, this command works with the key and doesn’t expire.',
    copyCommand: 'Copy unsigned curl command'
  },
  signed: {
    title: 'Signed link',
    link: 'Link',
    lifetime: 'Valid for',
    lifetimes: { 3600: '1 hour', 86_400: '1 day', 604_800: '7 days' } satisfies Record<Lifetime, string>,
    custom: 'Custom…',
    seconds: 'Seconds',
    problem: {
      empty: () => 'Enter how many seconds the link should be valid.',
      'not-a-number': () => 'Enter whole seconds in digits, such as 3600.',
      'too-short': () => 'Must be at least 1 second.',
      'too-long': (maxSeconds: number) => `Maximum: 7 days (${formatCount(maxSeconds)} seconds).`
    } satisfies Record<LifetimeProblem, (maxSeconds: number) => string>,
    signing: 'Signing…',
    validUntil: (ms: number) =>
      `Valid until ${formatDateTime(ms)}. Anyone with the link can read this object until then.`,
    validUntilEncrypted: (ms: number) =>
      `Valid until ${formatDateTime(ms)}. Anyone with the link and the key can read this object until then.`,
    expiresSoon: (ms: number, secondsLeft: number) =>
      `Expires soon: ${formatDateTime(ms)}, ${formatDuration(secondsLeft)} left.`,
    expired: (ms: number) => `Expired on ${formatDateTime(ms)}. It no longer opens.`,
    announce: { open: '', ending: 'The link expires soon', over: 'The link has expired' },
    createNew: 'Create new link'
  },
  password: {
    contains: 'This link contains your password. The link expires; the password in it doesn’t.',
    notCreated: 'Link not created: it would contain your password.',
    reason:
      'Your token contains your password, and a signed link contains the whole token. Anyone who sees the link, for example in a log, could read the password.',
    instead: 'Instead:',
    /** @param section where access is changed */
    makePublic: (section: string) =>
      `Under “${section}”, let anyone read the object. Then share the unsigned address above.`,
    useAccessKey: 'Ask the administrator for an access key and connect with it: its links don’t contain a password.',
    agree: 'I understand that anyone with the link can read my password',
    create: 'Create link anyway'
  },
  session: {
    contains: 'This link contains your session token. It stops working when your temporary credentials expire.',
    notCreated: 'Link not created: it would contain your session token.',
    reason:
      'Your credentials are temporary. A signed link would contain their session token, and stop working when they expire.',
    instead: 'Instead:',
    makePublic: (section: string) =>
      `Under “${section}”, let anyone read the object. Then share the unsigned address above.`,
    useAccessKey: 'Connect with a long-term access key: its links contain no session token.',
    agree: 'I understand that anyone with the link can read my session token',
    create: 'Create link anyway'
  },
  command: {
    title: 'curl command',
    copy: 'Copy curl command',
    keyUnknown:
      'The object’s key isn’t known here, so the link isn’t signed for it and may not work on newer gateways.',
    keyUnknownRemedy: 'Choose its key above to have the link signed for it.',
    /** Stand in the command for what the user fills in. */
    placeholder: { key: '<base64 of the key>', md5: '<base64 of the MD5 of the key>' },
    fillInKey: 'Replace {placeholder} with the base64 of {key} from {keys}.',
    yourKeys: 'your keys',
    fillInBoth:
      'Replace the placeholders with the key and its MD5, both in base64. Ask the person who encrypted the object.',
    sendSeparately: 'Send the key separately. Anyone with the key can open everything encrypted with it.',
    linkOnly: 'Link only, for tools that send the key’s headers'
  }
}
