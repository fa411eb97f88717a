// Lockgate's page in a browser of its own, signed in, for measurements of the page alone.
import type { CDPSession } from '@playwright/test'
import { serveDist } from '../gateway/static-server'
import { openBrowser, type Browser } from './browser'
import type { Bench } from './course'

/** The page shows the buckets when `work` begins. @param timeoutMs of what is waited for in it */
export async function withPage<T>(
  { course, options }: Bench,
  timeoutMs: number,
  work: (browser: Browser) => Promise<T>
): Promise<T> {
  const { endpoint, accessKey, secretKey } = course
  const demoProfile = { name: 'bench', endpoint, accessKey, secretKey, region: 'us-east-1' }
  const server = await serveDist({
    dir: options.distDir,
    extra: new Map([['site.json', JSON.stringify({ demoProfile })]])
  })
  const browser = await openBrowser(course.workDir)
  const { page } = browser
  try {
    page.setDefaultTimeout(timeoutMs)
    await page.addInitScript('globalThis.__name = (value) => value') // what compiles these scripts calls it
    await page.goto(server.url)
    await page.getByRole('heading', { name: 'Buckets', exact: true }).waitFor()
    await page.waitForLoadState('networkidle') // what the first view does not show has come
    return await work(browser)
  } finally {
    await browser.close()
    await server.close()
  }
}

/** Of the page's JavaScript, without garbage, in bytes. */
export async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}
