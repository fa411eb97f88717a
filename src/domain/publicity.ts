// What is open to everybody on the internet, and by what: the one source of the words beside the globe. Pure.
import type { Acl, AclScope } from './acl'
import type { PolicyReach, PublicDeed } from './policy-public'

export interface PublicReason {
  readonly deed: PublicDeed | 'manage'
  readonly by: 'acl' | 'policy'
  /** False: under conditions of the policy, or for a part, that Lockgate does not weigh. */
  readonly isSure: boolean
  /** Which objects, of a bucket, as the policy names them; `*` for every one. */
  readonly keyPatterns?: readonly string[]
}

export interface Publicity {
  readonly scope: AclScope
  readonly reasons: readonly PublicReason[]
  /** An object that opens for nobody without its key. */
  readonly isEncrypted?: boolean
  /** What could not be read, and may open it all the same. */
  readonly unseen: readonly PublicReason['by'][]
}

/** What everybody may do by an ACL. To write an object is up to its bucket. */
export function publicByAcl(acl: Acl, scope: AclScope): readonly PublicReason[] {
  const held = acl.grants.flatMap(({ grantee, permission }) => (grantee.type === 'everyone' ? [permission] : []))
  const has = (permission: 'READ' | 'WRITE' | 'WRITE_ACP'): boolean =>
    held.includes(permission) || held.includes('FULL_CONTROL')
  const deeds: PublicReason['deed'][] = []
  if (has('READ')) deeds.push(scope === 'bucket' ? 'list' : 'read')
  if (has('WRITE') && scope === 'bucket') deeds.push('write')
  if (has('WRITE_ACP')) deeds.push('manage')
  return deeds.map((deed) => ({ deed, by: 'acl', isSure: true }))
}

/** What everybody may do in a bucket by its policy. */
export function publicByPolicy(reach: Readonly<Record<PublicDeed, PolicyReach>>): readonly PublicReason[] {
  return (['list', 'read', 'write'] as const).flatMap((deed): readonly PublicReason[] => {
    const { answer, keyPatterns } = reach[deed]
    return answer === 'no' ? [] : [{ deed, by: 'policy', isSure: answer === 'yes', keyPatterns }]
  })
}

/** `Public: everybody can list it (ACL)`; undefined when nothing is known to be open. */
export function publicityWords({ scope, reasons, isEncrypted = false }: Publicity): string | undefined {
  const [sure, unsure] = [reasons.filter(({ isSure }) => isSure), reasons.filter(({ isSure }) => !isSure)]
  const list = (some: readonly PublicReason[]): string =>
    some.map((reason) => `${deedWords(reason, scope)} (${reason.by === 'acl' ? 'ACL' : 'policy'})`).join(', ')
  const everybody = isEncrypted ? 'everybody who has its key' : 'everybody'
  const under = `under conditions or in part, ${everybody} can ${list(unsure)}`
  if (sure.length > 0) return `Public: ${everybody} can ${list(sure)}${unsure.length > 0 ? `; ${under}` : ''}`
  return unsure.length > 0 ? `Maybe public: ${under}` : undefined
}

function deedWords({ deed, keyPatterns = ['*'] }: PublicReason, scope: AclScope): string {
  const objects = keyPatterns.includes('*') ? 'every object' : `objects named ${keyPatterns.join(', ')}`
  switch (deed) {
    case 'list':
      return 'list it'
    case 'read':
      return scope === 'object' ? 'read it' : `read ${objects}`
    case 'write':
      return keyPatterns.includes('*') ? 'write into it' : `write ${objects}`
    case 'manage':
      return 'change who has access'
  }
}
