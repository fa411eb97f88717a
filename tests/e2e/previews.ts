// What tests of previews share: a bucket with files, plain or encrypted, and the way to their previews.
import { readFileSync } from 'node:fs'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { expect, importKey, put, row, test as base } from './fixture'
import { sseInput } from '../gateway/sse-input'
import { serveDist } from '../gateway/static-server'

const KEYSTRING = 'The-quick-brown-fox-jumps-012345'

interface Fixtures {
  /** The page's host sends the policy as a header with every file, as SECURITY.md asks it to. */
  readonly sendsPolicy: boolean
  /** Stores the files, connects, with the key of encrypted ones, and shows the bucket. */
  readonly show: (files: Readonly<Record<string, string | Uint8Array>>, isEncrypted?: boolean) => Promise<void>
}

const dist = new URL('../../dist', import.meta.url).pathname

/** Of the built page, with what only a header can say. */
function policyHeader(): string {
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(
    readFileSync(`${dist}/index.html`, 'utf8')
  )
  if (policy?.[1] === undefined) throw new Error('The page has no policy.')
  return `${policy[1]}; frame-ancestors 'none'`
}

export const test = base.extend<Fixtures>({
  sendsPolicy: [false, { option: true }],
  baseURL: async ({ baseURL, sendsPolicy }, use) => {
    if (!sendsPolicy) return use(baseURL)
    const site = await serveDist({ dir: dist, basePath: '/some/where/', policy: policyHeader() })
    await use(site.url)
    await site.close()
  },
  show: async ({ page, bucket, s3, secrets, connect, goTo }, use) => {
    secrets.push(KEYSTRING, Buffer.from(KEYSTRING).toString('base64'))
    await use(async (files, isEncrypted = false) => {
      for (const [key, body] of Object.entries(files))
        await (isEncrypted ? putEncrypted(s3, bucket, key, body) : put(s3, bucket, key, body))
      await connect()
      if (isEncrypted) await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
      await goTo('')
    })
  }
})

export async function openPreview(page: Page, name: string): Promise<Locator> {
  await row(page, name).click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await inspector.getByRole('button', { name: en.preview.title, exact: true }).click()
  return page.getByRole('dialog', { name: en.preview.title })
}

export async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

export const content = (dialog: Locator): Locator => dialog.getByRole('region', { name: en.preview.content })

async function putEncrypted(s3: S3Client, bucket: string, key: string, body: string | Uint8Array): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...sseInput(Buffer.from(KEYSTRING)) }))
}

/** The color in the middle of what is drawn there, by a picture of the screen. */
export async function middleColor(page: Page, drawn: Locator): Promise<readonly number[]> {
  const picture = (await drawn.screenshot()).toString('base64')
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    return [...(context?.getImageData(bitmap.width / 2, bitmap.height / 2, 1, 1).data ?? [])].slice(0, 3)
  }, picture)
}

/** A second of green, as this browser records it. */
export async function recordVideo(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 160, height: 120 })
    const context = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' })
    const chunks: Blob[] = []
    recorder.ondataavailable = ({ data }) => chunks.push(data)
    const stopped = new Promise((resolve) => (recorder.onstop = resolve))
    recorder.start()
    for (let frame = 0; frame < 30; frame++) {
      if (context) context.fillStyle = frame % 2 === 0 ? '#00ff00' : '#00fe00' // what doesn't change is not recorded
      context?.fillRect(0, 0, 160, 120)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    recorder.stop()
    await stopped
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer())
    return btoa(String.fromCharCode(...bytes))
  })
  return Buffer.from(base64, 'base64')
}

/** The requests for an object's bytes: which range each asked for, and on which condition. */
export function noteReads(page: Page, key: string): { readonly range: string; readonly ifMatch: string | undefined }[] {
  const reads: { range: string; ifMatch: string | undefined }[] = []
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (!searchParams.has('response-content-encoding') || !pathname.endsWith(`/${key}`)) return
    reads.push({ range: request.headers()['range'] ?? 'all of it', ifMatch: request.headers()['if-match'] })
  })
  return reads
}

/** Chooses the one key that there is for the object whose preview asks for it. */
export async function chooseKey(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
  await page.getByRole('dialog').getByRole('radio').check()
  await page.getByRole('button', { name: en.uploads.chooseKey.try }).click()
  await expect(page.getByRole('dialog', { name: en.preview.title })).toBeVisible()
}
