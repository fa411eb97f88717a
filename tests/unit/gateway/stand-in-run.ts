// Stands in for a run of tests: children of every kind that a suite has, and files. Tells of them in one line, and stays.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRunScope } from '../../gateway/run-scope'

const dir = openRunScope()
writeFileSync(join(tmpdir(), 'report.json'), '{}')

const start = (script: string, detached = false): number =>
  spawn('sh', ['-c', script], { detached, stdio: 'ignore' }).pid ?? -1
const pids = [
  start('exec sleep 600'),
  start('exec sleep 600', true), // in a session of its own, as a browser
  start(`sleep 600 & echo $! > ${join(dir, 'orphan')}`), // whose child has no parent any more
  start(`trap "" INT TERM HUP; touch ${join(dir, 'deaf')}; while :; do sleep 1; done`)
]
setInterval(() => {}, 600_000)
console.log(JSON.stringify({ dir, pids, pid: process.pid }))
