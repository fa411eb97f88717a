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
  const localFolders = foldersOf(localPaths)
  const paths = new Set([...localPaths, ...remotePaths])
  const folders = new Set([...localFolders, ...foldersOf(remotePaths)])
  const fileFolders = new Set([...folders].filter((name) => paths.has(name)))
  const collisions = findCollisions(
    new Set([...paths, ...folders]),
    (name) => localPaths.has(name) || localFolders.has(name)
  )

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
    const isBoth = fileFolders.size > 0 && namesIn(path).some((name) => fileFolders.has(name))
    return isBoth ? { code: 'file-and-folder' } : undefined
  }

  function nameCollision(path: string): SyncProblem | undefined {
    if (collisions.size === 0) return undefined
    const others = namesIn(path).flatMap((name) => collisions.get(name) ?? [])
    return others.length === 0 ? undefined : { code: 'name-collision', others }
  }
}

/** @returns for each name that a device without the others' spelling would take for them: these others. */
function findCollisions(
  names: ReadonlySet<string>,
  isLocal: (name: string) => boolean
): ReadonlyMap<string, readonly string[]> {
  const first = new Map<string, string>()
  const groups = new Map<string, string[]>()
  for (const name of names) {
    const key = folded(name)
    const known = first.get(key)
    if (known === undefined) first.set(key, name)
    else groups.set(key, [...(groups.get(key) ?? [known]), name])
  }
  const collisions = new Map<string, readonly string[]>()
  for (const group of groups.values())
    if (!group.every(isLocal))
      for (const name of group)
        collisions.set(
          name,
          group.filter((other) => other !== name)
        )
  return collisions
}

function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const path of paths)
    for (let end = path.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end)
      if (folders.has(folder)) break // and so are those that it is in
      folders.add(folder)
    }
  return folders
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
