// Puts one byte with headers as they are, by curl, which no client here can: a signature that covers them all, as newer gateways insist.
import { createHash, createHmac } from 'node:crypto'
import { curl } from '../gateway/judge'
import { gateway } from './fixture'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Each header as `Name: value`. @throws Error when it is refused */
export async function putWithHeaders(bucket: string, key: string, headers: readonly string[]): Promise<void> {
  const { host } = new URL(gateway.direct)
  const { accessKey, secretKey } = gateway.alice
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = [time.slice(0, 8), 'us-east-1', 's3', 'aws4_request']
  const own = [`Host: ${host}`, `x-amz-date: ${time}`, 'x-amz-content-sha256: UNSIGNED-PAYLOAD']
  const named = headers.some((line) => /^content-type:/i.test(line)) ? [] : ['Content-Type: application/octet-stream']
  const sent = [...headers, ...named, ...own]
  const canonical = sent
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const names = canonical.map(([name]) => name).join(';')
  const lines = canonical.map(([name, value]) => `${name}:${value}\n`).join('')
  const request = ['PUT', `/${bucket}/${key}`, '', lines, names, 'UNSIGNED-PAYLOAD'].join('\n')
  const signingKey = scope.reduce<string | Buffer>((signed, part) => hmac(signed, part), `AWS4${secretKey}`)
  const signature = hmac(signingKey, ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\n'))
  const credential = `Credential=${accessKey}/${scope.join('/')}`
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature.toString('hex')}`
  const args = [...sent, `Authorization: ${authorization}`].flatMap((line) => ['-H', line])
  const url = `${gateway.direct}/${bucket}/${key}`
  const { status, stderr } = await curl(['--fail-with-body', '-X', 'PUT', '--data-binary', 'x', ...args, url])
  if (status !== 0) throw new Error(`The put of ${key} was refused: ${stderr}`)
}
