// The page, driven as a user drives it, several transfers side by side. Knows names on the screen and no faults.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Download, Locator, Page } from '@playwright/test'
import { Limiter } from '../../src/domain/limiter'
import { en } from '../../src/messages/en'
import { formatRoute } from '../../src/domain/route'
import { parentPrefix } from '../../src/domain/folder-prefix'

export interface Outcome {
  readonly state: 'done' | 'failed'
  /** The row, as it is read. */
  readonly words: string
}

const UI_TIMEOUT_MS = 300_000

export class Driver {
  readonly #page: Page
  readonly #pageUrl: string
  readonly #bucket: string
  readonly #saved = new Map<string, Download[]>()
  /** A page has one mouse: two clicks at once hit what neither meant. */
  readonly #mouse = new Limiter(1)

  constructor(page: Page, pageUrl: string, bucket: string) {
    this.#page = page
    this.#pageUrl = pageUrl
    this.#bucket = bucket
    page.setDefaultTimeout(UI_TIMEOUT_MS)
    page.on('download', (download) => {
      const name = download.suggestedFilename()
      this.#saved.set(name, [...(this.#saved.get(name) ?? []), download])
    })
  }

  /** Imports the key and uploads a file with it: from then on it is a key that is used here. */
  async prepare(keyFile: string, file: string): Promise<void> {
    await this.importKey(keyFile)
    const name = basename(file)
    await this.upload(name, file, true)
    await this.unfold()
    await this.outcome(name, UI_TIMEOUT_MS)
    await this.clear()
  }

  async importKey(keyFile: string): Promise<void> {
    await this.#page.goto(`${this.#pageUrl}#/keys`)
    await this.#button(en.keys.importKey).click()
    await this.#choose(this.#button(en.keys.import.chooseFile), keyFile)
    await this.#page.getByRole('complementary', { name: en.keys.inspector.label }).waitFor()
  }

