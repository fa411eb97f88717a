import { formatDateTime, formatSize } from '../format'
import type { ErrorCase, ErrorParameters, ErrorWords } from '../error-case'

type P = ErrorParameters

const NOTHING_CHANGED = 'Es wurde nichts geändert.'
const DATA_UNCHANGED = 'Ihre Objekte und Verschlüsselungsschlüssel sind unverändert.'

const gateway = ({ endpoint }: P): string => (endpoint === undefined ? 'Das Gateway' : `Das Gateway unter ${endpoint}`)
const kept = ({ arePartsKept }: P): string =>
  arePartsKept ? ' Bereits gesendete Teile bleiben für einen neuen Versuch erhalten.' : ''
const outcome = ({ mayHaveChanged }: P): string =>
  mayHaveChanged ? 'Ob der letzte Vorgang ausgeführt wurde, ist nicht bekannt.' : NOTHING_CHANGED
const until = ({ lockedUntilMs }: P): string => (lockedUntilMs === undefined ? '' : formatDateTime(lockedUntilMs))
const LOCKED = `Diese Version kann nicht gelöscht werden, solange ihr Object Lock gilt. ${NOTHING_CHANGED}`

const FREE_SPACE =
  'Schaffen Sie Speicherplatz und versuchen Sie es erneut. Fertige Downloads geben ihren nach 1 Stunde und 2 Minuten je GB frei, ausgeblendet früher.'

