// "Only encrypted uploads" says what is true: enforced where the gateway enforces it, by Lockgate alone where it cannot; and what a
// policy that is pasted really does.
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { awsCli } from '../gateway/judge'
import { errorTitle } from './error-words'
import { canEnforce, startEnforcing, type EnforcingGateway } from './enforcing-proxy'
import { beAskedToStay, chooseFiles, expect, keysIn, row, send, test as base, transfer } from './fixture'

const test = base.extend<{ enforcing: EnforcingGateway; openBucketPage: (endpoint?: string) => Promise<void> }>({
  enforcing: async ({ info, hosts }, use) => {
    const enforcing = await startEnforcing(info)
    hosts.push(enforcing.url)
    await use(enforcing)
    await enforcing.close()
  },
  openBucketPage: async ({ page, bucket, connect, baseURL, info }, use) => {
    await use(async (endpoint = info.http) => {
      await connect({ endpoint })
      await page.goto(`${baseURL}#/bucket/${bucket}`)
      await expect(theSwitch(page)).toBeEnabled()
    })
  }
})

/** What the README's table says of this scenario, beside that it passed. */
function noteInMatrix(description: string): void {
  test.info().annotations.push({ type: 'matrix', description })
}

/** Tentacle's refusal has no message, over which aws-cli 2.9 stumbles. What counts is that nothing was stored. */
const CLI_REFUSED = /AccessDenied|argument of type 'NoneType' is not iterable/
const theSwitch = (page: Page) => page.getByRole('switch', { name: en.encryption.require })
const verdict = (page: Page) => page.locator('[data-enforcement]')
const file = [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('plain') }] as never
const others = (bucket: string): string =>
  `{ "Version":"2012-10-17","Statement":{"Sid":"Read","Effect":"Allow","Principal":{"AWS":["arn:aws:iam:::user/bob"]},` +
  `"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::${bucket}/*"]} }`