  /** Resolves when it was sent on its way. `armed` is called right before. */
  async upload(key: string, file: string, isEncrypted: boolean, armed: () => void = () => undefined): Promise<void> {
    await this.#go(parentPrefix(key))
    await this.#choose(this.#button(en.common.upload), file)
    const dialog = this.#page.getByRole('dialog')
    await dialog
      .getByRole('radio', { name: isEncrypted ? /^Encrypt with/ : new RegExp(`^${en.common.encryption.notEncrypted}`) })
      .check()
    const firstUse = dialog.getByLabel(/^Send this key to /)
    if (isEncrypted && (await firstUse.isVisible())) await firstUse.check()
    const submit = dialog.getByRole('button', { name: /^Upload \d/ })
    const replace = dialog.getByText(en.uploads.clash.replace, { exact: true })
    await submit.and(this.#page.locator(':enabled')).or(replace).first().waitFor()
    if (await replace.isVisible()) await replace.click()
    armed()
    await submit.click()
    await dialog.waitFor({ state: 'detached' })
  }

  /** Resolves when it was asked for. `armed` is called right before. */
  async download(key: string, armed: () => void = () => undefined): Promise<void> {
    await this.#go(parentPrefix(key), key)
    const inspector = this.#page.getByRole('complementary', { name: en.inspector.label })
    await inspector
      .getByText(/(Verified: refused without the|Opens without a) key/)
      .first()
      .waitFor()
    armed()
    await inspector.getByRole('button', { name: en.common.download, exact: true }).click()
  }

  /** The list of transfers is open from then on. */
  async unfold(): Promise<void> {
    const drawer = this.#page.getByRole('region', { name: en.common.transfers })
    const toggle = drawer.locator('button[aria-expanded]').first()
    if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click()
  }

  /** Waits until the transfer, whose row is unfolded, has ended. @throws Error when it has not in time. */
  async outcome(name: string, timeoutMs: number): Promise<Outcome> {
    const row = this.#row(name)
    const ended = row.and(this.#page.locator('[data-state=done], [data-state=failed]'))
    try {
      await ended.waitFor({ timeout: timeoutMs })
    } catch {
      throw new Error(`After ${timeoutMs / 1000} s: ${await row.innerText().catch(() => 'no such row')}`)
    }
    const [state, words] = [await ended.getAttribute('data-state'), (await ended.innerText()).replaceAll('\n', ' ')]
    return { state: state === 'done' ? 'done' : 'failed', words }
  }

  async retry(name: string): Promise<void> {
    const button = this.#row(name).getByRole('button', { name: en.transfers.row.retryOf(name) })
    await this.#mouse.run(() => button.click())
    await this.#row(name).and(this.#page.locator('[data-state=failed]')).waitFor({ state: 'detached' })
  }

  /** Goes on with what an earlier page left. @param file an upload's, which is chosen again; undefined: it is a download */
  async resume(name: string, file: string | undefined): Promise<void> {
    await this.#page.goto(`${this.#pageUrl}#/transfers`)
    const { journalled, left, row } = en.transfers
    const list = this.#page.getByRole('region', { name: file === undefined ? left.title : journalled.title })
    const line = list.getByRole('listitem').filter({ hasText: name })
    if (file === undefined) await line.getByRole('button', { name: row.resumeOf(name) }).click()
    else await this.#choose(line.getByRole('button', { name: journalled.chooseFile }), file)
    await this.#row(name).waitFor()
    await this.#go(parentPrefix(name))
    await this.unfold()
  }

  /** What is on the screen, in one line: for a round that came to no end. */
  async shown(): Promise<string> {
    const text = await this.#page.locator('body').innerText()
    return text.replace(/\s*\n\s*/g, ' | ').slice(0, 600)
  }

  /** @returns how often the browser was given a file of this name. */
  savedCount(name: string): number {
    return this.#saved.get(name)?.length ?? 0
  }

  /** The SHA-256 of the file of this name that the browser saved last, which is deleted. Waits for it. */
  async takeSaved(name: string): Promise<string> {
    for (const endMs = Date.now() + UI_TIMEOUT_MS; this.savedCount(name) === 0 && Date.now() < endMs;)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const download = this.#saved.get(name)?.at(-1)
    if (download === undefined) throw new Error('Nothing was saved')
    const hash = await sha256Of(await download.path())
    await download.delete()
    return hash
  }

  /** Closes whatever dialog is open. */
  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape')
  }

  /** Takes what has ended off the list. */
  async clear(): Promise<void> {
    await this.unfold()
    const clear = this.#button(en.transfers.clearFinished)
    if (await clear.isEnabled()) await clear.click()
    await this.#page.locator('[role=listitem][data-state=done]').first().waitFor({ state: 'detached' })
  }

  /** Whether the bucket's page lists an unfinished upload of this key. */
  async listsUnfinished(key: string): Promise<boolean> {
    await this.#page.goto(`${this.#pageUrl}#/bucket/${this.#bucket}`)
    const unfinished = this.#page.getByRole('region', { name: en.buckets.unfinished.title, exact: true })
    await unfinished.getByRole('listitem').or(unfinished.getByText(en.buckets.unfinished.none)).first().waitFor()
    return (await unfinished.getByRole('listitem').filter({ hasText: key }).count()) > 0
  }

  async #go(prefix: ReturnType<typeof parentPrefix>, object?: string): Promise<void> {
    const route = { place: 'objects', bucket: this.#bucket, prefix } as const
    await this.#page.goto(this.#pageUrl + formatRoute(object === undefined ? route : { ...route, object }))
    await this.#page.getByRole('navigation', { name: en.objects.path.label }).waitFor()
  }

  async #choose(chooser: Locator, file: string): Promise<void> {
    const [fileChooser] = await Promise.all([this.#page.waitForEvent('filechooser'), chooser.first().click()])
    await fileChooser.setFiles(file)
  }

  #row(name: string): Locator {
    return this.#page
      .locator('[role=listitem][data-state]')
      .filter({ has: this.#page.getByText(name, { exact: true }) })
  }

  #button(name: string): Locator {
    return this.#page.getByRole('button', { name, exact: true })
  }
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
