// Copies and moves to another profile, at another address: another client says what became of both, and the wire what was said to each.
import { randomBytes } from 'node:crypto'
import {
  CreateBucketCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client
} from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { errorTitle } from '../error-words'
import { listen, type Listening } from '../forward'
import {
  chooseAction,
  createPlainClient,
  expect,
  keysIn,
  makeKey,
  put,
  read,
  row,
  sha256,
  test as base
} from '../fixture'
import { putInParts } from '../put-in-parts'
import { sseInput } from '../../gateway/sse-input'

/** On a machine that is ten times as slow. */
const DONE = { timeout: 180_000 }
const MIB = 1024 ** 2

interface Fixtures {
  /** Two addresses of the gateway: Alice is connected at the first, Bob at the other. */
  readonly here: Listening
  readonly there: Listening
  readonly bob: S3Client
  /** Of Bob. */
  readonly theirs: string
}

const test = base.extend<Fixtures>({
  here: async ({ info, hosts }, use) => {
    const here = await listen(info.http)
    hosts.push(here.url)
    await use(here)
    here.close()
  },
  there: async ({ info, hosts }, use) => {
    const there = await listen(info.http)
    hosts.push(there.url)
    await use(there)
    there.close()
  },
  bob: async ({ info }, use) => {
    const bob = createPlainClient(info, info.bob)
    await use(bob)
    bob.destroy()
  },
  theirs: async ({ bob }, use) => {
    const name = `e2e-${randomBytes(5).toString('hex')}`
    await bob.send(new CreateBucketCommand({ Bucket: name }))
    await use(name)
  }
})

const inspector = (page: Page): Locator => page.getByRole('complementary', { name: en.inspector.label })
const hostOf = (url: string): string => new URL(url).host

const secretsOf = (key: Buffer): readonly string[] => {
  const { SSECustomerKey, SSECustomerKeyMD5 } = sseInput(key)
  return [SSECustomerKey, SSECustomerKeyMD5]
}

/** Both profiles; Alice's is in use. */
async function connectBoth(
  page: Page,
  connect: (login: { endpoint: string; accessKey: string; secretKey: string }) => Promise<void>,
  logins: readonly { endpoint: string; accessKey: string; secretKey: string }[]
): Promise<void> {
  for (const [index, login] of logins.entries()) {
    if (index > 0) {
      await page.getByRole('button', { name: /^Profile: / }).click()
      await page.getByRole('link', { name: en.settings.addProfile }).click()
    }
    await connect(login)
  }
}

async function toTheirs(dialog: Locator, bucket: string, folder = ''): Promise<void> {
  await dialog.getByLabel(en.copies.across.profile, { exact: true }).selectOption({ index: 1 })
  await dialog.getByLabel(en.copies.bucket, { exact: true }).fill(bucket)
  await dialog.getByLabel(en.copies.folder).fill(folder)
}

test('a folder is copied to another account at another address; neither hears of the other’s account or keys', async ({
  page,
  bucket,
  s3,
  info,
  here,
  there,
  bob,
  theirs,
  secrets,
  connect,
  goTo
}, testInfo) => {
  secrets.push(info.bob.secretKey)
  const parts = [randomBytes(6 * MIB), randomBytes(3 * MIB)]
  const odd = 'run/ø scan +%41?#&=.csv'
  await put(s3, bucket, 'run/plain.txt', 'plain')
  await put(s3, bucket, odd, 'odd')
  await put(s3, bucket, 'run/locked.txt', 'locked')
  await putInParts(s3, bucket, 'run/large.bin', parts)
  await connectBoth(page, connect, [
    { endpoint: there.url, ...info.bob },
    { endpoint: here.url, ...info.alice }
  ])
  const mine = await makeKey(page, 'mine', testInfo.outputPath())
  const forThem = await makeKey(page, 'for them', testInfo.outputPath())
  const dialog = page.getByRole('dialog')
  await goTo('run/')
  await row(page, 'locked.txt').click()
  await chooseAction(inspector(page), en.copies.open)
  await dialog.getByText(en.uploads.encryption.withYourKey).click()
  await dialog.getByLabel(en.uploads.encryption.key, { exact: true }).selectOption({ index: 0 })
  await dialog.getByLabel(/^Send this key to /).check()
  await dialog.getByRole('button', { name: en.copies.submit.copy(1) }).click()
  await expect(dialog).toBeHidden(DONE)
  await expect(row(page, 'locked.txt').getByText(en.common.encryption.encrypted('mine'))).toBeVisible()

  await goTo('')
  await row(page, 'run').locator('.pick').click()
  await page.getByRole('main').getByRole('button', { name: en.copies.open, exact: true }).click()
  await toTheirs(dialog, theirs, 'in')
  const submit = dialog.getByRole('button', { name: en.copies.submit.copy(4) })
  await expect(dialog.getByText(en.copies.across.keysAreSent(hostOf(there.url)))).toBeVisible()
  await expect(submit).toBeDisabled() // how copies are encrypted there was not chosen
  await dialog.getByText(en.uploads.encryption.withYourKey).click()
  await dialog.getByLabel(en.uploads.encryption.key, { exact: true }).selectOption({ index: 1 })
  await expect(submit).toBeDisabled()
  await dialog.getByLabel(en.uploads.encryption.sendKey(hostOf(there.url))).check()
  await submit.click()
  await expect(dialog).toBeHidden(DONE)
  await expect(page.getByText(en.copies.done.copy(4))).toBeVisible()

  const expected: Readonly<Record<string, Buffer>> = {
    'in/run/plain.txt': Buffer.from('plain'),
    [`in/${odd}`]: Buffer.from('odd'),
    'in/run/locked.txt': Buffer.from('locked'),
    'in/run/large.bin': Buffer.concat(parts)
  }
  expect((await keysIn(bob, theirs)).sort()).toEqual(Object.keys(expected).sort())
  for (const [key, bytes] of Object.entries(expected)) {
    expect(sha256(await read(bob, theirs, key, forThem))).toBe(sha256(bytes))
    await expect(bob.send(new HeadObjectCommand({ Bucket: theirs, Key: key }))).rejects.toThrow()
  }
  expect(await keysIn(s3, bucket)).toHaveLength(4)
  for (const text of [info.alice.accessKey, info.alice.secretKey, bucket, ...secretsOf(mine)])
    expect(there.heard().includes(text)).toBe(false)
  for (const text of [info.bob.accessKey, info.bob.secretKey, theirs, ...secretsOf(forThem)])
    expect(here.heard().includes(text)).toBe(false)
  for (const key of secretsOf(mine)) expect(here.heard().includes(key)).toBe(true)
  for (const key of secretsOf(forThem)) expect(there.heard().includes(key)).toBe(true)
  expect(there.heard().includes('x-amz-copy-source')).toBe(false)
})

