import type { PatternProblem } from '../../domain/linear-pattern'
import type { FoundValue, SiteFault, SiteFileProblem } from '../../domain/site'
import { formatList } from '../format'
import { names } from './names'

const found = ({ type, value }: FoundValue): string =>
  ({
    null: 'null',
    list: 'eine Liste',
    text: 'Text',
    object: 'ein Objekt',
    number: `die Zahl ${value}`,
    boolean: value
  })[type]

function pattern(problem: PatternProblem): string {
  switch (problem.code) {
    case 'not-a-pattern':
      return 'ist kein regulärer Ausdruck.'
    case 'too-long':
      return 'ist zu lang oder enthält zu viele Wiederholungen.'
    case 'unsupported':
      return `${problem.found === undefined ? 'hat ein nicht unterstütztes Ende' : `darf dort nicht „${problem.found}“ enthalten`}. Unterstützt werden Zeichen, Klassen, Gruppen, |, *, +, ? und {n,m}.`
  }
}

function fault(fault: SiteFault): string {
  switch (fault.code) {
    case 'not-text':
      return `muss Text in Anführungszeichen sein, nicht ${found(fault.found)}.`
    case 'not-a-flag':
      return `muss true oder false sein, nicht ${found(fault.found)}.`
    case 'not-a-list':
      return `muss eine Liste in [ ] sein, nicht ${found(fault.found)}.`
    case 'not-an-object':
      return `muss ein Objekt in { } sein, nicht ${found(fault.found)}.`
    case 'blank':
      return 'darf nicht leer sein.'
    case 'link':
      return 'muss eine https- oder http-Adresse sein.'
    case 'logo':
      return 'muss eine relative Adresse im Ordner von Lockgate sein, zum Beispiel logo.svg.'
    case 'placement':
      return 'muss der Name der Platzierung allein sein, ohne Doppelpunkt.'
    case 'missing':
      return 'fehlt.'
    case 'prefix-or-pattern':
      return 'muss entweder ein Präfix oder ein Muster haben.'
    case 'endpoint':
      return `muss die Adresse eines Gateways sein. ${names.gateway[fault.problem]}`
    case 'pattern':
      return pattern(fault.problem)
    case 'unknown-field':
      return `ist kein bekanntes Feld. Bekannt sind ${formatList(fault.known)}.`
  }
}

export const site = {
  problem: (problem: SiteFileProblem): string => {
    switch (problem.code) {
      case 'not-read':
        return `site.json konnte nicht gelesen werden: Der Server antwortete mit dem Status ${problem.status}.`
      case 'not-json':
        return `site.json ist kein gültiges JSON: ${problem.message}`
      case 'not-understood':
        return `site.json enthält einen Fehler: ${problem.path === '' ? 'Die Datei' : problem.path} ${fault(problem.fault)}`
    }
  }
}
