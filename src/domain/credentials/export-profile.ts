// A profile as the config file of another tool: what aws-cli, s3cmd, rclone, boto 2 and shells read. Each file holds the secret.
import { DEFAULT_REGION, type Profile } from '../profile'
import { isTokenProfile } from '../rgw-token'
import { quoteForShell } from '../share-link'

export const EXPORT_FORMATS = ['aws', 's3cmd', 'rclone', 'boto', 'environment'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** `characters`: a key holds some that this file would change. `anonymous`: there is nothing to export. */
export type ExportProblem = 'characters' | 'anonymous'

export interface ExportedProfile {
  /** Secret. Ends in a line break. */
  readonly text: string
  readonly fileName: string
  /** Lists the buckets with the file, which a user saved under its own name in the current folder. Holds no secret. */
  readonly command: string
}

/** Of a token only the access key counts, but rclone and aws-cli refuse a blank secret key. */
const PLACEHOLDER_SECRET = 'unused'

/** @param comment the first line, of one line: that the file holds a secret */
export function exportProfile(
  profile: Profile,
  format: ExportFormat,
  comment: string
): ExportedProfile | { readonly problem: ExportProblem } {
  if (profile.accessKey === '') return { problem: 'anonymous' }
  const secretKey = isTokenProfile(profile) ? PLACEHOLDER_SECRET : profile.secretKey
  const { accessKey, region, sessionToken = '' } = profile
  if (![accessKey, secretKey, region, sessionToken].every((value) => CARRIED[format].test(value) || value === ''))
    return { problem: 'characters' }
  const { lines, ...rest } = WRITERS[format]({ ...profile, secretKey, name: sectionName(profile.name) })
  return { ...rest, text: [`# ${comment.replace(/\s+/g, ' ')}`, ...lines, ''].join('\n') }
}

/** Visible ASCII, with blanks only within: the rest is cut, read in another encoding or taken for another line. */
const CARRIED: Readonly<Record<ExportFormat, RegExp>> = {
  aws: /^[!-~](?:[ -~]*[!-~])?$/,
  // S3/Config.py takes `$NAME` for a variable, and quotes for its own.
  s3cmd: /^(?![$"])[!-~](?:[ -~]*[!-~])?$/,
  // goconfig: quotes at the start, `%(name)s` anywhere.
  rclone: /^(?!["`]|.*%\()[!-~](?:[ -~]*[!-~])?$/,
  boto: /^[!-~](?:[ -~]*[!-~])?$/,
  environment: /^[!-~](?:[ -~]*[!-~])?$/
}

interface Written extends Omit<ExportedProfile, 'text'> {
  readonly lines: readonly string[]
}

const WRITERS: Readonly<Record<ExportFormat, (profile: Profile) => Written>> = {
  aws: ({ name, endpoint, region, pathStyle, accessKey, secretKey, sessionToken }) => ({
    fileName: `${name}-aws-config`,
    // aws-cli reads endpoint_url since 2.13 (1.29), so the command names it too.
    command: [
      `AWS_CONFIG_FILE=./${name}-aws-config`,
      'aws',
      '--profile',
      name,
      '--endpoint-url',
      endpoint,
      's3',
      'ls'
    ].join(' '),
    lines: [
      `[${['profile', name].join(' ')}]`,
      `aws_access_key_id = ${accessKey}`,
      `aws_secret_access_key = ${secretKey}`,
      ...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`]),
      `region = ${region}`,
      `endpoint_url = ${endpoint}`,
      // Gateways of before 2025 refuse the checksums that newer versions send by themselves.
      'request_checksum_calculation = when_required',
      'response_checksum_validation = when_required',
      's3 =',
      `    addressing_style = ${pathStyle ? 'path' : 'virtual'}`
    ]
  }),

  s3cmd: ({ name, endpoint, region, pathStyle, accessKey, secretKey, sessionToken }) => {
    const { host, protocol } = new URL(endpoint)
    return {
      fileName: `${name}.s3cfg`,
      command: ['s3cmd', '-c', `./${name}.s3cfg`, 'ls'].join(' '),
      lines: [
        '[default]',
        `access_key = ${accessKey}`,
        `secret_key = ${secretKey}`,
        ...(sessionToken === undefined ? [] : [`access_token = ${sessionToken}`]),
        `host_base = ${host}`,
        `host_bucket = ${pathStyle ? host : `%(bucket)s.${host}`}`,
        `use_https = ${protocol === 'https:' ? 'True' : 'False'}`,
        // Any other value is also sent as the place of each new bucket.
        `bucket_location = ${region === DEFAULT_REGION ? 'US' : region}`
      ]
    }
  },

  rclone: ({ name, endpoint, region, pathStyle, accessKey, secretKey, sessionToken }) => ({
    fileName: `${name}-rclone.conf`,
    command: ['rclone', '--config', `./${name}-rclone.conf`, 'lsd', `${name}:`].join(' '),
    lines: [
      `[${name}]`,
      'type = s3',
      'provider = Ceph',
      `access_key_id = ${accessKey}`,
      `secret_access_key = ${secretKey}`,
      ...(sessionToken === undefined ? [] : [`session_token = ${sessionToken}`]),
      `endpoint = ${endpoint}`,
      `region = ${region}`,
      `force_path_style = ${pathStyle ? 'true' : 'false'}`
    ]
  }),

  boto: ({ name, endpoint, pathStyle, accessKey, secretKey, sessionToken }) => {
    const { hostname, port, protocol } = new URL(endpoint)
    // Python's ConfigParser would fill in other values for `%(name)s`.
    const escape = (value: string): string => value.replaceAll('%', '%%')
    return {
      fileName: `${name}.boto`,
      command: `BOTO_CONFIG=./${name}.boto python3 -c 'import boto; print(boto.connect_s3().get_all_buckets())'`,
      lines: [
        '[Credentials]',
        `aws_access_key_id = ${escape(accessKey)}`,
        `aws_secret_access_key = ${escape(secretKey)}`,
        ...(sessionToken === undefined ? [] : [`aws_security_token = ${escape(sessionToken)}`]),
        `s3_host = ${hostname}`,
        ...(port === '' ? [] : [`s3_port = ${port}`]),
        '[Boto]',
        `is_secure = ${protocol === 'https:' ? 'True' : 'False'}`,
        '[s3]',
        `host = ${hostname}`,
        `calling_format = boto.s3.connection.${pathStyle ? 'Ordinary' : 'Subdomain'}CallingFormat`
      ]
    }
  },

  environment: ({ name, endpoint, region, accessKey, secretKey, sessionToken }) => ({
    fileName: `${name}-env.sh`,
    command: ['.', `./${name}-env.sh`, '&&', 'aws', '--endpoint-url', endpoint, 's3', 'ls'].join(' '),
    lines: Object.entries({
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
      AWS_DEFAULT_REGION: region,
      AWS_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
      AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required'
    }).map(([variable, value]) => ['export', `${variable}=${quoteForShell(value)}`].join(' '))
  })
}

/** A name that every one of these files takes, and a file system too. */
function sectionName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/-$/, '')
  return plain === '' || plain === 'default' ? 'lockgate' : plain
}
