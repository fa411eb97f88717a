// Connecting: keys, tokens, files; what goes wrong and how it is named; the profiles.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { exportProfile } from '../../src/domain/credentials/export-profile'
import { parseRgwToken } from '../../src/domain/rgw-token'
import { boto3 } from '../gateway/judge'
import { createAccount } from '../gateway/radosgw'
import { serveDist } from '../gateway/static-server'
import { errorTitle } from './error-words'
import { dropText } from './copy-and-drop'
import { expect, fillLogin, test } from './fixture'
import { en } from '../../src/messages/en'

test.describe('scenario 1: a token and a blank secret, over TLS', () => {
  for (const which of ['token', 'tokenWithSlash'] as const) {
    test(`${which}`, async ({ page, info, connect, secrets, baseURL }) => {
      const ldap = info.ldap
      if (ldap === undefined) throw new Error('This gateway has no LDAP')
      const isPlain = which === 'token'
      const userId = isPlain ? ldap.userId : ldap.slashUserId
      const token = ldap[which]
      secrets.push(token, isPlain ? ldap.password : ldap.slashPassword)
      await page.goto(baseURL ?? '')
      await fillLogin(page, { endpoint: info.https, accessKey: token, secretKey: '' })
      await expect(page.getByText(en.connect.credentials.tokens.ldap.replace('{user}', userId))).toBeVisible()
      await expect(page.getByText(en.connect.credentials.tokenWarning)).toBeVisible()
      await connect({ endpoint: info.https, accessKey: token, secretKey: '' })
      const login = { userId, accessKey: parseRgwToken(token)?.accessKey ?? '', secretKey: 'ignored' }
      const judged = await boto3({ info, account: login }, 'print(len(s3.list_buckets()["Buckets"]))')
      const count = Number(judged.stdout.toString())
      await expect(page.locator('footer')).toContainText(new RegExp(`^${count} bucket`))
    })
  }
})

test.describe('scenario 20: a settings file', () => {
  const files = {
    credentials: (info: { http: string }, key: string, secret: string) =>
      `[default]\r\naws_access_key_id = ${key}\r\naws_secret_access_key = ${secret}\r\nendpoint_url = ${info.http}\r\n`,
    '.s3cfg': (info: { http: string }, key: string, secret: string) =>
      `[default]\naccess_key = ${key}\nsecret_key = ${secret}\nhost_base = ${new URL(info.http).host}\nhost_bucket = ${new URL(info.http).host}\nuse_https = False\n`
  }
  const ways: Readonly<Record<string, (page: Page, name: string, text: string) => Promise<void>>> = {
    opened: openFile,
    dropped: (page, _name, text) => dropText(page.locator('form'), 'settings', text)
  }
  for (const [way, give] of Object.entries(ways))
    test(`of aws-cli and of s3cmd, ${way}`, async ({ page, info, bucket, baseURL }) => {
      await page.goto(baseURL ?? '')
      for (const [name, write] of Object.entries(files)) {
        await page.getByLabel(en.connect.gateway.label, { exact: true }).fill('')
        await page.getByLabel(en.connect.secret.label).fill('')
        await give(page, name, write(info, info.alice.accessKey, info.alice.secretKey))
        await expect(page.getByLabel(en.connect.gateway.label, { exact: true })).toHaveValue(info.http)
        await expect(page.getByLabel(en.connect.secret.label)).toHaveValue(info.alice.secretKey)
      }
      await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
      await expect(page.getByRole('main').getByRole('link', { name: bucket })).toBeVisible()
    })
})

