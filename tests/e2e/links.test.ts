// Links for other people: opened by curl, which has nothing but what was copied; and a signed link is nowhere but in its field.
import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { promisify } from 'node:util'
import { CreateBucketCommand, PutObjectAclCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { curl } from '../gateway/judge'
import { clipboard, paste } from './copy-and-drop'
import { expect, importKey, logged, put, row, test } from './fixture'
import { sseInput } from '../gateway/sse-input'

const KEYSTRING = 'The-quick-brown-fox-jumps-012345'
const KEY_BASE64 = Buffer.from(KEYSTRING).toString('base64')

test.use(clipboard)

async function showLinks(page: Page, name: string): Promise<Locator> {
  await row(page, name).click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await inspector.getByRole('button', { name: en.links.title, exact: true }).click()
  return inspector
}

async function copy(inspector: Locator, label: string): Promise<string> {
  // It says so for three seconds, and not at all when the link was made again just then.
  await expect(async () => {
    await inspector.getByRole('button', { name: label, exact: true }).click({ timeout: 5_000 })
    await expect(inspector.getByRole('button', { name: en.common.copied, exact: true })).toBeVisible({ timeout: 2_000 })
  }).toPass()
  return paste(inspector.page())
}

/** What curl gets without any credentials: the status and the body. */
async function open(url: string): Promise<[number, string]> {
  const { stdout } = await curl(['--write-out', '\n%{http_code}', url])
  const [, body = '', status] = /^([^]*)\n(\d+)$/.exec(stdout.toString('utf8')) ?? []
  return [Number(status), body]
}

/** Puts the key in its place and lets a shell run the line, which writes its file in `dir`. */
async function runLine(line: string, dir: string): Promise<void> {
  const file = `${dir}/it-s-locked.txt`
  rmSync(file, { force: true })
  await promisify(execFile)('/bin/sh', ['-c', line.replace(en.links.command.placeholder.key, KEY_BASE64)], { cwd: dir })
  expect(readFileSync(file, 'utf8')).toBe('for who has the key')
}

const partOf = (url: string, name: string): string => new URL(url).searchParams.get(`X-Amz-${name}`) ?? ''

test('scenario 11: the address of a public object is copied, and opens for curl; a private one is said to be private', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  const key = 'a/#?+ %2F 😀.txt'
  await put(s3, bucket, 'a/private.txt', 'mine')
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'for all', ACL: 'public-read' }))
  await connect()
  await goTo('a/')
  const inspector = await showLinks(page, '#?+ %2F 😀.txt')
  await expect(inspector.getByText('Public: anyone can open it.')).toBeVisible()
  expect(await open(await copy(inspector, en.links.unsigned.copyAddress))).toEqual([200, 'for all'])
  expect(await copy(inspector, en.links.copyPath)).toBe(`s3://${bucket}/${key}`)
  expect(await copy(inspector, en.links.copyKey)).toBe(key)

  await showLinks(page, 'private.txt')
  await expect(inspector.getByText('Private: it doesn’t open.')).toBeVisible()
  const address = await copy(inspector, en.links.unsigned.copyAddress)
  expect(await open(address)).toEqual([403, expect.stringContaining('AccessDenied')])
  await s3.send(new PutObjectAclCommand({ Bucket: bucket, Key: 'a/private.txt', ACL: 'public-read' }))
  await inspector.getByRole('button', { name: en.links.unsigned.checkAgain }).click()
  await expect(inspector.getByText('Public: anyone can open it.')).toBeVisible()
  expect(await open(address)).toEqual([200, 'mine'])
  // Three of the links, and one of each object's access. A header with credentials would have had a preflight before it.
  const asked = await logged(info, bucket)
  expect(asked.filter(({ method, args }) => method === 'HEAD' && args === '')).toHaveLength(5)
  expect(asked.filter(({ method }) => method === 'OPTIONS')).toEqual([])
})

