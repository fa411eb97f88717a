// What the connection check gives to copy, run as it is: by nginx, HAProxy, aws-cli, boto3 and s3cmd, against the real gateway.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetBucketCorsCommand, ListBucketsCommand, PutBucketCorsCommand, type CORSRule } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUCKET_FIXES, formatBucketFix, formatGatewayFix, type BucketFix } from '../../../src/messages/cors-fixes'
import { formatConf, startNginxWith } from '../../gateway/nginx'
import { curl } from '../../gateway/judge'
import { findFreePorts, isListening } from '../../gateway/ports'
import { startDaemon, waitUntil, type Daemon } from '../../gateway/process'
import { runTool, type ToolResult } from '../../gateway/tool'
import { createBucket, createPlainSdk, gateway } from '../fixture'

const PAGE = 'https://lockgate.example.org'
const OTHER = 'https://other.example.org'
/** Of a request that is signed with temporary credentials. */
const SESSION_HEADERS = 'authorization,x-amz-date,x-amz-security-token'
const sdk = createPlainSdk(gateway.alice)
const PRESENT: readonly CORSRule[] = [
  { ID: 'first', AllowedOrigins: [OTHER], AllowedMethods: ['GET'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'] },
  { AllowedOrigins: ['*'], AllowedMethods: ['GET', 'HEAD'], MaxAgeSeconds: 60 }
]

const putRules = (bucket: string, rules: readonly CORSRule[]) =>
  sdk.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [...rules] } }))

async function rulesOf(bucket: string): Promise<readonly CORSRule[]> {
  return (await sdk.send(new GetBucketCorsCommand({ Bucket: bucket }))).CORSRules ?? []
}

