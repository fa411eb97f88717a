// Lockgate at the gateway's own address: whatever page is stored there could read the profile, so it is warned of, and need not be kept.
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { en } from '../../../src/messages/en'
import { serveDist } from '../../gateway/static-server'
import { expect, fillLogin, put, row, test } from '../fixture'

/** Sends what is signed to the gateway, as it is, and all else to the page's files. */
async function serveBoth(gateway: string, dist: string) {
  const server = createServer((request, response) => {
    const isSigned = request.headers.authorization !== undefined || /[?&]X-Amz-Signature=/.test(request.url ?? '')
    const { hostname, port } = new URL(isSigned ? gateway : dist)
    const { method, url: path, headers } = request
    const onward = ask({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}

test('the profile is warned of, works, and is kept in this tab alone when the user says so', async ({
  page,
  info,
  bucket,
  s3,
  hosts
}) => {
  await put(s3, bucket, 'here.txt', 'here')
  const dist = await serveDist({ dir: resolve('dist') })
  const both = await serveBoth(info.direct, dist.url)
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
