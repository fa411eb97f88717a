// Headers, metadata and tags edited by the page; boto3 says what is stored.
import { CopyObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { boto3 } from '../../gateway/judge'
import type { GatewayInfo } from '../../gateway/gateway'
import { encryptFirst, expect, makeKey, read, row, send, chooseFiles, test } from '../fixture'
import { sseInput } from '../../gateway/sse-input'

/** On a machine that is ten times as slow. */
const DONE = { timeout: 180_000 }
const words = en.uploads.headers
const rich = {
  ContentType: 'text/csv',
  CacheControl: 'no-cache',
  ContentLanguage: 'de',
  Metadata: { run: '1', mtime: '1700000000.5' },
  Tagging: 'state=raw&owner=alice',
  ACL: 'public-read'
} as const

const LOOK = `
sse = dict(SSECustomerAlgorithm='AES256', SSECustomerKey=base64.b64decode(arg['key'])) if arg.get('key') else {}
at = dict(Bucket=arg['bucket'], Key=arg['object'])
head = s3.head_object(**at, **sse)
tags = s3.get_object_tagging(**at)['TagSet']
grants = s3.get_object_acl(**at)['Grants']
print(json.dumps(dict(
  type=head.get('ContentType'), cache=head.get('CacheControl'), disposition=head.get('ContentDisposition'),
  language=head.get('ContentLanguage'), metadata=head['Metadata'], tags={t['Key']: t['Value'] for t in tags},
  isPublic=any('URI' in g['Grantee'] for g in grants), encrypted=head.get('SSECustomerAlgorithm'))))
`

async function judge(info: GatewayInfo, bucket: string, object: string, key?: Buffer): Promise<unknown> {
  const arg = { bucket, object, key: key?.toString('base64') }
  const { stdout, stderr, status } = await boto3({ info, account: info.alice }, LOOK, arg)
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout.toString())
}

async function openEditor(page: Page, name: string): Promise<Locator> {
  await row(page, name).click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await inspector.getByRole('button', { name: en.attributes.title }).click()
  const dialog = page.getByRole('dialog', { name: en.attributes.title })
  await expect(dialog.getByRole('button', { name: en.attributes.save })).toBeVisible()
  return dialog
}

const line = (dialog: Locator, group: string, index: number): Locator =>
  dialog.getByRole('group', { name: group }).locator('.line').nth(index)

test('one object: tags alone, then headers, metadata and tags; all else stays, and problems are said at the field', async ({
  page,
  bucket,
  s3,
  info,
  connect,
  goTo
}) => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'scan +%.csv', Body: 'a,b', ...rich }))
  const before = await judge(info, bucket, 'scan +%.csv')
  await connect()
  await goTo('')
  const dialog = await openEditor(page, 'scan +%.csv')
  const save = dialog.getByRole('button', { name: en.attributes.save })
  await expect(save).toBeDisabled()
  await expect(dialog.getByLabel(words.fields.contentType)).toHaveValue('text/csv')
  await expect(dialog.getByLabel(words.metadata.name)).toHaveCount(1) // mtime is Lockgate's own
  await dialog.getByRole('button', { name: words.removeLine('owner') }).click()
  await dialog.getByRole('button', { name: words.tags.add }).click()
  await page.keyboard.type('year')
  await page.keyboard.press('Tab')
  await page.keyboard.type('2026 & on')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden(DONE)
  await expect(page.getByText(en.attributes.saved)).toBeVisible()
  expect(await judge(info, bucket, 'scan +%.csv')).toEqual({
    ...(before as object),
    tags: { state: 'raw', year: '2026 & on' }
  })
  await expect(page.getByRole('table', { name: en.inspector.properties.tags })).toContainText('2026 & on')

  const again = await openEditor(page, 'scan +%.csv')
  await again.getByLabel(words.fields.contentType).fill('csv')
  await expect(again).toContainText(words.headerProblem['not-a-type'])
  await expect(again.getByRole('button', { name: en.attributes.save })).toBeDisabled()
  await again.getByLabel(words.fields.contentType).fill('text/plain')
  await again.getByLabel(words.fields.cacheControl).fill('')
  await again.getByLabel(words.fields.contentDisposition).fill('attachment')
  await line(again, words.metadata.title, 0).getByLabel(words.value).fill('2')
  await again.getByRole('button', { name: words.metadata.add }).click()
  await line(again, words.metadata.title, 1).getByLabel(words.metadata.name).fill('Station')
  await line(again, words.metadata.title, 1).getByLabel(words.value).fill('north')
  await again.getByRole('button', { name: en.attributes.save }).click()
  await expect(again).toBeHidden(DONE)
  expect(await judge(info, bucket, 'scan +%.csv')).toEqual({
    ...{ type: 'text/plain', cache: null, disposition: 'attachment', language: 'de', encrypted: null, isPublic: true },
    metadata: { run: '2', station: 'north', mtime: '1700000000.5' },
    tags: { state: 'raw', year: '2026 & on' }
  })
  expect((await read(s3, bucket, 'scan +%.csv')).toString()).toBe('a,b')
})

