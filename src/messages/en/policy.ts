// The bucket policy: its editor, what it warns of, and whom it names.
import { visibleName } from '../../domain/invisible'
import type { PolicyProblem } from '../../domain/policy'
import type { PolicySubject } from '../../domain/policy-grantees'
import type { PolicyLoss, PolicyWarning } from '../../domain/policy-warnings'
import { formatDateTime } from '../format'
import { reasonsInWords } from './public-access'

const problemIn = (problem: PolicyProblem): string => {
  switch (problem.code) {
    case 'not-json':
      return `Not valid JSON: ${problem.reason}`
    case 'not-an-object':
      return 'A policy must be a JSON object with a "Statement" array.'
    case 'no-statements':
      return '"Statement" must be an array of objects.'
    default:
      return problem satisfies never
  }
}

const loss: Readonly<Record<PolicyLoss, (when: string) => string>> = {
  policy: (when) =>
    `This locks you out${when}: you could no longer change or remove the policy. Only an administrator could undo it.`,
  changing: (when) => `You could no longer change the policy${when}, only remove it.`,
  removing: (when) => `You could no longer remove the policy${when}, only replace it.`,
  showing: (when) => `You could no longer read the policy${when}. You could still replace or remove it.`,
  objects: (when) => `This denies you read access to objects${when}. You could still change the policy.`,
  listing: (when) => `You could no longer list the bucket${when}. You could still change the policy.`
}

const when = {
  deny: '',
  conditional: ' when its conditions match',
  unknown: ' if the gateway interprets it that way'
} as const

export const policy = {
  title: 'Bucket policy',
  json: 'Policy (JSON)',
  none: 'none',
  readAt: (ms: number) => `read ${formatDateTime(ms)}`,
  savedUnconfirmed: (ms: number) => `saved ${formatDateTime(ms)}, could not be read back`,
  denied: 'could not be read: permission denied',
  notLoaded: 'not loaded yet',
  placeholder: 'No policy. The ACL controls access.',
  placeholderNotLoaded: 'Not loaded.',
  warning: (warning: PolicyWarning): string => {
    switch (warning.kind) {
      case 'not-a-policy':
        return visibleName(problemIn(warning.problem))
      case 'refused':
        return `"Version" is not a date you choose: gateways reject ${visibleName(warning.versionJson)}. Use "2012-10-17".`
      case 'locks-out':
        return loss[warning.loss](when[warning.answer])
      case 'opens':
      case 'opens-writing':
        return `${reasonsInWords(warning.reasons, 'bucket')}.`
      default:
        return warning satisfies never
    }
  },
  test: {
    untested:
      'This policy is meant to reject unencrypted uploads. Its effect on this gateway is unknown until you test it.',
    masked: 'Turn off “Require encryption” first; it would mask the result.',
    refused: (ms: number) => `Tested ${formatDateTime(ms)}: this gateway rejects the policy as written.`,
    otherVersion: (ms: number, findings: string) =>
      `Tested ${formatDateTime(ms)}: rejected as written, accepted with "Version": "2012-10-17". Result: ${findings}`,
    result: (ms: number, findings: string) => `Tested ${formatDateTime(ms)} on this gateway. Result: ${findings}`,
    test: 'Test policy'
  },
  allowLockout: 'Save even though I will lose access',
  /** What the gateway answered, as it said it. */
  refusal: (code: string | undefined, detail: string | undefined) => {
    const words = [...(code ? [code] : []), ...(detail ? [`“${visibleName(detail)}”`] : [])]
    return `${words.length === 0 ? 'The gateway gave no reason.' : `The gateway’s message: ${words.join(', ')}.`} Your text is still here.`
  },
  conflict:
    'Nothing was saved: the policy on the gateway has changed since you started. Save again to overwrite it, or discard your changes to see it.',
  save: 'Save policy',
  discard: 'Discard changes',
  remove: 'Remove policy',
  changeUnread: 'You may be able to remove or replace the policy without reading it.',
  removed: 'This text is not saved: this bucket has no policy now.',
  /** At the start of a line: `Any user of tenant lab`. */
  subject: (subject: PolicySubject): string => {
    switch (subject.kind) {
      case 'users-of-other-tenants':
        return 'Any user of another tenant'
      case 'users-without-tenant':
        return 'Any user without a tenant'
      case 'users-of-tenant':
        return `Any user of tenant ${visibleName(subject.tenant)}`
      case 'user':
        return visibleName(subject.id)
      case 'role':
        return `Role ${visibleName(subject.arn)}`
      default:
        return subject satisfies never
    }
  }
}
