// What comes of a gateway’s address, its network, its answers and the credentials.
import type { SomeErrors, ErrorParameters as P } from '../../error-case'
import { NOTHING_CHANGED, gateway, kept } from './phrases'

const DATA_UNCHANGED = 'Ihre Objekte und Verschlüsselungsschlüssel sind unverändert.'

const outcome = ({ mayHaveChanged }: P): string =>
  mayHaveChanged ? 'Ob der letzte Vorgang ausgeführt wurde, ist nicht bekannt.' : NOTHING_CHANGED

export const connection = {
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
  'not-supported': () => ({
    title: 'Von diesem Gateway nicht unterstützt',
    meaning: `Es meldet, dass es diese Operation nicht kennt. ${NOTHING_CHANGED}`,
    remedy: 'Ein neueres Gateway kennt sie möglicherweise; fragen Sie die Administration nach der Version.'
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
} satisfies SomeErrors
