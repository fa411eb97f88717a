// The rounds on the wire: which request of which round is hit, and what went over for each.
import type { Exchange } from '../e2e/fault-proxy'
import type { Round } from './round'
import { isDisaster, requestOf, type Kind } from './scenarios'
import type { MadeUpAnswer, WireFault } from './wire-fault'

/** A round under way. */
export class Wire {
  readonly round: Round
  readonly #path: string
  readonly #otherHost: string
  readonly #exchanges: Exchange[] = []
  #isArmed = false
  #hits = 0

  /** @param otherHost where redirects lead */
  constructor(round: Round, bucket: string, otherHost: string) {
    this.round = round
    this.#path = `/${bucket}/${round.key}`
    this.#otherHost = otherHost
  }

  /** Requests that were hit. */
  get hits(): number {
    return this.#hits
  }
  /** Bytes of the object that the page sent or was sent, those that were in vain too. */
  get bodyBytes(): number {
    return sumOfBodies(this.#exchanges)
  }
  /** Of these: those that went over after the page had looked for what the request that was hit may have stored. */
  get bytesAfterLook(): number {
    const requests = this.#exchanges.map(({ method, url }) => requestOf(method, url))
    const look = requests.indexOf('ListObjectsV2', requests.indexOf(this.round.on))
    return look < 0 ? 0 : sumOfBodies(this.#exchanges.slice(look))
  }

  /** From now on: what came before was not the transfer's. */
  arm(): void {
    this.#isArmed = true
    this.#exchanges.length = 0
  }

  heal(): void {
    this.#isArmed = false
  }

  /** Something outside the wire has hit it. */
  noteHit(): void {
    this.#hits++
  }

  owns({ url }: Exchange): boolean {
    const [path = '', query] = url.split('?')
    return path === this.#path || new URLSearchParams(query).get('prefix') === this.round.key
  }

  /** Notes the request. @returns what becomes of it. */
  faultOf(exchange: Exchange): WireFault | undefined {
    this.#exchanges.push(exchange)
    const { round } = this
    const { method, url } = exchange
    if (!this.#isArmed || isDisaster(round.kind) || requestOf(method, url) !== round.on) return undefined
    if (this.#hits >= round.hits) return undefined
    if (round.partNumber !== undefined && !url.includes(`partNumber=${round.partNumber}&`)) return undefined
    // Two at once are hit twice: what is hit is not known before.
    return { ...toWireFault(round, this.#otherHost + url), onHit: () => this.#hits++ }
  }
}

/** Bodies go up by PUT, down by GET; a transfer has but one of them. */
function sumOfBodies(exchanges: readonly Exchange[]): number {
  return exchanges.reduce((sum, { method, url, sentBytes, answeredBytes }) => {
    const request = requestOf(method, url)
    if (request === 'GetObject') return sum + answeredBytes
    return request === 'PutObject' || request === 'UploadPart' ? sum + sentBytes : sum
  }, 0)
}

function toWireFault({ kind, at, index }: Round, location: string): WireFault {
  const made = madeUp(kind, index, location)
  if (made !== undefined) return { kind: 'made-up', answer: made }
  switch (kind) {
    case 'lost-answer':
    case 'duplicate-answer':
    case 'repeated-request':
    case 'no-etag':
      return { kind }
    default:
      return { kind: kind as Exclude<WireFault['kind'], 'made-up'>, at } as WireFault
  }
}

function madeUp(kind: Kind, index: number, location: string): MadeUpAnswer | undefined {
  const error = (code: string): string => `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`
  if (kind === 'redirect') return { status: 307, body: '', headers: { location } }
  if (kind === 'error-500') return { status: 500, body: error('InternalError') }
  if (kind === 'error-in-200') return { status: 200, body: error('InternalError') }
  if (kind !== 'busy-503') return undefined
  return { status: 503, body: error('SlowDown'), headers: index % 2 === 0 ? { 'retry-after': '1' } : {} }
}
