// aws-cli as it comes: its own part size, its own number of requests at once. It does not compare what it fetched with the ETag.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { runToolOrFail } from '../gateway/tool'
import type { Contestant, Course, Measured, Place } from './contestant'
import { assertSameFile } from './same-file'

const TIMEOUT_MS = 900_000

export function createAwsCli(course: Course): Contestant {
  const env = awsEnvironment(course)

  async function copy(from: string, to: string, isLocked: boolean): Promise<Measured> {
    const lock = isLocked ? ['--sse-c', 'AES256', '--sse-c-key', course.sseKey] : []
    const args = ['s3', 'cp', '--endpoint-url', course.endpoint, '--only-show-errors', ...lock, from, to]
    const startMs = performance.now()
    await runToolOrFail('aws', args, { env, timeoutMs: TIMEOUT_MS })
    return { seconds: (performance.now() - startMs) / 1000 }
  }

  const url = ({ bucket, key }: Place): string => `s3://${bucket}/${key}`
  return {
    name: 'aws-cli',
    settle: () => undefined,
    upload: (place) => copy(course.file, url(place), place.isLocked),
    async download(place) {
      const target = join(course.workDir, 'aws-cli.down')
      const measured = await copy(url(place), target, place.isLocked)
      await assertSameFile(target, course)
      rmSync(target)
      return measured
    },
    close: async () => undefined
  }
}

/** What aws-cli needs to know, and nothing of this machine's own settings. */
export function awsEnvironment(course: Pick<Course, 'workDir' | 'accessKey' | 'secretKey'>): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: course.workDir,
    AWS_ACCESS_KEY_ID: course.accessKey,
    AWS_SECRET_ACCESS_KEY: course.secretKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    // What every guide to RADOS gateways says: newer ones add checksums that older gateways do not know.
    AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
    AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required'
  }
}
