// Where the code for boto differs from the manual that it follows: the manual's line, the line that works, and a code for the reason.
import { readKeyBytes } from './boto3'
import type { CodePlace, CodeTask, KeyFile } from './code-task'
import { pythonString as text, pythonValue } from './python-literal'

export type DifferenceReason =
  | 'secret-in-script'
  | 'python-3'
  | 'no-create'
  | 'no-get-key'
  | 'encrypt-key'
  | 'key-bytes'
  | 'key-file'
  | 'policy-version'
  | 'policy-tested'

export interface Difference {
  readonly manual: string
  /** As it stands in the code; `…`: there is more between. */
  readonly now: string
  readonly reason: DifferenceReason
}

const SECRET: Difference = {
  manual: "access_key = 'CephRgwToken from Comanage'",
  now: 'aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"]',
  reason: 'secret-in-script'
}
const NO_CREATE: Difference = { manual: 'conn.create_bucket(', now: 'conn.get_bucket(', reason: 'no-create' }
const ALGORITHM = '"s3:x-amz-server-side-encryption-customer-algorithm":'

/** Of code that boto can run. */
export function differencesOf(task: CodeTask, { isAnonymous }: Pick<CodePlace, 'isAnonymous'>): readonly Difference[] {
  return [...(isAnonymous ? [] : [SECRET]), ...ofTask(task)]
}

function ofTask(task: CodeTask): readonly Difference[] {
  switch (task.kind) {
    case 'list-buckets':
      return [{ manual: 'print "{name}\\t{created}".format(', now: 'print(…)', reason: 'python-3' }]
    case 'list-objects':
      return [{ manual: 'print "{name}\\t{size}\\t{modified}".format(', now: 'print(…)', reason: 'python-3' }]
    case 'upload':
      return task.keyFile === undefined
        ? []
        : [
            ...ofKey(task.keyFile),
            NO_CREATE,
            { manual: 'headers=ul_header, encrypt_key=True', now: 'headers={**header…}', reason: 'encrypt-key' }
          ]
    case 'download':
      return task.keyFile === undefined ? [ofName(task.key)] : [...ofKey(task.keyFile), NO_CREATE]
    case 'link':
      return [ofName(task.key), { manual: 'print plans_url', now: 'print(key.generate_url(…))', reason: 'python-3' }]
    case 'set-policy':
      return ofPolicy(task.json)
    default:
      return []
  }
}

function ofKey(keyFile: KeyFile): readonly Difference[] {
  return [
    {
      manual: "keystring = '32characterSecretStringXXXXXXXX'",
      now: `keystring = ${readKeyBytes(keyFile)}`,
      reason: 'key-file'
    },
    { manual: 'base64.b64encode(keystring)', now: 'base64.b64encode(keystring).decode()', reason: 'key-bytes' }
  ]
}

const ofName = (key: string): Difference => ({
  manual: "key = bucket.get_key('hello.txt')",
  now: `key = bucket.new_key(${text(key)})`,
  reason: 'no-get-key'
})

/** The policy is the user's own, and may have neither. */
function ofPolicy(json: string): readonly Difference[] {
  const policy: unknown = JSON.parse(json)
  const version: unknown = policy !== null && typeof policy === 'object' && 'Version' in policy && policy.Version
  const differences: Difference[] = []
  if (typeof version === 'string' && version !== '2018-05-24')
    differences.push({
      manual: '"Version":"2018-05-24"',
      now: `"Version": ${text(version)}`,
      reason: 'policy-version'
    })
  if (pythonValue(policy).includes(ALGORITHM))
    differences.push({
      manual: '"s3:x-amz-server-side-encryption":"AES256"',
      now: ALGORITHM,
      reason: 'policy-tested'
    })
  return differences
}
