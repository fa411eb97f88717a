// Where a profile leads to, as filled in: the gateway and its settings, from the site, a file or the user. What a file leaves out is as
// the user gave it, never another file's.
import type { CredentialsCandidate } from '../../domain/credentials-file'
import { DEFAULT_REGION, parseEndpoint, transportOf, type EndpointProblem, type Profile } from '../../domain/profile'

/** Settings that a file may leave out. */
export type Settings = Pick<Profile, 'endpoint' | 'region' | 'pathStyle' | 'name'>

export class GatewayFields {
  endpoint = $state('')
  region = $state(DEFAULT_REGION)
  isPathStyle = $state(true)
  name = $state('')
  /** What a file gave, and not the user. */
  #fromFile: Partial<Settings> = {}
  readonly #defaults: Settings
  /** When given, no other endpoint may be used. */
  readonly #onlyEndpoints: readonly string[] | undefined
  #endpointReading = $derived(parseEndpoint(this.endpoint))

  constructor(defaults: Settings, onlyEndpoints: readonly string[] | undefined) {
    this.#defaults = defaults
    this.#onlyEndpoints = onlyEndpoints
    this.#fill(defaults)
  }

  get endpointProblem(): EndpointProblem | undefined {
    return this.endpoint === '' || !('problem' in this.#endpointReading) ? undefined : this.#endpointReading.problem
  }
  /** True when requests would be sent unencrypted. */
  get isOpenHttp(): boolean {
    return 'endpoint' in this.#endpointReading && transportOf(this.#endpointReading.endpoint) === 'http-open'
  }

  /** Takes the settings that the site gives for an endpoint that was chosen. */
  takeSettings(endpoint: { readonly region?: string; readonly pathStyle?: boolean }): void {
    this.region = endpoint.region ?? DEFAULT_REGION
    this.isPathStyle = endpoint.pathStyle ?? true
  }

  /** The settings that one of a file's profiles leads to. */
  protected settingsFor(candidate: CredentialsCandidate): Settings {
    const own = this.#ownSettings()
    const { endpoint, region, pathStyle } = candidate
    return {
      endpoint: endpoint !== undefined && this.#mayUse(endpoint) ? endpoint : own.endpoint,
      region: region ?? own.region,
      pathStyle: pathStyle ?? own.pathStyle,
      name: nameOf(candidate) ?? own.name
    }
  }

  protected fillFrom(candidate: CredentialsCandidate): void {
    this.#fill(this.settingsFor(candidate))
    const { endpoint, region, pathStyle } = candidate
    const name = nameOf(candidate)
    this.#fromFile = {
      ...(endpoint !== undefined && this.#mayUse(endpoint) && { endpoint }),
      ...(region !== undefined && { region }),
      ...(pathStyle !== undefined && { pathStyle }),
      ...(name !== undefined && { name })
    }
  }

  /** @returns the origin to use, or why the text is none */
  protected readEndpoint(
    text: string
  ): { readonly endpoint: string } | { readonly problem: EndpointProblem | 'not-listed' } {
    const reading = parseEndpoint(text)
    return 'endpoint' in reading && !this.#mayUse(reading.endpoint) ? { problem: 'not-listed' } : reading
  }

  #fill({ endpoint, region, pathStyle, name }: Settings): void {
    this.endpoint = endpoint
    this.region = region
    this.isPathStyle = pathStyle
    this.name = name
  }

  /** What the user typed; the defaults for the rest, and for what came from a file. */
  #ownSettings(): Settings {
    const file = this.#fromFile
    const isOwn = this.endpoint !== '' && this.endpoint !== file.endpoint
    const reading = this.#endpointReading
    const isUsable = isOwn && (!('endpoint' in reading) || this.#mayUse(reading.endpoint))
    return {
      endpoint: isUsable ? this.endpoint : this.#defaults.endpoint,
      region: this.region === file.region ? this.#defaults.region : this.region,
      pathStyle: this.isPathStyle === file.pathStyle ? this.#defaults.pathStyle : this.isPathStyle,
      name: this.name === file.name ? this.#defaults.name : this.name
    }
  }

  #mayUse(endpoint: string): boolean {
    return this.#onlyEndpoints === undefined || this.#onlyEndpoints.includes(endpoint)
  }
}

/** `default` is no name. */
export function nameOf({ name }: CredentialsCandidate): string | undefined {
  return name === 'default' ? undefined : name
}
