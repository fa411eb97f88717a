import type { AddressFault } from '../../domain/bucket-address'
import type { NameFaultReason, UnopenableReason } from '../../domain/bucket-name'
import { visibleName } from '../../domain/invisible'
import type { EndpointProblem } from '../../domain/profile'
import { formatCount } from '../format'

const gateway: Readonly<Record<EndpointProblem, string>> = {
  empty: 'Geben Sie die Adresse des Gateways ein, zum Beispiel https://rgw.example.edu.',
  'not-an-address': 'Keine gültige Adresse. Geben Sie eine Adresse wie https://rgw.example.edu ein.',
  scheme: 'Gateways verwenden https oder http. Geben Sie eine Adresse wie https://rgw.example.edu ein.',
  credentials: 'Benutzername und Passwort gehören nicht in die Adresse des Gateways.',
  path: 'Geben Sie nur Host und Port ein, ohne Pfad.'
}

export const names = {
  gateway,
  gatewayNotListed: 'Hier können nur die aufgeführten Gateways verwendet werden.',

  fault(fault: NameFaultReason): string {
    switch (fault.code) {
      case 'empty':
        return 'Geben Sie einen Namen ein.'
      case 'upper-case':
        return 'Nur Kleinbuchstaben.'
      case 'space':
        return 'Keine Leerzeichen; verwenden Sie stattdessen einen Bindestrich.'
      case 'character':
        return `Nur Buchstaben a–z, Ziffern, Bindestriche und Punkte, nicht „${visibleName(fault.character)}“.`
      case 'first-character':
        return 'Muss mit einem Buchstaben oder einer Ziffer beginnen.'
      case 'two-dots':
        return 'Keine zwei Punkte hintereinander.'
      case 'dot-beside-hyphen':
        return 'Kein Punkt neben einem Bindestrich.'
      case 'too-long':
        return `Höchstens ${formatCount(fault.maxLength)} Zeichen; dieser Name hat ${formatCount(fault.length)}.`
      case 'ip-address':
        return 'Darf nicht wie eine IP-Adresse aussehen.'
      case 'too-short':
        return `Mindestens ${formatCount(fault.minLength)} Zeichen.`
      case 'last-character':
        return 'Muss mit einem Buchstaben oder einer Ziffer enden.'
      default:
        return fault satisfies never
    }
  },

  unopenable(reason: UnopenableReason): string {
    switch (reason.code) {
      case 'empty':
        return 'Geben Sie einen Bucket-Namen ein.'
      case 'colons':
        return 'Bucket-Namen enthalten höchstens einen Doppelpunkt, nach dem Tenant.'
      case 'tenant':
        return 'Tenant-Namen enthalten nur Buchstaben, Ziffern und Unterstriche.'
      case 'slash':
        return 'Bucket-Namen dürfen keinen Schrägstrich enthalten.'
      case 'leading-dot':
        return 'Bucket-Namen dürfen nicht mit einem Punkt beginnen.'
      case 'character':
        return 'Dieser Name enthält ein ungültiges Zeichen.'
      case 'too-short':
        return `Bucket-Namen haben mindestens ${formatCount(reason.minLength)} Zeichen.`
      case 'too-long':
        return `Bucket-Namen haben höchstens ${formatCount(reason.maxBytes)} Byte; dieser hat ${formatCount(reason.bytes)}.`
      default:
        return reason satisfies never
    }
  },

  address(fault: AddressFault): string {
    switch (fault.code) {
      case 'scheme':
        return 'Adressen beginnen mit https://, http:// oder s3://.'
      case 'credentials':
        return 'Benutzername und Passwort gehören nicht in die Adresse.'
      case 'damaged-percent':
        return 'Diese Adresse enthält eine beschädigte %-Folge. Kopieren Sie sie erneut.'
      case 'no-bucket':
        return 'Dies ist die Adresse des Gateways, ohne Bucket.'
      case 'object-character':
        return 'Der Name nach dem Bucket enthält ein ungültiges Zeichen.'
      case 'object-too-long':
        return `Objektnamen haben höchstens ${formatCount(fault.maxBytes)} Byte; dieser hat ${formatCount(fault.bytes)}.`
      case 'arn-service':
        return 'Nicht der ARN eines Buckets. Solche beginnen mit arn:aws:s3:::.'
      case 'arn-access-point':
        return 'Dies ist der ARN eines Zugriffspunkts, nicht der eines Buckets.'
      case 'arn-several-buckets':
        return 'Dieser ARN passt auf mehr als einen Bucket.'
      case 'bucket':
        return names.unopenable(fault.reason)
      case 'endpoint':
        return gateway[fault.problem]
      default:
        return fault satisfies never
    }
  }
}
