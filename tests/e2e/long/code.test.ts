// What is on the screen as code: copied from the page, and run by the tool.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  GetObjectAclCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand
} from '@aws-sdk/client-s3'
import type { Locator } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { clipboard, paste } from '../copy-and-drop'
import {
  chooseAction,
  chooseFiles,
  downloadOpen,
  expect,
  keysIn,
  put,
  read,
  row,
  send,
  test,
  transfer
} from '../fixture'
import type { ToolResult } from '../../gateway/tool'
import { findViolations } from './axe'
import { copy, dialogOf, run, runShown } from './code-dialog'

test.use(clipboard)

test('code for a folder and an object is copied and runs; the tool is remembered, and no secret is shown', async ({
  page,
  info,
  s3,
  bucket,
  connect,
  goTo
}) => {
  const key = `it's "$HOME" 😀.txt`
  await put(s3, bucket, key, 'what was asked for')
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-code-'))
  try {
    await connect()
    await goTo('')
    await page.getByRole('button', { name: en.code.ofFolder, exact: true }).click()
    const dialog = dialogOf(page)
    const tab = (name: string): Locator => dialog.getByRole('tab', { name, exact: true })
    await expect(tab(en.code.tools.boto3)).toHaveAttribute('aria-selected', 'true')
    const listed = await run('boto3', await copy(page), dir, info.alice)
    expect(listed.stdout.toString(), listed.stderr).toContain(key)

    expect(await findViolations(page)).toEqual([])

    // By the keyboard alone.
    await tab(en.code.tools.boto3).focus()
    await page.keyboard.press('End')
    await expect(tab(en.code.tools.curl)).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await expect(tab(en.code.tools.aws)).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()

    await page.reload()
    await row(page, key).click()
    const inspector = page.getByRole('complementary', { name: en.inspector.label })
    await chooseAction(inspector, en.common.code)
    await expect(tab(en.code.tools.aws)).toHaveAttribute('aria-selected', 'true')
    const text = await copy(page)
    for (const secret of [info.alice.accessKey, info.alice.secretKey]) expect(text).not.toContain(secret)
    await expect(dialog).toContainText('AWS_SECRET_ACCESS_KEY')
    const got = await run('aws', text, dir, info.alice)
    expect(got.status, got.stderr).toBe(0)
    expect(readFileSync(join(dir, `it's _$HOME_ 😀.txt`), 'utf8')).toBe('what was asked for')

    await dialog.getByLabel(en.code.task).selectOption(en.code.tasks.delete)
    const deleted = await run('aws', await copy(page), dir, info.alice)
    expect(deleted.status, deleted.stderr).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: en.objects.header.reload, exact: true }).click()
    await expect(row(page, key)).toHaveCount(0)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('the copy dialog shows the code for what it would do', async ({ page, info, s3, bucket, connect, goTo }) => {
  const key = `it's "$HOME".txt`
  await put(s3, bucket, key, 'to be moved')
  await connect()
  await goTo('')
  await row(page, key).click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector).toContainText(en.common.encryption.notEncrypted)
  await chooseAction(inspector, en.copies.open)
  const copies = page.getByRole('dialog').filter({ has: page.getByLabel(en.copies.folder) })
  const show = copies.getByRole('button', { name: en.common.code, exact: true })
  await copies.getByLabel(en.copies.folder).fill('new/place')
  await show.click()
  await expect(dialogOf(page)).toContainText(en.code.notes['acl-not-copied'])
  expect(await findViolations(page)).toEqual([])
  const python = (text: string): Promise<ToolResult> => run('boto3', text, tmpdir(), info.alice)
  const copied = await python(await copy(page))
  expect(copied.status, copied.stderr).toBe(0)
  expect(await keysIn(s3, bucket)).toEqual([key, `new/place/${key}`])

  await page.keyboard.press('Escape')
  await copies.getByText(en.copies.kind.move, { exact: true }).click()
  await copies.getByLabel(en.copies.name, { exact: true }).fill('moved.txt')
  await show.click()
  const moved = await python(await copy(page))
  expect(moved.status, moved.stderr).toBe(0)
  expect(await keysIn(s3, bucket)).toEqual([`new/place/${key}`, 'new/place/moved.txt'])
  expect((await read(s3, bucket, 'new/place/moved.txt')).toString()).toBe('to be moved')

  // Onto itself there is none: a temporary copy would be needed first.
  await page.keyboard.press('Escape')
  await copies.getByLabel(en.copies.folder).fill('')
  await copies.getByLabel(en.copies.name, { exact: true }).fill(key)
  await expect(show).toBeDisabled()
  await expect(copies).toContainText(en.code.none['replaces-sources'])
})

