// Plays a round by the operations themselves, in this process, through a proxy: once without a fault, then with it.
import { randomBytes } from 'node:crypto'
import type { Gateway } from '../../../src/domain/gateway'
import type { TemporaryCopy } from '../../../src/operations/copying/copy-task'
import { PendingAcls } from '../../../src/operations/access/pending-acls'
import type { AclRecoveryOutcome } from '../../../src/operations/access/recover-acl'
import { isNeeded } from '../../../src/operations/copying/look-at-pending-copy'
import { systemClock, type Clock } from '../../../src/transfers/clock'
import { startFaultProxy, type Exchange } from '../../e2e/fault-proxy'
import type { GatewayInfo } from '../../gateway/gateway'
import { PageJournals } from './journal'
import { isTemporary, judgeCopies, type Claim, type Intervention } from './judge'
import type { CopyFault, CopyRound } from './round'
import { gatewayAt, pendingCopiesOf, prepareOperation } from './operation'
import { setStage, type Actor, type RoundKeys, type Stage } from './stage'
import { sha256, type Store } from './store'
import { CopyWire, faultPoint, requestKind, type FaultPoint } from './wire'

/** Waits between tries are this much shorter. */
const HASTE = 25
/** The next page comes when no request of the one before can still be at work. */
const NEXT_PAGE_MS = 2 * 60 * 60_000
/** What a gateway still does for a page that is gone. */
const SETTLED_POLL_MS = 150

export interface CopyResult {
  readonly round: CopyRound
  /** `page`: in a browser. */
  readonly by: 'operations' | 'page'
  readonly point: FaultPoint | undefined
  readonly hits: number
  /** How many objects the page called done, failed, and neither. */
  readonly done: number
  readonly failed: number
  readonly unfinished: number
  /** Copies under temporary names that are left. */
  readonly temporary: number
  /** Lost to another client's write in a window that is stated: between the last look and a request without conditions. */
  readonly inWindow: number
  readonly seconds: number
  readonly wrong: readonly string[]
}

export interface CopyRig {
  readonly info: GatewayInfo
  readonly store: Store
  readonly keys: RoundKeys
}

/** What one try has left. */
interface Tried {
  readonly stage: Stage
  readonly wire: CopyWire
  readonly claims: ReadonlyMap<Actor, Claim>
  readonly told: readonly TemporaryCopy[]
  readonly interventions: readonly Intervention[]
  readonly isKilled: boolean
  readonly journals: PageJournals
  /** Tries what failed again, without the fault. */
  readonly retry: () => Promise<ReadonlyMap<Actor, Claim>>
  /** Another page's, at the same address: what is noted belongs to an account there. */
  readonly nextGateway: () => Gateway
  readonly close: () => Promise<void>
}

/** Never rejects: what can't be played is wrong. */
export async function playCopyRound(round: CopyRound, rig: CopyRig): Promise<CopyResult> {
  const startMs = Date.now()
  const nothing = { point: undefined, hits: 0, done: 0, failed: 0, unfinished: 0, temporary: 0, inWindow: 0 }
  try {
    const wrong: string[] = []
    const rehearsal = await rehearse(round, rig)
    const { point } = rehearsal
    wrong.push(...rehearsal.wrong)
    const tried = round.fault === 'none' ? undefined : await tryRound(round, point, rig)
    let left = tried === undefined ? undefined : await judge(tried, rig)
    wrong.push(...(left?.wrong ?? []))
    const claims = [...(tried ?? rehearsal).claims.values()]
    if (tried !== undefined && !tried.isKilled) {
      const again = { ...tried, claims: await tried.retry() }
      left = await judge(again, rig, { isAgain: true })
      wrong.push(...left.wrong.map((one) => `tried again: ${one}`))
    }
    if (tried !== undefined) {
      wrong.push(...(await startAgain(tried, rig)).map((one) => `on the next start: ${one}`))
      await tidy(tried, rig)
    }
    if (tried?.wire.hits === 0) wrong.push('the fault did not hit')
    return {
      ...{ round, by: 'operations', point, hits: tried?.wire.hits ?? 0 },
      done: claims.filter(({ state }) => state === 'done').length,
      failed: claims.filter(({ state }) => state === 'failed').length,
      unfinished: left?.unfinished ?? 0,
      temporary: left?.temporary ?? 0,
      inWindow: left?.inWindow ?? 0,
      seconds: secondsSince(startMs),
      wrong
    }
  } catch (error) {
    const wrong = [`not played: ${String((error as Error).stack ?? error)}`]
    return { round, by: 'operations', ...nothing, seconds: secondsSince(startMs), wrong }
  }
}

/** Without a fault. @returns the request at which the round has its fault */
export async function rehearse(round: CopyRound, rig: CopyRig) {
  const tried = await tryRound({ ...round, fault: 'none' }, undefined, rig)
  const point = round.fault === 'none' ? undefined : faultPoint(round, [...tried.wire.seen])
  const wrong = (await judge(tried, rig)).wrong.map((one) => `without a fault: ${one}`)
  await tidy(tried, rig)
  return { point, wrong, claims: tried.claims }
}

export function secondsSince(startMs: number): number {
  return Math.round((Date.now() - startMs) / 100) / 10
}

