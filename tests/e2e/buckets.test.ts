// Buckets made, filled, limited, emptied and deleted by hand; each time another tool says what became of it.
import { randomBytes } from 'node:crypto'
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import type { GatewayInfo } from '../gateway/gateway'
import { boto, boto3, curl } from '../gateway/judge'
import { createAccount, setQuota, type Account } from '../gateway/radosgw'
import { serveDist } from '../gateway/static-server'
import { errorTitle } from './error-words'
import { chooseFiles, expect, keysIn, logged, numberedKeys, put, putMany, row, send, test, transfer } from './fixture'

const newId = (): string => randomBytes(4).toString('hex')

/** An account with nothing but what the test makes. */
async function createUser(info: GatewayInfo): Promise<{ account: Account; s3: S3Client }> {
  const account = await createAccount(info.confFile, `page-${newId()}`)
  const credentials = { accessKeyId: account.accessKey, secretAccessKey: account.secretKey }
  const s3 = new S3Client({
    endpoint: info.direct,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED'
  })
  return { account, s3 }
}

/** The page with a site.json of its own. @returns how to end its server. */
async function openSite(page: Page, hosts: string[], site: object): Promise<() => Promise<void>> {
  const dir = new URL('../../dist', import.meta.url).pathname
  const server = await serveDist({ dir, extra: new Map([['site.json', JSON.stringify(site)]]) })
  hosts.push(server.url)
  await page.goto(server.url)
  return () => server.close()
}

async function bucketsSeenByBoto(info: GatewayInfo, account: Account): Promise<[name: string, created: string][]> {
  const script = 'print(json.dumps([[b.name, b.creation_date] for b in conn.get_all_buckets()]))'
  return JSON.parse((await boto({ info, account }, script)).stdout.toString()) as [string, string][]
}

const bucketRow = (page: Page, name: string): Locator =>
  page
    .getByRole('main')
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) })

const sidebarLink = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: en.app.navigation }).getByRole('link', { name, exact: true })

test('a date that stays on the screen is no longer “today” after midnight', async ({ page, bucket, connect }) => {
  await page.clock.install()
  await connect()
  const line = page.getByRole('row').filter({ hasText: bucket })
  await expect(line).toContainText('today')
  await page.clock.fastForward('24:00:00')
  await expect(line).not.toContainText('today')
})

test('scenario 2: the buckets, their dates, counts and sizes are those that other tools tell', async ({
  page,
  info,
  connect
}) => {
  const { account, s3 } = await createUser(info)
  const names = ['small', 'large', 'empty'].map((word) => `${word}-${newId()}`)
  for (const Bucket of names) await s3.send(new CreateBucketCommand({ Bucket }))
  const [small = '', large = '', empty = ''] = names
  await put(s3, small, 'a', 'x'.repeat(1000))
  for (const key of ['a', 'b']) await put(s3, large, key, 'x'.repeat(2_000_000))
  await setQuota(info.confFile, { bucket: large }, { maxBytes: 5_000_000 })
  await connect(account)

  const judged = await bucketsSeenByBoto(info, account)
  expect(judged.map(([name]) => name).toSorted()).toEqual(names.toSorted())
  for (const [name, created] of judged) {
    const shown = await page.evaluate(
      (ms) => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(ms),
      Date.parse(created)
    )
    await expect(bucketRow(page, name).getByTitle(shown)).toBeVisible()
  }
  await expect(bucketRow(page, small)).toContainText('1,000 B')
  await expect(bucketRow(page, large).getByTitle('3.8 MiB (4,000,000 bytes)')).toBeVisible()
  await expect(bucketRow(page, large)).toContainText(en.buckets.table.partOfBytes(0.8, 5_000_000))
  await expect(bucketRow(page, empty)).toContainText('0 B')
  await expect(bucketRow(page, large).locator('[data-percent]').first()).toHaveAttribute('data-percent', '100')
  await expect(page.locator('footer').getByText('3 objects · 3.8 MiB')).toBeVisible()
  // Beside it, two GETs tell who may read the bucket.
  const asked = (await logged(info, large)).filter(({ method }) => method !== 'PUT' && method !== 'GET')
  expect(asked.map(({ method }) => method)).toEqual(['HEAD']) // no preflight, and once

  await bucketRow(page, large).getByRole('link', { name: en.buckets.table.settingsOfBucket }).click()
  const usage = page.getByRole('region', { name: en.buckets.usage.title })
  await expect(usage).toContainText(en.buckets.usage.quotaBytes(5_000_000))
  await expect(usage.locator('[data-percent]')).toHaveAttribute('data-percent', '80')
})