test('a version is downloaded, restored and deleted by its code', async ({
  page,
  info,
  s3,
  bucket,
  connect,
  goTo
}, testInfo) => {
  const on = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } } as const
  await s3.send(new PutBucketVersioningCommand(on))
  await put(s3, bucket, 'a.txt', 'old')
  await put(s3, bucket, 'a.txt', 'new one')
  await connect()
  await goTo('')
  await row(page, 'a.txt').click()
  const older = page
    .getByRole('region', { name: en.versions.title })
    .getByRole('button', { name: /^Code for the version/ })
    .last()
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))
  const VersionId = Versions.find(({ IsLatest }) => IsLatest === false)?.VersionId
  const cwd = testInfo.outputPath()
  const runOf = (task: 'download' | 'restore' | 'delete-version'): Promise<string> =>
    runShown(page, older, { tool: 'boto3', task: en.code.tasks[task], cwd, account: info.alice })
  const versionIds = async (): Promise<readonly (string | undefined)[]> =>
    ((await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))).Versions ?? []).map((one) => one.VersionId)

  await runOf('download')
  const files = readdirSync(cwd).map((name) => readFileSync(join(cwd, name), 'utf8'))
  expect(files).toEqual(['old'])
  await runOf('restore')
  expect((await read(s3, bucket, 'a.txt')).toString()).toBe('old')
  expect(await versionIds()).toHaveLength(3)
  await runOf('delete-version')
  const left = await versionIds()
  expect(left).toHaveLength(2)
  expect(left).not.toContain(VersionId)
})

