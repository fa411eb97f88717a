// A check of the connection: what was seen, told as steps, and the narrowest class that a browser can tell. Pure: sends nothing.
// What a page may not read is never taken for refused credentials.
import type { AppError } from './app-error'
import { assessAddress, type AddressNote } from './address-notes'

/** What became of a request. `hidden`: something is there, and no answer of it reached the page. */
export type Outcome =
  { readonly kind: 'answer'; /** Undefined: it succeeded. */ readonly error?: AppError } | { readonly kind: 'hidden' }

export type WriteMethod = 'PUT' | 'POST' | 'DELETE'
const CHECKED_HEADERS = ['ETag', 'Date', 'x-amz-request-id', 'x-rgw-object-count'] as const
export type CheckedHeader = (typeof CHECKED_HEADERS)[number]

/** Whether anything answers: `silent` within some seconds; `no-connection` at once. */
export type Reach = 'answers' | 'redirected' | 'silent' | 'no-connection' | 'offline'

/** What was seen so far. A field that is undefined was not looked at. */
export interface Observations {
  readonly endpoint: string
  /** Of the page that looks. */
  readonly pageOrigin: string
  readonly reach?: Reach | undefined
  /** Nothing came by the address’s own scheme, and something answers to the other one at the same port. */
  readonly answersOtherScheme?: boolean | undefined
  readonly list?: Outcome | undefined
  readonly bucketCount?: number | undefined
  /** That ListBuckets names. */
  readonly userId?: string | undefined
  /** The rest was asked of it. Undefined: of one that does not exist. */
  readonly bucket?: string | undefined
  /** A listing of the bucket. */
  readonly read?: Outcome | undefined
  /** The same without credentials, where the signed one stayed hidden. */
  readonly anonymous?: Outcome | undefined
  readonly head?: Outcome | undefined
  /** To a GET that fails. */
  readonly failure?: Outcome | undefined
  readonly methods?: Readonly<Partial<Record<WriteMethod, Outcome>>> | undefined
  /** `insecure`: a key must not be sent over this transport. */
  readonly sse?: Outcome | 'insecure' | undefined
  /** To an upload of a little more than 1 MiB, the limit of proxies as they come. */
  readonly large?: Outcome | undefined
  /** True: the page may read it. */
  readonly headers?: Readonly<Partial<Record<CheckedHeader, boolean>>> | undefined
  /** The gateway’s clock minus this device’s. */
  readonly clockAheadMs?: number | undefined
}

export type StepState = 'good' | 'warn' | 'bad' | 'unknown'

/** What a step says. The catalogue has words for each. */
export type Seen =
  | { readonly code: AddressNote | 'address-good' }
  | { readonly code: 'answers' | 'redirected' | 'silent' | 'no-connection' | 'offline' | 'other-scheme' }
  | { readonly code: 'certificate-good' | 'certificate-none' | 'certificate-unknown' }
  | { readonly code: 'list-readable'; readonly count: number }
  | { readonly code: 'hidden' | 'not-tested' | 'not-known' | 'accepted' | 'readable' | 'allowed' | 'refused' }
  | { readonly code: 'answered-with'; readonly error: AppError }
  | { readonly code: 'lets-in' }
  | { readonly code: 'methods-refused'; readonly methods: readonly string[] }
  | { readonly code: 'headers-hidden'; readonly headers: readonly CheckedHeader[] }
  | { readonly code: 'insecure' }
  | { readonly code: 'too-large' | 'large-allowed' }
  | { readonly code: 'clock-right' | 'clock-refused' | 'clock-unknown' }
  | { readonly code: 'clock-off' | 'clock-blocks'; readonly aheadMs: number }
  | { readonly code: 'rights'; readonly mayList: Known; readonly mayRead: Known; readonly mayWrite: Known }

/** `undefined`: not seen. */
type Known = boolean | undefined

export type StepName =
  | 'address'
  | 'reach'
  | 'certificate'
  | 'list'
  | 'credentials'
  | 'clock'
  | 'bucket'
  | 'failures'
  | 'methods'
  | 'headers'
  | 'sse'
  | 'size'
  | 'rights'

export interface CheckStep {
  readonly name: StepName
  readonly state: StepState
  readonly seen: Seen
}

/** Gateways refuse a signature that is a quarter of an hour old; a third of that is worth saying. */
export const CLOCK_NOTE_MS = 5 * 60_000
const CLOCK_LIMIT_MS = 15 * 60_000

/** An error that says something about who asks, or about the time that the request was signed with. */
const OF_CREDENTIALS = ['access-key-unknown', 'secret-wrong', 'token-refused', 'access-denied', 'region-wrong']