export const errors: Readonly<Record<ErrorCase, (p: P) => ErrorWords>> = {
  unreachable: (p) => ({
    title: 'Keine Antwort vom Gateway',
    meaning: `${gateway(p)} hat nicht geantwortet, oder die Verbindung ist abgebrochen.${kept(p)}`,
    remedy:
      'Prüfen Sie Adresse und Netzwerk (auch VPN) und versuchen Sie es erneut. Öffnen Sie die Adresse in einem neuen Tab, um eine Zertifikatswarnung zu sehen.'
  }),
  'cors-blocked': (p) => ({
    title: 'Durch die CORS-Einstellungen des Gateways blockiert',
    meaning: `${gateway(p)} ist erreichbar, lässt Lockgate seine Antwort aber nicht lesen; das Ergebnis ist unbekannt.${kept(p)}`,
    remedy:
      'Die Administration muss CORS-Header für Lockgate mit jeder Antwort senden, auch bei Fehlern. „Verbindung prüfen“ im Profilmenü zeigt sie.'
  }),
  offline: (p) => ({
    title: 'Sie sind offline',
    meaning: `Der Browser hat keine Netzwerkverbindung; für diesen Vorgang wird das Gateway benötigt.${kept(p)}`,
    remedy:
      'Stellen Sie die Verbindung her und versuchen Sie es erneut. Schlüssel lassen sich auch offline erstellen, importieren und sichern.'
  }),
  redirected: (p) => ({
    title: 'Das Gateway leitet an eine andere Adresse weiter',
    meaning: `${gateway(p)} antwortete mit einer Weiterleitung. Lockgate ist ihr nicht gefolgt; an einen anderen Host wurde nichts gesendet.`,
    remedy: 'Tragen Sie die endgültige Adresse im Profil ein, oft dieselbe mit https.'
  }),
  'data-redirected': (p) => ({
    title: 'Ihre Daten wurden an einen anderen Host gesendet',
    meaning: `${gateway(p)} leitete den Upload weiter, und der Browser folgte: ${p.receivedBy} hat die Daten erhalten. Es wurde kein Verschlüsselungsschlüssel gesendet.`,
    remedy: `Informieren Sie die Administration des Gateways. Wenn Sie ${p.receivedBy} nicht vertrauen, betrachten Sie den Inhalt der Datei als offengelegt.`
  }),
  'not-s3': (p) => ({
    title: 'Das war kein S3-Gateway',
    meaning: `Die Antwort war kein gültiges S3; möglicherweise antwortete ein Proxy oder eine WLAN-Anmeldeseite. ${outcome(p)}`,
    remedy:
      'Prüfen Sie die Adresse im Profil. Melden Sie sich in einem Gastnetz zuerst an. Versuchen Sie es dann erneut.'
  }),
  'gateway-busy': (p) => ({
    title: 'Das Gateway ist überlastet',
    meaning: `${gateway(p)} bittet um ein langsameres Tempo.${kept(p)}`,
    remedy: 'Versuchen Sie es gleich noch einmal.'
  }),
  'gateway-failed': (p) => ({
    title: 'Gateway-Fehler',
    meaning: `${gateway(p)} oder ein vorgeschalteter Proxy meldet einen internen Fehler. ${outcome(p)}${kept(p)}`,
    remedy: 'Versuchen Sie es erneut. Tritt der Fehler weiter auf, senden Sie die Details unten an Ihre Administration.'
  }),
  'access-key-unknown': () => ({
    title: 'Unbekannter Zugriffsschlüssel',
    meaning: `Er ist falsch geschrieben, gehört zu einem anderen Gateway oder wurde gesperrt. ${DATA_UNCHANGED}`,
    remedy: 'Vergleichen Sie den Zugriffsschlüssel mit dem, den Sie erhalten haben.'
  }),
  'secret-wrong': () => ({
    title: 'Falscher geheimer Schlüssel',
    meaning: `Das Gateway kennt den Zugriffsschlüssel, aber die Signatur mit diesem geheimen Schlüssel ist falsch. ${DATA_UNCHANGED}`,
    remedy: 'Geben Sie den ganzen geheimen Schlüssel erneut ein.'
  }),
  'clock-skewed': () => ({
    title: 'Die Uhr dieses Computers geht falsch',
    meaning: `Gateways lehnen Anfragen ab, deren Zeit um mehr als 15 Minuten abweicht. ${NOTHING_CHANGED}`,
    remedy: 'Stellen Sie Datum, Uhrzeit und Zeitzone automatisch ein und versuchen Sie es erneut.'
  }),
  'region-wrong': (p) => ({
    title: 'Falsche Region im Profil',
    meaning: `${gateway(p)} erwartet die Region „${p.region}“. ${NOTHING_CHANGED}`,
    remedy: 'Verwenden Sie diese Region im Profil.'
  }),
  'token-refused': () => ({
    title: 'Das Gateway hat dieses Token abgelehnt',
    meaning: `Das Passwort darin wurde möglicherweise geändert, das Konto geschlossen, oder dieses Gateway akzeptiert keine Tokens. ${DATA_UNCHANGED}`,
    remedy: 'Erstellen Sie ein neues Token mit Ihrem aktuellen Passwort oder verwenden Sie einen Zugriffsschlüssel.'
  }),
  'credentials-refused': () => ({
    title: 'Das Gateway hat diese Zugangsdaten abgelehnt',
    meaning: `Es nennt keinen Grund. Gateways, die auch Tokens akzeptieren, antworten so auf falsch geschriebene Schlüssel. ${DATA_UNCHANGED}`,
    remedy: 'Vergleichen Sie Zugriffsschlüssel und geheimen Schlüssel mit denen, die Sie erhalten haben.'
  }),
  'access-denied': (p) => ({
    title: 'Zugriff verweigert',
    meaning: `Das Gateway erlaubt dies mit Ihren Zugangsdaten nicht. ${NOTHING_CHANGED}`,
    remedy: p.isOfObject
      ? 'Bitten Sie die Person, die das Objekt hochgeladen hat, den Eigentümer des Buckets oder die Administration um Zugriff.'
      : 'Bitten Sie den Eigentümer des Buckets oder die Administration um Zugriff.'
  }),
  'object-lock': () => ({
    title: 'Durch Object Lock geschützt',
    meaning: LOCKED,
    remedy: 'Fragen Sie den Eigentümer des Buckets, wie lange die Version gesperrt ist.'
  }),
  'legal-hold': (p) => ({
    title: p.lockedUntilMs === undefined ? 'Unter Legal Hold' : `Unter Legal Hold, gesperrt bis ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Bitten Sie den Eigentümer des Buckets, den Legal Hold aufzuheben, und versuchen Sie es erneut.'
  }),
  'retention-compliance': (p) => ({
    title: `Gesperrt bis ${until(p)}`,
    meaning: LOCKED,
    remedy: 'Versuchen Sie es nach diesem Datum erneut. Im Compliance-Modus kann niemand die Version früher löschen.'
  }),
  'retention-governance': (p) => ({
    title: `Gesperrt bis ${until(p)}`,
    meaning: LOCKED,
    remedy:
      'Versuchen Sie es nach diesem Datum erneut. Im Governance-Modus löscht sie früher, wer eine Bypass-Berechtigung und ein anderes Werkzeug hat.'
  }),
  'no-such-bucket': () => ({
    title: 'Bucket nicht gefunden',
    meaning:
      'Er wurde gelöscht, gehört zu einem anderen Gateway, oder der Name ist falsch geschrieben. Es wurde nichts geschrieben.',
    remedy: 'Prüfen Sie den Namen und das verwendete Profil.'
  }),
  'no-such-object': () => ({
    title: 'Objekt nicht gefunden',
    meaning: 'Es wurde seit dem Auflisten gelöscht oder verschoben, oder der Link ist falsch geschrieben.',
    remedy: 'Laden Sie die Liste neu.'
  }),
  'no-such-upload': () => ({
    title: 'Der Upload existiert auf dem Gateway nicht mehr',
    meaning: 'Er wurde anderswo verworfen oder durch eine Lifecycle-Regel entfernt. Es wurde kein Objekt erstellt.',
    remedy: 'Laden Sie die Datei noch einmal von Anfang an hoch.'
  }),
  'quota-exceeded': (p) => ({
    title: 'Kontingent überschritten',
    meaning: `Das Gateway nimmt für dieses Konto oder diesen Bucket keine weiteren Daten an. Vorhandene Objekte bleiben.${kept(p)}`,
    remedy:
      'Löschen Sie nicht mehr Benötigtes oder bitten Sie die Administration um mehr Kontingent, und versuchen Sie es erneut.'
  }),
  'too-large': () => ({
    title: 'Zu groß für das Gateway',
    meaning: 'Das Gateway oder ein vorgeschalteter Proxy lehnt Anfragen dieser Größe ab. Es wurde nichts gespeichert.',
    remedy: 'Fragen Sie die Administration nach der Größengrenze des Gateways und seines Proxys.'
  }),
  'name-refused': () => ({
    title: 'Dieser Name kann nicht verwendet werden',
    meaning: `Das Gateway, ein Proxy oder der Browser akzeptiert ihn nicht. ${NOTHING_CHANGED}`,
    remedy: 'Verwenden Sie einen anderen Namen. Siehe die Details unten.'
  }),
  'path-style-required': () => ({
    title: 'Dieser Bucket erfordert Path-Style-Adressen',
    meaning: `Sein Name kann nicht Teil eines Hostnamens sein. ${NOTHING_CHANGED}`,
    remedy: 'Aktivieren Sie Path-Style-Adressen im Profil.'
  }),
  'precondition-failed': () => ({
    title: 'Dieser Name wird bereits verwendet',
    meaning: 'Ein Objekt oder eine Datei im gewählten Ordner hat diesen Namen bereits. Nichts wurde überschrieben.',
    remedy: 'Verwenden Sie einen anderen Namen oder entscheiden Sie sich für „Ersetzen“.'
  }),
  'sse-key-needed': () => ({
    title: 'Verschlüsselungsschlüssel erforderlich',
    meaning:
      'Das Objekt wurde mit einem Verschlüsselungsschlüssel gespeichert und lässt sich nur mit ihm öffnen. Das Gateway behält keine Kopie.',
    remedy: 'Wählen Sie den Schlüssel, oder importieren Sie ihn, falls er nicht in diesem Browser ist.'
  }),
  'sse-key-wrong': () => ({
    title: 'Falscher Verschlüsselungsschlüssel',
    meaning:
      'Das Gateway hat diesen Schlüssel abgelehnt. Das Objekt ist unbeschädigt; wahrscheinlich wurde es mit einem anderen Schlüssel verschlüsselt.',
    remedy: 'Wählen Sie einen anderen Schlüssel, oder importieren Sie den richtigen.'
  }),
  'sse-key-lost': (p) => ({
    title: 'Der Schlüssel wurde aus diesem Browser gelöscht',
    meaning: `Der Browserspeicher wurde geleert, während Lockgate geöffnet war.${p.isStored ? ' Das Objekt wurde gespeichert, aber nicht verifiziert.' : kept(p)}`,
    remedy:
      'Er ist noch im Arbeitsspeicher dieses Tabs. Speichern Sie die Schlüsseldatei und den Schlüssel im Browser, und versuchen Sie es erneut.'
  }),
  'sse-key-not-backed-up': () => ({
    title: 'Sichern Sie zuerst den Schlüssel',
    meaning: 'Dieser Schlüssel existiert nur im Arbeitsspeicher dieses Tabs. Es wurde nichts mit ihm verschlüsselt.',
    remedy:
      'Speichern Sie die Schlüsseldatei und verifizieren Sie die Kopie auf der Seite „Schlüssel“. Versuchen Sie es dann erneut.'
  }),
  'sse-key-in-use': () => ({
    title: 'Dieser Schlüssel wird verwendet',
    meaning:
      'Eine Übertragung oder Bearbeitung in diesem Browser benötigt ihn noch. Der Schlüssel wurde nicht entfernt.',
    remedy:
      'Schließen Sie in allen Tabs ab, was ihn verwendet, oder brechen Sie es ab. Entfernen Sie dann den Schlüssel.'
  }),
  'sse-key-insecure': (p) => ({
    title: 'Der Schlüssel wurde nicht gesendet',
    meaning: `${gateway(p)} verwendet unverschlüsseltes HTTP; jeder im Netzwerk könnte den Schlüssel lesen. Es wurde nichts gesendet.`,
    remedy: 'Verwenden Sie im Profil die https-Adresse des Gateways.'
  }),
  'insecure-page': () => ({
    title: 'Auf einer unverschlüsselten HTTP-Seite nicht möglich',
    meaning: 'Jeder im Netzwerk könnte Lockgate verändern und Ihre Eingaben mitlesen. Es wurde nichts gespeichert.',
    remedy: 'Öffnen Sie Lockgate über HTTPS, um Schlüssel oder Profile hinzuzufügen.'
  }),
  'must-be-encrypted': () => ({
    title: 'Dieser Bucket verlangt Verschlüsselung',
    meaning:
      'Dieser Upload hatte keinen Schlüssel, deshalb hat Lockgate ihn nicht gesendet. Es wurde nichts gespeichert.',
    remedy: 'Laden Sie die Datei mit einem Schlüssel hoch oder schalten Sie im Bucket „Verschlüsselung verlangen“ aus.'
  }),
  'stored-in-clear': ({ isRemoved }) => ({
    title: 'Unverschlüsselt gespeichert',
    meaning:
      'Ein Schlüssel wurde gesendet, aber das Objekt lässt sich ohne ihn öffnen: Dieses Gateway oder ein vorgeschalteter Proxy hat den Schlüssel ignoriert.',
    remedy: `Laden Sie hier keine vertraulichen Daten hoch, bis die Administration dies geprüft hat. ${isRemoved ? 'Das Objekt wurde entfernt.' : 'Löschen Sie das Objekt, wenn es nicht unverschlüsselt bleiben darf.'}`
  }),
  'digest-mismatch': () => ({
    title: 'Prüfsumme stimmt nicht überein',
    meaning: 'Angekommen ist nicht, was gesendet wurde. Verwenden Sie diese Kopie nicht. Das Original ist unverändert.',
    remedy:
      'Versuchen Sie es erneut. Tritt dies häufig auf, können ein Netzwerkproblem, ein Proxy oder fehlerhafter Arbeitsspeicher die Ursache sein.'
  }),
  truncated: (p) => ({
    title: 'Die Verbindung ist abgebrochen',
    meaning: `Es kamen weniger Bytes an als angekündigt.${kept(p)} Unvollständige Dateien werden nie gespeichert.`,
    remedy: 'Prüfen Sie Ihre Netzwerkverbindung und versuchen Sie es erneut.'
  }),
  'object-changed': () => ({
    title: 'Das Objekt wurde inzwischen geändert',
    meaning:
      'Während des Lesens oder Prüfens wurde eine andere Version geschrieben. Sie erhalten keine Mischung aus alten und neuen Daten.',
    remedy: 'Beginnen Sie noch einmal, um die aktuelle Version zu erhalten.'
  }),
  'stored-compressed': () => ({
    title: 'Komprimiert gespeichert',
    meaning:
      'Browser entpacken dieses Objekt (Content-Encoding). Das Ergebnis ist nicht verifizierbar und wird weder gespeichert noch angezeigt.',
    remedy:
      'Verwenden Sie ein Profil mit Zugriffsschlüssel: Es erhält die gespeicherten Bytes. Oder laden Sie den Link mit curl herunter.'
  }),
  'source-kept': () => ({
    title: 'Kopiert; das Original blieb',
    meaning: 'Die Kopie wurde verifiziert. Lockgate hat das Original nicht gelöscht.',
    remedy: 'Vergleichen Sie beide, und löschen Sie das Objekt, das Sie nicht brauchen.'
  }),
  'source-gone': () => ({
    title: 'Kopiert; das Original war schon weg',
    meaning:
      'Die Kopie wurde verifiziert. Das Original wurde inzwischen gelöscht, aber nicht durch dieses Verschieben.',
    remedy: 'Löschen Sie die Kopie, wenn das Objekt gelöscht sein sollte.'
  }),
  'file-changed': () => ({
    title: 'Die Datei wurde während des Uploads geändert',
    meaning:
      'Die Datei auf Ihrem Datenträger ist nicht mehr die gewählte. Eine Mischung aus alten und neuen Daten wurde nicht gespeichert.',
    remedy: 'Wählen Sie die Datei erneut, wenn nichts mehr in sie schreibt.'
  }),
  'different-file': () => ({
    title: 'Das ist eine andere Datei',
    meaning:
      'Größe, Datum oder Inhalt unterscheiden sich von dem, was zuvor hochgeladen wurde. Es wurde nichts gesendet; die gesendeten Teile bleiben.',
    remedy: 'Wählen Sie die ursprüngliche Datei oder beginnen Sie mit dieser von vorn.'
  }),
  'file-unreadable': () => ({
    title: 'Die Datei kann nicht gelesen werden',
    meaning:
      'Sie wurde verschoben oder gelöscht, oder ihr Datenträger fehlt. Was das Gateway speichert, ist unverändert.',
    remedy: 'Wählen Sie die Datei erneut.'
  }),
  'browser-storage-full': () => ({
    title: 'Der Browserspeicher ist voll',
    meaning:
      'Der Browser oder der Datenträger hat keinen Platz mehr für Lockgate. Was das Gateway speichert, ist unverändert.',
    remedy: FREE_SPACE
  }),
  'download-storage-full': () => ({
    title: 'Der Browserspeicher ist voll',
    meaning:
      'Für den Rest des Downloads war kein Platz. Was empfangen wurde, bleibt erhalten, und das Objekt ist unverändert.',
    remedy: FREE_SPACE
  }),
  'too-large-for-memory': ({ maxBytes }) => ({
    title: 'Zu groß für dieses Browserfenster',
    meaning: `Dieses Fenster bietet Lockgate keinen Dateispeicher; Downloads bleiben im Arbeitsspeicher${maxBytes === undefined ? '' : `, bis zu ${formatSize(maxBytes)}`}. Es wurde nichts heruntergeladen.`,
    remedy:
      'Verwenden Sie ein nicht privates Fenster oder einen anderen Browser. Unverschlüsseltes öffnen Sie auch über einen Link.'
  }),
  'download-storage-failed': () => ({
    title: 'In den Browserspeicher konnte nicht geschrieben werden',
    meaning: 'Der Download wurde gestoppt, und es wurde keine Datei gespeichert. Das Objekt ist unverändert.',
    remedy:
      'Versuchen Sie es erneut. Schlägt es weiterhin fehl, laden Sie Lockgate neu oder verwenden Sie einen anderen Browser.'
  }),
  'browser-storage-failed': () => ({
    title: 'Speichern im Browserspeicher fehlgeschlagen',
    meaning: 'Das Schreiben schlug fehl, oder das Zurückgelesene weicht ab. Möglicherweise wurde es nicht gespeichert.',
    remedy:
      'Sichern Sie jeden Schlüssel, von dem es außerhalb dieses Browsers keine Kopie gibt, und laden Sie Lockgate neu.'
  }),
  'directory-unwritable': () => ({
    title: 'In den gewählten Ordner kann nicht geschrieben werden',
    meaning:
      'Der Datenträger ist voll oder fehlt, oder der Browser darf dort nicht mehr schreiben. Es blieb keine unvollständige Datei zurück; auf dem Gateway änderte sich nichts.',
    remedy:
      'Schaffen Sie Platz oder verbinden Sie den Datenträger, und versuchen Sie es erneut. Nach einem Neuladen wählen Sie den Ordner erneut.'
  }),
  'bucket-not-empty': () => ({
    title: 'Der Bucket ist nicht leer',
    meaning: `Nur leere Buckets können gelöscht werden. Auch alte Versionen und Löschmarkierungen zählen, obwohl eine Liste sie nicht zeigt. ${NOTHING_CHANGED}`,
    remedy: 'Leeren Sie ihn zuerst. Sie sehen, was gelöscht wird, bevor etwas geschieht.'
  }),
  'name-taken': () => ({
    title: 'Bucket-Name bereits vergeben',
    meaning: `Sie oder ein anderer Benutzer haben bereits einen Bucket mit diesem Namen. ${NOTHING_CHANGED}`,
    remedy: 'Wählen Sie einen anderen Namen.'
  }),
  'placement-refused': () => ({
    title: 'Unbekannte Platzierung',
    meaning:
      'Diese Platzierung gibt es hier nicht, oder Ihr Konto darf sie nicht verwenden. Es wurde kein Bucket erstellt.',
    remedy:
      'Wählen Sie eine andere Platzierung oder die Standardplatzierung, oder fragen Sie die Administration, welche es gibt.'
  }),
  'bucket-limit': () => ({
    title: 'Höchstzahl der Buckets erreicht',
    meaning: `Das Gateway begrenzt die Zahl der Buckets je Konto. ${NOTHING_CHANGED}`,
    remedy: 'Löschen Sie einen nicht mehr benötigten, oder bitten Sie die Administration um eine höhere Grenze.'
  }),
  'policy-changed': () => ({
    title: 'Die Richtlinie wurde inzwischen geändert',
    meaning:
      'Die Richtlinie des Buckets ist nicht die, die Lockgate erwartet hat. Vermutlich wurde anderswo eine andere gespeichert; sie blieb erhalten.',
    remedy: 'Laden Sie die Richtlinie neu und prüfen Sie sie. Versuchen Sie es dann erneut.'
  }),
  'policy-unconfirmed': () => ({
    title: 'Richtlinie gespeichert, aber nicht zurückzulesen',
    meaning:
      'Das Gateway hat die Änderung angenommen; sie gilt also. Das Zurücklesen schlug fehl oder wurde abgelehnt.',
    remedy:
      'Wenn sie Sie aussperrt, wählen Sie „Richtlinie entfernen“. Wird auch das abgelehnt, hilft die Administration (ein Benutzer mit dem Flag --admin von radosgw-admin).'
  }),
  'policy-refused': () => ({
    title: 'Das Gateway hat diese Richtlinie abgelehnt',
    meaning: 'Die neue Richtlinie wurde nicht gespeichert; das Gateway hat die vorherige behalten.',
    remedy: 'Vergleichen Sie die Richtlinie mit der Meldung des Gateways in den Details unten.'
  }),
  'grantee-unknown': () => ({
    title: 'Unbekannte Benutzer-ID',
    meaning: `Das Gateway lehnt eine ACL ab, die einen unbekannten Benutzer nennt. ${NOTHING_CHANGED}`,
    remedy:
      'Erfragen Sie die Benutzer-ID auf diesem Gateway: Sie ist weder eine E-Mail-Adresse noch ein Zugriffsschlüssel.'
  }),
  'acl-differs': () => ({
    title: 'Das Gateway hat eine andere ACL gespeichert',
    meaning: 'Es hat die Änderung ohne Fehler angenommen, aber das Zurückgelesene weicht ab.',
    remedy: 'Prüfen Sie den aktuellen Zugriff, bevor Sie sich auf ihn verlassen.'
  }),
  'not-supported': () => ({
    title: 'Von diesem Gateway nicht unterstützt',
    meaning: `Es meldet, dass es diese Operation nicht kennt. ${NOTHING_CHANGED}`,
    remedy: 'Ein neueres Gateway kennt sie möglicherweise; fragen Sie die Administration nach der Version.'
  }),
  'storage-class-refused': () => ({
    title: 'Speicherklasse abgelehnt',
    meaning: `Das Gateway hat diese Speicherklasse für den Bucket vermutlich nicht. ${NOTHING_CHANGED}`,
    remedy: 'Laden Sie die Datei mit einer anderen Speicherklasse hoch, oder lassen Sie das Feld leer.'
  }),
  'request-refused': () => ({
    title: 'Das Gateway hat die Anfrage abgelehnt',
    meaning: `Es meldet einen Fehler, den Lockgate nicht kennt. ${NOTHING_CHANGED}`,
    remedy: 'Senden Sie die Details unten an Ihre Administration.'
  }),
  unexpected: () => ({
    title: 'In Lockgate ist etwas schiefgegangen',
    meaning: 'Dies ist ein Fehler in Lockgate. Ob der letzte Vorgang ausgeführt wurde, ist nicht bekannt.',
    remedy:
      'Prüfen Sie die Liste und versuchen Sie es erneut. Tritt der Fehler weiter auf, melden Sie die Details unten.'
  })
}
