// Keys and what they lock: made, saved, imported, used, found again; and never handed to a place they do not belong to.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { en } from '../../src/messages/en'
import { boto } from '../gateway/judge'
import {
  chooseFiles,
  downloadOpen,
  encryptFirst,
  expect,
  importKey,
  logged,
  makeKey,
  put,
  randomFile,
  read,
  row,
  send,
  sha256,
  test,
  transfer
} from './fixture'
import { sseInput } from '../gateway/sse-input'

const KEYSTRING = 'abcdefghijklmnopqrstuvwxyz012345'

test('scenario 13: a key is made, counts as saved only by its file, and gives the manual’s headers', async ({
  page,
  info,
  connect,
  baseURL
}, testInfo) => {
  await connect()
  await page.goto(`${baseURL}#/keys`)
  await expect(page.getByText(en.keys.noneYet)).toBeVisible()
  await page.getByRole('button', { name: en.keys.createFirst }).click()
  // This browser keeps nothing for good (it is a test's own): said before there is a key to lose.
  await expect(page.getByRole('dialog').getByText(/Back up every key/)).toBeVisible()
  await page.getByLabel(en.keys.create.name).fill('manual')
  await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
  await expect(page.getByText(en.app.notBackedUp(1)).first()).toBeVisible()
  await expect(page.getByText(en.keys.notBackedUp, { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'manual', exact: true })).toBeFocused()
  await expect(page.getByText(`${en.keys.count(1)} · ${en.keys.countNotBackedUp(1)}`)).toBeVisible()

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.keys.backup.chooseFile }).click()
  ])
  await chooser.setFiles({ name: 'other.txt', mimeType: 'text/plain', buffer: Buffer.from(KEYSTRING) })
  await expect(page.getByText(en.keys.backup.problem({ code: 'different-key', name: undefined }))).toBeVisible()
  await expect(page.getByText(en.keys.notBackedUp, { exact: true })).toBeVisible()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: en.keys.backup.saveFile }).click()
  ])
  await download.saveAs(testInfo.outputPath('manual.key'))
  await expect(page.getByText(en.keys.notBackedUp, { exact: true })).toBeVisible()
  const [again] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.keys.backup.chooseFile }).click()
  ])
  await again.setFiles(testInfo.outputPath('manual.key'))
  await expect(page.getByText(en.keys.backup.verified)).toBeFocused()
  await expect(page.getByText(en.keys.countNotBackedUp(1))).toHaveCount(0)
  await expect(page.getByText(en.app.notBackedUp(1))).toHaveCount(0)

  const keystring = readFileSync(testInfo.outputPath('manual.key'), 'latin1')
  expect(keystring).toMatch(/^[\x21-\x7e]{32}$/)
  const judged = await boto(
    { info, account: info.alice },
    'print(base64.b64encode(hashlib.md5(arg.encode()).digest()).decode())',
    keystring
  )
  await expect(page.getByRole('complementary').getByText(judged.stdout.toString().trim())).toBeVisible()
})

test.describe('import', () => {
  const good = {
    'the script’s file': Buffer.from(KEYSTRING),
    'the script’s file with a line end': Buffer.from(`${KEYSTRING}\r\n`),
    base64: Buffer.from(Buffer.from(KEYSTRING).toString('base64')),
    hex: Buffer.from(Buffer.from(KEYSTRING).toString('hex'))
  }
  for (const [name, bytes] of Object.entries(good)) {
    test(name, async ({ page, connect }) => {
      await connect()
      await importKey(page, 'keystring', bytes)
      const md5 = createHash('md5').update(KEYSTRING).digest('base64')
      await expect(page.getByRole('complementary').getByText(md5)).toBeVisible()
    })
  }

  test('the manual’s own sample is refused, with its length', async ({ page, connect }) => {
    await connect()
    await importKey(page, 'sample', Buffer.from('32characterSecretStringXXXXXXXX'))
    await expect(page.getByRole('alert')).toContainText('31')
  })
})

