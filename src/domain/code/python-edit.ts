// A text object as Python opens it in an editor and uploads it over what was read, for both libraries.
import { exactCannedAclOf, toAccessControlPolicy, toAclXml } from './acl-form'
import { toParameters } from './boto3-attributes'
import type { EditTask } from './code-task'
import { ACL_NOT_SET, editedHeaders, editedType, editInPython, fileExists } from './edit-form'
import { pythonLine, pythonString as text, pythonValue } from './python-literal'
import { taggingOf } from './upload-settings'

export function editByBoto3(task: EditTask): readonly string[] {
  const { bucket, key, fileName, etag, headers, metadata, tags, acl, keyFile } = task
  const sse = keyFile === undefined ? '' : ', **sse_c'
  const canned = exactCannedAclOf(acl)
  const sent = {
    ...toParameters({ ...headers, contentType: editedType(task) }),
    Metadata: metadata,
    ...(Object.keys(tags).length > 0 && { Tagging: taggingOf(tags) }),
    ...(canned !== undefined && { ACL: canned })
  }
  return [
    ...unlessThere(fileName),
    `place = ${pythonLine({ Bucket: bucket, Key: key })}`,
    `headers = ${pythonValue(sent)}`,
    `etag = ${text(etag)}`,
    `found = s3.get_object(**place${sse})`,
    'if found["ETag"].strip(\'"\') != etag:',
    '    sys.exit("The object has changed")',
    `with open(${text(fileName)}, "xb") as file:`,
    '    file.write(found["Body"].read())',
    editInPython(fileName),
    ...(task.hasVersions
      ? [
          `if s3.head_object(**place${sse})["ETag"].strip('"') != etag:`,
          '    sys.exit("The object has changed")',
          '# Gateways refuse conditions on an object with versions.'
        ]
      : [
          '# Older versions have no parameter for this condition.',
          'def if_unchanged(params, **_):',
          '    params["headers"]["If-Match"] = etag',
          '',
          's3.meta.events.register("before-call.s3.PutObject", if_unchanged)'
        ]),
    `with open(${text(fileName)}, "rb") as file:`,
    ...(canned === undefined
      ? [
          `    sent = s3.put_object(**place, Body=file, **headers${sse})`,
          '# It gets its ACL again.',
          'version = {"VersionId": sent["VersionId"]} if "VersionId" in sent else {}',
          `if s3.head_object(**place, **version${sse})["ETag"] != sent["ETag"]:`,
          `    sys.exit(${text(ACL_NOT_SET)})`,
          `s3.put_object_acl(**place, **version, AccessControlPolicy=${pythonValue(toAccessControlPolicy(acl))})`
        ]
      : [`    s3.put_object(**place, Body=file, **headers${sse})`])
  ]
}

function unlessThere(fileName: string): readonly string[] {
  return [`if os.path.exists(${text(fileName)}):`, `    sys.exit(${text(fileExists(fileName))})`]
}

/** @param name the key as a literal; throws where boto would mean another one */
export function editByBoto(task: EditTask, name: (key: string) => string): readonly string[] {
  const { fileName, etag, acl, keyFile } = task
  const key = name(task.key)
  const sse = keyFile === undefined ? [] : ['**header']
  const condition = task.hasVersions ? [] : [`"If-Match": ${text(etag)}`]
  const sent = [['Content-Type', editedType(task)] as const, ...editedHeaders(task)].map(
    ([header, value]) => `    ${text(header)}: ${text(value)},`
  )
  const keyed = keyFile === undefined ? '' : ', headers=dict(header)'
  return [
    ...unlessThere(fileName),
    `found = bucket.new_key(${key}).get_contents_as_string(headers={${[...sse, `"If-Match": ${text(etag)}`].join(', ')}})`,
    `with open(${text(fileName)}, "xb") as file:`,
    '    file.write(found)',
    editInPython(fileName),
    ...(task.hasVersions
      ? [
          '# Gateways refuse conditions on an object with versions.',
          `if bucket.get_key(${key}${keyed}).etag.strip('"') != ${text(etag)}:`,
          '    sys.exit("The object has changed")'
        ]
      : []),
    'headers = {',
    ...[...sse, ...condition].map((part) => `    ${part},`),
    ...sent,
    '}',
    `sent = bucket.new_key(${key})`,
    `sent.set_contents_from_filename(${text(fileName)}, headers=headers)`,
    ...(exactCannedAclOf(acl) === undefined
      ? [
          '# It gets its ACL again.',
          `if bucket.get_key(${key}${keyed}, version_id=sent.version_id).etag != sent.etag:`,
          `    sys.exit(${text(ACL_NOT_SET)})`,
          `bucket.set_xml_acl(${text(toAclXml(acl))}, ${key}, version_id=sent.version_id)`
        ]
      : [])
  ]
}
