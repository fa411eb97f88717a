// The connection check: its steps, what was seen, and the sentence at its end.
import type { CheckStep, Seen, StepName, StepState } from '../../domain/connection-check'
import type { Conclusion } from '../../domain/connection-conclusion'
import { visibleName } from '../../domain/invisible'
import type { ErrorWords } from '../error-case'
import { fix } from './check-fixes'
import { formatDuration, formatList, plural } from '../format'

type Parameters = { readonly endpoint: string; readonly errorTitle: string; readonly pageOrigin: string }

const steps: Readonly<Record<StepName, string>> = {
  address: 'Address',
  reach: 'Gateway',
  certificate: 'Certificate',
  list: 'List of buckets',
  credentials: 'Credentials',
  clock: 'Clock',
  bucket: 'Bucket',
  failures: 'Error messages',
  methods: 'Methods',
  headers: 'Response headers',
  sse: 'Encryption headers',
  size: 'Upload size',
  rights: 'Permissions'
}

const states: Readonly<Record<StepState, string>> = {
  good: 'OK',
  warn: 'Warning',
  bad: 'Problem',
  unknown: 'Not known'
}

/** A clock that is ahead by so much, of the gateway. */
const apart = (aheadMs: number): string => formatDuration(Math.round(Math.abs(aheadMs) / 1000))
const clock = (aheadMs: number): string =>
  `This computer’s clock is ${apart(aheadMs)} ${aheadMs > 0 ? 'behind' : 'ahead of'} the gateway’s.`

const may = (what: string, known: boolean | undefined): string =>
  `${what}: ${known === undefined ? 'not known' : known ? 'yes' : 'no'}`

function seen({ code, ...more }: Seen, name: StepName, { errorTitle }: Parameters): string {
  const it = { code, ...more } as Seen
  switch (it.code) {
    case 'address-good':
      return 'Well formed.'
    case 'mixed-content':
      return 'Browsers block plain HTTP from an HTTPS page. Nothing was sent.'
    case 'mixed-loopback':
      return 'Some browsers block plain HTTP to this computer from an HTTPS page.'
    case 'private-address':
      return 'A private address: it works only inside that network, and the browser may ask you first.'
    case 'open-http':
      return 'Plain HTTP: anyone on the network can read your data and requests.'
    case 'answers':
      return 'It answers.'
    case 'redirected':
      return 'It redirects to another address, where no key is sent.'
    case 'silent':
      return 'No answer within 8 seconds.'
    case 'no-connection':
      return 'No connection.'
    case 'offline':
      return 'This computer is offline.'
    case 'other-scheme':
      return 'Nothing by this protocol. The same port answers to the other one (HTTP or HTTPS).'
    case 'certificate-good':
      return 'Your browser trusts it.'
    case 'certificate-none':
      return 'None: plain HTTP.'
    case 'certificate-unknown':
      return 'Not seen. Open the address in a new tab: the browser shows a warning there if it’s the certificate.'
    case 'list-readable':
      return `Readable: ${plural(it.count, { one: 'bucket', other: 'buckets' })}.`
    case 'hidden':
      return name === 'failures'
        ? 'CORS hides error answers, so Lockgate can’t say what went wrong.'
        : 'It answers, but CORS keeps the answer from this page.'
    case 'lets-in':
      return 'Its CORS rule lets this page in, but the answer to your signed request stays hidden.'
    case 'answered-with':
      return `${errorTitle}.`
    case 'not-tested':
      return name === 'bucket' ? 'Not tested: no bucket is known.' : 'Not tested.'
    case 'not-known':
      return 'Not known: no answer to a signed request reached this page.'
    case 'accepted':
      return 'Accepted.'
    case 'readable':
      return 'Readable.'
    case 'allowed':
      return 'Allowed.'
    case 'refused':
      return 'CORS doesn’t allow them: no uploads with your own key.'
    case 'methods-refused':
      return `CORS blocks ${formatList(it.methods)}.`
    case 'headers-hidden':
      return `Hidden by CORS: ${formatList(it.headers)}.`
    case 'insecure':
      return 'Not tested: keys are never sent over plain HTTP.'
    case 'too-large':
      return 'A request of 1 MB was rejected or cut off.'
    case 'large-allowed':
      return 'A request of 1 MB was accepted.'
    case 'clock-right':
      return 'Right.'
    case 'clock-off':
      return `${clock(it.aheadMs)} Lockgate corrects for it.`
    case 'clock-blocks':
      return `${clock(it.aheadMs)} CORS hides the answers to signed requests, so Lockgate can’t correct for it.`
    case 'clock-refused':
      return 'The gateway says it’s wrong. CORS hides the Date header, so Lockgate can’t correct for it.'
    case 'clock-unknown':
      return 'Not known: no answer with a date reached this page.'
    case 'rights':
      return [
        may('List buckets', it.mayList),
        may('read this bucket', it.mayRead),
        may('write to it', it.mayWrite)
      ].join(' · ')
    default:
      return it satisfies never
  }
}