/** What was looked at, in the order in which it was. */
export function toSteps(seen: Observations): readonly CheckStep[] {
  const step = (name: StepName, state: StepState, what: Seen): CheckStep => ({ name, state, seen: what })
  const steps = [
    ...assessAddress(seen.endpoint, seen.pageOrigin).map(({ state, code }) => step('address', state, { code }))
  ]
  if (steps.length === 0) steps.push(step('address', 'good', { code: 'address-good' }))
  if (isForbidden(seen) || seen.reach === undefined) return steps
  steps.push(reachStep(seen), certificateStep(seen))
  if (seen.reach !== 'answers' || seen.list === undefined) return steps
  return [
    ...steps,
    listStep(seen),
    credentialsStep(seen),
    clockStep(seen),
    ...(isReadable(seen.list) && seen.list.error !== undefined && seen.read === undefined ? [] : restOfSteps(seen))
  ]
}

/** The browser itself would refuse to send anything. */
export function isForbidden({ endpoint, pageOrigin }: Pick<Observations, 'endpoint' | 'pageOrigin'>): boolean {
  return assessAddress(endpoint, pageOrigin).some(({ state }) => state === 'bad')
}

function reachStep({ reach = 'no-connection', answersOtherScheme }: Observations): CheckStep {
  if (answersOtherScheme) return { name: 'reach', state: 'bad', seen: { code: 'other-scheme' } }
  return { name: 'reach', state: reach === 'answers' ? 'good' : 'bad', seen: { code: reach } }
}

function certificateStep({ endpoint, reach, answersOtherScheme }: Observations): CheckStep {
  const isTls = endpoint.startsWith('https:')
  if (!isTls) return { name: 'certificate', state: 'unknown', seen: { code: 'certificate-none' } }
  const isSeen = (reach === 'answers' || reach === 'redirected') && !answersOtherScheme
  return isSeen
    ? { name: 'certificate', state: 'good', seen: { code: 'certificate-good' } }
    : { name: 'certificate', state: 'unknown', seen: { code: 'certificate-unknown' } }
}

function listStep({ list, bucketCount = 0 }: Observations): CheckStep {
  if (!isReadable(list)) return { name: 'list', state: 'bad', seen: { code: 'hidden' } }
  if (list.error !== undefined)
    return { name: 'list', state: 'bad', seen: { code: 'answered-with', error: list.error } }
  return { name: 'list', state: 'good', seen: { code: 'list-readable', count: bucketCount } }
}

function credentialsStep({ list, read, bucket }: Observations): CheckStep {
  const ofBucket = bucket === undefined ? undefined : read
  const accepted = [list, ofBucket].some((one) => isReadable(one) && one.error === undefined)
  if (accepted) return { name: 'credentials', state: 'good', seen: { code: 'accepted' } }
  const error = [list, ofBucket].find((one) => isReadable(one) && OF_CREDENTIALS.includes(one.error?.kind ?? ''))
  if (error === undefined || !isReadable(error) || error.error === undefined)
    return { name: 'credentials', state: 'unknown', seen: { code: 'not-known' } }
  // A bucket may refuse whom the gateway knows.
  return error === list
    ? { name: 'credentials', state: 'bad', seen: { code: 'answered-with', error: error.error } }
    : { name: 'credentials', state: 'unknown', seen: { code: 'not-known' } }
}

function clockStep(seen: Observations): CheckStep {
  const { list, clockAheadMs } = seen
  if (clockAheadMs !== undefined) {
    const aheadMs = clockAheadMs
    if (Math.abs(aheadMs) < CLOCK_NOTE_MS) return { name: 'clock', state: 'good', seen: { code: 'clock-right' } }
    return doesClockBlock(seen)
      ? { name: 'clock', state: 'bad', seen: { code: 'clock-blocks', aheadMs } }
      : { name: 'clock', state: 'warn', seen: { code: 'clock-off', aheadMs } }
  }
  if (isReadable(list) && list.error?.kind === 'clock-skewed')
    return { name: 'clock', state: 'bad', seen: { code: 'clock-refused' } }
  // A signature with a clock that is off is refused: this one was not.
  const isRight = [list, seen.read].some((one) => isReadable(one) && one.error === undefined)
  return isRight
    ? { name: 'clock', state: 'good', seen: { code: 'clock-right' } }
    : { name: 'clock', state: 'unknown', seen: { code: 'clock-unknown' } }
}

/** Only an answer without credentials reached the page, and it says that signatures are made for another time than the gateway's. */
export function doesClockBlock({ list, read, anonymous, clockAheadMs = 0 }: Observations): boolean {
  const isSigned = isReadable(list) || isReadable(read)
  return !isSigned && isReadable(anonymous) && Math.abs(clockAheadMs) >= CLOCK_LIMIT_MS
}

