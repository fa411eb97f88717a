// A Chromium with a profile on disk, as a person has it: in a private window its file system would be memory.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findDescendant, MemoryWatch } from './memory'

const args = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync']
]

export interface Browser {
  readonly page: Page
  /** Measures what the browser holds while `work` runs, in bytes above what it held when `settle` was called. */
  watch<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly pssBytes: readonly number[] }>
  settle(): void
  close(): Promise<void>
}

/** Starts a browser with one page. Its profile and its downloads lie in `workDir` and go when it is closed. */
export async function openBrowser(workDir: string): Promise<Browser> {
  const profileDir = mkdtempSync(join(workDir, 'browser-'))
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: '/usr/bin/chromium',
    args,
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: { width: 1440, height: 900 },
    downloadsPath: join(profileDir, 'downloads')
  })
  const rootPid = findDescendant(`--user-data-dir=${profileDir}`)
  if (rootPid === undefined) throw new Error('The browser that was started is not among the processes')
  const memory = new MemoryWatch(rootPid)
  let idleBytes = 0
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    async watch(work) {
      memory.start()
      try {
        const result = await work()
        return { result, pssBytes: memory.stop().map((bytes) => bytes - idleBytes) }
      } finally {
        memory.stop()
      }
    },
    settle() {
      idleBytes = memory.sample()
    },
    async close() {
      await context.close()
      rmSync(profileDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    }
  }
}
