// A contestant that is a command: run, timed, and what it fetched is compared and removed.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runToolOrFail } from '../gateway/tool'
import {
  timeoutOf,
  Unable,
  type Contestant,
  type Course,
  type FolderPlace,
  type Measured,
  type Place
} from './contestant'
import { assertSameFile, assertSameFolder } from './same-file'

export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** A sentence instead of a command says why there is none. */
type Way = Promise<Command> | Command | string

/** What is run for each action, made before the time is taken. */
export interface ToolWays {
  upload(place: Place, file: string): Way
  download(place: Place, file: string): Way
  uploadFolder(place: FolderPlace, dir: string): Way
  downloadFolder(place: FolderPlace, dir: string): Way
}

export function createTool(name: string, course: Course, ways: ToolWays): Contestant {
  async function run(way: Way): Promise<Measured> {
    const known = await way
    if (typeof known === 'string') throw new Unable(known)
    const { command, args, env } = known
    const startMs = performance.now()
    await runToolOrFail(command, args, { env, timeoutMs: timeoutOf(course), cwd: course.workDir })
    return { seconds: (performance.now() - startMs) / 1000 }
  }
  const target = join(course.workDir, `${name}.down`)
  async function fetchTo(way: Way, check: () => Promise<void>): Promise<Measured> {
    try {
      const measured = await run(way)
      await check()
      return measured
    } finally {
      rmSync(target, { recursive: true, force: true })
    }
  }
  return {
    name,
    settle: () => undefined,
    upload: (place) => run(ways.upload(place, course.file)),
    download: (place) => fetchTo(ways.download(place, target), () => assertSameFile(target, course)),
    uploadFolder: (place) => run(ways.uploadFolder(place, course.folder)),
    downloadFolder(place) {
      mkdirSync(target)
      return fetchTo(ways.downloadFolder(place, target), () => assertSameFolder(target, course))
    },
    close: async () => undefined
  }
}

/** Nothing of this machine's own settings. */
export function bareEnvironment({ workDir }: Pick<Course, 'workDir'>): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', HOME: workDir, TMPDIR: workDir, LANG: 'C.UTF-8' }
}
