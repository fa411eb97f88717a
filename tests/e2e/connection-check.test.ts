// The connection check against gateways that are set up in the ways that go wrong. Beside each: the narrowest class that a browser can
// tell, written before the run. What the check said is printed beside what was possible.
import { randomBytes } from 'node:crypto'
import { CreateBucketCommand, PutBucketCorsCommand, type CORSRule } from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { byGeneration } from '../gateway/generation'
import { createAccount } from '../gateway/radosgw'
import { runToolOrFail } from '../gateway/tool'
import { startBrokenSetups, type BrokenSetups } from './broken-setups'
import { errorTitle } from './error-words'
import { expect, fillLogin, put, test } from './fixture'

const HOST = 'plain.example.edu'
const GONE = 'gone.example.edu'

test.use({
  ignoreHTTPSErrors: false,
  launchOptions: async ({ launchOptions }, use) =>
    use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1, MAP ${GONE} ~NOTFOUND`]
    })
})

interface Row {
  readonly name: string
  readonly endpoint: string
  /** Known to the user, and entered in the check. */
  readonly bucket?: string
  readonly secretKey?: string
  readonly account?: { readonly accessKey: string; readonly secretKey: string }
  /** Of this computer’s clock. */
  readonly aheadMs?: number
  /** The code of the narrowest class; with `refused` the title of the error, with others what the title names. */
  readonly possible: string
  readonly title?: string
  /** Steps that must be as they are said. */
  readonly steps?: Readonly<Record<string, string>>
}

const corsRule = (origin: string, AllowedMethods: string[], more: Partial<CORSRule> = {}): CORSRule => ({
  AllowedOrigins: [origin],
  AllowedMethods,
  AllowedHeaders: ['*'],
  ExposeHeaders: ['ETag', 'Date', 'x-amz-request-id'],
  ...more
})
const ALL = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE']

test('broken set-ups, each by the narrowest class that a browser can tell', async ({
  page,
  info,
  s3,
  baseURL,
  hosts,
  secrets
}) => {
  const setups = await startBrokenSetups(info)
  try {
    const origin = new URL(baseURL ?? '').origin
    const id = randomBytes(4).toString('hex')
    const make = async (name: string, rules: readonly CORSRule[]): Promise<string> => {
      const bucket = `check-${name}-${id}`
      await s3.send(new CreateBucketCommand({ Bucket: bucket }))
      await put(s3, bucket, 'one.txt', 'one')
      if (rules.length > 0)
        await s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [...rules] } }))
      return bucket
    }
    const buckets = {
      bare: await make('bare', []),
      open: await make('open', [corsRule(origin, ALL)]),
      other: await make('other', [corsRule('https://other.example.org', ALL)]),
      two: await make('two', [corsRule(origin, ['GET', 'HEAD']), corsRule(origin, ['PUT', 'POST', 'DELETE'])]),
      reads: await make('reads', [corsRule(origin, ['GET', 'HEAD'])])
    }
    const suspended = await createAccount(info.confFile, `check${id}`)
    secrets.push(suspended.secretKey)
    await runToolOrFail('radosgw-admin', [
      'user',
      'suspend',
      '-c',
      info.confFile,
      '-n',
      'client.rgw',
      `--uid=check${id}`
    ])
    await page.addInitScript(() => {
      const Real = Date
      const ahead = (): number => Number(sessionStorage.getItem('clock-ahead') ?? 0)
      class Shifted extends Real {
        constructor(...given: []) {
          if (given.length === 0) super(Real.now() + ahead())
          else super(...given)
        }
        static override now(): number {
          return Real.now() + ahead()
        }
      }
      globalThis.Date = Shifted as DateConstructor
    })
    const told: string[] = []
    for (const row of rows(setups, info, buckets, suspended)) {
      hosts.push(row.endpoint.replace('https:', 'http:'), row.endpoint)
      await test.step(row.name, async () => {
        const startedMs = Date.now()
        const said = await checkOf(page, baseURL ?? '', { ...info.alice, ...row })
        const seconds = ((Date.now() - startedMs) / 1000).toFixed(1)
        told.push(
          [row.name, `possible: ${row.possible}`, `said: ${said.code} (${said.title})`, `${seconds} s`].join(' | ')
        )
        expect.soft(said.code, `${row.name}: ${said.title}`).toBe(row.possible)
        if (row.title !== undefined) expect.soft(said.title, row.name).toContain(row.title)
        for (const [name, state] of Object.entries(row.steps ?? {}))
          expect.soft(said.steps[name], `${row.name}: ${name}`).toBe(state)
      })
    }
    console.log(told.join('\n'))
  } finally {
    await setups.stop()
  }
})

function rows(
  { ports, freePort, rudePort }: BrokenSetups,
  info: { readonly direct: string; readonly version: string },
  buckets: Readonly<Record<'bare' | 'open' | 'other' | 'two' | 'reads', string>>,
  suspended: { readonly accessKey: string; readonly secretKey: string }
): readonly Row[] {
  const at = (port: number, scheme = 'http'): string => `${scheme}://127.0.0.1:${port}`
  const { direct } = info
  const refused = errorTitle('credentials-refused')
  const NOT_KNOWN = { credentials: 'unknown' }
  return [
    {
      name: 'as it should be',
      endpoint: at(ports.open),
      possible: 'good',
      steps: { clock: 'good', sse: 'good', rights: 'good' }
    },
    { name: 'down', endpoint: at(freePort), possible: 'no-connection' },
    { name: 'wrong port: no web server', endpoint: at(rudePort), possible: 'no-connection' },
    { name: 'a name that does not resolve', endpoint: `http://${GONE}:${ports.open}`, possible: 'no-connection' },
    { name: 'down, https', endpoint: at(freePort, 'https'), possible: 'no-connection' },
    { name: 'self-signed', endpoint: at(ports.tls, 'https'), possible: 'other-scheme' },
    { name: 'TLS to an http port', endpoint: at(ports.open, 'https'), possible: 'other-scheme' },
    // nginx answers 400 with a page of its own, which CORS lets through here; its https is not trusted, so that can't be asked.
    {
      name: 'http to a TLS port',
      endpoint: at(ports.tls),
      possible: 'refused',
      title: errorTitle('not-s3')
    },
    {
      name: 'plain http',
      endpoint: `http://${HOST}:${ports.open}`,
      possible: 'good',
      steps: { address: 'warn', sse: 'unknown' }
    },
    { name: 'a redirect', endpoint: at(ports.redirect), possible: 'redirected' },
    { name: 'no CORS', endpoint: direct, possible: 'not-let-in', steps: NOT_KNOWN },
    {
      name: 'no CORS, a bucket without rules',
      endpoint: direct,
      bucket: buckets.bare,
      possible: 'not-let-in',
      steps: NOT_KNOWN
    },
    {
      name: 'no CORS, a rule for another page',
      endpoint: direct,
      bucket: buckets.other,
      possible: 'not-let-in',
      steps: NOT_KNOWN
    },
    {
      name: 'no CORS, a bucket that is none',
      endpoint: direct,
      bucket: 'check-none',
      possible: 'not-let-in',
      steps: NOT_KNOWN
    },
    {
      name: 'only bucket rules',
      endpoint: direct,
      bucket: buckets.open,
      possible: 'buckets-only',
      steps: { credentials: 'good' }
    },
    {
      name: 'only bucket rules, for reading',
      endpoint: direct,
      bucket: buckets.reads,
      possible: 'methods-refused',
      title: 'PUT'
    },
    {
      name: 'two rules for one origin',
      endpoint: direct,
      bucket: buckets.two,
      possible: byGeneration(info, {
        Pacific: 'methods-refused',
        Reef: 'methods-refused',
        Tentacle: 'methods-refused'
      }),
      title: 'DELETE'
    },
    {
      name: 'only bucket rules, wrong secret',
      endpoint: direct,
      bucket: buckets.open,
      secretKey: 'wrong',
      possible: 'signed-hidden',
      steps: NOT_KNOWN
    },
    {
      name: 'only bucket rules, clock two hours off',
      endpoint: direct,
      bucket: buckets.open,
      aheadMs: -7_200_000,
      possible: 'clock-blocks',
      steps: { ...NOT_KNOWN, clock: 'bad' }
    },
    { name: 'CORS without ETag', endpoint: at(ports.hiddenEtag), possible: 'headers-hidden', title: 'ETag' },
    { name: 'CORS without Date', endpoint: at(ports.hiddenDate), possible: 'headers-hidden', title: 'Date' },
    { name: 'CORS without DELETE', endpoint: at(ports.withoutDelete), possible: 'methods-refused', title: 'DELETE' },
    { name: 'CORS without the SSE-C headers', endpoint: at(ports.withoutSse), possible: 'sse-refused' },
    { name: 'CORS without headers on errors', endpoint: at(ports.hiddenErrors), possible: 'failures-hidden' },
    {
      name: 'CORS without headers on errors, wrong secret',
      endpoint: at(ports.hiddenErrors),
      secretKey: 'wrong',
      possible: 'not-let-in',
      steps: NOT_KNOWN
    },
    {
      name: 'clock two hours off',
      endpoint: at(ports.open),
      aheadMs: 7_200_000,
      possible: 'clock-off',
      steps: { clock: 'warn', credentials: 'good' }
    },
    {
      name: 'clock two hours off, Date hidden',
      endpoint: at(ports.hiddenDate),
      aheadMs: -7_200_000,
      possible: 'refused',
      title: errorTitle('clock-skewed'),
      steps: { clock: 'bad' }
    },
    {
      name: 'wrong secret',
      endpoint: at(ports.open),
      secretKey: 'wrong',
      possible: 'refused',
      title: refused,
      steps: { credentials: 'bad' }
    },
    {
      name: 'suspended user',
      endpoint: at(ports.open),
      account: suspended,
      possible: 'refused',
      title: refused,
      steps: { credentials: 'bad' }
    },
    { name: 'a proxy that answers HTML', endpoint: at(ports.html), possible: 'refused', title: errorTitle('not-s3') },
    {
      name: 'a proxy that fails with HTML',
      endpoint: at(ports.htmlError),
      possible: 'refused',
      title: errorTitle('gateway-failed')
    },
    { name: 'a proxy with a 1 MB limit', endpoint: at(ports.oneMegabyte), possible: 'too-large', title: '1 MB' }
  ]
}

interface Said {
  readonly code: string
  readonly title: string
  readonly steps: Readonly<Record<string, string>>
}

/** As a user meets it: by the form of a new profile, and where that is let in at once by the check on demand. */
async function checkOf(
  page: Page,
  baseURL: string,
  row: Row & { accessKey: string; secretKey: string }
): Promise<Said> {
  await page.goto(baseURL)
  await page.evaluate((ahead) => sessionStorage.setItem('clock-ahead', String(ahead)), row.aheadMs ?? 0)
  await page.goto(`${baseURL}?${randomBytes(3).toString('hex')}#/connect`)
  const { accessKey, secretKey } = row.account ?? row
  await fillLogin(page, { endpoint: row.endpoint, accessKey, secretKey })
  await page.getByLabel(en.connect.remember).uncheck()
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  const result = page.locator('[data-conclusion]')
  const listed = page.getByRole('heading', { name: en.common.buckets, exact: true })
  await expect(result.or(listed).first()).toBeVisible()
  if (await listed.isVisible()) {
    await page.evaluate(() => (location.hash = '#/check'))
    await expect(result).toBeVisible()
  }
  if (row.bucket !== undefined) {
    await page.getByLabel(en.check.bucketLabel).fill(row.bucket)
    await page.getByRole('button', { name: en.check.testBucket }).click()
    await expect(page.locator('[data-step=bucket]')).toBeVisible()
    await expect(result).toBeVisible()
  }
  const code = (await result.getAttribute('data-conclusion')) ?? ''
  const title = (await result.getByRole('heading').first().textContent()) ?? ''
  const steps = await page
    .locator('[data-step]')
    .evaluateAll((all) => all.map((one) => [one.getAttribute('data-step'), one.getAttribute('data-state')]))
  return { code, title, steps: Object.fromEntries(steps) as Record<string, string> }
}