test('an upload and a download of many are shown with all that the dialogs say', async ({
  page,
  info,
  s3,
  bucket,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'folder/below.txt', 'below')
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-code-'))
  try {
    await connect()
    await goTo('')
    const upload = await chooseFiles(page, { name: 'sent.txt', mimeType: 'text/plain', buffer: Buffer.from('sent') })
    await upload.getByText(en.uploads.headers.title).click()
    await upload.getByLabel(en.uploads.headers.fields.cacheControl).fill('no-cache')
    await upload.getByRole('button', { name: en.common.code, exact: true }).click()
    writeFileSync(join(dir, 'sent.txt'), 'sent')
    const sent = await run('boto3', await copy(page), dir, info.alice)
    expect(sent.status, sent.stderr).toBe(0)
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'sent.txt' }))
    expect(head).toMatchObject({ CacheControl: 'no-cache', ContentType: 'text/plain' })
    rmSync(join(dir, 'sent.txt'))
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: en.objects.header.reload, exact: true }).click()
    await row(page, 'sent.txt').locator('.pick').click()
    await row(page, 'folder').locator('.pick').click()
    await page.getByRole('main').getByRole('button', { name: en.common.download, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: en.common.code, exact: true }).click()
    const got = await run('boto3', await copy(page), dir, info.alice)
    expect(got.status, got.stderr).toBe(0)
    expect(readFileSync(join(dir, 'sent.txt'), 'utf8')).toBe('sent')
    expect(readFileSync(join(dir, 'folder', 'below.txt'), 'utf8')).toBe('below')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('the requests of this tab are listed, those of its workers too, with no value of a query', async ({
  page,
  bucket,
  connect,
  goTo
}) => {
  await connect()
  await goTo('')
  const name = "it's sent.txt"
  await send(await chooseFiles(page, { name, mimeType: 'text/plain', buffer: Buffer.from('x'.repeat(2000)) }))
  await expect(await transfer(page, name)).toContainText(/Verified/)
  await row(page, name).click()
  await downloadOpen(page)
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await inspector.getByRole('button', { name: en.links.title, exact: true }).click()
  await expect(inspector.locator('[data-opens=no]')).toBeVisible()

  await page.getByRole('link', { name: en.common.settings, exact: true }).first().click()
  await page.getByRole('button', { name: en.app.showRequests, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: en.code.requests.title, exact: true })
  const requestOf = (method: string, query = ''): Locator =>
    dialog
      .getByRole('row')
      .filter({ has: page.getByText(method, { exact: true }) })
      .filter({ has: page.getByText(`/${bucket}/it%27s%20sent.txt${query}`, { exact: true }) })
      .first()
  await expect(requestOf('PUT')).toContainText(/200[^]*tx/)
  const unsigned = dialog.getByRole('row').filter({ hasText: en.code.requests.unsigned })
  await expect(unsigned.filter({ hasText: `/${bucket}/it%27s%20sent.txt` }).first()).toContainText(/HEAD[^]*403/)
  await expect(requestOf('GET', '?response-content-encoding')).toContainText(/200[^]*tx/)
  expect(await findViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: en.code.requests.copy, exact: true }).click()
  const text = await paste(page)
  expect(text).toContain(`/${bucket}/?list-type`)
  expect(text).toMatch(/\tPUT\thttp:[^\t]*sent\.txt\t200\t/)
  expect(text).not.toMatch(/=|X-Amz|Signature/i)
  await dialog.getByRole('button', { name: en.code.requests.copyScript, exact: true }).click()
  expect(await paste(page)).toContain('s3.upload_file(')
})

test('the properties of an object are changed by their code, and nothing else of it', async ({
  page,
  info,
  s3,
  bucket,
  connect,
  goTo
}) => {
  const Key = 'a "b" +%.csv'
  const rich = { ContentType: 'text/csv', ContentLanguage: 'de', Metadata: { run: '1' }, Tagging: 'state=raw' }
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'a,b', ACL: 'public-read', ...rich }))
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-code-'))
  try {
    await connect()
    await goTo('')
    await row(page, Key).click()
    const inspector = page.getByRole('complementary', { name: en.inspector.label })
    await inspector.getByRole('button', { name: en.attributes.title }).click()
    const editor = page.getByRole('dialog', { name: en.attributes.title })
    await editor.getByLabel(en.uploads.headers.fields.cacheControl, { exact: true }).fill('no-store')
    await editor.getByRole('button', { name: en.uploads.headers.tags.add }).click()
    const tag = editor.getByRole('group', { name: en.uploads.headers.tags.title }).locator('.line').nth(1)
    await tag.getByLabel(en.uploads.headers.tags.name).fill('station')
    await tag.getByLabel(en.uploads.headers.value).fill('north')
    await editor.getByRole('button', { name: en.common.code, exact: true }).click()
    await expect(dialogOf(page)).toContainText(en.code.notes['as-listed'])
    const done = await run('boto3', await copy(page), dir, info.alice)
    expect(done.status, done.stderr).toBe(0)
    const at = { Bucket: bucket, Key }
    const { Tagging: _, ...headers } = rich
    expect(await s3.send(new HeadObjectCommand(at))).toMatchObject({ ...headers, CacheControl: 'no-store' })
    const { TagSet } = await s3.send(new GetObjectTaggingCommand(at))
    expect(TagSet).toEqual([
      { Key: 'state', Value: 'raw' },
      { Key: 'station', Value: 'north' }
    ])
    const { Grants = [] } = await s3.send(new GetObjectAclCommand(at))
    expect(Grants.some(({ Grantee }) => Grantee?.URI !== undefined)).toBe(true)
    expect((await read(s3, bucket, Key)).toString()).toBe('a,b')
  } finally {
    rmSync(dir, { recursive: true })
  }
})
