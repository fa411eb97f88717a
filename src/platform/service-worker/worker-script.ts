// Where the service worker's script is: beside the page, or it could not answer for it. With Trusted Types on, only this policy may
// name it.

interface ScriptPolicy {
  createScriptURL(url: string): string
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy
}

/** Call it once: a policy's name is taken afterwards. */
export function workerScript(): string {
  const rules: ScriptPolicy = { createScriptURL: () => new URL('service-worker.js', document.baseURI).href }
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  return (factory?.createPolicy('lockgate-service-worker', rules) ?? rules).createScriptURL('')
}
