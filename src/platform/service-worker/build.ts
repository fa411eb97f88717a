// What one build of the page consists of, and what its stored copy is called. Pure: the build, the worker and the page share it.

export interface BuildFile {
  /** Below the page's folder, such as `assets/index-BZakY23S.js`. */
  readonly path: string
  /** Of the bytes, base64. */
  readonly sha256: string
  readonly sizeBytes: number
}

export interface Build {
  /** Of every file's bytes and of the worker's own code: another byte, another version. */
  readonly version: string
  readonly files: readonly BuildFile[]
}

/** No part of a build: the institution's settings, their example, the worker itself, and source maps, which only developers load. */
export function isPartOfBuild(path: string): boolean {
  return !['service-worker.js', 'site.json', 'site.example.json'].includes(path) && !path.endsWith('.map')
}

/** Caches and locks are shared by a whole origin, and Lockgate may be there twice: names begin with the scope's path. */
export interface StoreNames {
  readonly buildPrefix: string
  readonly site: string
  build(version: string): string
  /** Held in shared mode by every page, so that its version's files stay. */
  pageLock(version: string): string
  /** The other way round; undefined for locks that are not of pages. */
  versionOfPageLock(name: string | undefined): string | undefined
  /** Held in shared mode by a page that must not be disturbed, exclusively by one that lets a new version take over. */
  readonly changeLock: string
}

/** @param scope the address of the page's folder, ending with a slash. */
export function storeNames(scope: string): StoreNames {
  const place = `lockgate ${new URL(scope).pathname}`
  const buildPrefix = `${place} build `
  const pagePrefix = `${place} page `
  return {
    buildPrefix,
    site: `${place} site`,
    build: (version) => buildPrefix + version,
    pageLock: (version) => pagePrefix + version,
    versionOfPageLock: (name) => (name?.startsWith(pagePrefix) ? name.slice(pagePrefix.length) : undefined),
    changeLock: `${place} change`
  }
}
