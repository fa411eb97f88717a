// Who can read it: set in the page and judged by other people's tools, and set by those tools and shown in the page.
import { PutBucketAclCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { byGeneration } from '../gateway/generation'
import type { Account } from '../gateway/radosgw'
import { awsCli, boto, boto3, curl, s3cmd } from '../gateway/judge'
import { toPolicy } from '../gateway/measured-policies'
import type { ToolResult } from '../gateway/tool'
import { chooseFiles, expect, put, row, test } from './fixture'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { sseInput } from '../gateway/sse-input'

const textOf = ({ status, stdout, stderr }: ToolResult): string => {
  expect(status, stderr.toString()).toBe(0)
  return stdout.toString().trim()
}

/** What someone without an account is answered. */
async function anonymously(url: string): Promise<string> {
  return textOf(await curl(['-o', '/dev/null', '-w', '%{http_code}', url]))
}

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: en.sharing.changeAccess }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  return dialog
}

/** Says yes, and waits until it was read back. */
async function apply(page: Page, dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: en.sharing.changeAccess }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(en.sharing.confirmed)).toBeVisible()
}

const choice = (dialog: Locator, canned: string): Locator =>
  dialog.getByRole('radio', { name: new RegExp(`\\b(?<!-)${canned}$`) })

test('scenario 7: an object is opened to everybody and closed again, by mouse and by keyboard', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'hello.txt', 'Hello World!')
  const seat = { info, account: info.alice }
  const url = `${info.http}/${bucket}/hello.txt`
  expect(await anonymously(url)).toBe('403')
  await connect()
  await goTo('')
  await row(page, 'hello.txt').click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector.getByText('By its ACL and policy, only the owner can read it')).toBeVisible()
  await expect(inspector.locator('[data-public]')).toHaveCount(0)
  await inspector.getByRole('button', { name: en.links.title, exact: true }).click()
  await expect(inspector.locator('[data-opens=no]')).toBeVisible()

  const dialog = await openDialog(page)
  await expect(dialog.getByRole('button', { name: en.sharing.changeAccess })).toBeDisabled()
  await choice(dialog, 'public-read').check()
  await expect(dialog.getByRole('listitem').filter({ hasText: en.sharing.everyone })).toContainText(
    'before no access → after read'
  )
  await expect(dialog.getByText(en.sharing.effect.read)).toBeVisible()
  expect(await anonymously(url)).toBe('403')
  await applyAndMoveDate()
  await expect(inspector.getByText('Public: anyone can read it (ACL)')).toBeVisible()
  await expect(inspector.locator('[data-opens=yes]')).toBeVisible() // the link was asked for again
  expect(await anonymously(url)).toBe('200')
  const seen =
    "[(g.uri or g.id) + ' ' + g.permission for g in conn.get_bucket(arg).get_key('hello.txt').get_acl().acl.grants]"
  expect(textOf(await boto(seat, `print(sorted(${seen}))`, bucket))).toBe(
    "['alice FULL_CONTROL', 'http://acs.amazonaws.com/groups/global/AllUsers READ']"
  )

  await page.getByRole('button', { name: en.sharing.changeAccess }).press('Enter')
  await choice(dialog, 'private').press('Space')
  await expect(dialog.getByRole('listitem').filter({ hasText: en.sharing.everyone })).toContainText(
    'before read → after no access'
  )
  await dialog.getByRole('button', { name: en.sharing.changeAccess }).focus()
  await applyAndMoveDate('Enter')
  await expect(inspector.getByText('By its ACL and policy, only the owner can read it')).toBeVisible()
  await expect(inspector.locator('[data-public]')).toHaveCount(0)
  expect(await anonymously(url)).toBe('403')

  /** The object's date moves with its access; what became of the change stays in sight. */
  async function applyAndMoveDate(key?: string): Promise<void> {
    const facts = inspector.locator('dl').filter({ has: page.getByText(en.common.modified, { exact: true }) })
    const modified = facts.locator('dt + dd').nth(1)
    const before = await modified.innerText()
    await page.waitForTimeout(1100) // dates are shown by the second
    if (key === undefined) await dialog.getByRole('button', { name: en.sharing.changeAccess }).click()
    else await page.keyboard.press(key)
    await expect(dialog).toBeHidden()
    await expect(page.getByText(en.sharing.confirmed)).toBeVisible()
    const moves = byGeneration(info, { Pacific: true, Reef: false, Tentacle: false })
    if (moves) await expect(modified).not.toHaveText(before)
    else await expect(modified).toHaveText(before)
  }
})

