// What is on the screen as code for other tools: what it needs, and why a tool cannot do it.
import type { CodeLimit, CodeTaskKind, CodeTool } from '../../domain/code/code-task'
import type { NoCode } from '../../domain/code/no-code'
import type { CodeNote } from '../../domain/code/notes'
import type { DifferenceReason } from '../../domain/code/manual-differences'
import { formatCount } from '../format'

export const code = {
  title: 'Code',
  ofFolder: 'Code for this folder',
  ofLink: 'Code for this link',
  task: 'Task',
  tasks: {
    'list-buckets': 'List buckets',
    'create-bucket': 'Create a bucket',
    'delete-bucket': 'Delete this bucket (must be empty)',
    'list-objects': 'List objects',
    'read-object': 'Show the object’s properties',
    upload: 'Upload',
    download: 'Download',
    'download-many': 'Download',
    'delete-version': 'Delete this version permanently',
    restore: 'Restore this version',
    link: 'Create a signed link',
    'read-acl': 'Show the ACL',
    'set-acl': 'Change the ACL',
    'set-attributes': 'Edit properties',
    'read-policy': 'Show the bucket policy',
    'set-policy': 'Save the bucket policy',
    'delete-policy': 'Remove the bucket policy',
    delete: 'Delete objects',
    'copy-folder': 'Copy',
    'move-folder': 'Move or rename',
    copy: 'Copy',
    move: 'Move or rename'
  } satisfies Record<CodeTaskKind, string>,
  tool: 'Tool',
  tools: {
    boto3: 'boto3',
    boto: 'boto',
    aws: 'aws-cli',
    s3cmd: 's3cmd',
    rclone: 'rclone',
    curl: 'curl'
  } satisfies Record<CodeTool, string>,
  text: 'Code to run',
  copy: 'Copy code',
  needs: 'Before you run it',
  python: 'Runs in Python 3 with this package installed.',
  shell: 'Runs in bash or zsh with this tool installed.',
  anonymous: 'No access key is needed.',
  variables: 'Set these environment variables:',
  targetVariables: (host: string) => `For the profile that the copies go to (${host}), also set:`,
  token: 'The access key is your token, which contains your password.',
  blankSecret: 'This tool refuses a blank secret key. Set any word: the gateway ignores it with a token.',
  tokenLink: 'A link created with a token contains your password.',
  keyFile: 'Put the key’s backup file in the current folder:',
  newCurl: 'SSE-C keys need curl 8.10 or later: the gateway rejects requests that earlier versions sign.',
  notes: {
    'as-listed': 'What the code lists replaces what is stored: changes that others make in the meantime are lost.',
    replaces: 'Objects that already exist at the destination are replaced.',
    'replaces-null': 'Versioning is suspended: the “null” version of the object is replaced.',
    'file-paths': 'Run it in the folder that contains what you chose: files are found by their paths from there.',
    'acl-not-copied': 'The copy gets the default ACL. Grants to others are not copied.',
    'default-class': 'The copy gets the default storage class.',
    'tags-not-copied': 'Tags are not copied.',
    'five-gib': 'Works for objects up to 5 GiB.',
    'through-here': 'While it is copied, the object is stored unencrypted in a temporary folder of your computer.',
    'unopened-stay': 'Encrypted objects that no key file opens are reported and not copied.'
  } satisfies Record<CodeNote, string>,
  none: {
    invalid: 'Correct the fields above to see the code.',
    nothing: 'There is nothing to do, so there is no code.',
    'not-chosen': 'Choose the encryption to see the code.',
    'several-keys': 'These objects are encrypted differently. Select those with the same key to see the code.',
    'encryption-unknown': 'It isn’t known yet how each object is encrypted. Open the objects first.',
    'replaces-sources': 'No code is shown: it could replace an original before it is copied.',
    'may-not-write': 'The bucket requires encryption, or its settings couldn’t be read, so there is no code.',
    'too-many': 'Code is shown for up to 100 selected objects or files.'
  } satisfies Record<NoCode, string>,
  cannot: {
    name: 'This tool can’t handle an object with this name.',
    wildcard: 'This tool treats * and ? in names as wildcards, so it could affect other objects.',
    'key-over-http': 'No code is shown: over plain HTTP it would expose the key. Connect over HTTPS.',
    'needs-https': 'rclone sends keys over HTTPS only.',
    'no-sse-c': 's3cmd doesn’t support SSE-C keys.',
    'no-acl': 'This tool can’t show or set this ACL.',
    'whole-acl': 's3cmd can only make it private or public, so it can’t make this change.',
    'no-policy': 'rclone doesn’t support bucket policies.',
    'no-link': 'curl can’t create signed links.',
    'no-listing': 'curl handles one object per request, so it can’t work on a folder.',
    'no-placement': 'This tool can’t set a placement.',
    'no-anonymous': 's3cmd needs an access key.',
    'no-account': 'This needs an access key, and this profile has none.',
    'no-safe-copy':
      'This tool’s copy could be unencrypted, or lost with the original. Download the object, then upload it.',
    'no-folder-copy': 'This tool doesn’t compare its copies of a folder, or leaves out some names without an error.',
    'no-across': 'No code for this tool copies to another account and compares the copies. Use boto3, boto or aws-cli.',
    'no-versions': 'This tool can’t access a particular version of an object.',
    'no-setting': 'This tool can’t send at least one of these settings.',
    'no-tags': 'This tool, or a common version of it, can’t tag existing objects; changing headers could lose tags.'
  } satisfies Record<CodeLimit, string>,
  requests: {
    title: 'Requests sent by this tab',
    open: 'Show requests',
    what: (max: number) =>
      `The last ${formatCount(max)}, without headers, query values or contents. Kept in this tab’s memory only.`,
    none: 'This tab has sent no request yet.',
    time: 'Time',
    method: 'Method',
    path: 'Path',
    status: 'Status',
    noAnswer: 'no response',
    duration: 'Duration',
    durationMs: (ms: number) => `${formatCount(ms)} ms`,
    requestId: 'Request ID',
    refresh: 'Refresh',
    copy: 'Copy requests',
    script: 'Script for',
    copyScript: 'Copy script',
    scriptWhat:
      'Repeats what succeeded in its order, reads only once, as far as the log shows. Check it before you run it.'
  },
  differences: {
    title: 'Differences from the boto manual',
    reasons: {
      'secret-in-script': 'Scripts get shared and backed up, and so does an access key or token in them.',
      'python-3': 'The manual’s line is written for Python 2.',
      'no-create': 'The bucket exists, so it isn’t created again.',
      'no-get-key': 'get_key asks the gateway first, and fails for encrypted objects.',
      'encrypt-key': 'encrypt_key=True adds a second kind of encryption, which newer gateways reject.',
      'key-bytes': 'In Python 3, headers are text and keys are bytes.',
      'key-file': 'The manual’s example key has 31 characters and is rejected. Here the key is read from its file.',
      'policy-version': 'Gateways reject a policy of version 2018-05-24.',
      'policy-tested': 'The manual’s condition denies nothing. Test a policy before you rely on it.'
    } satisfies Record<DifferenceReason, string>
  }
}