test('scenarios 14 and 18: encrypted upload, shown as encrypted; boto opens it with the exported keystring and not without; again after a reload', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  secrets
}, testInfo) => {
  const dir = testInfo.outputPath()
  const [small, large] = [randomFile(`${dir}/small.bin`, 5000), randomFile(`${dir}/large.bin`, 40 * 2 ** 20)]
  await connect()
  const key = await makeKey(page, 'imaging', dir)
  secrets.push(key.toString(), key.toString('base64'))
  await goTo('')
  const dialog = await chooseFiles(page, [`${dir}/small.bin`, `${dir}/large.bin`])
  await expect(dialog).toContainText(en.uploads.encryption.question['no-key-used-here'](new URL(info.http).host))
  await encryptFirst(dialog)
  await expect(dialog).toContainText(en.uploads.encryption.withKey.replace('{key}', 'imaging'))
  await send(dialog)
  for (const name of ['small.bin', 'large.bin']) {
    await expect(await transfer(page, name)).toContainText('Verified · Encrypted with imaging')
    await expect(row(page, name).getByText('Encrypted with imaging')).toBeAttached()
  }
  const script = `
with open(arg['keyfile']) as f: keystring = f.read()
headers = {'x-amz-server-side-encryption-customer-algorithm': 'AES256',
  'x-amz-server-side-encryption-customer-key': base64.b64encode(keystring.encode()).decode(),
  'x-amz-server-side-encryption-customer-key-MD5': base64.b64encode(hashlib.md5(keystring.encode()).digest()).decode()}
b = conn.get_bucket(arg['bucket'])
out = {}
for name in ['small.bin', 'large.bin']:
  k = boto.s3.key.Key(b, name)
  out[name] = hashlib.sha256(k.get_contents_as_string(headers=dict(headers))).hexdigest()
  try:
    boto.s3.key.Key(b, name).get_contents_as_string()
    out[name + ' open'] = True
  except boto.exception.S3ResponseError as e:
    out[name + ' open'] = e.status
print(json.dumps(out))`
  writeFileSync(`${dir}/keystring`, key)
  const judged = await boto({ info, account: info.alice }, script, { keyfile: `${dir}/keystring`, bucket })
  expect(JSON.parse(judged.stdout.toString() || judged.stderr)).toEqual({
    'small.bin': sha256(small),
    'large.bin': sha256(large),
    'small.bin open': 400,
    'large.bin open': 400
  })

  await page.reload()
  await row(page, 'large.bin').click()
  await expect(page.getByRole('complementary').getByText('Encrypted with imaging')).toBeVisible()
  expect(sha256(await downloadOpen(page))).toBe(sha256(large))
  await expect(await transfer(page, 'large.bin')).toContainText('Verified')
  const secondRun = await chooseFiles(page, [`${dir}/small.bin`])
  await expect(secondRun).toContainText(en.uploads.encryption.withKey.replace('{key}', 'imaging'))
  await expect(secondRun.getByLabel(en.uploads.encryption.makeDefault)).not.toBeChecked()
  await secondRun.getByText(en.uploads.clash.replace, { exact: true }).click()
  await send(secondRun)
  await expect(await transfer(page, 'small.bin')).toContainText('Verified · Encrypted with imaging')
  expect(sha256(await read(s3, bucket, 'small.bin', key))).toBe(sha256(small))
})