test('a gateway whose headers no page may read: not known is a dash, and not nothing', async ({
  page,
  info,
  bucket,
  s3,
  connect
}) => {
  await put(s3, bucket, 'a', 'x')
  await connect({ endpoint: info.hiddenEtag })
  await expect(bucketRow(page, bucket).getByTitle(en.buckets.table.notReported).first()).toHaveText('—')
  await bucketRow(page, bucket).getByRole('link', { name: en.buckets.table.settingsOfBucket }).click()
  await expect(page.getByRole('region', { name: en.buckets.usage.title })).toContainText(en.buckets.usage.notReported)
})

test('scenarios 3 and 4: a bucket is made with the group’s prefix, refused deletion while full, emptied, and deleted', async ({
  page,
  info,
  hosts,
  connect
}) => {
  const { account, s3 } = await createUser(info)
  const group = `g${newId()}`
  const bucketPrefix = { prefix: `${group}-`, message: 'Begin the name with the group’s prefix.' }
  const close = await openSite(page, hosts, { bucketPrefix })
  await connect(account)

  await page.getByRole('main').getByRole('button', { name: en.buckets.create.title }).first().click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel(en.common.name, { exact: true })
  const create = dialog.getByRole('button', { name: en.buckets.create.create })
  await expect(field).toHaveValue(`${group}-`)
  await expect(create).toBeDisabled()
  for (const [wrong, words] of [
    [`${group}-Upper`, en.names.fault({ code: 'upper-case' })],
    [`${group}-a_b`, 'not “_”'],
    ['other-name', 'Begin the name with the group’s prefix.'],
    [`${group}-`, en.names.fault({ code: 'last-character' })]
  ] as const) {
    await field.fill(wrong)
    await expect(dialog).toContainText(words)
    await expect(create).toBeDisabled()
  }
  await field.fill('scans')
  await dialog.getByRole('button', { name: `${group}-` }).click()
  const name = `${group}-scans`
  await expect(field).toHaveValue(name)
  await create.click()
  await expect(page.getByRole('navigation', { name: en.objects.path.label })).toContainText(name)
  await expect(sidebarLink(page, name)).toBeVisible()
  expect((await bucketsSeenByBoto(info, account)).map(([bucket]) => bucket)).toEqual([name])

  await page.getByRole('button', { name: en.objects.path.pin }).click()
  const pinned = page.getByRole('navigation', { name: en.app.navigation }).getByRole('region', { name: en.app.pinned })
  await expect(pinned).toContainText(name)
  await put(s3, name, 'hello.txt', 'Hello World!')
  await page.getByRole('link', { name: en.objects.path.bucket }).click()
  await page.getByRole('button', { name: en.buckets.deletion.openDelete }).click()
  await expect(dialog).toContainText('1 object')
  await expect(dialog).toContainText(en.buckets.deletion.emptyFirst)
  const empty = dialog.getByRole('button', { name: en.buckets.deletion.empty })
  await dialog.getByLabel(/^Type the bucket’s name/).fill(name.slice(0, -1))
  await expect(empty).toBeDisabled()
  await dialog.getByLabel(/^Type the bucket’s name/).fill(name)
  await empty.click()
  await expect(dialog).toContainText('1 of 1 deleted')
  await expect(dialog).toContainText(en.buckets.deletion.isEmptyNow) // counted again before someone comes
  expect(await keysIn(s3, name)).toEqual([])

  // Someone puts something back: the gateway's own refusal, in words.
  await put(s3, name, 'late.txt', 'x')
  await dialog.getByRole('button', { name: en.buckets.deletion.delete }).click()
  await expect(dialog.getByRole('alert')).toContainText('The bucket is not empty')
  await dialog.getByLabel(/^Type the bucket’s name/).fill(name)
  await empty.click()
  await expect(dialog).toContainText(en.buckets.deletion.isEmptyNow)
  await dialog.getByRole('button', { name: en.buckets.deletion.delete }).click()
  await expect(page.getByText(en.buckets.deletion.deleted(name))).toBeVisible()
  await expect(page.getByRole('heading', { name: en.buckets.noBuckets })).toBeVisible()
  await expect(sidebarLink(page, name)).toHaveCount(0)
  await expect(pinned).toHaveCount(0)
  expect(await bucketsSeenByBoto(info, account)).toEqual([])
  await close()
})

