// How much memory a tree of processes holds: the sum of their proportional set sizes, which counts shared pages once.
import { readdirSync, readFileSync } from 'node:fs'

const SAMPLE_MS = 200

/** @returns the pid of a process below this one whose command line holds `text`, the topmost one first; undefined: there is none. */
export function findDescendant(text: string): number | undefined {
  return descendantsOf(process.pid).find((pid) => read(`/proc/${pid}/cmdline`).includes(text))
}

/** Watches a process and all below it. */
export class MemoryWatch {
  readonly #rootPid: number
  #samples: number[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(rootPid: number) {
    this.#rootPid = rootPid
  }

  /** What they hold now, in bytes. */
  sample(): number {
    const pids = [this.#rootPid, ...descendantsOf(this.#rootPid)]
    return pids.reduce((sum, pid) => sum + pssOf(pid), 0)
  }

  start(): void {
    this.#samples = [this.sample()]
    this.#timer = setInterval(() => this.#samples.push(this.sample()), SAMPLE_MS)
  }

  /** @returns what they held since `start`, in bytes, five times a second. */
  stop(): readonly number[] {
    clearInterval(this.#timer)
    return [...this.#samples, this.sample()]
  }
}

/** Those that have gone in the meantime count nothing. */
function pssOf(pid: number): number {
  const match = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))
  return Number(match?.[1] ?? 0) * 1024
}

/** The pids of all processes below one. */
export function descendantsOf(rootPid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // The command's name, in parentheses, may hold anything: the parent comes after its last one.
    const parent = Number(/^.*\) \S (\d+)/s.exec(read(`/proc/${name}/stat`))?.[1] ?? -1)
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found: number[] = []
  const waiting = [rootPid]
  for (let pid = waiting.shift(); pid !== undefined; pid = waiting.shift()) {
    const below = children.get(pid) ?? []
    found.push(...below)
    waiting.push(...below)
  }
  return found
}

/** @returns '' when there is no such file. */
export function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
