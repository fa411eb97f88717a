// The store below the gateway: one monitor and one OSD, without authentication or redundancy, and the configuration
// that the gateway shares with them. Options are those that let Pacific to Reef start alike in a few seconds.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startDaemon, waitUntil, type Daemon } from './process'
import { runTool, runToolOrFail } from './tool'

/** Where the OSD keeps its data: in memory, or in a sparse file for data larger than memory. */
export type Store = 'memstore' | 'bluestore'

export interface CephOptions {
  readonly runDir: string
  readonly logDir: string
  readonly store: Store
  readonly monPort: number
  /** Further lines of ceph.conf, as [client.rgw] needs them. */
  readonly gatewayConf: readonly string[]
  /** Called with each daemon as soon as it runs, so that a failed start can end it. */
  readonly onStart: (daemon: Daemon) => void
}

const gib = 1024 ** 3

/** @returns the directory of the OSD's object classes, which Reef and later do not find by themselves */
function findClassDir(): string | undefined {
  const candidates = readdirSync('/usr/lib', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
    .map((entry) => join('/usr/lib', entry.name, 'rados-classes'))
  return [...candidates, '/usr/lib/rados-classes', '/usr/lib64/rados-classes'].find((dir) => {
    try {
      return readdirSync(dir).some((name) => name.startsWith('libcls_rgw'))
    } catch {
      return false
    }
  })
}

function formatConf(options: CephOptions, fsid: string): string {
  const classDir = findClassDir()
  return [
    '[global]',
    `fsid = ${fsid}`,
    `mon host = v1:127.0.0.1:${options.monPort}`,
    'public addr = 127.0.0.1',
    'cluster addr = 127.0.0.1',
    'ms bind msgr2 = false',
    'auth cluster required = none',
    'auth service required = none',
    'auth client required = none',
    `run dir = ${options.runDir}`,
    `crash dir = ${options.runDir}`,
    'admin socket =',
    'log file =',
    'log to stderr = true',
    'err to stderr = true',
    'mon cluster log file = /dev/null',
    ...['mon', 'osd', 'rgw', 'ms', 'rocksdb', 'bluestore', 'bdev', 'paxos', 'client'].map(
      (part) => `debug ${part} = 0/0`
    ),
    'osd pool default size = 1',
    'osd pool default min size = 1',
    'osd pool default pg num = 8',
    'osd pool default pg autoscale mode = off',
    'osd crush chooseleaf type = 0',
    '[mon]',
    `mon data = ${join(options.runDir, 'mon')}`,
    'mon allow pool size one = true',
    'mon data avail crit = 0',
    // One vote of one: a change need not wait a second for others to join it. A start makes some thirty.
    'paxos propose interval = 0.02',
    'paxos min wait = 0.01',
    'mon max pg per osd = 1000',
    '[osd]',
    `osd data = ${join(options.runDir, 'osd')}`,
    `osd objectstore = ${options.store}`,
    `memstore device bytes = ${12 * gib}`,
    `bluestore block size = ${64 * gib}`,
    `osd memory target = ${gib}`,
    'osd op queue = wpq',
    // An OSD's first command can overtake its knowledge of the fsid and is refused ('wrong fsid'): it sends none.
    'osd class update on start = false',
    'osd crush update on start = false',
    'osd fast shutdown = true',
    'osd fast shutdown notify mon = false',
    ...(classDir === undefined ? [] : [`osd class dir = ${classDir}`]),
    '[client.rgw]',
    ...options.gatewayConf,
    ''
  ].join('\n')
}

/**
 * Starts monitor and OSD and waits for the OSD to be up.
 * @returns the path of the ceph.conf with which the gateway and radosgw-admin find them
 * @throws Error with the end of the log of the daemon that did not start
 */
export async function startCeph(options: CephOptions): Promise<string> {
  const { runDir, logDir, monPort, onStart } = options
  const confFile = join(runDir, 'ceph.conf')
  const monmap = join(runDir, 'monmap')
  const fsid = randomUUID()
  const osdUuid = randomUUID()
  const conf = ['-c', confFile]
  mkdirSync(join(runDir, 'mon'))
  mkdirSync(join(runDir, 'osd'))
  writeFileSync(confFile, formatConf(options, fsid))

  await runToolOrFail('monmaptool', ['--create', '--addv', 'a', `[v1:127.0.0.1:${monPort}]`, '--fsid', fsid, monmap])
  await runToolOrFail('ceph-mon', [...conf, '--mkfs', '-i', 'a', '--monmap', monmap])
  const mon = startDaemon('mon', logDir, 'ceph-mon', [...conf, '-f', '-i', 'a'])
  onStart(mon)
  // It would go on asking for a monitor that is gone when this process ends: so it ends with it.
  const ceph = (...args: string[]) =>
    runTool('setpriv', ['--pdeathsig', 'KILL', 'ceph', ...conf, '--connect-timeout', '10', ...args], {
      timeoutMs: 20_000
    })
  await waitUntil('The monitor answers', mon, 60_000, async () => (await ceph('osd', 'new', osdUuid)).status === 0)

  await waitUntil('The monitor takes the OSD', mon, 60_000, async () => {
    const added = await ceph('osd', 'crush', 'add', 'osd.0', '1', 'root=default', 'host=rig')
    return added.status === 0
  })
  await runToolOrFail('ceph-osd', [...conf, '--mkfs', '-i', '0', '--osd-uuid', osdUuid])
  const osd = startDaemon('osd', logDir, 'ceph-osd', [...conf, '-f', '-i', '0'])
  onStart(osd)
  await waitUntil('The OSD is up', osd, 60_000, async () => {
    const dump = await ceph('osd', 'stat', '--format', 'json')
    return (JSON.parse(dump.stdout.toString('utf8')) as { num_up_osds?: number }).num_up_osds === 1
  })
  return confFile
}
