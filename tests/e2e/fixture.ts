// What the end-to-end tests share: the built page, a bucket of one's own, and a watch on everything the page must never do.
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client
} from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en, type Messages } from '../../src/messages/en'
import { engine, expect, test as base } from '../engines/engine'
import { readAccessLog, type LogLine } from '../gateway/access-log'
import type { GatewayInfo } from '../gateway/gateway'
import { connectToGateway } from '../gateway/shared-gateway'
import { startFaultProxy, type FaultProxy, type Faults } from './fault-proxy'
import { watch } from './watch'
import { sseInput } from '../gateway/sse-input'

export { expect }

export interface Login {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
}

interface Fixtures {
  readonly info: GatewayInfo
  /** A new bucket of Alice's. */
  readonly bucket: string
  readonly s3: S3Client
  /** Strings that must never be in an address, a title, an attribute or the console. */
  readonly secrets: string[]
  /** Hosts that the page may speak to, beside its own and the gateway's. */
  readonly hosts: string[]
  /** Connects by the form, as Alice unless told otherwise, and waits for the buckets. */
  readonly connect: (login?: Partial<Login>) => Promise<void>
  /** Connects through a proxy that misbehaves as told, and shows the bucket; the proxy ends with the test. */
  readonly connectThrough: (faults: Faults) => Promise<FaultProxy>
  /** Whether the page has the browser's own picker of files, which headless browsers cancel. */
  readonly ownPickers: boolean
  /** Goes to a folder of the bucket. */
  readonly goTo: (place: string) => Promise<void>
}

export const test = base.extend<Fixtures>({
  info: async ({}, use) => use(connectToGateway()),
  s3: async ({ info }, use) => {
    const s3 = createPlainClient(info, info.alice)
    await use(s3)
    s3.destroy()
  },
  bucket: async ({ s3 }, use) => {
    const bucket = `e2e-${randomBytes(5).toString('hex')}`
    await s3.send(new CreateBucketCommand({ Bucket: bucket }))
    await use(bucket)
    await removeBucket(s3, bucket).catch(() => undefined) // each one left is a row in every later page
  },
  secrets: async ({ info }, use) => use([info.alice.secretKey, info.ldap?.password ?? '']),
  hosts: async ({}, use) => use([]),
  ownPickers: [false, { option: true }],
  baseURL: async ({}, use) => use(process.env['LOCKGATE_PAGE'] ?? ''),
  page: async ({ page, info, secrets, hosts, baseURL, ownPickers }, use) => {
    const known = Object.values(info).filter((value) => typeof value === 'string' && value.startsWith('http'))
    // The input of the page instead, of which Playwright tells.
    if (engine === 'chromium' && !ownPickers)
      await page.context().addInitScript(() => Object.assign(window, { showOpenFilePicker: undefined }))
    const endWatch = watch(page, { secrets, hosts: () => [...(known as string[]), baseURL ?? '', ...hosts] })
    await use(page)
    expect(await endWatch()).toEqual([])
  },
  connect: async ({ page, info, baseURL }, use) => {
    await use(async (login = {}) => {
      if ((await page.url()) === 'about:blank') await page.goto(baseURL ?? '')
      await fillLogin(page, { endpoint: info.http, ...info.alice, ...login })
      await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
      await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
    })
  },
  connectThrough: async ({ info, hosts, connect, goTo }, use) => {
    const proxies: FaultProxy[] = []
    await use(async (faults) => {
      const proxy = await startFaultProxy(info.http, faults)
      proxies.push(proxy)
      hosts.push(proxy.url)
      await connect({ endpoint: proxy.url })
      await goTo('')
      return proxy
    })
    for (const proxy of proxies) await proxy.close()
  },
  goTo: async ({ page, baseURL, bucket }, use) => {
    await use(async (place) => {
      await page.goto(`${baseURL}#/b/${bucket}/${place}`)
      await expect(page.getByRole('navigation', { name: en.objects.path.label })).toBeVisible()
    })
  }
})

/** The SDK with its own ways, to set up and look at what the page did. */
export function createPlainClient(info: GatewayInfo, { accessKey, secretKey }: Omit<Login, 'endpoint'>): S3Client {
  return new S3Client({
    endpoint: info.direct,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED'
  })
}

/** What a test seldom leaves more of than a page is removed, and the bucket with it. Rejects where something keeps it. */
async function removeBucket(s3: S3Client, bucket: string): Promise<void> {
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }))
  const { Versions: versions = [], DeleteMarkers: markers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket })
  )
  const objects = [...versions, ...markers].map(({ Key, VersionId }) => ({ Key, VersionId }))
  if (objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects } }))
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }))
}

export async function fillLogin(page: Page, login: Login): Promise<void> {
  await page.getByLabel(en.connect.credentials.label).fill(login.accessKey)
  await page.getByLabel(en.connect.secret.label).fill(login.secretKey)
  await page.getByLabel(en.connect.gateway.label, { exact: true }).fill(login.endpoint)
}

/** Closes the page as a user does, is asked whether to leave it, and stays. */
export async function beAskedToStay(page: Page): Promise<void> {
  const asked = page.waitForEvent('dialog')
  const leaving = page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await leaving
}

/** A row of the listing by its object's or folder's name. */
export function row(page: Page, name: string, t: Messages = en): Locator {
  return page
    .getByRole('grid', { name: t.objects.label })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
}

