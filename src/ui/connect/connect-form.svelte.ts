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
import { findHostileCharacter, isSessionToken, type CredentialsCandidate } from '../../domain/credentials-file'
import { lookSwapped } from '../../domain/credentials/secret-shape'
import { findEnds, trimInvisible, type Ends } from '../../domain/given-text'
import type { LeftAlone } from '../../domain/credentials/rclone'
import { DEFAULT_REGION, isAnonymousProfile, type EndpointProblem, type Profile } from '../../domain/profile'
import type { RgwToken } from '../../domain/rgw-token'
import { GatewayFields, nameOf } from './gateway-fields.svelte'
import type { ConnectDefaults } from './connect-defaults'
import { makeProfile } from './make-profile'

type Credentials = Pick<Profile, 'accessKey' | 'secretKey' | keyof Session>

/** Why the first field’s text is held back and hidden: it looks like a secret key, or the two fields look swapped. */
export type Held = 'secret' | 'swapped'

/** What is missing or wrong, and in which field. */
export type FormProblem =
  | { readonly field: 'input'; readonly problem: InputProblem }
  | { readonly field: 'endpoint'; readonly problem: EndpointProblem | 'not-listed' }

type Session = Pick<Profile, 'sessionToken' | 'sessionExpiresAtMs'>

export class ConnectForm extends GatewayFields {
  input = $state('')
  secretKey = $state('')
  /** Of temporary credentials; blank for others. */
  sessionToken = $state('')
  isRemembered = $state(true)
  /** Without an account: only what is public. */
  isAnonymous = $state(false)
  #candidates = $state.raw<readonly CredentialsCandidate[]>([])
  #leftAlone = $state.raw<readonly LeftAlone[]>([])
  /** The candidate in the fields, of several. */
  #taken = $state.raw<CredentialsCandidate | undefined>()
  /** Candidates that become profiles too. */
  #added = $state.raw<readonly CredentialsCandidate[]>([])
  /** A file of settings without keys, which the next file may have. */
  #keyless = ''
  #fileProblem = $state.raw<ConnectProblem | undefined>()
  /** One line that was read as more than an access key, and may be one. */
  #line = $state<string | undefined>()
  /** What the user said is an access key. */
  #confirmed = $state<string | undefined>()
  /** The secret key whose ends the user looked at and kept. */
  #keptSecret = $state<string | undefined>()
  /** When a session token ends, as its file or its profile says. */
  #expiry = $state.raw<{ readonly token: string; readonly atMs: number } | undefined>()
  #filesStarted = 0
  readonly #edited: Profile | undefined
  #reading = $derived(this.#read(this.input))

  /** @param edited the profile to change; undefined for a new one. */
  constructor(
    edited: Profile | undefined,
    defaultEndpoint: ConnectDefaults | undefined,
    onlyEndpoints?: readonly string[]
  ) {
    const { url: endpoint = '', region = DEFAULT_REGION, pathStyle = true } = defaultEndpoint ?? {}
    super(edited ?? { endpoint, region, pathStyle, name: '' }, onlyEndpoints)
    this.#edited = edited
    if (edited === undefined) return
    this.isAnonymous = isAnonymousProfile(edited)
    this.input = this.#confirmed = edited.accessKey
    this.secretKey = this.#keptSecret = edited.secretKey
    this.isRemembered = edited.isRemembered
    this.#takeSession(edited)
  }

