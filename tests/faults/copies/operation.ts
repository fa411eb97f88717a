// The operation of a round: what the dialog does, without the screen.
import { createHash } from 'node:crypto'
import { AppError, isAbort, toAppError } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { SseKey } from '../../../src/domain/sse-key'
import { inBatches, runBulk } from '../../../src/operations/bulk'
import { PendingAcls } from '../../../src/operations/access/pending-acls'
import { copyObject } from '../../../src/operations/copying/copy-object'
import type { CopyDeps, CopyJob, CopyTask, EarlierCopy, TemporaryCopy } from '../../../src/operations/copying/copy-task'
import { PendingCopies } from '../../../src/operations/copying/pending-copies'
import { planCopies } from '../../../src/operations/copying/plan-copies'
import { createGateway } from '../../../src/s3/s3-gateway'
import type { Clock } from '../../../src/transfers/clock'
import type { GatewayInfo } from '../../gateway/gateway'
import type { PageJournals } from './journal'
import type { Claim } from './judge'
import { SOURCE_FOLDER, TARGET_FOLDER, type Actor, type RoundKeys, type Stage } from './stage'

/** As the dialog does. */
const CONCURRENCY = 4
export function gatewayAt(endpoint: string, { alice }: GatewayInfo): Gateway {
  const { accessKey, secretKey } = alice
  const about = { id: 'p', name: 'p', isRemembered: false, createdAtMs: 0, region: 'us-east-1', pathStyle: true }
  return createGateway({ ...about, endpoint, accessKey, secretKey })
}

/** Lists, plans, and then copies as often as it is asked to: what was done is told by `claims`. */
export async function prepareOperation(
  stage: Stage,
  gateways: { readonly source: Gateway; readonly target: Gateway },
  keys: RoundKeys,
  { clock, journals, isInTurn }: { readonly clock: Clock; readonly journals: PageJournals; readonly isInTurn: boolean }
) {
  const { source: gateway, target: targetGateway } = gateways
  const pendingCopies = pendingCopiesOf(journals, keys)
  const aclRecovery = new PendingAcls(journals.acls, clock)
  const { round, bucket, targetBucket, actors } = stage
  const { operation, versioning } = round
  const { wish } = operation
  const entries: ObjectEntry[] = []
  for (const { sourceKey } of actors) entries.push(await found(gateway, bucket, sourceKey))
  const isInPlace = operation.place === 'in-place'
  const { tasks } = planCopies(entries, {
    renaming: { from: SOURCE_FOLDER, to: isInPlace ? SOURCE_FOLDER : TARGET_FOLDER },
    isSameBucket: bucket === targetBucket,
    isMove: operation.isMove,
    changesEncryption: wish !== 'keep',
    taken: new Set(actors.filter(({ isTaken }) => isTaken).map(({ targetKey }) => targetKey)),
    decision: 'replace'
  })
  const job: CopyJob = {
    ...{ gateway, bucket, targetGateway, targetBucket, versioning, isMove: operation.isMove },
    encryption: wish === 'key' ? { kind: 'key', sseKey: keys.wished } : { kind: wish },
    mustEncrypt: false,
    refusesEncryptedSources: { value: false }
  }
  const told: TemporaryCopy[] = []
  const made = new Map<string, EarlierCopy>()
  const claims = new Map<Actor, Claim>()
  const findKey = async (entry: ObjectEntry, ofSource: AbortSignal): Promise<SseKey | undefined> => {
    for (const key of [undefined, keys.own, keys.wished])
      try {
        await gateway.storage.headObject(bucket, entry.key, key, ofSource)
        return key
      } catch (thrown) {
        if (isAbort(thrown) || !toAppError(thrown).kind.startsWith('sse-key-')) throw thrown
      }
    throw new AppError('sse-key-needed')
  }
  const act = async (task: CopyTask, actor: Actor, signal: AbortSignal): Promise<void> => {
    const deps: CopyDeps = {
      ...{ clock, findKey, pendingCopies, aclRecovery },
      digester: { md5Hex: async (body) => md5(new Uint8Array(await body.arrayBuffer())) },
      usingKey: (_key, work) => work(),
      onStep: (copy) => void made.set(task.key, copy),
      onTemporaryLeft: (copy) => void told.push(copy)
    }
    try {
      const outcome = await copyObject(job, { ...task, earlier: made.get(task.key) }, deps, signal)
      claims.set(actor, { state: 'done', ...outcome })
    } catch (thrown) {
      if (isAbort(thrown)) claims.set(actor, { state: 'stopped' })
      else claims.set(actor, { state: 'failed', error: toAppError(thrown) })
      throw thrown
    }
  }
  const run = async (chosen: readonly Actor[], signal: AbortSignal): Promise<void> => {
    const pairs = chosen.map((actor) => ({ actor, task: tasks.find(({ entry }) => entry.key === actor.sourceKey) }))
    await runBulk({
      batches: inBatches(pairs, 1),
      act: async ([pair]) => {
        if (pair?.task !== undefined) await act(pair.task, pair.actor, signal)
        return []
      },
      concurrency: isInTurn ? 1 : CONCURRENCY,
      stop: signal,
      abandon: new AbortController().signal,
      onProgress: () => undefined
    }).catch((thrown: unknown) => {
      if (!isAbort(thrown)) throw thrown
    })
  }
  return { run, told, claims: () => new Map(claims) }
}

export function pendingCopiesOf(
  { copies: journal }: PageJournals,
  { own, wished }: RoundKeys,
  laterMs = 0
): PendingCopies {
  const keyById = (id: string) => [own, wished].find((key) => key.id === id)
  return new PendingCopies({ journal, keyById, clock: { nowMs: () => Date.now() + laterMs } })
}

async function found({ storage }: Gateway, bucket: string, key: string): Promise<ObjectEntry> {
  const entry = await storage.findObject(bucket, key)
  if (entry === undefined) throw new Error(`There is no ${key}`)
  return entry
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}
