// Copies and moves as Python with boto3: inside the gateway, or through this computer where that is not safe. Each is compared.
import { goesThroughHere, type CopyTask } from './code-task'
import { pythonLine, pythonString as text } from './python-literal'

/** A key is never sent with CopyObject: Pacific and Reef answer 200 to it, and store the copy unencrypted. */
export function copyByBoto3(task: CopyTask): readonly string[] {
  const { bucket, targetBucket, objects, keyFile } = task
  return [
    '',
    'def copy(source, bucket, key):',
    ...(goesThroughHere(task) ? copyThroughHere(keyFile !== undefined) : COPY_INSIDE),
    '',
    ...objects.flatMap(({ key, targetKey, versionId }) => [
      `copy(${pythonLine({ Bucket: bucket, Key: key, VersionId: versionId })}, ${text(targetBucket)}, ${text(targetKey)})`,
      ...(task.kind === 'move' ? [`s3.delete_object(Bucket=${text(bucket)}, Key=${text(key)})`] : [])
    ])
  ]
}

const COPY_INSIDE: readonly string[] = [
  '    s3.copy_object(CopySource=source, Bucket=bucket, Key=key)',
  '    first, again = s3.head_object(**source), s3.head_object(Bucket=bucket, Key=key)',
  '    for name in ("ETag", "ContentLength", "ContentType", "Metadata"):',
  '        if first[name] != again[name]:',
  '            sys.exit(f"{name} of the copy differs")'
]

function copyThroughHere(isEncrypted: boolean): readonly string[] {
  return [
    '    head = s3.head_object(**source, **source_key)',
    '    names = ("CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires", "Metadata")',
    '    headers = {name: head[name] for name in names if name in head}',
    '    tags = s3.get_object_tagging(**source)["TagSet"]',
    '    version = {name: source[name] for name in ("VersionId",) if name in source}',
    '    with tempfile.TemporaryDirectory() as folder:',
    '        first, again = os.path.join(folder, "first"), os.path.join(folder, "again")',
    '        s3.download_file(source["Bucket"], source["Key"], first, ExtraArgs={**version, **source_key})',
    '        s3.upload_file(first, bucket, key, ExtraArgs={**headers, **target_key})',
    '        s3.download_file(bucket, key, again, ExtraArgs=target_key)',
    '        if not filecmp.cmp(first, again, shallow=False):',
    '            sys.exit("The copy differs")',
    '    if tags:',
    '        s3.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": tags})',
    ...(isEncrypted
      ? [
          '    try:',
          '        s3.head_object(Bucket=bucket, Key=key)',
          '        sys.exit("The copy is not encrypted")',
          '    except ClientError as error:',
          '        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 400:',
          '            raise'
        ]
      : []),
    '    if s3.head_object(**source, **source_key)["ETag"] != head["ETag"]:',
    '        sys.exit("The original has changed")'
  ]
}
