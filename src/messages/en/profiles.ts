// A profile outside this browser: on another device, or as another tool's config file.
import { visibleName } from '../../domain/invisible'
import { formatDateTime } from '../format'
import type { ExportFormat, ExportProblem } from '../../domain/credentials/export-profile'

const tools: Readonly<Record<ExportFormat, string>> = {
  aws: 'aws-cli, boto3',
  s3cmd: 's3cmd',
  rclone: 'rclone',
  boto: 'boto 2',
  environment: 'Environment variables (sh)'
}

const toolNotes: Readonly<Record<ExportFormat, string>> = {
  aws: 'For ~/.aws/config. aws-cli before 2.13 needs --endpoint-url too.',
  s3cmd: 'For ~/.s3cfg.',
  rclone: 'For rclone.conf.',
  boto: 'For ~/.boto.',
  environment: 'For programs started in the same shell.'
}

const problems: Readonly<Record<ExportProblem, string>> = {
  characters: 'This profile’s keys contain characters that this file can’t hold. Choose another tool.',
  anonymous: 'This profile has no access key, so there is nothing to export.'
}

const until = (expiresAtMs: number | undefined, nowMs: number): string =>
  expiresAtMs === undefined
    ? 'expiry unknown'
    : `${expiresAtMs > nowMs ? 'valid until' : 'expired on'} ${formatDateTime(expiresAtMs)}`

export const profiles = {
  session: {
    used: (expiresAtMs: number | undefined, nowMs: number) => `Temporary credentials, ${until(expiresAtMs, nowMs)}.`,
    state: (expiresAtMs: number | undefined, nowMs: number) => `temporary, ${until(expiresAtMs, nowMs)}`
  },
  onDevice: 'Use on another device…',
  exporting: {
    open: 'Use in another tool…',
    title: (name: string) => `Use ${visibleName(name)} in another tool`,
    tool: 'Tool',
    tools,
    toolNotes,
    problems,
    secretInside: 'The file contains your secret key. Anyone who has it can use your account. Keep it private.',
    passwordInside:
      'The file contains your password, inside the token. Anyone who has it can use your account. Keep it private.',
    tokenSecret: 'A token needs no secret key, but some tools refuse a blank one: the file says “unused”.',
    secretComment: 'SECRET: this file contains your secret key. Keep it private.',
    passwordComment: 'SECRET: this file contains your password, inside the access key. Keep it private.',
    command: 'List your buckets with it',
    copyCommand: 'Copy command',
    save: 'Save file with secret'
  }
}