test('several profiles of an rclone.conf: one is connected with, another is added, the crypt remote is left alone', async ({
  page,
  info,
  baseURL
}) => {
  const remote = (name: string, { accessKey, secretKey }: typeof info.alice) =>
    `[${name}]\ntype = s3\nprovider = Ceph\naccess_key_id = ${accessKey}\nsecret_access_key = ${secretKey}\nendpoint = ${info.http}\n`
  const crypt = '[vault]\ntype = crypt\nremote = second:x\npassword = obscured\n'
  await page.goto(baseURL ?? '')
  await dropText(page.locator('form'), 'rclone.conf', remote('first', info.alice) + remote('second', info.bob) + crypt)
  const words = en.connect.credentials
  await expect(page.getByLabel(words.profileInFile)).toHaveValue('first')
  await expect(page.getByText(words.leftAlone({ code: 'crypt', names: ['vault'] }))).toBeVisible()
  await page.getByRole('group', { name: words.alsoAdd }).getByLabel('second').check()
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
  await page.getByRole('button', { name: en.app.profile.label('first') }).click()
  await page.getByRole('button', { name: /^second/ }).click()
  await expect(page.getByRole('button', { name: en.app.profile.label('second') })).toBeVisible()
})

test('a profile as the config file of another tool: what is saved is what the tools were tried with', async ({
  page,
  info,
  connect
}) => {
  await connect()
  const words = en.profiles.exporting
  await page.getByRole('button', { name: /^Profile: / }).click()
  await page.getByRole('button', { name: words.open }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(words.secretInside)).toBeVisible()
  await dialog.getByLabel(words.tool).selectOption('rclone')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: words.save }).click()
  ])
  const name = ((await dialog.getByRole('heading').textContent()) ?? '').slice(
    'Use '.length,
    -' in another tool'.length
  )
  const profile = { ...info.alice, id: '', name, endpoint: info.http, region: 'us-east-1', pathStyle: true }
  const expected = exportProfile({ ...profile, isRemembered: true, createdAtMs: 0 }, 'rclone', words.secretComment)
  if ('problem' in expected) throw new Error(expected.problem)
  expect(download.suggestedFilename()).toBe(expected.fileName)
  expect(readFileSync(await download.path(), 'utf8')).toBe(expected.text)
  await expect(dialog.getByLabel(words.command)).toHaveValue(expected.command)
})

async function openFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.connect.credentials.openFile }).click()
  ])
  await chooser.setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })
}

/** By the system's clipboard, as a user does. */
async function paste(page: Page, label: string, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await page.getByLabel(label).focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('ControlOrMeta+V')
}

const FIELD = en.connect.credentials.label

test.describe('keys as they are handed out', () => {
  const oneLine = ({ accessKey, secretKey }: { accessKey: string; secretKey: string }) =>
    JSON.stringify({ user_id: 'alice', keys: [{ user: 'alice', access_key: accessKey, secret_key: secretKey }] })
  const ways: Readonly<Record<string, (page: Page, text: string) => Promise<void>>> = {
    pasted: (page, text) => paste(page, FIELD, text),
    dropped: async (page, text) => {
      const data = await page.evaluateHandle((content) => {
        const transfer = new DataTransfer()
        transfer.setData('text/plain', content)
        return transfer
      }, text)
      await page.locator('form').dispatchEvent('drop', { dataTransfer: data })
    },
    typed: async (page, text) => {
      await page.getByLabel(FIELD).pressSequentially(text)
      await page.keyboard.press('Tab')
    }
  }
  for (const [way, give] of Object.entries(ways))
    test(`JSON of radosgw-admin on one line and a line of s3fs, ${way}`, async ({ page, info, baseURL }) => {
      await page.goto(baseURL ?? '')
      await page.getByLabel(en.connect.gateway.label, { exact: true }).fill(info.http)
      const { accessKey, secretKey } = info.alice
      for (const text of [oneLine(info.alice), `${accessKey}:${secretKey}`]) {
        await page.getByLabel(FIELD).fill('')
        await page.getByLabel(en.connect.secret.label).fill('')
        await give(page, text)
        await expect(page.getByLabel(FIELD)).toHaveValue(accessKey)
        await expect(page.getByLabel(en.connect.secret.label)).toHaveValue(secretKey)
        await expect(page.getByLabel(en.connect.gateway.label, { exact: true })).toHaveValue(info.http)
      }
      await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
      await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
    })

  test('files that cannot be: empty, over 1 MB, no text', async ({ page, baseURL }) => {
    await page.goto(baseURL ?? '')
    const files = [
      [Buffer.alloc(0), en.connect.problem({ code: 'empty-file' })],
      [Buffer.alloc(1_500_000, '['), en.connect.problem({ code: 'too-large' })],
      [Buffer.from([0x89, 0x50, 0xff, 0]), en.connect.problem({ code: 'not-text' })]
    ] as const
    for (const [buffer, words] of files) {
      await openFile(page, 'keys', buffer)
      await expect(page.getByText(words)).toBeVisible()
    }
  })

  test('a config file in the UTF-16 of PowerShell', async ({ page, info, baseURL }) => {
    await page.goto(baseURL ?? '')
    const text = `\ufeff$env:AWS_ACCESS_KEY_ID = '${info.alice.accessKey}'\r\n$env:AWS_SECRET_ACCESS_KEY = '${info.alice.secretKey}'\r\n$env:AWS_ENDPOINT_URL = '${info.http}'\r\n`
    await openFile(page, 'keys.ps1', Buffer.from(text, 'utf16le'))
    await expect(page.getByLabel(en.connect.gateway.label, { exact: true })).toHaveValue(info.http)
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
  })
})

