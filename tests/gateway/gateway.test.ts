// The rig judged by the tools that people use: what it promises is what the other suites build on.
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRadosgw, stopRadosgw } from './control'
import { startGateway } from './gateway'
import { readAccessLog } from './access-log'
import { awsCli, boto, boto3, curl, rclone, s3cmd, type Seat } from './judge'
import { formatToken } from './ldap'
import { connectToGateway } from './shared-gateway'
import type { ToolResult } from './tool'

const info = connectToGateway()
const seat: Seat = { info, account: info.alice }
const bucket = `rig-${randomBytes(4).toString('hex')}`
const body = 'What a judge has stored, a judge reads.\n'
const sseKey = randomBytes(24).toString('base64url') // 32 printable characters
const sseHeaders = {
  'x-amz-server-side-encryption-customer-algorithm': 'AES256',
  'x-amz-server-side-encryption-customer-key': Buffer.from(sseKey).toString('base64'),
  'x-amz-server-side-encryption-customer-key-MD5': createHash('md5').update(sseKey).digest('base64')
}
const sseHeaderArgs = Object.entries(sseHeaders).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
const workDir = mkdtempSync(join(tmpdir(), 'lockgate-judges-'))
const file = join(workDir, 'body.txt')

beforeAll(async () => {
  writeFileSync(file, body)
  succeed(await awsCli(seat, ['s3api', 'create-bucket', '--bucket', bucket]))
})

afterAll(() => rmSync(workDir, { recursive: true, force: true }))

/** Its standard output; a status other than 0 fails the test with what the tool said. */
function succeed(result: ToolResult): string {
  expect(result.status, result.stderr + result.stdout.toString()).toBe(0)
  return result.stdout.toString()
}

/** curl with its own SigV4. With the SSE-C headers it signs wrongly (sorts `…-key-MD5` before `…-key`): see presign. */
function signedCurl(args: readonly string[]): Promise<ToolResult> {
  const user = ['--aws-sigv4', 'aws:amz:us-east-1:s3', '--user', `${info.alice.accessKey}:${info.alice.secretKey}`]
  return curl(['--cacert', info.caFile, ...user, '-H', 'x-amz-content-sha256: UNSIGNED-PAYLOAD', ...args])
}

/** A link for curl that covers the SSE-C headers. */
async function presign(method: 'GET' | 'PUT', key: string): Promise<string> {
  const script = `print(conn.generate_url(600, arg['method'], arg['bucket'], arg['key'], headers=arg['headers']))`
  return succeed(await boto(seat, script, { method, bucket, key, headers: sseHeaders })).trim()
}

describe('each judge puts and gets', () => {
  test('boto', async () => {
    const script = `
key = conn.get_bucket(arg['bucket']).new_key('boto.txt')
key.set_contents_from_string(arg['body'])
sys.stdout.write(key.get_contents_as_string().decode())`
    expect(succeed(await boto(seat, script, { bucket, body }))).toBe(body)
  })

  test('boto3', async () => {
    const script = `
s3.put_object(Bucket=arg['bucket'], Key='boto3.txt', Body=arg['body'].encode())
sys.stdout.write(s3.get_object(Bucket=arg['bucket'], Key='boto3.txt')['Body'].read().decode())`
    expect(succeed(await boto3(seat, script, { bucket, body }))).toBe(body)
  })

  test('aws-cli', async () => {
    succeed(await awsCli(seat, ['s3', 'cp', file, `s3://${bucket}/aws.txt`]))
    expect(succeed(await awsCli(seat, ['s3', 'cp', `s3://${bucket}/aws.txt`, '-']))).toBe(body)
  })

  test('s3cmd', async () => {
    succeed(await s3cmd(seat, ['put', file, `s3://${bucket}/s3cmd.txt`]))
    expect(succeed(await s3cmd(seat, ['get', '--quiet', `s3://${bucket}/s3cmd.txt`, '-']))).toBe(body)
  })

  test('rclone', async () => {
    succeed(await rclone(seat, ['copyto', file, `gate:${bucket}/rclone.txt`]))
    expect(succeed(await rclone(seat, ['cat', `gate:${bucket}/rclone.txt`]))).toBe(body)
  })

  test('curl', async () => {
    const url = `${info.https}/${bucket}/curl.txt`
    succeed(await signedCurl(['--fail', '-T', file, url]))
    expect(succeed(await signedCurl(['--fail', url]))).toBe(body)
  })
})

