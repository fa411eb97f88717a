// A gateway, or a proxy before it, that answers badly where the page shows access, policy, tags, versions and unfinished uploads:
// each section says that it could not be read, calls nothing "none" or "private", and is mended by its own button.
import {
  CreateMultipartUploadCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { toPolicy } from '../../gateway/measured-policies'
import type { MadeUpAnswer } from '../fault-proxy'
import { chooseAction, expect, row, test } from '../fixture'

const faults: Readonly<Record<string, MadeUpAnswer>> = {
  'cut short': { status: 200, body: '<?xml version="1.0"?><Answer><Owner><ID>alice</ID></Own' },
  'nothing in it': { status: 200, body: '' },
  'a page of a proxy': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  'an error in a 200': { status: 200, body: '<Error><Code>InternalError</Code></Error>' },
  'too busy': { status: 503, body: '<Error><Code>SlowDown</Code></Error>' }
}

/** What the page shows beside the objects themselves. */
const ASIDE = /[?&](acl|policy|tagging|versions|versioning|uploads)(=|&|$)/

const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

for (const [name, answer] of Object.entries(faults))
  test(`${name}: every section says that it could not be read, and is mended when it is asked again`, async ({
    page,
    bucket,
    s3,
    connectThrough,
    baseURL
  }) => {
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a.txt', Body: 'text', Tagging: 'stage=raw' }))
    await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'started.bin' }))
    const principal = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }
    const statement = { ...principal, Resource: `arn:aws:s3:::${bucket}/open/*` }
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: toPolicy([statement]) }))
    let isBad = false
    await connectThrough({
      answer: (method, url) => (isBad && method === 'GET' && ASIDE.test(url) ? answer : undefined)
    })

    await expect(page.getByRole('main').locator('[data-public=policy]').first()).toBeVisible()
    isBad = true
    await page.goto(`${baseURL}#/bucket/${bucket}`)
    const access = section(page, en.sharing.title)
    const encryption = section(page, en.encryption.title)
    const unfinished = section(page, en.buckets.unfinished.title)
    for (const one of [access, encryption, unfinished]) await expect(one.getByRole('alert')).toBeVisible()
    await expect(access).not.toContainText(/only the owner/i)
    await expect(access).toContainText(en.sharing.policyUnknown)
    // It was seen open before: that is not closed by an answer that no one can read.
    await expect(access.locator('[data-public=policy]')).toContainText('open/*')
    await expect(encryption.locator('[data-enforcement]')).toHaveCount(0)
    await encryption.getByText(en.policy.title, { exact: true }).click()
    await expect(encryption).toContainText(en.policy.notLoaded)
    await expect(encryption.getByLabel(en.policy.json)).not.toHaveAttribute('placeholder', /No policy/)
    await expect(encryption.getByLabel(en.policy.json)).toHaveValue('')
    await expect(unfinished).not.toContainText(en.buckets.unfinished.none)
    isBad = false
    await access.getByRole('button', { name: en.common.retry }).click()
    await access.getByRole('button', { name: en.encryption.checkAgain }).click()
    await encryption.getByRole('button', { name: en.encryption.reloadPolicy }).click()
    await unfinished.getByRole('button', { name: en.common.retry }).click()
    await expect(access).toContainText('only the owner can list its objects')
    await expect(access.locator('[data-public=policy]')).toContainText('open/*')
    await expect(access).not.toContainText('could not be checked')
    await expect(encryption.locator('[data-enforcement=off]')).toBeVisible()
    await expect(encryption.getByLabel(en.policy.json)).toHaveValue(/open\/\*/)
    await expect(unfinished.getByRole('listitem')).toContainText('started.bin')
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)

    await page.goto(`${baseURL}#/`)
    await page.reload() // what was seen of the bucket is not remembered
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
    isBad = true
    await page.goto(`${baseURL}#/b/${bucket}/`)
    await row(page, 'a.txt').click()
    const inspector = page.getByRole('complementary', { name: en.inspector.label })
    const readers = inspector.getByRole('region', { name: en.sharing.title })
    const properties = inspector.getByRole('region', { name: en.inspector.properties.title })
    const versions = inspector.getByRole('region', { name: en.versions.title })
    await expect(readers.getByRole('alert')).toBeVisible()
    await expect(readers).not.toContainText(/only the owner/i)
    await expect(properties.getByRole('button', { name: en.common.retry })).toBeVisible()
    await expect(
      properties.getByRole('heading', { name: en.inspector.properties.tags }).locator('+ *')
    ).not.toContainText('None')
    await expect(versions).toContainText('Versioning status unknown')
    isBad = false
    await readers.getByRole('button', { name: en.common.retry }).click()
    await properties.getByRole('button', { name: en.common.retry }).click()
    await versions.getByRole('button', { name: en.common.retry }).click()
    await expect(readers).toContainText('only the owner can read it')
    await expect(properties.getByRole('table', { name: en.inspector.properties.tags })).toContainText('raw')
    await expect(versions.getByRole('listitem')).toContainText(en.versions.latest)

    isBad = true
    await chooseAction(inspector, en.editing.title)
    const dialog = page.getByRole('dialog', { name: en.editing.title })
    await expect(dialog.getByRole('alert')).toBeVisible()
    await expect(dialog.getByRole('textbox')).toHaveCount(0)
    isBad = false
    await dialog.getByRole('button', { name: en.common.retry }).click()
    await expect(dialog.getByRole('textbox', { name: en.editing.text })).toHaveValue('text')
    await expect(dialog).toContainText('1 tag')
    await dialog.getByRole('button', { name: en.common.cancel }).click()

    isBad = true
    await page.reload()
    await inspector.getByRole('button', { name: en.common.close }).click()
    await page.getByRole('button', { name: en.objects.path.about }).click()
    const folder = page.getByRole('complementary', { name: en.objects.path.label })
    await expect(folder).toContainText(en.deletion.recoverable.unknown)
    isBad = false
    await folder.getByRole('button', { name: en.common.retry }).click()
    await expect(folder.getByRole('button', { name: en.deletion.recoverable.show })).toBeVisible()
    isBad = true
    await folder.getByRole('button', { name: en.deletion.recoverable.show }).click()
    await expect(folder.getByRole('alert')).toBeVisible()
    await expect(folder).not.toContainText(en.deletion.recoverable.none)
    isBad = false
    await folder.getByRole('button', { name: en.common.retry }).click()
    await expect(folder).toContainText(en.deletion.recoverable.none)
  })

