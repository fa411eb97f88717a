import type { EncryptionTestFinding } from '../../domain/encryption-test'
import { formatDateTime } from '../format'

const finding: Readonly<Record<EncryptionTestFinding, string>> = {
  enforced: 'Uploads ohne SSE-C-Schlüssel werden abgelehnt, Uploads mit Schlüssel angenommen.',
  'all-refused': 'Alle Uploads werden abgelehnt, auch solche mit SSE-C-Schlüssel.',
  'plain-refused': 'Unverschlüsselte Uploads werden abgelehnt.',
  'plain-stored': 'Unverschlüsselte Uploads werden angenommen: Ein Testobjekt wurde unverschlüsselt gespeichert.',
  'plain-encrypted':
    'Uploads ohne Schlüssel werden angenommen, aber das gespeicherte Testobjekt ließ sich ohne Schlüssel nicht öffnen.',
  'parts-stored': 'Große Uploads (in Teilen gesendet) werden weiterhin unverschlüsselt gespeichert.',
  'parts-encrypted':
    'Große Uploads ohne Schlüssel (in Teilen) werden angenommen; das Testobjekt ließ sich aber ohne Schlüssel nicht öffnen.',
  'aes256-stored': 'Eine Anfrage nur mit „AES256“ wird angenommen und unverschlüsselt gespeichert.',
  'keys-failed': 'Uploads mit SSE-C-Schlüssel funktionieren nicht wie vorgesehen.'
}

export const encryption = {
  title: 'Verschlüsselung und Richtlinie',
  loadingPolicy: 'Bucket-Richtlinie wird geladen …',
  require: 'Verschlüsselung verlangen (Uploads ohne SSE-C-Schlüssel ablehnen)',
  requireHow:
    'Lockgate ergänzt die Bucket-Richtlinie und testet mit temporären Objekten, ob dieses Gateway sie durchsetzt.',
  requiresHttps:
    'Verschlüsselungsschlüssel werden nie über unverschlüsseltes HTTP gesendet. Verwenden Sie die HTTPS-Adresse des Gateways.',
  busyElsewhere: 'Ein anderer Tab bearbeitet diese Richtlinie; dieser Tab hat sie nicht angetastet.',
  checkAgain: 'Erneut prüfen',
  restored: (ms: number) =>
    `Ein Test wurde unterbrochen. Die vorherige Richtlinie wurde wiederhergestellt (${formatDateTime(ms)}).`,
  pending: {
    restoreFailed:
      'Die vorherige Richtlinie ist noch nicht wiederhergestellt, aber in diesem Browser gespeichert. Beim nächsten Öffnen dieser Einstellungen folgt ein neuer Versuch.',
    uncertain:
      'Eine frühere Lockgate-Version wurde beim Test einer Richtlinie geschlossen, vielleicht der dieses Buckets. Behalten Sie die aktuelle oder stellen Sie die vorherige wieder her.',
    changed:
      'Ein Test wurde unterbrochen, und die Richtlinie wurde seitdem geändert. Die aktuelle blieb unverändert; die vorherige ist hier gespeichert.',
    previous: 'Vorherige Richtlinie',
    nonePrevious: 'Es gab keine Richtlinie.',
    restoreNow: 'Jetzt wiederherstellen',
    keepCurrent: 'Aktuelle Richtlinie behalten',
    restorePrevious: 'Vorherige Richtlinie wiederherstellen'
  },
  reloadPolicy: 'Richtlinie neu laden',
  testObjectsLeft: 'Diese temporären Testobjekte konnten nicht entfernt werden:',
  findings: (all: readonly EncryptionTestFinding[]) => all.map((one) => finding[one]).join(' '),
  result: {
    enforced: 'Vom Gateway durchgesetzt',
    enforcedHow: (findings: string, testedAtMs: number) => `${findings} Getestet am ${formatDateTime(testedAtMs)}.`,
    outdated: 'Erneute Prüfung nötig',
    outdatedHow: (testedAtMs: number) =>
      `Beim Test (${formatDateTime(testedAtMs)}) setzte das Gateway dies durch; die Richtlinie wurde seitdem geändert. Lockgate lehnt unverschlüsselte Uploads hier weiter ab.`,
    notEnforceable: 'Hier nicht durchsetzbar',
    notEnforceableHow: (findings: string, testedAtMs: number) =>
      `Keine der auf diesem Gateway getesteten Richtlinien setzt die Verschlüsselung durch. ${findings} Getestet am ${formatDateTime(testedAtMs)}.`,
    lockgateOnly:
      'Lockgate lehnt unverschlüsselte Uploads in diesen Bucket in diesem Browser ab. Andere Werkzeuge können weiterhin unverschlüsselte Daten speichern.',
    policyRefused: 'Das Gateway lehnt Richtlinien dieser Art ab.',
    notEnforced: 'Die Richtlinie setzt die Verschlüsselung nicht durch',
    notEnforcedHow: (findings: string, testedAtMs: number) =>
      `Sie soll unverschlüsselte Uploads ablehnen. Getestet am ${formatDateTime(testedAtMs)}: ${findings}`,
    untested: 'Noch nicht getestet',
    untestedHow: 'Die Richtlinie soll unverschlüsselte Uploads ablehnen. Testen Sie, ob dieses Gateway sie durchsetzt.',
    off: 'Aus',
    offHow: 'Unverschlüsselte Uploads werden angenommen.',
    test: 'Jetzt testen',
    testAgain: 'Erneut testen'
  },
  steps: {
    running: 'Dieses Gateway wird getestet',
    done: 'Testschritte',
    label: 'Testschritte',
    'back-up-policy': 'Aktuelle Richtlinie sichern',
    'put-policy-on-bucket': 'Richtlinie auf den ganzen Bucket anwenden',
    'put-policy-on-test-objects': 'Richtlinie nur auf Testobjekte anwenden',
    plain: 'Ohne Verschlüsselung hochladen',
    'plain-parts': 'Ohne Verschlüsselung in Teilen hochladen',
    aes256: 'Nur mit „AES256“ hochladen',
    key: 'Mit SSE-C-Schlüssel hochladen',
    'key-parts': 'Mit SSE-C-Schlüssel in Teilen hochladen',
    'remove-test-objects': 'Testobjekte entfernen',
    'restore-policy': 'Vorherige Richtlinie wiederherstellen'
  },
  stepResult: {
    running: 'läuft',
    unfinished: 'nicht beendet',
    policyRefused: 'vom Gateway abgelehnt',
    failed: 'einige sind noch da',
    done: 'erledigt',
    refused: 'abgelehnt',
    clear: 'unverschlüsselt gespeichert',
    encrypted: 'gespeichert, ohne Schlüssel nicht zu öffnen'
  }
}
