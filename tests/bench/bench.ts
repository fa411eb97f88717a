// How fast Lockgate is, beside the bare browser and aws-cli: on one gateway, in one run, turn and turn about. Judges nothing.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { startGateway } from '../gateway/gateway'
import { openRunScope } from '../gateway/run-scope'
import { runToolOrFail } from '../gateway/tool'
import { createAwsCli } from './aws-cli'
import { openBareBrowser } from './bare-browser'
import type { Course } from './contestant'
import { openLockgate } from './lockgate'
import { runManyKeys } from './many-keys'
import { parseOptions } from './options'
import { writeRandomFile } from './random-file'
import { runRounds } from './rounds'
import { Store } from './store'
import { formatMemory, formatTimes } from './table'

const options = parseOptions(process.argv.slice(2))
const workDir = openRunScope()

const file = join(workDir, 'random.bin')
const sseKeyFile = join(workDir, 'bench.key')
const sseKey = randomBytes(16).toString('hex')
await writeRandomFile(file, options.sizeBytes)
writeFileSync(sseKeyFile, sseKey, { mode: 0o600 })

const gateway = await startGateway({ store: 'bluestore' })
try {
  const { http: endpoint, alice } = gateway.info
  const store = new Store(gateway.info, sseKey)
  const { accessKey, secretKey } = alice
  const { sizeBytes, rounds, distDir } = options
  const course: Course = { endpoint, accessKey, secretKey, file, sizeBytes, sseKey, sseKeyFile, workDir }
  const open = async () => [
    await openLockgate(course, distDir),
    await openBareBrowser(course, store),
    createAwsCli(course)
  ]
  const tell = (line: string): void => console.log(line)
  const manyKeys = await runManyKeys(course, store, options, tell)
  const { disciplines, names } = await runRounds(store, rounds, open, tell)

  const size = `${sizeBytes / 1024 ** 2} MiB`
  const [cpu] = cpus()
  const version = (await runToolOrFail('chromium', ['--version'])).stdout.toString('utf8').trim()
  const ceph = (await runToolOrFail('radosgw', ['--version'])).stdout.toString('utf8').split(' ').slice(0, 3).join(' ')
  console.log(`\n${size}, ${rounds} rounds: median (least–most); ratios are speeds, above 1 Lockgate is the faster\n`)
  console.log(formatTimes(disciplines, names))
  console.log('\nMemory of all processes of the browser, at its peak, above idle (PSS)\n')
  console.log(formatMemory(disciplines, names))
  console.log('\nVery many keys\n')
  console.log(manyKeys)
  console.log(
    `\n${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()}; ${version}; ` +
      `${ceph} with bluestore behind nginx, all on this machine`
  )
} finally {
  await gateway.stop()
}
process.exit()
