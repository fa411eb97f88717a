// A gateway that signs for another region and says which: the form, and a profile that is there already, offer to use it.
import { expect, fillLogin, test } from '../fixture'
import { startFaultProxy, type MadeUpAnswer } from '../fault-proxy'
import { en } from '../../../src/messages/en'

test('the region that the gateway names is used with one click, in the form and in a stored profile', async ({
  page,
  info,
  baseURL,
  hosts
}) => {
  let expected = 'lab-1'
  const answer = (method: string, url: string): MadeUpAnswer | undefined => {
    const scope = new URL(url, 'http://gateway').searchParams.get('X-Amz-Credential') ?? ''
    if (method !== 'GET' || scope === '' || scope.includes(`/${expected}/`)) return undefined
    const body = `<Error><Code>AuthorizationHeaderMalformed</Code><Message>expecting '${expected}'</Message><Region>${expected}</Region></Error>`
    return { status: 400, body }
  }
  const proxy = await startFaultProxy(info.http, { answer })
  hosts.push(proxy.url)
  try {
    await page.goto(baseURL ?? '')
    await fillLogin(page, { endpoint: proxy.url, ...info.bob })
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('expects the region “lab-1”')
    await page.getByRole('button', { name: 'Use region lab-1' }).click()
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()

    expected = 'lab-2'
    await page.reload()
    const main = page.getByRole('main')
    await expect(main.getByRole('alert')).toContainText('Wrong region in the profile')
    await main.getByRole('button', { name: 'Use region lab-2' }).click()
    await expect(main.getByRole('alert')).toHaveCount(0)
    await page.reload()
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
    await expect(main.getByRole('alert')).toHaveCount(0)
  } finally {
    await proxy.close()
  }
})
