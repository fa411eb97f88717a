// The connection check: its steps, what was seen, and the sentence at its end.
import type { CheckedHeader, CheckStep, Seen, StepName, StepState } from '../../domain/connection-check'
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
  unknown: 'Unknown'
}

/** A clock that is ahead by so much, of the gateway. */
const apart = (aheadMs: number): string => formatDuration(Math.round(Math.abs(aheadMs) / 1000))
const clock = (aheadMs: number): string =>
  `This computer’s clock is ${apart(aheadMs)} ${aheadMs > 0 ? 'behind' : 'ahead of'} the gateway’s.`

const may = (what: string, known: boolean | undefined): string =>
  `${what}: ${known === undefined ? 'unknown' : known ? 'yes' : 'no'}`

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
      return 'A private address: it works only inside its network, and the browser may ask for your permission.'
    case 'open-http':
      return 'Plain HTTP: anyone on the network can read your data and requests.'
    case 'answers':
      return 'It responds.'
    case 'redirected':
      return 'It redirects to another address. Lockgate sends no key there.'
    case 'silent':
      return 'No response within 8 seconds.'
    case 'no-connection':
      return 'No connection.'
    case 'offline':
      return 'This computer is offline.'
    case 'other-scheme':
      return 'No response over this protocol, but the same port responds over the other one (HTTP or HTTPS).'
    case 'certificate-good':
      return 'Your browser trusts it.'
    case 'certificate-none':
      return 'None: plain HTTP.'
    case 'certificate-unknown':
      return 'Could not be checked. Open the address in a new tab: the browser warns you there if it’s the certificate.'
    case 'list-readable':
      return `Readable: ${plural(it.count, { one: 'bucket', other: 'buckets' })}.`
    case 'hidden':
      return name === 'failures'
        ? 'CORS hides error responses, so Lockgate can’t say what went wrong.'
        : 'It responds, but CORS hides the response from Lockgate.'
    case 'lets-in':
      return 'Its CORS rule allows Lockgate, but the response to your signed request stays hidden.'
    case 'answered-with':
      return `${errorTitle}.`
    case 'not-tested':
      return name === 'bucket' ? 'Not tested: no bucket is known.' : 'Not tested.'
    case 'not-known':
      return 'Unknown: no response to a signed request reached Lockgate.'
    case 'accepted':
      return 'Accepted.'
    case 'readable':
      return 'Readable.'
    case 'allowed':
      return 'Allowed.'
    case 'refused':
      return 'Blocked by CORS: you can’t upload with your own key.'
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
      return 'Correct.'
    case 'clock-off':
      return `${clock(it.aheadMs)} Lockgate corrects for it.`
    case 'clock-blocks':
      return `${clock(it.aheadMs)} CORS hides the responses to signed requests, so Lockgate can’t correct for it.`
    case 'clock-refused':
      return 'The gateway says it’s wrong. CORS hides the Date header, so Lockgate can’t correct for it.'
    case 'clock-unknown':
      return 'Unknown: no response with a date reached Lockgate.'
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

const OTHERS = 'Otherwise Lockgate works.'

