// rclone as it comes. It sends SSE-C keys by TLS only, so with a key it alone goes that way.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contestant, Course, Place } from './contestant'
import { bareEnvironment, createTool, type Command } from './tool-contestant'

export function createRclone(course: Course): Contestant {
  const configFile = writeRcloneConfig(course)
  const run = (verb: string, from: string, to: string): Command => ({
    command: 'rclone',
    args: ['--config', configFile, '--ca-cert', course.caFile, verb, from, to],
    env: bareEnvironment(course)
  })
  const url = ({ bucket, key, isLocked }: Place): string => `${isLocked ? 'locked' : 'gate'}:${bucket}/${key}`
  return createTool('rclone', course, {
    upload: (place, file) => run('copyto', file, url(place)),
    download: (place, file) => run('copyto', url(place), file),
    uploadFolder: ({ bucket, prefix }, dir) => run('copy', dir, `gate:${bucket}/${prefix}`),
    downloadFolder: ({ bucket, prefix }, dir) => run('copy', `gate:${bucket}/${prefix}`, dir)
  })
}

/** With the remotes `gate` and `locked`. @returns its path */
export function writeRcloneConfig(course: Course): string {
  const { accessKey, secretKey, endpoint, tlsEndpoint, sseKey } = course
  const remote = (name: string, url: string, more: readonly string[] = []): string[] => [
    ...[`[${name}]`, 'type = s3', 'provider = Ceph', 'no_check_bucket = true', ...more],
    ...[`access_key_id = ${accessKey}`, `secret_access_key = ${secretKey}`, `endpoint = ${url}`]
  ]
  const lock = ['sse_customer_algorithm = AES256', `sse_customer_key = ${sseKey}`]
  const lines = [...remote('gate', endpoint), ...remote('locked', tlsEndpoint, lock)]
  const file = join(course.workDir, 'rclone.conf')
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return file
}
