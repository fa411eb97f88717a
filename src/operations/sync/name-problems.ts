// Paths that can't be on both sides: names that a file system takes for one, files in the place of folders, names that are refused.
import { safeFileName } from '../../domain/file-name'
import { nameProblem } from '../../domain/object-entry'
import type { SyncProblem } from './plan'

/**
 * Of paths that both sides have, none: they are there. Where the device has several spellings of a name, its file system tells them
 * apart.
 * @param prefix of the keys
 */
export function findNameProblems(
  prefix: string,
  localPaths: ReadonlySet<string>,
  remotePaths: ReadonlySet<string>
): ReadonlyMap<string, SyncProblem> {
  const paths = new Set([...localPaths, ...remotePaths])
  const localNames = new Set([...localPaths].flatMap(namesIn))
  const folders = new Set<string>()
  const spellings = new Map<string, Set<string>>()
  for (const path of paths)
    for (const name of namesIn(path)) {
      if (name !== path) folders.add(name)
      const known = spellings.get(folded(name))
      if (known === undefined) spellings.set(folded(name), new Set([name]))
      else known.add(name)
    }

  const problems = new Map<string, SyncProblem>()
  for (const path of paths) {
    const isLocal = localPaths.has(path)
    if (isLocal && remotePaths.has(path)) continue
    const problem =
      (isLocal ? refusedAsKey(prefix, path) : refusedAsFile(path)) ?? fileAndFolder(path) ?? nameCollision(path)
    if (problem !== undefined) problems.set(path, problem)
  }
  return problems

  function fileAndFolder(path: string): SyncProblem | undefined {
    const isBoth = folders.has(path) || namesIn(path).some((name) => name !== path && paths.has(name))
    return isBoth ? { code: 'file-and-folder' } : undefined
  }

  function nameCollision(path: string): SyncProblem | undefined {
    for (const name of namesIn(path)) {
      const all = [...(spellings.get(folded(name)) ?? [])]
      const areAllLocal = all.every((one) => localNames.has(one))
      if (all.length > 1 && !areAllLocal) return { code: 'name-collision', others: all.filter((one) => one !== name) }
    }
    return undefined
  }
}

/** The path's folders, then itself: `a/b` → `a`, `a/b`. */
function namesIn(path: string): readonly string[] {
  const steps = path.split('/')
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'))
}

function refusedAsFile(path: string): SyncProblem | undefined {
  return path.split('/').every((step) => safeFileName(step) === step) ? undefined : { code: 'name-refused' }
}

function refusedAsKey(prefix: string, path: string): SyncProblem | undefined {
  return nameProblem(prefix, path) === undefined ? undefined : { code: 'name-refused' }
}

/** As a file system folds names that ignores case or how accents are composed. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
