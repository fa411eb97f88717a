// The table of the connection check: gateways that are set up in the ways that go wrong, and beside each the narrowest class that a
// browser can tell, written before the run.
import { byGeneration } from '../../gateway/generation'
import type { BrokenSetups } from './broken-setups'
import { errorTitle } from '../error-words'

/** Resolves to this machine, in the browser of these tests. */
export const HOST = 'plain.example.edu'
/** Resolves to nothing. */
export const GONE = 'gone.example.edu'

export interface Row {
  readonly name: string
  readonly endpoint: string
  /** Known to the user, and entered in the check. */
  readonly bucket?: string
  readonly secretKey?: string
  readonly account?: { readonly accessKey: string; readonly secretKey: string }
  /** Of this computer’s clock. */
  readonly aheadMs?: number
  /** The code of the narrowest class; with `refused` the title of the error, with others what the title names. */
  readonly possible: string
  readonly title?: string
  /** Steps that must be as they are said. */
  readonly steps?: Readonly<Record<string, string>>
}

export function brokenRows(
  { ports, freePort, rudePort }: BrokenSetups,
  info: { readonly direct: string; readonly version: string },
  buckets: Readonly<Record<'bare' | 'open' | 'other' | 'two' | 'reads', string>>,
  suspended: { readonly accessKey: string; readonly secretKey: string }
): readonly Row[] {
  const at = (port: number, scheme = 'http'): string => `${scheme}://127.0.0.1:${port}`
  const { direct } = info
  const refused = errorTitle('credentials-refused')
  const NOT_KNOWN = { credentials: 'unknown' }
  return [
    {
      name: 'as it should be',
      endpoint: at(ports.open),
      possible: 'good',
      steps: { clock: 'good', sse: 'good', rights: 'good' }
    },
    { name: 'down', endpoint: at(freePort), possible: 'no-connection' },
    { name: 'wrong port: no web server', endpoint: at(rudePort), possible: 'no-connection' },
    { name: 'a name that does not resolve', endpoint: `http://${GONE}:${ports.open}`, possible: 'no-connection' },
    { name: 'down, https', endpoint: at(freePort, 'https'), possible: 'no-connection' },
    { name: 'self-signed', endpoint: at(ports.tls, 'https'), possible: 'other-scheme' },
    { name: 'TLS to an http port', endpoint: at(ports.open, 'https'), possible: 'other-scheme' },
    // nginx answers 400 with a page of its own, which CORS lets through here; its https is not trusted, so that can't be asked.
    {
      name: 'http to a TLS port',
      endpoint: at(ports.tls),
      possible: 'refused',
      title: errorTitle('not-s3')
    },
    {
      name: 'plain http',
      endpoint: `http://${HOST}:${ports.open}`,
      possible: 'good',
      steps: { address: 'warn', sse: 'unknown' }
    },
    { name: 'a redirect', endpoint: at(ports.redirect), possible: 'redirected' },
    { name: 'no CORS', endpoint: direct, possible: 'not-let-in', steps: NOT_KNOWN },
    {
      name: 'no CORS, a bucket without rules',
      endpoint: direct,
      bucket: buckets.bare,
      possible: 'not-let-in',
      steps: NOT_KNOWN
    },
    {
      name: 'no CORS, a rule for another page',
      endpoint: direct,
      bucket: buckets.other,
      possible: 'not-let-in',
      steps: NOT_KNOWN
    },
    {
      name: 'no CORS, a bucket that is none',
      endpoint: direct,
      bucket: 'check-none',
      possible: 'not-let-in',
      steps: NOT_KNOWN
    },
    {
      name: 'only bucket rules',
      endpoint: direct,
      bucket: buckets.open,
      possible: 'buckets-only',
      steps: { credentials: 'good' }
    },
    {
      name: 'only bucket rules, for reading',
      endpoint: direct,
      bucket: buckets.reads,
      possible: 'methods-refused',
      title: 'PUT'
    },
    {
      name: 'two rules for one origin',
      endpoint: direct,
      bucket: buckets.two,
      possible: byGeneration(info, {
        Pacific: 'methods-refused',
        Reef: 'methods-refused',
        Tentacle: 'methods-refused'
      }),
      title: 'DELETE'
    },
    {
      name: 'only bucket rules, wrong secret',
      endpoint: direct,
      bucket: buckets.open,
      secretKey: 'wrong',
      possible: 'signed-hidden',
      steps: NOT_KNOWN
    },
    {
      name: 'only bucket rules, clock two hours off',
      endpoint: direct,
      bucket: buckets.open,
      aheadMs: -7_200_000,
      possible: 'clock-blocks',
      steps: { ...NOT_KNOWN, clock: 'bad' }
    },
    { name: 'CORS without ETag', endpoint: at(ports.hiddenEtag), possible: 'headers-hidden', title: 'ETag' },
    { name: 'CORS without Date', endpoint: at(ports.hiddenDate), possible: 'headers-hidden', title: 'Date' },
    {
      name: 'CORS without x-rgw headers',
      endpoint: at(ports.hiddenUsage),
      possible: 'headers-hidden',
      title: 'x-rgw-object-count'
    },
    { name: 'CORS without DELETE', endpoint: at(ports.withoutDelete), possible: 'methods-refused', title: 'DELETE' },
    { name: 'CORS without the SSE-C headers', endpoint: at(ports.withoutSse), possible: 'sse-refused' },
    { name: 'CORS without headers on errors', endpoint: at(ports.hiddenErrors), possible: 'failures-hidden' },
    {
      name: 'CORS without headers on errors, wrong secret',
      endpoint: at(ports.hiddenErrors),
      secretKey: 'wrong',
      possible: 'not-let-in',
      steps: NOT_KNOWN
    },
    {
      name: 'clock two hours off',
      endpoint: at(ports.open),
      aheadMs: 7_200_000,
      possible: 'clock-off',
      steps: { clock: 'warn', credentials: 'good' }
    },
    {
      name: 'clock two hours off, Date hidden',
      endpoint: at(ports.hiddenDate),
      aheadMs: -7_200_000,
      possible: 'refused',
      title: errorTitle('clock-skewed'),
      steps: { clock: 'bad' }
    },
    {
      name: 'wrong secret',
      endpoint: at(ports.open),
      secretKey: 'wrong',
      possible: 'refused',
      title: refused,
      steps: { credentials: 'bad' }
    },
    {
      name: 'suspended user',
      endpoint: at(ports.open),
      account: suspended,
      possible: 'refused',
      title: refused,
      steps: { credentials: 'bad' }
    },
    { name: 'a proxy that answers HTML', endpoint: at(ports.html), possible: 'refused', title: errorTitle('not-s3') },
    {
      name: 'a proxy that fails with HTML',
      endpoint: at(ports.htmlError),
      possible: 'refused',
      title: errorTitle('gateway-failed')
    },
    { name: 'a proxy with a 1 MB limit', endpoint: at(ports.oneMegabyte), possible: 'too-large', title: '1 MB' }
  ]
}
