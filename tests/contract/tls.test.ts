// The same over TLS, in a process of its own: Node reads the authorities that it trusts only when it starts.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createBucket, gateway, profileOf } from './fixture'

it('puts, looks at and fetches a locked object over TLS', async () => {
  const bucket = await createBucket()
  const script = fileURLToPath(new URL('tls-round-trip.ts', import.meta.url))
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: gateway.caFile,
    ROUND_TRIP: JSON.stringify({ profile: profileOf({ endpoint: gateway.https }), bucket })
  }
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script], { env })
  expect(JSON.parse(stdout)).toEqual({ withKey: 6, without: 'sse-key-needed', body: 'secret', listed: ['locked'] })
})
