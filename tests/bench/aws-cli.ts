// aws-cli as it comes: its own part size, its own number of requests at once. It does not compare what it fetched with the ETag.
import type { Contestant, Course, Place } from './contestant'
import { bareEnvironment, createTool, type Command } from './tool-contestant'

export function createAwsCli(course: Course): Contestant {
  const copy = (from: string, to: string, more: readonly string[] = []): Command => ({
    command: 'aws',
    args: ['s3', 'cp', '--endpoint-url', course.endpoint, '--only-show-errors', ...more, from, to],
    env: awsEnvironment(course)
  })
  const lock = ({ isLocked }: Place): string[] => (isLocked ? ['--sse-c', 'AES256', '--sse-c-key', course.sseKey] : [])
  const url = ({ bucket, key }: Place): string => `s3://${bucket}/${key}`
  return createTool('aws-cli', course, {
    upload: (place, file) => copy(file, url(place), lock(place)),
    download: (place, file) => copy(url(place), file, lock(place)),
    uploadFolder: ({ bucket, prefix }, dir) => copy(dir, `s3://${bucket}/${prefix}`, ['--recursive']),
    downloadFolder: ({ bucket, prefix }, dir) => copy(`s3://${bucket}/${prefix}`, dir, ['--recursive'])
  })
}

/** What aws-cli needs to know. */
export function awsEnvironment(course: Pick<Course, 'workDir' | 'accessKey' | 'secretKey'>): NodeJS.ProcessEnv {
  return {
    ...bareEnvironment(course),
    AWS_ACCESS_KEY_ID: course.accessKey,
    AWS_SECRET_ACCESS_KEY: course.secretKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    // What every guide to RADOS gateways says: newer ones add checksums that older gateways do not know.
    AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
    AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required'
  }
}
