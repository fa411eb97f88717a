import { visibleName } from '../../domain/invisible'
import type { PolicySubject } from '../../domain/policy-grantees'

export const policy = {
  subject: (subject: PolicySubject): string => {
    switch (subject.kind) {
      case 'users-of-other-tenants':
        return 'Alle Benutzer anderer Tenants'
      case 'users-without-tenant':
        return 'Alle Benutzer ohne Tenant'
      case 'users-of-tenant':
        return `Alle Benutzer des Tenants ${visibleName(subject.tenant)}`
      case 'user':
        return visibleName(subject.id)
      case 'role':
        return `Rolle ${visibleName(subject.arn)}`
      default:
        return subject satisfies never
    }
  }
}
