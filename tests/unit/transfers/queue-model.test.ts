// The queue against a model of it: whatever is asked of it in whatever order, for whichever of two gateways, no more transfers of one
// run than may, the sums are right, each transfer is in the state in which the model says it is, and nothing is sent twice or lost.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { TransferState } from '../../../src/transfers/transfer'
import { FakeStorage, type Operation } from './fake-storage'
import { makeFile, makeKey } from './fakes'
import { KIB, makeSmallPartsRig } from './small-parts'

const GATEWAYS = ['https://a.example.edu', 'https://b.example.edu'] as const
type Gateway = (typeof GATEWAYS)[number]
const FILES = 2
const SLOTS = 3
const BIG_BYTES = 32 * KIB // four parts
const OFFLINE_FAULTS = (
  ['findObject', 'headObject', 'putObject', 'createMultipartUpload', 'uploadPart', 'abortMultipartUpload'] as const
).map((operation: Operation) => ({ operation, kind: 'unreachable' as const }))

/** `full`: as for every upload to its bucket. */
type Verdict = 'pass' | 'fail' | 'full'

const refusal = (verdict: Verdict) => new AppError(verdict === 'full' ? 'quota-exceeded' : 'request-refused')

/** Holds each file's PUT, or its first part, until it is told what to make of it. */
class HoldingStorage extends FakeStorage {
  readonly verdicts = new Map<string, Verdict>()
  readonly bytesOf = new Map<string, number>()
  readonly #held = new Map<string, { pass(): void; fail(error: AppError): void }>()

  get heldCount(): number {
    return this.#held.size
  }

  override async putObject(...[request, options]: Parameters<FakeStorage['putObject']>) {
    await this.#hold(request.key, options?.signal)
    const sent = await super.putObject(request)
    this.#count(request.key, request.body)
    return sent
  }

  override async uploadPart(...[request, options]: Parameters<FakeStorage['uploadPart']>) {
    if (request.partNumber === 1) await this.#hold(request.key, options?.signal)
    const sent = await super.uploadPart(request, options)
    this.#count(request.key, request.body)
    return sent
  }

  decide(key: string, verdict: Verdict): void {
    this.verdicts.set(key, verdict)
    const held = this.#held.get(key)
    if (verdict === 'pass') held?.pass()
    else held?.fail(refusal(verdict))
  }

  goOffline(): void {
    this.faults = OFFLINE_FAULTS
    for (const held of [...this.#held.values()]) held.fail(new AppError('unreachable'))
  }

  #count(key: string, body: Blob): void {
    this.bytesOf.set(key, (this.bytesOf.get(key) ?? 0) + body.size)
  }

  #hold(key: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    const verdict = this.verdicts.get(key)
    if (this.faults.length > 0) return Promise.reject(new AppError('unreachable'))
    if (verdict === 'pass') return Promise.resolve()
    if (verdict !== undefined) return Promise.reject(refusal(verdict))
    return new Promise<void>((resolve, reject) => {
      this.#held.set(key, { pass: resolve, fail: reject })
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    }).finally(() => this.#held.delete(key))
  }
}

interface Expected {
  state: TransferState
  readonly gateway: Gateway
  readonly isBig: boolean
  wasCancelled: boolean
  /** It began after its bucket had been found full. */
  wasRefused: boolean
}

/** What the queue should be like. */
class Model {
  readonly transfers = new Map<string, Expected>()
  line: string[] = []
  paused: string[] = []
  /** Of these: paused because the bucket is full, in their order. */
  group: string[] = []
  /** Those that failed because it is. */
  readonly overQuota = new Set<string>()
  /** Where the bucket was found full, as far as is known. */
  readonly refused = new Set<Gateway>()
  isOnline = true

  keysIn(...states: readonly TransferState[]): readonly string[] {
    return [...this.transfers].filter(([, { state }]) => states.includes(state)).map(([key]) => key)
  }

  set(key: string, state: TransferState): void {
    this.get(key).state = state
    this.line = this.line.filter((other) => other !== key)
    this.paused = this.paused.filter((other) => other !== key)
    this.group = this.group.filter((other) => other !== key)
    this.overQuota.delete(key)
    if (state === 'paused') this.paused.push(key)
  }

  get(key: string): Expected {
    const transfer = this.transfers.get(key)
    if (transfer === undefined) throw new Error(key)
    return transfer
  }

  wait(key: string, at: 'first' | 'last'): void {
    this.set(key, 'waiting')
    this.line = at === 'first' ? [key, ...this.line] : [...this.line, key]
  }

  /** A small file's PUT is out as long as there is a network. */
  canPause(key: string): boolean {
    const { state, isBig } = this.get(key)
    return state === 'waiting' || (state === 'running' && (isBig || !this.isOnline))
  }

