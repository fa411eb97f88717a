// Other people's tools read what Lockgate wrote, and Lockgate reads what they wrote: in the clear and locked with one keystring.
import { readFileSync, writeFileSync } from 'node:fs'
import { createHash, randomBytes } from 'node:crypto'
import { en } from '../../../src/messages/en'
import type { GatewayInfo } from '../../gateway/gateway'
import { awsCli, boto, boto3, curl, rclone, s3cmd, type Seat } from '../../gateway/judge'
import type { ToolResult } from '../../gateway/tool'
import {
  chooseFiles,
  downloadOpen,
  encryptFirst,
  expect,
  importKey,
  row,
  send,
  sha256,
  test,
  transfer
} from '../fixture'

test.use({ serviceWorkers: 'allow' })

const KEYSTRING = 'The-quick-brown-fox-jumps-012345'
const KEY_BASE64 = Buffer.from(KEYSTRING).toString('base64')
const KEY_MD5 = createHash('md5').update(KEYSTRING).digest('base64')
const HEADERS = {
  'x-amz-server-side-encryption-customer-algorithm': 'AES256',
  'x-amz-server-side-encryption-customer-key': KEY_BASE64,
  'x-amz-server-side-encryption-customer-key-MD5': KEY_MD5
}

interface Place {
  readonly seat: Seat
  readonly bucket: string
  readonly key: string
  /** A file on disk: what is sent, or where the object goes. */
  readonly file: string
  readonly isLocked: boolean
}

interface Judge {
  get(place: Place): Promise<ToolResult>
  put(place: Place): Promise<ToolResult>
  /** False: the tool knows no SSE-C key. */
  readonly knowsKeys: boolean
}

const arg = ({ bucket, key, file, isLocked }: Place) => ({
  bucket,
  key,
  file,
  headers: isLocked ? HEADERS : {},
  isLocked,
  keystring: KEYSTRING
})
const boto3Extra =
  "extra = {'SSECustomerAlgorithm': 'AES256', 'SSECustomerKey': arg['keystring']} if arg['isLocked'] else {}\n"
const signedUrl = `print(conn.generate_url(600, arg['method'], arg['bucket'], arg['key'], headers=arg['headers']))`

async function curlSigned(place: Place, method: 'GET' | 'PUT'): Promise<ToolResult> {
  const url = await boto(place.seat, signedUrl, { ...arg(place), method })
  const headers = place.isLocked ? Object.entries(HEADERS).flatMap(([name, value]) => ['-H', `${name}: ${value}`]) : []
  const transferArgs = method === 'GET' ? ['-f', '-o', place.file] : ['-f', '-T', place.file]
  return curl([...transferArgs, ...headers, url.stdout.toString().trim()])
}

const awsKeys = ({ isLocked, file }: Place): string[] =>
  isLocked ? ['--sse-c', 'AES256', '--sse-c-key', `fileb://${file}.key`] : []
const rcloneKeys = ({ isLocked }: Place): string[] =>
  isLocked
    ? [
        '--s3-sse-customer-algorithm',
        'AES256',
        '--s3-sse-customer-key',
        KEYSTRING,
        '--s3-sse-customer-key-md5',
        KEY_MD5
      ]
    : []