const OTHERS = 'Lockgate works, with that exception.'

function conclusion(ended: Exclude<Conclusion, { code: 'refused' }>, { endpoint, pageOrigin }: Parameters): ErrorWords {
  switch (ended.code) {
    case 'mixed-content':
      return {
        title: 'Browsers block this gateway: plain HTTP',
        meaning: `Lockgate was loaded over HTTPS, and browsers don’t let such a page ask ${endpoint}. Nothing was sent.`,
        remedy: 'Use the gateway’s HTTPS address, or ask the administrator for one.'
      }
    case 'offline':
      return {
        title: 'No network connection',
        meaning: 'Your browser is offline, so nothing was sent.',
        remedy: 'Reconnect, then test again.'
      }
    case 'silent':
      return {
        title: 'No response from the gateway',
        meaning: `${endpoint} neither answered nor refused. A firewall, or a gateway that is reachable only by VPN, looks like this.`,
        remedy: 'Check the address and your network, then test again.'
      }
    case 'no-connection':
      return {
        title: 'No response from the gateway',
        meaning: ended.isTls
          ? `The connection to ${endpoint} failed at once: the gateway is down, the name or port is wrong, the port doesn’t speak HTTPS, or its certificate isn’t trusted. Browsers don’t tell which.`
          : `The connection to ${endpoint} failed at once: the gateway is down, or the name or port is wrong. Browsers don’t tell which.`,
        remedy: 'Check the address, and open it in a new tab: the browser says more there.'
      }
    case 'other-scheme':
      return ended.isTls
        ? {
            title: 'HTTPS doesn’t work on this port',
            meaning: `Something answers plain HTTP at this port of ${endpoint}. Either the port has no HTTPS, or your browser doesn’t trust its certificate.`,
            remedy:
              'Open the address in a new tab to see a certificate warning. If there’s none, the address needs http:// or another port.'
          }
        : {
            title: 'This port speaks HTTPS',
            meaning: `${endpoint} answers over HTTPS, not over plain HTTP.`,
            remedy: 'Change the address to https://.'
          }
    case 'redirected':
      return {
        title: 'The gateway redirects to another address',
        meaning: `${endpoint} answers with a redirect, which Lockgate doesn’t follow: it would carry your credentials to another host.`,
        remedy: 'Enter the address that it redirects to, if you trust it.'
      }
    case 'not-let-in':
      return {
        title: 'Blocked by the gateway’s CORS settings',
        meaning:
          ended.bucket === undefined
            ? `${endpoint} answers, but not to this page (${pageOrigin}). Your credentials were neither accepted nor refused. Gateways come like this: a page can read only buckets whose own CORS rule names it.`
            : `${endpoint} answers, but not to this page (${pageOrigin}). Bucket “${visibleName(ended.bucket)}” has no CORS rule for it, or doesn’t exist. Your credentials were neither accepted nor refused.`,
        remedy:
          'Enter a bucket that has a rule for this page, or send one of these settings to the person who can add them.'
      }
    case 'signed-hidden':
      return {
        title: 'Blocked by the gateway’s CORS settings',
        meaning: `Bucket “${visibleName(ended.bucket)}” lets this page in, but the answer to your signed request stays hidden. Keys that the gateway doesn’t know, or a clock that is off, look like this; so do gateways that hide every such answer.`,
        remedy: 'Check both keys and this computer’s clock, then test again.'
      }
    case 'methods-refused':
      return {
        title: `CORS blocks ${formatList(ended.methods)}`,
        meaning: `This page may read here, but browsers won’t send ${formatList(ended.methods)}: ${lost(ended.methods)} won’t work.`,
        remedy:
          'One CORS rule must name this page with all methods; many gateways use only the first rule that names it.'
      }
    case 'too-large':
      return {
        title: 'Uploads over 1 MB are rejected',
        meaning: 'A proxy in front of the gateway limits the size of requests. Small files work.',
        remedy: 'Send this setting to the administrator.'
      }
    case 'sse-refused':
      return {
        title: 'CORS blocks encryption headers',
        meaning: 'You can upload, but not with your own encryption key.',
        remedy: 'The CORS rule must allow all request headers.'
      }
    case 'failures-hidden':
      return {
        title: 'CORS hides error messages',
        meaning: `${OTHERS} When something fails, it can’t say why: wrong credentials and a missing bucket look the same.`,
        remedy: 'CORS headers must be sent with errors too; in nginx that is the word “always”.'
      }
    case 'headers-hidden':
      return {
        title: `CORS hides ${formatList(ended.headers)}`,
        meaning: `${OTHERS} ${ended.headers.includes('ETag') ? 'Without ETag, some checks of what was stored take longer or aren’t possible.' : 'Without them, a wrong clock can’t be corrected and errors carry no request ID.'}`,
        remedy: 'The CORS rule must expose these headers.'
      }
    case 'buckets-only':
      return {
        title: `Bucket “${visibleName(ended.bucket)}” works`,
        meaning: 'Its own CORS rule lets this page in. The list of buckets stays hidden, so open buckets by name.',
        remedy: 'The administrator can let this page see the list.'
      }
    case 'clock-off':
      return {
        title: 'This computer’s clock is wrong',
        meaning: `${clock(ended.aheadMs)} Lockgate corrects for it; other programs may not.`,
        remedy: 'Set date, time and time zone automatically.'
      }
    case 'clock-blocks':
      return {
        title: 'This computer’s clock is wrong',
        meaning: `${clock(ended.aheadMs)} Gateways reject requests whose time is more than 15 minutes off, and CORS hides that answer.`,
        remedy: 'Set date, time and time zone automatically, then test again.'
      }
    case 'good':
      return {
        title: 'The connection works',
        meaning: 'Everything that could be tested is as Lockgate needs it.',
        remedy: ''
      }
    default:
      return ended satisfies never
  }
}

