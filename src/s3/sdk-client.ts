// Builds the SDK's client so that it does what Lockgate means and nothing of what it does for AWS by itself.
import {
  S3Client,
  type $Command,
  type S3ClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes
} from '@aws-sdk/client-s3'
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner'
import { Sha256Js } from '@smithy/core/checksum'
import { isAnonymousProfile, type Profile } from '../domain/profile'
import { chooseSigV4, createEndpointProvider, SDK_REGION } from './endpoint'
import type { GatewayRequestHandler } from './request-handler'
import type { HandlerOptions, WireRequest } from './sdk-types'
import { createSigner, type HeaderSigner, type SigningRules } from './signing'

/** Any command of the SDK, by what it takes and gives. */
export type GatewayCommand<I extends ServiceInputTypes, O extends ServiceOutputTypes> = $Command<
  I,
  O,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>

/** @returns a client that tries once, sends no checksums of its own accord and signs by {@link createSigner}. */
export function createSdkClient(
  profile: Profile,
  signing: Pick<SigningRules, 'mayUseQuery' | 'linkSeconds'>,
  requestHandler: GatewayRequestHandler
): S3Client {
  const sdk = new S3Client({
    region: SDK_REGION,
    endpoint: profile.endpoint,
    endpointProvider: createEndpointProvider(profile),
    httpAuthSchemeProvider: chooseSigV4,
    forcePathStyle: profile.pathStyle,
    credentials: {
      accessKeyId: profile.accessKey,
      secretAccessKey: profile.secretKey,
      ...(profile.sessionToken !== undefined && { sessionToken: profile.sessionToken })
    },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    disableClockSkewCorrection: false,
    followRegionRedirects: false,
    maxAttempts: 1,
    bodyLengthChecker: (body: unknown) => (body instanceof Blob ? body.size : undefined),
    sha256: Sha256Js, // a signature is a kilobyte: five ways to Web Crypto's threads take longer
    requestHandler: {
      ...requestHandler,
      handle: async (request: WireRequest, options: HandlerOptions = {}) =>
        options.answer ?? (await requestHandler.handle(request, options))
    }
  })
  const { signer, credentials, sha256 } = sdk.config
  const presigner = new S3RequestPresigner({ credentials, sha256, region: profile.region })
  const { region, pathStyle } = profile
  const rules: SigningRules = { region, pathStyle, isAnonymous: isAnonymousProfile(profile), ...signing }
  let wrapped: Promise<HeaderSigner> | undefined // the scheme is always the same
  sdk.config.signer = (scheme) =>
    (wrapped ??= signer(scheme).then((inner) => createSigner(inner as HeaderSigner, presigner, rules))) as never
  return sdk
}

/** The request as the client would sign it, by what it knows of the gateway's clock. */
export async function signNow({ config }: S3Client, request: WireRequest): Promise<WireRequest> {
  const signer = (await config.signer()) as unknown as HeaderSigner
  return await signer.sign(request, { signingDate: new Date(Date.now() + config.systemClockOffset) })
}
