// A gateway that enforces a Deny of s3:PutObject under `Null … customer-algorithm`: the real one where it does. Before the others
// stands a loopback proxy that does in its place, and keeps such policies; all else, other policies included, is the real gateway's.
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  S3Client,
  S3ServiceException
} from '@aws-sdk/client-s3'
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GatewayInfo } from '../gateway/gateway'
import { byGeneration } from '../gateway/generation'

const ALGORITHM = 'x-amz-server-side-encryption-customer-algorithm'

interface Statement {
  readonly Effect?: string
  readonly Action?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: { readonly Null?: Readonly<Record<string, string>> }
}

export interface EnforcingGateway {
  readonly url: string
  /** The policy of a bucket as a client of `url` sees it; undefined: not put through it. */
  policyOf(bucket: string): Promise<string | undefined>
  close(): Promise<void>
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*, ETag, x-amz-request-id',
  'content-type': 'application/xml'
}

/** Whether the real gateway does it by itself. */
export function canEnforce(info: GatewayInfo): boolean {
  return byGeneration(info, { Pacific: false, Reef: false, Tentacle: true })
}

export async function startEnforcing(info: GatewayInfo): Promise<EnforcingGateway> {
  const s3 = new S3Client({
    endpoint: info.direct,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: info.alice.accessKey, secretAccessKey: info.alice.secretKey }
  })
  if (!canEnforce(info)) return startProxy(info, s3)
  return {
    url: info.http,
    policyOf: (bucket) =>
      s3.send(new GetBucketPolicyCommand({ Bucket: bucket })).then(
        ({ Policy }) => Policy,
        (error: S3ServiceException) => {
          if (error.name !== 'NoSuchBucketPolicy') throw error
          return undefined
        }
      ),
    close: () => Promise.resolve(s3.destroy())
  }
}

async function startProxy(info: GatewayInfo, s3: S3Client): Promise<EnforcingGateway> {
  const { hostname, port } = new URL(info.http)
  const policies = new Map<string, string>()

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method, url, headers } = incoming
    // The Host header goes on as it came: the signature is made for it.
    const onward = send({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  }
  const refuse = (incoming: IncomingMessage, outgoing: ServerResponse, status: number, code: string): void => {
    incoming.resume()
    const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><RequestId>enforced</RequestId></Error>`
    incoming.on('end', () => outgoing.writeHead(status, cors).end(xml))
    if (incoming.complete) outgoing.writeHead(status, cors).end(xml)
  }

  /** The real gateway reads and keeps the policy too, with the statements that it gets wrong aimed at a name that no one uses. */
  const putPolicy = async (bucket: string, json: string): Promise<void> => {
    let harmless = json
    try {
      const document = JSON.parse(json) as { Statement: Statement | readonly Statement[] }
      const statements = [document.Statement].flat() as readonly Statement[]
      const aside = { Resource: `arn:aws:s3:::${bucket}/.held-by-the-enforcing-proxy` }
      const kept = statements.map((statement) => (isEnforced(statement) ? { ...statement, ...aside } : statement))
      harmless = JSON.stringify({ ...document, Statement: kept })
    } catch {
      // The real gateway says what it thinks of it.
    }
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: harmless }))
    policies.set(bucket, json)
  }

  const onPolicy = async (bucket: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    try {
      if (incoming.method === 'PUT') await putPolicy(bucket, Buffer.concat(chunks).toString())
      else if (incoming.method === 'DELETE') {
        await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }))
        policies.delete(bucket)
      }
      const json = policies.get(bucket)
      if (incoming.method === 'GET' && json !== undefined) outgoing.writeHead(200, cors).end(json)
      else if (incoming.method === 'GET')
        outgoing.writeHead(404, cors).end('<Error><Code>NoSuchBucketPolicy</Code></Error>')
      else outgoing.writeHead(204, cors).end()
    } catch (error) {
      const { name, $metadata } = error as S3ServiceException
      outgoing.writeHead($metadata?.httpStatusCode ?? 502, cors).end(`<Error><Code>${name}</Code></Error>`)
    }
  }

  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/' } = incoming
    if (method === 'OPTIONS') return pass(incoming, outgoing)
    const { pathname, searchParams } = new URL(url, 'http://proxy')
    const [bucket = '', ...segments] = pathname.slice(1).split('/').map(decodeURIComponent)
    const key = segments.join('/')
    if (searchParams.has('policy')) return void onPolicy(bucket, incoming, outgoing)
    const isUpload =
      key !== '' &&
      ((method === 'PUT' && searchParams.size === 0) || (method === 'POST' && searchParams.has('uploads')))
    const isPlain = isUpload && incoming.headers[ALGORITHM] === undefined
    if (isPlain && deniesPlain(policies.get(bucket), bucket, key))
      return refuse(incoming, outgoing, 403, 'AccessDenied')
    pass(incoming, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    policyOf: (bucket) => Promise.resolve(policies.get(bucket)),
    close: () =>
      new Promise<void>((resolve) => {
        s3.destroy()
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

function isEnforced({ Effect, Action, Condition }: Statement): boolean {
  const isOfUploads = [Action].flat().some((action) => action === 's3:PutObject' || action === 's3:*')
  return Effect === 'Deny' && isOfUploads && Condition?.Null?.[`s3:${ALGORITHM}`] === 'true'
}

function deniesPlain(json: string | undefined, bucket: string, key: string): boolean {
  if (json === undefined) return false
  const { Statement: statements } = JSON.parse(json) as { Statement: Statement | readonly Statement[] }
  const arn = `arn:aws:s3:::${bucket}/${key}`
  const covers = (resource = ''): boolean =>
    resource.endsWith('*') ? arn.startsWith(resource.slice(0, -1)) : arn === resource
  return ([statements].flat() as readonly Statement[]).some(
    (statement) => isEnforced(statement) && [statement.Resource].flat().some(covers)
  )
}
