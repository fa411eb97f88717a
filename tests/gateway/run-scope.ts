// What a run of tests, a benchmark or a demo has for itself, and how all of it ends, whatever ends the run.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { useUtf8Locale } from './locale'
import { atProcessEnd } from './process'

const END_RUN = fileURLToPath(new URL('end-run.sh', import.meta.url))
const PARENT_CHECK_MS = 1000

/**
 * Opens this process's run: everything temporary of this process and its children goes to one directory from now on (TMPDIR),
 * and the children's locale is UTF-8. When this process ends, its children and theirs end and the directory is removed: before
 * its exit when it ends by itself or by SIGINT, SIGTERM or SIGHUP, right after it when it is killed.
 * @returns the directory.
 */
export function openRunScope(): string {
  useUtf8Locale()
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-run-'))
  // Without TMPDIR: that of a run around this one would end the watch with it, before its work is done.
  const env = { ...process.env, TMPDIR: undefined, LOCKGATE_RUN_DIR: dir }
  process.env['TMPDIR'] = dir

  // The pipe to it closes with this process. It has a session of its own, so that what is sent to ours does not end it.
  const watch = spawn('sh', [END_RUN], { env, detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  watch.unref()
  ;(watch.stdin as unknown as { unref(): void }).unref()
  atProcessEnd(() => void spawnSync('sh', [END_RUN], { env, input: '' }))
  if (process.env['npm_lifecycle_event'] !== undefined) endWithParent()
  return dir
}

/** npm, killed hard, tells its script nothing. */
function endWithParent(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1)
  }, PARENT_CHECK_MS).unref()
}
