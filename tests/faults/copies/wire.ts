// The requests of a round of copies on the wire: at which the fault is, and what it does there.
import type { Exchange } from '../../e2e/fault-proxy'
import type { WireFault } from '../wire-fault'
import type { CopyFault, CopyRound } from './round'

const QUERY_NAMES = ['list-type', 'versions', 'acl', 'tagging', 'uploads', 'uploadId', 'delete', 'versioning'] as const

/** A request as rounds count it: its method, and what of the object or bucket it is about. */
export function requestKind({ method, url }: Pick<Exchange, 'method' | 'url'>): string {
  const query = new URLSearchParams(url.split('?')[1] ?? '')
  const about = QUERY_NAMES.filter((name) => query.has(name))
  return [method, ...about].join(' ')
}

/** By name, and of the version called `null`. */
export const DELETES: readonly string[] = ['POST delete', 'DELETE']
/** That create an object. */
export const COMMITS: readonly string[] = ['PUT', 'POST uploadId']

/** The n-th request of a kind, from 1. */
export interface FaultPoint {
  readonly kind: string
  readonly nth: number
}

/** @param seen all requests of the same round without a fault, in order. */
export function faultPoint({ at, isAtWrite }: CopyRound, seen: readonly string[]): FaultPoint | undefined {
  const all = seen.map((kind, index) => ({ kind, nth: seen.slice(0, index + 1).filter((one) => one === kind).length }))
  const writes = all.filter(({ kind }) => !/^(GET|HEAD)/.test(kind))
  const from = isAtWrite && writes.length > 0 ? writes : all
  return from[Math.floor(at * from.length)]
}

export interface CopyWireActions {
  /** The page is gone: nothing more of it arrives. */
  readonly kill: () => void
  readonly stop: () => void
  /** Another client writes; the request waits for it. */
  readonly interfere: (exchange: Exchange, fault: CopyFault) => Promise<void>
}

/** Counts the requests of one try, and hits those that the round says. */
export class CopyWire {
  readonly seen: string[] = []
  readonly #round: CopyRound
  readonly #point: FaultPoint | undefined
  readonly #actions: CopyWireActions
  #isArmed = false
  #hits = 0

  constructor(round: CopyRound, point: FaultPoint | undefined, actions: CopyWireActions) {
    this.#round = round
    this.#point = point
    this.#actions = actions
  }

  get hits(): number {
    return this.#hits
  }

  /** From now on: what came before was not the operation's. */
  arm(): void {
    this.#isArmed = true
    this.seen.length = 0
  }

  heal(): void {
    this.#isArmed = false
  }

  /** Called first. @returns what the request has to wait for */
  hold(exchange: Exchange): Promise<void> | undefined {
    const kind = requestKind(exchange)
    this.seen.push(kind)
    const { fault, hasArrived } = this.#round
    if (!this.#isDue(kind)) return undefined
    switch (fault) {
      case 'page-killed':
        if (hasArrived) return undefined
        this.#hits++
        this.#actions.kill()
        return new Promise(() => undefined)
      case 'page-stopped':
        this.#hits++
        this.#actions.stop()
        return undefined
      case 'source-overwritten':
      case 'source-deleted':
      case 'destination-written':
        this.#hits++
        return this.#actions.interfere(exchange, fault)
      default:
        return undefined
    }
  }

  faultOf(exchange: Exchange): WireFault | undefined {
    const { fault, hasArrived } = this.#round
    if (!this.#isDue(requestKind(exchange))) return undefined
    const onHit = (): void => void this.#hits++
    switch (fault) {
      case 'page-killed':
        if (!hasArrived) return undefined
        return { kind: 'lost-answer', onHit: () => (onHit(), this.#actions.kill()) }
      case 'lost-answer':
        return { kind: 'lost-answer', onHit }
      case 'error-500':
        return { kind: 'made-up', answer: { status: 500, body: errorXml('InternalError') }, onHit }
      case 'busy-503':
        return { kind: 'made-up', answer: { status: 503, body: errorXml('SlowDown') }, onHit }
      default:
        return undefined
    }
  }

  #isDue(kind: string): boolean {
    if (!this.#isArmed || this.#point === undefined || kind !== this.#point.kind) return false
    const count = this.seen.filter((one) => one === kind).length
    const isOnce = !['lost-answer', 'error-500', 'busy-503'].includes(this.#round.fault)
    return count >= this.#point.nth && this.#hits < (isOnce ? 1 : this.#round.hits)
  }
}

function errorXml(code: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`
}