test('scenario 12: a signed link of a private object opens for as long as it says, and is nowhere but in its field', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  secrets
}) => {
  await put(s3, bucket, 'secret_plans.txt', 'plans')
  const made: string[] = []
  await connect()
  await goTo('')
  const inspector = await showLinks(page, 'secret_plans.txt')
  const field = inspector.getByRole('textbox', { name: en.links.title, exact: true })

  await expect(inspector.getByLabel(en.links.signed.lifetime)).toHaveValue('3600')
  made.push(await copy(inspector, en.links.copyLink))
  await expect(field).toHaveValue(made[0] ?? '')
  expect(await open(made[0] ?? '')).toEqual([200, 'plans'])
  const signedAt = partOf(made[0] ?? '', 'Date').replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const end = await page.evaluate(
    (ms) => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(ms),
    Date.parse(signedAt) + 3_600_000
  )
  await expect(inspector.getByText(`Valid until ${end}`)).toBeVisible()

  await inspector.getByLabel(en.links.signed.lifetime).selectOption(en.links.signed.lifetimes[604_800])
  await expect(field).not.toHaveValue(made[0] ?? '')
  made.push(await copy(inspector, en.links.copyLink))
  expect(partOf(made[1] ?? '', 'Expires')).toBe('604800')
  expect(await open(made[1] ?? '')).toEqual([200, 'plans'])

  await inspector.getByLabel(en.links.signed.lifetime).selectOption(en.links.signed.custom)
  await inspector.getByLabel(en.links.signed.seconds).fill('604801')
  await expect(inspector.getByText(en.links.signed.problem['too-long'](604_800))).toBeVisible()
  await expect(field).toHaveCount(0)
  await inspector.getByLabel(en.links.signed.seconds).fill('15')
  made.push(await copy(inspector, en.links.copyLink))
  expect(await open(made[2] ?? '')).toEqual([200, 'plans'])
  await expect(inspector.getByText(/^Expired on .* It no longer opens\.$/)).toBeVisible()
  await expect(inspector.getByRole('button', { name: en.links.copyLink })).toBeDisabled()
  await expect.poll(async () => (await open(made[2] ?? ''))[0]).toBe(403)
  await inspector.getByLabel(en.links.signed.seconds).fill('60')
  await inspector.getByRole('button', { name: en.links.signed.createNew }).click()
  await expect(field).not.toHaveValue(made[2] ?? '')
  made.push(await copy(inspector, en.links.copyLink))
  expect(await open(made[3] ?? '')).toEqual([200, 'plans'])

  const signatures = made.map((url) => partOf(url, 'Signature'))
  for (const signature of signatures) expect(signature).toMatch(/^[0-9a-f]{64}$/)
  secrets.push(...signatures)
  const elsewhere = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
    const stores = await Promise.all(names.map(readAll))
    return JSON.stringify([
      ...[document.documentElement.outerHTML, document.title, location.href, document.body.innerText],
      ...[history.state, { ...localStorage }, { ...sessionStorage }, performance.getEntries(), stores]
    ])

    async function readAll(name: string): Promise<unknown[]> {
      const db = await done(indexedDB.open(name))
      const rows = await Promise.all(
        [...db.objectStoreNames].map((store) => done(db.transaction(store).objectStore(store).getAll()))
      )
      db.close()
      return rows
    }
    function done<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    }
  })
  for (const signature of signatures) expect(elsewhere).not.toContain(signature)
  // Curl sent each, and the page read the object by no link at all.
  const opened = (await logged(info, `${bucket}/secret_plans.txt`)).filter(
    ({ method, args }) => method === 'GET' && !/(^|&)(acl|tagging)\b/.test(args)
  )
  const sent = opened.map(({ args }) => signatures.findIndex((signature) => args.includes(signature)))
  expect([...new Set(sent)].toSorted()).toEqual([0, 1, 2, 3])
})