test('scenario 19: a placement is sent by its name, and one that the gateway does not know is told in words', async ({
  page,
  info,
  hosts,
  connect
}) => {
  const placements = [{ name: 'default-placement', label: 'The ordinary disks' }, { name: 'tape' }]
  const close = await openSite(page, hosts, { placements })
  await connect()
  const name = `placed-${newId()}`
  const dialog = page.getByRole('dialog')
  await sidebarButton(page).click()
  await dialog.getByLabel(en.common.name, { exact: true }).fill(name)
  await dialog.getByLabel(en.buckets.create.whoCanList).selectOption('public-read')
  await dialog.getByLabel(en.buckets.create.placement).selectOption('tape')
  await dialog.getByRole('button', { name: en.buckets.create.create }).click()
  await expect(dialog.getByRole('alert')).toContainText(errorTitle('placement-refused'))
  await expect(dialog.getByRole('alert')).toContainText('No bucket was created.')
  await dialog.getByText(en.common.error.details).click()
  await expect(dialog.getByRole('alert')).toContainText('InvalidLocationConstraint')

  // Sent in any other form, this one would be refused too.
  await dialog.getByLabel(en.buckets.create.placement).selectOption('The ordinary disks (default-placement)')
  await dialog.getByRole('button', { name: en.buckets.create.create }).click()
  await expect(page.getByRole('navigation', { name: en.objects.path.label })).toContainText(name)
  const anonymous = await curl(['-o', '/dev/null', '-w', '%{http_code}', `${info.http}/${name}`])
  expect(anonymous.stdout.toString()).toBe('200')
  await close()
})

function sidebarButton(page: Page): Locator {
  return page
    .getByRole('navigation', { name: en.app.navigation })
    .getByRole('button', { name: en.buckets.create.title })
}

test('among many buckets the one on screen is in view; what is being made is waited for', async ({
  page,
  info,
  connect
}) => {
  const { account, s3 } = await createUser(info)
  const group = `g${newId()}`
  for (let number = 10; number < 50; number++) await s3.send(new CreateBucketCommand({ Bucket: `${group}-${number}` }))
  await connect(account)
  await page
    .getByRole('main')
    .getByRole('link', { name: `${group}-49` })
    .click()
  const places = page.getByRole('navigation', { name: en.app.navigation })
  await expect(places.getByRole('link', { name: `${group}-49` })).toBeInViewport()
  await expect(places.getByRole('link', { name: `${group}-10` })).not.toBeInViewport()

  let abandon = (): void => undefined
  const held = new Promise<void>((resolve) => (abandon = resolve))
  await page.route(/-late\/?(\?|$)/, async (route) => {
    await held
    await route.continue()
  })
  await sidebarButton(page).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(en.common.name, { exact: true }).fill(`${group}-late`)
  await dialog.getByRole('button', { name: en.buckets.create.create }).click()
  await expect(dialog.getByRole('button', { name: en.common.cancel })).toBeDisabled()
  // A browser that was held off once closes a dialog by the next Esc.
  for (const key of ['Escape', 'Escape', 'Escape']) await page.keyboard.press(key)
  await expect(dialog).toBeVisible()
  abandon()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('navigation', { name: en.objects.path.label })).toContainText(`${group}-late`)
})

test('prefixes are learnt from the buckets that are there, and a taken name is told', async ({
  page,
  info,
  bucket,
  connect
}) => {
  const { account, s3 } = await createUser(info)
  const group = `g${newId()}`
  for (const end of ['a', 'b']) await s3.send(new CreateBucketCommand({ Bucket: `${group}-${end}` }))
  await connect(account)
  await sidebarButton(page).click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel(en.common.name, { exact: true })
  await field.fill('a')
  await dialog.getByRole('button', { name: `${group}-` }).click()
  await expect(dialog).toContainText(en.buckets.create.nameTaken)
  await field.fill(bucket) // Alice's
  await dialog.getByRole('button', { name: en.buckets.create.create }).click()
  await expect(dialog.getByRole('alert')).toContainText(errorTitle('name-taken'))
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  expect((await bucketsSeenByBoto(info, account)).length).toBe(2)
})

