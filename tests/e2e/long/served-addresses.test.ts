// Where the page's own address matters: at the gateway's, where whatever page is stored there could read the profile, and over https.
import { mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { en } from '../../../src/messages/en'
import { createCertificate } from '../../gateway/certificate'
import { serveDist } from '../../gateway/static-server'
import { expect, fillLogin, put, row, test } from '../fixture'
import { forward } from '../forward'

test('at the gateway’s address the profile is warned of, works, and is kept in this tab alone when the user says so', async ({
  page,
  info,
  bucket,
  s3,
  hosts
}) => {
  await put(s3, bucket, 'here.txt', 'here')
  const dist = await serveDist({ dir: resolve('dist') })
  const isSigned = (authorization: string | undefined, url = ''): boolean =>
    authorization !== undefined || /[?&]X-Amz-Signature=/.test(url)
  const both = await forward(({ headers, url }) => (isSigned(headers.authorization, url) ? info.direct : dist.url))
  hosts.push(both.url)
  const warning = page.getByRole('status', { name: en.app.sharedOrigin.label })
  await page.goto(both.url)
  await fillLogin(page, { endpoint: both.url, ...info.alice })
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await expect(warning).toContainText(en.app.sharedOrigin.what)
  await page.goto(`${both.url}/#/b/${bucket}/`)
  await expect(row(page, 'here.txt')).toBeVisible()
  await page.reload()
  await expect(warning).toBeVisible()
  await warning.getByRole('button', { name: en.app.sharedOrigin.keepInTab }).click()
  await expect(warning).toBeHidden()
  await expect(row(page, 'here.txt')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: en.connect.connect, exact: true })).toBeVisible()
  both.close()
  await dist.close()
})

test('over https, a gateway by plain http is named before anything is sent; one by https works', async ({
  page,
  info,
  hosts
}, testInfo) => {
  mkdirSync(testInfo.outputPath(), { recursive: true })
  const { keyFile, certFile } = await createCertificate(testInfo.outputPath())
  const dist = await serveDist({ dir: resolve('dist') })
  const site = await forward(() => dist.url, { key: readFileSync(keyFile), cert: readFileSync(certFile) })
  hosts.push(site.url)
  const elsewhere = 'http://10.255.255.1:7480'
  const asked: string[] = []
  page.on('request', (request) => request.url().startsWith(elsewhere) && asked.push(request.url()))
  await page.goto(site.url)
  expect(await page.evaluate(() => [location.protocol, window.isSecureContext])).toEqual(['https:', true])
  await fillLogin(page, { endpoint: elsewhere, ...info.alice })
  const connect = page.getByRole('button', { name: en.connect.connect, exact: true })
  await connect.click()
  const { title } = en.check.conclusion(
    { code: 'mixed-content', fixes: [] },
    { endpoint: elsewhere, pageOrigin: site.url, errorTitle: '' }
  )
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  expect(asked).toEqual([])
  await fillLogin(page, { endpoint: info.https, ...info.alice })
  await connect.click()
  await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
  site.close()
  await dist.close()
})
