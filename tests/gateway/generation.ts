// What the three generations of gateways answer differently, as measured: the tests state it by the version that was found, and a
// newer one is expected to answer as the latest that is known.

export type Generation = 'Pacific' | 'Reef' | 'Tentacle'

/** Of a version such as `18.2.7`. */
export function generationOf(version: string): Generation {
  const major = parseInt(version)
  return major >= 20 ? 'Tentacle' : major >= 18 ? 'Reef' : 'Pacific'
}

/** The value for the gateway of this version. */
export function byGeneration<T>({ version }: { readonly version: string }, values: Readonly<Record<Generation, T>>): T {
  return values[generationOf(version)]
}