test.describe('a secret key in the access key’s field', () => {
  const asked = (page: Page, endpoint: string): string[] => {
    const urls: string[] = []
    page.on('request', (request) => request.url().startsWith(endpoint) && urls.push(request.url()))
    return urls
  }

  test('is hidden, and sent as an access key only when the person says so', async ({ page, info, baseURL }) => {
    await page.goto(baseURL ?? '')
    const urls = asked(page, info.http)
    const field = page.getByLabel(FIELD)
    const connect = page.getByRole('button', { name: en.connect.connect, exact: true })
    const looksLikeOne = randomBytes(20).toString('hex')
    await page.getByLabel(en.connect.gateway.label, { exact: true }).fill(info.http)
    await field.fill(looksLikeOne)
    await expect(field).toHaveAttribute('type', 'password')
    await expect(page.getByText(en.connect.credentials.looksSecret)).toBeVisible()
    await connect.click()
    await expect(page.getByText('Nothing was sent')).toBeVisible()
    await expect(field).toBeFocused()
    expect(urls).toEqual([])

    await page.getByRole('button', { name: en.connect.credentials.useAsAccessKey }).click()
    await expect(field).toHaveAttribute('type', 'text')
    await connect.click()
    await expect(page.getByRole('alert').getByRole('heading')).toBeVisible()
    expect(urls.some((url) => url.includes(looksLikeOne))).toBe(true)
  })

  test('and the access key in its place: swapped back with one click', async ({ page, info, baseURL }) => {
    await page.goto(baseURL ?? '')
    const urls = asked(page, info.http)
    await fillLogin(page, { endpoint: info.http, accessKey: info.alice.secretKey, secretKey: info.alice.accessKey })
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByText('Nothing was sent')).toBeVisible()
    expect(urls).toEqual([])
    await page.getByRole('button', { name: en.connect.credentials.swap }).click()
    await expect(page.getByLabel(FIELD)).toHaveValue(info.alice.accessKey)
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
  })
})

test.describe('a blank at the end of a secret key', () => {
  test('that is part of it is sent, and asked about once', async ({ page, info, secrets, baseURL }) => {
    const account = await createAccount(
      info.confFile,
      `blank${randomBytes(4).toString('hex')}`,
      `${randomBytes(20).toString('hex')} `
    )
    secrets.push(account.secretKey)
    await page.goto(baseURL ?? '')
    await fillLogin(page, { endpoint: info.http, ...account })
    await expect(page.getByText(en.connect.secret.ends([{ character: 'space', at: 'end' }]))).toBeVisible()
    await page.getByRole('button', { name: en.connect.secret.keepEnds }).click()
    await expect(page.getByText(en.connect.secret.ends([{ character: 'space', at: 'end' }]))).toHaveCount(0)
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
  })

  test('that is no part of it is named, and goes when the person says so', async ({ page, info, baseURL }) => {
    await page.goto(baseURL ?? '')
    await fillLogin(page, { endpoint: info.http, ...info.alice, secretKey: `${info.alice.secretKey}\u00a0` })
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByRole('alert').getByRole('heading')).toHaveText(errorTitle('credentials-refused'))
    await expect(page.getByText(en.connect.secret.ends([{ character: 'no-break-space', at: 'end' }]))).toBeVisible()
    await page.getByRole('button', { name: en.common.remove, exact: true }).click()
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
  })
})

