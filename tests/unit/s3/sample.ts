// What the unit tests of the gateway adapter share: a profile, a key, and a handler that answers without a network.
import { HttpResponse } from '@smithy/core/protocols'
import type { Profile } from '../../../src/domain/profile'
import type { SseKey } from '../../../src/domain/sse-key'
import type { GatewayRequestHandler } from '../../../src/s3/request-handler'
import type { HandlerOptions, WireRequest } from '../../../src/s3/sdk-types'

export const profile: Profile = {
  id: 'p',
  name: 'Example',
  endpoint: 'https://rgw.example.edu',
  region: 'us-east-1',
  pathStyle: true,
  accessKey: 'AKEXAMPLE',
  secretKey: 'secret-of-the-example',
  isRemembered: false,
  createdAtMs: 0
}

/** {"RGW_TOKEN":{"version":1,"type":"ldap","id":"ada","key":"hunter2"}} */
export const token = btoa('{"RGW_TOKEN":{"version":1,"type":"ldap","id":"ada","key":"hunter2"}}')

export const sseKey: SseKey = {
  id: 'k',
  name: 'Key',
  bytes: new TextEncoder().encode('0123456789abcdef0123456789abcdef'),
  form: 'keystring',
  md5Base64: 'hRasmdxgYDKV3nvbahU1MA==',
  origin: 'made',
  createdAtMs: 0,
  savedAtMs: undefined,
  endpoints: [],
  lastUsedAtMs: undefined
}

export interface Answer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** A handler that gives the answers in turn (an Error is thrown), the last one again and again, and records the requests. */
export function answering(
  ...answers: (Answer | Error)[]
): GatewayRequestHandler & { readonly requests: WireRequest[] } {
  const requests: WireRequest[] = []
  return {
    requests,
    async handle(request: WireRequest, { exchange = {} }: HandlerOptions = {}) {
      requests.push(request)
      exchange.isSent = true
      const answer = answers[Math.min(requests.length, answers.length) - 1]
      if (answer === undefined || answer instanceof Error) throw answer
      const { status, headers = {}, body = '' } = answer
      Object.assign(exchange, { status, contentType: headers['content-type'], hasDate: 'date' in headers })
      const bytes = new Blob([body]).stream()
      return { response: new HttpResponse({ statusCode: status, headers, body: bytes }) }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({})
  }
}

/** An S3 error as a gateway writes it. */
export function s3Error(status: number, code: string, message = '', headers: Record<string, string> = {}): Answer {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>tx1</RequestId></Error>`
  return { status, body, headers: { 'content-type': 'application/xml', ...headers } }
}
