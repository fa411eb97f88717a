// What Lockgate writes for other tools is proven by these tools: each lists Alice's buckets with the file and the command of the dialog.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EXPORT_FORMATS, exportProfile, type ExportFormat } from '../../src/domain/credentials/export-profile'
import type { Profile } from '../../src/domain/profile'
import { de } from '../../src/messages/de'
import { botoPath } from '../gateway/judge'
import { runTool, type ToolResult } from '../gateway/tool'
import { createBucket, createPlainSdk, gateway, ldap, profileOf, tokenProfile } from './fixture'

/** Runs what the dialog shows, as a user would: in the folder of the file, by a shell. */
async function list(profile: Profile, format: ExportFormat, command?: string): Promise<ToolResult> {
  const exported = exportProfile(profile, format, de.profiles.exporting.secretComment)
  if ('problem' in exported) throw new Error(exported.problem)
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-export-'))
  try {
    writeFileSync(join(dir, exported.fileName), exported.text, { mode: 0o600 })
    const env = {
      ...{ PATH: '/usr/bin:/bin', HOME: dir, TMPDIR: dir, LANG: 'C.UTF-8' },
      ...{ AWS_EC2_METADATA_DISABLED: 'true', AWS_PAGER: '', PYTHONPATH: botoPath(), PYTHONWARNINGS: 'ignore' }
    }
    return await runTool('/bin/sh', ['-c', command ?? exported.command], { cwd: dir, env })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

describe.each(EXPORT_FORMATS)('%s', (format) => {
  test('lists the buckets of a profile with keys', async () => {
    const bucket = await createBucket()
    const result = await list(profileOf({ name: 'Alice’s keys: 1' }), format)
    expect(result.stdout.toString(), result.stderr).toContain(bucket)
  })

  test('lists the buckets of a token’s user, whose secret key is blank', async () => {
    const profile = tokenProfile(ldap().token)
    const bucket = await createBucket(createPlainSdk({ ...profile, userId: ldap().userId, secretKey: 'unused' }))
    const result = await list(profile, format)
    expect(result.stdout.toString(), result.stderr).toContain(bucket)
  })
})

test('boto3 takes the file of aws-cli, and the environment', async () => {
  const bucket = await createBucket()
  const program = (session: string, where: string): string =>
    `/usr/bin/python3 -c "import boto3; print([b['Name'] for b in boto3.Session(${session}).client('s3'${where}).list_buckets()['Buckets']])"`
  const profile = profileOf({ name: 'Alice' })
  const where = `, endpoint_url='${gateway.http}'` // read from the file by boto3 of 1.28 and later
  const commands = {
    aws: `AWS_CONFIG_FILE=./Alice-aws-config ${program("profile_name='Alice'", where)}`,
    environment: `. ./Alice-env.sh && ${program('', where)}`
  } as const
  for (const [format, command] of Object.entries(commands)) {
    const result = await list(profile, format as ExportFormat, command)
    expect(result.stdout.toString(), result.stderr).toContain(bucket)
  }
})
