// A screen in memory for a browser that shows its windows.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Screen {
  /** For the variable DISPLAY. */
  readonly display: string
  readonly end: () => void
}

/** A screen in memory, with a number that is free. */
export async function startScreen(): Promise<Screen> {
  const size = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp']
  const child = spawn('Xvfb', ['-displayfd', '3', ...size], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  const number = await new Promise<string>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (status) => reject(new Error(`Xvfb ended with status ${status}`)))
    createInterface({ input: child.stdio[3] as NodeJS.ReadableStream }).once('line', resolve)
  })
  return { display: `:${number}`, end }
}