test('scenario 8: a bucket is opened for listing, and shared with one account beside', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  await put(s3, bucket, 'closed.txt', 'x')
  const [alice, bob] = [info.alice, info.bob].map((account: Account) => ({ info, account })) as [
    { info: typeof info; account: Account },
    { info: typeof info; account: Account }
  ]
  const url = `${info.http}/${bucket}/`
  const lists = (seat: typeof bob) => boto(seat, 'print([k.name for k in conn.get_bucket(arg).list()])', bucket)
  expect(await anonymously(url)).toBe('403')
  expect((await lists(bob)).status).not.toBe(0)
  await connect()
  const inSidebar = page
    .getByRole('navigation', { name: en.app.navigation })
    .getByRole('listitem')
    .filter({ hasText: bucket })
  const inList = page.getByRole('main').getByRole('row').filter({ hasText: bucket })
  await expect(inList).toBeVisible()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(page.locator('[data-anonymous=no]')).toContainText('the gateway refused to list it.')

  let dialog = await openDialog(page)
  await choice(dialog, 'public-read').check()
  await expect(dialog.getByText(en.sharing.effect.list)).toBeVisible()
  await apply(page, dialog)
  await expect(page.getByText('Public: anyone can list it (ACL)').first()).toBeVisible()
  await expect(page.locator('[data-anonymous=yes]')).toContainText('the gateway listed it.')
  await expect(inSidebar.locator('[data-public=acl]')).toHaveAttribute('title', 'Public: anyone can list it (ACL)')
  expect([await anonymously(url), await anonymously(`${url}closed.txt`)]).toEqual(['200', '403'])

  dialog = await openDialog(page)
  await choice(dialog, 'private').check()
  await dialog.getByLabel(en.sharing.dialog.addUser).fill('bob')
  await expect(dialog.getByRole('listitem').filter({ hasText: 'bob' })).toContainText(
    'before no access → after list objects'
  )
  await apply(page, dialog)
  expect(await anonymously(url)).toBe('403')
  expect(textOf(await lists(bob))).toBe("['closed.txt']")
  expect(textOf(await lists(alice))).toBe("['closed.txt']")
  await page.goto(`${baseURL}#/buckets`)
  await expect(inList).toBeVisible()
  await expect(inList.locator('[data-public]')).toHaveCount(0)

  const told = "[g['Grantee']['ID'] + ' ' + g['Permission'] for g in s3.get_bucket_acl(Bucket=arg)['Grants']]"
  expect(textOf(await boto3(alice, `print(sorted(${told}))`, bucket))).toBe("['alice FULL_CONTROL', 'bob READ']")
  expect(
    textOf(
      await awsCli(alice, [
        's3api',
        'get-bucket-acl',
        '--bucket',
        bucket,
        '--query',
        'Grants[?Grantee.ID==`bob`].Permission',
        '--output',
        'text'
      ])
    )
  ).toBe('READ')
  expect(textOf(await s3cmd(alice, ['info', `s3://${bucket}`]))).toMatch(/ACL:\s+Bob: READ/i)
})

test('what other tools set is shown, and nothing of it is lost', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  baseURL
}) => {
  await put(s3, bucket, 'hello.txt', 'Hello World!')
  const seat = { info, account: info.alice }
  textOf(await s3cmd(seat, ['setacl', '--acl-grant=read:bob', `s3://${bucket}/hello.txt`]))
  textOf(await boto(seat, "conn.get_bucket(arg).set_canned_acl('public-read')", bucket))
  await connect()
  await goTo('')
  const header = page.getByRole('main').locator('header').first()
  await expect(header.locator('[data-public=acl]')).toHaveText('Public: anyone can list it (ACL)')
  await row(page, 'hello.txt').click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector.getByText(/the owner and .*bob.* can read it/)).toBeVisible()
  await expect(inspector.getByRole('listitem').filter({ hasText: 'Bob (bob)' })).toHaveText(/Bob \(bob\)\s*read/)

  textOf(await boto(seat, "conn.get_bucket(arg).get_key('hello.txt').set_canned_acl('authenticated-read')", bucket))
  let dialog = await openDialog(page)
  await choice(dialog, 'public-read').check()
  await dialog.getByRole('button', { name: en.sharing.changeAccess }).click()
  await expect(dialog.getByText(en.sharing.dialog.overtaken)).toBeVisible()
  const own =
    "[(g.uri or g.id).split('/')[-1] + ' ' + g.permission for g in conn.get_bucket(arg).get_key('hello.txt').get_acl().acl.grants]"
  expect(textOf(await boto(seat, `print(sorted(${own}))`, bucket))).toBe(
    "['AuthenticatedUsers READ', 'alice FULL_CONTROL']"
  )
  await expect(dialog.getByRole('listitem').filter({ hasText: en.sharing.authenticated })).toContainText(
    'before read → after no access'
  )
  await page.keyboard.press('Escape')
  await expect(inspector.getByText(en.sharing.canned.object['authenticated-read'])).toBeVisible()

  await s3.send(new PutBucketAclCommand({ Bucket: bucket, GrantRead: `id=${info.bob.userId}` }))
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(page.getByText(/bob.* can list its objects, but the owner can’t/)).toBeVisible()
  dialog = await openDialog(page)
  await choice(dialog, 'private').check()
  await expect(dialog.getByRole('listitem').filter({ hasText: en.sharing.theOwner })).toContainText(
    'before no access → after full control'
  )
  await apply(page, dialog)
  await expect(page.getByText(/the owner and .*bob.* can list its objects/)).toBeVisible()
})

