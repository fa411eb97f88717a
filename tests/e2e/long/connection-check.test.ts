// The connection check against gateways that are set up in the ways that go wrong. Beside each: the narrowest class that a browser can
// tell, written before the run. What the check said is printed beside what was possible.
import { randomBytes } from 'node:crypto'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketCorsCommand,
  type CORSRule
} from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { createAccount } from '../../gateway/radosgw'
import { runToolOrFail } from '../../gateway/tool'
import { brokenRows, GONE, HOST, type Row } from './broken-rows'
import { startBrokenSetups } from './broken-setups'
import { errorTitle } from '../error-words'
import { expect, fillLogin, put, row, test } from '../fixture'

test.use({
  ignoreHTTPSErrors: false,
  launchOptions: async ({ launchOptions }, use) =>
    use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1, MAP ${GONE} ~NOTFOUND`]
    })
})

const corsRule = (origin: string, AllowedMethods: string[], more: Partial<CORSRule> = {}): CORSRule => ({
  AllowedOrigins: [origin],
  AllowedMethods,
  AllowedHeaders: ['*'],
  ExposeHeaders: ['ETag', 'Date', 'x-amz-request-id', 'x-rgw-object-count', 'x-rgw-bytes-used'],
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
  const made: string[] = []
  const setups = await startBrokenSetups(info)
  try {
    const origin = new URL(baseURL ?? '').origin
    const id = randomBytes(4).toString('hex')
    const make = async (name: string, rules: readonly CORSRule[]): Promise<string> => {
      const bucket = `check-${name}-${id}`
      await s3.send(new CreateBucketCommand({ Bucket: bucket }))
      made.push(bucket)
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
    for (const broken of brokenRows(setups, info, buckets, suspended)) {
      hosts.push(broken.endpoint.replace('https:', 'http:'), broken.endpoint)
      await test.step(broken.name, async () => {
        const startedMs = Date.now()
        const said = await checkOf(page, baseURL ?? '', { ...info.alice, ...broken })
        const seconds = ((Date.now() - startedMs) / 1000).toFixed(1)
        told.push(
          [broken.name, `possible: ${broken.possible}`, `said: ${said.code} (${said.title})`, `${seconds} s`].join(
            ' | '
          )
        )
        expect.soft(said.code, `${broken.name}: ${said.title}`).toBe(broken.possible)
        if (broken.title !== undefined) expect.soft(said.title, broken.name).toContain(broken.title)
        for (const [name, state] of Object.entries(broken.steps ?? {}))
          expect.soft(said.steps[name], `${broken.name}: ${name}`).toBe(state)
      })
    }
    console.log(told.join('\n'))
  } finally {
    // Each one left is a row in every later page.
    for (const bucket of made) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'one.txt' })).catch(() => undefined)
      await s3.send(new DeleteBucketCommand({ Bucket: bucket })).catch(() => undefined)
    }
    await setups.stop()
  }
})

test('a gateway as it comes: the check gives what helps to copy, and a bucket’s name is the way in', async ({
  page,
  info,
  s3,
  bucket,
  baseURL
}) => {
  const { origin } = new URL(baseURL ?? '')
  await put(s3, bucket, 'one.txt', 'one')
  await page.goto(baseURL ?? '')
  await fillLogin(page, { endpoint: info.direct, ...info.alice })
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await expect(page.getByRole('alert').getByRole('heading')).toHaveText(errorTitle('cors-blocked'))
  await expect(page.getByLabel(en.check.fix.names.nginx, { exact: true }).last()).toHaveValue(new RegExp(origin))
  await page.getByLabel(en.check.bucketLabel).fill(bucket)
  await page.getByLabel(en.check.bucketLabel).press('Enter')
  await expect(page.locator('[data-step=bucket][data-state=bad]')).toContainText(bucket)
  const command = page.getByLabel(en.check.fix.names.aws, { exact: true }).last()
  await expect(command).toHaveValue(new RegExp(`${origin}[^]*--bucket '${bucket}'`))

  const rule = corsRule(origin, ALL)
  await s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } }))
  await page.getByRole('button', { name: en.check.testBucket }).click()
  await page.getByRole('button', { name: en.check.saveAndOpen(bucket) }).click()
  await expect(row(page, 'one.txt')).toBeVisible()
})

interface Said {
  readonly code: string
  readonly title: string
  readonly steps: Readonly<Record<string, string>>
}

/** As a user meets it: by the form of a new profile, and where that is let in at once by the check on demand. */
async function checkOf(
  page: Page,
  baseURL: string,
  broken: Row & { accessKey: string; secretKey: string }
): Promise<Said> {
  await page.goto(baseURL)
  await page.evaluate((ahead) => sessionStorage.setItem('clock-ahead', String(ahead)), broken.aheadMs ?? 0)
  await page.goto(`${baseURL}?${randomBytes(3).toString('hex')}#/connect`)
  const { accessKey, secretKey } = broken.account ?? broken
  await fillLogin(page, { endpoint: broken.endpoint, accessKey, secretKey })
  await page.getByLabel(en.connect.remember).uncheck()
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  const result = page.locator('[data-conclusion]')
  const listed = page.getByRole('heading', { name: en.common.buckets, exact: true })
  await expect(result.or(listed).first()).toBeVisible()
  if (await listed.isVisible()) {
    await page.evaluate(() => (location.hash = '#/check'))
    await expect(result).toBeVisible()
  }
  if (broken.bucket !== undefined) {
    await page.getByLabel(en.check.bucketLabel).fill(broken.bucket)
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
