// The code that each place shows: run as it stands, and what it did is judged by boto3.
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import type { GatewayInfo } from '../../gateway/gateway'
import { boto3, curl } from '../../gateway/judge'
import { clipboard } from '../copy-and-drop'
import { chooseAction, expect, keysIn, put, row, test as base } from '../fixture'
import { runShown } from './code-dialog'

const test = base.extend<{ dir: string }>({
  dir: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'lockgate-code-'))
    await use(dir)
    rmSync(dir, { recursive: true })
  }
})
test.use(clipboard)

const codeIn = (where: Pick<Page, 'getByRole'>, name: string = en.common.code) =>
  where.getByRole('button', { name, exact: true })

/** What boto3 prints of an expression. */
async function judge(info: GatewayInfo, expression: string, arg: unknown): Promise<unknown> {
  const { status, stdout, stderr } = await boto3({ info, account: info.alice }, `print(json.dumps(${expression}))`, arg)
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout.toString())
}

const BUCKETS = '[b["Name"] for b in s3.list_buckets()["Buckets"]]'
const GRANTS = 'sorted(g["Grantee"].get("ID") or g["Grantee"]["URI"] for g in s3.get_bucket_acl(Bucket=arg)["Grants"])'
const EVERYONE = 'http://acs.amazonaws.com/groups/global/AllUsers'

test('buckets are listed, and one is created and deleted', async ({ page, info, connect, baseURL, dir }) => {
  const name = `e2e-code-${randomBytes(4).toString('hex')}`
  const main = page.getByRole('main')
  const as = { tool: 'aws', cwd: dir, account: info.alice } as const
  await connect()
  await main.getByRole('button', { name: en.buckets.create.title }).click()
  const create = page.getByRole('dialog', { name: en.buckets.create.title })
  await create.getByLabel(en.common.name, { exact: true }).fill(name)
  await create.getByLabel(en.buckets.create.whoCanList).selectOption('public-read')
  await runShown(page, codeIn(create), as)
  expect(await judge(info, GRANTS, name)).toEqual([info.alice.userId, EVERYONE])
  await page.keyboard.press('Escape')

  const listed = await runShown(page, codeIn(main), as)
  const names = (await judge(info, BUCKETS, null)) as string[]
  expect(names).toContain(name)
  // Tests beside this one create and delete buckets of their own.
  expect(
    listed
      .trim()
      .split('\n')
      .map((line) => line.split(' ').at(-1))
  ).toContain(name)

  await page.goto(`${baseURL}#/bucket/${name}`)
  await runShown(page, codeIn(main), { ...as, task: en.code.tasks['delete-bucket'] })
  expect(await judge(info, BUCKETS, null)).not.toContain(name)
})

test('the ACL and the policy of a bucket are changed', async ({ page, info, bucket, connect, baseURL, dir }) => {
  const as = { cwd: dir, account: info.alice } as const
  const statement = {
    ...{ Sid: "it's", Effect: 'Allow', Principal: { AWS: ['arn:aws:iam:::user/bob'] } },
    ...{ Action: ['s3:GetObject'], Resource: [`arn:aws:s3:::${bucket}/it's "$HOME"/*`] }
  }
  const policy = { Version: '2012-10-17', Statement: [statement] }
  await connect()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await page.getByRole('button', { name: en.sharing.changeAccess }).click()
  const access = page.getByRole('dialog')
  await expect(access).toContainText(en.code.none.nothing)
  await access.getByRole('radio', { name: /\b(?<!-)public-read$/ }).check()
  await runShown(page, codeIn(access), { ...as, tool: 'aws' })
  expect(await judge(info, GRANTS, bucket)).toEqual([info.alice.userId, EVERYONE])
  await page.keyboard.press('Escape')

  const editor = page.locator('details').filter({ hasText: en.policy.title })
  await editor.getByText(en.policy.title, { exact: true }).click()
  await editor.getByLabel(en.policy.json).fill(JSON.stringify(policy, null, 2))
  await runShown(page, codeIn(editor), { ...as, tool: 's3cmd' })
  expect(await judge(info, 'json.loads(s3.get_bucket_policy(Bucket=arg)["Policy"])', bucket)).toEqual(policy)
  const read = { ...as, tool: 'aws', task: en.code.tasks['read-policy'] } as const
  expect(JSON.parse(await runShown(page, codeIn(editor), read))).toEqual(policy)
})

