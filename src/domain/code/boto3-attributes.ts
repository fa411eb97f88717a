// Headers, metadata and tags of an object as Python with boto3: a copy of it onto itself, which gets its tags and its ACL again.
import { exactCannedAclOf, toAccessControlPolicy } from './acl-form'
import type { AttributesTask } from './code-task'
import { pythonLine, pythonString as text, pythonValue } from './python-literal'
import { tagSetOf } from './upload-settings'

export function setAttributesByBoto3({ bucket, key, tags, rewrite }: AttributesTask): readonly string[] {
  const place = `place = ${pythonLine({ Bucket: bucket, Key: key })}`
  const setTags = `s3.put_object_tagging(**place, Tagging=${pythonValue(tagSetOf(tags))})`
  if (rewrite === undefined) return [place, setTags]
  const { etag, headers, metadata, acl } = rewrite
  const { expires, storageClass, ...compared } = headers
  const canned = exactCannedAclOf(acl)
  return [
    place,
    `headers = ${pythonValue({ ...toParameters(compared), Metadata: metadata })}`,
    `if s3.head_object(**place)["ETag"].strip('"') != ${text(etag)}:`,
    '    sys.exit("The object has changed")',
    '# The copy keeps only the bytes: tags and ACL are set again.',
    `s3.copy_object(**place, CopySource=place, MetadataDirective="REPLACE", **headers${Object.entries(
      toParameters({ expires, storageClass })
    )
      .map(([name, value]) => `, ${name}=${text(value)}`)
      .join('')})`,
    setTags,
    `s3.put_object_acl(**place, ${canned === undefined ? `AccessControlPolicy=${pythonValue(toAccessControlPolicy(acl))}` : `ACL="${canned}"`})`,
    'head = s3.head_object(**place)',
    `if head["ETag"].strip('"') != ${text(etag)}:`,
    '    sys.exit("The object has changed")',
    'for name, value in headers.items():',
    '    if head.get(name) != value:',
    '        sys.exit(f"{name} is not stored as sent")'
  ]
}

/** By the names that boto3 and aws-cli give them. */
export function toParameters(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const set = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return Object.fromEntries(set.map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]))
}
