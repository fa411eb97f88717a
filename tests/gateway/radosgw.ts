// The gateway daemon itself: its configuration, its start, its stop, and the accounts that are its own.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { startDaemon, waitUntil, type Daemon } from './process'
import { runToolOrFail } from './tool'

/** An account of the gateway: what a user types into the page. */
export interface Account {
  /** As the gateway names it in ACLs and policies: `alice`, or `physics$carol` for a user of the tenant `physics`. */
  readonly userId: string
  readonly accessKey: string
  readonly secretKey: string
}

/** The [client.rgw] lines. tcp_nodelay: without it every small answer waits some 40 ms. */
export function formatGatewayConf(port: number): string[] {
  return [
    `rgw frontends = beast endpoint=127.0.0.1:${port} tcp_nodelay=1`,
    'rgw crypt require ssl = false',
    'rgw trust forwarded https = true',
    'rgw enable usage log = false',
    'rgw dynamic resharding = false',
    'rgw thread pool size = 128',
    // Deleted data leaves the memory store after a minute, not after two hours.
    'rgw gc obj min wait = 60',
    'rgw gc processor period = 30',
    'rgw gc processor max time = 30'
  ]
}

/** Of the gateway that is first on the PATH, such as `16.2.15`. */
export async function gatewayVersion(): Promise<string> {
  const said = (await runToolOrFail('radosgw', ['--version'])).stdout.toString('utf8')
  const version = /^ceph version (\d+\.\d+\.\d+)/.exec(said)?.[1]
  if (version === undefined) throw new Error(`radosgw names no version: ${said}`)
  return version
}

/** Starts the gateway and waits until it answers. The daemon is handed to `onStart` before the wait. */
export async function startRadosgwDaemon(
  confFile: string,
  logDir: string,
  port: number,
  onStart: (daemon: Daemon) => void
): Promise<void> {
  const daemon = startDaemon('radosgw', logDir, 'radosgw', ['-c', confFile, '-f', '-n', 'client.rgw'])
  onStart(daemon)
  await waitUntil('The gateway answers', daemon, 90_000, async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5_000) })
    await response.arrayBuffer()
    return response.status === 200
  })
}

/** Creates a user with its own keys; `tenant$name` creates it in that tenant. */
export async function createAccount(
  confFile: string,
  userId: string,
  secretKey = randomBytes(20).toString('hex')
): Promise<Account> {
  const accessKey = randomBytes(10).toString('hex').toUpperCase()
  const uid = userId.slice(userId.indexOf('$') + 1)
  const name = uid.charAt(0).toUpperCase() + uid.slice(1)
  await runToolOrFail(
    'radosgw-admin',
    [
      ...['user', 'create', '-c', confFile, '-n', 'client.rgw', `--uid=${userId}`, `--display-name=${name}`],
      ...[`--access-key=${accessKey}`, `--secret-key=${secretKey}`]
    ],
    { timeoutMs: 60_000 }
  )
  return { userId, accessKey, secretKey }
}

/** One more access key of a user, who keeps the others. */
export async function createAccessKey(confFile: string, userId: string): Promise<Omit<Account, 'userId'>> {
  const accessKey = randomBytes(10).toString('hex').toUpperCase()
  const secretKey = randomBytes(20).toString('hex')
  const which = [`--uid=${userId}`, '--key-type=s3', `--access-key=${accessKey}`, `--secret-key=${secretKey}`]
  await runToolOrFail('radosgw-admin', ['key', 'create', '-c', confFile, '-n', 'client.rgw', ...which], {
    timeoutMs: 60_000
  })
  return { accessKey, secretKey }
}

/** As when a user renews theirs. */
export async function removeAccessKey(confFile: string, { userId, accessKey }: Account): Promise<void> {
  const which = [`--uid=${userId}`, '--key-type=s3', `--access-key=${accessKey}`]
  await runToolOrFail('radosgw-admin', ['key', 'rm', '-c', confFile, '-n', 'client.rgw', ...which], {
    timeoutMs: 60_000
  })
}

/** What a quota is of: one bucket, each bucket of a user, or all of a user's together. */
export type QuotaScope =
  { readonly bucket: string } | { readonly eachBucketOf: string } | { readonly allBucketsOf: string }

/** Sets a quota; it is enforced from then on, unless it is switched off. */
export async function setQuota(
  confFile: string,
  scope: QuotaScope,
  limits: { readonly maxBytes?: number; readonly maxObjects?: number; readonly isEnforced?: boolean }
): Promise<void> {
  const admin = (verb: string, more: readonly string[] = []) =>
    runToolOrFail('radosgw-admin', ['quota', verb, '-c', confFile, '-n', 'client.rgw', ...where, ...more])
  const where =
    'bucket' in scope
      ? ['--quota-scope=bucket', `--bucket=${scope.bucket}`]
      : 'eachBucketOf' in scope
        ? ['--quota-scope=bucket', `--uid=${scope.eachBucketOf}`]
        : ['--quota-scope=user', `--uid=${scope.allBucketsOf}`]
  const { maxBytes = -1, maxObjects = -1, isEnforced = true } = limits
  await admin('set', [`--max-size=${maxBytes}`, `--max-objects=${maxObjects}`])
  if (isEnforced) await admin('enable')
}

/** Writes a file that only this user may read, and gives its path. */
export function writeSecretFile(dir: string, name: string, content: string): string {
  const file = join(dir, name)
  writeFileSync(file, content, { mode: 0o600 })
  return file
}