const judges: Readonly<Record<string, Judge>> = {
  boto: {
    knowsKeys: true,
    get: (place) =>
      boto(
        place.seat,
        "boto.s3.key.Key(conn.get_bucket(arg['bucket']), arg['key']).get_contents_to_filename(arg['file'], headers=arg['headers'])",
        arg(place)
      ),
    put: (place) =>
      boto(
        place.seat,
        "conn.get_bucket(arg['bucket']).new_key(arg['key']).set_contents_from_filename(arg['file'], headers=arg['headers'])",
        arg(place)
      )
  },
  boto3: {
    knowsKeys: true,
    get: (place) =>
      boto3(
        place.seat,
        `${boto3Extra}s3.download_file(arg['bucket'], arg['key'], arg['file'], ExtraArgs=extra)`,
        arg(place)
      ),
    put: (place) =>
      boto3(
        place.seat,
        `${boto3Extra}s3.upload_file(arg['file'], arg['bucket'], arg['key'], ExtraArgs=extra)`,
        arg(place)
      )
  },
  'aws-cli': {
    knowsKeys: true,
    get: (place) =>
      awsCli(place.seat, ['s3', 'cp', `s3://${place.bucket}/${place.key}`, place.file, ...awsKeys(place)]),
    put: (place) => awsCli(place.seat, ['s3', 'cp', place.file, `s3://${place.bucket}/${place.key}`, ...awsKeys(place)])
  },
  s3cmd: {
    knowsKeys: false,
    get: ({ seat, bucket, key, file }) => s3cmd(seat, ['get', '--force', `s3://${bucket}/${key}`, file]),
    put: ({ seat, bucket, key, file }) => s3cmd(seat, ['put', file, `s3://${bucket}/${key}`])
  },
  rclone: {
    knowsKeys: true,
    get: (place) =>
      rclone(place.seat, ['copyto', ...rcloneKeys(place), `gate:${place.bucket}/${place.key}`, place.file]),
    put: (place) =>
      rclone(place.seat, [
        'copyto',
        '--s3-no-check-bucket',
        ...rcloneKeys(place),
        place.file,
        `gate:${place.bucket}/${place.key}`
      ])
  },
  curl: { knowsKeys: true, get: (place) => curlSigned(place, 'GET'), put: (place) => curlSigned(place, 'PUT') }
}

const seatOf = (info: GatewayInfo): Seat => ({ info, account: info.alice })

test('what Lockgate wrote, every tool reads byte for byte', async ({
  page,
  info,
  bucket,
  connect,
  goTo,
  secrets
}, testInfo) => {
  const dir = testInfo.outputPath()
  secrets.push(KEYSTRING, KEY_BASE64)
  const body = randomBytes(18 * 2 ** 20 + 7)
  for (const name of ['plain.bin', 'locked.bin']) writeFileSync(`${dir}/${name}`, body)
  await connect()
  await goTo('')
  await send(await chooseFiles(page, [`${dir}/plain.bin`]))
  await expect(await transfer(page, 'plain.bin')).toContainText('Verified')
  await importKey(page, 'fox.key', Buffer.from(`${KEYSTRING}\n`))
  await expect(page.getByText(en.keys.importedFromFile, { exact: true })).toBeVisible()
  await goTo('')
  const dialog = await chooseFiles(page, [`${dir}/locked.bin`])
  await encryptFirst(dialog)
  await expect(dialog).toContainText(en.uploads.encryption.withKey.replace('{key}', 'fox'))
  await send(dialog)
  await expect(await transfer(page, 'locked.bin')).toContainText('Encrypted with fox')

  for (const [name, judge] of Object.entries(judges)) {
    for (const isLocked of judge.knowsKeys ? [false, true] : [false]) {
      const file = `${dir}/${name}-${isLocked}`
      writeFileSync(`${file}.key`, KEYSTRING)
      const place = { seat: seatOf(info), bucket, key: isLocked ? 'locked.bin' : 'plain.bin', file, isLocked }
      const got = await judge.get(place)
      expect(got.status, `${name}, locked: ${isLocked}: ${got.stderr}`).toBe(0)
      expect(sha256(readFileSync(file)), `${name}, locked: ${isLocked}`).toBe(sha256(body))
    }
  }
  const refused = await curl([
    '-o',
    '/dev/null',
    '-w',
    '%{http_code}',
    (
      await boto(seatOf(info), signedUrl, {
        ...arg({ seat: seatOf(info), bucket, key: 'locked.bin', file: '', isLocked: false }),
        method: 'GET'
      })
    ).stdout
      .toString()
      .trim()
  ])
  expect(refused.stdout.toString()).toBe('400')
})

