// However a run ends, nothing of it is left: no process, whichever group it is in, and no file.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'

interface StandIn {
  readonly dir: string
  readonly pid: number
  /** Of its children and theirs. */
  readonly pids: readonly number[]
}

const SCRIPT = fileURLToPath(new URL('stand-in-run.ts', import.meta.url))
const STAND_IN = `"${process.execPath}" --import tsx "${SCRIPT}"`
const started: number[] = []

afterEach(() => {
  for (const pid of started.splice(0).filter(isRunning)) process.kill(pid, 'SIGKILL')
})

function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

/** Starts one, as a shell's last command or, `below` it, as a child of the shell. */
async function startStandIn(isBelow = false): Promise<{ shell: ChildProcess; run: StandIn }> {
  const command = isBelow ? `${STAND_IN}; exit $?` : `exec ${STAND_IN}`
  const env = { ...process.env, npm_lifecycle_event: 'test' }
  const shell = spawn('sh', ['-c', command], { env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((resolve) => createInterface(shell.stdout).once('line', resolve))
  const told = JSON.parse(line) as StandIn
  await expect.poll(() => existsSync(join(told.dir, 'deaf'))).toBe(true)
  await expect.poll(() => readOrphan(told.dir)).toBeGreaterThan(1)
  const run = { ...told, pids: [...told.pids.filter(isRunning), readOrphan(told.dir)] }
  expect(run.pids.filter(isRunning)).toHaveLength(4)
  started.push(...run.pids, run.pid)
  return { shell, run }
}

function readOrphan(dir: string): number {
  const file = join(dir, 'orphan')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : -1
}

function whatIsLeft({ dir, pids }: StandIn): readonly (number | string)[] {
  return [...pids.filter(isRunning), ...(existsSync(dir) ? [dir] : [])]
}

const statusOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (status) => resolve(status)))

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129]
] as const)('%s to the run ends it with everything below it, before it exits', async (signal, status) => {
  const { shell, run } = await startStandIn()
  const ended = statusOf(shell)
  process.kill(run.pid, signal)
  expect(await ended).toBe(status)
  expect(whatIsLeft(run)).toEqual([])
})

test('Ctrl+C, which signals the whole group, does too', async () => {
  const { shell, run } = await startStandIn()
  const ended = statusOf(shell)
  process.kill(-run.pid, 'SIGINT')
  expect(await ended).toBe(130)
  expect(whatIsLeft(run)).toEqual([])
})

test('a run that is killed outright leaves nothing either', async () => {
  const { run } = await startStandIn()
  process.kill(run.pid, 'SIGKILL')
  await expect.poll(() => whatIsLeft(run)).toEqual([])
})

test('a run whose parent is killed outright ends', async () => {
  const { shell, run } = await startStandIn(true)
  shell.kill('SIGKILL')
  await expect.poll(() => isRunning(run.pid)).toBe(false)
  await expect.poll(() => whatIsLeft(run)).toEqual([])
})

test('two runs do not end each other', async () => {
  const [first, second] = await Promise.all([startStandIn(), startStandIn()])
  const ended = statusOf(first.shell)
  process.kill(first.run.pid, 'SIGTERM')
  await ended
  expect(whatIsLeft(second.run)).toHaveLength(5)
  process.kill(second.run.pid, 'SIGKILL')
  await expect.poll(() => whatIsLeft(second.run)).toEqual([])
})