/** As a user would paste it: into a shell, or into Python. */
async function run(fix: BucketFix, bucket: string, secretKey = gateway.alice.secretKey): Promise<ToolResult> {
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-fix-'))
  try {
    const { accessKey } = gateway.alice
    const { host } = new URL(gateway.direct)
    writeFileSync(
      join(dir, '.s3cfg'),
      `[default]\naccess_key = ${accessKey}\nsecret_key = ${secretKey}\nhost_base = ${host}\nhost_bucket = ${host}\nuse_https = False\n`,
      { mode: 0o600 }
    )
    const env = {
      ...{ PATH: '/usr/bin:/bin', HOME: dir, TMPDIR: dir, LANG: 'C.UTF-8', PYTHONWARNINGS: 'ignore', AWS_PAGER: '' },
      ...{ AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, AWS_DEFAULT_REGION: 'us-east-1' },
      AWS_EC2_METADATA_DISABLED: 'true'
    }
    const text = formatBucketFix(fix, { endpoint: gateway.direct, bucket, origin: PAGE })
    const [command, args] = fix === 'boto3' ? ['/usr/bin/python3', ['-']] : ['/bin/sh', []]
    return await runTool(command as string, args as string[], { cwd: dir, env, input: text })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

describe.each(BUCKET_FIXES)('%s', (fix) => {
  test('puts the page’s rule first, once, and keeps the others as they are', async () => {
    const bucket = await createBucket()
    await putRules(bucket, PRESENT)
    const before = await rulesOf(bucket)
    for (let time = 0; time < 2; time++) {
      const { status, stderr } = await run(fix, bucket)
      expect([status, status === 0 ? '' : stderr]).toEqual([0, ''])
    }
    const [own, ...others] = await rulesOf(bucket)
    expect(own?.AllowedOrigins).toEqual([PAGE])
    expect([...(own?.AllowedMethods ?? [])].sort()).toEqual(['DELETE', 'GET', 'HEAD', 'POST', 'PUT'])
    expect(others).toEqual(before)
    const { stdout } = await curl([
      ...['-D', '-', '-o', '/dev/null', '-X', 'OPTIONS', '-H', `Origin: ${PAGE}`],
      ...['-H', 'Access-Control-Request-Method: PUT', '-H', `Access-Control-Request-Headers: ${SESSION_HEADERS}`],
      `${gateway.direct}/${bucket}/key`
    ])
    expect(stdout.toString().toLowerCase()).toContain(`access-control-allow-headers: ${SESSION_HEADERS}`)
  })

  test('makes the first rule of a bucket without any', async () => {
    const bucket = await createBucket()
    const { status, stderr } = await run(fix, bucket)
    expect([status, status === 0 ? '' : stderr]).toEqual([0, ''])
    expect((await rulesOf(bucket)).map(({ AllowedOrigins }) => AllowedOrigins)).toEqual([[PAGE]])
  })

  test('replaces nothing that it could not read', async () => {
    const bucket = await createBucket()
    await putRules(bucket, PRESENT)
    const before = await rulesOf(bucket)
    expect((await run(fix, bucket, 'wrong')).status).not.toBe(0)
    expect(await rulesOf(bucket)).toEqual(before)
  })
})

describe('before the gateway', () => {
  let runDir: string
  let ports: Record<'nginx' | 'haproxy', number>
  const daemons: Daemon[] = []

  beforeAll(async () => {
    runDir = mkdtempSync(join(tmpdir(), 'lockgate-proxies-'))
    const logDir = join(runDir, 'log')
    mkdirSync(logDir)
    ports = await findFreePorts(['nginx', 'haproxy'])
    const gatewayPort = Number(new URL(gateway.direct).port)
    const onStart = (daemon: Daemon): void => void daemons.push(daemon)
    const [http = '', server = '', proxy = ''] = formatGatewayFix('nginx', PAGE)
      .split(/^# .*:$/m)
      .slice(1)
    const servers = [
      `${http}\nserver { listen 127.0.0.1:${ports.nginx}; ${server} location / { proxy_pass http://radosgw; ${proxy} } }`
    ]
    const conf = formatConf({ runDir, gatewayPort, ports, accessLog: join(runDir, 'access.log') }, servers)
    await startNginxWith(conf, { runDir, logDir }, ports.nginx, onStart)
    const confFile = join(runDir, 'haproxy.cfg')
    writeFileSync(
      confFile,
      `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend gateway
  bind 127.0.0.1:${ports.haproxy}
${formatGatewayFix('haproxy', PAGE)}
  default_backend radosgw
backend radosgw
  server radosgw 127.0.0.1:${gatewayPort}
`
    )
    const daemon = startDaemon('haproxy', logDir, 'haproxy', ['-db', '-f', confFile])
    onStart(daemon)
    await waitUntil('HAProxy listens', daemon, 60_000, () => isListening(ports.haproxy))
  })

  afterAll(async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop()))
    rmSync(runDir, { recursive: true, force: true })
  })

  /** Each header once for each time that it came. */
  async function ask(url: string, origin: string, more: readonly string[] = []) {
    const { stdout } = await curl(['-D', '-', '-o', '/dev/null', '-H', `Origin: ${origin}`, ...more, url])
    const [statusLine = '', ...lines] = stdout.toString().trim().split('\r\n')
    const all = (name: string): string[] =>
      lines.flatMap((line) => (line.toLowerCase().startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []))
    return { status: Number(statusLine.split(' ')[1]), allowed: all('access-control-allow-origin'), all }
  }

  test.each(['nginx', 'haproxy'] as const)(
    '%s lets the page in everywhere, and leaves other pages to the rules',
    async (name) => {
      const at = `http://127.0.0.1:${ports[name]}`
      const bucket = await createBucket()
      await putRules(bucket, [{ AllowedOrigins: [OTHER, PAGE], AllowedMethods: ['GET'] }])
      const preflight = [
        '-X',
        'OPTIONS',
        '-H',
        'Access-Control-Request-Method: DELETE',
        '-H',
        `Access-Control-Request-Headers: ${SESSION_HEADERS}`
      ]
      for (const path of ['/', `/${bucket}/key`]) {
        const answer = await ask(`${at}${path}`, PAGE, preflight)
        expect([answer.status, answer.allowed]).toEqual([204, [PAGE]])
        expect(answer.all('access-control-allow-methods').join()).toContain('DELETE')
        expect(answer.all('access-control-allow-headers')).toEqual([SESSION_HEADERS])
      }
      for (const [path, status] of [
        ['/', 200],
        [`/${bucket}`, 403],
        ['/no-such-bucket-here', 404]
      ] as const) {
        const answer = await ask(`${at}${path}`, PAGE)
        expect([path, answer.status, answer.allowed]).toEqual([path, status, [PAGE]])
        expect(answer.all('access-control-expose-headers').join()).toContain('ETag')
      }
      expect((await ask(`${at}/`, OTHER)).allowed).toEqual([])
      expect((await ask(`${at}/${bucket}`, OTHER)).allowed).toEqual([OTHER])
      expect((await ask(`${at}/${bucket}/key`, OTHER, preflight)).allowed).toEqual([])
      // A signature is of the host that was asked.
      const through = createPlainSdk(gateway.alice, at)
      expect((await through.send(new ListBucketsCommand({}))).Buckets?.some(({ Name }) => Name === bucket)).toBe(true)
    }
  )
})
