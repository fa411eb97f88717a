// Whether a statement is about an action, as radosgw reads Action and NotAction.
import { allOf, anyOf, matchText, negate, toTexts, type Match } from './policy-match'

/** Actions match in any case. @param action as S3 names it: `s3:GetObject` */
export function matchAction(
  { Action, NotAction }: { readonly Action?: unknown; readonly NotAction?: unknown },
  action: string
): Match {
  const [actions, others] = [toTexts(Action), toTexts(NotAction)]
  if (actions === undefined || others === undefined) return 'unknown'
  const isOther = negate(anyOf(others.map((pattern) => matchOne(pattern, action))))
  // radosgw ignores NotAction alone, where others read it as all actions but these.
  if (Action === undefined && NotAction !== undefined) return allOf(['unknown', isOther])
  return allOf([anyOf(actions.map((pattern) => matchOne(pattern, action))), isOther])
}

function matchOne(pattern: string, action: string): Match {
  if (pattern.startsWith('*')) return 'yes' // whatever comes after it, as `*:GetObject`
  const [patterns, names] = [pattern.toLowerCase().split(':'), action.toLowerCase().split(':')]
  return patterns.length === names.length ? allOf(patterns.map((one, n) => matchText(one, names[n] ?? ''))) : 'no'
}
