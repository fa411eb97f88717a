// What a user fills in to connect: reads one field that accepts anything, and creates a profile from it. Whatever is pasted, dropped,
// opened or typed is read the same way. Nothing that looks like a secret key becomes an access key before the user says so.
import {
  readAccessKey,
  readConnectInput,
  readFileText,
  type ConnectInput,
  type ConnectProblem,
  type InputProblem
} from '../../domain/connect-input'
import { findHostileCharacter, type CredentialsCandidate } from '../../domain/credentials-file'
import { lookSwapped } from '../../domain/credentials/secret-shape'
import { findEnds, trimInvisible, type Ends } from '../../domain/given-text'
import { newId } from '../../domain/new-id'
import { parseEndpoint, transportOf, type EndpointProblem, type Profile } from '../../domain/profile'
import type { RgwToken } from '../../domain/rgw-token'

export const DEFAULT_REGION = 'us-east-1'

/** Settings that a file may leave out. */
type Settings = Pick<Profile, 'endpoint' | 'region' | 'pathStyle' | 'name'>

/** Why the first field’s text is held back and hidden: it looks like a secret key, or the two fields look swapped. */
export type Held = 'secret' | 'swapped'

/** What is missing or wrong, and in which field. */
export type FormProblem =
  | { readonly field: 'input'; readonly problem: InputProblem }
  | { readonly field: 'endpoint'; readonly problem: EndpointProblem | 'not-listed' }

export interface ConnectDefaults {
  readonly url: string
  readonly region?: string | undefined
}

export class ConnectForm {
  input = $state('')
  secretKey = $state('')
  endpoint = $state('')
  region = $state(DEFAULT_REGION)
  isPathStyle = $state(true)
  name = $state('')
  isRemembered = $state(true)
  #candidates = $state.raw<readonly CredentialsCandidate[]>([])
  #fileProblem = $state.raw<ConnectProblem | undefined>()
  /** One line that was read as more than an access key, and may be one. */
  #line = $state<string | undefined>()
  /** What the user said is an access key. */
  #confirmed = $state<string | undefined>()
  /** The secret key whose ends the user looked at and kept. */
  #keptSecret = $state<string | undefined>()
  /** What a file gave, and not the user. */
  #fromFile: Partial<Settings> = {}
  #filesStarted = 0
  readonly #edited: Profile | undefined
  readonly #defaults: Settings
  /** When given, no other endpoint may be used. */
  readonly #onlyEndpoints: readonly string[] | undefined
  #reading = $derived(this.#read(this.input))
  #endpointReading = $derived(parseEndpoint(this.endpoint))