test('a link is created, and what is selected is deleted', async ({ page, info, s3, bucket, connect, goTo, dir }) => {
  const key = `it's "$HOME" 😀.txt`
  for (const one of [key, "folder's/below", 'stays']) await put(s3, bucket, one, `body of ${one}`)
  const as = { tool: 'aws', cwd: dir, account: info.alice } as const
  await connect()
  await goTo('')
  await row(page, key).click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await inspector.getByRole('button', { name: en.links.title, exact: true }).click()
  await inspector.getByLabel(en.links.signed.lifetime).selectOption(en.links.signed.lifetimes[604_800])
  const url = (await runShown(page, codeIn(inspector, en.code.ofLink), as)).trim()
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('604800')
  await curl(['-o', join(dir, 'opened'), url])
  expect(readFileSync(join(dir, 'opened'), 'utf8')).toBe(`body of ${key}`)
  const body = 's3.get_object(Bucket=arg["bucket"], Key=arg["key"])["Body"].read().decode()'
  expect(await judge(info, body, { bucket, key })).toBe(`body of ${key}`)

  await row(page, key).locator('.pick').click()
  await row(page, "folder's").locator('.pick').click()
  await page.getByRole('main').getByRole('button', { name: en.common.delete, exact: true }).click()
  await runShown(page, codeIn(page.getByRole('dialog')), as)
  const keys = '[o["Key"] for o in s3.list_objects_v2(Bucket=arg)["Contents"]]'
  expect(await judge(info, keys, bucket)).toEqual(['stays'])
  expect(await keysIn(s3, bucket)).toEqual(['stays'])
})

test('CORS rules are replaced, and an unfinished upload is aborted', async ({
  page,
  info,
  s3,
  bucket,
  connect,
  baseURL,
  dir
}) => {
  const as = { cwd: dir, account: info.alice } as const
  const upload = { Bucket: bucket, Key: `it's "$HOME"` }
  await s3.send(new CreateMultipartUploadCommand(upload))
  await s3.send(new CreateMultipartUploadCommand({ ...upload, Key: 'stays' }))
  const rule = { AllowedOrigins: ['https://its.example'], AllowedMethods: ['GET'], ExposeHeaders: ['ETag'] }
  await connect()
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  const cors = page.getByRole('region', { name: en.cors.title })
  await runShown(page, codeIn(cors, en.code.ofCors), { ...as, tool: 'curl' })
  const origins = '[r["AllowedOrigins"] for r in s3.get_bucket_cors(Bucket=arg)["CORSRules"]]'
  expect(await judge(info, origins, bucket)).toEqual([[new URL(baseURL ?? '').origin]])
  await cors.getByText(en.cors.editor.title).click()
  await cors.getByLabel(en.cors.editor.json).fill(JSON.stringify([rule]))
  await runShown(page, codeIn(cors, en.code.ofCorsRules), { ...as, tool: 'aws' })
  expect(await judge(info, 's3.get_bucket_cors(Bucket=arg)["CORSRules"]', bucket)).toEqual([rule])

  const uploads = page.getByRole('region', { name: en.buckets.unfinished.title })
  const listed = await runShown(page, codeIn(uploads, en.code.ofUploads), { ...as, tool: 'boto3' })
  expect(listed).toContain(upload.Key)
  await uploads.getByRole('button', { name: en.buckets.unfinished.abortUploadOf(upload.Key) }).click()
  await runShown(page, codeIn(page.getByRole('dialog')), { ...as, tool: 'aws' })
  const keys = '[u["Key"] for u in s3.list_multipart_uploads(Bucket=arg)["Uploads"]]'
  expect(await judge(info, keys, bucket)).toEqual(['stays'])
})

test('a search finds what the page finds', async ({ page, info, s3, bucket, connect, baseURL, dir }) => {
  for (const key of ["it's/Run 1.csv", "it's/run 2.csv.gz", 'run/notes.txt']) await put(s3, bucket, key, 'x')
  await connect()
  await page.goto(`${baseURL}#/search/${bucket}/?for=run`)
  const results = page.getByRole('grid', { name: en.search.results }).locator('[role=row].line:not(.head)')
  await expect(results).toHaveCount(3)
  const said = await runShown(page, codeIn(page.getByRole('main')), { tool: 'boto3', cwd: dir, account: info.alice })
  const lines = said.trim().split('\n')
  expect(lines.map((line) => line.replace(/^\d+ \S+ \S+ /, ''))).toEqual([
    "it's/Run 1.csv",
    "it's/run 2.csv.gz",
    'run/'
  ])
})

test('a text is edited', async ({ page, s3, bucket, connect, goTo, info, dir }) => {
  const key = `it's "$HOME" 😀.txt`
  await put(s3, bucket, key, 'old text')
  await connect()
  await goTo('')
  await row(page, key).click()
  await chooseAction(page.getByRole('complementary', { name: en.inspector.label }), en.editing.title)
  const as = { cwd: dir, account: info.alice, variables: { EDITOR: "sed -i 's/old/new/'" } } as const
  await runShown(page, codeIn(page.getByRole('dialog')), { ...as, tool: 'curl' })
  const body = 's3.get_object(Bucket=arg["bucket"], Key=arg["key"])["Body"].read().decode()'
  expect(await judge(info, body, { bucket, key })).toBe('new text')
})
