// The gateway's other protocol, Swift: an account that may use it, and objects as Swift clients leave them.
import { createHash, randomBytes } from 'node:crypto'
import type { GatewayInfo } from './gateway'
import { createAccount, type Account } from './radosgw'
import { runToolOrFail } from './tool'

export interface SwiftAccount {
  /** Of the same user, for S3. */
  readonly account: Account
  /** Puts an object; the bucket (Swift's container) must exist. */
  put(bucket: string, key: string, body: Uint8Array | string, headers?: Readonly<Record<string, string>>): Promise<void>
  /** Sets who may read a container by Swift's own ACL, such as `.r:*,.rlistings`; no S3 request tells it. */
  openContainer(bucket: string, readers: string): Promise<void>
  /** Puts the segments below `key`-segments/, then a manifest of them. @returns all bytes. */
  putLarge(kind: 'dynamic' | 'static', bucket: string, key: string, segments: readonly Uint8Array[]): Promise<Buffer>
}

/** Creates a user of its own, with a subuser for Swift. */
export async function createSwiftAccount(info: GatewayInfo): Promise<SwiftAccount> {
  const account = await createAccount(info.confFile, `swift${randomBytes(4).toString('hex')}`)
  const subuser = `${account.userId}:swift`
  await runToolOrFail('radosgw-admin', [
    ...['subuser', 'create', '-c', info.confFile, '-n', 'client.rgw', `--uid=${account.userId}`],
    ...[`--subuser=${subuser}`, '--access=full', '--key-type=swift', `--secret=${account.secretKey}`]
  ])
  const signIn = await fetch(`${info.direct}/auth/1.0`, {
    headers: { 'x-auth-user': subuser, 'x-auth-key': account.secretKey }
  })
  const token = signIn.headers.get('x-auth-token')
  if (token === null) throw new Error(`Swift sign-in was answered with ${signIn.status}`)

  const send = async (
    path: string,
    body: Uint8Array | string,
    headers: Readonly<Record<string, string>> = {},
    method: 'PUT' | 'POST' = 'PUT'
  ) => {
    const answer = await fetch(`${info.direct}/swift/v1/${path}`, {
      method,
      headers: { 'x-auth-token': token, ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body)
    })
    if (!answer.ok) throw new Error(`Swift ${method} of ${path} was answered with ${answer.status}`)
  }
  const put: SwiftAccount['put'] = (bucket, key, body, headers) => send(`${bucket}/${key}`, body, headers)
  return {
    account,
    put,
    openContainer: (bucket, readers) => send(bucket, '', { 'x-container-read': readers }, 'POST'),
    async putLarge(kind, bucket, key, segments) {
      const names = segments.map((_, index) => `${key}-segments/${String(index).padStart(4, '0')}`)
      await Promise.all(segments.map((segment, index) => put(bucket, names[index] ?? '', segment)))
      if (kind === 'dynamic') await put(bucket, key, '', { 'x-object-manifest': `${bucket}/${key}-segments/` })
      else {
        const manifest = segments.map((segment, index) => ({
          path: `/${bucket}/${names[index]}`,
          etag: createHash('md5').update(segment).digest('hex'),
          size_bytes: segment.length
        }))
        await send(`${bucket}/${key}?multipart-manifest=put`, JSON.stringify(manifest))
      }
      return Buffer.concat(segments)
    }
  }
}