test('emptying takes versions, markers, uploads and awkward keys along, and boto3 finds nothing', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  await put(s3, bucket, 'before', 'x')
  const on = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' as const } }
  await s3.send(new PutBucketVersioningCommand(on))
  for (const key of ['before', 'a', 'a', '\x01', 'x\ry', '../up', 'a//b']) await put(s3, bucket, key, 'xx')
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a' }))
  await beginUpload(s3, bucket, 'big', 9000)
  await connect()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await page.getByRole('button', { name: en.buckets.deletion.openEmpty }).click()
  const dialog = page.getByRole('dialog')
  for (const words of ['5 objects', '3 old versions', '1 delete marker', '1 unfinished upload'])
    await expect(dialog).toContainText(words)
  await dialog.getByLabel(/^Type the bucket’s name/).fill(bucket)
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('10 of 10 deleted')
  await expect(dialog).toContainText(en.buckets.deletion.isEmptyNow)
  const script = [
    'v = s3.list_object_versions(Bucket=arg)',
    'u = s3.list_multipart_uploads(Bucket=arg)',
    'print(json.dumps([len(v.get("Versions", [])), len(v.get("DeleteMarkers", [])), len(u.get("Uploads", []))]))'
  ].join('\n')
  const judged = await boto3({ info, account: info.alice }, script, bucket)
  expect(JSON.parse(judged.stdout.toString())).toEqual([0, 0, 0])
  await dialog.getByRole('button', { name: en.common.close }).last().click()
  await expect(page.getByRole('region', { name: en.buckets.usage.title })).toContainText('Objects 0')
  await expect(page.getByRole('region', { name: en.buckets.unfinished.title })).toContainText(
    en.buckets.unfinished.none
  )
})

test('emptying can be stopped: the rest stays, and is recounted', async ({ page, bucket, s3, connect, baseURL }) => {
  await putMany(s3, bucket, numberedKeys(1000, 'key-'))
  await connect()
  let held = 0
  await page.route(/\?delete/, async (route) => {
    if (route.request().method() === 'POST' && ++held > 2) return // these never get there
    await route.continue()
  })
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await page.getByRole('button', { name: en.buckets.deletion.openDelete }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Type the bucket’s name/).fill(bucket)
  await dialog.getByRole('button', { name: en.buckets.deletion.empty }).click()
  await expect(dialog).toContainText('400 of 1,000 deleted')
  await dialog.getByRole('button', { name: en.common.bulk.stop.empty }).click()
  await expect(dialog).toContainText(en.common.bulk.stopping)
  await dialog.getByRole('button', { name: en.common.bulk.stopNow }).click()
  await expect(dialog).toContainText(en.common.bulk.abandoned.delete)
  await expect(dialog).toContainText('600 objects')
  await expect(dialog.getByRole('button', { name: en.buckets.deletion.empty })).toBeDisabled() // its name again
  expect(await keysIn(s3, bucket)).toHaveLength(600)
})

test('after a bucket is deleted by its own address the sizes of the others are told', async ({
  page,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  const other = `e2e-${newId()}`
  await s3.send(new CreateBucketCommand({ Bucket: other }))
  await put(s3, other, 'x', 'three')
  await connect()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await page.reload() // nothing is known of any other
  await page.getByRole('button', { name: en.buckets.deletion.openDelete }).click()
  await page.getByRole('dialog').getByRole('button', { name: en.buckets.deletion.delete }).click()
  await expect(page.getByText(en.buckets.deletion.deleted(bucket))).toBeVisible()
  await expect(bucketRow(page, other)).toContainText('5 B')
})

test('unfinished uploads are shown with age and size, and aborted one by one or all', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  for (const [key, size] of [
    ['scan.h5', 5_000_000],
    ['other.bin', 1000],
    ['third', 500]
  ] as const)
    await beginUpload(s3, bucket, key, size)
  await connect()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const section = page.getByRole('region', { name: en.buckets.unfinished.title })
  const line = section.getByRole('listitem').filter({ hasText: 'scan.h5' })
  await expect(line).toContainText(/started \d+ (second|minute)s? ago · 4\.8 MiB/)
  await expect(section).toContainText(en.buckets.unfinished.summary(3, 5_001_500))
  await line.getByRole('button', { name: en.buckets.unfinished.abortUploadOf('scan.h5') }).click()
  await expect(page.getByRole('dialog')).toContainText('4.8 MiB')
  await expect(page.getByRole('dialog').getByRole('button', { name: en.common.cancel })).toBeFocused()
  await page.getByRole('button', { name: en.buckets.unfinished.abort(1), exact: true }).click()
  await expect(line).toHaveCount(0)
  await expect(section.getByRole('button', { name: en.buckets.unfinished.abortUploadOf('third') })).toBeFocused()
  const left = async (): Promise<string[]> => {
    const script = 'print(json.dumps([u.key_name for u in conn.get_bucket(arg).list_multipart_uploads()]))'
    return JSON.parse((await boto({ info, account: info.alice }, script, bucket)).stdout.toString()) as string[]
  }
  expect(await left()).toEqual(['other.bin', 'third'])
  await section.getByRole('button', { name: en.buckets.unfinished.abortAll(2) }).click()
  await page.getByRole('button', { name: en.buckets.unfinished.abort(2), exact: true }).click()
  await expect(section).toContainText(en.buckets.unfinished.none)
  await expect(section.getByRole('button', { name: en.buckets.unfinished.reload })).toBeFocused()
  expect(await left()).toEqual([])
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []).toEqual([])
})

