// What the demo's page is told of its gateway: two addresses, one as every gateway comes.
import type { GatewayInfo } from './gateway'

/** The page's settings. They hold alice's secret: the server gives them to this machine's own pages only. */
export function formatSite({ http, direct, alice }: GatewayInfo): string {
  const { accessKey, secretKey } = alice
  return JSON.stringify({
    name: 'Lockgate demo',
    endpoints: [
      { name: 'Local gateway', url: http },
      { name: 'The same without CORS', url: direct }
    ],
    demoProfile: { name: 'alice', endpoint: http, accessKey, secretKey, region: 'us-east-1' }
  })
}