describe('each judge puts and gets with an SSE-C key', () => {
  test('boto, by the three headers, and nothing without them', async () => {
    const script = `
key = conn.get_bucket(arg['bucket']).new_key('sse-boto.txt')
key.set_contents_from_string(arg['body'], headers=dict(arg['headers']))
sys.stdout.write(key.get_contents_as_string(headers=dict(arg['headers'])).decode())
try:
  key.get_contents_as_string()
except boto.exception.S3ResponseError as error:
  sys.stdout.write(str(error.status))`
    expect(succeed(await boto(seat, script, { bucket, body, headers: sseHeaders }))).toBe(`${body}400`)
  })

  test('boto3', async () => {
    const script = `
sse = dict(SSECustomerAlgorithm='AES256', SSECustomerKey=arg['sseKey'])
s3.put_object(Bucket=arg['bucket'], Key='sse-boto3.txt', Body=arg['body'].encode(), **sse)
sys.stdout.write(s3.get_object(Bucket=arg['bucket'], Key='sse-boto3.txt', **sse)['Body'].read().decode())`
    expect(succeed(await boto3(seat, script, { bucket, body, sseKey }))).toBe(body)
  })

  test('aws-cli', async () => {
    const sse = ['--sse-c', 'AES256', '--sse-c-key', sseKey]
    succeed(await awsCli(seat, ['s3', 'cp', ...sse, file, `s3://${bucket}/sse-aws.txt`]))
    expect(succeed(await awsCli(seat, ['s3', 'cp', ...sse, `s3://${bucket}/sse-aws.txt`, '-']))).toBe(body)
    expect((await awsCli(seat, ['s3', 'cp', `s3://${bucket}/sse-aws.txt`, '-'])).status).not.toBe(0)
  })

  test('s3cmd puts by --add-header, and curl reads it', async () => {
    const add = Object.entries(sseHeaders).map(([name, value]) => `--add-header=${name}: ${value}`)
    succeed(await s3cmd(seat, ['put', ...add, file, `s3://${bucket}/sse-s3cmd.txt`]))
    const url = await presign('GET', 'sse-s3cmd.txt')
    expect(succeed(await curl(['--fail', ...sseHeaderArgs, url]))).toBe(body)
  })

  test('rclone', async () => {
    const sse = ['--s3-sse-customer-algorithm', 'AES256', '--s3-sse-customer-key', sseKey]
    succeed(await rclone(seat, ['copyto', ...sse, file, `gate:${bucket}/sse-rclone.txt`]))
    expect(succeed(await rclone(seat, ['cat', ...sse, `gate:${bucket}/sse-rclone.txt`]))).toBe(body)
  })

  test('curl, and is refused without the key', async () => {
    succeed(await curl(['--fail', ...sseHeaderArgs, '-T', file, await presign('PUT', 'sse-curl.txt')]))
    expect(succeed(await curl(['--fail', ...sseHeaderArgs, await presign('GET', 'sse-curl.txt')]))).toBe(body)
    const refused = await signedCurl(['-o', '/dev/null', '-w', '%{http_code}', `${info.https}/${bucket}/sse-curl.txt`])
    expect(succeed(refused)).toBe('400')
  })
})

describe('LDAP tokens', () => {
  const listBuckets = (accessKey: string): Promise<ToolResult> =>
    awsCli({ info, account: { userId: '', accessKey, secretKey: ' ' } }, ['s3api', 'list-buckets', '--output', 'json'])
  const ownerOf = (result: ToolResult): string => (JSON.parse(succeed(result)) as { Owner: { ID: string } }).Owner.ID

  test('are access keys, whatever the secret', async () => {
    expect(ownerOf(await listBuckets(info.ldap?.token ?? ''))).toBe(info.ldap?.userId)
    expect((await listBuckets(formatToken('ldapuser', 'wrong'))).status).not.toBe(0)
  })

  test('with a slash are refused, and taken once written without', async () => {
    const token = info.ldap?.tokenWithSlash ?? ''
    expect(token).toContain('/')
    expect((await listBuckets(token)).status).not.toBe(0)
    const escaped = Buffer.from(token, 'base64').toString('utf8').replace('?', '\\u003f')
    expect(ownerOf(await listBuckets(Buffer.from(escaped).toString('base64')))).toBe(info.ldap?.slashUserId)
  })
})