test('behind a proxy whose gateway is down, what could not be asked is not called untold, changed or empty', async ({
  page,
  bucket,
  connectThrough,
  baseURL
}) => {
  let isDown = false
  const down = { status: 502, contentType: 'text/html', body: '<html><h1>502 Bad Gateway</h1></html>' }
  const proxy = await connectThrough({ answer: () => (isDown ? down : undefined) })
  isDown = true
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const usage = page.getByRole('region', { name: en.buckets.usage.title })
  await expect(usage).toContainText('(Gateway error)')
  await expect(usage).not.toContainText(en.buckets.usage.notReported)
  const access = page.getByRole('region', { name: en.sharing.title })
  await expect(access.getByRole('alert')).toContainText('had an internal error. Nothing was changed.')
  await expect(access.getByRole('alert')).toContainText('send the details below to your administrator')
  await expect(access).toContainText('Anonymous access could not be checked')
  await page.reload() // sizes of before are not remembered
  await expect(page.getByRole('navigation', { name: en.app.navigation })).toContainText(
    en.app.bucketsUnknown('Gateway error')
  )
  await expect(usage).toContainText(en.buckets.usage.unknown('Gateway error'))
  isDown = false
  proxy.heal()
  await page.getByRole('navigation', { name: en.app.navigation }).getByRole('button', { name: en.common.retry }).click()
  await expect(page.getByRole('navigation', { name: en.app.navigation })).toContainText(bucket)
  await usage.getByRole('button', { name: en.common.retry }).click()
  await expect(usage).toContainText('Objects 0')
})
