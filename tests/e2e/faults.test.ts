// 20 rounds of `npm run faults`, the same ones each time, of every kind that needs no minute of silence and leaves the gateway alone.
// Judged by boto3, by the files that were saved, and by what another host received.
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { playBatch, type Table } from '../faults/batch'
import { playDisaster } from '../faults/disaster'
import { Driver } from '../faults/driver'
import { startOracle } from '../faults/oracle'
import { startOtherHost } from '../faults/other-host'
import { formatRound } from '../faults/report'
import { planRound, type Round } from '../faults/round'
import { SCENARIOS, type Kind, type Request } from '../faults/scenarios'
import type { Wire } from '../faults/wire'
import { writeRandomFile } from '../bench/random-file'
import { expect, test as base } from './fixture'

const SEED = 7

interface Fixtures {
  readonly table: Table
  readonly setPace: (bytesPerSecond: number | undefined) => void
}

const test = base.extend<Fixtures & { readonly pace: { bytesPerSecond: number | undefined } }>({
  pace: async ({}, use) => use({ bytesPerSecond: undefined }),
  setPace: async ({ pace }, use) => use((bytesPerSecond) => void (pace.bytesPerSecond = bytesPerSecond)),
  table: async ({ page, baseURL, info, bucket, hosts, secrets, pace, connectThrough }, use, testInfo) => {
    const wires = new Set<Wire>()
    await connectThrough({
      get bytesPerSecond() {
        return pace.bytesPerSecond
      },
      get answerBytesPerSecond() {
        return pace.bytesPerSecond
      },
      fault: (exchange) => [...wires].find((wire) => wire.owns(exchange))?.faultOf(exchange)
    })
    const otherHost = await startOtherHost()
    const oracle = startOracle(info)
    hosts.push(otherHost.url)
    const key = randomBytes(16).toString('hex')
    const sseKey = Buffer.from(key).toString('base64')
    secrets.push(key, sseKey)
    const [keyFile, first] = [testInfo.outputPath('faults.key'), testInfo.outputPath('first.bin')]
    writeFileSync(keyFile, key)
    await writeRandomFile(first, 1)
    const driver = new Driver(page, baseURL ?? '', bucket)
    await driver.prepare(keyFile, first)
    await use({ driver, oracle, otherHost, bucket, sseKey, workDir: testInfo.outputPath('files'), wires })
    oracle.close()
    await otherHost.close()
  }
})

function plan(kind: Kind, on: Request, index: number): Round {
  const scenario = SCENARIOS.find((one) => one.kind === kind && one.on === on)
  if (scenario === undefined) throw new Error(`No scenario of ${kind} on ${on}`)
  return planRound(SEED, index, scenario)
}

const groups: Readonly<Record<string, readonly (readonly [Kind, Request])[]>> = {
  'damaged on the way': [
    ['flip-request', 'PutObject'],
    ['flip-request', 'UploadPart'],
    ['flip-answer', 'GetObject'],
    ['short-request', 'PutObject'],
    ['short-answer', 'GetObject'],
    ['no-etag', 'PutObject']
  ],
  'broken off': [
    ['reset-request', 'UploadPart'],
    ['reset-answer', 'GetObject'],
    ['cut-answer', 'GetObject'],
    ['lost-answer', 'PutObject'],
    ['lost-answer', 'CompleteMultipartUpload'],
    ['duplicate-answer', 'PutObject']
  ],
  'sent elsewhere or refused': [
    ['busy-503', 'PutObject'],
    ['redirect', 'UploadPart'],
    ['redirect', 'GetObject'],
    ['error-500', 'ListObjectsV2'],
    ['busy-503', 'GetObject'],
    ['error-in-200', 'CompleteMultipartUpload']
  ]
}

for (const [number, [title, chosen]] of Object.entries(groups).entries())
  test(`${title}: nothing is lost, nothing falsely done, no key goes to another host`, async ({ table }) => {
    const rounds = chosen.map(([kind, on], index) => plan(kind, on, 10 * number + index))
    const results = await playBatch(rounds, table)
    expect(results.filter(({ wrong }) => wrong.length > 0).map(formatRound)).toEqual([])
  })

test('a tab that is killed leaves nothing damaged or falsely done, and what is unfinished is listed', async ({
  page,
  baseURL,
  table,
  setPace
}) => {
  const rounds = [plan('tab-killed', 'UploadPart', 30), plan('tab-killed', 'GetObject', 31)]
  const killTab = async (): Promise<Driver> => {
    const other = await page.context().newPage()
    await page.close({ runBeforeUnload: false })
    await other.goto(baseURL ?? '')
    return new Driver(other, baseURL ?? '', table.bucket)
  }
  const results = await playDisaster('tab-killed', rounds, table, { setPace, killTab })
  expect(results.filter(({ wrong }) => wrong.length > 0).map(formatRound)).toEqual([])
})