test('scenario 15: what boto locked is read; an imported key is tried only where the person says, and then remembered', async ({
  page,
  info,
  bucket,
  connect,
  goTo,
  secrets
}) => {
  const script = `
key = arg['key'].encode()
headers = {'x-amz-server-side-encryption-customer-algorithm': 'AES256',
  'x-amz-server-side-encryption-customer-key': base64.b64encode(key).decode(),
  'x-amz-server-side-encryption-customer-key-MD5': base64.b64encode(hashlib.md5(key).digest()).decode()}
b = conn.get_bucket(arg['bucket'])
for name in ['one.txt', 'two.txt']: b.new_key(name).set_contents_from_string('locked by boto', headers=dict(headers))`
  secrets.push(KEYSTRING, Buffer.from(KEYSTRING).toString('base64'))
  const judged = await boto({ info, account: info.alice }, script, { key: KEYSTRING, bucket })
  expect(judged.stderr).toBe('')
  await connect()
  await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
  await expect(page.getByRole('complementary').getByText('no gateway yet')).toBeVisible()
  await goTo('')
  await expect(row(page, 'one.txt').getByText(en.common.encryption.encryptedUnknown)).toBeAttached()
  await row(page, 'one.txt').click()
  // Not one request with a key has gone out: HEADs with keys are preceded by a preflight.
  expect((await logged(info, `${bucket}/one.txt`)).filter(({ method }) => method === 'OPTIONS')).toEqual([])

  await page.getByRole('complementary').getByRole('button', { name: en.common.download }).click()
  const dialog = page.getByRole('dialog', { name: en.uploads.chooseKey.title })
  await expect(dialog).toContainText(en.uploads.chooseKey.notUsedHere)
  await dialog.getByRole('radio').check()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: en.uploads.chooseKey.try }).click()
  ])
  expect(readFileSync(await download.path(), 'utf8')).toBe('locked by boto')
  await expect(row(page, 'one.txt').getByText('Encrypted with boto')).toBeAttached()
  // From now on it belongs here, and opens the other one by itself.
  await expect(row(page, 'two.txt').getByText('Encrypted with boto')).toBeAttached()
  await row(page, 'two.txt').click()
  expect((await downloadOpen(page)).toString()).toBe('locked by boto')
})

test('a wrong key is called the wrong key, and a plain object is never called locked', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  const other = Buffer.alloc(32, 7)
  for (const name of ['foreign.bin', 'foreign-too.bin'])
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: 'x', ...sseInput(other) }))
  const mine = { Bucket: bucket, Key: 'mine.bin', Body: 'x', ...sseInput(Buffer.from(KEYSTRING)) }
  await s3.send(new PutObjectCommand(mine))
  await put(s3, bucket, 'plain.txt', 'x')
  await connect()
  await importKey(page, 'mine.key', Buffer.from(KEYSTRING))
  await goTo('')
  await expect(row(page, 'plain.txt').getByText(en.common.encryption.notEncrypted)).toBeAttached()
  await row(page, 'foreign.bin').click()
  await page.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio').check()
  await dialog.getByRole('button', { name: en.uploads.chooseKey.try }).click()
  await expect(dialog).toContainText(en.uploads.chooseKey.wrong)
  await dialog.getByRole('button', { name: en.common.cancel }).click()
  await expect(row(page, 'foreign.bin').getByText(en.common.encryption.encryptedUnknown)).toBeAttached()

  // Once it belongs to this gateway it is tried by itself, and what that told is not asked again.
  await row(page, 'mine.bin').click()
  await page.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
  await dialog.getByRole('radio').check()
  await dialog.getByRole('button', { name: en.uploads.chooseKey.try }).click()
  await expect(row(page, 'mine.bin').getByText('Encrypted with mine')).toBeAttached()
  await row(page, 'foreign-too.bin').click()
  await expect(async () => {
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: en.common.cancel }).click()
    await page.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
    await expect(dialog.getByRole('radio')).toBeDisabled({ timeout: 1_000 })
  }).toPass()
  await expect(dialog).toContainText(en.uploads.chooseKey.wrong)
})

test('the first upload with a key that was never saved asks for that', async ({ page, bucket, s3, connect, goTo }) => {
  await connect()
  await goTo('')
  const dialog = await chooseFiles(page, [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }] as never)
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeEnabled()
  await dialog.getByText(en.uploads.encryption.withYourKey).click()
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeDisabled()
  await dialog.getByRole('button', { name: en.keys.createKey }).click()
  await expect(dialog).toContainText(en.uploads.encryption.notBackedUp)
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeDisabled()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: en.keys.backup.saveFile }).click()
  ])
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: en.keys.backup.chooseFile }).click()
  ])
  await chooser.setFiles(await download.path())
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeEnabled()
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeFocused()
  await send(dialog)
  await expect(await transfer(page, 'a.txt')).toContainText('Encrypted with')
  await expect(read(s3, bucket, 'a.txt')).rejects.toThrow()
})