/** In the words of the manual's example, with another Sid. */
const manual = (bucket: string, version: string): string =>
  JSON.stringify({
    Version: version,
    Statement: [
      {
        Sid: 'DenyPlainUploads',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${bucket}/*`,
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }
      }
    ]
  })

test('scenario 16, where the gateway enforces: aws-cli is refused, the other statement stays, and off is off', async ({
  page,
  info,
  bucket,
  s3,
  enforcing,
  openBucketPage,
  goTo,
  baseURL
}) => {
  const seat = { info: { ...info, https: enforcing.url }, account: info.alice }
  const put = (key: string, ...more: readonly string[]) =>
    awsCli(seat, ['s3api', 'put-object', '--bucket', bucket, '--key', key, ...more])
  const policyBefore = others(bucket)
  await openBucketPage(enforcing.url)
  await page.getByText(en.policy.title, { exact: true }).click()
  await page.getByLabel(en.policy.json).fill(policyBefore)
  await page.getByRole('button', { name: en.policy.save }).click()
  await expect(page.getByRole('button', { name: en.policy.remove })).toBeEnabled()
  expect(await enforcing.policyOf(bucket)).toBe(policyBefore)

  await theSwitch(page).click()
  await expect(verdict(page)).toContainText('Enforced by the gateway')
  await expect(theSwitch(page)).toBeChecked()
  const refused = await put('after')
  expect([refused.status > 0, refused.stderr]).toEqual([true, expect.stringMatching(CLI_REFUSED)])
  const key = 'abcdefghijklmnopqrstuvwxyz012345'
  const locked = await put('locked', '--sse-customer-algorithm', 'AES256', '--sse-customer-key', key)
  expect(locked.stderr).toBe('')
  expect(await keysIn(s3, bucket)).toEqual(['locked'])
  const policy = JSON.parse((await enforcing.policyOf(bucket)) ?? '') as { Statement: { Sid: string }[] }
  expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(['Read', 'LockgateOnlyEncrypted'])

  await goTo('')
  await expect(page.getByText('Encryption required · enforced by the gateway')).toBeVisible()
  const dialog = await chooseFiles(page, file)
  await expect(dialog.getByRole('radio', { name: new RegExp(`^${en.common.encryption.notEncrypted}`) })).toBeDisabled()
  await expect(dialog).toContainText('the gateway rejects unencrypted uploads')
  await page.keyboard.press('Escape')

  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await page.getByRole('button', { name: en.encryption.result.testAgain }).click()
  await expect(page.getByText(en.encryption.steps.done)).toBeVisible()
  await expect(verdict(page)).toContainText('Enforced by the gateway')
  await theSwitch(page).click()
  await expect(theSwitch(page)).not.toBeChecked()
  await expect(theSwitch(page)).toBeEnabled()
  const left = JSON.parse((await enforcing.policyOf(bucket)) ?? '') as { Statement: { Sid: string }[] }
  expect(left.Statement).toEqual([(JSON.parse(policyBefore) as { Statement: object }).Statement])
  expect((await put('off')).status).toBe(0)
})

test('scenario 16, on the gateway as it is: what it does to aws-cli is said, and Lockgate stores nothing in the clear', async ({
  page,
  info,
  bucket,
  s3,
  openBucketPage,
  goTo
}) => {
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: others(bucket) }))
  await openBucketPage()
  await theSwitch(page).click()
  await expect(page.getByRole('log', { includeHidden: true })).toContainText(en.encryption.steps.plain)
  const putByCli = ['s3api', 'put-object', '--bucket', bucket, '--key', 'cli']
  if (canEnforce(info)) {
    await expect(verdict(page)).toContainText('Enforced by the gateway')
    expect((await awsCli({ info, account: info.alice }, putByCli)).stderr).toMatch(CLI_REFUSED)
    expect(await keysIn(s3, bucket)).toEqual([])
    noteInMatrix('enforced by the gateway')
    return
  }
  noteInMatrix('not enforceable, and said so')
  await expect(verdict(page)).toContainText(en.encryption.result.notEnforceable)
  await expect(verdict(page)).toContainText('Other tools can still store unencrypted data')
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy).toBe(others(bucket))
  expect((await awsCli({ info, account: info.alice }, putByCli)).status).toBe(0)
  expect(await keysIn(s3, bucket)).toEqual(['cli'])

  await goTo('')
  await expect(page.getByText(en.objects.requiresEncryption.lockgate)).toBeVisible()
  await page.getByRole('button', { name: en.objects.header.new, exact: true }).click()
  await page.getByRole('button', { name: en.objects.header.newFolder }).click()
  const newFolder = page.getByRole('dialog', { name: en.objects.header.newFolder })
  await newFolder.getByLabel(en.uploads.folder.name).fill('locked')
  await expect(newFolder).toContainText(en.uploads.folder.noKey.replace('{link}', en.uploads.folder.createKey))
  await expect(newFolder.getByRole('button', { name: en.uploads.folder.create })).toBeDisabled()
  await page.keyboard.press('Escape')
  const dialog = await chooseFiles(page, file)
  await expect(dialog.getByRole('radio', { name: new RegExp(`^${en.common.encryption.notEncrypted}`) })).toBeDisabled()
  await expect(dialog).toContainText(en.uploads.encryption.forbidden)
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeDisabled()
  await dialog.getByRole('button', { name: en.keys.createKey }).click()
  await dialog.getByRole('checkbox', { name: en.uploads.encryption.withoutBackup }).check()
  await send(dialog)
  await expect(await transfer(page, 'a.txt')).toContainText('Encrypted with')
  await expect(row(page, 'a.txt').locator('[data-lock=encrypted]')).toBeAttached()

  await page.getByRole('button', { name: en.objects.header.new, exact: true }).click()
  await page.getByRole('button', { name: en.objects.header.newFolder }).click()
  await newFolder.getByLabel(en.uploads.folder.name).fill('locked')
  await expect(newFolder.getByRole('button', { name: en.uploads.folder.create })).toBeDisabled() // no one chose a key for it
  await newFolder.getByLabel(en.uploads.folder.key).selectOption({ index: 1 })
  await newFolder.getByRole('button', { name: en.uploads.folder.create }).click()
  await expect(newFolder).toBeHidden()
  const head = ['s3api', 'head-object', '--bucket', bucket, '--key', 'locked/']
  expect((await awsCli({ info, account: info.alice }, head)).stderr).toContain('400') // not without its key
})

test('a page that is closed in the middle of a proof: the next one puts the former policy back', async ({
  page,
  context,
  bucket,
  s3,
  enforcing,
  openBucketPage,
  baseURL
}) => {
  await openBucketPage(enforcing.url)
  await page.getByText(en.policy.title, { exact: true }).click()
  await page.getByLabel(en.policy.json).fill(others(bucket))
  await page.getByRole('button', { name: en.policy.save }).click()
  await expect(page.getByRole('button', { name: en.policy.remove })).toBeEnabled()
  const former = await enforcing.policyOf(bucket)
  await page.route('**/*', async (route) => {
    // It gets no further than its first probe of an upload with a key.
    if (route.request().method() === 'PUT' && route.request().url().endsWith('/key')) return
    await route.continue()
  })
  await theSwitch(page).click()
  await expect.poll(() => enforcing.policyOf(bucket)).toContain('LockgateProbe')
  await expect(page.getByRole('log', { includeHidden: true })).toContainText(en.encryption.steps.key)

  // In the meantime the proof is alive, and another page leaves it alone.
  const other = await context.newPage()
  await other.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(other.getByText(en.encryption.busyElsewhere)).toBeVisible()
  expect(await enforcing.policyOf(bucket)).toContain('LockgateProbe')

  await page.close()
  await other.goto(`${baseURL}#/`)
  const held = () =>
    other.evaluate(async () => (await navigator.locks.query()).held?.map(({ name = '' }) => name) ?? [])
  await expect.poll(async () => (await held()).some((name) => name.startsWith('lockgate-policy '))).toBe(false)
  await other.reload()
  await expect(other.getByText(en.app.notice.policyRestored(bucket))).toBeVisible()
  expect(await enforcing.policyOf(bucket)).toBe(former)
  expect(await keysIn(s3, bucket)).toEqual([])
  await other.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(other.getByText(/The previous policy was restored/)).toBeVisible()
  await expect(theSwitch(other)).not.toBeChecked()
})