  /** @param edited the profile to change; undefined for a new one. */
  constructor(
    edited: Profile | undefined,
    defaultEndpoint: ConnectDefaults | undefined,
    onlyEndpoints?: readonly string[]
  ) {
    this.#edited = edited
    this.#onlyEndpoints = onlyEndpoints
    this.#defaults = edited ?? {
      endpoint: defaultEndpoint?.url ?? '',
      region: defaultEndpoint?.region ?? DEFAULT_REGION,
      pathStyle: true,
      name: ''
    }
    this.#fill(this.#defaults)
    if (edited === undefined) return
    this.input = this.#confirmed = edited.accessKey
    this.secretKey = this.#keptSecret = edited.secretKey
    this.isRemembered = edited.isRemembered
  }

  /** The profiles of a dropped or pasted file, when it held several. */
  get candidates(): readonly CredentialsCandidate[] {
    return this.#candidates
  }
  get token(): RgwToken | undefined {
    return this.#reading.kind === 'token' ? this.#reading.token : undefined
  }
  get held(): Held | undefined {
    if (this.#reading.kind === 'held') return 'secret'
    const isAccessKey = this.#reading.kind === 'access-key' && this.input !== this.#confirmed
    return isAccessKey && lookSwapped(trimInvisible(this.input), trimInvisible(this.secretKey)) ? 'swapped' : undefined
  }
  /** What was given may be an access key as a whole, though it was read as something else: {@link confirmAccessKey} makes it one. */
  get mayBeAccessKey(): boolean {
    const text = this.#line ?? (this.held === undefined && !this.isSplit ? undefined : this.input)
    return text !== undefined && findHostileCharacter(trimInvisible(text)) === undefined
  }
  /** One line was read as an access key and a secret key, or will be once it is typed to its end. */
  get isSplit(): boolean {
    return this.#line !== undefined || (this.#reading.kind === 'candidates' && this.#reading.source === 's3fs')
  }
  /** True: what is in the first field may hold a password or a secret key, so it is not shown. */
  get isInputSecret(): boolean {
    const { kind } = this.#reading
    const isLong = this.input.trim().length >= 30
    return kind === 'token' || kind === 'candidates' || this.held !== undefined || (kind === 'broken' && isLong)
  }
  /** What is wrong with the first field; undefined while it is empty or right. */
  get inputProblem(): ConnectProblem | undefined {
    return this.#fileProblem ?? (this.#reading.kind === 'broken' ? this.#reading.problem : undefined)
  }
  /** Quotes at the access key’s ends, which may be part of it. */
  get accessKeyEnds(): Ends | undefined {
    return this.#reading.kind === 'access-key' && this.input !== this.#confirmed
      ? findEnds(this.input.trim())
      : undefined
  }
  /** What stands at the secret key’s ends and may be part of it, until the user has decided. */
  get secretEnds(): Ends | undefined {
    return this.secretKey === this.#keptSecret ? undefined : findEnds(this.secretKey)
  }
  get endpointProblem(): EndpointProblem | undefined {
    return this.endpoint === '' || !('problem' in this.#endpointReading) ? undefined : this.#endpointReading.problem
  }
  /** True when requests would be sent unencrypted. */
  get isOpenHttp(): boolean {
    return 'endpoint' in this.#endpointReading && transportOf(this.#endpointReading.endpoint) === 'http-open'
  }

  /** Takes whatever was pasted, dropped or opened, or typed to its end. */
  applyText(text: string): void {
    const reading = this.#read(text)
    this.forgetReading()
    if (reading.kind === 'candidates') {
      this.#candidates = reading.candidates.length > 1 ? reading.candidates : []
      const line = trimInvisible(text)
      const isOneKey = reading.source === 's3fs' && reading.candidates.length === 1 && !/\s/.test(line)
      this.#line = isOneKey ? line : undefined
      const first = reading.candidates[0]
      if (first !== undefined) this.take(first)
    } else if (reading.kind === 'broken') this.#fileProblem = reading.problem
    else {
      this.input = reading.kind === 'empty' ? '' : trimInvisible(text)
      if (reading.kind === 'token') this.secretKey = '' // what stands there belongs to another key
    }
  }

  /** Takes a file, unless another one was started since. Never rejects. */
  async takeFile(file: Pick<Blob, 'size' | 'arrayBuffer'>): Promise<void> {
    const turn = ++this.#filesStarted
    const reading = await readFileText(file)
    if (turn !== this.#filesStarted) return
    if ('text' in reading) return this.applyText(reading.text)
    this.forgetReading()
    this.#fileProblem = reading.problem
  }

  /** What was typed is whole: it is read as if it had been pasted. */
  finishTyping(): void {
    if (this.#reading.kind === 'candidates') this.applyText(this.input)
  }

  /** Fills the fields from one of a file's profiles. What it leaves out is as the user gave it, never another profile's. */
  take(candidate: CredentialsCandidate): void {
    this.input = candidate.accessKey
    this.secretKey = candidate.secretKey
    const { endpoint } = candidate
    const name = candidate.name === 'default' ? undefined : candidate.name
    const isAllowed = endpoint !== undefined && this.#mayUse(endpoint)
    const own = this.#ownSettings()
    this.#fill({
      endpoint: isAllowed ? endpoint : own.endpoint,
      region: candidate.region ?? own.region,
      pathStyle: candidate.pathStyle ?? own.pathStyle,
      name: name ?? own.name
    })
    const { region, pathStyle } = candidate
    this.#fromFile = {
      ...(isAllowed && { endpoint }),
      ...(region !== undefined && { region }),
      ...(pathStyle !== undefined && { pathStyle }),
      ...(name !== undefined && { name })
    }
  }

  /** The user says that what is held back, or was split, is an access key as it is. */
  confirmAccessKey(): void {
    if (this.#line !== undefined) {
      this.input = this.#line
      this.secretKey = ''
    }
    this.forgetReading()
    this.#confirmed = this.input
  }

  /** What was held back goes into the other field, and what is there comes here. */
  swap(): void {
    ;[this.input, this.secretKey] = [this.secretKey, trimInvisible(this.input)]
  }

  /** @param isKept false: without the quotes */
  decideAccessKeyEnds(isKept: boolean): void {
    if (isKept) this.#confirmed = this.input
    else this.input = this.accessKeyEnds?.without ?? this.input
  }

  /** @param isKept false: without what is at its ends */
  decideSecretEnds(isKept: boolean): void {
    if (!isKept) this.secretKey = this.secretEnds?.without ?? this.secretKey
    this.#keptSecret = this.secretKey
  }

  /** Takes the settings that the site gives for an endpoint that was chosen. */
  takeSettings(endpoint: { readonly region?: string; readonly pathStyle?: boolean }): void {
    this.region = endpoint.region ?? DEFAULT_REGION
    this.isPathStyle = endpoint.pathStyle ?? true
  }

  /** What was said of a former text says nothing of the next. */
  forgetReading(): void {
    this.#fileProblem = undefined
    this.#candidates = []
    this.#line = undefined
  }

  #read(text: string): ConnectInput {
    const reading = readConnectInput(text)
    const isConfirmed = reading.kind !== 'token' && reading.kind !== 'empty' && text === this.#confirmed
    return isConfirmed ? readAccessKey(text) : reading
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

  toProfile(): { readonly profile: Profile } | FormProblem {
    this.finishTyping()
    const reading = this.#reading
    if (this.inputProblem !== undefined) return { field: 'input', problem: this.inputProblem }
    if (this.held !== undefined) return { field: 'input', problem: { code: 'undecided' } }
    if (reading.kind !== 'token' && reading.kind !== 'access-key')
      return { field: 'input', problem: { code: 'missing' } }
    if ('problem' in this.#endpointReading) return { field: 'endpoint', problem: this.#endpointReading.problem }
    const { endpoint } = this.#endpointReading
    if (!this.#mayUse(endpoint)) return { field: 'endpoint', problem: 'not-listed' }
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
