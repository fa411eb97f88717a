// What an endpoint's address tells before anything is sent: what a browser blocks, and what only some networks or browsers let through.
import { transportOf } from './profile'

/**
 * `mixed-content`: an https page must not ask plain http. `mixed-loopback`: of this machine some browsers allow it.
 * `private-address`: written in digits, and of a network that is not the internet. `open-http`: nothing is encrypted.
 */
export type AddressNote = 'mixed-content' | 'mixed-loopback' | 'private-address' | 'open-http'

export interface AssessedNote {
  readonly code: AddressNote
  readonly state: 'warn' | 'bad'
}

/** @param endpoint an origin. @returns nothing for an address that is good. */
export function assessAddress(endpoint: string, pageOrigin: string): readonly AssessedNote[] {
  const notes: AssessedNote[] = []
  const transport = transportOf(endpoint)
  const isHttpsPage = pageOrigin.startsWith('https:')
  if (isHttpsPage && transport === 'http-open') notes.push({ code: 'mixed-content', state: 'bad' })
  else if (isHttpsPage && transport === 'http-loopback') notes.push({ code: 'mixed-loopback', state: 'warn' })
  else if (transport === 'http-open') notes.push({ code: 'open-http', state: 'warn' })
  // A page of the same network, or of this machine, is where such an address belongs.
  if (isPrivateAddress(new URL(endpoint).hostname) && !isLocal(new URL(pageOrigin).hostname))
    notes.push({ code: 'private-address', state: 'warn' })
  return notes
}

/** @param host as a URL has it, so IPv4 in four decimal numbers and IPv6 in brackets. RFC 1918, 3927, 4193, 4291, 6598. */
export function isPrivateAddress(host: string): boolean {
  const ipv4 = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host)
  if (ipv4 !== null) {
    const [first, second] = [Number(ipv4[1]), Number(ipv4[2])]
    return (
      first === 10 ||
      (first === 172 && second >= 16 && second <= 31) ||
      (first === 192 && second === 168) ||
      (first === 169 && second === 254) ||
      (first === 100 && second >= 64 && second <= 127)
    )
  }
  return /^\[(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i.test(host)
}

function isLocal(host: string): boolean {
  return isPrivateAddress(host) || transportOf(`http://${host}`) === 'http-loopback'
}