test('an object that someone else changed is left alone, and the own changes go on top of theirs', async ({
  page,
  bucket,
  s3,
  info,
  connect,
  goTo
}) => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a.csv', Body: 'a,b', ...rich }))
  await connect()
  await goTo('')
  const dialog = await openEditor(page, 'a.csv')
  await dialog.getByLabel(words.fields.cacheControl).fill('max-age=1')
  const about = { Bucket: bucket, Key: 'a.csv', CopySource: `${bucket}/a.csv`, ContentType: 'text/x-theirs' }
  await s3.send(new CopyObjectCommand({ ...about, MetadataDirective: 'REPLACE', Metadata: { their: 'own' } }))
  const theirs = await judge(info, bucket, 'a.csv')
  await dialog.getByRole('button', { name: en.attributes.save }).click()
  await expect(dialog).toContainText(en.attributes.changed.text, DONE)
  expect(await judge(info, bucket, 'a.csv')).toEqual(theirs)
  await expect(dialog.getByLabel(words.fields.cacheControl)).toHaveValue('max-age=1')
  await dialog.getByRole('button', { name: en.attributes.changed.load }).click()
  await expect(dialog.getByLabel(words.fields.contentType)).toHaveValue('text/x-theirs')
  await expect(dialog.getByLabel(words.fields.cacheControl)).toHaveValue('max-age=1')
  await page.keyboard.press('Escape')
  await expect(dialog).toContainText(en.editing.unsaved)
  await dialog.getByRole('button', { name: en.editing.keepEditing }).click()
  await dialog.getByRole('button', { name: en.attributes.save }).click()
  await expect(dialog).toBeHidden(DONE)
  expect(await judge(info, bucket, 'a.csv')).toMatchObject({
    ...{ type: 'text/x-theirs', cache: 'max-age=1', metadata: { their: 'own' } }
  })
})

test('an encrypted object keeps its key, and without it only its tags are edited', async ({
  page,
  bucket,
  s3,
  info,
  connect,
  goTo
}, testInfo) => {
  const other = Buffer.alloc(32, 7)
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'theirs.txt', Body: 'x', ...sseInput(other) }))
  await connect()
  const key = await makeKey(page, 'mine', testInfo.outputPath())
  await goTo('')
  const upload = await chooseFiles(page, { name: 'mine.txt', mimeType: 'text/plain', buffer: Buffer.from('secret') })
  await encryptFirst(upload)
  await send(upload)
  await expect(row(page, 'mine.txt').getByText(en.common.encryption.encrypted('mine'))).toBeVisible(DONE)
  const dialog = await openEditor(page, 'mine.txt')
  await dialog.getByLabel(words.fields.contentDisposition).fill('inline')
  await dialog.getByRole('button', { name: en.attributes.save }).click()
  await expect(dialog).toBeHidden(DONE)
  const stored = await judge(info, bucket, 'mine.txt', key)
  expect(stored).toMatchObject({ disposition: 'inline', encrypted: 'AES256', type: 'text/plain' })
  expect((await read(s3, bucket, 'mine.txt', key)).toString()).toBe('secret')

  const closed = await openEditor(page, 'theirs.txt')
  await expect(closed).toContainText(en.attributes.needsKey)
  await closed.getByRole('button', { name: words.tags.add }).click()
  await page.keyboard.type('state')
  await closed.getByRole('button', { name: en.attributes.save }).click()
  await expect(closed).toBeHidden(DONE)
  expect(await judge(info, bucket, 'theirs.txt', other)).toMatchObject({ tags: { state: '' }, encrypted: 'AES256' })
})

