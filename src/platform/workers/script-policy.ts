// With Trusted Types on, only a policy whose name is in the page's Content-Security-Policy may name a script to run.

export interface ScriptPolicy {
  createScriptURL(url: string): string
}

/** Call it once for a name. @param toAddress throws where the policy does not know the script. */
export function createScriptPolicy(name: string, toAddress: (url: string) => string): ScriptPolicy {
  const rules: ScriptPolicy = { createScriptURL: toAddress }
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy }
  }
  return trustedTypes?.createPolicy(name, rules) ?? rules
}
