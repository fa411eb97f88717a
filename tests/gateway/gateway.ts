// One real gateway with everything around it, in a directory of its own: started whole, or not at all.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCeph, type Store } from './ceph'
import { createCertificate } from './certificate'
import { startControl } from './control'
import { formatLdapConf, startLdap, type LdapInfo } from './ldap'
import { startNginx } from './nginx'
import { findFreePorts } from './ports'
import { atProcessEnd, type Daemon } from './process'
import { createAccount, formatGatewayConf, gatewayVersion, startRadosgwDaemon, type Account } from './radosgw'

/** Where everything is. Plain data: a parent writes it to a file for its test workers. */
export interface GatewayInfo {
  /** radosgw itself: no CORS but that of a bucket's own rules. */
  readonly direct: string
  /** Through the proxy: answers preflights and adds CORS headers to every answer. */
  readonly http: string
  /** As `http`, over TLS, by the name localhost. */
  readonly https: string
  /** As `http`, but exposes no header to the page. */
  readonly hiddenEtag: string
  /** Answers 307 to the same path at `http`. */
  readonly redirect: string
  /** Answers 502 with an HTML page. */
  readonly broken: string
  /** Answers 503 with the S3 error SlowDown. */
  readonly unavailable: string
  /** PEM of the authority behind `https`. */
  readonly caFile: string
  readonly runDir: string
  /** Such as `16.2.15`; generation.ts says what to expect of it. */
  readonly version: string
  /** For radosgw-admin. */
  readonly confFile: string
  /** One JSON object a line: endpoint, method, uri (as sent), args, status, requestSeconds, bytesSent, origin, range. */
  readonly accessLog: string
  /** POST /radosgw/stop and /radosgw/start, answered when done. */
  readonly controlUrl: string
  readonly alice: Account
  readonly bob: Account
  /** A user of the tenant `physics`: its buckets may have the names of alice's. */
  readonly carol: Account
  readonly ldap?: LdapInfo
}

export interface GatewayOptions {
  /** Default memstore, up to 12 GiB of memory; bluestore keeps larger data in a sparse file of the run directory. */
  readonly store?: Store
  /** Also start an LDAP server, for tokens. */
  readonly ldap?: boolean
  /** Hands out temporary credentials (STS). */
  readonly sts?: boolean
}

export interface Gateway {
  readonly info: GatewayInfo
  /** Stops the gateway daemon; its data stay. */
  stopRadosgw(): Promise<void>
  /** Ends it as a crash does, in the middle of whatever it serves. */
  killRadosgw(): Promise<void>
  /** Starts it again and waits until it answers. */
  startRadosgw(): Promise<void>
  /** Ends every daemon and removes the run directory. */
  stop(): Promise<void>
}

/**
 * Starts monitor, OSD, gateway and proxy on free ports of 127.0.0.1 and creates alice, bob and carol.
 * @throws Error with the end of the log of the daemon that failed; nothing is left running then
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const runDir = mkdtempSync(join(tmpdir(), 'lockgate-gateway-'))
  const daemons: Daemon[] = []
  const removeRunDir = (): void => rmSync(runDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  const forget = atProcessEnd(() => {
    for (const daemon of daemons) daemon.kill()
    removeRunDir()
  })
  const stop = async (): Promise<void> => {
    // Gateway and proxy first: they would wait for an OSD that is gone.
    const [store, front] = [daemons.filter(isStore), daemons.filter((daemon) => !isStore(daemon))]
    await Promise.all(front.map((daemon) => daemon.stop()))
    await Promise.all(store.map((daemon) => daemon.stop()))
    removeRunDir()
    forget()
  }
  try {
    return await startIn(runDir, options, daemons, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

function isStore(daemon: Daemon): boolean {
  return daemon.name === 'mon' || daemon.name === 'osd'
}

async function startIn(
  runDir: string,
  options: GatewayOptions,
  daemons: Daemon[],
  stopDaemons: () => Promise<void>
): Promise<Gateway> {
  const logDir = join(runDir, 'log')
  mkdirSync(logDir)
  const proxyNames = ['http', 'https', 'hiddenEtag', 'redirect', 'broken', 'unavailable'] as const
  const ports = await findFreePorts(['mon', 'radosgw', 'ldap', ...proxyNames])
  const onStart = (daemon: Daemon): void => void daemons.push(daemon)
  const accessLog = join(runDir, 'access.log')

  const startFront = async (): Promise<string> => {
    const certificate = await createCertificate(runDir)
    await startNginx({ runDir, logDir, gatewayPort: ports.radosgw, ports, certificate, accessLog }, onStart)
    return certificate.caFile
  }
  const gatewayConf = [
    ...formatGatewayConf(ports.radosgw),
    ...(options.sts ? ['rgw sts key = 0123456789abcdef', 'rgw s3 auth use sts = true'] : []),
    ...(options.ldap ? formatLdapConf(runDir, ports.ldap) : [])
  ]
  const [confFile, caFile, ldap] = await allSettledOrFail([
    startCeph({ runDir, logDir, store: options.store ?? 'memstore', monPort: ports.mon, gatewayConf, onStart }),
    startFront(),
    options.ldap ? startLdap(runDir, logDir, ports.ldap, onStart) : Promise.resolve(undefined)
  ])

  const startRadosgw = (): Promise<void> => startRadosgwDaemon(confFile, logDir, ports.radosgw, onStart)
  const endRadosgw = async (isKilled: boolean): Promise<void> => {
    const index = daemons.findIndex((daemon) => daemon.name === 'radosgw')
    if (isKilled) daemons[index]?.kill()
    await daemons[index]?.stop()
    if (index >= 0) daemons.splice(index, 1)
  }
  const stopRadosgw = (): Promise<void> => endRadosgw(false)
  await startRadosgw()
  const version = await gatewayVersion()
  const alice = await createAccount(confFile, 'alice')
  const bob = await createAccount(confFile, 'bob')
  const carol = await createAccount(confFile, 'physics$carol')
  const control = await startControl({ stopRadosgw, startRadosgw })

  const url = (name: keyof typeof ports): string => `http://127.0.0.1:${ports[name]}`
  const info: GatewayInfo = {
    direct: url('radosgw'),
    http: url('http'),
    https: `https://localhost:${ports.https}`,
    hiddenEtag: url('hiddenEtag'),
    redirect: url('redirect'),
    broken: url('broken'),
    unavailable: url('unavailable'),
    caFile,
    runDir,
    version,
    confFile,
    accessLog,
    controlUrl: control.url,
    alice,
    bob,
    carol,
    ...(ldap === undefined ? {} : { ldap })
  }
  const stop = async (): Promise<void> => {
    control.close()
    await stopDaemons()
  }
  return { info, stopRadosgw, killRadosgw: () => endRadosgw(true), startRadosgw, stop }
}

/** As Promise.all, but waits for all before it fails, so that nothing starts after the clean-up. */
async function allSettledOrFail<T extends readonly unknown[]>(promises: {
  readonly [K in keyof T]: Promise<T[K]>
}): Promise<T> {
  await Promise.allSettled(promises)
  return (await Promise.all(promises)) as unknown as T
}