test('the manual’s policy gets its line, one that locks its owner out is warned of, and a refusal loses nothing typed', async ({
  page,
  bucket,
  s3,
  openBucketPage
}) => {
  await openBucketPage()
  await page.getByText(en.policy.title, { exact: true }).click()
  const field = page.getByLabel(en.policy.json)
  const line = page.locator('[data-trial]')
  await field.fill(manual(bucket, '2018-05-24'))
  await expect(page.locator('[data-warning=refused]')).toContainText('2018-05-24')
  await expect(line).toContainText(en.policy.test.untested)
  await page.getByRole('button', { name: en.policy.test.test }).click()
  await expect(line).toContainText('rejected as written, accepted with "Version": "2012-10-17"')
  await expect(line).toContainText('Unencrypted uploads are accepted: a test object was stored unencrypted.')
  await page.getByRole('button', { name: en.policy.save }).click()
  await expect(page.getByRole('alert')).toContainText(errorTitle('policy-refused'))
  await expect(page.getByText('The gateway’s message: InvalidArgument')).toBeVisible()
  await expect(field).toHaveValue(manual(bucket, '2018-05-24'))

  await field.fill(manual(bucket, '2012-10-17'))
  await page.getByRole('button', { name: en.policy.test.test }).click()
  await expect(line).toContainText('Result: Unencrypted uploads are accepted')
  await page.getByRole('button', { name: en.policy.save }).click()
  await expect(verdict(page)).toContainText(en.encryption.result.untested)
  await page.getByRole('button', { name: en.encryption.result.test }).click()
  await expect(verdict(page)).toContainText(en.encryption.result.notEnforced)
  await expect(theSwitch(page)).not.toBeChecked()

  const lockout = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [`arn:aws:s3:::${bucket}*`] }
  await field.fill(JSON.stringify({ Version: '2012-10-17', Statement: [lockout] }))
  await expect(page.locator('[data-warning=locks-out]')).toContainText('This locks you out')
  await expect(page.getByRole('button', { name: en.policy.save })).toBeDisabled()
  await beAskedToStay(page) // it is nowhere but in this field
  await page.getByRole('button', { name: en.policy.discard }).click()
  await page.getByRole('button', { name: en.policy.remove }).click()
  await expect(page.getByText('this bucket has no policy now')).toBeVisible()
  await expect(s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).rejects.toMatchObject({
    name: 'NoSuchBucketPolicy'
  })
  expect(await keysIn(s3, bucket)).toEqual([])
})