/** A row of the transfers, which are unfolded if need be. */
export async function transfer(page: Page, name: string, t: Messages = en): Promise<Locator> {
  const toggle = page.getByRole('region', { name: t.common.transfers }).getByRole('button', { expanded: false }).first()
  await expect(page.getByRole('region', { name: t.common.transfers })).toBeVisible()
  const list = page.locator('[role=listitem][data-state]')
  if ((await list.count()) === 0) await toggle.click()
  return list.filter({ hasText: name }).first()
}

type Chosen = Parameters<Locator['setInputFiles']>[0]

/** Beyond it a browser takes seconds for each MiB that comes from the test instead of the disk. */
const MAX_SENT_BYTES = 256 * 1024

/** Chooses files for upload; the dialog is open afterwards. */
export async function chooseFiles(page: Page, files: Chosen): Promise<Locator> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.common.upload, exact: true }).click()
  ])
  await chooser.setFiles(onDisk(files) as string[])
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  return dialog
}

function onDisk(files: Chosen): Chosen {
  const given = [files].flat().filter((file) => typeof file !== 'string')
  if (given.reduce((sum, { buffer }) => sum + buffer.length, 0) <= MAX_SENT_BYTES) return files
  return given.map(({ name, buffer }) => {
    const path = test.info().outputPath('chosen', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, buffer)
    return path
  })
}

/** The picker gives a directory of the private file system: headless browsers have no other, and its handles are the same. */
export async function stubPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true })
    })
  })
}

/** Encrypts with the key on offer, which was never used on this gateway, and lets it be sent there. */
export async function encryptFirst(dialog: Locator): Promise<void> {
  await dialog.getByText(en.uploads.encryption.withYourKey).click()
  await dialog.getByLabel(/^Send this key to /).check()
}

export async function send(dialog: Locator, button: string | RegExp = /^Upload \d/): Promise<void> {
  await dialog.getByRole('button', { name: button }).click()
  await expect(dialog).toBeHidden()
}

/** Makes a key on the Keys page, and with `isSaved` saves it and drops the file back. @returns the saved file's bytes. */
export async function makeKey(page: Page, name: string, dir: string): Promise<Buffer> {
  await page.getByRole('link', { name: en.common.keys }).first().click()
  await page.getByRole('button', { name: en.keys.createKey, exact: true }).click()
  await page.getByLabel(en.keys.create.name).fill(name)
  await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: en.keys.backup.saveFile }).click()
  ])
  const file = `${dir}/${download.suggestedFilename()}`
  await download.saveAs(file)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.keys.backup.chooseFile }).click()
  ])
  await chooser.setFiles(file)
  await expect(page.getByText(en.keys.backup.verified)).toBeVisible()
  return readFileSync(file)
}

/** Imports a key file on the Keys page. */
export async function importKey(page: Page, fileName: string, bytes: Buffer): Promise<void> {
  await page.getByRole('link', { name: en.common.keys }).first().click()
  await page.getByRole('button', { name: en.keys.importKey, exact: true }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.keys.import.chooseFile }).click()
  ])
  await chooser.setFiles({ name: fileName, mimeType: 'text/plain', buffer: bytes })
  await expect(
    page.getByRole('complementary', { name: en.keys.inspector.label }).or(page.getByRole('alert'))
  ).toBeVisible()
}

/** Downloads the object that is open in the inspector. @returns the bytes that reached the disk. */
export async function downloadOpen(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('complementary', { name: en.inspector.label })
      .getByRole('button', { name: en.common.download, exact: true })
      .click()
  ])
  return readFileSync(await download.path())
}

/** Does what only the menu of an object that is open has. */
export async function chooseAction(inspector: Locator, name: string): Promise<void> {
  await inspector.getByRole('button', { name: en.inspector.more }).click()
  await inspector.getByRole('button', { name, exact: true }).click()
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A file of random bytes on disk. */
export function randomFile(path: string, sizeBytes: number): Buffer {
  const bytes = randomBytes(sizeBytes)
  writeFileSync(path, bytes)
  return bytes
}

export async function put(s3: S3Client, bucket: string, key: string, body: string | Uint8Array): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
}

/** One small object under each key, 50 at once. */
export async function putMany(s3: S3Client, bucket: string, keys: readonly string[], body = 'x'): Promise<void> {
  for (let from = 0; from < keys.length; from += 50)
    await Promise.all(keys.slice(from, from + 50).map((key) => put(s3, bucket, key, body)))
}

/** `count` keys in order: each number, to four places, between the two texts. */
export function numberedKeys(count: number, before: string, after = ''): string[] {
  return Array.from({ length: count }, (_, n) => `${before}${String(n).padStart(4, '0')}${after}`)
}

export async function read(s3: S3Client, bucket: string, key: string, sseKey?: Uint8Array): Promise<Buffer> {
  const input = { Bucket: bucket, Key: key, ...(sseKey === undefined ? {} : sseInput(sseKey)) }
  const answer = await s3.send(new GetObjectCommand(input))
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? new Uint8Array())
}

export async function keysIn(s3: S3Client, bucket: string): Promise<string[]> {
  const answer = await s3.send(new ListObjectsV2Command({ Bucket: bucket }))
  return (answer.Contents ?? []).map(({ Key }) => Key ?? '')
}

/** What was asked of paths that begin with the text, after the slash. */
export async function logged(info: GatewayInfo, path: string): Promise<readonly LogLine[]> {
  return (await readAccessLog(info)).filter(({ uri }) => uri.startsWith(`/${path}`))
}