/** What a bucket, or at least an error, let be seen; nothing of it where neither reached the page. */
function restOfSteps(seen: Observations): CheckStep[] {
  if (!isReadable(seen.read) && seen.failure === undefined) return [bucketStep(seen)]
  return [
    bucketStep(seen),
    failuresStep(seen),
    methodsStep(seen),
    headersStep(seen),
    sseStep(seen),
    sizeStep(seen),
    rightsStep(seen)
  ]
}

function bucketStep({ bucket, read, anonymous }: Observations): CheckStep {
  const name = 'bucket'
  if (bucket === undefined || read === undefined) return { name, state: 'unknown', seen: { code: 'not-tested' } }
  if (isReadable(read))
    return read.error === undefined
      ? { name, state: 'good', seen: { code: 'readable' } }
      : { name, state: 'bad', seen: { code: 'answered-with', error: read.error } }
  return { name, state: 'bad', seen: { code: isReadable(anonymous) ? 'lets-in' : 'hidden' } }
}

function failuresStep({ failure }: Observations): CheckStep {
  const name = 'failures'
  if (failure === undefined) return { name, state: 'unknown', seen: { code: 'not-tested' } }
  return isReadable(failure)
    ? { name, state: 'good', seen: { code: 'readable' } }
    : { name, state: 'warn', seen: { code: 'hidden' } }
}

function methodsStep(seen: Observations): CheckStep {
  const methods = refusedMethods(seen)
  if (methods.length > 0) return { name: 'methods', state: 'bad', seen: { code: 'methods-refused', methods } }
  return seen.methods === undefined
    ? { name: 'methods', state: 'unknown', seen: { code: 'not-tested' } }
    : { name: 'methods', state: 'good', seen: { code: 'allowed' } }
}

/** Only where another answer, of a kind that needs no leave, reached the page. */
export function refusedMethods({ head, methods = {} }: Observations): readonly string[] {
  const all = { HEAD: head, ...methods }
  return Object.entries(all).flatMap(([method, outcome]) => (outcome?.kind === 'hidden' ? [method] : []))
}

function headersStep(seen: Observations): CheckStep {
  if (Object.keys(seen.headers ?? {}).length === 0)
    return { name: 'headers', state: 'unknown', seen: { code: 'not-tested' } }
  const headers = hiddenHeaders(seen)
  return headers.length === 0
    ? { name: 'headers', state: 'good', seen: { code: 'readable' } }
    : { name: 'headers', state: 'warn', seen: { code: 'headers-hidden', headers } }
}

export function hiddenHeaders({ headers = {} }: Observations): readonly CheckedHeader[] {
  return CHECKED_HEADERS.filter((name) => headers[name] === false)
}

function sseStep({ sse }: Observations): CheckStep {
  const name = 'sse'
  if (sse === undefined) return { name, state: 'unknown', seen: { code: 'not-tested' } }
  if (sse === 'insecure') return { name, state: 'unknown', seen: { code: 'insecure' } }
  return isReadable(sse)
    ? { name, state: 'good', seen: { code: 'allowed' } }
    : { name, state: 'bad', seen: { code: 'refused' } }
}

function sizeStep({ large }: Observations): CheckStep {
  const name = 'size'
  if (large === undefined) return { name, state: 'unknown', seen: { code: 'not-tested' } }
  return isTooLarge(large)
    ? { name, state: 'bad', seen: { code: 'too-large' } }
    : { name, state: 'good', seen: { code: 'large-allowed' } }
}

/** The small one was answered, so that one without an answer was broken off for its size. */
export function isTooLarge(large: Outcome | undefined): boolean {
  return large?.kind === 'hidden' || (isReadable(large) && large.error?.kind === 'too-large')
}

function rightsStep({ list, read, bucket, methods }: Observations): CheckStep {
  const known = (outcome: Outcome | undefined): Known =>
    !isReadable(outcome)
      ? undefined
      : outcome.error === undefined || (outcome.error.kind === 'access-denied' ? false : undefined)
  const put = methods?.PUT
  // The gateway looks at the rights before it looks for the upload, which is none.
  const isMissing = isReadable(put) && put.error?.kind === 'no-such-upload'
  const mayWrite = bucket === undefined ? undefined : isMissing ? true : known(put)
  const rights = { mayList: known(list), mayRead: bucket === undefined ? undefined : known(read), mayWrite }
  const isSomethingKnown = Object.values(rights).some((one) => one !== undefined)
  return { name: 'rights', state: isSomethingKnown ? 'good' : 'unknown', seen: { code: 'rights', ...rights } }
}

export function isReadable(outcome: Outcome | undefined): outcome is Outcome & { kind: 'answer' } {
  return outcome?.kind === 'answer'
}

/** The list of buckets is there: the credentials are good. */
export function isListed({ list }: Pick<Observations, 'list'>): boolean {
  return isReadable(list) && list.error === undefined
}
