// Who needs a key, in words.
import type { KeyHolder, KeyUse } from '../../domain/key-use'
import { plural } from '../common/format'

const USES: Readonly<Record<KeyUse, string>> = {
  upload: 'upload',
  download: 'download',
  edit: 'open editor',
  restore: 'restore'
}

/** Such as “2 uploads in this tab”. */
export function describeHolder({ tab, use, count }: KeyHolder): string {
  const where = tab === 'this' ? 'in this tab' : 'in another tab'
  if (use === undefined) return 'another tab'
  return count === undefined ? `${USES[use]}s ${where}` : `${plural(count, USES[use])} ${where}`
}