  /** Of these, those of a gateway. */
  of(gateway: Gateway, keys: readonly string[]): readonly string[] {
    return keys.filter((key) => this.get(key).gateway === gateway)
  }

  /** Gives the turns that are free: those of each gateway to its own. */
  pump(): void {
    for (const gateway of GATEWAYS)
      for (;;) {
        const running = this.of(gateway, this.keysIn('running'))
        const hasBig = running.some((key) => this.get(key).isBig)
        const next = this.of(gateway, this.line).find((key) => !hasBig || !this.get(key).isBig)
        if (running.length >= FILES || next === undefined) break
        this.set(next, 'running')
        this.get(next).wasRefused = this.refused.has(gateway)
      }
  }
}

class Real {
  readonly storages: Readonly<Record<Gateway, HoldingStorage>>
  readonly rig
  readonly ids = new Map<string, string>()
  maxRunning = 0

  constructor() {
    const [a, b] = GATEWAYS
    this.storages = { [a]: new HoldingStorage(a), [b]: new HoldingStorage(b) } as Record<Gateway, HoldingStorage>
    this.rig = makeSmallPartsRig(this.storages[a], { slots: SLOTS, files: FILES })
    const { clock, queue } = this.rig
    const sleep = clock.sleep.bind(clock)
    // Who waits for a network waits for it, and looks for none in between.
    clock.sleep = (ms, signal) =>
      ms === 30_000 ? new Promise((_, reject) => onAbort(signal, reject)) : sleep(ms, signal)
    queue.watch(() => {
      for (const gateway of GATEWAYS) this.maxRunning = Math.max(this.maxRunning, this.views('running', gateway).length)
    })
  }

  get all(): readonly HoldingStorage[] {
    return Object.values(this.storages)
  }

  storageOf(key: string): HoldingStorage {
    return this.storages[this.rig.view(this.id(key)).endpoint as Gateway]
  }

  views(state: TransferState, gateway?: Gateway) {
    return this.rig.queue.snapshot.transfers.filter(
      (transfer) => transfer.state === state && (gateway === undefined || transfer.endpoint === gateway)
    )
  }

  id(key: string): string {
    return this.ids.get(key) ?? ''
  }

  get states(): Readonly<Record<string, TransferState>> {
    return Object.fromEntries(this.rig.queue.snapshot.transfers.map(({ key, state }) => [key, state]))
  }
}

function onAbort(signal: AbortSignal | undefined, reject: (reason: Error) => void): void {
  signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
}

const statesOf = (model: Model) => Object.fromEntries([...model.transfers].map(([key, { state }]) => [key, state]))

/** Waits until nothing moves any more; then both are the same, or the test fails. */
async function compare(model: Model, real: Real): Promise<void> {
  model.pump()
  const { rig } = real
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)
  const waits = () => model.keysIn('running').length
  const isStill = () =>
    sum(real.all.map(({ underWay }) => underWay)) === 0 &&
    sum(real.all.map(({ heldCount }) => heldCount)) === (model.isOnline ? waits() : 0) &&
    JSON.stringify(real.states) === JSON.stringify(statesOf(model)) &&
    (model.isOnline || real.views('running').every(({ retryError }) => retryError?.kind === 'offline'))
  for (let turns = 0; turns < 2000 && !isStill(); turns++) await new Promise((resolve) => setImmediate(resolve))
  expect(real.states).toEqual(statesOf(model))
  const { totals, lines, pausedGroups } = rig.queue.snapshot
  for (const gateway of GATEWAYS) {
    const groups = pausedGroups.filter(({ account }) => account.endpoint === gateway)
    const { length } = model.of(gateway, model.group)
    expect(groups.map(({ count }) => count)).toEqual(length > 0 ? [length] : [])
    const line = lines.find(([first = '']) =>
      rig.queue.snapshot.transfers.some(({ id, endpoint }) => id === first && endpoint === gateway)
    )
    expect((line ?? []).map((id) => rig.view(id).key)).toEqual(model.of(gateway, model.line).slice(0, 20))
    expect(
      real.views('running', gateway).filter(({ sizeBytes }) => sizeBytes === BIG_BYTES).length
    ).toBeLessThanOrEqual(1)
  }
  const { waiting, running, paused, done, failed, cancelled } = totals
  expect({ waiting, running, paused, done, failed, cancelled }).toEqual({
    waiting: model.keysIn('waiting').length,
    running: model.keysIn('running').length,
    paused: model.keysIn('paused').length,
    done: model.keysIn('done').length,
    failed: model.keysIn('failed').length,
    cancelled: model.keysIn('cancelled').length
  })
  const sizes = model.keysIn('waiting', 'running', 'done').map((key) => (model.get(key).isBig ? BIG_BYTES : 10))
  expect(totals.sizeBytes).toBe(sum(sizes))
  expect(real.maxRunning).toBeLessThanOrEqual(FILES)
  const withKey = model.keysIn('waiting', 'running', 'paused', 'failed').filter((key) => model.get(key).isBig)
  expect(rig.guard.held).toHaveLength(withKey.length)
}