test('an encrypted object: no link opens by itself, and the curl line does with the key in its place', async ({
  page,
  bucket,
  s3,
  connect,
  goTo,
  secrets
}, testInfo) => {
  const dir = testInfo.outputPath()
  secrets.push(KEYSTRING, KEY_BASE64)
  const locked = {
    Bucket: bucket,
    Key: "it's locked.txt",
    Body: 'for who has the key',
    ...sseInput(Buffer.from(KEYSTRING))
  }
  await s3.send(new PutObjectCommand(locked))
  await connect()
  await importKey(page, 'fox.key', Buffer.from(KEYSTRING))
  await goTo('')
  const inspector = await showLinks(page, "it's locked.txt")
  await expect(inspector.getByText(en.links.encrypted.title)).toBeVisible()
  await expect(inspector.getByText(en.links.command.keyUnknown)).toBeVisible()
  await inspector.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
  await page.getByRole('dialog').getByRole('radio').check()
  await page.getByRole('dialog').getByRole('button', { name: en.uploads.chooseKey.try }).click()
  await expect(inspector.getByText(en.links.command.keyUnknown)).toHaveCount(0)
  await expect(inspector.getByText('Private: it doesn’t open.')).toBeVisible()

  const line = await copy(inspector, en.links.command.copy)
  expect(line).toContain(en.links.command.placeholder.key)
  for (const secret of secrets) expect(line).not.toContain(secret)
  await runLine(line, dir)

  const link = await copy(inspector, en.links.copyLink)
  expect((await open(link))[0]).toBeGreaterThanOrEqual(400)
  expect(decodeURIComponent(link)).not.toContain(sseInput(Buffer.from(KEYSTRING)).SSECustomerKeyMD5)

  // The line without a signature is for an object that everybody may read.
  const unsignedLine = en.links.unsigned.copyCommand
  await expect(inspector.getByRole('button', { name: unsignedLine })).toHaveCount(0)
  await s3.send(new PutObjectAclCommand({ Bucket: bucket, Key: "it's locked.txt", ACL: 'public-read' }))
  await inspector.getByRole('button', { name: en.links.unsigned.checkAgain }).click()
  await expect(inspector.getByText(en.links.unsigned.unknown)).toBeVisible()
  const unsigned = await copy(inspector, unsignedLine)
  expect(unsigned).not.toContain('X-Amz-')
  await runLine(unsigned, dir)
})

test('a token’s signed link is refused, with what to do instead; who insists gets one that works', async ({
  page,
  info,
  bucket,
  connect,
  secrets,
  baseURL
}) => {
  const { token = '', userId = '' } = info.ldap ?? {}
  expect(token).not.toBe('')
  secrets.push(token)
  const own = `${bucket}-own`
  const s3 = new S3Client({
    endpoint: info.direct,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: token, secretAccessKey: '' },
    requestChecksumCalculation: 'WHEN_REQUIRED'
  })
  await s3.send(new CreateBucketCommand({ Bucket: own }))
  await put(s3, own, 'k.txt', `of ${userId}`)
  s3.destroy()
  await connect({ accessKey: token, secretKey: '' })
  await page.goto(`${baseURL}#/b/${own}/`)
  const inspector = await showLinks(page, 'k.txt')
  await expect(inspector.getByText(en.links.password.notCreated)).toBeVisible()
  await expect(inspector.getByText(en.links.password.makePublic(en.sharing.title))).toBeVisible()
  await expect(inspector.getByText(en.links.password.useAccessKey)).toBeVisible()
  await expect(inspector.getByRole('button', { name: en.links.copyLink })).toHaveCount(0)
  const insist = inspector.getByRole('button', { name: en.links.password.create })
  await expect(insist).toBeDisabled()
  await inspector.getByRole('checkbox', { name: en.links.password.agree }).check()
  await insist.click()
  await expect(inspector.getByText('This link contains your password.')).toBeVisible()
  const link = await copy(inspector, en.links.copyLink)
  expect(decodeURIComponent(link)).toContain(token)
  expect(await open(link)).toEqual([200, `of ${userId}`])
})

test('a check whose answer cannot be read is not known, and says why', async ({ page, bucket, s3, connectThrough }) => {
  await put(s3, bucket, 'k.txt', 'x')
  await connectThrough({ refuse: (method, url) => method === 'HEAD' && !url.includes('?') })
  const inspector = await showLinks(page, 'k.txt')
  await expect(inspector.getByText(en.links.unsigned.unknown)).toBeVisible()
  await expect(inspector.getByText(en.links.unsigned.unknownReason)).toBeVisible()
})

test('where the browser lets no page copy, the text is selected', async ({ page, bucket, s3, connect, goTo }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined })) // as over plain http
  await put(s3, bucket, 'k.txt', 'x')
  await connect()
  await goTo('')
  const inspector = await showLinks(page, 'k.txt')
  for (const [label, words] of [
    [en.links.unsigned.copyAddress, /k\.txt$/],
    [en.links.copyLink, /X-Amz-Signature=/],
    [en.links.copyPath, new RegExp(`^s3://${bucket}/k.txt$`)]
  ] as const) {
    await inspector.getByRole('button', { name: label, exact: true }).click()
    await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toMatch(words)
  }
  await expect(inspector.getByText(en.common.copying.blocked)).toHaveCount(3)
})
