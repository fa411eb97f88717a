// A task as commands of aws-cli. Its versions of before 2025 take the same words.
import { exactCannedAclOf, toAccessControlPolicy } from './acl-form'
import { toCorsConfiguration } from './cors-form'
import { setAttributesByAwsCli } from './aws-cli-attributes'
import { AS_JSON, copyByAwsCli, withoutJson } from './aws-cli-copy'
import { copyFoldersByAwsCli } from './aws-cli-folder-copy'
import { editByAwsCli } from './shell-edit'
import { escape, linePattern } from './search-pattern'
import { tagSetOf } from './upload-settings'
import {
  CannotWrite,
  isCopy,
  isFolderCopy,
  TARGET_VARIABLES,
  targetPlaceOf,
  type AttributesTask,
  type CodePlace,
  type CodeTask,
  type CopyTask,
  type EditTask,
  type FolderCopyTask,
  type KeyFile,
  type TaskOf
} from './code-task'
import { localPaths, shellCommand, shellPath, shellWord as word } from './shell-word'

export function writeAwsCli(place: CodePlace, task: CodeTask): string {
  const aws = commandFor(place)
  const api = `s3api() { ${aws} --output json s3api "$@"; }`
  const words = { address: apiAddress, key: apiKey, isAnonymous: place.isAnonymous }
  const targetPlace = targetPlaceOf(task)
  const targetApi = targetPlace ? [targetCommand(targetPlace)] : []
  return [
    '# Gateways of before 2025 refuse the checksums that newer versions add.',
    'export AWS_REQUEST_CHECKSUM_CALCULATION=when_required AWS_RESPONSE_CHECKSUM_VALIDATION=when_required',
    ...(isCopy(task)
      ? [api, ...targetApi, ...copyByAwsCli(task, words)]
      : isFolderCopy(task)
        ? [api, ...targetApi, ...copyFoldersByAwsCli(task, words)]
        : task.kind === 'set-attributes'
          ? [api, setAttributesByAwsCli(task, apiAddress(task.bucket, task.key))]
          : task.kind === 'edit-text'
            ? [api, editByAwsCli(task, withoutJson(apiAddress(task.bucket, task.key)), apiKey(task.keyFile))]
            : commandsOf(task).map((parts) => shellCommand(aws, ...parts))),
    ''
  ].join('\n')
}

function commandFor({ isAnonymous, endpoint, region }: CodePlace): string {
  const options = ['--endpoint-url', word(endpoint), '--region', word(region)]
  return ['aws', ...(isAnonymous ? ['--no-sign-request'] : []), ...options].join(' ')
}

/** Without its own credentials aws-cli would send those of the other account. */
function targetCommand(place: CodePlace): string {
  const { accessKey, secretKey, sessionToken } = TARGET_VARIABLES
  return [
    'target_s3api() (',
    '  unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_PROFILE',
    `  export AWS_ACCESS_KEY_ID="\${${accessKey}:?}" AWS_SECRET_ACCESS_KEY="\${${secretKey}:?}"`,
    ...(place.hasSessionToken ? [`  export AWS_SESSION_TOKEN="\${${sessionToken}:?}"`] : []),
    `  ${commandFor(place)} --output json s3api "$@"`,
    ')'
  ].join('\n')
}

function s3Address(bucket: string, key: string): string {
  return word(`s3://${bucket}/${key}`)
}

/** Texts that aws-cli would take for the name of a file to read. */
const FILE_NAME = /^(fileb?|https?):\/\//

/** Names of files go as JSON. */
function apiAddress(bucket: string, key: string | undefined): string {
  if (key === undefined) return `--bucket ${word(bucket)}`
  if (FILE_NAME.test(key)) return `${AS_JSON} ${word(JSON.stringify({ Bucket: bucket, Key: key }))}`
  return `--bucket ${word(bucket)} --key${key.startsWith('-') ? '=' : ' '}${word(key)}`
}