/** What does not work without a method. */
function lost(methods: readonly string[]): string {
  const acts: Readonly<Record<string, readonly string[]>> = {
    HEAD: ['object details'],
    PUT: ['uploads', 'changes'],
    POST: ['large uploads', 'deleting several objects'],
    DELETE: ['deleting']
  }
  return formatList(methods.flatMap((method) => acts[method] ?? []))
}

export const check = {
  title: 'Connection check',
  of: (profile: string) => `Connection check: ${visibleName(profile)}`,
  again: 'Test again',
  running: 'Checking…',
  stopped: 'The check was stopped.',
  steps,
  stepOf: ({ name }: CheckStep, bucket: string | undefined): string =>
    name === 'bucket' && bucket !== undefined ? `${steps.bucket} “${visibleName(bucket)}”` : steps[name],
  states,
  seen,
  conclusion,
  details: 'What was tested',
  privacy: 'Nothing on the gateway is changed.',
  bucketLabel: 'Bucket name',
  bucketHint: 'a way in where the list of buckets is hidden',
  testBucket: 'Test bucket',
  saveAndOpen: (bucket: string) => `Save profile and open “${visibleName(bucket)}”`,
  openBucket: (bucket: string) => `Open “${visibleName(bucket)}”`,
  fix,
  clockNotice: (aheadMs: number) => `${clock(aheadMs)} Lockgate corrects for it.`
}
