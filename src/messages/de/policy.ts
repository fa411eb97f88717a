import { visibleName } from '../../domain/invisible'
import type { PolicyProblem } from '../../domain/policy'
import type { PolicySubject } from '../../domain/policy-grantees'
import type { PolicyLoss, PolicyWarning } from '../../domain/policy-warnings'
import { formatDateTime } from '../format'
import { reasonsInWords } from './public-access'

const problemIn = (problem: PolicyProblem): string => {
  switch (problem.code) {
    case 'not-json':
      return `Kein gültiges JSON: ${problem.reason}`
    case 'not-an-object':
      return 'Eine Richtlinie muss ein JSON-Objekt mit einem Array "Statement" sein.'
    case 'no-statements':
      return '"Statement" muss ein Array von Objekten sein.'
    default:
      return problem satisfies never
  }
}

const loss: Readonly<Record<PolicyLoss, (when: string) => string>> = {
  policy: (when) =>
    `Damit sperren Sie sich aus${when}: Sie könnten die Richtlinie nicht mehr ändern oder entfernen. Nur die Administration könnte das rückgängig machen.`,
  changing: (when) => `Sie könnten die Richtlinie nicht mehr ändern, sondern nur noch entfernen${when}.`,
  removing: (when) => `Sie könnten die Richtlinie nicht mehr entfernen, sondern nur noch ersetzen${when}.`,
  showing: (when) =>
    `Sie könnten die Richtlinie nicht mehr lesen${when}. Ersetzen oder entfernen könnten Sie sie weiterhin.`,
  objects: (when) =>
    `Damit verlieren Sie den Lesezugriff auf Objekte${when}. Die Richtlinie könnten Sie weiterhin ändern.`,
  listing: (when) => `Sie könnten den Bucket nicht mehr auflisten${when}. Die Richtlinie könnten Sie weiterhin ändern.`
}

const when = {
  deny: '',
  conditional: ', wenn ihre Bedingungen zutreffen',
  unknown: ', falls das Gateway sie so auslegt'
} as const

export const policy = {
  title: 'Bucket-Richtlinie',
  json: 'Richtlinie (JSON)',
  none: 'keine',
  readAt: (ms: number) => `gelesen am ${formatDateTime(ms)}`,
  savedUnconfirmed: (ms: number) => `gespeichert am ${formatDateTime(ms)}, konnte nicht zurückgelesen werden`,
  denied: 'konnte nicht gelesen werden: Zugriff verweigert',
  notLoaded: 'noch nicht geladen',
  placeholder: 'Keine Richtlinie. Die ACL regelt den Zugriff.',
  placeholderNotLoaded: 'Nicht geladen.',
  warning: (warning: PolicyWarning): string => {
    switch (warning.kind) {
      case 'not-a-policy':
        return visibleName(problemIn(warning.problem))
      case 'refused':
        return `"Version" ist kein frei wählbares Datum: Gateways lehnen ${visibleName(warning.versionJson)} ab. Verwenden Sie "2012-10-17".`
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
      'Diese Richtlinie soll unverschlüsselte Uploads ablehnen. Ihre Wirkung auf diesem Gateway ist unbekannt, bis Sie sie testen.',
    masked: 'Schalten Sie zuerst „Verschlüsselung verlangen“ aus; es würde das Ergebnis überdecken.',
    refused: (ms: number) =>
      `Getestet am ${formatDateTime(ms)}: Dieses Gateway lehnt die Richtlinie in dieser Form ab.`,
    otherVersion: (ms: number, findings: string) =>
      `Getestet am ${formatDateTime(ms)}: in dieser Form abgelehnt, mit "Version": "2012-10-17" angenommen. Ergebnis: ${findings}`,
    result: (ms: number, findings: string) =>
      `Auf diesem Gateway getestet am ${formatDateTime(ms)}. Ergebnis: ${findings}`,
    test: 'Richtlinie testen'
  },
  allowLockout: 'Speichern, obwohl ich den Zugriff verliere',
  refusal: (code: string | undefined, detail: string | undefined) => {
    const words = [...(code ? [code] : []), ...(detail ? [`„${visibleName(detail)}“`] : [])]
    return `${words.length === 0 ? 'Das Gateway nannte keinen Grund.' : `Meldung des Gateways: ${words.join(', ')}.`} Ihr Text ist noch da.`
  },
  conflict:
    'Es wurde nichts gespeichert: Die Richtlinie auf dem Gateway wurde inzwischen geändert. Speichern Sie erneut, um sie zu überschreiben, oder verwerfen Sie Ihre Änderungen, um die aktuelle zu sehen.',
  save: 'Richtlinie speichern',
  discard: 'Änderungen verwerfen',
  remove: 'Richtlinie entfernen',
  changeUnread: 'Möglicherweise können Sie die Richtlinie entfernen oder ersetzen, ohne sie zu lesen.',
  removed: 'Dieser Text ist nicht gespeichert: Dieser Bucket hat jetzt keine Richtlinie.',
  subject: (subject: PolicySubject): string => {
    switch (subject.kind) {
      case 'users-of-other-tenants':
        return 'Jeder Benutzer eines anderen Tenants'
      case 'users-without-tenant':
        return 'Jeder Benutzer ohne Tenant'
      case 'users-of-tenant':
        return `Jeder Benutzer des Tenants ${visibleName(subject.tenant)}`
      case 'user':
        return visibleName(subject.id)
      case 'role':
        return `Rolle ${visibleName(subject.arn)}`
      default:
        return subject satisfies never
    }
  }
}
