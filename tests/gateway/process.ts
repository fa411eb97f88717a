// Daemons as direct children of this process: started, watched, ended by their own pid, and never left behind.
// Knows nothing of what they serve.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withSbin } from './tool'

export interface Daemon {
  readonly name: string
  readonly pid: number
  /** Its standard output and errors, appended over restarts. */
  readonly logFile: string
  hasExited(): boolean
  /** Ends it: SIGTERM, then SIGKILL after five seconds. Resolves when it is gone. */
  stop(): Promise<void>
  /** Ends it without waiting, for the end of this process. */
  kill(): void
}

/**
 * Starts a daemon that stays in the foreground. Should this process be killed outright, the kernel ends the daemon
 * (setpriv --pdeathsig keeps the pid).
 */
export function startDaemon(name: string, logDir: string, command: string, args: readonly string[]): Daemon {
  const logFile = join(logDir, `${name}.log`)
  const log = openSync(logFile, 'a')
  const env = withSbin(process.env)
  delete env['CEPH_ARGS']
  delete env['CEPH_CONF']
  // nginx hands a SIGTERM on to its workers; SIGKILL would orphan them. The others keep nothing worth a farewell, and
  // some would wait for each other.
  const lastSignal = name === 'nginx' ? 'SIGTERM' : 'SIGKILL'
  const options = ['--pdeathsig', lastSignal.slice(3)]
  const child = spawn('setpriv', [...options, command, ...args], { env, stdio: ['ignore', log, log] })
  closeSync(log)
  let hasExited = child.pid === undefined
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      hasExited = true
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  child.unref()
  return {
    name,
    pid: child.pid ?? -1,
    logFile,
    hasExited: () => hasExited,
    stop: () => stopChild(child, exited),
    kill: () => void (hasExited || child.kill(lastSignal))
  }
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.ref() // the wait below must keep this process alive
  child.kill('SIGTERM')
  const killTimer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await exited
  clearTimeout(killTimer)
}

/** The last lines that a daemon wrote, for the text of an error. */
export function logTail(daemon: Daemon, lines = 25): string {
  return readFileSync(daemon.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}

/**
 * Tries again until `attempt` gives true; an attempt that throws counts as false.
 * @throws Error with the tail of the daemon's log when the deadline passes or the daemon exits.
 */
export async function waitUntil(
  what: string,
  daemon: Daemon,
  deadlineMs: number,
  attempt: () => Promise<boolean>
): Promise<void> {
  const endMs = Date.now() + deadlineMs
  for (;;) {
    if (await attempt().catch(() => false)) return
    const reason = daemon.hasExited() ? `${daemon.name} exited` : Date.now() > endMs ? `not in ${deadlineMs} ms` : ''
    if (reason) throw new Error(`${what}: ${reason}. The end of its log:\n${logTail(daemon)}`)
    await sleep(100)
  }
}

const lastActions = new Set<() => void>()
const signalStatus = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

function runLastActions(): void {
  for (const action of [...lastActions].reverse()) action()
  lastActions.clear()
}

/**
 * Has a synchronous action done when this process ends by itself or by SIGINT, SIGTERM or SIGHUP (which then exit with
 * the usual status 128 + n); the latest comes first. Returns a function that forgets the action.
 */
export function atProcessEnd(action: () => void): () => void {
  if (process.listenerCount('exit', runLastActions) === 0) {
    process.on('exit', runLastActions)
    for (const [signal, status] of Object.entries(signalStatus)) process.on(signal, () => process.exit(status))
  }
  lastActions.add(action)
  return () => void lastActions.delete(action)
}