test('many: set, removed and kept as chosen, failures reported by name; a second run changes nothing', async ({
  page,
  bucket,
  s3,
  info,
  connect,
  goTo
}) => {
  const Bucket = bucket
  for (const Key of ['run/a.csv', 'run/b.csv', 'c.csv'])
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, ...rich }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'run/link', Body: '', WebsiteRedirectLocation: '/other' }))
  await connect()
  await goTo('')
  const open = async (): Promise<Locator> => {
    await row(page, 'run').locator('.pick').click()
    await row(page, 'c.csv').locator('.pick').click()
    await page.getByRole('main').getByRole('button', { name: en.attributes.title, exact: true }).click()
    const dialog = page.getByRole('dialog', { name: en.attributes.titleOf('1 object and 1 folder') })
    await expect(dialog).toContainText(en.code.none['each-differs'])
    const mode = (header: string): Locator => dialog.getByLabel(en.attributes.mode.label(header))
    await mode(words.fields.contentType).selectOption(en.attributes.mode.set)
    await dialog.getByLabel(words.fields.contentType, { exact: true }).fill('text/plain')
    await mode(words.fields.cacheControl).selectOption(en.attributes.mode.remove)
    await dialog.getByRole('button', { name: words.metadata.add }).click()
    await line(dialog, words.metadata.title, 0).getByLabel(words.metadata.name).fill('station')
    await line(dialog, words.metadata.title, 0).getByLabel(words.value).fill('north')
    await dialog.getByRole('button', { name: words.tags.add }).click()
    await line(dialog, words.tags.title, 0)
      .getByLabel(en.attributes.lineMode.label)
      .selectOption(en.attributes.lineMode.remove)
    await line(dialog, words.tags.title, 0).getByLabel(words.tags.name).fill('owner')
    await dialog.getByRole('button', { name: en.attributes.change(4) }).click()
    return dialog
  }
  const dialog = await open()
  await expect(dialog).toContainText(en.common.bulk.failed(1), DONE)
  await expect(dialog).toContainText('3 of 4')
  await expect(dialog).toContainText('run/link')
  await expect(dialog).toContainText(en.editing.refusal({ code: 'website-redirect' }))
  const stored = {
    ...{ type: 'text/plain', cache: null, disposition: null, language: 'de', encrypted: null, isPublic: true },
    metadata: { run: '1', mtime: '1700000000.5', station: 'north' },
    tags: { state: 'raw' }
  }
  for (const key of ['run/a.csv', 'run/b.csv', 'c.csv']) expect(await judge(info, bucket, key)).toEqual(stored)
  expect((await read(s3, bucket, 'run/b.csv')).toString()).toBe('run/b.csv')
  await s3.send(new PutObjectCommand({ Bucket, Key: 'run/link', Body: '', ContentType: 'text/x-plain' }))
  await dialog.getByRole('button', { name: en.copies.retry(1) }).click()
  await expect(dialog).toBeHidden(DONE)
  expect(await judge(info, bucket, 'run/link')).toMatchObject({ type: 'text/plain', metadata: { station: 'north' } })

  await page.keyboard.press('Escape')
  const again = await open()
  await expect(again).toContainText(en.attributes.unchanged(4), DONE)
})