test.describe('what goes wrong is named, and nothing that was typed is lost', () => {
  // With LDAP on, this gateway answers a wrong secret and an unknown key alike: another error stands between them.
  const cases = {
    'a wrong secret': { change: { secretKey: 'wrong' }, words: errorTitle('credentials-refused') },
    'a redirect': { endpoint: 'redirect', words: 'The gateway redirects to another address' },
    'an unknown access key': {
      change: { accessKey: 'NOSUCHKEY1234567890' },
      words: errorTitle('credentials-refused')
    },
    'an HTML error of a proxy': { endpoint: 'broken', words: 'Gateway error' },
    'a busy gateway': { endpoint: 'unavailable', words: 'The gateway is busy' },
    'a gateway that lets no page in': { endpoint: 'direct', words: errorTitle('cors-blocked') }
  } as const
  test('one after the other, by the gateway, by a proxy and by what lets no page in', async ({
    page,
    info,
    baseURL
  }) => {
    await page.goto(baseURL ?? '')
    for (const [name, given] of Object.entries(cases))
      await test.step(name, async () => {
        const endpoint = 'endpoint' in given ? info[given.endpoint] : info.http
        const login = { endpoint, ...info.alice, ...('change' in given ? given.change : {}) }
        await fillLogin(page, login)
        await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
        const alert = page.getByRole('alert')
        await expect(alert.getByRole('heading')).toHaveText(given.words)
        await expect(alert.getByRole('button', { name: en.common.retry })).toBeVisible()
        await expect(page.getByLabel(en.connect.gateway.label, { exact: true })).toHaveValue(endpoint)
        await expect(page.getByLabel(en.connect.secret.label)).toHaveValue(login.secretKey)
      })
  })

  test('nothing listens at that port', async ({ page, info, hosts, baseURL }) => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await new Promise((resolve) => server.close(resolve))
    hosts.push(endpoint)
    await page.goto(baseURL ?? '')
    await fillLogin(page, { endpoint, ...info.alice })
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByRole('alert')).toContainText(errorTitle('unreachable'))
  })

  test('a form that is not filled in says so where it is', async ({ page, baseURL }) => {
    await page.goto(baseURL ?? '')
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByText(en.connect.problem({ code: 'missing' }))).toBeVisible()
    await expect(page.getByLabel(FIELD)).toBeFocused()
    await page.getByLabel(en.connect.gateway.label, { exact: true }).fill('not a url') // for Chromium it is one
    await expect(page.getByText(en.names.gateway['not-an-address'])).toBeVisible()
    await page.getByLabel(en.connect.gateway.label, { exact: true }).fill('https://rgw.example.edu/bucket')
    await expect(page.getByText(en.names.gateway.path)).toBeVisible()
    await page.getByLabel(en.connect.gateway.label, { exact: true }).fill('http://rgw.example.edu')
    await expect(page.getByText(en.connect.gateway.http)).toBeVisible()
  })
})

