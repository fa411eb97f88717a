// A task as Python with boto 2, in the way of the manual that many groups still use, corrected where it fails.
import { exactCannedAclOf, toAclXml } from './acl-form'
import { copyByBoto } from './boto-copy'
import { downloadMany } from './python-downloads'
import { settingHeaders } from './upload-settings'
import { readKeyBytes } from './boto3'
import {
  CannotWrite,
  goesThroughHere,
  isCopy,
  keyFilesOf,
  type CodePlace,
  type CodeTask,
  type KeyFile
} from './code-task'
import { pythonString as text, pythonValue } from './python-literal'

export function writeBoto(place: CodePlace, task: CodeTask): string {
  const { hostname, port, protocol } = new URL(place.endpoint)
  const isSecure = protocol === 'https:'
  const isKeyed = keyFilesOf(task).length > 0
  const isCopyThroughHere = isCopy(task) && goesThroughHere(task)
  const isDownload = task.kind === 'download' || task.kind === 'download-many'
  return [
    ...(isKeyed ? ['import base64'] : []),
    ...(isCopyThroughHere ? ['import filecmp'] : []),
    ...(isKeyed ? ['import hashlib'] : []),
    ...(task.kind === 'set-policy' ? ['import json'] : []),
    ...(place.isAnonymous && !isCopyThroughHere && !isDownload ? [] : ['import os']),
    ...(isCopy(task) ? ['import sys'] : []),
    ...(isCopyThroughHere ? ['import tempfile'] : []),
    '',
    'import boto',
    'import boto.s3.connection',
    '',
    'conn = boto.connect_s3(',
    ...(place.isAnonymous
      ? ['    anon=True,']
      : [
          '    aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],',
          '    aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],',
          ...(place.hasSessionToken ? ['    security_token=os.environ["AWS_SESSION_TOKEN"],'] : [])
        ]),
    `    host=${text(hostname)},`,
    `    port=${port === '' ? (isSecure ? 443 : 80) : port},`,
    `    is_secure=${isSecure ? 'True' : 'False'},`,
    `    calling_format=boto.s3.connection.${place.pathStyle ? 'Ordinary' : 'Subdomain'}CallingFormat(),`,
    ')',
    ...readKeys(task),
    ...('bucket' in task && task.kind !== 'create-bucket' && task.kind !== 'delete-bucket'
      ? [`bucket = conn.get_bucket(${text(task.bucket)}, validate=False)`]
      : []),
    ...linesOf(task),
    ''
  ].join('\n')
}

function readKeys(task: CodeTask): readonly string[] {
  if (isCopy(task))
    return goesThroughHere(task)
      ? [...readKey('source_header', task.sourceKeyFile), ...readKey('target_header', task.keyFile)]
      : []
  if (keyFilesOf(task).length === 0) return []
  return 'keyFile' in task ? readKey('header', task.keyFile) : []
}

function readKey(header: string, keyFile: KeyFile | undefined): readonly string[] {
  if (keyFile === undefined) return [`${header} = {}`]
  return [
    `keystring = ${readKeyBytes(keyFile)}`,
    `${header} = {`,
    '    "x-amz-server-side-encryption-customer-algorithm": "AES256",',
    '    "x-amz-server-side-encryption-customer-key": base64.b64encode(keystring).decode(),',
    '    "x-amz-server-side-encryption-customer-key-MD5": base64.b64encode(hashlib.md5(keystring).digest()).decode(),',
    '}'
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
    case 'set-attributes':
      throw new CannotWrite('no-tags')
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
  }
}
