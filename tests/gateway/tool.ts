// Runs a command to its end and gives back what it said. Knows nothing of the gateway.
import { spawn } from 'node:child_process'

/** What a finished command left: its whole standard output as bytes, its errors as text, its exit status. */
export interface ToolResult {
  readonly stdout: Buffer
  readonly stderr: string
  /** Exit status; -1 when a signal ended it (its timeout included). */
  readonly status: number
}

export interface ToolOptions {
  /** The whole environment; the parent's own when left out. PATH always gets the sbin directories. */
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string | Uint8Array
  readonly cwd?: string
  /** 120 s when left out; a command that takes longer is killed. */
  readonly timeoutMs?: number
}

/** The environment with the directories in which Debian keeps daemons, which are on no ordinary user's PATH. */
export function withSbin(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PATH: `${env['PATH'] ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin` }
}

/** Runs a command and resolves whatever its status is; rejects only when it cannot be started. */
export function runTool(command: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: withSbin(options.env ?? process.env),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      timeout: options.timeoutMs ?? 120_000,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 'pipe', 'pipe']
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.stdin.on('error', () => {}) // a command may end without reading its input
    child.on('error', reject)
    child.on('close', (status) =>
      resolve({
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
        status: status ?? -1
      })
    )
    child.stdin.end(options.input)
  })
}

/** As {@link runTool}, but a status other than 0 rejects with what the command said. */
export async function runToolOrFail(
  command: string,
  args: readonly string[],
  options: ToolOptions = {}
): Promise<ToolResult> {
  const result = await runTool(command, args, options)
  if (result.status === 0) return result
  const said = `${result.stderr}\n${result.stdout.toString('utf8')}`.trim().slice(-2000)
  throw new Error(`${command} ${args[0] ?? ''} ended with status ${result.status}: ${said}`)
}
