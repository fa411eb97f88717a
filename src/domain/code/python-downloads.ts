// A loop in Python that saves objects below the current folder, for both libraries.
import type { TaskOf } from './code-task'
import { pythonString as text } from './python-literal'

/** @param save lines that save the object `key` as the file `path` */
export function downloadMany(
  task: TaskOf<'download-many'>,
  save: readonly string[],
  list: readonly string[]
): readonly string[] {
  return [
    '',
    'def download(key):',
    `    steps = key[len(${text(task.prefix)}):].split("/")`,
    '    # Names that lead out of this folder, and empty objects that stand for folders.',
    '    if any(step in ("", ".", "..") or os.path.basename(step) != step for step in steps):',
    '        print("skipped", key)',
    '        return',
    '    path = os.path.join(*steps)',
    '    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)',
    ...save.map((line) => `    ${line}`),
    '',
    ...task.keys.map((key) => `download(${text(key)})`),
    ...list
  ]
}
