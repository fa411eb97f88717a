import { formatCount, formatDate, formatDateTime, formatDuration } from '../format'

export const links = {
  title: 'Link',
  copyPath: 's3://-Pfad kopieren',
  copyKey: 'Objektschlüssel kopieren',
  copyLink: 'Link kopieren',
  encrypted: {
    title: 'Verschlüsselt: Links lassen sich nicht im Browser öffnen.',
    reason: 'Anfragen müssen den Schlüssel enthalten; Browser senden ihn nicht mit.',
    unknown:
      'Verschlüsselung unbekannt. Ist dieses Objekt verschlüsselt, lassen sich Links darauf nicht im Browser öffnen.'
  },
  plainHttp:
    'Dieses Gateway verwendet unverschlüsseltes HTTP: Jeder im Netzwerk kann den Link und das Objekt mitlesen.',
  noCommand:
    'Es wird kein Befehl angezeigt: Über unverschlüsseltes HTTP würde er den Schlüssel preisgeben. Verbinden Sie sich über HTTPS mit dem Gateway.',
  unsigned: {
    address: 'Unsignierte Adresse',
    copyAddress: 'Adresse kopieren',
    checking: 'Noch nicht geprüft.',
    checkingHow: 'Test ohne Zugangsdaten läuft …',
    open: 'Öffentlich: Jeder kann es öffnen.',
    openTo: 'Jeder, der dieses Gateway erreicht, kann das Objekt unter dieser Adresse lesen.',
    refused: 'Privat: Es lässt sich nicht öffnen.',
    refusedHow: 'Das Gateway hat eine Anfrage ohne Zugangsdaten abgelehnt.',
    unknown: 'Unbekannt, ob es sich öffnen lässt.',
    unknownEncrypted: 'Ohne den Schlüssel ist die Antwort des Gateways nicht eindeutig.',
    unknownReason: 'Das Ergebnis war nicht lesbar (CORS, Gateway überlastet oder nicht erreichbar).',
    checked: (ms: number) => `Ohne Zugangsdaten getestet: ${formatDate(ms)}.`,
    checkAgain: 'Erneut prüfen',
    command: 'Ist das Objekt öffentlich, funktioniert dieser Befehl mit dem Schlüssel und läuft nicht ab.',
    copyCommand: 'Unsignierten curl-Befehl kopieren'
  },
  signed: {
    title: 'Signierter Link',
    link: 'Link',
    lifetime: 'Gültig für',
    lifetimes: { 3600: '1 Stunde', 86_400: '1 Tag', 604_800: '7 Tage' },
    custom: 'Eigene Dauer …',
    seconds: 'Sekunden',
    problem: {
      empty: () => 'Geben Sie an, wie viele Sekunden der Link gültig sein soll.',
      'not-a-number': () => 'Geben Sie ganze Sekunden in Ziffern ein, zum Beispiel 3600.',
      'too-short': () => 'Mindestens 1 Sekunde.',
      'too-long': (maxSeconds: number) => `Höchstens 7 Tage (${formatCount(maxSeconds)} Sekunden).`
    },
    signing: 'Wird signiert …',
    validUntil: (ms: number) =>
      `Gültig bis ${formatDateTime(ms)}. Bis dahin kann jeder, der den Link hat, dieses Objekt lesen.`,
    validUntilEncrypted: (ms: number) =>
      `Gültig bis ${formatDateTime(ms)}. Bis dahin kann jeder, der Link und Schlüssel hat, dieses Objekt lesen.`,
    expiresSoon: (ms: number, secondsLeft: number) =>
      `Läuft bald ab: ${formatDateTime(ms)}, noch ${formatDuration(secondsLeft)}.`,
    expired: (ms: number) => `Abgelaufen am ${formatDateTime(ms)}. Der Link funktioniert nicht mehr.`,
    announce: { open: '', ending: 'Der Link läuft bald ab', over: 'Der Link ist abgelaufen' },
    createNew: 'Neuen Link erstellen'
  },
  password: {
    contains: 'Dieser Link enthält Ihr Passwort. Der Link läuft ab, das Passwort darin nicht.',
    notCreated: 'Link nicht erstellt: Er würde Ihr Passwort enthalten.',
    reason:
      'Ein signierter Link enthält Ihr ganzes Token und damit Ihr Passwort. Wer den Link sieht, etwa in einem Protokoll, könnte es lesen.',
    instead: 'Stattdessen:',
    makePublic: (section: string) =>
      `Geben Sie das Objekt unter „${section}“ für alle zum Lesen frei. Teilen Sie dann die unsignierte Adresse oben.`,
    useAccessKey:
      'Bitten Sie die Administration um einen Zugriffsschlüssel und verbinden Sie sich damit: Dessen Links enthalten kein Passwort.',
    agree: 'Mir ist klar, dass jeder, der den Link hat, mein Passwort lesen kann',
    create: 'Link trotzdem erstellen'
  },
  session: {
    contains:
      'Dieser Link enthält Ihr Sitzungstoken. Er funktioniert nicht mehr, wenn Ihre temporären Zugangsdaten ablaufen.',
    notCreated: 'Link nicht erstellt: Er würde Ihr Sitzungstoken enthalten.',
    reason:
      'Ihre Zugangsdaten sind temporär. Ein signierter Link würde ihr Sitzungstoken enthalten und mit ihnen ablaufen.',
    instead: 'Stattdessen:',
    makePublic: (section: string) =>
      `Geben Sie das Objekt unter „${section}“ für alle zum Lesen frei. Teilen Sie dann die unsignierte Adresse oben.`,
    useAccessKey:
      'Verbinden Sie sich mit einem dauerhaften Zugriffsschlüssel: Dessen Links enthalten kein Sitzungstoken.',
    agree: 'Mir ist klar, dass jeder, der den Link hat, mein Sitzungstoken lesen kann',
    create: 'Link trotzdem erstellen'
  },
  command: {
    title: 'curl-Befehl',
    copy: 'curl-Befehl kopieren',
    keyUnknown:
      'Der Schlüssel des Objekts ist hier nicht bekannt. Der Link ist daher nicht für ihn signiert und funktioniert auf neueren Gateways möglicherweise nicht.',
    keyUnknownRemedy: 'Wählen Sie oben den Schlüssel, dann wird der Link für ihn signiert.',
    placeholder: { key: '<Base64 des Schlüssels>', md5: '<Base64 des MD5 des Schlüssels>' },
    fillInKey: 'Ersetzen Sie {placeholder} durch das Base64 von {key} aus {keys}.',
    yourKeys: 'Ihren Schlüsseln',
    fillInBoth:
      'Ersetzen Sie die Platzhalter durch den Schlüssel und seinen MD5, beide in Base64. Fragen Sie die Person, die das Objekt verschlüsselt hat.',
    sendSeparately:
      'Senden Sie den Schlüssel getrennt. Wer ihn hat, kann alles öffnen, was mit ihm verschlüsselt wurde.',
    linkOnly: 'Nur der Link, für Werkzeuge, die die Header des Schlüssels senden'
  }
}
