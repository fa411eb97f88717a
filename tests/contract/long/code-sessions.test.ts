// Code with the temporary credentials of a real gateway's STS: each tool reads the session token from the environment.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CODE_TOOLS, placeOf, type CodeTask } from '../../../src/domain/code/code-task'
import { variablesOf } from '../../../src/domain/code/write-code'
import { parseCredentialsFile } from '../../../src/domain/credentials-file'
import type { Profile } from '../../../src/domain/profile'
import { startGateway, type Gateway } from '../../gateway/gateway'
import { issueCredentials, STS_BUCKET } from '../../gateway/sts'
import { profileOf } from '../fixture'
import { runCode } from '../run-code'

let own: Gateway
let profile: Profile

beforeAll(async () => {
  own = await startGateway({ sts: true })
  const { session } = await issueCredentials(own.info)
  const reading = parseCredentialsFile(session)
  if (reading.kind !== 'candidates' || reading.candidates[0] === undefined) throw new Error(reading.kind)
  const { accessKey, secretKey, sessionToken } = reading.candidates[0]
  profile = profileOf({ endpoint: own.info.https, accessKey, secretKey, sessionToken })
})
afterAll(() => own?.stop())

test.each(CODE_TOOLS)('%s uploads, copies, downloads and lists with a session token', async (tool) => {
  const { caFile } = own.info
  const at = { bucket: STS_BUCKET }
  const tasks: readonly CodeTask[] = [
    { kind: 'upload', ...at, files: [{ fileName: 'a', key: `${tool}'s`, contentType: 'text/plain' }] },
    {
      kind: 'copy',
      ...at,
      targetBucket: STS_BUCKET,
      versioning: 'off',
      objects: [{ key: `${tool}'s`, targetKey: `${tool} 2` }]
    },
    { kind: 'download', ...at, key: `${tool} 2`, fileName: 'got' },
    { kind: 'list-buckets' }
  ]
  const run = await runCode(tool, tasks, { profile, files: { a: `by ${tool}` }, caFile })
  expect(run.status, run.stderr + run.said).toBe(0)
  expect(run.files.get('got')?.toString()).toBe(`by ${tool}`)
  expect(run.said).toContain(STS_BUCKET)
  expect(variablesOf(placeOf(profile))).toContain('AWS_SESSION_TOKEN')

  const { sessionToken: _, ...bare } = profile
  const without = await runCode(tool, { kind: 'list-buckets' }, { profile: bare, caFile })
  expect(without.said).not.toContain(STS_BUCKET)
})
