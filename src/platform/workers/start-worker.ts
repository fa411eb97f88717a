// Where the workers' scripts are. With Trusted Types on, only this policy may name a script to run.
import digestUrl from './digest.worker.ts?worker&url'
import downloadUrl from './download.worker.ts?worker&url'

const scripts = { digest: digestUrl, download: downloadUrl }

interface ScriptPolicy {
  createScriptURL(url: string): string
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy
}

/** Only the scripts of this very build: the policy takes no other address. */
function createPolicy(): ScriptPolicy {
  const rules: ScriptPolicy = {
    createScriptURL: (url) => {
      if (!Object.values(scripts).includes(url)) throw new TypeError('Not a worker of Lockgate')
      return new URL(url, document.baseURI).href
    }
  }
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  return factory?.createPolicy('lockgate-workers', rules) ?? rules
}

let policy: ScriptPolicy | undefined

export function startWorker(name: keyof typeof scripts): Worker {
  policy ??= createPolicy()
  return new Worker(policy.createScriptURL(scripts[name]), { type: 'module', name })
}
