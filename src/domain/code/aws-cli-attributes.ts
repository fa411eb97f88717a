// Headers, metadata and tags of an object as commands of aws-cli: a copy of it onto itself, which gets its tags and its ACL again.
import { exactCannedAclOf, toAccessControlPolicy } from './acl-form'
import { toParameters } from './boto3-attributes'
import { CannotWrite, type AttributesTask } from './code-task'
import { shellChain, shellWord as word } from './shell-word'
import { tagSetOf } from './upload-settings'

/** The function `s3api` must have been defined. @param address of the object, as options */
export function setAttributesByAwsCli({ bucket, key, tags, rewrite }: AttributesTask, address: string): string {
  const place = { Bucket: bucket, Key: key }
  // In JSON aws-cli takes no value for the name of a file to read.
  const command = (name: string, input: object) =>
    `s3api ${name} --cli-input-json ${word(JSON.stringify({ ...place, ...input }))}`
  const setTags = command('put-object-tagging', { Tagging: tagSetOf(tags) })
  if (rewrite === undefined) return shellChain(key, setTags)
  // aws-cli would take its end for a version ID.
  if (/\?versionId=\S+$/.test(key)) throw new CannotWrite('name')
  const { etag, headers, metadata, acl } = rewrite
  const canned = exactCannedAclOf(acl)
  const isSame = `s3api head-object ${address} --query ETag | grep -qF ${word(`"${etag}\\"`)}`
  return shellChain(
    key,
    isSame,
    command('copy-object', {
      CopySource: `${bucket}/${key}`,
      MetadataDirective: 'REPLACE',
      ...toParameters(headers),
      Metadata: metadata
    }),
    setTags,
    command(
      'put-object-acl',
      canned === undefined ? { AccessControlPolicy: toAccessControlPolicy(acl) } : { ACL: canned }
    ),
    isSame
  )
}
