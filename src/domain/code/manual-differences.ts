// Where the code for boto differs from the manual that it follows: the manual's line, the line that works, and a code for the reason.
import type { CodeTask } from './code-task'

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
  readonly now: string
  readonly reason: DifferenceReason
}

const SECRET: Difference = {
  manual: "access_key = 'CephRgwToken from Comanage'",
  now: 'aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"]',
  reason: 'secret-in-script'
}
const KEY: readonly Difference[] = [
  {
    manual: "keystring = '32characterSecretStringXXXXXXXX'",
    now: 'keystring = open("…", "rb").read(32)',
    reason: 'key-file'
  },
  { manual: 'base64.b64encode(keystring)', now: 'base64.b64encode(keystring).decode()', reason: 'key-bytes' }
]
const NEW_KEY: Difference = {
  manual: "key = bucket.get_key('hello.txt')",
  now: 'key = bucket.new_key("hello.txt")',
  reason: 'no-get-key'
}

export function differencesOf(task: CodeTask): readonly Difference[] {
  return [SECRET, ...ofTask(task)]
}

function ofTask(task: CodeTask): readonly Difference[] {
  switch (task.kind) {
    case 'list-buckets':
      return [{ manual: 'print "{name}\\t{created}".format(', now: 'print(', reason: 'python-3' }]
    case 'list-objects':
      return [{ manual: 'print "{name}\t{size}\t{modified}".format(', now: 'print(', reason: 'python-3' }]
    case 'upload':
      return task.keyFile === undefined
        ? []
        : [
            ...KEY,
            { manual: 'conn.create_bucket(', now: 'conn.get_bucket(', reason: 'no-create' },
            { manual: 'headers=ul_header, encrypt_key=True', now: 'headers={**header}', reason: 'encrypt-key' }
          ]
    case 'download':
      return task.keyFile === undefined
        ? [NEW_KEY]
        : [...KEY, { manual: 'conn.create_bucket(', now: 'conn.get_bucket(', reason: 'no-create' }]
    case 'link':
      return [NEW_KEY, { manual: 'print plans_url', now: 'print(', reason: 'python-3' }]
    case 'set-policy':
      return [
        { manual: '"Version":"2018-05-24"', now: '"Version": "2012-10-17"', reason: 'policy-version' },
        {
          manual: '"s3:x-amz-server-side-encryption":"AES256"',
          now: '"s3:x-amz-server-side-encryption-customer-algorithm"',
          reason: 'policy-tested'
        }
      ]
    default:
      return []
  }
}
