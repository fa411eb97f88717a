import { describe, expect, it } from 'vitest'
import type { PendingAcl } from '../../../src/domain/pending-acl'
import type { AclRecoveryOutcome } from '../../../src/operations/access/recover-acl'
import { givenToForeign, isOpened, judgeRecovery } from '../../faults/copies/attributes'
import type { Actor } from '../../faults/copies/stage'
import type { StoredVersion } from '../../faults/copies/store'

const OWNER = 'alice FULL_CONTROL'
const EVERYONE = 'http://acs.amazonaws.com/groups/global/AllUsers READ'
const PRIVATE: StoredVersion = {
  ...{ bucket: 'b', key: 'in/a', versionId: 'null', isLatest: true, etag: '"1"', modifiedAtMs: 0 },
  ...{ keyId: 'k', sha256: 's', grants: [OWNER], tags: '[]', metadata: '{}' }
}
const PUBLIC = { ...PRIVATE, grants: [OWNER, EVERYONE] }
const TAGGED = { ...PRIVATE, tags: '[{"Key":"state","Value":"raw"}]' }

const actor: Actor = {
  ...{ sourceKey: 'in/a', targetKey: 'in/a', sha256: 's', sourceKeyId: 'none', targetKeyId: 'k' },
  ...{ isTaken: false, mayHideTags: false }
}
const pending: PendingAcl = {
  ...{ id: '1', endpoint: 'https://s3.example', bucket: 'b', key: 'in/a', etag: '1', beganAtMs: 0 },
  acl: { owner: { id: 'alice' }, grants: [] }
}
const asks = (missing: { acl: boolean; tags: string[] }): AclRecoveryOutcome => ({
  ...{ kind: 'ask', pending, reason: 'unclear', now: undefined, error: undefined, missing, restoredOwner: undefined }
})

describe('the judge of ACLs and tags', () => {
  it('sees a private object opened', () => {
    expect(isOpened(PUBLIC, PRIVATE)).toBe(true)
    expect(isOpened(PRIVATE, PUBLIC)).toBe(false)
  })

  it('demands what was replaced to have what it had', () => {
    const judge = (now: StoredVersion, former: StoredVersion, outcomes: AclRecoveryOutcome[]) =>
      judgeRecovery(actor, { now, former }, outcomes)
    expect(judge(PRIVATE, PUBLIC, [])).toEqual(['acl lost, and not told'])
    expect(judge(PRIVATE, TAGGED, [{ kind: 'settled' }])).toEqual(['tags lost, and not told'])
    expect(judge(PRIVATE, PUBLIC, [asks({ acl: true, tags: [] })])).toEqual([])
    expect(judge(PUBLIC, PUBLIC, [])).toEqual([])
  })

  it('lets nothing be called missing that is there', () => {
    const seen = { now: PUBLIC, former: PUBLIC }
    expect(judgeRecovery(actor, seen, [asks({ acl: true, tags: ['state'] })])).toEqual([
      'acl said to be missing, and there',
      'tags said to be missing, and there'
    ])
    expect(judgeRecovery(actor, seen, [{ kind: 'replaced', pending, isGone: false }])).toEqual([
      'said to be another object, and is not'
    ])
  })

  it('demands nothing of an object that was not replaced', () => {
    const now = { ...PRIVATE, keyId: 'none' }
    expect(judgeRecovery(actor, { now, former: PUBLIC }, [])).toEqual([])
  })

  it('sees what another client’s object got, but for the windows', () => {
    expect(givenToForeign(PUBLIC, 'GET acl')).toEqual(['acl'])
    expect(givenToForeign(PUBLIC, 'PUT acl')).toEqual([])
    expect(givenToForeign(TAGGED, 'GET')).toEqual(['tags'])
    expect(givenToForeign(TAGGED, 'PUT tagging')).toEqual([])
    expect(givenToForeign(PRIVATE, 'GET')).toEqual([])
  })
})