test('profiles: two, switched, changed, duplicated, removed; kept over a reload, or for this tab only', async ({
  page,
  info,
  connect,
  context,
  baseURL
}) => {
  await page.goto(baseURL ?? '')
  await page.getByText(en.connect.more).click()
  await page.getByLabel(en.connect.name).fill('Alice at home')
  await connect()
  await page.reload()
  await expect(page.getByRole('button', { name: /Profile: Alice at home/ })).toBeVisible()

  await page.getByRole('button', { name: /Profile:/ }).click()
  await page.getByRole('link', { name: en.settings.addProfile }).click()
  await page.getByText(en.connect.more).click()
  await page.getByLabel(en.connect.name).fill('Bob')
  await page.getByLabel(en.connect.remember).uncheck()
  await expect(page.getByText(en.connect.thisTabOnly)).toBeVisible()
  await connect(info.bob)
  await expect(page.getByRole('button', { name: /Profile: Bob/ })).toBeVisible()

  await page.getByRole('button', { name: /Profile:/ }).click()
  await page
    .getByRole('button', { name: /Alice at home/ })
    .last()
    .click()
  await expect(page.getByRole('button', { name: /Profile: Alice at home/ })).toBeVisible()

  // Nothing of a profile for this tab reaches web storage, which browsers keep on the disk.
  const inWebStorage = () => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
  expect(await inWebStorage()).not.toContain(info.bob.accessKey)
  await page.evaluate(() => sessionStorage.setItem('lockgate-profile:old', '{"version":1,"secretKey":"left"}'))
  await page.reload()
  await expect(page.getByRole('button', { name: /Profile: Alice at home/ })).toBeVisible()
  await page.getByRole('button', { name: /Profile:/ }).click()
  await expect(page.getByRole('button', { name: /Bob/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  expect(await inWebStorage()).not.toContain('left')

  const other = await context.newPage()
  await other.goto(baseURL ?? '')
  await expect(other.getByRole('button', { name: /Profile: Alice at home/ })).toBeVisible()
  await other.goto(`${baseURL}#/settings`)
  await expect(other.getByText('Alice at home')).not.toHaveCount(0)
  await expect(other.getByText('Bob', { exact: true })).toHaveCount(0)
  await other.close()

  await page.goto(`${baseURL}#/settings`)
  const line = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Alice at home' })
  await line.getByRole('button', { name: en.settings.profiles.duplicate }).click()
  await expect(page.getByRole('heading', { name: en.connect.changeTitle('Alice at home (copy)') })).toBeVisible()
  await page.getByText(en.connect.more).click()
  await page.getByLabel(en.connect.name).fill('Alice (copy), renamed')
  await page.getByRole('button', { name: en.connect.saveAndConnect }).click()
  await expect(page.getByRole('button', { name: /Profile: Alice \(copy\), renamed/ })).toBeVisible()
  await page.reload()
  await page.goto(`${baseURL}#/settings`)
  const copy = page.getByRole('main').getByRole('listitem').filter({ hasText: '(copy)' })
  await copy.getByRole('button', { name: en.common.remove }).click()
  await page.getByRole('button', { name: en.settings.removeProfile.confirm }).click()
  await expect(copy).toHaveCount(0)
  await expect(line).toHaveCount(1)
})

test.describe('site.json', () => {
  const dir = new URL('../../dist', import.meta.url).pathname
  const serve = (site: string) => serveDist({ dir, extra: new Map([['site.json', site]]) })

  test('offers the institution’s endpoints', async ({ page, info, hosts }) => {
    const site = { name: 'Example University', endpoints: [{ name: 'Main', url: info.http }], customEndpoints: false }
    const server = await serve(JSON.stringify(site))
    hosts.push(server.url)
    await page.goto(server.url)
    await expect(page.getByText('Example University')).toBeVisible()
    await expect(page.getByRole('combobox', { name: en.connect.gateway.label })).toHaveValue(info.http)
    await server.close()
  })

  test('a broken one is named, and the page works', async ({ page, hosts }) => {
    const server = await serve('{"endpoints":[{"name":"x","url":"ftp://x"}]}')
    hosts.push(server.url)
    await page.goto(server.url)
    await expect(page.getByRole('alert')).toContainText('endpoints[0].url')
    await expect(page.getByRole('button', { name: en.connect.connect, exact: true })).toBeEnabled()
    await server.close()
  })
})
