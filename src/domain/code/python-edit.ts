// A text object as Python opens it in an editor and uploads it over what was read, for both libraries.
import { exactCannedAclOf, toAccessControlPolicy, toAclXml } from './acl-form'
import { toParameters } from './boto3-attributes'
import type { EditTask } from './code-task'
import { editedHeaders, editedType, editInPython } from './edit-form'
import { pythonLine, pythonString as text, pythonValue } from './python-literal'
import { taggingOf } from './upload-settings'

export function editByBoto3(task: EditTask): readonly string[] {
  const { bucket, key, fileName, etag, headers, metadata, tags, acl, keyFile } = task
  const sse = keyFile === undefined ? '' : ', **sse_c'
  const canned = exactCannedAclOf(acl)
  const sent = {
    ...toParameters({ ...headers, contentType: editedType(task) }),
    Metadata: metadata,
    ...(Object.keys(tags).length > 0 && { Tagging: taggingOf(tags) })
  }
  return [
    `place = ${pythonLine({ Bucket: bucket, Key: key })}`,
    `headers = ${pythonValue(sent)}`,
    `etag = ${text(etag)}`,
    `found = s3.get_object(**place${sse})`,
    'if found["ETag"].strip(\'"\') != etag:',
    '    sys.exit("The object has changed")',
    `with open(${text(fileName)}, "wb") as file:`,
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
    `    s3.put_object(**place, Body=file, **headers${sse})`,
    '# It gets its ACL again.',
    `s3.put_object_acl(**place, ${canned === undefined ? `AccessControlPolicy=${pythonValue(toAccessControlPolicy(acl))}` : `ACL="${canned}"`})`
  ]
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
  const canned = exactCannedAclOf(acl)
  const part = text(`${fileName}.part`)
  return [
    `key = bucket.new_key(${key})`,
    `key.get_contents_to_filename(${part}, headers={${[...sse, `"If-Match": ${text(etag)}`].join(', ')}})`,
    `os.replace(${part}, ${text(fileName)})`,
    editInPython(fileName),
    ...(task.hasVersions
      ? [
          '# Gateways refuse conditions on an object with versions.',
          `if bucket.get_key(${key}${keyFile === undefined ? '' : ', headers=dict(header)'}).etag.strip('"') != ${text(etag)}:`,
          '    sys.exit("The object has changed")'
        ]
      : []),
    'headers = {',
    ...[...sse, ...condition].map((part) => `    ${part},`),
    ...sent,
    '}',
    `bucket.new_key(${key}).set_contents_from_filename(${text(fileName)}, headers=headers)`,
    '# It gets its ACL again.',
    canned === undefined
      ? `bucket.set_xml_acl(${text(toAclXml(acl))}, ${key})`
      : `bucket.set_canned_acl("${canned}", ${key})`
  ]
}