function prefixAddress(bucket: string, prefix: string): string {
  if (FILE_NAME.test(prefix)) return `${AS_JSON} ${word(JSON.stringify({ Bucket: bucket, Prefix: prefix }))}`
  return `--bucket ${word(bucket)}${prefix === '' ? '' : ` --prefix=${word(prefix)}`}`
}

/** Its 32 bytes, as a file. */
function keyBytes({ fileName, form }: KeyFile): string {
  if (form === 'keystring') return word(`fileb://${fileName}`)
  return `fileb://<(base64 -d <${shellPath(fileName)})`
}

function apiKey(keyFile: KeyFile | undefined): readonly string[] {
  return keyFile === undefined ? [] : [`--sse-customer-algorithm AES256 --sse-customer-key ${keyBytes(keyFile)}`]
}

function commandsOf(
  task: Exclude<CodeTask, CopyTask | FolderCopyTask | AttributesTask | EditTask>
): readonly (readonly string[])[] {
  const kept = (keyFile: KeyFile | undefined): readonly string[] =>
    keyFile === undefined ? [] : [`--sse-c AES256 --sse-c-key ${keyBytes(keyFile)}`]
  switch (task.kind) {
    case 'list-buckets':
      return [['s3 ls']]
    case 'create-bucket': {
      const { placement } = task
      return [
        [
          `s3api create-bucket --bucket ${word(task.bucket)} --acl ${task.acl}`,
          ...(placement === undefined
            ? []
            : [`--create-bucket-configuration ${word(`LocationConstraint=:${placement}`)}`])
        ]
      ]
    }
    case 'delete-bucket':
      return [[`s3api delete-bucket --bucket ${word(task.bucket)}`]]
    case 'list-objects':
      return [[`s3 ls ${task.isFlat ? '--recursive ' : ''}${s3Address(task.bucket, task.prefix)}`]]
    case 'search': {
      const { bucket, prefix } = task
      const keys = word('(Contents || `[]`)[].[Key]')
      return [
        [
          `s3api list-objects-v2 ${prefixAddress(bucket, prefix)}`,
          `--query ${keys} --output text |`,
          `grep -iE -- ${word(linePattern(task.text, escape(prefix)))}`
        ]
      ]
    }
    case 'read-object':
      return [[`s3api head-object ${apiAddress(task.bucket, task.key)}`, ...apiKey(task.keyFile)]]
    case 'upload':
      return task.files.flatMap(({ fileName, key, contentType }) => {
        const type = [...(contentType === '' ? [] : [`--content-type ${word(contentType)}`]), ...settingsOf(task)]
        // `s3 cp` would put a file of its name into it, and takes the storage classes of AWS alone.
        const isPut = key.endsWith('/') || (task.headers?.storageClass ?? 'STANDARD') !== 'STANDARD'
        const upload = isPut
          ? [
              `s3api put-object ${apiAddress(task.bucket, key)}`,
              `--body ${shellPath(fileName)}`,
              ...type,
              ...apiKey(task.keyFile)
            ]
          : [`s3 cp ${shellPath(fileName)}`, s3Address(task.bucket, key), ...type, ...kept(task.keyFile)]
        const tags = task.headers?.tags
        return [
          upload,
          ...(tags === undefined
            ? []
            : [
                [
                  `s3api put-object-tagging ${apiAddress(task.bucket, key)}`,
                  `--tagging ${word(JSON.stringify(tagSetOf(tags)))}`
                ]
              ])
        ]
      })
    case 'download-many': {
      const pathOf = localPaths(task)
      return [
        ...task.keys.map((key) => [`s3 cp ${s3Address(task.bucket, key)}`, pathOf(key), ...kept(task.keyFile)]),
        ...task.prefixes.map((prefix) => [
          `s3 cp --recursive ${s3Address(task.bucket, prefix)}`,
          pathOf(prefix),
          ...kept(task.keyFile)
        ])
      ]
    }
    case 'delete-version':
      return [[`s3api delete-object ${apiAddress(task.bucket, task.key)}`, `--version-id ${word(task.versionId)}`]]
    case 'download':
      if (task.versionId !== undefined)
        return [
          [
            `s3api get-object ${withoutJson(apiAddress(task.bucket, task.key))} --version-id ${word(task.versionId)}`,
            ...apiKey(task.keyFile),
            shellPath(task.fileName)
          ]
        ]
      return [[`s3 cp ${s3Address(task.bucket, task.key)}`, shellPath(task.fileName), ...kept(task.keyFile)]]
    case 'link':
      return [[`s3 presign ${s3Address(task.bucket, task.key)} --expires-in ${task.lifetimeSeconds}`]]
    case 'read-acl':
      return [[`s3api get-${task.key === undefined ? 'bucket' : 'object'}-acl ${apiAddress(task.bucket, task.key)}`]]
    case 'set-acl': {
      const canned = exactCannedAclOf(task.acl)
      return [
        [
          `s3api put-${task.key === undefined ? 'bucket' : 'object'}-acl ${apiAddress(task.bucket, task.key)}`,
          canned === undefined
            ? `--access-control-policy ${word(JSON.stringify(toAccessControlPolicy(task.acl)))}`
            : `--acl ${canned}`
        ]
      ]
    }
    case 'read-policy':
      return [[`s3api get-bucket-policy --bucket ${word(task.bucket)} --query Policy --output text`]]
    case 'set-policy':
      return [[`s3api put-bucket-policy --bucket ${word(task.bucket)}`, `--policy ${word(shortJson(task.json))}`]]
    case 'delete-policy':
      return [[`s3api delete-bucket-policy --bucket ${word(task.bucket)}`]]
    case 'read-cors':
      return [[`s3api get-bucket-cors --bucket ${word(task.bucket)} --output json`]]
    case 'set-cors':
      return [
        [
          `s3api put-bucket-cors --bucket ${word(task.bucket)}`,
          `--cors-configuration ${word(JSON.stringify(toCorsConfiguration(task.rules)))}`
        ]
      ]
    case 'delete-cors':
      return [[`s3api delete-bucket-cors --bucket ${word(task.bucket)}`]]
    case 'list-uploads': {
      const query = word('(Uploads || `[]`)[].[Initiated,UploadId,Key]')
      return [[`s3api list-multipart-uploads --bucket ${word(task.bucket)}`, `--query ${query} --output text`]]
    }
    case 'abort-uploads':
      return task.uploads.map(({ key, uploadId }) => [
        `s3api abort-multipart-upload ${apiAddress(task.bucket, key)}`,
        `--upload-id=${word(uploadId)}`
      ])
    case 'delete':
      return [
        ...task.keys.map((key) => [`s3api delete-object ${apiAddress(task.bucket, key)}`]),
        ...task.prefixes.map((prefix) => [`s3 rm --recursive ${s3Address(task.bucket, prefix)}`])
      ]
  }
}

/** Texts that aws-cli would take for the name of a file to read have no other form. */
function settingsOf({ headers = {}, acl }: TaskOf<'upload'>): readonly string[] {
  const { cacheControl, contentDisposition, storageClass, metadata } = headers
  const all = [
    ['cache-control', cacheControl],
    ['content-disposition', contentDisposition],
    ['storage-class', storageClass],
    ['acl', acl],
    ['metadata', metadata && JSON.stringify(metadata)]
  ] as const
  return all.flatMap(([name, value]) => {
    if (value === undefined) return []
    if (FILE_NAME.test(value)) throw new CannotWrite('no-setting')
    return [`--${name}=${word(value)}`]
  })
}

/** On one line, so that it is one word without escapes. */
export function shortJson(json: string): string {
  return JSON.stringify(JSON.parse(json))
}
