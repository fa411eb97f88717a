// Run by tls.test.ts: one locked object there and back; what was seen goes to standard output as JSON.
import type { AppError } from '../../src/domain/app-error'
import type { Profile } from '../../src/domain/profile'
import type { SseKey } from '../../src/domain/sse-key'
import { createGateway } from '../../src/s3/s3-gateway'

const { profile, bucket } = JSON.parse(process.env['ROUND_TRIP'] ?? '{}') as { profile: Profile; bucket: string }
const bytes = new TextEncoder().encode('0123456789abcdef0123456789abcdef')
const sseKey = { bytes, md5Base64: 'hRasmdxgYDKV3nvbahU1MA==' } as SseKey
const storage = createGateway(profile).storage

async function main(): Promise<void> {
  const object = { bucket, key: 'locked', contentType: 'text/plain', metadata: {}, ifAbsent: false }
  await storage.putObject({ ...object, body: new Blob(['secret']), sseKey })
  const { sizeBytes: withKey } = await storage.headObject(bucket, 'locked', sseKey)
  const without = await storage.headObject(bucket, 'locked').catch((error: AppError) => error.kind)
  const { url, headers } = await storage.signDownload(bucket, 'locked', sseKey)
  const body = await (await fetch(url, { headers })).text()
  const page = await storage.listPage({ bucket, prefix: '', delimiter: '/' })
  console.log(JSON.stringify({ withKey, without, body, listed: page.objects.map(({ key }) => key) }))
}

void main()
