// One object in depth: what it is set to, its versions, and a text edited in place with nothing lost. Judged by boto3 and aws-cli.
import { PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { en } from '../../src/messages/en'
import { awsCli, boto3, type Seat } from '../gateway/judge'
import { chooseAction, downloadOpen, expect, importKey, put, read, row, send, test, transfer } from './fixture'

const KEYSTRING = 'The-quick-brown-fox-jumps-012345'
const SSE = `dict(SSECustomerAlgorithm='AES256', SSECustomerKey='${KEYSTRING}')`

const inspector = (page: Page): Locator => page.getByRole('complementary', { name: en.inspector.label })
const section = (page: Page, name: string): Locator => inspector(page).getByRole('region', { name })

async function openEditor(page: Page, name: string): Promise<Locator> {
  await row(page, name).click()
  await chooseAction(inspector(page), en.editing.title)
  return page.getByRole('dialog', { name: en.editing.title })
}

/** What boto3 prints as JSON. */
async function ask(seat: Seat, script: string, arg: unknown): Promise<unknown> {
  const { stdout, stderr, status } = await boto3(seat, script, arg)
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout.toString() || 'null')
}

const LOOK = `
h = s3.head_object(Bucket=arg, Key='notes.txt', **sse)
names = ['ContentType', 'CacheControl', 'ContentDisposition', 'ContentLanguage', 'Metadata']
told = {name: h.get(name) for name in names}
told['Expires'] = h['ResponseMetadata']['HTTPHeaders'].get('expires')
told['Tags'] = s3.get_object_tagging(Bucket=arg, Key='notes.txt')['TagSet']
told['Grants'] = s3.get_object_acl(Bucket=arg, Key='notes.txt')['Grants']`

