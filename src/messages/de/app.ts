import { plural } from '../format'

export const app = {
  update: {
    label: 'Neue Version',
    ready: 'Eine neue Version von Lockgate ist bereit.',
    updatedElsewhere: 'Lockgate wurde in einem anderen Tab aktualisiert. Laden Sie neu, um die neue Version zu nutzen.',
    load: 'Neu laden und aktualisieren',
    hide: 'Ausblenden; das Update bleibt in den Einstellungen verfügbar',
    waitsForTransfers: 'Verfügbar, sobald die Übertragungen in diesem Tab abgeschlossen sind.',
    waitsForWork: 'Verfügbar, sobald die Vorgänge in diesem Tab abgeschlossen sind.',
    loading: 'Wird geladen; das kann eine halbe Minute dauern.',
    otherTabBusy: 'Ein anderer Tab ist noch beschäftigt. Es wurde nichts geladen; versuchen Sie es später erneut.',
    failed: 'Das Update konnte nicht geladen werden. Sie nutzen weiterhin die aktuelle Version.',
    losesFailed: (count: number) =>
      `${plural(count, { one: 'fehlgeschlagene Übertragung geht', other: 'fehlgeschlagene Übertragungen gehen' })} verloren.`
  }
}
