// Plays rounds side by side in one page, and judges each: prepares, starts, waits, tries again once where the page failed.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeRandomFile } from '../bench/random-file'
import { sha256Of, type Driver, type Outcome } from './driver'
import type { Oracle, Subject } from './oracle'
import type { OtherHost } from './other-host'
import { judgeFailure, judgeRedirect, judgeUpload, mayBeTwice, mayBeUnfinished, type RoundResult } from './referee'
import type { Round } from './round'
import { Wire } from './wire'

/** A request that keeps failing is tried for two minutes, and then three times more, half a minute apart. */
const OUTCOME_TIMEOUT_MS = 360_000
/** Three limits of a minute or two, one after the other. */
const SLOW_OUTCOME_TIMEOUT_MS = 900_000
/** Of a download other part sizes than Lockgate's own are found too. */
const OTHER_PART_BYTES = 5 * 2 ** 20

export interface Table {
  readonly driver: Driver
  readonly oracle: Oracle
  readonly otherHost: OtherHost
  readonly bucket: string
  /** In base64. */
  readonly sseKey: string
  readonly workDir: string
  /** The rounds that the proxy asks about. */
  readonly wires: Set<Wire>
}

/** A round with all that it needs. */
export interface Play {
  readonly round: Round
  readonly wire: Wire
  readonly subject: Subject
  readonly file: string
  readonly sha256: string
  /** Of the object that was there before. */
  readonly former: string | undefined
  readonly startMs: number
  readonly wrong: string[]
}

/** Plays the rounds together and takes them off the list. Whatever a round does is in its result. */
export async function playBatch(rounds: readonly Round[], table: Table): Promise<RoundResult[]> {
  const plays: Play[] = []
  for (const round of rounds) plays.push(await prepare(round, table))
  for (const play of plays) {
    await start(play, table).catch(async (error: unknown) => {
      play.wrong.push(`not started: ${lineOf(error)}`)
      await table.driver.dismiss()
    })
  }
  await table.driver.unfold()
  const results = await Promise.all(plays.map((play) => finish(play, table)))
  await tidy(plays, table)
  return results
}

export async function prepare(round: Round, table: Table): Promise<Play> {
  const { oracle, bucket, otherHost, workDir } = table
  mkdirSync(workDir, { recursive: true })
  const file = join(workDir, round.name)
  await writeRandomFile(file, round.sizeBytes)
  const subject = { bucket, key: round.key, ...(round.isEncrypted ? { sseKey: table.sseKey } : {}) }
  let former: string | undefined
  if (round.hasFormer) {
    const other = join(workDir, `former-${round.name}`)
    await writeRandomFile(other, 1000 + round.index)
    await oracle.put({ bucket, key: round.key }, other)
    former = await sha256Of(other)
    rmSync(other)
  }
  if (round.direction === 'download') {
    const partBytes = round.index % 3 === 0 ? OTHER_PART_BYTES : 8 * 2 ** 20
    await oracle.put(subject, file, round.sizeBytes > 16 * 2 ** 20 ? partBytes : undefined)
  }
  const wire = new Wire(round, bucket, otherHost.url)
  table.wires.add(wire)
  return { round, wire, subject, file, sha256: await sha256Of(file), former, startMs: Date.now(), wrong: [] }
}

export async function start({ round, wire, subject, file }: Play, { driver }: Table): Promise<void> {
  if (round.direction === 'download') await driver.download(subject.key, () => wire.arm())
  else await driver.upload(subject.key, file, round.isEncrypted, () => wire.arm())
}

