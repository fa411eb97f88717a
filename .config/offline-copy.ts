// The last step of a build: names it by its content, and writes the service worker with the list of what belongs to it.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { build as bundle, type Plugin, type Rolldown } from 'vite'
import type { Build, BuildFile } from '../src/platform/service-worker/build.ts'

const BUILD_META = /(<meta name="lockgate-build" content=")[^"]*(")/

const OF_PREVIEW = /\/src\/(ui|operations)\/preview\/|\/node_modules\/(hyparquet|pdfjs-dist)/
const PREVIEW_FILE = /^assets\/preview-/

/** What draws previews is large, and of no use without a gateway: its files are known by their names. */
export const nameByUse = {
  chunkFileNames: ({ moduleIds }) =>
    moduleIds.some((id) => OF_PREVIEW.test(id)) ? 'assets/preview-[name]-[hash].js' : 'assets/[name]-[hash].js',
  assetFileNames: ({ names, originalFileNames }) =>
    originalFileNames.some((name) => OF_PREVIEW.test(`/${name}`)) || names.includes('Preview.css')
      ? 'assets/preview-[name]-[hash][extname]'
      : 'assets/[name]-[hash][extname]'
} satisfies Rolldown.OutputOptions

/**
 * No part of the copy: the institution's settings, their example, the worker itself, what draws previews, and source maps, which
 * only developers load.
 */
const isPartOfBuild = (path: string): boolean =>
  !['service-worker.js', 'site.json', 'site.example.json'].includes(path) &&
  !path.endsWith('.map') &&
  !PREVIEW_FILE.test(path)

/** After `vite build` has written everything else. */
export function offlineCopy(): Plugin {
  return {
    name: 'lockgate-offline-copy',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle))
        if (output.type === 'chunk' && !PREVIEW_FILE.test(output.fileName))
          for (const name of output.imports.filter((name) => PREVIEW_FILE.test(name)))
            this.error(`${output.fileName} needs ${name}, which is no part of the offline copy`)
    },
    writeBundle: {
      order: 'post',
      async handler({ dir }) {
        if (dir !== undefined) sealBuild(dir, await bundleWorker())
      }
    }
  }
}

/**
 * Writes the build's name into its page, and `service-worker.js` beside it. Doing it again changes nothing.
 * @param workerCode without the list; by default that of the worker which is there.
 */
export function sealBuild(dir: string, workerCode = readWorkerCode(dir)): Build {
  const pagePath = join(dir, 'index.html')
  const page = readFileSync(pagePath, 'utf8')
  if (!BUILD_META.test(page)) throw new Error('index.html has no place for the name of the build')
  writeFileSync(pagePath, page.replace(BUILD_META, '$1$2'))
  const nameless = listFiles(dir)
  const version = digest(JSON.stringify(nameless) + workerCode, 'hex').slice(0, 8)
  writeFileSync(pagePath, page.replace(BUILD_META, `$1${version}$2`))
  const build: Build = { version, files: listFiles(dir) }
  writeFileSync(join(dir, 'service-worker.js'), `self.lockgateBuild=${JSON.stringify(build)};\n${workerCode}`)
  return build
}

/** The files of a build, in the order of their paths. */
function listFiles(dir: string): BuildFile[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length).split(sep).filter(Boolean).join('/'))
    .filter(isPartOfBuild)
    .sort()
    .map((path) => {
      const bytes = readFileSync(join(dir, path))
      return { path, sha256: digest(bytes, 'base64'), sizeBytes: bytes.byteLength }
    })
}

function digest(data: string | Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(data).digest(encoding)
}

function readWorkerCode(dir: string): string {
  const text = readFileSync(join(dir, 'service-worker.js'), 'utf8')
  return text.slice(text.indexOf('\n') + 1)
}

/** A classic script: not every browser takes modules for service workers. */
async function bundleWorker(): Promise<string> {
  const outputs = await bundle({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2023',
      lib: {
        entry: new URL('../src/platform/service-worker/service-worker.ts', import.meta.url).pathname,
        formats: ['iife'],
        name: 'lockgate'
      }
    }
  })
  const [output] = [outputs].flat()
  if (output === undefined || !('output' in output)) throw new Error('The service worker was not built')
  const { code } = output.output[0]
  return code
}
