// Other people's tools as judges: Debian's own, whatever else is on the PATH, each with a clean environment and no
// configuration but what is given here.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GatewayInfo } from './gateway'
import type { Account } from './radosgw'
import { runTool, type ToolResult } from './tool'

export interface Seat {
  readonly info: GatewayInfo
  readonly account: Account
}

/** Where set-up keeps boto on a Debian that has none any more. */
const BOTO_DIR = fileURLToPath(new URL('../../node_modules/.cache/boto', import.meta.url))

/** For PYTHONPATH: where boto is if Debian has none. */
export const botoPath = (): string => BOTO_DIR

/** Python 2's boto, as the manual uses it, by Debian's python3: the script finds `conn`, and `arg` from the caller. */
export function boto(seat: Seat, script: string, arg: unknown = null): Promise<ToolResult> {
  const { port } = new URL(seat.info.http)
  const head = [
    `import sys; sys.path.append(${JSON.stringify(BOTO_DIR)})`,
    'import boto, boto.s3.connection, json, base64, hashlib',
    `arg = json.loads(${JSON.stringify(JSON.stringify(arg))})`,
    `conn = boto.connect_s3(aws_access_key_id='${seat.account.accessKey}', aws_secret_access_key='${seat.account.secretKey}',`,
    `  host='127.0.0.1', port=${port}, is_secure=False, calling_format=boto.s3.connection.OrdinaryCallingFormat())`
  ].join('\n')
  return python(`${head}\n${script}`)
}

/** boto3 by Debian's python3: the script finds `s3`, and `arg` from the caller. */
export function boto3(seat: Seat, script: string, arg: unknown = null): Promise<ToolResult> {
  const head = [
    'import boto3, json, sys, base64, hashlib',
    'from botocore.client import Config',
    `arg = json.loads(${JSON.stringify(JSON.stringify(arg))})`,
    `s3 = boto3.client('s3', endpoint_url='${seat.info.http}', aws_access_key_id='${seat.account.accessKey}',`,
    `  aws_secret_access_key='${seat.account.secretKey}', region_name='us-east-1', config=Config(s3={'addressing_style': 'path'}))`
  ].join('\n')
  return python(`${head}\n${script}`)
}

function python(script: string): Promise<ToolResult> {
  return runTool('/usr/bin/python3', ['-I', '-W', 'ignore', '-c', script], { env: bareEnv() })
}

/** aws-cli over TLS, by the authority of the run. */
export function awsCli(seat: Seat, args: readonly string[], input?: Uint8Array): Promise<ToolResult> {
  const env = {
    ...bareEnv(),
    AWS_ACCESS_KEY_ID: seat.account.accessKey,
    AWS_SECRET_ACCESS_KEY: seat.account.secretKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CA_BUNDLE: seat.info.caFile,
    AWS_PAGER: '',
    // Newer versions send checksums in trailers over TLS, which this gateway refuses.
    AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
    AWS_EC2_METADATA_DISABLED: 'true'
  }
  return runTool('/usr/bin/aws', ['--endpoint-url', seat.info.https, ...args], {
    env,
    ...(input === undefined ? {} : { input })
  })
}

export async function s3cmd(seat: Seat, args: readonly string[]): Promise<ToolResult> {
  const { host } = new URL(seat.info.http)
  const lines = [
    '[default]',
    `access_key = ${seat.account.accessKey}`,
    `secret_key = ${seat.account.secretKey}`,
    `host_base = ${host}`,
    `host_bucket = ${host}`,
    'use_https = False'
  ]
  return withFile('s3cfg', lines, (file) =>
    runTool('/usr/bin/s3cmd', ['-c', file, '--no-progress', ...args], { env: bareEnv() })
  )
}

/** rclone over TLS (it sends no SSE-C key otherwise); the remote is called `gate:`. */
export async function rclone(seat: Seat, args: readonly string[]): Promise<ToolResult> {
  const lines = [
    '[gate]',
    'type = s3',
    'provider = Ceph',
    `access_key_id = ${seat.account.accessKey}`,
    `secret_access_key = ${seat.account.secretKey}`,
    `endpoint = ${seat.info.https}`
  ]
  return withFile('rclone.conf', lines, (file) =>
    runTool('/usr/bin/rclone', ['--config', file, '--ca-cert', seat.info.caFile, ...args], { env: bareEnv() })
  )
}

export function curl(args: readonly string[], input?: Uint8Array): Promise<ToolResult> {
  const options = { env: bareEnv(), ...(input === undefined ? {} : { input }) }
  return runTool('/usr/bin/curl', ['-q', '--silent', '--show-error', '--max-time', '60', ...args], options)
}

async function withFile<T>(name: string, lines: readonly string[], use: (file: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-judge-'))
  const file = join(dir, name)
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  try {
    return await use(file)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function bareEnv(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', HOME: tmpdir(), TMPDIR: tmpdir(), LANG: 'C.UTF-8', PYTHONIOENCODING: 'utf-8' }
}