describe('the proxy', () => {
  const headersOf = async (url: string, args: readonly string[]): Promise<{ status: number; headers: Headers }> => {
    const own = ['--cacert', info.caFile, '--path-as-is', '-o', '/dev/null', '-D', '-']
    const head = succeed(await curl([...own, '-H', 'Origin: http://page.test', ...args, url]))
    const [statusLine = '', ...lines] = head.trim().split('\r\n')
    const pairs = lines.map((line): [string, string] => [
      line.slice(0, line.indexOf(':')),
      line.slice(line.indexOf(':') + 2)
    ])
    return { status: Number(statusLine.split(' ')[1]), headers: new Headers(pairs) }
  }
  const preflight = [
    ...['-X', 'OPTIONS', '-H', 'Access-Control-Request-Method: PUT'],
    ...['-H', 'Access-Control-Request-Headers: authorization,x-amz-date,if-match']
  ]

  test.each(['http', 'https', 'hiddenEtag', 'redirect', 'broken', 'unavailable'] as const)(
    'answers a preflight at %s',
    async (endpoint) => {
      const { status, headers } = await headersOf(`${info[endpoint]}/${bucket}/key`, preflight)
      expect(status).toBe(204)
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, PUT, POST, DELETE')
      expect(headers.get('access-control-allow-headers')).toBe('authorization,x-amz-date,if-match')
    }
  )

  test('adds CORS to errors, and exposes the ETag but where it hides it', async () => {
    for (const endpoint of ['http', 'https', 'hiddenEtag'] as const) {
      const { status, headers } = await headersOf(`${info[endpoint]}/${bucket}/none`, [])
      expect(status).toBe(403)
      expect(headers.get('access-control-allow-origin')).toBe('*')
      const exposed = headers.get('access-control-expose-headers')
      if (endpoint === 'hiddenEtag') expect(exposed).toBeNull()
      else expect(exposed?.split(', ')).toContain('ETag')
    }
  })

  test('hides the CORS headers of a bucket that has rules of its own', async () => {
    const rule = { AllowedOrigins: ['http://page.test'], AllowedMethods: ['GET'] }
    const rules = JSON.stringify({ CORSRules: [rule] })
    succeed(await awsCli(seat, ['s3api', 'put-bucket-cors', '--bucket', bucket, '--cors-configuration', rules]))
    const direct = await headersOf(`${info.direct}/${bucket}/none`, [])
    expect(direct.headers.get('access-control-allow-origin')).toBe('http://page.test')
    const { headers } = await headersOf(`${info.http}/${bucket}/none`, [])
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })

  test('goes wrong as asked', async () => {
    const redirected = await headersOf(`${info.redirect}/${bucket}/a%2Fb?x=1`, [])
    expect(redirected.status).toBe(307)
    expect(redirected.headers.get('location')).toBe(`${info.http}/${bucket}/a%2Fb?x=1`)
    const broken = await fetch(`${info.broken}/${bucket}`)
    expect([broken.status, broken.headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(await broken.text()).toContain('<h1>502 Bad Gateway</h1>')
    const unavailable = await fetch(`${info.unavailable}/${bucket}`, { method: 'PUT', body })
    expect([unavailable.status, unavailable.headers.get('content-type')]).toEqual([503, 'application/xml'])
    expect(await unavailable.text()).toContain('<Code>SlowDown</Code>')
  })

  test('hands paths on as they came, and logs them so', async () => {
    const path = `/${bucket}/..%2Fdots/a%2F%2Fb`
    expect((await headersOf(`${info.http}${path}`, [])).status).toBe(403)
    const entry = (await readAccessLog(info)).find(({ uri }) => uri === path)
    expect(entry).toMatchObject({ endpoint: 'http', method: 'GET', status: '403', origin: 'http://page.test' })
  })
})

test('a gateway of its own starts beside another, keeps its data over a stop, and leaves nothing behind', async () => {
  const own = await startGateway()
  try {
    const ownSeat = { info: own.info, account: own.info.alice }
    succeed(await awsCli(ownSeat, ['s3', 'mb', `s3://${bucket}`]))
    succeed(await awsCli(ownSeat, ['s3', 'cp', file, `s3://${bucket}/kept.txt`]))
    await stopRadosgw(own.info)
    expect((await fetch(own.info.http)).status).toBe(502)
    await expect(fetch(own.info.direct)).rejects.toThrow()
    await startRadosgw(own.info)
    expect(succeed(await awsCli(ownSeat, ['s3', 'cp', `s3://${bucket}/kept.txt`, '-']))).toBe(body)
  } finally {
    await own.stop()
  }
  expect(existsSync(own.info.runDir)).toBe(false)
  const commands = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readCommandLine(pid))
  expect(commands.filter((command) => command.includes(own.info.runDir))).toEqual([])
})

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it has ended in the meantime
  }
}
