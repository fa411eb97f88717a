// One page in a browser over WebDriver: the part of Playwright's page that the scenarios use.
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { find, type ElementState } from './find'
import { DriverLocator } from './locator'
import { DriverError, type ElementRef, type Session } from './session'
import type { Step } from './steps'

type FileToChoose = string | { readonly name: string; readonly buffer: Uint8Array }

export interface FileChooser {
  setFiles(files: FileToChoose | readonly FileToChoose[]): Promise<void>
}

export interface Download {
  suggestedFilename(): string
  path(): Promise<string>
  saveAs(path: string): Promise<void>
}

/** The protocol's code points. */
const KEYS: Readonly<Record<string, string>> = {
  Enter: '\ue007',
  Tab: '\ue004',
  Escape: '\ue00c',
  Backspace: '\ue003',
  Delete: '\ue017',
  Space: ' ',
  Control: '\ue009'
}

const down = (value: string): object => ({ type: 'keyDown', value })
const up = (value: string): object => ({ type: 'keyUp', value })

/** Unfinished, as WebKitGTK calls it. */
const PARTIAL = /\.wkdownload$/

export class Tab {
  readonly patienceMs = 60_000
  readonly keyboard = {
    type: (text: string): Promise<void> => this.#keys([...text]),
    press: (keys: string): Promise<void> => this.#chord(keys.split('+'))
  }
  readonly #root = new DriverLocator(this, [])
  readonly #chosenDirs: string[] = []

  readonly session: Session
  /** Where the browser puts downloads. */
  readonly downloadDir: string

  constructor(
    session: Session,

    downloadDir: string
  ) {
    this.session = session
    this.downloadDir = downloadDir
  }

  getByRole: DriverLocator['getByRole'] = (role, options) => this.#root.getByRole(role, options)
  getByLabel: DriverLocator['getByLabel'] = (text, options) => this.#root.getByLabel(text, options)
  getByText: DriverLocator['getByText'] = (text, options) => this.#root.getByText(text, options)
  getByTitle: DriverLocator['getByTitle'] = (text, options) => this.#root.getByTitle(text, options)
  locator: DriverLocator['locator'] = (css) => this.#root.locator(css)

  async goto(url: string): Promise<void> {
    await this.session.command('POST', '/url', { url })
  }

  async reload(): Promise<void> {
    await this.session.command('POST', '/refresh')
  }

  async goBack(): Promise<void> {
    await this.session.command('POST', '/back')
  }

  /** Asked of the browser each time, unlike Playwright's: a promise. */
  async url(): Promise<string> {
    return (await this.session.command('GET', '/url')) as string
  }

  evaluate<A, R>(what: (arg: A) => R | Promise<R>, arg?: A): Promise<R> {
    return this.session.run<R>(what.toString(), [arg ?? null])
  }

  evaluateOn<A, R>(element: ElementRef, what: (element: Element, arg: A) => R | Promise<R>, arg?: A): Promise<R> {
    return this.session.run<R>(what.toString(), [element, arg ?? null])
  }

  /** What the steps lead to now. While one document gives way to the next there is nothing. */
  async find(steps: readonly Step[]): Promise<{ elements: readonly ElementRef[]; state: ElementState | null }> {
    try {
      return await this.session.run(find.toString(), [steps])
    } catch (error) {
      if (error instanceof DriverError && /^(stale|javascript error|no such)/.test(error.code))
        return { elements: [], state: null }
      throw error
    }
  }

  async waitForFunction(isTrue: () => unknown): Promise<void> {
    await this.#until(async () => ((await this.evaluate(isTrue)) ? true : undefined), 'a condition of the page')
  }

  waitForTimeout(ms: number): Promise<void> {
    return sleep(ms)
  }

  isClosed(): boolean {
    return false
  }

  waitForEvent(type: 'filechooser'): Promise<FileChooser>
  waitForEvent(type: 'download'): Promise<Download>
  waitForEvent(type: 'filechooser' | 'download'): Promise<FileChooser | Download> {
    return type === 'download' ? this.#nextDownload() : this.#nextChooser()
  }

  async screenshot(file: string): Promise<void> {
    const png = (await this.session.command('GET', '/screenshot')) as string
    writeFileSync(file, Buffer.from(png, 'base64'))
  }

  async close(): Promise<void> {
    await this.session.end()
    for (const dir of this.#chosenDirs) rmSync(dir, { recursive: true, force: true })
  }

  /** The browser's own dialog is no part of the page: it is kept shut, and its field gets the files from the driver. */
  async #nextChooser(): Promise<FileChooser> {
    await this.evaluate(() => {
      const held = window as unknown as { chosenBy: HTMLInputElement | null }
      held.chosenBy = null
      const { click } = HTMLElement.prototype
      HTMLInputElement.prototype.click = function (): void {
        if (this.type === 'file') held.chosenBy = this
        else click.call(this)
      }
    })
    const input = await this.#until(
      async () =>
        (await this.evaluate(
          () => (window as unknown as { chosenBy: HTMLInputElement | null }).chosenBy
        )) as unknown as ElementRef | null,
      'a file chooser'
    )
    return {
      setFiles: async (files) => {
        const paths = [files].flat().map((file) => this.#pathOf(file))
        await this.session.onElement(input, 'value', { text: paths.join('\n') })
      }
    }
  }

  #pathOf(file: FileToChoose): string {
    if (typeof file === 'string') return file
    const dir = mkdtempSync(join(tmpdir(), 'lockgate-chosen-'))
    this.#chosenDirs.push(dir)
    const path = join(dir, file.name)
    writeFileSync(path, file.buffer)
    return path
  }

  async #nextDownload(): Promise<Download> {
    const before = new Set(readdirSync(this.downloadDir))
    const name = await this.#until(() => {
      const names = readdirSync(this.downloadDir)
      return Promise.resolve(
        names.find((each) => !before.has(each) && !PARTIAL.test(each) && !names.includes(`${each}.wkdownload`))
      )
    }, 'a download')
    const path = join(this.downloadDir, name)
    for (let size = -1; size !== statSync(path).size; await sleep(300)) size = statSync(path).size
    return {
      suggestedFilename: () => name,
      path: () => Promise.resolve(path),
      saveAs: (to) => {
        copyFileSync(path, to)
        return Promise.resolve()
      }
    }
  }

  async #until<T>(look: () => Promise<T | null | undefined>, what: string): Promise<T> {
    for (const untilMs = Date.now() + this.patienceMs; Date.now() < untilMs; await sleep(100)) {
      const found = await look()
      if (found !== null && found !== undefined) return found
    }
    throw new Error(`${what} was waited for in vain`)
  }

  #keys(keys: readonly string[]): Promise<void> {
    return this.#perform(keys.flatMap((key) => [down(key), up(key)]))
  }

  #chord(names: readonly string[]): Promise<void> {
    const keys = names.map((name) => KEYS[name] ?? (names.length > 1 ? name.toLowerCase() : name))
    return this.#perform([...keys.map(down), ...keys.toReversed().map(up)])
  }

  async #perform(actions: readonly object[]): Promise<void> {
    await this.session.command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }
}
