// Copies and moves as Python with boto 2: inside the gateway, or through this computer where that is not safe. Each is compared.
import { goesThroughHere, type CopyTask } from './code-task'
import { pythonString as text } from './python-literal'

/** @param nameOf a key as boto can name it; throws CannotWrite */
export function copyByBoto(task: CopyTask, nameOf: (key: string) => string): readonly string[] {
  const { targetBucket, objects, keyFile } = task
  return [
    `target = conn.get_bucket(${text(targetBucket)}, validate=False)`,
    '',
    'def copy(name, target_name, version=None):',
    ...(goesThroughHere(task) ? copyThroughHere(keyFile !== undefined) : COPY_INSIDE),
    '',
    ...objects.flatMap(({ key, targetKey, versionId }) => [
      `copy(${nameOf(key)}, ${nameOf(targetKey)}${versionId === undefined ? '' : `, ${text(versionId)}`})`,
      ...(task.kind === 'move' ? [`bucket.delete_key(${nameOf(key)})`] : [])
    ])
  ]
}

const COPY_INSIDE: readonly string[] = [
  '    target.copy_key(target_name, bucket.name, name, src_version_id=version)',
  '    first, again = bucket.get_key(name, version_id=version), target.get_key(target_name)',
  '    for part in ("etag", "size", "content_type", "metadata"):',
  '        if getattr(first, part) != getattr(again, part):',
  '            sys.exit(f"{part} of the copy differs")'
]

function copyThroughHere(isEncrypted: boolean): readonly string[] {
  return [
    '    first = bucket.get_key(name, headers=dict(source_header), version_id=version)',
    '    fields = ("cache_control", "content_disposition", "content_encoding", "content_language", "expires")',
    '    headers = {one.replace("_", "-"): getattr(first, one) for one in fields if getattr(first, one)}',
    '    headers["Content-Type"] = first.content_type',
    '    headers.update({"x-amz-meta-" + one: value for one, value in first.metadata.items()})',
    '    etag = first.etag',
    '    with tempfile.TemporaryDirectory() as folder:',
    '        file, file_again = os.path.join(folder, "first"), os.path.join(folder, "again")',
    '        first.get_contents_to_filename(file, headers=dict(source_header), version_id=version)',
    '        copied = target.new_key(target_name)',
    '        copied.set_contents_from_filename(file, headers={**headers, **target_header})',
    '        copied.get_contents_to_filename(file_again, headers=dict(target_header))',
    '        if not filecmp.cmp(file, file_again, shallow=False):',
    '            sys.exit("The copy differs")',
    ...(isEncrypted
      ? [
          '    try:',
          '        target.get_key(target_name)',
          '        sys.exit("The copy is not encrypted")',
          '    except boto.exception.S3ResponseError as error:',
          '        if error.status != 400:',
          '            raise'
        ]
      : []),
    '    if bucket.get_key(name, headers=dict(source_header), version_id=version).etag != etag:',
    '        sys.exit("The original has changed")'
  ]
}
