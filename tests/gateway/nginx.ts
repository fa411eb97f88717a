// The proxy before the gateway, as an administrator would set it up: TLS, and CORS on every answer. Beside it, servers
// that go wrong in ways that the page must name.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificate } from './certificate'
import { isListening } from './ports'
import { startDaemon, waitUntil, type Daemon } from './process'

/** One port of 127.0.0.1 for each server. The names are those in the access log's `endpoint`. */
export interface ProxyPorts {
  readonly http: number
  readonly https: number
  readonly hiddenEtag: number
  readonly redirect: number
  readonly broken: number
  readonly unavailable: number
}

export interface ProxyOptions {
  readonly runDir: string
  readonly logDir: string
  readonly gatewayPort: number
  readonly ports: ProxyPorts
  readonly certificate: Certificate
  readonly accessLog: string
}

const logFields = {
  time: '$time_iso8601',
  endpoint: '$endpoint',
  method: '$request_method',
  uri: '$raw_path',
  args: '$args',
  status: '$status',
  requestSeconds: '$request_time',
  bytesSent: '$bytes_sent',
  origin: '$http_origin',
  range: '$http_range'
}

// '*' covers the x-amz-meta-* that no one can list (these requests carry no cookies); the names are for readers.
const exposed = [
  ...['*', 'ETag', 'Date', 'Last-Modified', 'Content-Length', 'Content-Range', 'Content-Type', 'Content-Encoding'],
  ...['Accept-Ranges', 'x-amz-request-id', 'x-amz-version-id', 'x-rgw-object-count', 'x-rgw-bytes-used']
].join(', ')

const slowDown =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code>' +
  '<Message>Please reduce your request rate.</Message><RequestId>rig</RequestId></Error>'

const badGateway =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>'

// The gateway's own CORS headers are hidden: two of the same make a browser refuse both.
export const PROXY_LOCATION = `location / {
      proxy_pass http://radosgw;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_next_upstream off;
      proxy_request_buffering off;
      proxy_buffering off;
      proxy_buffer_size 256k;
      proxy_buffers 8 256k;
      proxy_busy_buffers_size 512k;
      proxy_read_timeout 600s;
      proxy_send_timeout 600s;
      proxy_hide_header Access-Control-Allow-Origin;
      proxy_hide_header Access-Control-Allow-Methods;
      proxy_hide_header Access-Control-Allow-Headers;
      proxy_hide_header Access-Control-Allow-Credentials;
      proxy_hide_header Access-Control-Expose-Headers;
      proxy_hide_header Access-Control-Max-Age;
    }`

/** @param listen a port of 127.0.0.1, and `ssl` where it speaks TLS */
export function formatServer(listen: string, location: string, directives: readonly string[]): string {
  return `  server {
    listen 127.0.0.1:${listen};
    ${directives.join('\n    ')}
    if ($request_method = OPTIONS) { return 204; }
    ${location}
  }`
}

/** The whole nginx.conf. Paths go on to the gateway as they came, '%2F' and all: proxy_pass names no path. */
export function formatNginxConf(options: ProxyOptions): string {
  const { ports, certificate } = options
  const exposing = `add_header Access-Control-Expose-Headers "${exposed}" always;`
  const cors = `add_header Access-Control-Allow-Origin * always;
    add_header Access-Control-Allow-Methods $preflight_methods always;
    add_header Access-Control-Allow-Headers $preflight_headers always;
    add_header Access-Control-Max-Age $preflight_max_age always;`
  const withEtag = [cors, exposing]
  const tls = tlsDirectives(certificate)
  const servers = [
    formatServer(`${ports.http}`, PROXY_LOCATION, withEtag),
    formatServer(`${ports.https} ssl`, PROXY_LOCATION, [...tls, ...withEtag]),
    formatServer(`${ports.hiddenEtag}`, PROXY_LOCATION, [cors]),
    formatServer(
      `${ports.redirect}`,
      `location / { return 307 http://127.0.0.1:${ports.http}$request_uri; }`,
      withEtag
    ),
    formatServer(`${ports.broken}`, `location / { default_type text/html; return 502 '${badGateway}'; }`, withEtag),
    formatServer(
      `${ports.unavailable}`,
      `location / { default_type application/xml; return 503 '${slowDown}'; }`,
      withEtag
    )
  ]
  return formatConf({ ...options, ports: { ...ports } }, servers)
}

export function tlsDirectives({ certFile, keyFile }: Pick<Certificate, 'certFile' | 'keyFile'>): string[] {
  return [`ssl_certificate ${certFile};`, `ssl_certificate_key ${keyFile};`, 'ssl_session_cache shared:rig:1m;']
}

/** What is around the servers: nothing of it changes an answer. */
export function formatConf(
  {
    runDir,
    gatewayPort,
    ports,
    accessLog
  }: Omit<ProxyOptions, 'ports' | 'certificate' | 'logDir'> & {
    readonly ports: Readonly<Record<string, number>>
  },
  servers: readonly string[]
): string {
  const format = Object.entries(logFields).map(([name, value]) => `"${name}":"${value}"`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1; # so that the log is in order, see access-log.ts
daemon off;
pid ${join(runDir, 'nginx.pid')};
error_log stderr warn;
events { worker_connections 1024; }
http {
  ${temporary.map((name) => `${name}_temp_path ${join(runDir, 'nginx', name)};`).join('\n  ')}
  log_format rig escape=json '{${format.join(',')}}';
  access_log ${accessLog} rig;
  server_tokens off;
  tcp_nodelay on;
  merge_slashes off;
  ignore_invalid_headers off;
  underscores_in_headers on;
  large_client_header_buffers 8 64k;
  client_max_body_size 0;
  client_body_buffer_size 256k;
  keepalive_timeout 75s;
  keepalive_requests 100000;
  upstream radosgw {
    server 127.0.0.1:${gatewayPort} max_fails=0;
    keepalive 64;
    keepalive_requests 100000;
  }
  map $server_port $endpoint {
    ${Object.entries(ports)
      .map(([name, port]) => `${String(port)} ${name};`)
      .join('\n    ')}
  }
  map $request_uri $raw_path { "~^(?<path>[^?]*)" $path; }
  map $request_method $preflight_methods { OPTIONS "GET, HEAD, PUT, POST, DELETE"; default ""; }
  map $request_method $preflight_headers { OPTIONS $http_access_control_request_headers; default ""; }
  map $request_method $preflight_max_age { OPTIONS 600; default ""; }
${servers.join('\n')}
}
`
}

/** Starts nginx and waits until it listens. */
export function startNginx(options: ProxyOptions, onStart: (daemon: Daemon) => void): Promise<void> {
  return startNginxWith(formatNginxConf(options), options, options.ports.unavailable, onStart)
}

/** As {@link startNginx}, with any configuration, which it writes to the run directory. */
export async function startNginxWith(
  conf: string,
  { runDir, logDir }: Pick<ProxyOptions, 'runDir' | 'logDir'>,
  port: number,
  onStart: (daemon: Daemon) => void
): Promise<void> {
  const confFile = join(runDir, 'nginx.conf')
  mkdirSync(join(runDir, 'nginx'), { recursive: true })
  writeFileSync(confFile, conf)
  const daemon = startDaemon('nginx', logDir, 'nginx', ['-e', 'stderr', '-p', runDir, '-c', confFile])
  onStart(daemon)
  await waitUntil('The proxy listens', daemon, 60_000, () => isListening(port))
}
