// curl with requests that were signed before: what HTTP alone costs. Nothing is listed, compared or tried again; a folder goes six files at
// once, as many as a browser has connections.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contestant, Course, FolderPlace, Place } from './contestant'
import type { Store } from './store'
import { bareEnvironment, createTool, type Command } from './tool-contestant'

export function createCurl(course: Course, store: Store, paths: readonly string[]): Contestant {
  const configFile = join(course.workDir, 'curl.conf')
  const run = (more: readonly string[]): Command => ({
    command: 'curl',
    args: ['-q', '--fail', '--silent', '--show-error', ...more],
    env: bareEnvironment(course)
  })
  /** @param option with a path, for each request */
  async function many(
    { bucket, prefix }: FolderPlace,
    verb: 'PUT' | 'GET',
    option: string,
    dir: string
  ): Promise<Command> {
    const places = paths.map((path) => ({ bucket, key: prefix + path, isLocked: false }))
    const requests = await store.signMany(places, verb)
    const lines = paths.flatMap((path, index) => [
      `url = "${requests[index]?.url}"`,
      `${option} = "${join(dir, path)}"`
    ])
    writeFileSync(configFile, `${lines.join('\n')}\n`, { mode: 0o600 })
    return run(['--create-dirs', '--parallel', '--parallel-max', '6', '-K', configFile])
  }
  async function one(place: Place, verb: 'PUT' | 'GET', option: string, file: string): Promise<Command> {
    const { url, headers } = await store.sign(place, verb)
    const lines = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
    return run([...lines, option, file, url])
  }
  return createTool('curl', course, {
    upload: (place, file) => one(place, 'PUT', '--upload-file', file),
    download: (place, file) => one(place, 'GET', '--output', file),
    uploadFolder: (place, dir) => many(place, 'PUT', 'upload-file', dir),
    downloadFolder: (place, dir) => many(place, 'GET', 'output', dir)
  })
}