  /** The profiles of a dropped or pasted file, when it held several. */
  get candidates(): readonly CredentialsCandidate[] {
    return this.#candidates
  }
  /** What the file holds and was not read. */
  get leftAlone(): readonly LeftAlone[] {
    return this.#leftAlone
  }
  /** The file’s other profiles, and whether each is to be added as well; `endpoint` is undefined where nothing names one. */
  get others(): readonly {
    readonly candidate: CredentialsCandidate
    readonly endpoint: string | undefined
    readonly isAdded: boolean
  }[] {
    return this.#candidates
      .filter((candidate) => candidate !== this.#taken)
      .map((candidate) => {
        const reading = this.readEndpoint(this.settingsFor(candidate).endpoint)
        const endpoint = 'endpoint' in reading ? reading.endpoint : undefined
        return { candidate, endpoint, isAdded: endpoint !== undefined && this.#added.includes(candidate) }
      })
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

  /** When the session token ends; undefined where that is unknown. */
  get sessionExpiresAtMs(): number | undefined {
    return this.#expiry?.token === this.sessionToken.trim() ? this.#expiry.atMs : undefined
  }

  /** Takes whatever was pasted, dropped or opened, or typed to its end. */
  applyText(text: string): void {
    const joined = this.#keyless === '' ? undefined : this.#read(`${this.#keyless}\n${text}`)
    const reading = joined?.kind === 'candidates' ? joined : this.#read(text)
    this.forgetReading()
    const isKeyless =
      reading.kind === 'broken' && reading.problem.code === 'no-access-key' && 'section' in reading.problem
    this.#keyless = isKeyless ? text : ''
    if (reading.kind === 'candidates') {
      this.#candidates = reading.candidates.length > 1 ? reading.candidates : []
      this.#leftAlone = reading.leftAlone ?? []
      const line = trimInvisible(text)
      const isOneKey = reading.source === 's3fs' && reading.candidates.length === 1 && !/\s/.test(line)
      this.#line = isOneKey ? line : undefined
      const first = reading.candidates[0]
      if (first !== undefined) this.take(first)
    } else if (reading.kind === 'broken') this.#fileProblem = reading.problem
    else {
      this.input = reading.kind === 'empty' ? '' : trimInvisible(text)
      this.#takeSession({})
      if (reading.kind === 'token') this.secretKey = '' // what stands there belongs to another key
    }
  }

  /** Takes a file, or several as one, unless others were started since. Never rejects. */
  async takeFiles(files: readonly Pick<Blob, 'size' | 'arrayBuffer'>[]): Promise<void> {
    const turn = ++this.#filesStarted
    const readings = await Promise.all(files.map(readFileText))
    if (turn !== this.#filesStarted || readings.length === 0) return
    const unread = readings.find((reading) => 'problem' in reading)
    if (unread === undefined) return this.applyText(readings.map((one) => ('text' in one ? one.text : '')).join('\n'))
    this.forgetReading()
    this.#fileProblem = unread.problem
  }

  /** What was typed is whole: it is read as if it had been pasted. */
  finishTyping(): void {
    if (this.#reading.kind === 'candidates') this.applyText(this.input)
  }

  /** Fills the fields from one of a file's profiles. What it leaves out is as the user gave it, never another profile's. */
  take(candidate: CredentialsCandidate): void {
    this.input = candidate.accessKey
    this.secretKey = candidate.secretKey
    this.#takeSession(candidate)
    this.#taken = candidate
    this.fillFrom(candidate)
  }

  /** @param isAdded true: becomes a profile together with the one in the fields */
  addOther(candidate: CredentialsCandidate, isAdded: boolean): void {
    const others = this.#added.filter((one) => one !== candidate)
    this.#added = isAdded ? [...others, candidate] : others
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

  /** What was said of a former text says nothing of the next. */
  forgetReading(): void {
    this.#fileProblem = undefined
    this.#candidates = []
    this.#leftAlone = []
    this.#taken = undefined
    this.#added = []
    this.#line = undefined
  }

  #read(text: string): ConnectInput {
    const reading = readConnectInput(text)
    const isConfirmed = reading.kind !== 'token' && reading.kind !== 'empty' && text === this.#confirmed
    return isConfirmed ? readAccessKey(text) : reading
  }

  #takeSession({ sessionToken = '', sessionExpiresAtMs: atMs }: Session): void {
    this.sessionToken = sessionToken
    this.#expiry = atMs === undefined ? undefined : { token: sessionToken, atMs }
  }

  toProfile(): { readonly profile: Profile } | FormProblem {
    const credentials = this.isAnonymous ? { accessKey: '', secretKey: '' } : this.#toCredentials()
    if ('problem' in credentials) return credentials
    const gateway = this.readEndpoint(this.endpoint)
    if ('problem' in gateway) return { field: 'endpoint', problem: gateway.problem }
    const given = {
      name: this.name,
      endpoint: gateway.endpoint,
      region: this.region,
      pathStyle: this.isPathStyle,
      ...credentials,
      isRemembered: this.isRemembered
    }
    return { profile: makeProfile(given, this.#edited) }
  }

  /** The profiles of the file that are added with the one in the fields. Nothing was asked about them. */
  toOtherProfiles(): readonly Profile[] {
    if (this.isAnonymous) return []
    return this.others.flatMap(({ candidate, endpoint, isAdded }) => {
      if (!isAdded || endpoint === undefined) return []
      const { accessKey, secretKey } = candidate
      const { region, pathStyle } = this.settingsFor(candidate)
      const name = nameOf(candidate) ?? ''
      const keys = { accessKey, secretKey, ...sessionOf(candidate) }
      return makeProfile({ name, endpoint, region, pathStyle, ...keys, isRemembered: this.isRemembered })
    })
  }

  #toCredentials(): Credentials | FormProblem {
    this.finishTyping()
    const reading = this.#reading
    if (this.inputProblem !== undefined) return { field: 'input', problem: this.inputProblem }
    if (this.held !== undefined) return { field: 'input', problem: { code: 'undecided' } }
    const { secretKey } = this
    if (reading.kind === 'token') return { accessKey: reading.token.accessKey, secretKey }
    if (reading.kind !== 'access-key') return { field: 'input', problem: { code: 'missing' } }
    const sessionToken = this.sessionToken.trim()
    if (sessionToken !== '' && !isSessionToken(sessionToken))
      return { field: 'input', problem: { code: 'session-token-character' } }
    const session = sessionOf({ sessionToken, sessionExpiresAtMs: this.sessionExpiresAtMs })
    return { accessKey: reading.accessKey, secretKey, ...session }
  }
}

/** No field where there is nothing: a stored record is compared with what was written. */
function sessionOf({ sessionToken, sessionExpiresAtMs }: Session): Session {
  if (sessionToken === undefined || sessionToken === '') return {}
  return { sessionToken, ...(sessionExpiresAtMs !== undefined && { sessionExpiresAtMs }) }
}
