// Temporary credentials of a real gateway's STS, in the browser: pasted, used for requests of each kind, and never in an address unasked.
import { parseCredentialsFile } from '../../../src/domain/credentials-file'
import { en } from '../../../src/messages/en'
import { readAccessLog } from '../../gateway/access-log'
import { startGateway, type Gateway } from '../../gateway/gateway'
import { boto3, curl } from '../../gateway/judge'
import { issueCredentials, STS_BUCKET, type Issued } from '../../gateway/sts'
import { clipboard } from '../copy-and-drop'
import {
  chooseFiles,
  createPlainClient,
  downloadOpen,
  encryptFirst,
  expect,
  makeKey,
  put,
  row,
  send,
  test,
  transfer
} from '../fixture'

test.use(clipboard)
test.describe.configure({ mode: 'serial' }) // one gateway for both

let own: Gateway
let issued: Readonly<Record<Issued, string>>

test.beforeAll(async () => {
  test.setTimeout(180_000)
  own = await startGateway({ sts: true })
  issued = await issueCredentials(own.info)
})
test.afterAll(() => own?.stop())

interface Session {
  readonly accessKey: string
  readonly secretKey: string
  readonly token: string
}

function read(answer: string): Session {
  const reading = parseCredentialsFile(answer)
  const [one] = reading.kind === 'candidates' ? reading.candidates : []
  if (one?.sessionToken === undefined) throw new Error('No session in the answer')
  return { accessKey: one.accessKey, secretKey: one.secretKey, token: one.sessionToken }
}

/** As `~/.aws/credentials` has it, which names no expiry. */
const asFile = ({ accessKey, secretKey, token }: Session): string =>
  `[lab]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\naws_session_token = ${token}\n`

test('a session is pasted, lists, uploads with a key, reads that back, and a link must be insisted on', async ({
  page,
  baseURL,
  hosts,
  secrets
}, testInfo) => {
  const session = read(issued.session)
  const { info } = own
  hosts.push(info.https)
  secrets.push(session.secretKey, session.token, encodeURIComponent(session.token))
  await page.goto(baseURL ?? '')
  const paste = async (text: string): Promise<void> => {
    await page.evaluate((given) => navigator.clipboard.writeText(given), text)
    await page.getByLabel(en.connect.credentials.label).fill('')
    await page.getByLabel(en.connect.credentials.label).press('Control+V')
  }
  await paste(asFile(session))
  await expect(page.getByText(en.profiles.session.used(undefined, Date.now()))).toBeVisible()
  await paste(issued.session)
  await expect(page.getByText(/Temporary credentials, valid until /)).toBeVisible()
  await page.getByLabel(en.connect.gateway.label, { exact: true }).fill(info.https)
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await expect(page.getByRole('main').getByRole('row').filter({ hasText: STS_BUCKET })).toBeVisible()

  const key = await makeKey(page, 'session key', testInfo.outputPath())
  await page.goto(`${baseURL}#/b/${STS_BUCKET}/`)
  const body = Buffer.from('only with the key')
  const dialog = await chooseFiles(page, [{ name: 'locked.txt', mimeType: 'text/plain', buffer: body }])
  await encryptFirst(dialog)
  await send(dialog)
  await expect(await transfer(page, 'locked.txt')).toContainText('Verified · Encrypted with session key')
  await row(page, 'locked.txt').click()
  expect(await downloadOpen(page)).toEqual(body)
  const judge = `
key = base64.b64decode(arg['key'])
session = boto3.client('s3', endpoint_url=s3.meta.endpoint_url, region_name='us-east-1', aws_access_key_id=arg['accessKey'],
  aws_secret_access_key=arg['secretKey'], aws_session_token=arg['token'], config=Config(s3={'addressing_style': 'path'}))
print(session.get_object(Bucket=arg['bucket'], Key='locked.txt', SSECustomerAlgorithm='AES256', SSECustomerKey=key)['Body'].read().decode())`
  const said = await boto3({ info, account: info.alice }, judge, {
    ...{ ...session, bucket: STS_BUCKET, key: key.toString('base64') }
  })
  expect(said.stdout.toString().trim(), said.stderr).toBe(body.toString())

  const s3 = createPlainClient(info, info.alice)
  await put(s3, STS_BUCKET, 'plain.txt', 'for all')
  s3.destroy()
  await page.getByRole('button', { name: en.objects.header.reload }).click()
  await row(page, 'plain.txt').click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await inspector.getByRole('button', { name: en.links.title, exact: true }).click()
  await expect(inspector.getByText(en.links.session.notCreated)).toBeVisible()
  expect(JSON.stringify(await readAccessLog(info))).not.toMatch(/security-token/i)
  expect((await readAccessLog(info)).some(({ method }) => method === 'OPTIONS')).toBe(true)
  await inspector.getByLabel(en.links.session.agree).check()
  await inspector.getByRole('button', { name: en.links.session.create }).click()
  const link = inspector.getByLabel(en.links.signed.link, { exact: true })
  await expect(link).toHaveValue(/X-Amz-Security-Token=/)
  expect((await curl(['--insecure', await link.inputValue()])).stdout.toString()).toBe('for all')
  await inspector.getByRole('button', { name: en.common.close }).first().click()
})

test('a role’s credentials without an expiry say so in the settings too', async ({ page, baseURL, hosts, secrets }) => {
  const session = read(issued.role)
  const { info } = own
  hosts.push(info.http)
  secrets.push(session.secretKey, session.token)
  await page.goto(baseURL ?? '')
  await page.getByLabel(en.connect.credentials.label).fill(session.accessKey)
  await page.getByLabel(en.connect.secret.label).fill(session.secretKey)
  await page.getByText(en.connect.more).click()
  await page.getByLabel(en.connect.sessionToken).fill(session.token)
  await expect(page.getByText(en.profiles.session.used(undefined, Date.now()))).toBeVisible()
  await page.getByLabel(en.connect.gateway.label, { exact: true }).fill(info.http)
  await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
  await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
  await page.goto(`${baseURL}#/settings`)
  await expect(page.getByText(en.profiles.session.state(undefined, Date.now()))).toBeVisible()
  await page.reload()
  await page.goto(`${baseURL}#/b/${STS_BUCKET}/`)
  await expect(row(page, 'plain.txt')).toBeVisible()
})
