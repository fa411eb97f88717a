// What a person fills in to connect: reads one field that takes anything, and makes a profile of it.
import { readConnectInput, type CredentialsCandidate } from '../domain/credentials-file'
import { newId } from '../domain/new-id'
import { parseEndpoint, transportOf, type Profile } from '../domain/profile'
import type { RgwToken } from '../domain/rgw-token'

export const DEFAULT_REGION = 'us-east-1'

export class ConnectForm {
  input = $state('')
  secretKey = $state('')
  endpoint = $state('')
  region = $state(DEFAULT_REGION)
  isPathStyle = $state(true)
  name = $state('')
  isRemembered = $state(true)
  #candidates = $state.raw<readonly CredentialsCandidate[]>([])
  #fileProblem = $state<string | undefined>()
  readonly #edited: Profile | undefined
  readonly #defaults: { readonly url: string; readonly region?: string | undefined } | undefined
  /** When given, no other endpoint may be used. */
  readonly #onlyEndpoints: readonly string[] | undefined
  #reading = $derived(readConnectInput(this.input))
  #endpointReading = $derived(parseEndpoint(this.endpoint))

  /** @param edited the profile to change; undefined for a new one. */
  constructor(
    edited: Profile | undefined,
    defaultEndpoint: { readonly url: string; readonly region?: string | undefined } | undefined,
    onlyEndpoints?: readonly string[]
  ) {
    this.#edited = edited
    this.#defaults = defaultEndpoint
    this.#onlyEndpoints = onlyEndpoints
    if (edited === undefined) {
      this.endpoint = defaultEndpoint?.url ?? ''
      this.region = defaultEndpoint?.region ?? DEFAULT_REGION
      return
    }
    this.input = edited.accessKey
    this.secretKey = edited.secretKey
    this.endpoint = edited.endpoint
    this.region = edited.region
    this.isPathStyle = edited.pathStyle
    this.name = edited.name
    this.isRemembered = edited.isRemembered
  }

  /** The profiles of a dropped or pasted file, when it held several. */
  get candidates(): readonly CredentialsCandidate[] {
    return this.#candidates
  }
  get token(): RgwToken | undefined {
    return this.#reading.kind === 'token' ? this.#reading.token : undefined
  }
  /** True: what is in the first field may hold a password, so it is not shown. */
  get isInputSecret(): boolean {
    return this.token !== undefined || (this.#reading.kind === 'broken' && /^[\w+/=-]{30,}$/.test(this.input.trim()))
  }
  /** What is wrong with the first field; undefined while it is empty or right. */
  get inputProblem(): string | undefined {
    return this.#fileProblem ?? (this.#reading.kind === 'broken' ? this.#reading.problem : undefined)
  }
  get endpointProblem(): string | undefined {
    return this.endpoint === '' || !('problem' in this.#endpointReading) ? undefined : this.#endpointReading.problem
  }
  /** True when credentials would travel in the open. */
  get isOpenHttp(): boolean {
    return 'endpoint' in this.#endpointReading && transportOf(this.#endpointReading.endpoint) === 'http-open'
  }

  /** Takes a settings file, dropped or pasted as text. */
  takeText(text: string): void {
    const reading = readConnectInput(text)
    this.#fileProblem = undefined
    this.#candidates = []
    if (reading.kind === 'candidates') {
      this.#candidates = reading.candidates.length > 1 ? reading.candidates : []
      const first = reading.candidates[0]
      if (first !== undefined) this.take(first)
    } else if (reading.kind === 'broken') this.#fileProblem = reading.problem
    else {
      this.input = text.trim()
      if (reading.kind === 'token') this.secretKey = '' // what stands there belongs to another key
    }
  }

  /** Fills the fields from one of a file's profiles; what it leaves out is as on a new form, never another profile's. */
  take(candidate: CredentialsCandidate): void {
    this.input = candidate.accessKey
    this.secretKey = candidate.secretKey
    const isAllowed = candidate.endpoint !== undefined && this.#mayUse(candidate.endpoint)
    this.endpoint = (isAllowed ? candidate.endpoint : this.#defaults?.url) ?? ''
    this.region = candidate.region ?? this.#defaults?.region ?? DEFAULT_REGION
    this.isPathStyle = candidate.pathStyle ?? true
    this.name = candidate.name === 'default' ? '' : candidate.name
  }

  /** Takes the settings that the site gives for an endpoint that was chosen. */
  takeSettings(endpoint: { readonly region?: string; readonly pathStyle?: boolean }): void {
    this.region = endpoint.region ?? DEFAULT_REGION
    this.isPathStyle = endpoint.pathStyle ?? true
  }

  forgetFileProblem(): void {
    this.#fileProblem = undefined
  }

  #mayUse(endpoint: string): boolean {
    return this.#onlyEndpoints === undefined || this.#onlyEndpoints.includes(endpoint)
  }

  /** @returns the profile, or what is missing and in which field. */
  toProfile(): { readonly profile: Profile } | { readonly field: 'input' | 'endpoint'; readonly problem: string } {
    const reading = this.#reading
    if (this.inputProblem !== undefined) return { field: 'input', problem: this.inputProblem }
    if (reading.kind !== 'token' && reading.kind !== 'access-key')
      return { field: 'input', problem: 'Enter an access key or a token, or drop a settings file here.' }
    if ('problem' in this.#endpointReading) return { field: 'endpoint', problem: this.#endpointReading.problem }
    const { endpoint } = this.#endpointReading
    if (!this.#mayUse(endpoint))
      return { field: 'endpoint', problem: 'This site allows only the gateways that it lists.' }
    const who = reading.kind === 'token' ? reading.token.userId : reading.accessKey.slice(0, 8)
    return {
      profile: {
        id: this.#edited?.id ?? newId(),
        name: this.name.trim() === '' ? `${who} · ${new URL(endpoint).hostname}` : this.name.trim(),
        endpoint,
        region: this.region.trim() === '' ? DEFAULT_REGION : this.region.trim(),
        pathStyle: this.isPathStyle,
        accessKey: reading.kind === 'token' ? reading.token.accessKey : reading.accessKey,
        secretKey: this.secretKey,
        isRemembered: this.isRemembered,
        createdAtMs: this.#edited?.createdAtMs ?? Date.now()
      }
    }
  }
}