function conclusion(ended: Exclude<Conclusion, { code: 'refused' }>, { endpoint, pageOrigin }: Parameters): ErrorWords {
  switch (ended.code) {
    case 'mixed-content':
      return {
        title: 'Browsers block this gateway: plain HTTP',
        meaning: `Lockgate was loaded over HTTPS, so browsers block its requests to ${endpoint}. Nothing was sent.`,
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
        meaning: `${endpoint} neither responded nor refused the connection. A firewall may block it, or the gateway may need a VPN.`,
        remedy: 'Check the address and your network, then test again.'
      }
    case 'no-connection':
      return {
        title: 'No response from the gateway',
        meaning: ended.isTls
          ? `The connection to ${endpoint} failed at once. Browsers don’t say why: gateway down, wrong name or port, no HTTPS, or a certificate that isn’t trusted.`
          : `The connection to ${endpoint} failed at once. Browsers don’t say why: the gateway may be down, or the name or port wrong.`,
        remedy: 'Check the address, and open it in a new tab: the browser says more there.'
      }
    case 'other-scheme':
      return ended.isTls
        ? {
            title: 'HTTPS doesn’t work on this port',
            meaning: `Something responds over plain HTTP at this port of ${endpoint}. Either the port has no HTTPS, or your browser doesn’t trust its certificate.`,
            remedy:
              'Open the address in a new tab to see a certificate warning. If there’s none, the address needs http:// or another port.'
          }
        : {
            title: 'This port speaks HTTPS',
            meaning: `${endpoint} responds over HTTPS, not over plain HTTP.`,
            remedy: 'Change the address to https://.'
          }
    case 'redirected':
      return {
        title: 'The gateway redirects to another address',
        meaning: `${endpoint} responds with a redirect, which Lockgate doesn’t follow: it would carry your credentials to another host.`,
        remedy: 'Enter the address that it redirects to, if you trust it.'
      }
    case 'not-let-in':
      return {
        title: 'Blocked by the gateway’s CORS settings',
        meaning:
          ended.bucket === undefined
            ? `${endpoint} responds, but CORS blocks Lockgate (${pageOrigin}). Your credentials were neither accepted nor rejected. Web pages can usually read only buckets with a CORS rule of their own.`
            : `${endpoint} responds, but CORS blocks Lockgate (${pageOrigin}). Bucket “${visibleName(ended.bucket)}” has no CORS rule for Lockgate, or doesn’t exist. Your credentials were neither accepted nor rejected.`,
        remedy:
          'Enter a bucket that has a CORS rule for Lockgate, or send one of these settings to the person who can add them.'
      }
    case 'signed-hidden':
      return {
        title: 'Blocked by the gateway’s CORS settings',
        meaning: `Bucket “${visibleName(ended.bucket)}” allows Lockgate, but the response to your signed request stays hidden. The keys or the clock may be wrong, or the gateway hides every such response.`,
        remedy: 'Check both keys and this computer’s clock, then test again.'
      }
    case 'bucket-hidden':
      return {
        title: `CORS blocks bucket “${visibleName(ended.bucket)}”`,
        meaning: `Lockgate can read the list of buckets, but CORS hides this bucket’s contents from ${pageOrigin}.`,
        remedy:
          'Add a CORS rule for Lockgate to the bucket. If it has one, make sure that no proxy adds CORS headers as well.'
      }
    case 'methods-refused':
      return {
        title: `CORS blocks ${formatList(ended.methods)}`,
        meaning: `Lockgate can read here, but browsers won’t send ${formatList(ended.methods)}: ${lost(ended.methods)} won’t work.`,
        remedy:
          'One CORS rule must name Lockgate’s address with all methods; many gateways use only the first rule that names it.'
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
        remedy: 'CORS headers must be sent with errors too; in nginx, add the word “always”.'
      }
    case 'headers-hidden':
      return {
        title: `CORS hides ${formatList(ended.headers)}`,
        meaning: `${OTHERS} ${withoutHeader(ended.headers)}`,
        remedy: 'The CORS rule must expose these headers.'
      }
    case 'buckets-only':
      return {
        title: `Bucket “${visibleName(ended.bucket)}” works`,
        meaning: 'Its own CORS rule allows Lockgate. The list of buckets stays hidden, so open buckets by name.',
        remedy: 'The gateway’s administrator can let Lockgate see the list.'
      }
    case 'clock-off':
      return {
        title: 'This computer’s clock is wrong',
        meaning: `${clock(ended.aheadMs)} Lockgate corrects for it; other programs may not.`,
        remedy: 'Set the date, time and time zone automatically.'
      }
    case 'clock-blocks':
      return {
        title: 'This computer’s clock is wrong',
        meaning: `${clock(ended.aheadMs)} Gateways reject requests whose time is more than 15 minutes off, and CORS hides that response.`,
        remedy: 'Set the date, time and time zone automatically, then test again.'
      }
    case 'good':
      return {
        title: 'The connection works',
        meaning: 'Everything that could be tested is set up the way Lockgate needs it.',
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
    POST: ['large uploads', ...(methods.includes('DELETE') ? [] : ['deleting several objects'])],
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
  bucketHint: 'if the list of buckets is hidden',
  testBucket: 'Test bucket',
  saveAndOpen: (bucket: string) => `Save profile and open “${visibleName(bucket)}”`,
  openBucket: (bucket: string) => `Open “${visibleName(bucket)}”`,
  fix,
  notice: (title: string) => `Connection check: ${title}`
}

function withoutHeader(hidden: readonly CheckedHeader[]): string {
  if (hidden.includes('ETag')) return 'Without ETag, some checks of what was stored take longer or aren’t possible.'
  if (hidden.includes('Date')) return 'Without Date, a wrong clock can’t be corrected.'
  if (hidden.includes('x-amz-request-id')) return 'Errors carry no request ID.'
  return 'It can’t show how much is in a bucket.'
}
