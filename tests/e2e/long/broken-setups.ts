// Gateways that are set up in the ways that go wrong: one nginx with a port for each, before the run's real gateway.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCertificate } from '../../gateway/certificate'
import type { GatewayInfo } from '../../gateway/gateway'
import { formatConf, formatServer, PROXY_LOCATION, startNginxWith, tlsDirectives } from '../../gateway/nginx'
import { findFreePorts } from '../../gateway/ports'
import type { Daemon } from '../../gateway/process'

const EXPOSED = 'ETag, Date, x-amz-request-id, x-amz-version-id, x-rgw-object-count, x-rgw-bytes-used'
const METHODS = 'GET, HEAD, PUT, POST, DELETE'

interface Cors {
  readonly methods?: string
  /** Default: whatever is asked for. */
  readonly headers?: string
  readonly exposed?: string
  readonly isOnErrors?: boolean
}

function cors({ methods = METHODS, headers, exposed = EXPOSED, isOnErrors = true }: Cors): string[] {
  const always = isOnErrors ? ' always' : ''
  return [
    `add_header Access-Control-Allow-Origin *${always};`,
    `add_header Access-Control-Allow-Methods "${methods}"${always};`,
    `add_header Access-Control-Allow-Headers ${headers === undefined ? '$preflight_headers' : `"${headers}"`}${always};`,
    `add_header Access-Control-Expose-Headers "${exposed}"${always};`
  ]
}

/** What the SDK sends with an upload that is not encrypted. */
const PLAIN_HEADERS = 'authorization, content-type, x-amz-content-sha256, x-amz-date'

const plain: Readonly<Record<string, readonly string[]>> = {
  open: cors({}),
  hiddenEtag: cors({ exposed: EXPOSED.replace('ETag, ', '') }),
  hiddenDate: cors({ exposed: EXPOSED.replace('Date, ', '') }),
  hiddenUsage: cors({ exposed: EXPOSED.replace(/, x-rgw-.*/, '') }),
  withoutDelete: cors({ methods: 'GET, HEAD, PUT, POST' }),
  withoutSse: cors({ headers: PLAIN_HEADERS }),
  hiddenErrors: cors({ isOnErrors: false }),
  oneMegabyte: [...cors({}), 'client_max_body_size 1m;']
}
const NAMES = [
  ...['open', 'hiddenEtag', 'hiddenDate', 'hiddenUsage', 'withoutDelete', 'withoutSse', 'hiddenErrors', 'oneMegabyte'],
  ...['html', 'htmlError', 'redirect', 'tls']
] as const

export type BrokenSetup = (typeof NAMES)[number]

export interface BrokenSetups {
  /** Ports of 127.0.0.1. */
  readonly ports: Readonly<Record<BrokenSetup, number>>
  /** No server listens there. */
  readonly freePort: number
  /** Takes connections, and ends each. */
  readonly rudePort: number
  stop(): Promise<void>
}

export async function startBrokenSetups(info: GatewayInfo): Promise<BrokenSetups> {
  const runDir = mkdtempSync(join(tmpdir(), 'lockgate-broken-'))
  const logDir = join(runDir, 'log')
  mkdirSync(logDir)
  const { free, ...ports } = await findFreePorts([...NAMES, 'free'])
  const certificate = await createCertificate(runDir)
  const page = (status: number): string =>
    `location / { default_type text/html; return ${status} '<html>A page</html>'; }`
  const servers = [
    ...Object.entries(plain).map(([name, directives]) =>
      formatServer(`${ports[name as BrokenSetup]}`, PROXY_LOCATION, directives)
    ),
    formatServer(`${ports.html}`, page(200), cors({})),
    formatServer(`${ports.htmlError}`, page(502), cors({})),
    formatServer(
      `${ports.redirect}`,
      `location / { return 307 http://127.0.0.1:${ports.open}$request_uri; }`,
      cors({})
    ),
    formatServer(`${ports.tls} ssl`, PROXY_LOCATION, [...tlsDirectives(certificate), ...cors({})])
  ]
  const gatewayPort = Number(new URL(info.direct).port)
  const conf = formatConf({ runDir, gatewayPort, ports, accessLog: join(runDir, 'access.log') }, servers)
  const daemons: Daemon[] = []
  await startNginxWith(conf, { runDir, logDir }, ports.open, (daemon) => void daemons.push(daemon))
  const rude = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await new Promise((resolve) => rude.once('listening', resolve))
  return {
    ports,
    freePort: free,
    rudePort: (rude.address() as AddressInfo).port,
    stop: async () => {
      await new Promise((resolve) => rude.close(resolve))
      await Promise.all(daemons.map((daemon) => daemon.stop()))
      rmSync(runDir, { recursive: true, force: true })
    }
  }
}
