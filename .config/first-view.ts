// The weight of the first view is a promise: a build that breaks it fails. Counted are the page's own script and one language.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

/** Of script, compressed. The SDK comes with the first profile, places come when they are opened. */
const MAX_FIRST_VIEW_BYTES = 130_000
const FIRST_MESSAGES = 'src/messages/en/first.ts'
const REST = 'src/messages/en/rest.ts'
const OWN_MODULE = /\/src\/(?!messages\/en\/).*\.(ts|svelte)$/

export function firstView(): Plugin {
  return {
    name: 'lockgate-first-view',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
      const counted = new Set<Rolldown.OutputChunk>()
      const count = (chunk: Rolldown.OutputChunk | undefined): void => {
        if (chunk === undefined || counted.has(chunk)) return
        counted.add(chunk)
        for (const name of chunk.imports) count(chunks.find(({ fileName }) => fileName === name))
      }
      for (const chunk of chunks) if (chunk.isEntry || chunk.facadeModuleId?.endsWith(FIRST_MESSAGES)) count(chunk)
      const bytes = [...counted].reduce((sum, { code }) => sum + gzipSync(code).byteLength, 0)
      const said = `First view: ${(bytes / 1000).toFixed(1)} of ${MAX_FIRST_VIEW_BYTES / 1000} kB of script, compressed`
      if (bytes > MAX_FIRST_VIEW_BYTES) this.error(said)
      this.info(said)
      const modules = [...counted].flatMap((chunk) => Object.keys(chunk.modules))
      for (const id of modules.filter((id) => OWN_MODULE.test(id))) {
        const [early] = readFileSync(id, 'utf8').match(messagesOfRest()) ?? []
        if (early !== undefined) this.error(`${id} says ${early}, which the first view doesn't wait for`)
      }
    }
  }
}

/** How a message is named that the first view does without. */
function messagesOfRest(): RegExp {
  const features = [...readFileSync(REST, 'utf8').matchAll(/^ {2}(\w+),?$/gm)].map(([, feature]) => feature)
  return new RegExp(`\\bm\\.(${features.join('|')})\\b`)
}