type Command = fc.AsyncCommand<Model, Real>

/** @param which of those it may be asked of; the number chooses one */
function ofOne(
  name: string,
  which: (model: Model) => readonly string[],
  change: (model: Model, key: string) => void,
  ask: (real: Real, key: string, id: string) => void
): fc.Arbitrary<Command> {
  return fc.nat(50).map((number) => {
    let chosen = ''
    return {
      check: (model) => which(model).length > 0,
      async run(model, real) {
        const keys = which(model)
        chosen = keys[number % keys.length] ?? ''
        change(model, chosen)
        ask(real, chosen, real.id(chosen))
        await compare(model, real)
      },
      toString: () => `${name} ${chosen}`
    }
  })
}

function ofAll(name: string, change: (model: Model) => void, ask: (real: Real) => void): fc.Arbitrary<Command> {
  return fc.constant({
    check: () => true,
    async run(model: Model, real: Real) {
      change(model)
      ask(real)
      await compare(model, real)
    },
    toString: () => name
  })
}

const everyone = (model: Model) => [...model.transfers.keys()]

function add(model: Model, real: Real, isBig: boolean, gateway: Gateway): void {
  const key = `${isBig ? 'big' : 'small'}-${model.transfers.size}`
  model.transfers.set(key, { state: 'waiting', gateway, isBig, wasCancelled: false, wasRefused: false })
  model.wait(key, 'last')
  const more = { storage: real.storages[gateway], ...(isBig ? { sseKey: makeKey('k') } : {}) }
  real.ids.set(key, real.rig.upload(makeFile(isBig ? BIG_BYTES : 10, key), more))
}

const adding = fc
  .record({ isBig: fc.boolean(), count: fc.integer({ min: 1, max: 4 }), gateway: fc.constantFrom(...GATEWAYS) })
  .map(({ isBig, count, gateway }): Command => ({
    check: (model) => model.transfers.size < 40,
    async run(model, real) {
      for (let index = 0; index < count; index++) add(model, real, isBig, gateway)
      await compare(model, real)
    },
    toString: () => `add ${count} ${isBig ? 'big' : 'small'} to ${gateway}`
  }))

function pause(model: Model, key: string): void {
  if (model.canPause(key)) model.set(key, 'paused')
}

function cancel(model: Model, key: string): void {
  if (model.get(key).state === 'done') return
  model.set(key, 'cancelled')
  model.get(key).wasCancelled = true
}

function move(model: Model, key: string, by: -1 | 1): void {
  const own = model.of(model.get(key).gateway, model.line)
  const other = own[own.indexOf(key) + by]
  if (other === undefined) return
  const [at, otherAt] = [model.line.indexOf(key), model.line.indexOf(other)]
  model.line[otherAt] = key
  model.line[at] = other
}

const running = (model: Model) => (model.isOnline ? model.keysIn('running') : [])

