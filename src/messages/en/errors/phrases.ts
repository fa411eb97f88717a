// What several errors say.
import type { ErrorParameters as P } from '../../error-case'

export const NOTHING_CHANGED = 'Nothing was changed.'

export const gateway = ({ endpoint }: P): string =>
  endpoint === undefined ? 'The gateway' : `The gateway at ${endpoint}`

export const kept = ({ arePartsKept }: P): string =>
  arePartsKept ? ' The parts already sent are kept for a retry.' : ''
