// With Trusted Types on, the SDK's XML reader may parse, and nothing else may make markup of a string.

interface PolicyFactory {
  createPolicy(name: 'default', rules: { createHTML(text: string, type: string, sink: string): string | null }): unknown
}

/**
 * The SDK hands answers to DOMParser as plain strings. A document made by it is inert: no script runs, nothing loads. The sink is
 * named by the browser (https://www.w3.org/TR/trusted-types/#default-policy-hdr); every other one is refused. Call it once.
 */
export function allowXmlParsing(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  factory?.createPolicy('default', {
    createHTML: (text, _type, sink) => (sink === 'DOMParser parseFromString' ? text : null)
  })
}
