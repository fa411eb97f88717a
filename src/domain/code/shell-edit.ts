// A text object as commands that open it in an editor and upload it over what was read, for aws-cli and curl.
import { exactCannedAclOf, toAccessControlPolicy, toAclXml } from './acl-form'
import { toParameters } from './boto3-attributes'
import { CannotWrite, type EditTask } from './code-task'
import { editedHeaders, editedType, editInShell } from './edit-form'
import { shellChain, shellPath, shellWord as word } from './shell-word'
import { taggingOf } from './upload-settings'

/** curl's own type would not be signed, which Tentacle refuses. */
export const XML = `--header 'Content-Type: application/xml'`

/**
 * The function `s3api` must have been defined. Common versions know no condition of an upload: the object is compared before it.
 * @param address of the object, as options that are no JSON
 * @param sse options of its key
 */
export function editByAwsCli(task: EditTask, address: string, sse: readonly string[]): string {
  const { bucket, key, etag, headers, metadata, tags, acl } = task
  const place = { Bucket: bucket, Key: key }
  const canned = exactCannedAclOf(acl)
  const path = shellPath(task.fileName)
  const input = {
    ...place,
    ...toParameters({ ...headers, contentType: editedType(task) }),
    Metadata: metadata,
    ...(Object.keys(tags).length > 0 && { Tagging: taggingOf(tags) })
  }
  const access = canned === undefined ? { AccessControlPolicy: toAccessControlPolicy(acl) } : { ACL: canned }
  const isSame = [`s3api head-object ${address}`, ...sse, `--query ETag | grep -qF ${word(`"${etag}\\"`)}`].join(' ')
  return shellChain(
    key,
    isSame,
    [`s3api get-object ${address}`, ...sse, path].join(' '),
    editInShell(path),
    isSame,
    [`s3api put-object --body ${path}`, ...sse, `--cli-input-json ${word(JSON.stringify(input))}`].join(' '),
    `s3api put-object-acl --cli-input-json ${word(JSON.stringify({ ...place, ...access }))}`
  )
}

/**
 * The function `gateway` must have been defined.
 * @param url of the object, and of its ACL, as words
 * @param sse options of its key
 */
export function editByCurl(
  task: EditTask,
  url: { readonly object: string; readonly acl: string },
  sse: string
): string {
  const { key, etag, acl } = task
  const canned = exactCannedAclOf(acl)
  const path = shellPath(task.fileName)
  const header = ([name, value]: readonly [string, string]): string => {
    if (value === '') throw new CannotWrite('no-setting') // older versions sign another header than they send
    return `--header ${word(`${name}: ${value}`)}`
  }
  const ifMatch = header(['If-Match', etag])
  const isSame = `gateway${sse} --head ${url.object} | grep -qiF ${word(`etag: "${etag}"`)}`
  const sent = [['Content-Type', editedType(task)] as const, ...editedHeaders(task)].map(header)
  return shellChain(
    key,
    `gateway${sse} ${ifMatch} --output ${path}.part ${url.object}`,
    `mv ${path}.part ${path}`,
    editInShell(path),
    // Gateways refuse conditions on an object with versions.
    ...(task.hasVersions ? [isSame] : []),
    [
      `gateway${sse} --request PUT`,
      ...(task.hasVersions ? [] : [ifMatch]),
      ...sent,
      `--data-binary @${path}`,
      url.object
    ].join(' \\\n    '),
    [
      'gateway --request PUT',
      canned === undefined
        ? `${XML} --data-binary ${word(toAclXml(acl))}`
        : `--header 'x-amz-acl: ${canned}' ${XML} --data-binary ''`,
      url.acl
    ].join(' \\\n    ')
  )
}
