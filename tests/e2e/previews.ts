// What tests of previews share: a bucket with files, plain or encrypted, and the way to their previews.
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { expect, importKey, put, row, test as base } from './fixture'
import { sseInput } from '../gateway/sse-input'

const KEYSTRING = 'The-quick-brown-fox-jumps-012345'

interface Fixtures {
  /** Stores the files, connects, with the key of encrypted ones, and shows the bucket. */
  readonly show: (files: Readonly<Record<string, string | Uint8Array>>, isEncrypted?: boolean) => Promise<void>
}

export const test = base.extend<Fixtures>({
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
