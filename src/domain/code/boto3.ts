// A task as Python with boto3.
import { exactCannedAclOf, toAccessControlPolicy } from './acl-form'
import { toCorsConfiguration } from './cors-form'
import { setAttributesByBoto3 } from './boto3-attributes'
import { copyByBoto3, copyFoldersByBoto3 } from './boto3-copy'
import { editByBoto3 } from './python-edit'
import { downloadMany } from './python-downloads'
import { searchByPython } from './python-search'
import { tagSetOf } from './upload-settings'
import {
  goesThroughHere,
  isCopy,
  isFolderCopy,
  keyFilesOf,
  TARGET_VARIABLES,
  targetPlaceOf,
  type CodePlace,
  type CodeTask,
  type KeyFile
} from './code-task'
import { pythonLine, pythonString as text, pythonValue } from './python-literal'

export function writeBoto3(place: CodePlace, task: CodeTask): string {
  const keyFiles = keyFilesOf(task)
  const targetPlace = targetPlaceOf(task)
  const isAnyCopy = isCopy(task) || isFolderCopy(task)
  const isCopyThroughHere = isAnyCopy && (goesThroughHere(task) || keyFiles.length > 0)
  const isEdit = task.kind === 'edit-text'
  const seesErrors = isFolderCopy(task) || (isCopy(task) && task.keyFile !== undefined)
  return [
    ...(keyFiles.some(({ form }) => form === 'binary') ? ['import base64'] : []),
    ...(isCopyThroughHere ? ['import filecmp'] : []),
    ...(task.kind === 'set-policy' || task.kind === 'read-cors' ? ['import json'] : []),
    'import os',
    ...(task.kind === 'search' ? ['import re'] : []),
    ...(isEdit ? ['import shlex', 'import subprocess'] : []),
    ...(isAnyCopy || isEdit || (task.kind === 'set-attributes' && task.rewrite) ? ['import sys'] : []),
    ...(isCopyThroughHere ? ['import tempfile'] : []),
    ...(task.kind === 'search' ? ['import unicodedata'] : []),
    '',
    'import boto3',
    ...(place.isAnonymous ? ['from botocore import UNSIGNED'] : []),
    'from botocore.config import Config',
    ...(seesErrors ? ['from botocore.exceptions import ClientError'] : []),
    '',
    '# Gateways of before 2025 refuse the checksums that newer versions add.',
    'os.environ.setdefault("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")',
    'os.environ.setdefault("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required")',
    ...connect('s3', place, task.kind === 'link'),
    ...(targetPlace ? connect('target', targetPlace) : []),
    ...readKeys(task),
    ...linesOf(task, place),
    ''
  ].join('\n')
}

/** boto3 itself reads the credentials of the client `s3`; where others are given, it reads no session token. */
function connect(client: 's3' | 'target', place: CodePlace, isLink = false): readonly string[] {
  const config = [
    ...(place.isAnonymous ? ['signature_version=UNSIGNED'] : isLink ? ['signature_version="s3v4"'] : []),
    `s3={"addressing_style": "${place.pathStyle ? 'path' : 'virtual'}"}`
  ]
  const { accessKey, secretKey, sessionToken } = TARGET_VARIABLES
  const credentials = [
    `    aws_access_key_id=os.environ["${accessKey}"],`,
    `    aws_secret_access_key=os.environ["${secretKey}"],`,
    ...(place.hasSessionToken ? [`    aws_session_token=os.environ["${sessionToken}"],`] : [])
  ]
  return [
    `${client} = boto3.client(`,
    '    "s3",',
    `    endpoint_url=${text(place.endpoint)},`,
    `    region_name=${text(place.region)},`,
    ...(client === 'target' ? credentials : []),
    `    config=Config(${config.join(', ')}),`,
    ')'
  ]
}

/** Python that reads the 32 bytes of a key, whatever line break follows them. */
export function readKeyBytes({ fileName, form }: KeyFile): string {
  const file = `open(${text(fileName)}, "rb")`
  return form === 'keystring' ? `${file}.read(32)` : `base64.b64decode(${file}.read())`
}

