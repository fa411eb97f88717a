// The rules of a round of copies: what was said, beside all that the gateway has. Judges by bytes, keys and grants.
import type { AppError } from '../../../src/domain/app-error'
import type { AclRecoveryOutcome } from '../../../src/operations/access/recover-acl'
import type { TemporaryCopy } from '../../../src/operations/copying/copy-task'
import { isOutcomeUnknown } from '../../../src/transfers/retry'
import { givenToForeign, isOpened, judgeRecovery, unlike } from './attributes'
import type { Actor, Stage } from './stage'
import { NOT_ENCRYPTED, type Snapshot, type StoredVersion } from './store'
import { COMMITS, DELETES } from './wire'

/** What became of one object, as it was said. */
export type Claim =
  | {
      readonly state: 'done'
      readonly kind: 'copied' | 'moved' | 'unchanged'
      readonly lost: readonly string[]
      readonly keepsOlderVersion: boolean
    }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'stopped' }

/** What another client has written, or deleted. */
export interface Intervention {
  readonly actor: Actor
  readonly bucket: string
  readonly key: string
  /** The kind of the request that waited for it. */
  readonly held: string
  /** The SHA-256 of what was there, and of what it wrote; undefined: nothing. */
  readonly replaced: string | undefined
  readonly sha256: string | undefined
}

export interface Case {
  readonly stage: Stage
  readonly after: Snapshot
  /** Of an object that is not in it nothing was said. */
  readonly claims: ReadonlyMap<Actor, Claim>
  readonly told: readonly TemporaryCopy[]
  readonly interventions: readonly Intervention[]
  readonly isKilled: boolean
  readonly hits: number
  /** The fault is over, and what had failed was retried. */
  readonly isAgain: boolean
  /** What the next page has told of ACLs and tags; undefined: there was none yet. */
  readonly recovered?: readonly AclRecoveryOutcome[] | undefined
}

export interface Verdict {
  readonly wrong: readonly string[]
  readonly unfinished: number
  readonly temporary: number
  readonly inWindow: number
}

const TEMPORARY = '.lockgate-'

export function isTemporary(key: string): boolean {
  return key.includes(TEMPORARY)
}

export function judgeCopies(it: Case): Verdict {
  const { stage, after, told, isKilled, hits } = it
  const { round, actors } = stage
  const wrong: string[] = []
  let inWindow = 0
  for (const actor of actors) {
    const say = (what: string): void => void wrong.push(`${actor.sourceKey}: ${what}`)
    const one = new ActorCase(it, actor, say)
    one.judge()
    inWindow += one.inWindow
  }
  wrong.push(...judgeOthers(it))
  const temporary = after.versions.filter(({ key }) => isTemporary(key))
  if (!isKilled)
    for (const { key } of temporary)
      if (!told.some((copy) => copy.key === key)) wrong.push(`${key}: a temporary copy is left, and was not told`)
  // An upload whose ID never came can't be aborted, and what can't be aborted is among the bucket's unfinished uploads.
  const mayBeLeft = isKilled ? Infinity : ['lost-answer', 'error-500', 'busy-503'].includes(round.fault) ? hits : 0
  if (after.unfinished.length > mayBeLeft) wrong.push(`${after.unfinished.length} unfinished uploads are left`)
  return { wrong, unfinished: after.unfinished.length, temporary: temporary.length, inWindow }
}

/** One object of the operation. */
class ActorCase {
  readonly #case: Case
  readonly #actor: Actor
  readonly #say: (what: string) => void
  readonly #source: StoredVersion | undefined
  readonly #former: StoredVersion | undefined
  readonly #target: StoredVersion | undefined
  readonly #formerTarget: StoredVersion | undefined
  readonly #atSource: Intervention | undefined
  readonly #atTarget: Intervention | undefined
  inWindow = 0

