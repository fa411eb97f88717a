// A task as Python with boto 2, in the way of the manual that many groups still use, corrected where it fails.
import { exactCannedAclOf, toAclXml } from './acl-form'
import { toCorsXml } from './cors-form'
import { copyByBoto, copyFoldersByBoto } from './boto-copy'
import { editByBoto } from './python-edit'
import { downloadMany } from './python-downloads'
import { searchByPython } from './python-search'
import { settingHeaders } from './upload-settings'
import { readKeyBytes } from './boto3'
import {
  CannotWrite,
  goesThroughHere,
  isCopy,
  isFolderCopy,
  keyFilesOf,
  SOURCE_VARIABLES,
  TARGET_VARIABLES,
  targetPlaceOf,
  type CodePlace,
  type CodeTask,
  type FolderCopyTask,
  type KeyFile
} from './code-task'
import { pythonString as text, pythonValue } from './python-literal'

export function writeBoto(place: CodePlace, task: CodeTask): string {
  const isKeyed = keyFilesOf(task).length > 0
  const isAnyCopy = isCopy(task) || isFolderCopy(task)
  const isCopyThroughHere = isAnyCopy && (isKeyed || goesThroughHere(task))
  const targetPlace = targetPlaceOf(task)
  const isEdit = task.kind === 'edit-text'
  const isDownload = task.kind === 'download' || task.kind === 'download-many'
  return [
    ...(isKeyed ? ['import base64'] : []),
    ...(isCopyThroughHere ? ['import filecmp'] : []),
    ...(isKeyed ? ['import hashlib'] : []),
    ...(task.kind === 'set-policy' ? ['import json'] : []),
    ...(place.isAnonymous && !isCopyThroughHere && !isDownload && !isEdit ? [] : ['import os']),
    ...(task.kind === 'search' ? ['import re'] : []),
    ...(isEdit ? ['import shlex', 'import subprocess'] : []),
    ...(isAnyCopy || isEdit ? ['import sys'] : []),
    ...(isCopyThroughHere ? ['import tempfile'] : []),
    ...(task.kind === 'search' ? ['import unicodedata'] : []),
    '',
    'import boto',
    'import boto.s3.connection',
    '',
    ...connect('conn', place),
    ...(targetPlace ? connect('target_conn', targetPlace) : []),
    ...readKeys(task),
    ...('bucket' in task && task.kind !== 'create-bucket' && task.kind !== 'delete-bucket'
      ? [`bucket = conn.get_bucket(${text(task.bucket)}, validate=False)`]
      : []),
    ...linesOf(task),
    ''
  ].join('\n')
}

function connect(connection: 'conn' | 'target_conn', place: CodePlace): readonly string[] {
  const { hostname, port, protocol } = new URL(place.endpoint)
  const isSecure = protocol === 'https:'
  const { accessKey, secretKey, sessionToken } = connection === 'conn' ? SOURCE_VARIABLES : TARGET_VARIABLES
  return [
    `${connection} = boto.connect_s3(`,
    ...(place.isAnonymous
      ? ['    anon=True,']
      : [
          `    aws_access_key_id=os.environ["${accessKey}"],`,
          `    aws_secret_access_key=os.environ["${secretKey}"],`,
          ...(place.hasSessionToken ? [`    security_token=os.environ["${sessionToken}"],`] : [])
        ]),
    `    host=${text(hostname)},`,
    `    port=${port === '' ? (isSecure ? 443 : 80) : port},`,
    `    is_secure=${isSecure ? 'True' : 'False'},`,
    `    calling_format=boto.s3.connection.${place.pathStyle ? 'Ordinary' : 'Subdomain'}CallingFormat(),`,
    ')'
  ]
}

function readKeys(task: CodeTask): readonly string[] {
  if (isCopy(task))
    return goesThroughHere(task)
      ? [...readKey('source_header', task.sourceKeyFile), ...readKey('target_header', task.keyFile)]
      : []
  if (isFolderCopy(task)) return readKeysOfFolders(task)
  if (keyFilesOf(task).length === 0) return []
  return 'keyFile' in task ? readKey('header', task.keyFile) : []
}

const KEY_HEADERS: readonly string[] = [
  '    "x-amz-server-side-encryption-customer-algorithm": "AES256",',
  '    "x-amz-server-side-encryption-customer-key": base64.b64encode(keystring).decode(),',
  '    "x-amz-server-side-encryption-customer-key-MD5": base64.b64encode(hashlib.md5(keystring).digest()).decode(),'
]

function readKey(header: string, keyFile: KeyFile | undefined): readonly string[] {
  if (keyFile === undefined) return [`${header} = {}`]
  return [`keystring = ${readKeyBytes(keyFile)}`, `${header} = {`, ...KEY_HEADERS, '}']
}

function readKeysOfFolders({ sourceKeyFiles, encryption }: FolderCopyTask): readonly string[] {
  const headerOf = (keyFile: KeyFile | undefined): string => (keyFile ? `sse_c(${readKeyBytes(keyFile)})` : '{}')
  const isKeyed = sourceKeyFiles.length > 0 || typeof encryption === 'object'
  return [
    ...(isKeyed
      ? ['', 'def sse_c(keystring):', '    return {', ...KEY_HEADERS.map((line) => `    ${line}`), '    }', '']
      : []),
    'source_headers = [',
    ...[undefined, ...sourceKeyFiles].map((keyFile) => `    ${headerOf(keyFile)},`),
    ']',
    ...(encryption === 'keep' ? [] : [`target_header = ${headerOf(encryption)}`])
  ]
}

