// A search by name: before it, while it runs, and however it ends.
import { m } from '../../../src/messages/messages'
import { never, refuse } from '../gateway'
import { makeObject, type World } from '../world'
import type { AppState } from './state'

const at = { place: 'search', bucket: 'field-data', prefix: '', isBelow: false, text: '' } as const

const run = Array.from({ length: 1000 }, (_, n) =>
  makeObject(`2026/station-${String(n % 7).padStart(2, '0')}/run-${String(n).padStart(5, '0')}.csv`, 40_960 + n)
)

const later =
  (rest: () => Promise<never>) =>
  (world: World): void => {
    world.gateway = ({ storage }) => {
      storage.listPage = ({ token }) =>
        token === undefined ? Promise.resolve({ prefixes: [], objects: run, nextToken: '1' }) : rest()
    }
  }

export const search: readonly AppState[] = [
  { name: 'search/empty', at: { ...at, prefix: '2026/' } },
  { name: 'search/complete', at: { ...at, text: 'station' }, act: (user) => user.see('station-02.nc') },
  { name: 'search/none', at: { ...at, prefix: '2026/', isBelow: true, text: 'nothing of this name' } },
  { name: 'search/running', at: { ...at, text: 'run-*7.csv' }, world: later(never), act: (user) => user.see('00007') },
  {
    name: 'search/stopped',
    at: { ...at, text: 'run-*7.csv' },
    world: later(never),
    act: (user) => user.press(m.common.stop)
  },
  {
    name: 'search/failed',
    at: { ...at, text: 'run-*7.csv' },
    world: later(refuse('gateway-failed', { status: 500, operation: 'ListObjectsV2' }))
  },
  {
    name: 'search/failed-without-match',
    at: { ...at, text: 'nothing of this name' },
    world: later(refuse('unreachable'))
  }
]