test('an encrypted, public, described object of boto3’s is edited, and boto3 finds all of it kept', async ({
  page,
  info,
  bucket,
  connect,
  goTo,
  secrets
}) => {
  secrets.push(KEYSTRING, Buffer.from(KEYSTRING).toString('base64'))
  const seat = { info, account: info.alice }
  const before = await ask(
    seat,
    `sse = ${SSE}
s3.put_object(Bucket=arg, Key='notes.txt', Body='line one\\r\\nline two\\r\\n'.encode(), ContentType='text/x-notes; charset=utf-8',
  CacheControl='max-age=60', ContentDisposition='inline; filename="notes.txt"', ContentLanguage='en',
  Expires='Thu, 21 Oct 2027 07:28:00 GMT', Metadata={'scanner': '7T-02', 'session': '417'}, Tagging='stage=raw&two%20words=a%20b', **sse)
acl = s3.get_object_acl(Bucket=arg, Key='notes.txt')
acl.pop('ResponseMetadata')
acl['Grants'] += [{'Grantee': {'Type': 'Group', 'URI': 'http://acs.amazonaws.com/groups/global/AllUsers'}, 'Permission': 'READ'},
  {'Grantee': {'Type': 'CanonicalUser', 'ID': 'bob'}, 'Permission': 'FULL_CONTROL'}]
s3.put_object_acl(Bucket=arg, Key='notes.txt', AccessControlPolicy=acl)
${LOOK}
print(json.dumps(told))`,
    bucket
  )
  await connect()
  await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
  await goTo('')
  await row(page, 'notes.txt').click()
  await inspector(page).getByRole('button', { name: en.inspector.more }).click()
  await expect(inspector(page).getByRole('button', { name: en.editing.title })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(section(page, 'Properties')).toContainText(en.inspector.properties.needsKey)
  await page.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
  await page.getByRole('dialog').getByRole('radio').check()
  await page.getByRole('button', { name: en.uploads.chooseKey.try }).click()

  const properties = section(page, 'Properties')
  for (const text of ['text/x-notes; charset=utf-8', 'max-age=60', 'inline; filename="notes.txt"', 'STANDARD'])
    await expect(properties).toContainText(text)
  await expect(properties.getByRole('table', { name: en.inspector.properties.metadata }).getByRole('row')).toHaveText(
    [/scanner\s*7T-02/, /session\s*417/],
    { useInnerText: true }
  )
  await expect(properties.getByRole('table', { name: en.inspector.properties.tags })).toContainText('two words')

  const dialog = await openEditor(page, 'notes.txt')
  const field = dialog.getByRole('textbox', { name: en.editing.text })
  await expect(field).toHaveValue('line one\nline two\n')
  await expect(dialog).toContainText('Windows line endings kept')
  await expect(dialog).toContainText(en.editing.brieflyPrivate)
  await field.fill('line one\nline two, edited: ü\n')
  await dialog.getByRole('button', { name: en.editing.save }).click()
  await expect(dialog.getByRole('status')).toContainText('Saved and verified')
  await expect(dialog.locator('[data-lock=encrypted]')).toContainText('Encrypted with boto')
  await dialog.getByRole('button', { name: en.common.close }).last().click()
  await expect(dialog).toBeHidden()

  const after = await ask(
    seat,
    `sse = ${SSE}${LOOK}
body = s3.get_object(Bucket=arg, Key='notes.txt', **sse)['Body'].read().decode()
try:
  s3.head_object(Bucket=arg, Key='notes.txt'); opened = True
except Exception: opened = False
print(json.dumps({'told': told, 'body': body, 'opened': opened}))`,
    bucket
  )
  expect(after).toEqual({ told: before, body: 'line one\r\nline two, edited: ü\r\n', opened: false })
})

test('scenario 5, edited: hello.txt gets other words and no header of the browser’s', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await connect()
  await goTo('')
  await page.getByRole('button', { name: en.objects.header.new, exact: true }).click()
  await page.getByRole('button', { name: en.objects.header.newText }).click()
  await page.getByLabel(en.common.name, { exact: true }).fill('hello.txt')
  await page.getByLabel(en.editing.text, { exact: true }).fill('Hello World!')
  await page.getByRole('button', { name: en.uploads.text.next }).click()
  const upload = page.getByRole('dialog')
  await upload.getByText(en.common.encryption.notEncrypted, { exact: true }).click()
  await send(upload)
  await expect(await transfer(page, 'hello.txt')).toContainText('Verified')
  const dialog = await openEditor(page, 'hello.txt')
  await expect(dialog.getByRole('button', { name: en.editing.save })).toBeDisabled()
  await dialog.getByRole('textbox', { name: en.editing.text }).fill('Hello, everybody!')
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('alert')).toContainText(en.editing.unsaved)
  await dialog.getByRole('button', { name: en.editing.keepEditing }).click()
  const here = await page.url()
  await page.goBack()
  await expect(dialog.getByRole('alert')).toContainText(en.editing.unsaved)
  expect(await page.url()).toBe(here)
  await dialog.getByRole('button', { name: en.editing.keepEditing }).click()
  await dialog.getByRole('button', { name: en.editing.save }).click()
  await expect(dialog.getByRole('status')).toContainText('Saved')
  await dialog.getByRole('button', { name: en.common.close }).last().click()
  await expect(inspector(page)).toContainText('17 bytes')
  expect((await read(s3, bucket, 'hello.txt')).toString()).toBe('Hello, everybody!')
  const args = ['s3api', 'head-object', '--bucket', bucket, '--key', 'hello.txt']
  const told = await awsCli({ info, account: info.alice }, args)
  const head = JSON.parse(told.stdout.toString()) as Record<string, unknown>
  expect(head).toMatchObject({ ContentLength: 17, ContentType: 'text/plain; charset=utf-8', Metadata: {} })
  expect(head).not.toHaveProperty('CacheControl') // neither of the upload's condition nor of the edit's
})

test('a page that is closed while it saves: the next one gives the object its access list back', async ({
  page,
  context,
  info,
  bucket,
  s3,
  connectThrough
}) => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'open.txt', Body: 'before', ACL: 'public-read' }))
  const isPuttingBack = (method: string, url: string): boolean => method === 'PUT' && url.includes('acl')
  const proxy = await connectThrough({ refuse: isPuttingBack })
  const dialog = await openEditor(page, 'open.txt')
  await dialog.getByRole('textbox', { name: en.editing.text }).fill('after')
  const next = await context.newPage() // that takes a while, and the tries do not
  await dialog.getByRole('button', { name: en.editing.save }).click()
  const tries = (): number => proxy.seen.filter(([method, url]) => isPuttingBack(method, url)).length
  await expect.poll(tries).toBeGreaterThan(0)
  const readers = async (): Promise<unknown> =>
    ask(
      { info, account: info.alice },
      `print(json.dumps([g['Grantee'].get('URI', '')[-8:] for g in s3.get_object_acl(Bucket=arg, Key='open.txt')['Grants']]))`,
      bucket
    )
  await page.close() // between two tries, so that none of them is under way
  expect(await readers()).toEqual([''])
  proxy.heal()
  await next.goto(page.url())
  await expect(next.getByText('Access settings of open.txt were restored after an interrupted save.')).toBeVisible()
  expect(await readers()).toContain('AllUsers')
  expect((await read(s3, bucket, 'open.txt')).toString()).toBe('after')
})