async function beginUpload(s3: S3Client, bucket: string, key: string, partBytes: number): Promise<void> {
  const address = { Bucket: bucket, Key: key }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(address))
  await s3.send(new UploadPartCommand({ ...address, UploadId, PartNumber: 1, Body: 'x'.repeat(partBytes) }))
}

test('uploads that go over the limit are told once in words, what was there stays, and Resume sends all when there is room', async ({
  page,
  info,
  connect,
  baseURL
}) => {
  const { account, s3 } = await createUser(info)
  const bucket = `limited-${newId()}`
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'there', Body: 'x' }))
  await setQuota(info.confFile, { bucket }, { maxObjects: 1 })
  await connect(account)
  await expect(bucketRow(page, bucket)).toContainText(en.buckets.table.partOfObjects(1, 1))
  await page.goto(`${baseURL}#/b/${bucket}/`)
  await expect(row(page, 'there')).toBeVisible()
  const names = Array.from({ length: 12 }, (_, index) => `more-${index}.txt`)
  const dialog = await chooseFiles(
    page,
    names.map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('x') })) as never
  )
  await dialog.getByText(en.common.encryption.notEncrypted, { exact: true }).click()
  await send(dialog)
  await expect(await transfer(page, 'more-11.txt')).toContainText(en.transfers.row.paused)
  const panel = page.getByRole('alert').filter({ hasText: errorTitle('quota-exceeded') })
  await expect(panel).toContainText(en.transfers.bucketPaused(6).replace('{bucket}', bucket).split(' on ')[0] ?? '')
  expect(await keysIn(s3, bucket)).toEqual(['there'])
  await setQuota(info.confFile, { bucket }, { maxObjects: 100 })
  await panel.getByRole('button', { name: en.transfers.row.resume, exact: true }).click()
  await expect(page.getByRole('region', { name: en.common.transfers })).toContainText(en.transfers.summary.done(12))
  await expect(panel).toBeHidden()
  expect(await keysIn(s3, bucket)).toHaveLength(13)
})

test('places: pinned ones stay, visited ones are found again, on a narrow screen too', async ({
  page,
  bucket,
  s3,
  connect,
  goTo,
  baseURL
}) => {
  await put(s3, bucket, 'a/deep/x.txt', 'x')
  await put(s3, bucket, 'b/y.txt', 'x')
  await connect()
  await goTo('')
  for (const folder of ['a', 'deep']) await row(page, folder).dblclick()
  await expect(row(page, 'x.txt')).toBeVisible()
  await page.getByRole('button', { name: en.objects.path.pin }).click()
  await goTo('b/')
  await expect(row(page, 'y.txt')).toBeVisible()
  const places = page.getByRole('navigation', { name: en.app.navigation })
  await expect(places.getByRole('region', { name: en.app.pinned }).getByRole('link')).toHaveText([/deep/])
  await expect(places.getByRole('region', { name: en.app.recent }).getByRole('link')).toHaveText([/^\s*b\b/])

  await page.setViewportSize({ width: 390, height: 844 })
  await page.reload()
  await page.goto(`${baseURL}#/buckets`)
  await page.getByRole('main').getByRole('region', { name: en.app.pinned }).getByRole('link').click()
  await expect(row(page, 'x.txt')).toBeVisible()
  await page.getByRole('button', { name: en.objects.path.pin, pressed: true }).click()
  await page.goto(`${baseURL}#/buckets`)
  await expect(
    page.getByRole('main').getByRole('region', { name: en.app.recent }).getByRole('link').first()
  ).toHaveText(/deep/)
  await expect(page.getByRole('main').getByRole('region', { name: en.app.pinned })).toHaveCount(0)
})
