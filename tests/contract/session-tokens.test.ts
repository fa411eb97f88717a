// Temporary credentials of a real gateway's STS: read as tools print them, used for requests of each kind, and never in an address unasked.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXPORT_FORMATS } from '../../src/domain/credentials/export-profile'
import { parseCredentialsFile } from '../../src/domain/credentials-file'
import type { Gateway as S3Gateway } from '../../src/domain/gateway'
import type { Profile } from '../../src/domain/profile'
import { createGateway } from '../../src/s3/s3-gateway'
import { readAccessLog } from '../gateway/access-log'
import { startGateway, type Gateway } from '../gateway/gateway'
import { issueCredentials, STS_BUCKET } from '../gateway/sts'
import { errorOf, profileOf, toPut } from './fixture'
import { listWithExport } from './list-with-export'

let own: Gateway
const issued = new Map<string, Profile>()

beforeAll(async () => {
  own = await startGateway({ sts: true })
  for (const [kind, answer] of Object.entries(await issueCredentials(own.info))) {
    const reading = parseCredentialsFile(answer)
    if (reading.kind !== 'candidates' || reading.candidates[0] === undefined) throw new Error(JSON.stringify(reading))
    const { accessKey, secretKey, sessionToken, sessionExpiresAtMs } = reading.candidates[0]
    const session = { sessionToken, sessionExpiresAtMs }
    issued.set(kind, profileOf({ endpoint: own.info.http, accessKey, secretKey, ...session }))
  }
})
afterAll(() => own?.stop())

const profileFor = (kind: string): Profile => issued.get(kind) ?? profileOf()

describe.each(['session', 'role'])('of a %s', (kind) => {
  let gateway: S3Gateway
  beforeAll(() => void (gateway = createGateway(profileFor(kind))))

  test('the expiry is known, and about as far away as was asked for', () => {
    const seconds = ((profileFor(kind).sessionExpiresAtMs ?? 0) - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(60)
    expect(seconds).toBeLessThan(kind === 'session' ? 960 : 3660)
  })

  test('reads and writes go with the token in a header, and no address holds it', async () => {
    const { storage } = gateway
    await storage.putObject(toPut(STS_BUCKET, `${kind}.txt`, 'mine'))
    const found = await storage.findObject(STS_BUCKET, `${kind}.txt`)
    expect(found?.sizeBytes).toBe(4)
    const { url, headers } = await storage.signDownload(STS_BUCKET, `${kind}.txt`)
    expect(url).not.toContain('Security-Token')
    expect(await (await fetch(url, { headers })).text()).toBe('mine')
    const lines = (await readAccessLog(own.info)).filter(({ uri }) => uri.endsWith(`/${kind}.txt`))
    expect(lines.length).toBeGreaterThan(1)
    expect(JSON.stringify(lines)).not.toMatch(/security-token/i)
  })

  test('a link is made only for who insists, and opens', async () => {
    const link = { bucket: STS_BUCKET, key: `${kind}.txt`, expiresSeconds: 60 }
    expect(gateway.links.wouldCarry).toBe('session')
    expect((await errorOf(gateway.links.signedUrl(link))).kind).toBe('unexpected')
    const url = await gateway.links.signedUrl({ ...link, mayCarrySecret: true })
    expect(url).toContain('X-Amz-Security-Token=')
    expect(await (await fetch(url)).text()).toBe('mine')
  })
})

test('without its token, or with another one, the key opens nothing', async () => {
  const { sessionToken: _, ...bare } = profileFor('session')
  const changed = { ...profileFor('session'), sessionToken: 'AAAA' }
  for (const profile of [bare, changed])
    expect((await errorOf(createGateway(profile).storage.listBuckets())).kind).toMatch(/^access-/)
})

test.each(EXPORT_FORMATS)('%s lists the buckets with the file that holds the token', async (format) => {
  const result = await listWithExport(profileFor('session'), format)
  expect(result.stdout.toString(), result.stderr).toContain(STS_BUCKET)
})
