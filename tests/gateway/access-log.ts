// What reached the proxy. It writes a line just after it has answered, so reading at once may miss the latest, and would
// call absent what is only late: a request of our own, asked after all others, must be in the log before it is believed.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GatewayInfo } from './gateway'

export interface LogLine {
  /** Which of the rig's servers was asked, as in GatewayInfo. */
  readonly endpoint: string
  readonly method: string
  /** The path as it was sent. */
  readonly uri: string
  readonly args: string
  readonly status: string
}

const DEADLINE_MS = 60_000

/** All requests that were answered before this call, oldest first. Relies on the proxy having one worker, which writes in order. */
export async function readAccessLog(info: GatewayInfo): Promise<readonly LogLine[]> {
  const marker = `/log-marker-${randomBytes(8).toString('hex')}`
  await (await fetch(info.http + marker)).arrayBuffer()
  for (const endMs = Date.now() + DEADLINE_MS; Date.now() < endMs; await sleep(10)) {
    const lines = readFileSync(info.accessLog, 'utf8').split('\n')
    const end = lines.findIndex((line) => line.includes(marker))
    if (end >= 0) return lines.slice(0, end).map((line) => JSON.parse(line) as LogLine)
  }
  throw new Error(`The proxy did not log ${marker} in ${DEADLINE_MS} ms`)
}