test('an account that the gateway does not know is told at its field, and nothing changes', async ({
  page,
  info,
  bucket,
  connect,
  baseURL
}) => {
  await connect()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const dialog = await openDialog(page)
  const field = dialog.getByLabel(en.sharing.dialog.addUser)
  await field.fill('nobody-here')
  await dialog.getByRole('button', { name: en.sharing.changeAccess }).click()
  await expect(dialog.getByText(en.sharing.user.problem.unknown)).toBeVisible()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  const seen = "[g['Grantee']['ID'] for g in s3.get_bucket_acl(Bucket=arg)['Grants']]"
  expect(textOf(await boto3({ info, account: info.alice }, `print(${seen})`, bucket))).toBe("['alice']")
  await field.fill('bob')
  await expect(field).toHaveAttribute('aria-invalid', 'false')
  await apply(page, dialog)
})

test('what a policy opens is marked wherever the bucket is seen, and no ACL hides it', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  baseURL
}) => {
  await put(s3, bucket, 'out/a.txt', 'x')
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: 'out/locked.txt', Body: 'x', ...sseInput(Buffer.alloc(32, 9)) })
  )
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/out/*`
  }
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: toPolicy([statement]) }))
  const words = 'Public: anyone can read objects named out/* (policy)'
  await connect()
  const inList = page.getByRole('main').getByRole('row').filter({ hasText: bucket })
  await inList.scrollIntoViewIfNeeded()
  await expect(inList.locator('[data-public]')).toHaveText(words)
  await goTo('out/')
  await row(page, 'a.txt').click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector.getByText('Public: anyone can read it (policy)')).toBeVisible()
  await expect(inspector.getByText('By its ACL alone, only the owner can read it')).toBeVisible()
  expect(await anonymously(`${info.http}/${bucket}/out/a.txt`)).toBe('200')
  await row(page, 'locked.txt').click()
  const dialog = await openDialog(page)
  await choice(dialog, 'public-read').check()
  await expect(dialog.getByText(en.sharing.effect.readEncrypted)).toBeVisible()
  await expect(dialog.getByText('An ACL can’t revoke what the bucket policy allows.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(page.getByRole('main').getByText(words).first()).toBeVisible()
})

test('users whom a policy names are named, and one that lets anyone write is said so in red before it is saved', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  baseURL
}) => {
  await put(s3, bucket, 'a.txt', 'x')
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]
  const bob = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam:::user/bob' },
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource
  }
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: toPolicy([bob]) }))
  await connect()
  await goTo('')
  await row(page, 'a.txt').click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector.getByText('By its ACL and policy, the owner and bob can read it')).toBeVisible()
  const given = (within: Page | Locator) => within.getByRole('list', { name: en.sharing.byPolicy })
  await expect(given(inspector).getByRole('listitem')).toHaveText(/bob\s*read it/)
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(page.getByText('By its ACL and policy, the owner and bob can list its objects')).toBeVisible()
  await expect(given(page).getByRole('listitem')).toHaveText(/bob\s*list it, read every object/)

  await page.getByText(en.policy.title, { exact: true }).click()
  const root = { ...bob, Principal: { AWS: 'arn:aws:iam:::root' }, Action: ['s3:GetObject', 's3:PutBucketPolicy'] }
  await page.getByLabel(en.policy.json).fill(toPolicy([root]))
  await expect(page.locator('[data-warning=opens-writing].bad')).toContainText(
    'Anyone on the internet can change its policy'
  )
  await expect(page.locator('[data-warning=opens]')).toContainText('Anyone on the internet can read every object')
  await page.getByRole('button', { name: en.policy.save }).click()
  const sign = page.getByRole('main').locator('[data-public=policy]').first()
  await expect(sign).toHaveText('Public: anyone can read every object, change its policy (policy)')
  expect(await anonymously(`${info.http}/${bucket}/a.txt`)).toBe('200')
})

test('whose bucket it is not is told so, and shown nothing made up', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo,
  secrets,
  baseURL
}) => {
  secrets.push(info.bob.secretKey)
  await put(s3, bucket, 'a.txt', 'x')
  await s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'authenticated-read' }))
  await connect({ accessKey: info.bob.accessKey, secretKey: info.bob.secretKey })
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(page.getByText(en.sharing.denied.bucket)).toBeVisible()
  await expect(page.getByRole('button', { name: en.sharing.changeAccess })).toHaveCount(0)
  await expect(page.getByText(en.sharing.policyUnknown)).toBeVisible()
  await goTo('')
  await row(page, 'a.txt').click()
  await expect(page.getByText(en.sharing.denied.object)).toBeVisible()
  const dialog = await chooseFiles(page, { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
  const owner = dialog.getByRole('region', { name: en.uploads.foreign.label })
  await expect(owner).toContainText('its owner may not be able to read them')
  await expect(owner.getByRole('checkbox', { name: en.uploads.foreign.share })).not.toBeChecked()
})