test('what every tool wrote, Lockgate reads, verified', async ({
  page,
  info,
  bucket,
  connect,
  goTo,
  secrets
}, testInfo) => {
  const dir = testInfo.outputPath()
  secrets.push(KEYSTRING, KEY_BASE64)
  const body = randomBytes(9 * 2 ** 20 + 3)
  const file = `${dir}/body`
  writeFileSync(file, body)
  writeFileSync(`${file}.key`, KEYSTRING)
  const written: { key: string; isLocked: boolean }[] = []
  for (const [name, judge] of Object.entries(judges)) {
    for (const isLocked of judge.knowsKeys ? [false, true] : [false]) {
      const key = `${name}-${isLocked ? 'locked' : 'plain'}.bin`
      const put = await judge.put({ seat: seatOf(info), bucket, key, file, isLocked })
      expect(put.status, `${key}: ${put.stderr}`).toBe(0)
      written.push({ key, isLocked })
    }
  }
  await connect()
  await importKey(page, 'fox.key', Buffer.from(KEYSTRING))
  await goTo('')
  let isKnown = false
  for (const { key, isLocked } of written) {
    await row(page, key).click()
    const inspector = page.getByRole('complementary', { name: en.inspector.label })
    if (isLocked && !isKnown) {
      await inspector.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
      await page.getByRole('dialog').getByRole('radio').check()
      await page.getByRole('dialog').getByRole('button', { name: en.uploads.chooseKey.try }).click()
      isKnown = true
    }
    await expect(
      inspector.getByText(isLocked ? 'Encrypted with fox' : en.common.encryption.notEncrypted, { exact: true }),
      key
    ).toBeVisible()
    expect(sha256(await downloadOpen(page)), key).toBe(sha256(body))
    await expect(await transfer(page, key)).toContainText('Verified')
  }
})

const READ_SETTINGS = `
def settings(key):
    head = s3.head_object(Bucket=arg, Key=key)
    tags = s3.get_object_tagging(Bucket=arg, Key=key)['TagSet']
    grants = s3.get_object_acl(Bucket=arg, Key=key)['Grants']
    return {
        'headers': [head['ContentType'], head['CacheControl'], head['ContentDisposition']],
        'project': head['Metadata'].get('project'),
        'tags': {tag['Key']: tag['Value'] for tag in tags},
        'public': [grant['Permission'] for grant in grants if grant['Grantee'].get('URI', '').endswith('AllUsers')],
    }
print(json.dumps([settings('small.txt'), settings('large.bin')]))`

test('what was set for an upload, boto3 finds on both sizes of file', async ({
  page,
  info,
  bucket,
  connect,
  goTo
}, testInfo) => {
  const files = ['small.txt', 'large.bin'].map((name) => testInfo.outputPath(name))
  files.forEach((file, index) => writeFileSync(file, randomBytes(index === 0 ? 5 : 17 * 2 ** 20)))
  await connect()
  await goTo('')
  const dialog = await chooseFiles(page, files)
  const words = en.uploads.headers
  const disposition = 'attachment; filename="a b.txt"'
  await dialog.getByText(words.title, { exact: true }).click()
  await dialog.getByLabel(words.fields.contentType, { exact: true }).fill('text')
  await expect(dialog).toContainText(words.headerProblem['not-a-type'])
  await expect(dialog.getByRole('button', { name: en.uploads.submit(2) })).toBeDisabled()
  await dialog.getByLabel(words.fields.contentType, { exact: true }).fill('text/x-notes')
  await dialog.getByLabel(words.fields.cacheControl, { exact: true }).fill('max-age=60')
  await dialog.getByLabel(words.fields.contentDisposition, { exact: true }).fill(disposition)
  await dialog.getByLabel(words.fields.storageClass, { exact: true }).fill('STANDARD')
  for (const [lines, name, value] of [
    [words.metadata, 'Project', 'a7'],
    [words.tags, 'Tübingen & more', 'a + b']
  ] as const) {
    await dialog.getByRole('button', { name: lines.add }).click()
    const group = dialog.getByRole('group', { name: lines.title })
    await group.getByLabel(lines.name).fill(name)
    await group.getByLabel(words.value).fill(value)
  }
  await dialog.getByLabel(words.acl).selectOption('public-read')
  await expect(dialog).toContainText(en.sharing.effect.read)
  await send(dialog)
  for (const name of ['small.txt', 'large.bin'])
    await expect(await transfer(page, name)).toContainText(en.transfers.row.settings.kept)

  const read = await boto3(seatOf(info), READ_SETTINGS, bucket)
  expect(read.status, read.stderr).toBe(0)
  const settings = {
    headers: ['text/x-notes', 'max-age=60', disposition],
    project: 'a7',
    tags: { 'Tübingen & more': 'a + b' },
    public: ['READ']
  }
  expect(JSON.parse(read.stdout.toString())).toEqual([settings, settings])
})
