import { visibleName } from '../../domain/invisible'
import { formatDateTime } from '../format'
import type { ExportFormat, ExportProblem } from '../../domain/credentials/export-profile'

const tools: Readonly<Record<ExportFormat, string>> = {
  aws: 'aws-cli, boto3',
  s3cmd: 's3cmd',
  rclone: 'rclone',
  boto: 'boto 2',
  environment: 'Umgebungsvariablen (sh)'
}

const toolNotes: Readonly<Record<ExportFormat, string>> = {
  aws: 'Für ~/.aws/config. aws-cli vor 2.13 benötigt zusätzlich --endpoint-url.',
  s3cmd: 'Für ~/.s3cfg.',
  rclone: 'Für rclone.conf.',
  boto: 'Für ~/.boto.',
  environment: 'Für Programme, die in derselben Shell gestartet werden.'
}

const problems: Readonly<Record<ExportProblem, string>> = {
  characters:
    'Die Schlüssel dieses Profils enthalten Zeichen, die diese Datei nicht aufnehmen kann. Wählen Sie ein anderes Programm.',
  anonymous: 'Dieses Profil hat keinen Zugriffsschlüssel, es gibt also nichts zu exportieren.'
}

const until = (expiresAtMs: number | undefined, nowMs: number): string =>
  expiresAtMs === undefined
    ? 'Ablauf unbekannt'
    : expiresAtMs > nowMs
      ? `gültig bis ${formatDateTime(expiresAtMs)}`
      : `abgelaufen am ${formatDateTime(expiresAtMs)}`

export const profiles = {
  session: {
    used: (expiresAtMs: number | undefined, nowMs: number) => `Temporäre Zugangsdaten, ${until(expiresAtMs, nowMs)}.`,
    state: (expiresAtMs: number | undefined, nowMs: number) => `temporär, ${until(expiresAtMs, nowMs)}`
  },
  onDevice: 'Auf anderem Gerät verwenden …',
  exporting: {
    open: 'In anderem Programm verwenden …',
    title: (name: string) => `${visibleName(name)} in einem anderen Programm verwenden`,
    tool: 'Programm',
    tools,
    toolNotes,
    problems,
    secretInside:
      'Die Datei enthält Ihren geheimen Schlüssel. Wer sie hat, kann Ihr Konto nutzen. Halten Sie sie geheim.',
    passwordInside:
      'Die Datei enthält Ihr Passwort, im Token. Wer sie hat, kann Ihr Konto nutzen. Halten Sie sie geheim.',
    tokenSecret:
      'Ein Token benötigt keinen geheimen Schlüssel, aber manche Programme verlangen einen: In der Datei steht „unused“.',
    secretComment: 'GEHEIM: Diese Datei enthält Ihren geheimen Schlüssel. Halten Sie sie geheim.',
    passwordComment: 'GEHEIM: Diese Datei enthält Ihr Passwort, im Zugriffsschlüssel. Halten Sie sie geheim.',
    command: 'Buckets damit auflisten',
    copyCommand: 'Befehl kopieren',
    save: 'Datei mit Geheimnis speichern'
  }
}
