// What several errors say.
import type { ErrorParameters as P } from '../../error-case'

export const NOTHING_CHANGED = 'Es wurde nichts geändert.'

export const gateway = ({ endpoint }: P): string =>
  endpoint === undefined ? 'Das Gateway' : `Das Gateway unter ${endpoint}`

export const kept = ({ arePartsKept }: P): string =>
  arePartsKept ? ' Bereits gesendete Teile bleiben für einen neuen Versuch erhalten.' : ''