/** It merges slashes, so that another object would be meant. */
function name(key: string): string {
  if (/^\/|\/\//.test(key)) throw new CannotWrite('name')
  return text(key)
}

function linesOf(task: CodeTask): readonly string[] {
  switch (task.kind) {
    case 'list-buckets':
      return ['for bucket in conn.get_all_buckets():', '    print(bucket.name, bucket.creation_date)']
    case 'create-bucket': {
      const location = task.placement === undefined ? '' : `, location=${text(`:${task.placement}`)}`
      return [`conn.create_bucket(${text(task.bucket)}${location}, policy="${task.acl}")`]
    }
    case 'delete-bucket':
      return [`conn.delete_bucket(${text(task.bucket)})`]
    case 'list-objects':
      return [
        `for key in bucket.list(prefix=${text(task.prefix)}${task.isFlat ? '' : ', delimiter="/"'}):`,
        ...(task.isFlat
          ? ['    print(key.size, key.last_modified, key.name)']
          : [
              '    if isinstance(key, boto.s3.prefix.Prefix):',
              '        print(key.name)',
              '    else:',
              '        print(key.size, key.last_modified, key.name)'
            ])
      ]
    case 'search':
      return searchByPython(task, [
        'for key in bucket.list(prefix=prefix):',
        '    search(key.name, key.size, key.last_modified)'
      ])
    case 'read-object':
      return [
        `key = bucket.get_key(${name(task.key)}${task.keyFile === undefined ? '' : ', headers=dict(header)'})`,
        'print(key.size, key.last_modified, key.etag, key.content_type, key.metadata)'
      ]
    case 'upload':
      return task.files.flatMap(({ fileName, key, contentType }) => {
        const type = contentType === '' ? [] : [`"Content-Type": ${text(contentType)}`]
        const settings = settingHeaders(task).map((pair) => pair.map(text).join(': '))
        const parts = [...(task.keyFile === undefined ? [] : ['**header']), ...type, ...settings]
        const headers = parts.length === 0 ? '' : `, headers={${parts.join(', ')}}`
        return [`key = bucket.new_key(${name(key)})`, `key.set_contents_from_filename(${text(fileName)}${headers})`]
      })
    // Where a download fails, boto removes the file that it was to write.
    case 'download': {
      const headers = task.keyFile === undefined ? '' : ', headers=dict(header)'
      const version = task.versionId === undefined ? '' : `, version_id=${text(task.versionId)}`
      return [
        `key = bucket.new_key(${name(task.key)})`,
        `key.get_contents_to_filename(${text(`${task.fileName}.part`)}${headers}${version})`,
        `os.replace(${text(`${task.fileName}.part`)}, ${text(task.fileName)})`
      ]
    }
    case 'download-many': {
      const headers = task.keyFile === undefined ? '' : ', headers=dict(header)'
      return downloadMany(
        { ...task, keys: task.keys.filter((key) => name(key)) },
        [`bucket.new_key(key).get_contents_to_filename(path + ".part"${headers})`, 'os.replace(path + ".part", path)'],
        task.prefixes.flatMap((prefix) => [`for key in bucket.list(prefix=${name(prefix)}):`, '    download(key.name)'])
      )
    }
    case 'delete-version':
      return [`bucket.delete_key(${name(task.key)}, version_id=${text(task.versionId)})`]
    case 'link':
      return [
        `key = bucket.new_key(${name(task.key)})`,
        `print(key.generate_url(${task.lifetimeSeconds}, query_auth=True))`
      ]
    case 'read-acl':
      return [
        `acl = bucket.get_acl(${task.key === undefined ? '' : name(task.key)})`,
        'print("owner", acl.owner.id)',
        'for grant in acl.acl.grants:',
        '    print(grant.permission, grant.id or grant.uri or grant.email_address)'
      ]
    case 'set-acl': {
      const canned = exactCannedAclOf(task.acl)
      const key = task.key === undefined ? '' : `, ${name(task.key)}`
      return [
        canned === undefined
          ? `bucket.set_xml_acl(${text(toAclXml(task.acl))}${key})`
          : `bucket.set_canned_acl("${canned}"${key})`
      ]
    }
    case 'read-policy':
      return ['print(bucket.get_policy().decode())']
    case 'set-policy':
      return [`policy = ${pythonValue(JSON.parse(task.json))}`, 'bucket.set_policy(json.dumps(policy))']
    case 'delete-policy':
      return ['bucket.delete_policy()']
    case 'read-cors':
      return ['print(bucket.get_cors_xml().decode())']
    case 'set-cors':
      return [`bucket.set_cors_xml(${text(toCorsXml(task.rules))})`]
    case 'delete-cors':
      return ['bucket.delete_cors()']
    case 'list-uploads':
      return [
        'for upload in bucket.list_multipart_uploads():',
        '    print(upload.initiated, upload.id, upload.key_name)'
      ]
    case 'abort-uploads':
      return task.uploads.map(({ key, uploadId }) => `bucket.cancel_multipart_upload(${name(key)}, ${text(uploadId)})`)
    case 'set-attributes':
      throw new CannotWrite('no-tags')
    case 'edit-text':
      return editByBoto(task, name)
    case 'delete':
      return [
        ...task.keys.map((key) => `bucket.delete_key(${name(key)})`),
        ...task.prefixes.flatMap((prefix) => [
          `names = [key.name for key in bucket.list(prefix=${text(prefix)})]`,
          'result = bucket.delete_keys(names)',
          'print(len(result.deleted), "deleted,", len(result.errors), "failed")'
        ])
      ]
    case 'copy':
    case 'move':
    case 'restore':
      return copyByBoto(task, name)
    case 'copy-folder':
    case 'move-folder':
      return copyFoldersByBoto(task)
  }
}