test('access that an interrupted save left months ago is restored only by hand', async ({
  page,
  context,
  baseURL,
  bucket,
  s3,
  info,
  connectThrough
}) => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'open.txt', Body: 'before', ACL: 'public-read' }))
  const isRestoring = (method: string, url: string): boolean => method === 'PUT' && url.includes('acl')
  const proxy = await connectThrough({ refuse: isRestoring })
  const dialog = await openEditor(page, 'open.txt')
  await dialog.getByRole('textbox', { name: en.editing.text }).fill('after')
  const next = await context.newPage()
  await next.goto(`${baseURL}site.json`)
  await dialog.getByRole('button', { name: en.editing.save }).click()
  await expect.poll(() => proxy.seen.some(([method, url]) => isRestoring(method, url))).toBe(true)
  await page.close()
  await next.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve) => (request.onsuccess = () => resolve(request.result)))
    const database = await done(indexedDB.open('lockgate'))
    const store = database.transaction('records', 'readwrite').objectStore('records')
    const kind = IDBKeyRange.bound(['pending-acl'], ['pending-acl', []])
    for (const entry of (await done(store.getAll(kind))) as { id: string; beganAtMs: number }[])
      await done(store.put({ ...entry, beganAtMs: entry.beganAtMs - 180 * 86_400_000 }, ['pending-acl', entry.id]))
    database.close()
  })
  proxy.heal()
  await next.goto(baseURL ?? '')
  const question = next.getByRole('region', { name: en.sharing.pending.title })
  await expect(question).toContainText('Before: anyone on the internet (read).')
  const status = async (): Promise<number> => (await fetch(`${info.direct}/${bucket}/open.txt`)).status
  expect(await status()).toBe(403)
  await question.getByRole('button', { name: en.sharing.pending.restore.access }).click()
  await expect(question).toBeHidden()
  expect(await status()).toBe(200)
})

test('an object that was changed elsewhere is not overwritten, and neither text is lost', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'shared.txt', 'as it was')
  await connect()
  await goTo('')
  const dialog = await openEditor(page, 'shared.txt')
  await dialog.getByRole('textbox', { name: en.editing.text }).fill('mine')
  await put(s3, bucket, 'shared.txt', 'theirs')
  await dialog.getByRole('button', { name: en.editing.save }).click()
  await expect(dialog.getByRole('alert')).toContainText('It was not overwritten')
  expect((await read(s3, bucket, 'shared.txt')).toString()).toBe('theirs')

  await dialog.getByRole('button', { name: en.editing.saveAs }).click()
  await dialog.getByLabel(en.editing.otherName).fill('shared.txt')
  await expect(dialog).toContainText(en.editing.sameName)
  await expect(dialog.getByRole('button', { name: en.editing.toEncryption })).toBeDisabled()
  // One that is taken is not overwritten: the upload keeps both unless it is told otherwise.
  await put(s3, bucket, 'taken.txt', 'another’s')
  await dialog.getByLabel(en.editing.otherName).fill('taken.txt')
  await dialog.getByRole('button', { name: en.editing.toEncryption }).click()
  const asked = page.getByRole('dialog').filter({ hasText: en.uploads.names.existing(1) })
  await expect(asked.getByRole('radio', { name: en.uploads.clash['keep-both'] })).toBeChecked()
  await asked.getByRole('button', { name: en.common.cancel }).click()
  await dialog.getByLabel(en.editing.otherName).fill('mine.txt')
  await dialog.getByRole('button', { name: en.editing.toEncryption }).click()
  const upload = page.getByRole('dialog').filter({ hasText: 'mine.txt' }).last()
  await upload.getByText(en.common.encryption.notEncrypted, { exact: true }).click()
  await upload.getByRole('button', { name: /^Upload \d/ }).click()
  await expect.poll(async () => (await read(s3, bucket, 'mine.txt').catch(() => '')).toString()).toBe('mine')

  await dialog.getByRole('button', { name: en.editing.changed.show }).click()
  await expect(dialog.getByRole('textbox', { name: en.editing.theirText })).toHaveValue('theirs')
  await expect(dialog.getByRole('textbox', { name: en.editing.yourText })).toHaveValue('mine')
  await dialog.getByRole('textbox', { name: en.editing.yourText }).fill('mine and theirs')
  await dialog.getByRole('button', { name: en.editing.overwrite }).click()
  await expect(dialog.getByRole('status')).toContainText('Saved')
  expect((await read(s3, bucket, 'shared.txt')).toString()).toBe('mine and theirs')
})

