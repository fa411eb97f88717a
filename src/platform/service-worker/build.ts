// What one build consists of and what the browser's stores for it are called. Pure: the build, the worker and the page share it.

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

/** Caches and locks are shared by a whole origin, and Lockgate may be there twice: names begin with the scope's path. */
export interface StoreNames {
  /** Of every version's name. */
  readonly prefix: string
  /** Of a version's cache, and of the lock that every page of that version holds in shared mode, so that the cache stays. */
  version(version: string): string
  /** Of the cache of the site's settings. */
  readonly site: string
  /** Held in shared mode by a page that must not be disturbed, exclusively by one that lets a new version take over. */
  readonly changeLock: string
}

/** @param scope the address of the page's folder, ending with a slash. */
export function storeNames(scope: string): StoreNames {
  const place = `lockgate ${new URL(scope).pathname}`
  const prefix = `${place} build `
  return { prefix, version: (version) => prefix + version, site: `${place} site`, changeLock: `${place} change` }
}
