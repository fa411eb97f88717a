// Rounds in which not a request goes wrong but what serves or sends it ends: the gateway, the tab, the browser.
import { setTimeout as sleep } from 'node:timers/promises'
import { conclude, finish, judgeLeft, lineOf, prepare, start, tidy, type Play, type Table } from './batch'
import type { Driver } from './driver'
import type { RoundResult } from './referee'
import type { Round } from './round'
import type { Disaster } from './scenarios'

const START_TIMEOUT_MS = 60_000
const DOWN_MS = 2_000

/** What a round can end. */
export interface Victims {
  killGateway(): Promise<void>
  startGateway(): Promise<void>
  /** @returns that of the page that is opened instead */
  killTab(): Promise<Driver>
  killBrowser(): Promise<Driver>
  /** Bytes a second of each request and answer from now on; undefined: as fast as they go. */
  setPace(bytesPerSecond: number | undefined): void
}

const PACE = 6 * 2 ** 20

/** Plays the rounds, which are of one kind, together: one blow hits all of them. */
export async function playDisaster(
  kind: Disaster,
  rounds: readonly Round[],
  table: Table,
  victims: Partial<Victims> & Pick<Victims, 'setPace'>
): Promise<RoundResult[]> {
  const plays: Play[] = []
  for (const round of rounds) plays.push(await prepare(round, table))
  victims.setPace(PACE)
  for (const play of plays) await start(play, table)
  await untilUnderWay(plays)
  for (const { wire, round } of plays) if (wire.bodyBytes > 0 && wire.bodyBytes < round.sizeBytes) wire.noteHit()
  if (kind === 'gateway-killed') {
    await victims.killGateway?.()
    victims.setPace(undefined)
    await sleep(DOWN_MS)
    await victims.startGateway?.()
    await table.driver.unfold()
    const results = await Promise.all(plays.map((play) => finish(play, table)))
    await tidy(plays, table)
    return results
  }
  const driver = await (kind === 'tab-killed' ? victims.killTab?.() : victims.killBrowser?.())
  if (driver === undefined) throw new Error(`Nothing does ${kind}`)
  victims.setPace(undefined)
  const after = { ...table, driver }
  const results: RoundResult[] = []
  for (const play of plays) results.push(await goOn(play, table, after))
  await tidy(plays, after)
  return results
}

/** What is left of a transfer whose page is gone goes on in the next page. */
async function goOn(play: Play, before: Table, after: Table): Promise<RoundResult> {
  try {
    await judgeLeft(play, before)
    await judgeLeft(play, after)
    const { direction, key } = play.round
    if (direction === 'upload' && !(await after.driver.listsUnfinished(key)))
      play.wrong.push('the bucket’s page does not list the unfinished upload')
    await after.driver.resume(play.round.name, direction === 'upload' ? play.file : undefined)
  } catch (error) {
    play.wrong.push(lineOf(error), `shown then: ${await after.driver.shown().catch(lineOf)}`)
    return conclude(play, 'killed', true, false, after)
  }
  return { ...(await finish(play, after)), outcome: 'killed' }
}

/** Until bytes of each have passed, and of one as many as its round says. */
async function untilUnderWay(plays: readonly Play[]): Promise<void> {
  for (const endMs = Date.now() + START_TIMEOUT_MS; Date.now() < endMs; await sleep(20)) {
    const ratios = plays.map(({ wire, round }) => wire.bodyBytes / round.sizeBytes)
    const isFar = ratios.some((ratio, index) => ratio > 0.05 + 0.6 * (plays[index]?.round.at ?? 0))
    if (ratios.every((ratio) => ratio > 0) && isFar) return
  }
}