test('where headers are hidden from the page nothing is called none, and nothing is edited', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'hidden.txt', 'text')
  await connect({ endpoint: info.hiddenEtag })
  await goTo('')
  const dialog = await openEditor(page, 'hidden.txt')
  await expect(dialog.getByRole('alert')).toContainText('Saving would lose metadata')
  await dialog.getByRole('button', { name: en.common.close }).last().click()
  await expect(section(page, 'Properties')).toContainText(en.inspector.properties.hidden)
  await expect(section(page, 'Properties')).toContainText('There may be more')
})

test('versions of boto3’s are shown; one is downloaded, another made the latest', async ({
  page,
  info,
  bucket,
  connect,
  goTo
}) => {
  const seat = { info, account: info.alice }
  await ask(
    seat,
    `s3.put_object(Bucket=arg, Key='unversioned', Body=b'x')
s3.put_bucket_versioning(Bucket=arg, VersioningConfiguration={'Status': 'Enabled'})
s3.put_object(Bucket=arg, Key='data.csv', Body=b'one', Metadata={'run': '1'}, ACL='public-read')
s3.put_object(Bucket=arg, Key='data.csv', Body=b'two, longer', Metadata={'run': '2'})
s3.put_object(Bucket=arg, Key='data.csv', Body=b'three', Metadata={'run': '3'})
s3.put_object(Bucket=arg, Key='data.csv.other', Body=b'another object')`,
    bucket
  )
  await connect()
  await goTo('')
  await row(page, 'data.csv').click()
  const versions = section(page, 'Versions')
  const list = versions.getByRole('listitem')
  await expect(list).toHaveCount(3)
  await expect(list.nth(0)).toContainText('Latest · 5 B')
  await expect(list.nth(1)).toContainText('11 B')
  await expect(versions).toContainText(en.versions.on)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    list
      .nth(1)
      .getByRole('button', { name: /^Download the version/ })
      .click()
  ])
  expect(readFileSync(await download.path()).toString()).toBe('two, longer')
  await expect(await transfer(page, 'data.csv')).toContainText('Verified')

  const restore = list.nth(2).getByRole('button', { name: /^Restore the version/ })
  await restore.press('Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: en.versions.restore })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(restore).toBeFocused()
  await expect(page.getByRole('button', { name: en.common.cancel })).toHaveCount(0)
  await restore.click()
  await page.getByRole('dialog').getByRole('button', { name: en.versions.restore }).click()
  await expect(list).toHaveCount(4)
  await expect(list.nth(0)).toContainText('Latest · 3 B')
  await expect(inspector(page)).toBeFocused()
  expect((await downloadOpen(page)).toString()).toBe('one')
  const told = await ask(
    seat,
    `g = s3.get_object(Bucket=arg, Key='data.csv')
grants = s3.get_object_acl(Bucket=arg, Key='data.csv')['Grants']
print(json.dumps([g['Body'].read().decode(), g['Metadata'], len(s3.list_object_versions(Bucket=arg, Prefix='data.csv')['Versions']),
  [x['Permission'] for x in grants if x['Grantee']['Type'] == 'Group']]))`,
    bucket
  )
  expect(told).toEqual(['one', { run: '1' }, 5, ['READ']])
})

test('what became of a restore stays in sight while its folder changes', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  for (const Body of ['one', 'two'])
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'open.txt', Body, ACL: 'public-read' }))
  const proxy = await connectThrough({ refuse: (method, url) => method === 'PUT' && url.includes('acl') })
  await row(page, 'open.txt').click()
  const versions = section(page, 'Versions')
  await versions.getByRole('button', { name: /^Restore the version/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: en.versions.restore }).click()
  await expect.poll(() => proxy.seen.some(([method, url]) => method === 'PUT' && url.includes('acl'))).toBe(true)
  // While its access list is still being put back another object comes, and the list is loaded again.
  await put(s3, bucket, 'another.txt', 'x')
  await page.evaluate(
    (label) => document.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click(),
    en.objects.header.reload
  )
  await expect(row(page, 'another.txt')).toBeAttached()
  await expect(dialog).toBeHidden()
  await expect(versions.getByRole('alert')).toContainText(en.editing.report.accessLost.version)
  proxy.heal()
  await versions.getByRole('button', { name: en.editing.report.restore }).click()
  await expect(versions.getByRole('listitem')).toHaveCount(3)
  await expect(versions.getByRole('alert')).toHaveCount(0)
  await expect(section(page, en.sharing.title)).toContainText('Public: anyone can read it (ACL)')
})

