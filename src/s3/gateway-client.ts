// One gateway, one user's credentials: sends the SDK's commands and lets nothing but AppErrors and AbortErrors out.
import type { S3Client, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3'
import { accountOfCredentials, type Account } from '../domain/account'
import { AppError } from '../domain/app-error'
import type { SignedRequest } from '../domain/ports'
import type { Profile } from '../domain/profile'
import type { SentRequest } from '../domain/request-history'
import { readRgwToken } from '../domain/rgw-token'
import { MAX_SILENCE_MS } from '../domain/within-time'
import { captureSigned } from './capture-signed'
import { probeEndpoint } from './connection-probe'
import { HEADS, READS, type Operation } from './error-table'
import { createRequestHandler, type GatewayRequestHandler } from './request-handler'
import { createSdkClient, signNow, type GatewayCommand } from './sdk-client'
import { isHtmlAnswer, translateError } from './translate-error'
import type { RequestLog, HandlerOptions, WireRequest } from './sdk-types'

/** To the first byte of a read; a completed upload may take the gateway longer, so writes have no limit. */
const READ_TIMEOUT_MS = MAX_SILENCE_MS
/** Between two bytes of the answer to a write, which the gateway may begin before it has done its work. */
const MAX_WRITE_SILENCE_MS = 600_000
const READ_RETRY_DELAY_MS = 300

const BODIES: ReadonlySet<Operation> = new Set(['PutObject', 'UploadPart'])
const WORTH_ANOTHER_TRY: readonly string[] = ['unreachable', 'gateway-busy', 'gateway-failed', 'truncated']

export interface GatewayOptions {
  /** Whose credentials the profile has; by default what they alone tell. */
  readonly account?: Account
  /** The profile as it is now, of the same account: each request is signed with its present credentials. */
  readonly currentProfile?: () => Profile
  /** Told of each request that was sent. */
  readonly onRequest?: ((request: SentRequest) => void) | undefined
  /** For tests; by default fetch and XMLHttpRequest. */
  readonly requestHandler?: GatewayRequestHandler
}

export interface CommandOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((sentBytes: number) => void) | undefined
  /** The answer's headers, names in lower case, as far as they are exposed: for what the SDK does not read. */
  readonly onHeaders?: ((headers: Readonly<Record<string, string>>) => void) | undefined
  readonly readDocument?: HandlerOptions['readDocument']
}

/** A command whose request was built by hand: the SDK reads its answer only where it is no success. */
export interface BuiltRequest<O> {
  /** Not yet signed. Undefined: the SDK builds it. */
  readonly request: (profile: Profile) => WireRequest | undefined
  readonly read: (headers: Readonly<Record<string, string>>) => O
}

interface Failure {
  readonly error: AppError
  readonly exchange: RequestLog
  /** The gateway's clock is known now: the next signature will be right. */
  readonly hasLearntClock: boolean
  /** Refused without a word about the clock, which only header-signed requests are told. */
  readonly mayBeClock: boolean
}

/** What signs with one state of the profile. */
interface Signer {
  readonly profile: Profile
  readonly isToken: boolean
  /** False for secrets that no address may hold: a token's password, or a session token. */
  readonly mayUseQuery: boolean
  readonly sdk: S3Client
}

function createSigner(profile: Profile, handler: GatewayRequestHandler): Signer {
  // A broken token holds a password too.
  const isToken = readRgwToken(profile.accessKey).kind !== 'none'
  const mayUseQuery = !isToken && profile.sessionToken === undefined
  return { profile, isToken, mayUseQuery, sdk: createSdkClient(profile, { mayUseQuery }, handler) }
}

export class GatewayClient {
  readonly account: Account
  readonly onRequest: GatewayOptions['onRequest']
  readonly #currentProfile: () => Profile
  readonly #handler: GatewayRequestHandler
  #signer: Signer

  constructor(profile: Profile, options: GatewayOptions = {}) {
    this.onRequest = options.onRequest
    this.account = options.account ?? accountOfCredentials(profile)
    this.#currentProfile = options.currentProfile ?? (() => profile)
    this.#handler = options.requestHandler ?? createRequestHandler(options.onRequest)
    this.#signer = createSigner(profile, this.#handler)
  }

  /** As it is now. */
  get profile(): Profile {
    return this.#now.profile
  }
  /** The access key is a token, with a password in it. */
  get isToken(): boolean {
    return this.#now.isToken
  }

  get #now(): Signer {
    const profile = this.#currentProfile()
    if (profile !== this.#signer.profile) this.#signer = createSigner(profile, this.#handler)
    return this.#signer
  }

