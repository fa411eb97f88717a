// A search by name in Python, for both libraries: each folder once, each object by its own name.
import type { TaskOf } from './code-task'
import { pythonString as text } from './python-literal'
import { namePattern } from './search-pattern'

/** @param list lines that call `search` with each key below the prefix, in their order */
export function searchByPython(task: TaskOf<'search'>, list: readonly string[]): readonly string[] {
  return [
    `prefix = ${text(task.prefix)}`,
    `pattern = re.compile(${text(namePattern(task.text))}, re.DOTALL)`,
    'previous = ""',
    '',
    'def matches(name):',
    '    path = unicodedata.normalize("NFC", "/" + name[len(prefix):])',
    '    return pattern.fullmatch(path.lower()) is not None',
    '',
    'def search(key, *details):',
    '    global previous',
    '    for end in range(len(prefix) + 1, len(key) + 1):',
    '        folder = key[:end]',
    '        if folder.endswith("/") and not previous.startswith(folder) and matches(folder):',
    '            print(folder)',
    '    if not key.endswith("/") and matches(key):',
    '        print(*details, key)',
    '    previous = key',
    '',
    ...list
  ]
}
