// s3cmd as it comes. It knows no SSE-C.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contestant, Course, Place } from './contestant'
import { bareEnvironment, createTool, type Command } from './tool-contestant'

const NO_KEYS = 's3cmd has no SSE-C'

export function createS3cmd(course: Course): Contestant {
  const { host } = new URL(course.endpoint)
  const configFile = join(course.workDir, 's3cfg')
  const lines = [
    '[default]',
    ...[`access_key = ${course.accessKey}`, `secret_key = ${course.secretKey}`],
    ...[`host_base = ${host}`, `host_bucket = ${host}`, 'use_https = False']
  ]
  writeFileSync(configFile, `${lines.join('\n')}\n`, { mode: 0o600 })
  const run = (...args: readonly string[]): Command => ({
    command: 's3cmd',
    args: ['-c', configFile, '--no-progress', '-q', ...args],
    env: bareEnvironment(course)
  })
  const url = ({ bucket, key }: Place): string => `s3://${bucket}/${key}`
  return createTool('s3cmd', course, {
    upload: (place, file) => (place.isLocked ? NO_KEYS : run('put', file, url(place))),
    download: (place, file) => (place.isLocked ? NO_KEYS : run('get', '--force', url(place), file)),
    uploadFolder: ({ bucket, prefix }, dir) => run('put', '--recursive', `${dir}/`, `s3://${bucket}/${prefix}`),
    downloadFolder: ({ bucket, prefix }, dir) =>
      run('get', '--recursive', '--force', `s3://${bucket}/${prefix}`, `${dir}/`)
  })
}