const commands: fc.Arbitrary<Command>[] = [
  adding,
  adding,
  ofOne('pause', everyone, pause, ({ rig }, _, id) => rig.queue.pause(id)),
  ofOne(
    'resume',
    everyone,
    (model, key) => void (model.get(key).state === 'paused' && model.wait(key, 'first')),
    ({ rig }, _, id) => rig.queue.resume(id)
  ),
  ofOne(
    'pause and resume at once',
    everyone,
    (model, key) => {
      const { state } = model.get(key)
      if (model.canPause(key) || state === 'paused') model.wait(key, 'first')
    },
    ({ rig }, _, id) => {
      rig.queue.pause(id)
      rig.queue.resume(id)
    }
  ),
  ofOne('cancel', everyone, cancel, ({ rig }, _, id) => rig.queue.cancel(id)),
  ofOne(
    'retry',
    (model) => model.keysIn('failed', 'cancelled'),
    (model, key) => model.wait(key, 'last'),
    (real, key, id) => {
      real.storageOf(key).verdicts.delete(key)
      real.rig.queue.retry(id)
    }
  ),
  ofOne('succeed', running, succeed, (real, key) => real.storageOf(key).decide(key, 'pass')),
  ofOne(
    'fail',
    running,
    (model, key) => model.set(key, 'failed'),
    (real, key) => real.storageOf(key).decide(key, 'fail')
  ),
  ofOne('fail because the bucket is full', running, fillBucket, (real, key) => real.storageOf(key).decide(key, 'full')),
  ofAll('resume what waits for room', resumeGroups, (real) => {
    const { pausedGroups, transfers } = real.rig.queue.snapshot
    for (const { key, state, error, endpoint } of transfers)
      if (state === 'failed' && error?.kind === 'quota-exceeded')
        if (pausedGroups.some(({ account }) => account.endpoint === endpoint)) real.storageOf(key).verdicts.delete(key)
    for (const { id } of pausedGroups) real.rig.queue.resumeGroup(id)
  }),
  ofOne(
    'move first',
    (model) => model.keysIn('waiting'),
    (model, key) => model.wait(key, 'first'),
    ({ rig }, _, id) => rig.queue.move(id, 'first')
  ),
  ofOne(
    'move earlier',
    (model) => model.keysIn('waiting'),
    (model, key) => move(model, key, -1),
    ({ rig }, _, id) => rig.queue.move(id, 'earlier')
  ),
  ofOne(
    'move later',
    (model) => model.keysIn('waiting'),
    (model, key) => move(model, key, 1),
    ({ rig }, _, id) => rig.queue.move(id, 'later')
  ),
  ofAll('pause all', pauseAll, ({ rig }) => rig.queue.pauseAll()),
  ofAll('resume all', resumeAll, ({ rig }) => rig.queue.resumeAll()),
  ofAll(
    'retry failed',
    (model) => model.keysIn('failed').forEach((key) => model.wait(key, 'last')),
    (real) => {
      for (const { key } of real.views('failed')) real.storageOf(key).verdicts.delete(key)
      real.rig.queue.retryFailed()
    }
  ),
  ofAll(
    'cancel all',
    (model) => {
      model.keysIn('waiting', 'running', 'paused').forEach((key) => cancel(model, key))
      model.refused.clear()
    },
    ({ rig }) => rig.queue.cancelAll()
  ),
  ofAll('lose the network', (model) => (model.isOnline = false), loseNetwork),
  ofAll('find the network', (model) => (model.isOnline = true), findNetwork)
]

/** Then nothing goes on because there is room again. */
function pauseAll(model: Model): void {
  model.group = []
  for (const key of [...model.keysIn('running'), ...model.line]) pause(model, key)
}

/** All of a gateway go to one bucket. */
/** Then there is room again for what waits for it. */
function succeed(model: Model, key: string): void {
  const { gateway, isBig, wasRefused } = model.get(key)
  model.set(key, 'done')
  if (isBig) model.pump() // its turn is over before it has been verified
  if (wasRefused) allow(model, gateway)
}

function allow(model: Model, gateway: Gateway): void {
  model.refused.delete(gateway)
  for (const key of model.of(gateway, model.group).toReversed()) model.wait(key, 'first')
}

function fillBucket(model: Model, key: string): void {
  model.set(key, 'failed')
  model.refused.add(model.get(key).gateway)
  model.overQuota.add(key)
  const waiting = model.of(model.get(key).gateway, model.line)
  for (const other of waiting) model.set(other, 'paused')
  model.group.push(...waiting)
}

function resumeGroups(model: Model): void {
  for (const gateway of GATEWAYS) {
    if (model.of(gateway, model.group).length === 0) continue
    allow(model, gateway)
    for (const key of model.of(gateway, everyone(model))) if (model.overQuota.has(key)) model.wait(key, 'last')
  }
}

function resumeAll(model: Model): void {
  for (const key of model.paused.toReversed()) model.wait(key, 'first')
  model.refused.clear()
}

function loseNetwork({ rig, all }: Real): void {
  rig.network.set(false)
  for (const storage of all) storage.goOffline()
}

function findNetwork({ rig, all }: Real): void {
  for (const storage of all) storage.faults = []
  rig.network.set(true)
}

async function finish(model: Model, real: Real): Promise<void> {
  const { rig } = real
  model.isOnline = true
  findNetwork(real)
  resumeAll(model)
  rig.queue.resumeAll()
  await compare(model, real)
  model.keysIn('failed').forEach((key) => model.wait(key, 'last'))
  for (const key of model.transfers.keys()) real.storageOf(key).decide(key, 'pass')
  rig.queue.retryFailed()
  for (const key of model.keysIn('waiting', 'running')) model.set(key, 'done')
  await compare(model, real)
  for (const [key, { state, isBig, wasCancelled }] of model.transfers) {
    if (state === 'done') expect(real.storageOf(key).objects.has(key)).toBe(true)
    if (state === 'done' && !wasCancelled)
      expect([key, real.storageOf(key).bytesOf.get(key)]).toEqual([key, isBig ? BIG_BYTES : 10])
  }
}

test('does what its model does', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40 }), async (sequence) => {
      const [model, real] = [new Model(), new Real()]
      await fc.asyncModelRun(() => ({ model, real }), sequence)
      await finish(model, real)
    }),
    { numRuns: 300 }
  )
})
