// Six rounds of `npm run faults:copies`, the same ones each time, judged by all that the gateway has afterwards.
import { expect, it } from 'vitest'
import { playCopyRound } from '../../faults/copies/play'
import { formatCopyRound } from '../../faults/copies/report'
import { planCopyRound } from '../../faults/copies/round'
import { keyOf } from '../../faults/copies/stage'
import { Store } from '../../faults/copies/store'
import { gateway } from '../fixture'

const SEED = 2
const keys = { own: keyOf('own'), wished: keyOf('wished') }
const rig = { info: gateway, keys, store: new Store(gateway, [keys.own, keys.wished]) }

it.each([0, 1, 2, 3, 4, 5])(
  'round %i: no source is gone without its copy, and nothing that was to be encrypted is left unencrypted',
  async (index) => {
    const result = await playCopyRound(planCopyRound(SEED, index), rig)
    expect(result.wrong, formatCopyRound(result)).toEqual([])
  }
)