test('an object is moved to another account; where that may not write, the source stays', async ({
  page,
  bucket,
  s3,
  info,
  here,
  there,
  bob,
  theirs,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'note.txt', 'note')
  await put(s3, bucket, 'stays.txt', 'stays')
  await connectBoth(page, connect, [
    { endpoint: there.url, ...info.bob },
    { endpoint: here.url, ...info.alice }
  ])
  const dialog = page.getByRole('dialog')
  const submit = dialog.getByRole('button', { name: en.copies.submit.move(1) })
  await goTo('')
  await row(page, 'note.txt').click()
  await expect(inspector(page).getByText(en.common.encryption.notEncrypted).first()).toBeVisible()
  await chooseAction(inspector(page), en.copies.open)
  await toTheirs(dialog, theirs)
  await dialog.getByText(en.copies.kind.move, { exact: true }).click()
  await expect(dialog.getByRole('radio', { name: en.common.encryption.notEncrypted })).toBeChecked()
  await submit.click()
  await expect(dialog).toBeHidden(DONE)
  await expect(row(page, 'note.txt')).toBeHidden()
  expect((await read(bob, theirs, 'note.txt')).toString()).toBe('note')
  expect(await keysIn(s3, bucket)).toEqual(['stays.txt'])

  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${theirs}/*` }]
  })
  await bob.send(new PutBucketPolicyCommand({ Bucket: theirs, Policy }))
  await row(page, 'stays.txt').click()
  await expect(inspector(page).getByText(en.common.encryption.notEncrypted).first()).toBeVisible()
  await chooseAction(inspector(page), en.copies.open)
  await toTheirs(dialog, theirs)
  await dialog.getByText(en.copies.kind.move, { exact: true }).click()
  await submit.click()
  await expect(dialog.getByText(en.common.bulk.failures.move(1))).toBeVisible(DONE)
  await expect(dialog.getByRole('listitem').filter({ hasText: 'stays.txt' })).toContainText(hostOf(there.url))
  await dialog.getByRole('button', { name: en.common.close, exact: true }).last().click()
  await expect(row(page, 'stays.txt')).toBeVisible()
  expect((await read(s3, bucket, 'stays.txt')).toString()).toBe('stays')
  expect(await keysIn(bob, theirs)).toEqual(['note.txt'])
})

test('access granted to a user is told as lost by a copy, and keeps the source of a move', async ({
  page,
  bucket,
  s3,
  info,
  here,
  there,
  bob,
  theirs,
  connect,
  goTo
}) => {
  const Key = 'shared.txt'
  const grants = { GrantFullControl: `id="${info.alice.userId}"`, GrantRead: `id="${info.bob.userId}"` }
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'shared', ...grants }))
  await connectBoth(page, connect, [
    { endpoint: there.url, ...info.bob },
    { endpoint: here.url, ...info.alice }
  ])
  const dialog = page.getByRole('dialog')
  const open = async (folder: string): Promise<void> => {
    await row(page, Key).click()
    await expect(inspector(page).getByText(en.common.encryption.notEncrypted).first()).toBeVisible()
    await chooseAction(inspector(page), en.copies.open)
    await toTheirs(dialog, theirs, folder)
  }
  const told = dialog.getByRole('listitem').filter({ hasText: Key })
  const close = dialog.getByRole('button', { name: en.common.close, exact: true }).last()
  await goTo('')
  await open('copied')
  await dialog.getByRole('button', { name: en.copies.submit.copy(1) }).click()
  await expect(dialog.getByText(en.copies.lost.title(1))).toBeVisible(DONE)
  await expect(told).toContainText(en.copies.lost.attributes(['acl']))
  await close.click()
  expect((await read(bob, theirs, `copied/${Key}`)).toString()).toBe('shared')

  await open('moved')
  await dialog.getByText(en.copies.kind.move, { exact: true }).click()
  await dialog.getByRole('button', { name: en.copies.submit.move(1) }).click()
  await expect(dialog.getByText(en.common.bulk.failures.move(1))).toBeVisible(DONE)
  await expect(told.first()).toContainText(errorTitle('source-kept'))
  await expect(dialog.getByText(en.copies.lost.title(1))).toBeVisible()
  await expect(dialog).toContainText(en.copies.lost.attributes(['acl']))
  await close.click()
  await expect(row(page, Key)).toBeVisible()
  expect((await read(s3, bucket, Key)).toString()).toBe('shared')
  expect((await read(bob, theirs, `moved/${Key}`)).toString()).toBe('shared')
})
