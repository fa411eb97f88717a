// What Lockgate writes for other tools is proven by these tools: each lists Alice's buckets with the file and the command of the dialog.
import { describe, expect, test } from 'vitest'
import { EXPORT_FORMATS, type ExportFormat } from '../../src/domain/credentials/export-profile'
import { createBucket, createPlainSdk, gateway, ldap, profileOf, tokenProfile } from './fixture'
import { listWithExport } from './list-with-export'

describe.each(EXPORT_FORMATS)('%s', (format) => {
  test('lists the buckets of a profile with keys', async () => {
    const bucket = await createBucket()
    const result = await listWithExport(profileOf({ name: 'Alice’s keys: 1' }), format)
    expect(result.stdout.toString(), result.stderr).toContain(bucket)
  })

  test('lists the buckets of a token’s user, whose secret key is blank', async () => {
    const profile = tokenProfile(ldap().token)
    const bucket = await createBucket(createPlainSdk({ ...profile, userId: ldap().userId, secretKey: 'unused' }))
    const result = await listWithExport(profile, format)
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
    const result = await listWithExport(profile, format as ExportFormat, command)
    expect(result.stdout.toString(), result.stderr).toContain(bucket)
  }
})