/** Without a point one object after the other, so that the requests are the same ones each time. */
async function tryRound(round: CopyRound, point: FaultPoint | undefined, rig: CopyRig): Promise<Tried> {
  const { info, store, keys } = rig
  const stage = await setStage(round, store, keys, `copies-${randomBytes(5).toString('hex')}`)
  const stop = new AbortController()
  const interventions: Intervention[] = []
  let journals = new PageJournals()
  let isKilled = false
  let onKilled: () => void = () => undefined
  const killed = new Promise<void>((resolve) => (onKilled = resolve))
  const wire = new CopyWire(round, point, {
    kill: () => {
      isKilled = true
      journals = journals.die()
      proxy.breakOff(Number.POSITIVE_INFINITY)
      onKilled()
    },
    stop: () => stop.abort(new DOMException('Stopped', 'AbortError')),
    interfere: async (exchange, fault) => void interventions.push(await interfere(exchange, fault, stage, store))
  })
  const proxy = await startFaultProxy(info.direct, {
    hold: (exchange) => wire.hold(exchange),
    fault: (exchange) => wire.faultOf(exchange)
  })
  const clock: Clock = {
    ...systemClock,
    sleep: (ms, signal) => (isKilled ? new Promise(() => undefined) : systemClock.sleep(ms / HASTE, signal))
  }
  const source = gatewayAt(proxy.url, info)
  const target = round.operation.isAcross === true ? gatewayAt(proxy.url, info) : source
  const operation = await prepareOperation(stage, { source, target }, keys, {
    clock,
    journals,
    isInTurn: point === undefined
  })
  wire.arm()
  const first = operation.run(stage.actors, stop.signal)
  await Promise.race([first, killed])
  if (isKilled) await untilSettled(stage, store)
  wire.heal()
  return {
    ...{ stage, wire, interventions, isKilled, journals },
    claims: isKilled ? new Map() : operation.claims(),
    told: operation.told,
    retry: async () => {
      const failed = stage.actors.filter((actor) => operation.claims().get(actor)?.state !== 'done')
      await operation.run(failed, new AbortController().signal)
      return operation.claims()
    },
    nextGateway: () => {
      proxy.breakOff(0) // from now on requests pass
      return gatewayAt(proxy.url, info)
    },
    close: () => proxy.close()
  }
}

/**
 * Another page restores ACLs and tags, or asks about them, and tells each temporary copy that is left; where it says that one is not
 * needed, the user has it deleted.
 */
async function startAgain(tried: Tried, rig: CopyRig): Promise<string[]> {
  const { stage, journals } = tried
  const wrong: string[] = []
  const pages = pendingCopiesOf(journals, rig.keys, NEXT_PAGE_MS)
  const gateway = tried.nextGateway()
  const recovered = await new PendingAcls(journals.acls).recover(gateway)
  if (recovered.some(({ kind }) => kind === 'waiting')) wrong.push('ACLs could not be restored')
  const outcomes = await pages.look(gateway)
  const before = await rig.store.snapshot(stage.buckets)
  for (const { key } of before.versions.filter((version) => isTemporary(version.key)))
    if (!outcomes.some((one) => one.kind === 'left' && one.pending.temporaryKey === key))
      wrong.push(`${key} is left, and is not told`)
  for (const outcome of outcomes) {
    if (outcome.kind === 'waiting') wrong.push('it could not be looked at')
    if (outcome.kind !== 'left') continue
    const { id, temporaryKey } = outcome.pending
    if (isNeeded(outcome)) {
      const isExpected = tried.interventions.length > 0 || outcome.object === 'unverified'
      if (!isExpected) wrong.push(`${temporaryKey} is called needed: ${outcome.object}`)
    } else if ((await pages.remove(gateway, id)).kind !== 'settled') wrong.push(`${temporaryKey} was not deleted`)
  }
  wrong.push(...(await judge({ ...tried, claims: new Map() }, rig, { recovered })).wrong)
  return wrong
}

/** Another client changes what the request is about; where that can't be told, the first object. */
async function interfere(exchange: Exchange, fault: CopyFault, stage: Stage, store: Store): Promise<Intervention> {
  const { bucket, targetBucket, actors } = stage
  const url = decodeURIComponent(exchange.url.replaceAll('+', '%20'))
  const isOf = ({ sourceKey, targetKey }: Actor) => url.includes(sourceKey) || url.includes(targetKey)
  const actor = actors.find(isOf) ?? actors[0]
  if (actor === undefined) throw new Error('A round without objects')
  const isSource = fault !== 'destination-written'
  const where = isSource ? { bucket, key: actor.sourceKey } : { bucket: targetBucket, key: actor.targetKey }
  const replaced = await store.latestHash(where.bucket, where.key)
  const held = requestKind(exchange)
  if (fault === 'source-deleted') {
    await store.delete(where.bucket, where.key)
    return { ...where, actor, held, replaced, sha256: undefined }
  }
  const body = randomBytes(40)
  await store.put({ ...where, body })
  return { ...where, actor, held, replaced, sha256: sha256(body) }
}

/** Until the gateway has ended what it was sent. */
export async function untilSettled({ buckets }: Stage, store: Store): Promise<void> {
  let before = ''
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, SETTLED_POLL_MS))
    const now = await store.listing(buckets)
    if (now === before) return
    before = now
  }
}

async function judge(
  { stage, wire, claims, told, interventions, isKilled }: Tried,
  { store }: CopyRig,
  { isAgain = false, recovered }: { isAgain?: boolean; recovered?: readonly AclRecoveryOutcome[] } = {}
) {
  const after = await store.snapshot(stage.buckets)
  return judgeCopies({ stage, after, claims, told, interventions, isKilled, hits: wire.hits, isAgain, recovered })
}

async function tidy({ stage, close }: Tried, { store }: CopyRig): Promise<void> {
  await close()
  for (const bucket of stage.buckets) await store.remove(bucket)
}
