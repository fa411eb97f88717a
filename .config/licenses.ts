// Writes the licences of everything that ends up in the build beside it, as `licenses.txt`: read from the packages themselves.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const LICENSE_FILE = /^(licen[cs]e|copying|notice)([-._].*)?$/i
/** Below a package: of what it ships and did not make. */
const SHIPPED = ['standard_fonts']
const OWN = { name: 'Lockgate', license: 'Apache-2.0' }

interface Bundled {
  /** `name version`. */
  readonly title: string
  readonly license: string
  /** Of its files, one after the other; empty where the package has none. */
  readonly text: string
}

/** `plugin` is the page's, `ofWorkers` goes into the build of each worker. */
export function licenses(): { readonly plugin: Plugin; readonly ofWorkers: () => Plugin[] } {
  const folders = new Set<string>()
  const collect = (bundle: Bundles): void => {
    for (const output of Object.values(bundle))
      for (const id of Object.keys(output.modules ?? {})) {
        const folder = packageFolder(id)
        if (folder !== undefined) folders.add(folder)
      }
  }
  return {
    plugin: {
      name: 'lockgate-licenses',
      apply: 'build',
      generateBundle(_, bundle) {
        collect(bundle as Bundles)
        this.emitFile({
          type: 'asset',
          fileName: 'licenses.txt',
          source: formatLicenses([...folders].map(readPackage))
        })
      }
    },
    ofWorkers: () => [{ name: 'lockgate-worker-licenses', generateBundle: (_, bundle) => collect(bundle as Bundles) }]
  }
}

type Bundles = Record<string, { readonly modules?: Record<string, unknown> }>

/**
 * @param id of a module, as the bundler names it; helpers of the bundler itself have no file.
 * @returns the folder of the package that it belongs to; undefined for the project's own.
 */
export function packageFolder(id: string, root = new URL('..', import.meta.url).pathname): string | undefined {
  const helper = /^\0?(vite|rolldown)\//.exec(id)?.[1]
  if (helper !== undefined) return join(root, 'node_modules', helper)
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
}

function readPackage(folder: string): Bundled {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<'name' | 'version', string> & {
    license?: string
  }
  const places = [folder, ...SHIPPED.map((name) => join(folder, name)).filter((path) => existsSync(path))]
  const files = places.flatMap((path) =>
    readdirSync(path)
      .filter((name) => LICENSE_FILE.test(name))
      .map((name) => join(path, name))
  )
  const text = files.map((file) => ownPart(readFileSync(file, 'utf8'))).join('\n\n')
  if (about.license === undefined && text === '') throw new Error(`${about.name} names no licence`)
  return { title: `${about.name} ${about.version}`, license: about.license ?? 'see below', text }
}

/** A bundler's own helpers are in the build, and not what the bundler itself is made of. */
function ownPart(text: string): string {
  return text.replace(/^#+ Licenses of bundled dependencies[^]*$/m, '').trim()
}

/** Packages of one and the same text are named together before it. */
export function formatLicenses(packages: readonly Bundled[], ownText = readOwn()): string {
  const byText = new Map<string, Bundled[]>()
  for (const one of [...packages].sort((a, b) => (a.title < b.title ? -1 : 1)))
    byText.set(one.text, [...(byText.get(one.text) ?? []), one])
  const sections = [...byText].map(([text, own]) => {
    const names = own.map(({ title, license }) => `${title} (${license})`).join('\n')
    return `${names}\n\n${text === '' ? 'The package holds no licence text; the licence is the one named.' : text}`
  })
  return [`${OWN.name} (${OWN.license})\n\n${ownText.trim()}`, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n'
}

function readOwn(): string {
  return readFileSync(new URL('../LICENSE', import.meta.url), 'utf8')
}