test('a file chooser that is cancelled closes itself, and not the dialog around it', async ({ page, connect }) => {
  await connect()
  await page.getByRole('link', { name: en.common.keys }).first().click()
  await page.getByRole('button', { name: en.keys.importKey, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(en.common.name).fill('typed already')
  // What a browser says of a chooser that was cancelled: https://html.spec.whatwg.org/#file-upload-state-(type=file)
  await dialog
    .locator('input[type=file]')
    .evaluate((input) => input.dispatchEvent(new Event('cancel', { bubbles: true })))
  await expect(dialog.getByLabel(en.common.name)).toHaveValue('typed already')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

test('removing a key wants its name typed, and says what depends on it', async ({
  page,
  connect,
  baseURL
}, testInfo) => {
  await connect()
  await makeKey(page, 'precious', testInfo.outputPath())
  await page.getByRole('button', { name: en.keys.inspector.remove }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(en.keys.remove.opens(0))
  await dialog.getByLabel(/Type its name/).fill('precius')
  await expect(dialog.getByRole('button', { name: en.keys.remove.confirm })).toBeDisabled()
  await dialog.getByLabel(/Type its name/).fill('precious')
  await dialog.getByRole('button', { name: en.keys.remove.confirm }).click()
  await expect(page.getByText(en.keys.noneYet)).toBeVisible()
  await page.goto(`${baseURL}#/keys`)
})

test('a bucket whose key was removed is not uploaded to in the clear unless the person says so', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}, testInfo) => {
  const file = [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }] as never
  await connect()
  await makeKey(page, 'gone', testInfo.outputPath())
  await goTo('')
  const first = await chooseFiles(page, file)
  await encryptFirst(first)
  const isForAll = first.getByLabel(en.uploads.encryption.makeDefault)
  await expect(isForAll).not.toBeChecked()
  await isForAll.check()
  await send(first)
  await expect(await transfer(page, 'a.txt')).toContainText('Encrypted with gone')
  await page.getByRole('link', { name: en.common.keys }).first().click()
  await page.getByRole('link', { name: 'gone', exact: true }).click()
  await page.getByRole('button', { name: en.keys.inspector.remove }).click()
  await page
    .getByRole('dialog')
    .getByLabel(/Type its name/)
    .fill('gone')
  await page.getByRole('dialog').getByRole('button', { name: en.keys.remove.confirm }).click()
  await expect(page.getByText(en.keys.noneYet)).toBeVisible()
  await expect(page.getByRole('button', { name: en.keys.createFirst })).toBeFocused()

  await goTo('b/')
  const dialog = await chooseFiles(page, file)
  await expect(dialog.getByRole('alert')).toContainText(en.uploads.encryption.question['default-gone']())
  await expect(dialog.getByRole('radio', { checked: true })).toHaveCount(0)
  await expect(dialog.getByRole('button', { name: 'Upload 1 file' })).toBeDisabled()
  await dialog.getByRole('radio', { name: new RegExp(`^${en.common.encryption.notEncrypted}`) }).check()
  await send(dialog)
  await expect.poll(async () => (await read(s3, bucket, 'b/a.txt').catch(() => '')).toString()).toBe('x')
})

test('two tabs add keys at once and lose none; all of it without a gateway', async ({ page, context, baseURL }) => {
  await page.goto(`${baseURL}#/keys`)
  const other = await context.newPage()
  await other.goto(`${baseURL}#/keys`)
  const add = async (tab: typeof page, name: string): Promise<void> => {
    await tab.getByRole('button', { name: en.keys.createKey, exact: true }).click()
    await tab.getByLabel(en.keys.create.name).fill(name)
    await tab.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
    await expect(tab.getByRole('dialog')).toHaveCount(0)
  }
  await Promise.all([add(page, 'left 1'), add(other, 'right 1')])
  await Promise.all([add(page, 'left 2'), add(other, 'right 2')])
  for (const tab of [page, other])
    for (const name of ['left 1', 'left 2', 'right 1', 'right 2'])
      await expect(tab.getByRole('link', { name, exact: true })).toBeVisible()
  await other.close()
})
