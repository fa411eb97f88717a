// `npm run demo`: the built page with a real gateway behind it and a user who has data there, until Ctrl-C.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OPEN_BUCKET, putSampleData } from './demo-data'
import { formatSite } from './demo-site'
import { startGateway, type GatewayInfo } from './gateway'
import { openRunScope } from './run-scope'
import { serveDist } from './static-server'
import { runToolOrFail } from './tool'

const root = fileURLToPath(new URL('../..', import.meta.url))
const dist = join(root, 'dist')

/** The time of the newest file at or below a path; 0 when there is none. */
function newestMs(path: string): number {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

function isBuilt(): boolean {
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', '.config', 'package-lock.json']
  return newestMs(join(dist, 'index.html')) > Math.max(...sources.map((name) => newestMs(join(root, name))))
}

function formatWelcome(pageUrl: string, { http, direct, alice, bob, ldap }: GatewayInfo): string {
  const lines = [
    `Lockgate      ${pageUrl}`,
    '',
    'The page opens as alice, who has three buckets with sample data.',
    `Gateway       ${http}`,
    `without CORS  ${direct} (as every gateway comes; bucket ${OPEN_BUCKET} has a rule for the page)`,
    `Access key    ${alice.accessKey}`,
    `Secret key    ${alice.secretKey}`,
    `To share with ${bob.userId}`,
    ...(ldap === undefined ? [] : [`LDAP token    ${ldap.token}`]),
    '',
    'Ctrl-C stops everything and leaves nothing behind.'
  ]
  const rule = '─'.repeat(72)
  return `\n${rule}\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n${rule}\n`
}

openRunScope()
if (!isBuilt()) {
  console.log('Building the page …')
  await runToolOrFail('npm', ['run', 'build'], { cwd: root, timeoutMs: 300_000 })
}
console.log('Starting a gateway …')
const ldap = ['/usr/sbin/slapd', '/usr/libexec/slapd'].some((file) => existsSync(file))
const { info } = await startGateway({ ldap })
const page = await serveDist({ dir: dist, extra: new Map([['site.json', formatSite(info)]]) })
await putSampleData(info, new URL(page.url).origin)
console.log(formatWelcome(page.url, info))
process.on('exit', () => console.log('\nStopped.'))
