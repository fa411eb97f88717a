import { formatCount } from '../format'

export const code = {
  title: 'Code',
  ofFolder: 'Code zu diesem Ordner',
  ofLink: 'Code zu diesem Link',
  ofCors: 'Code zu CORS',
  ofCorsRules: 'Code zu diesen CORS-Regeln',
  ofUploads: 'Code zu unvollständigen Uploads',
  task: 'Aufgabe',
  tasks: {
    'list-buckets': 'Buckets auflisten',
    'create-bucket': 'Bucket erstellen',
    'delete-bucket': 'Diesen Bucket löschen (muss leer sein)',
    'list-objects': 'Objekte auflisten',
    search: 'Nach Namen suchen',
    'read-object': 'Eigenschaften des Objekts anzeigen',
    upload: 'Hochladen',
    download: 'Herunterladen',
    'download-many': 'Herunterladen',
    'delete-version': 'Diese Version endgültig löschen',
    restore: 'Diese Version wiederherstellen',
    link: 'Signierten Link erstellen',
    'read-acl': 'ACL anzeigen',
    'set-acl': 'ACL ändern',
    'set-attributes': 'Eigenschaften bearbeiten',
    'edit-text': 'Diesen Text bearbeiten',
    'read-policy': 'Bucket-Richtlinie anzeigen',
    'set-policy': 'Bucket-Richtlinie speichern',
    'delete-policy': 'Bucket-Richtlinie entfernen',
    'read-cors': 'CORS-Regeln anzeigen',
    'set-cors': 'CORS-Regeln speichern',
    'delete-cors': 'Alle CORS-Regeln entfernen',
    'list-uploads': 'Unvollständige Uploads auflisten',
    'abort-uploads': 'Unvollständige Uploads verwerfen',
    delete: 'Objekte löschen',
    'copy-folder': 'Kopieren',
    'move-folder': 'Verschieben oder umbenennen',
    copy: 'Kopieren',
    move: 'Verschieben oder umbenennen'
  },
  tool: 'Werkzeug',
  tools: { boto3: 'boto3', boto: 'boto', aws: 'aws-cli', s3cmd: 's3cmd', rclone: 'rclone', curl: 'curl' },
  text: 'Auszuführender Code',
  copy: 'Code kopieren',
  needs: 'Vor dem Ausführen',
  python: 'Läuft mit Python 3, wenn dieses Paket installiert ist.',
  shell: 'Läuft in bash, wenn dieses Werkzeug installiert ist.',
  anonymous: 'Ein Zugriffsschlüssel ist nicht nötig.',
  variables: 'Setzen Sie diese Umgebungsvariablen:',
  targetVariables: (host: string) => `Für das Profil, zu dem kopiert wird (${host}), außerdem:`,
  token: 'Der Zugriffsschlüssel ist Ihr Token, das Ihr Passwort enthält.',
  blankSecret: 'Dieses Werkzeug lehnt einen leeren geheimen Schlüssel ab. Jedes Wort genügt: Das Gateway ignoriert es.',
  tokenLink: 'Ein mit einem Token erstellter Link enthält Ihr Passwort.',
  keyFile: 'Legen Sie die Sicherung des Schlüssels in den aktuellen Ordner:',
  newCurl: 'SSE-C-Schlüssel brauchen curl ab 8.10; von früheren Versionen signierte Anfragen lehnt das Gateway ab.',
  notes: {
    'as-listed': 'Was im Code steht, ersetzt das Gespeicherte: Zwischenzeitliche Änderungen anderer gehen verloren.',
    replaces: 'Objekte, die am Ziel schon existieren, werden ersetzt.',
    'replaces-null': 'Die Versionierung ist ausgesetzt: Die Version „null“ des Objekts wird ersetzt.',
    'file-paths': 'Starten Sie ihn in dem Ordner, der das Gewählte enthält: Die Pfade der Dateien beginnen dort.',
    'acl-not-copied': 'Die Kopie erhält die Standard-ACL. Rechte anderer werden nicht übernommen.',
    'default-class': 'Die Kopie erhält die Standard-Speicherklasse.',
    'tags-not-copied': 'Tags werden nicht übernommen.',
    'five-gib': 'Gilt für Objekte bis 5 GiB.',
    'through-here':
      'Während des Kopierens liegt das Objekt unverschlüsselt in einem temporären Ordner Ihres Computers.',
    'unopened-stay': 'Verschlüsselte Objekte, die keine Schlüsseldatei öffnet, werden gemeldet und nicht kopiert.',
    'text-stays': 'Der Text bleibt unverschlüsselt im aktuellen Ordner. EDITOR nennt den Editor, sonst öffnet vi.',
    'compared-before':
      'Das Objekt wird direkt vor dem Upload verglichen. Eine Änderung in diesem Moment wird überschrieben.',
    'search-paths': 'Zu einem Ordner, der passt, wird jedes Objekt darin ausgegeben.',
    'search-as-stored':
      'Ein Buchstabe mit Akzent wird nur so gefunden, wie er gespeichert ist: als ein Zeichen oder zwei.'
  },
  none: {
    invalid: 'Korrigieren Sie die Felder oben, um den Code zu sehen.',
    nothing: 'Es ist nichts zu tun, daher gibt es keinen Code.',
    'not-chosen': 'Wählen Sie die Verschlüsselung, um den Code zu sehen.',
    'several-keys': 'Diese Objekte sind verschieden verschlüsselt. Code gibt es für Objekte mit demselben Schlüssel.',
    'encryption-unknown': 'Noch ist nicht bei jedem Objekt die Verschlüsselung bekannt. Öffnen Sie die Objekte.',
    'replaces-sources': 'Kein Code: Er könnte ein Original ersetzen, bevor es kopiert ist.',
    'may-not-write': 'Kein Code: Der Bucket verlangt Verschlüsselung, oder seine Einstellungen sind nicht lesbar.',
    'could-lose': 'Kein Code: Eigenschaften des Objekts könnten verloren gehen.',
    'too-many': 'Code gibt es für höchstens 100 ausgewählte Objekte oder Dateien.'
  },
  cannot: {
    name: 'Dieses Werkzeug kommt mit einem Objekt dieses Namens nicht zurecht.',
    wildcard: 'Für dieses Werkzeug sind * und ? in Namen Platzhalter; es könnte andere Objekte treffen.',
    'key-over-http': 'Kein Code: Über unverschlüsseltes HTTP wäre der Schlüssel lesbar. Verbinden Sie sich über HTTPS.',
    'needs-https': 'rclone sendet Schlüssel nur über HTTPS.',
    'no-sse-c': 's3cmd unterstützt keine SSE-C-Schlüssel.',
    'no-acl': 'Dieses Werkzeug kann diese ACL weder anzeigen noch setzen.',
    'whole-acl': 's3cmd kann nur privat oder öffentlich setzen, daher ist diese Änderung nicht möglich.',
    'no-policy': 'rclone unterstützt keine Bucket-Richtlinien.',
    'no-link': 'curl kann keine signierten Links erstellen.',
    'no-listing': 'curl braucht für jedes Objekt eine eigene Anfrage, daher ist das für Ordner nicht möglich.',
    'no-placement': 'Dieses Werkzeug kann kein Placement setzen.',
    'no-anonymous': 's3cmd braucht einen Zugriffsschlüssel.',
    'no-account': 'Dafür ist ein Zugriffsschlüssel nötig, und dieses Profil hat keinen.',
    'no-safe-copy':
      'Kopien dieses Werkzeugs sind hier nicht sicher. Laden Sie das Objekt herunter und dann wieder hoch.',
    'no-folder-copy':
      'Dieses Werkzeug vergleicht Kopien eines Ordners nicht oder lässt manche Namen ohne Fehlermeldung aus.',
    'no-across': 'Für dieses Werkzeug gibt es keinen Code, der in ein anderes Konto kopiert und vergleicht.',
    'no-versions': 'Dieses Werkzeug kann keine bestimmte Version eines Objekts ansprechen.',
    'no-setting': 'Dieses Werkzeug kann mindestens eine dieser Einstellungen nicht senden.',
    'no-tags': 'Dieses Werkzeug kann je nach Version vorhandene Objekte nicht taggen; Tags könnten verloren gehen.',
    'no-condition':
      'Dieses Werkzeug kann nicht prüfen, ob das Objekt unverändert ist, und könnte Änderungen überschreiben.',
    'no-cors': 'rclone unterstützt keine CORS-Regeln.',
    'no-single-abort': 'rclone kann keinen einzelnen Upload verwerfen, nur alle ab einem gewissen Alter.',
    'no-search': 'curl erhält je Anfrage 1.000 Namen und kann sie nicht filtern.'
  },
  requests: {
    title: 'Anfragen dieses Tabs',
    what: (max: number) =>
      `Die letzten ${formatCount(max)} an Gateways, ohne Header, Abfragewerte und Inhalte. Nur im Speicher dieses Tabs.`,
    none: 'Dieser Tab hat noch keine Anfrage gesendet.',
    time: 'Zeit',
    method: 'Methode',
    path: 'Pfad',
    unsigned: 'unsigniert',
    status: 'Status',
    noAnswer: 'keine Antwort',
    duration: 'Dauer',
    durationMs: (ms: number) => `${formatCount(ms)} ms`,
    requestId: 'Anfrage-ID',
    refresh: 'Aktualisieren',
    copy: 'Anfragen kopieren',
    script: 'Skript für',
    copyScript: 'Skript kopieren',
    scriptWhat:
      'Wiederholt alles Erfolgreiche der Reihe nach, Lesendes nur einmal, soweit protokolliert. Vor dem Ausführen prüfen.'
  },
  differences: {
    title: 'Abweichungen vom boto-Handbuch',
    reasons: {
      'secret-in-script':
        'Skripte werden weitergegeben und gesichert, und mit ihnen der Schlüssel oder das Token darin.',
      'python-3': 'Die Zeile des Handbuchs ist für Python 2 geschrieben.',
      'no-create': 'Den Bucket gibt es schon; er wird nicht noch einmal erstellt.',
      'no-get-key': 'get_key fragt zuerst das Gateway und scheitert bei verschlüsselten Objekten.',
      'encrypt-key': 'encrypt_key=True fordert eine zweite Verschlüsselung, was neuere Gateways ablehnen.',
      'key-bytes': 'In Python 3 sind Header Text und Schlüssel Bytes.',
      'key-file':
        'Der Beispielschlüssel des Handbuchs hat 31 Zeichen und wird abgelehnt. Hier kommt der Schlüssel aus seiner Datei.',
      'policy-version': 'Gateways lehnen eine Richtlinie der Version 2018-05-24 ab.',
      'policy-tested':
        'Die Bedingung des Handbuchs verbietet nichts. Testen Sie eine Richtlinie, bevor Sie sich auf sie verlassen.'
    }
  }
}