/** Waits for the end of a transfer, and after a failure for that of its retry. Never rejects. */
export async function finish(play: Play, table: Table): Promise<RoundResult> {
  const { round, wire, wrong } = play
  const { driver, otherHost } = table
  let first: Outcome | undefined
  let isDone = false
  try {
    if (wrong.length > 0) throw new Error('so it did not end')
    const timeoutMs = round.isSlow ? SLOW_OUTCOME_TIMEOUT_MS : OUTCOME_TIMEOUT_MS
    first = await driver.outcome(round.name, timeoutMs)
    const received = otherHost.received.filter(({ url }) => url.includes(`/${round.key}`))
    wrong.push(...judgeRedirect(round, first, received))
    wire.heal()
    if (first.state === 'failed') {
      await judgeLeft(play, table)
      await driver.retry(round.name)
      const second = await driver.outcome(round.name, timeoutMs)
      if (second.state === 'failed') wrong.push(`lost: healed and tried again it fails: ${second.words}`)
      else {
        await judgeDone(play, second, table)
        isDone = true
      }
    } else {
      await judgeDone(play, first, table)
      isDone = true
    }
  } catch (error) {
    wrong.push(lineOf(error))
  }
  return conclude(play, first?.state ?? 'none', first?.state === 'failed', isDone, table)
}

/** The rules that hold whatever the end was. */
export async function conclude(
  { round, wire, subject, sha256, startMs, wrong }: Play,
  outcome: RoundResult['outcome'],
  hasFailed: boolean,
  isDone: boolean,
  { oracle, otherHost }: Table
): Promise<RoundResult> {
  const { hits, bodyBytes } = wire
  if (hits === 0) wrong.push('the fault did not hit')
  const bytesTwice = Math.max(0, bodyBytes - round.sizeBytes)
  const isLookedFor = round.kind === 'lost-answer' && /^(Put|Complete)/.test(round.on)
  if (isLookedFor && outcome === 'done' && wire.bytesAfterLook > 0)
    wrong.push('it was sent again although it had been looked for')
  const allowed = mayBeTwice(round, hits, hasFailed)
  if (bytesTwice > allowed) wrong.push(`${bytesTwice} bytes went over in vain, ${allowed} may`)
  let isLost = true
  let unfinished = 0
  try {
    const sight = await oracle.look(subject)
    isLost = !isDone || sight.sha256 !== sha256
    unfinished = sight.unfinished
    if (sight.strays > 0) wrong.push('it is stored under another name too')
  } catch (error) {
    wrong.push(lineOf(error))
  }
  if (unfinished > mayBeUnfinished(round, hits)) wrong.push(`${unfinished} unfinished uploads are left`)
  if (isLost && isDone) wrong.push('lost: other bytes are stored')
  const keysElsewhere = otherHost.received.filter(
    ({ url, hasSecret }) => hasSecret && url.includes(`/${round.key}`)
  ).length
  const isFalselyDone = wrong.some((one) => one.startsWith('falsely done'))
  const seconds = Math.round((Date.now() - startMs) / 100) / 10
  return { round, hits, outcome, bytesTwice, isLost, isFalselyDone, keysElsewhere, unfinished, seconds, wrong }
}

/** The page says that it is done. */
export async function judgeDone({ round, subject, sha256, wrong }: Play, said: Outcome, table: Table): Promise<void> {
  if (round.direction === 'upload') wrong.push(...judgeUpload(round, said, await table.oracle.look(subject), sha256))
  else if ((await table.driver.takeSaved(round.name)) !== sha256) wrong.push('falsely done: other bytes were saved')
}

/** The page says that it failed, or it is gone. */
export async function judgeLeft({ round, subject, former, sha256, wrong }: Play, table: Table): Promise<void> {
  if (round.direction === 'upload') wrong.push(...judgeFailure(await table.oracle.look(subject), former, sha256))
  else if (table.driver.savedCount(round.name) > 0)
    wrong.push('falsely done: a file was saved by a download that failed')
}

/** What the browser's driver says goes over many lines. */
export function lineOf(error: unknown): string {
  return String((error as Error).message).split('\n')[0] ?? ''
}

export async function tidy(plays: readonly Play[], { driver, oracle, wires }: Table): Promise<void> {
  await driver.clear().catch(() => undefined)
  for (const { wire, subject, file } of plays) {
    wires.delete(wire)
    rmSync(file, { force: true })
    await oracle.remove(subject)
  }
}