test('a restore that was not put right leaves the versions of the next object as they are', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  for (const Body of ['one', 'two'])
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'open.txt', Body, ACL: 'public-read' }))
  await put(s3, bucket, 'another.txt', 'x')
  await connectThrough({ refuse: (method, url) => method === 'PUT' && url.includes('acl') })
  await row(page, 'open.txt').click()
  const versions = section(page, 'Versions')
  await versions.getByRole('button', { name: /^Restore the version/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: en.versions.restore }).click()
  await expect(versions.getByRole('alert')).toContainText(en.editing.report.accessLost.version)
  await row(page, 'another.txt').click()
  await expect(versions.getByRole('listitem')).toHaveCount(1)
  await put(s3, bucket, 'another.txt', 'second')
  await page.getByRole('button', { name: en.objects.header.reload }).click()
  await expect(versions.getByRole('listitem')).toHaveCount(2)
})

test('a cut name is whole where the object is open, and in one line on the clipboard', async ({
  page,
  context,
  bucket,
  s3,
  connect,
  goTo
}) => {
  const long = `${'measured '.repeat(20)}on Monday.txt`
  const folder = `${'a folder '.repeat(20)}of ours/`
  await put(s3, bucket, folder + long, 'x')
  await put(s3, bucket, `${folder}next.txt`, 'x')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await connect()
  await goTo(encodeURIComponent(folder.slice(0, -1)) + '/')
  await page.getByRole('grid').getByText('Monday.txt').click()
  const isWider = page.locator('.place').evaluate((place) => place.scrollWidth > place.clientWidth)
  expect(await isWider).toBe(false)
  const heading = inspector(page).getByRole('heading', { name: long })
  const box = await heading.evaluate((element) => [
    element.scrollWidth <= element.clientWidth,
    element.scrollHeight <= element.clientHeight
  ])
  expect(box).toEqual([true, true])
  await page.evaluate(() => {
    const names = document.querySelectorAll('[role=grid] bdi')
    getSelection()?.setBaseAndExtent(names[0]!, 0, names[1]!, 1)
  })
  await page.keyboard.press('Control+C')
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain(long)
  expect(copied).toMatch(/next\.txt$/)
})

test('an object that no browser can name is told as that, offers nothing that cannot work, and can be deleted', async ({
  page,
  info,
  bucket,
  connect,
  goTo
}) => {
  const seat = { info, account: info.alice }
  const looked = "print(json.dumps(s3.get_object(Bucket=arg, Key='..')['Body'].read().decode()))"
  expect(await ask(seat, `s3.put_object(Bucket=arg, Key='..', Body=b'x')\n${looked}`, bucket)).toBe('x') // as it says
  await connect()
  await goTo('')
  await row(page, '..').click()
  await expect(inspector(page)).toContainText(en.inspector.notAddressable)
  await expect(inspector(page).getByRole('button')).toHaveText(['', 'Delete']) // the first closes
  await inspector(page).getByRole('button', { name: en.common.delete }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 object' }).click()
  await expect(row(page, '..')).toHaveCount(0)
  expect(await ask(seat, "print(json.dumps(s3.list_objects_v2(Bucket=arg)['KeyCount']))", bucket)).toBe(0)
})

test('an encrypted version that the gateway cannot copy is offered as a download; a bucket without versions shows none', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  secrets
}) => {
  secrets.push(KEYSTRING)
  await put(s3, bucket, 'before.txt', 'x')
  await connect()
  await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
  await goTo('')
  await row(page, 'before.txt').click()
  await expect(section(page, 'Properties')).toContainText('STANDARD')
  await expect(section(page, 'Versions')).toHaveCount(0)
  await ask(
    { info, account: info.alice },
    `s3.put_bucket_versioning(Bucket=arg, VersioningConfiguration={'Status': 'Enabled'})
for body in [b'first', b'second']: s3.put_object(Bucket=arg, Key='locked.txt', Body=body, **${SSE})`,
    bucket
  )
  await page.reload()
  await row(page, 'locked.txt').click()
  await page.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
  await page.getByRole('dialog').getByRole('radio').check()
  await page.getByRole('button', { name: en.uploads.chooseKey.try }).click()
  const older = section(page, 'Versions').getByRole('listitem').nth(1)
  await older.getByRole('button', { name: /^Restore the version/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: en.versions.restore }).click()
  await expect(older.getByRole('alert')).toContainText(en.versions.cannotCopy)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    older.getByRole('button', { name: en.versions.download }).click()
  ])
  expect(readFileSync(await download.path()).toString()).toBe('first')
})
