// The bucket policy: its editor, what it warns of, and whom it names.
import { visibleName } from '../../domain/invisible'
import type { PolicySubject } from '../../domain/policy-grantees'

export const policy = {
  /** At the start of a line: `Any user of the tenant lab`. */
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