  /**
   * Sends a command. Reads get one more try after a failure of the way; everything gets one more when the failure told the
   * gateway's clock. Rejects with an AppError, or an AbortError when the signal fires.
   * @param createCommand called for each try, since the SDK changes commands as it sends them
   */
  async send<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    operation: Operation,
    createCommand: () => GatewayCommand<I, O>,
    options: CommandOptions = {},
    built?: BuiltRequest<O>
  ): Promise<O> {
    const attempt = (sdk?: S3Client) => this.#attempt(this.#now, sdk, operation, createCommand(), options, built)
    let result = await attempt()
    if ('output' in result) return result.output

    if (result.hasLearntClock) result = await attempt()
    else if (READS.has(operation) && WORTH_ANOTHER_TRY.includes(result.error.kind)) {
      await new Promise((resolve) => setTimeout(resolve, READ_RETRY_DELAY_MS))
      result = await attempt()
    }
    if ('output' in result) return result.output

    if (!HEADS.has(operation) && READS.has(operation) && result.mayBeClock) {
      const { profile } = this.#now
      const again = await attempt(createSdkClient(profile, { mayUseQuery: false }, this.#handler))
      if ('output' in again) return again.output
      if (again.error.kind === 'clock-skewed') throw again.error
    }
    const error = await this.#diagnose(result, operation, options.signal)
    throwIfAborted(options.signal)
    throw error
  }

  /** Signs a command by the same rules and sends nothing. The result is secret. */
  async sign<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    command: GatewayCommand<I, O>
  ): Promise<SignedRequest> {
    return captureSigned(this.#now.sdk, command)
  }

  /**
   * Signs a command as a link that opens for so long; headers of its own are signed by name and must be sent with it. Sends nothing.
   * @returns a secret until then. With a token it holds the password for good: the caller has asked.
   */
  async signLink<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    command: GatewayCommand<I, O>,
    linkSeconds: number
  ): Promise<string> {
    const { profile, sdk: own } = this.#now
    const sdk = createSdkClient(profile, { mayUseQuery: true, linkSeconds }, this.#handler)
    sdk.config.systemClockOffset = own.config.systemClockOffset // what was learnt of the gateway's clock
    return (await captureSigned(sdk, command)).url
  }

  async #attempt<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    signer: Signer,
    sdk: S3Client | undefined,
    operation: Operation,
    command: GatewayCommand<I, O>,
    { signal, ...given }: CommandOptions,
    built: BuiltRequest<O> | undefined
  ): Promise<{ readonly output: O } | Failure> {
    const exchange: RequestLog = {}
    const isObject = operation === 'GetObject'
    const handlerOptions: HandlerOptions = {
      ...given,
      exchange,
      isObject,
      isDocument: READS.has(operation) && !HEADS.has(operation) && !isObject,
      ...(signal === undefined ? {} : { abortSignal: signal }),
      ...(READS.has(operation) ? { requestTimeout: READ_TIMEOUT_MS } : { maxSilenceMs: MAX_WRITE_SILENCE_MS })
    }
    throwIfAborted(signal)
    try {
      const client = sdk ?? signer.sdk
      const request = built?.request(signer.profile)
      const output =
        built === undefined || request === undefined
          ? await client.send(command, handlerOptions)
          : await this.#sendBuilt(client, command, request, built.read, handlerOptions)
      // HEAD and GET answer with the object's own type. Anything else that is a page comes from someone who is not S3.
      if (!HEADS.has(operation) && !isObject && isHtmlAnswer(exchange))
        throw new AppError('not-s3', { status: exchange.status })
      return { output }
    } catch (thrown) {
      throwIfAborted(signal)
      return this.#explain(
        thrown,
        signer,
        operation,
        exchange,
        command.input as { Key?: string; SSECustomerKey?: string }
      )
    }
  }

  async #sendBuilt<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    sdk: S3Client,
    command: GatewayCommand<I, O>,
    request: WireRequest,
    read: BuiltRequest<O>['read'],
    options: HandlerOptions
  ): Promise<O> {
    const answer = await this.#handler.handle(await signNow(sdk, request), options)
    const { statusCode, headers } = answer.response
    if (statusCode >= 200 && statusCode < 300) return read(headers)
    const answered: HandlerOptions = { ...options, answer }
    return await sdk.send(command, answered)
  }

  #explain(
    thrown: unknown,
    { profile, isToken, mayUseQuery }: Signer,
    operation: Operation,
    exchange: RequestLog,
    input: { readonly Key?: string; readonly SSECustomerKey?: string }
  ): Failure {
    const { endpoint, accessKey, secretKey, sessionToken } = profile
    const error = translateError(thrown, {
      operation,
      endpoint,
      exchange,
      key: input.Key,
      hasSseKey: input.SSECustomerKey !== undefined,
      isToken,
      secrets: [accessKey, secretKey, ...(sessionToken === undefined ? [] : [sessionToken])]
    })
    const metadata = (thrown as { $metadata?: { clockSkewCorrected?: boolean } } | undefined)?.$metadata
    // The SDK sets its clock by the Date header of an answer, where the page may read it, and marks the error.
    const hasLearntClock = metadata?.clockSkewCorrected === true
    const isQuerySigned = mayUseQuery && input.SSECustomerKey === undefined
    const mayBeClock = error.kind === 'access-denied' && isQuerySigned && !exchange.hasDate
    return { error, exchange, hasLearntClock, mayBeClock }
  }

  /** Asks why there was no answer; not for a body on its way, whose connection may have broken for reasons of its own. */
  async #diagnose(
    { error, exchange }: Failure,
    operation: Operation,
    signal: AbortSignal | undefined
  ): Promise<AppError> {
    const mayBeOnItsWay = BODIES.has(operation) && exchange.hasBodyLeft !== false
    if (error.kind !== 'unreachable' || mayBeOnItsWay) return error
    const reach = await probeEndpoint(this.profile.endpoint, signal, this.onRequest)
    if (reach === 'unreachable' || reach === 'silent') return error
    return new AppError(reach === 'redirected' ? 'redirected' : 'cors-blocked', error.details, { cause: error })
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new DOMException('Cancelled', 'AbortError')
}