function readKeys(task: CodeTask): readonly string[] {
  const keyed = (keyFile: KeyFile | undefined): string =>
    keyFile === undefined ? '{}' : `{"SSECustomerAlgorithm": "AES256", "SSECustomerKey": ${readKeyBytes(keyFile)}}`
  if (isCopy(task))
    return goesThroughHere(task)
      ? [`source_sse = ${keyed(task.sourceKeyFile)}`, `target_sse = ${keyed(task.keyFile)}`]
      : []
  if (isFolderCopy(task)) {
    const { sourceKeyFiles, encryption } = task
    return [
      'keys = [',
      ...[undefined, ...sourceKeyFiles].map((keyFile) => `    ${keyed(keyFile)},`),
      ']',
      ...(encryption === 'keep' ? [] : [`target_sse = ${keyed(encryption)}`])
    ]
  }
  if (keyFilesOf(task).length === 0) return []
  return 'keyFile' in task ? [`sse_c = ${keyed(task.keyFile)}`] : []
}

function address({ bucket, key }: { readonly bucket: string; readonly key?: string | undefined }): string {
  return `Bucket=${text(bucket)}${key === undefined ? '' : `, Key=${text(key)}`}`
}

function linesOf(task: CodeTask, { isAnonymous }: CodePlace): readonly string[] {
  switch (task.kind) {
    case 'list-buckets':
      return ['for bucket in s3.list_buckets()["Buckets"]:', '    print(bucket["CreationDate"], bucket["Name"])']
    case 'create-bucket': {
      const place =
        task.placement === undefined
          ? ''
          : `, CreateBucketConfiguration={"LocationConstraint": ${text(`:${task.placement}`)}}`
      return [`s3.create_bucket(${address(task)}, ACL="${task.acl}"${place})`]
    }
    case 'delete-bucket':
      return [`s3.delete_bucket(${address(task)})`]
    case 'list-objects':
      return [
        'pages = s3.get_paginator("list_objects_v2").paginate(',
        `    ${address(task)}, Prefix=${text(task.prefix)}${task.isFlat ? '' : ', Delimiter="/"'}`,
        ')',
        'for page in pages:',
        ...(task.isFlat
          ? []
          : ['    for folder in page.get("CommonPrefixes", []):', '        print(folder["Prefix"])']),
        '    for item in page.get("Contents", []):',
        '        print(item["Size"], item["LastModified"], item["Key"])'
      ]
    case 'search':
      return searchByPython(task, [
        `for page in s3.get_paginator("list_objects_v2").paginate(${address(task)}, Prefix=prefix):`,
        '    for item in page.get("Contents", []):',
        '        search(item["Key"], item["Size"], item["LastModified"])'
      ])
    case 'read-object':
      return [
        `head = s3.head_object(${address(task)}${task.keyFile === undefined ? '' : ', **sse_c'})`,
        'for name in ("ContentLength", "LastModified", "ETag", "ContentType", "Metadata"):',
        '    print(name, head[name])'
      ]
    case 'upload': {
      const isKeyed = task.keyFile !== undefined
      const { tags, metadata, ...texts } = task.headers ?? {}
      const settings = [
        ...Object.entries({ ...texts, ACL: task.acl }).flatMap(([name, value]) =>
          value === undefined ? [] : [`"${name.charAt(0).toUpperCase()}${name.slice(1)}": ${text(value)}`]
        ),
        ...(metadata === undefined ? [] : [`"Metadata": ${pythonLine(metadata)}`])
      ]
      return task.files.flatMap(({ fileName, key, contentType }) => {
        const type = contentType === '' ? [] : [`"ContentType": ${text(contentType)}`]
        const extra = [...type, ...settings, ...(isKeyed ? ['**sse_c'] : [])]
        const extraArgs = extra.length === 0 ? '' : `, ExtraArgs={${extra.join(', ')}}`
        return [
          `s3.upload_file(${text(fileName)}, ${text(task.bucket)}, ${text(key)}${extraArgs})`,
          // Pacific keeps the tags of an upload in parts where no request reads them.
          ...(tags === undefined
            ? []
            : [
                `s3.put_object_tagging(${address({ bucket: task.bucket, key })}, Tagging=${pythonValue(tagSetOf(tags))})`
              ])
        ]
      })
    }
    case 'download': {
      const version = task.versionId === undefined ? [] : [`"VersionId": ${text(task.versionId)}`]
      const parts = [...version, ...(task.keyFile === undefined ? [] : ['**sse_c'])]
      const extra = parts.length === 0 ? '' : `, ExtraArgs={${parts.join(', ')}}`
      return [`s3.download_file(${text(task.bucket)}, ${text(task.key)}, ${text(task.fileName)}${extra})`]
    }
    case 'link':
      return [
        'url = s3.generate_presigned_url(',
        `    "get_object", Params=${pythonLine({ Bucket: task.bucket, Key: task.key })}, ExpiresIn=${task.lifetimeSeconds}`,
        ')',
        'print(url)'
      ]
    case 'read-acl':
      return [
        `acl = s3.get_${task.key === undefined ? 'bucket' : 'object'}_acl(${address(task)})`,
        'print("owner", acl["Owner"]["ID"])',
        'for grant in acl["Grants"]:',
        '    grantee = grant["Grantee"]',
        '    print(grant["Permission"], grantee.get("ID") or grantee.get("URI") or grantee.get("EmailAddress"))'
      ]
    case 'set-acl': {
      const canned = exactCannedAclOf(task.acl)
      const what =
        canned === undefined ? `AccessControlPolicy=${pythonValue(toAccessControlPolicy(task.acl))}` : `ACL="${canned}"`
      return [`s3.put_${task.key === undefined ? 'bucket' : 'object'}_acl(${address(task)}, ${what})`]
    }
    case 'read-policy':
      return [`print(s3.get_bucket_policy(${address(task)})["Policy"])`]
    case 'set-policy':
      return [
        `policy = ${pythonValue(JSON.parse(task.json))}`,
        `s3.put_bucket_policy(${address(task)}, Policy=json.dumps(policy))`
      ]
    case 'delete-policy':
      return [`s3.delete_bucket_policy(${address(task)})`]
    case 'read-cors':
      return [`print(json.dumps(s3.get_bucket_cors(${address(task)})["CORSRules"], indent=2))`]
    case 'set-cors':
      return [`s3.put_bucket_cors(${address(task)}, CORSConfiguration=${pythonValue(toCorsConfiguration(task.rules))})`]
    case 'delete-cors':
      return [`s3.delete_bucket_cors(${address(task)})`]
    case 'list-uploads':
      return [
        `for page in s3.get_paginator("list_multipart_uploads").paginate(${address(task)}):`,
        '    for upload in page.get("Uploads", []):',
        '        print(upload["Initiated"], upload["UploadId"], upload["Key"])'
      ]
    case 'abort-uploads':
      return task.uploads.map(
        ({ key, uploadId }) =>
          `s3.abort_multipart_upload(${address({ bucket: task.bucket, key })}, UploadId=${text(uploadId)})`
      )
    case 'set-attributes':
      return setAttributesByBoto3(task)
    case 'edit-text':
      return editByBoto3(task)
    case 'delete':
      return [
        ...task.keys.map((key) => `s3.delete_object(${address({ bucket: task.bucket, key })})`),
        ...(task.prefixes.length === 0
          ? []
          : [
              'pages = s3.get_paginator("list_objects_v2")',
              ...task.prefixes.flatMap((prefix) => [
                `for page in pages.paginate(Bucket=${text(task.bucket)}, Prefix=${text(prefix)}):`,
                '    for item in page.get("Contents", []):',
                `        s3.delete_object(Bucket=${text(task.bucket)}, Key=item["Key"])`
              ])
            ])
      ]
    case 'download-many': {
      const extra = task.keyFile === undefined ? '' : ', ExtraArgs=sse_c'
      return downloadMany(
        task,
        [`s3.download_file(${text(task.bucket)}, key, path${extra})`],
        task.prefixes.flatMap((prefix) => [
          `for page in s3.get_paginator("list_objects_v2").paginate(Bucket=${text(task.bucket)}, Prefix=${text(prefix)}):`,
          '    for item in page.get("Contents", []):',
          '        download(item["Key"])'
        ])
      )
    }
    case 'delete-version':
      return [`s3.delete_object(${address(task)}, VersionId=${text(task.versionId)})`]
    case 'copy':
    case 'move':
    case 'restore':
      return copyByBoto3(task, isAnonymous)
    case 'copy-folder':
    case 'move-folder':
      return copyFoldersByBoto3(task, isAnonymous)
  }
}