  constructor(it: Case, actor: Actor, say: (what: string) => void) {
    const { stage, after, interventions } = it
    const { bucket, targetBucket, before } = stage
    this.#case = it
    this.#actor = actor
    this.#say = say
    this.#source = latest(after, bucket, actor.sourceKey)
    this.#former = latest(before, bucket, actor.sourceKey)
    this.#target = latest(after, targetBucket, actor.targetKey)
    this.#formerTarget = latest(before, targetBucket, actor.targetKey)
    this.#atSource = interventions.find((one) => one.actor === actor && one.key === actor.sourceKey)
    this.#atTarget = interventions.find(
      (one) => one.actor === actor && one.key === actor.targetKey && actor.targetKey !== actor.sourceKey
    )
  }

  judge(): void {
    this.#judgeBytes()
    this.#judgeForeign()
    this.#judgeCreated()
    this.#judgeClaim()
    const { recovered } = this.#case
    if (!this.#isInPlace || recovered === undefined) return
    const seen = { now: this.#source, former: this.#former }
    for (const what of judgeRecovery(this.#actor, seen, recovered)) this.#say(what)
  }

  get #isInPlace(): boolean {
    return this.#case.stage.round.operation.place === 'in-place'
  }
  get #isDeletedByOther(): boolean {
    return this.#atSource !== undefined && this.#atSource.sha256 === undefined
  }
  get #isOverwritten(): boolean {
    return this.#atSource?.sha256 !== undefined
  }

  /** The bytes are at the source or, whole and encrypted as they should be, at the target. */
  #judgeBytes(): void {
    const { sha256, targetKeyId, sourceKeyId } = this.#actor
    const source = this.#source
    if (source === undefined) {
      if (this.#isDeletedByOther) return
      if (this.#isInPlace || !this.#case.stage.round.operation.isMove) return this.#say('the source is gone')
      const wasThere = this.#atTarget?.replaced === sha256 // and another client has replaced the copy since
      if (!this.#isCopy(this.#target)) {
        if (!wasThere) this.#say('the source is gone, and there is no copy of it')
      } else if (this.#atTarget === undefined && this.#former !== undefined)
        for (const what of unlike(this.#target, this.#former))
          this.#say(`the source is gone, and its copy has not its ${what}`)
      return
    }
    if (source.sha256 === this.#atSource?.sha256) return
    if (source.sha256 !== sha256) return this.#say('the source has other bytes')
    const isReplaced = this.#isInPlace && source.keyId === targetKeyId && source.etag !== ''
    if (source.keyId !== sourceKeyId && !isReplaced) this.#say('the source is encrypted otherwise')
    if (isOpened(source, this.#former)) this.#say('the source was opened')
    const isAsBefore = this.#former !== undefined && isSame(source, this.#former)
    if (!this.#isInPlace && !isAsBefore) this.#say('the source is not what it was')
  }

  /** What another client wrote is there, but for the windows that are stated. */
  #judgeForeign(): void {
    for (const foreign of [this.#atSource, this.#atTarget]) {
      if (foreign?.sha256 === undefined) continue
      const { bucket, key, held } = foreign
      const all = this.#case.after.versions.filter((version) => version.bucket === bucket && version.key === key)
      const shown = all.find(({ isLatest }) => isLatest)
      for (const version of all.filter((one) => one.sha256 === foreign.sha256))
        for (const what of givenToForeign(version, held))
          this.#say(`what another client wrote at ${key} got its ${what}`)
      if (shown?.sha256 === foreign.sha256) continue
      const isKept = all.some((version) => version.sha256 === foreign.sha256)
      const isAtSource = foreign === this.#atSource
      const isAtCommit = COMMITS.includes(held) && (this.#isInPlace || !isAtSource)
      const isAtDelete = DELETES.includes(held) && isAtSource
      const mayReplace = !isAtSource && (this.#actor.isTaken || this.#case.isAgain)
      if (isAtCommit || isAtDelete || mayReplace) this.inWindow++
      else this.#say(`what another client wrote at ${key} is ${isKept ? 'hidden' : 'lost'} (at ${held})`)
    }
  }

  /** Nothing that was created is unencrypted, open to more, or has other bytes. */
  #judgeCreated(): void {
    const { stage, after } = this.#case
    const { sourceKey, targetKey, targetKeyId, sha256, isTaken } = this.#actor
    const names = (version: StoredVersion): boolean =>
      (version.bucket === stage.targetBucket && version.key === targetKey) ||
      version.key.startsWith(sourceKey + TEMPORARY)
    const isNew = (version: StoredVersion): boolean => !stage.before.versions.some((one) => isSame(one, version))
    const foreign = [this.#atSource?.sha256, this.#atTarget?.sha256]
    for (const created of after.versions.filter((version) => names(version) && isNew(version))) {
      const { key, keyId } = created
      if (foreign.includes(created.sha256) && keyId === NOT_ENCRYPTED && !isTemporary(key)) {
        // Its own, or a plain copy of it.
        if (created.sha256 === this.#atTarget?.sha256 || key === sourceKey || targetKeyId === NOT_ENCRYPTED) continue
      }
      if (keyId !== targetKeyId)
        this.#say(`${key} is ${keyId === NOT_ENCRYPTED ? 'not encrypted' : 'encrypted otherwise'}`)
      if (created.sha256 !== sha256 && !foreign.includes(created.sha256)) this.#say(`${key} has other bytes`)
      if (isOpened(created, this.#former)) this.#say(`${key} was opened`)
    }
    const replaced = this.#formerTarget
    if (isTaken || replaced === undefined || this.#isInPlace) return
    if (!after.versions.some((version) => isSame(version, replaced)))
      this.#say('what had the name of the target is gone')
  }

  #judgeClaim(): void {
    const claim = this.#case.claims.get(this.#actor)
    const { stage, interventions } = this.#case
    if (claim === undefined || claim.state === 'stopped') return
    if (claim.state === 'failed') return this.#judgeFailure(claim.error)
    if (claim.kind === 'unchanged') {
      if (this.#actor.sourceKeyId !== this.#actor.targetKeyId) this.#say('said to be unchanged')
      return
    }
    if (claim.kind === 'moved' && this.#source !== undefined && !this.#isOverwritten) this.#say('said to be moved')
    const copy = this.#isInPlace ? this.#source : this.#target
    const isReplacedSince = [this.#atSource, this.#atTarget].some((one) => one?.replaced === this.#actor.sha256)
    if (!this.#isCopy(copy)) return isReplacedSince ? undefined : this.#say(`said to be ${claim.kind}, and is not`)
    const differences = this.#former === undefined ? [] : unlike(copy, this.#former)
    for (const difference of differences)
      if (!claim.lost.includes(difference)) this.#say(`${difference} is lost, and was not told`)
    const isOlderClear = this.#case.after.versions.some(
      (version) =>
        version.key === this.#actor.sourceKey &&
        !version.isLatest &&
        version.keyId === NOT_ENCRYPTED &&
        version.sha256 === this.#actor.sha256
    )
    const mustTell = this.#isInPlace && isOlderClear && this.#actor.targetKeyId !== NOT_ENCRYPTED
    if (mustTell && !claim.keepsOlderVersion) this.#say('an older version is not encrypted, and was not told')
    const isReasoned = (what: string): boolean => what === 'tags' && this.#actor.mayHideTags
    const hasReason = interventions.length > 0 || stage.round.fault !== 'none' || claim.lost.every(isReasoned)
    if (!hasReason) this.#say(`lost ${claim.lost.join(', ')} without a reason`)
  }

  #judgeFailure(error: AppError): void {
    const { isAgain, interventions, stage } = this.#case
    const { kind, details } = error
    const { reason } = details
    if (kind === 'source-kept') {
      if (reason === 'source-gone' ? this.#source !== undefined && !this.#isOverwritten : this.#source === undefined)
        this.#say(`said that the source stays: ${String(reason)}`)
      if (!this.#isCopy(this.#target) && this.#atTarget === undefined) this.#say('said to be copied, and is not')
    } else if (!isOutcomeUnknown(error) && this.#source === undefined && !this.#isDeletedByOther)
      this.#say(`failed (${kind}), and the source is gone`)
    const isLimit =
      (kind === 'source-kept' && reason === 'older-version') ||
      (this.#actor.mayHideTags && reason === 'attributes-lost')
    if ((isAgain || stage.round.fault === 'none') && interventions.length === 0 && !isLimit)
      this.#say(`fails: ${kind} ${String(reason ?? '')} ${details.operation ?? ''}`)
  }

  #isCopy(version: StoredVersion | undefined): version is StoredVersion {
    const isOwn = version?.sha256 === this.#actor.sha256 || version?.sha256 === this.#atSource?.sha256
    return version !== undefined && isOwn && version.keyId === this.#actor.targetKeyId
  }
}

/** What had no part in it is as it was, and nothing else has come. */
function judgeOthers({ stage, after, interventions }: Case): string[] {
  const { actors, before, bucket, targetBucket } = stage
  const isPart = (version: StoredVersion): boolean =>
    actors.some(
      ({ sourceKey, targetKey }) =>
        (version.bucket === bucket && (version.key === sourceKey || version.key.startsWith(sourceKey + TEMPORARY))) ||
        (version.bucket === targetBucket && version.key === targetKey)
    )
  const isForeign = (version: StoredVersion): boolean => interventions.some(({ sha256 }) => sha256 === version.sha256)
  const gone = before.versions.filter(
    (version) => !isPart(version) && !after.versions.some((one) => isSame(one, version))
  )
  const come = after.versions.filter(
    (version) => !isPart(version) && !isForeign(version) && !before.versions.some((one) => isSame(one, version))
  )
  return [
    ...gone.map(({ key }) => `${key}: had no part in it, and is changed or gone`),
    ...come.map(({ key }) => `${key}: is of no part in it`)
  ]
}

function latest({ versions }: Snapshot, bucket: string, key: string): StoredVersion | undefined {
  return versions.find((version) => version.bucket === bucket && version.key === key && version.isLatest)
}

function isSame(one: StoredVersion, other: StoredVersion): boolean {
  const of = ({ isLatest: _, modifiedAtMs: __, ...rest }: StoredVersion): string => JSON.stringify(rest)
  return of(one) === of(other)
}
