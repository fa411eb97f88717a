// A text object as commands that open it in an editor and upload it over what was read, for aws-cli and curl.
import { exactCannedAclOf, toAccessControlPolicy, toAclXml } from './acl-form'
import { toParameters } from './boto3-attributes'
import { CannotWrite, type EditTask } from './code-task'
import { ACL_NOT_SET, editedHeaders, editedType, editInShell, fileExists } from './edit-form'
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
    ...(Object.keys(tags).length > 0 && { Tagging: taggingOf(tags) }),
    ...(canned !== undefined && { ACL: canned })
  }
  const upload = [`s3api put-object --body ${path}`, ...sse, `--cli-input-json ${word(JSON.stringify(input))}`].join(
    ' '
  )
  const isSame = [`s3api head-object ${address}`, ...sse, `--query ETag | grep -qF ${word(`"${etag}\\"`)}`].join(' ')
  return shellChain(
    key,
    orSay(`[ ! -e ${path} ]`, fileExists(task.fileName)),
    isSame,
    [`s3api get-object ${address}`, ...sse, path].join(' '),
    editInShell(path),
    isSame,
    ...(canned === undefined
      ? [
          `sent=$(${upload} --query ETag)`,
          orSay(`[ "$(${[`s3api head-object ${address}`, ...sse].join(' ')} --query ETag)" = "$sent" ]`, ACL_NOT_SET),
          `s3api put-object-acl --cli-input-json ${word(JSON.stringify({ ...place, AccessControlPolicy: toAccessControlPolicy(acl) }))}`
        ]
      : [upload])
  )
}

function orSay(condition: string, sentence: string): string {
  return `{ ${condition} || { echo >&2 ${word(sentence)}; false; }; }`
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
  const { key, fileName, etag, acl } = task
  const canned = exactCannedAclOf(acl)
  const path = shellPath(task.fileName)
  const header = ([name, value]: readonly [string, string]): string => {
    if (value === '') throw new CannotWrite('no-setting') // older versions sign another header than they send
    return `--header ${word(`${name}: ${value}`)}`
  }
  const ifMatch = header(['If-Match', etag])
  const isSame = `gateway${sse} --head ${url.object} | grep -qiF ${word(`etag: "${etag}"`)}`
  const sent = [['Content-Type', editedType(task)] as const, ...editedHeaders(task)].map(header)
  const upload = [
    `gateway${sse} --request PUT`,
    ...(task.hasVersions ? [] : [ifMatch]),
    ...sent,
    `--data-binary @${path}`
  ]
  return shellChain(
    key,
    orSay(`[ ! -e ${path} ] && [ ! -e ${path}.part ]`, fileExists(`${fileName} or ${fileName}.part`)),
    `gateway${sse} ${ifMatch} --output ${path}.part ${url.object}`,
    `mv ${path}.part ${path}`,
    editInShell(path),
    // Gateways refuse conditions on an object with versions.
    ...(task.hasVersions ? [isSame] : []),
    ...(canned === undefined
      ? [
          `sent=$(${[...upload, `--include ${url.object}`].join(' \\\n    ')})`,
          `sent=$(grep -i '^etag:' <<<"$sent")`,
          orSay(`gateway${sse} --head ${url.object} | grep -qiF "$sent"`, ACL_NOT_SET),
          ['gateway --request PUT', `${XML} --data-binary ${word(toAclXml(acl))}`, url.acl].join(' \\\n    ')
        ]
      : [[...upload, url.object].join(' \\\n    ')])
  )
}
