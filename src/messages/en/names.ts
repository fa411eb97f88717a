// What is wrong with the name or address of a bucket, and with the address of a gateway.
import type { AddressFault } from '../../domain/bucket-address'
import type { NameFaultReason, UnopenableReason } from '../../domain/bucket-name'
import { visibleName } from '../../domain/invisible'
import type { EndpointProblem } from '../../domain/profile'
import { formatCount } from '../format'

const gateway: Readonly<Record<EndpointProblem, string>> = {
  empty: 'Enter the gateway’s address, such as https://rgw.example.edu.',
  'not-an-address': 'Not a valid address. Enter one like https://rgw.example.edu.',
  scheme: 'Gateways use https or http. Enter an address like https://rgw.example.edu.',
  credentials: 'Don’t put a user name or password in the gateway’s address.',
  path: 'Enter only host and port, without a path.'
}

export const names = {
  gateway,
  gatewayNotListed: 'Only the listed gateways can be used here.',

  /** Of a new bucket. */
  fault(fault: NameFaultReason): string {
    switch (fault.code) {
      case 'empty':
        return 'Enter a name.'
      case 'upper-case':
        return 'Lowercase letters only.'
      case 'space':
        return 'No spaces; use a hyphen instead.'
      case 'character':
        return `Only letters a–z, digits, hyphens and dots, not “${visibleName(fault.character)}”.`
      case 'first-character':
        return 'Must start with a letter or digit.'
      case 'two-dots':
        return 'No two dots in a row.'
      case 'dot-beside-hyphen':
        return 'No dot next to a hyphen.'
      case 'too-long':
        return `At most ${formatCount(fault.maxLength)} characters; this has ${formatCount(fault.length)}.`
      case 'ip-address':
        return 'Must not look like an IP address.'
      case 'too-short':
        return `At least ${formatCount(fault.minLength)} characters.`
      case 'last-character':
        return 'Must end with a letter or digit.'
      default:
        return fault satisfies never
    }
  },

  /** Of any bucket that may exist. */
  unopenable(reason: UnopenableReason): string {
    switch (reason.code) {
      case 'empty':
        return 'Enter a bucket name.'
      case 'colons':
        return 'Bucket names have at most one colon, after the tenant.'
      case 'tenant':
        return 'Tenant names have only letters, digits and underscores.'
      case 'slash':
        return 'Bucket names can’t contain a slash.'
      case 'leading-dot':
        return 'Bucket names can’t start with a dot.'
      case 'character':
        return 'This name contains an invalid character.'
      case 'too-short':
        return `Bucket names have at least ${formatCount(reason.minLength)} characters.`
      case 'too-long':
        return `Bucket names have at most ${formatCount(reason.maxBytes)} bytes; this one has ${formatCount(reason.bytes)}.`
      default:
        return reason satisfies never
    }
  },

  address(fault: AddressFault): string {
    switch (fault.code) {
      case 'scheme':
        return 'Addresses start with https://, http:// or s3://.'
      case 'credentials':
        return 'Don’t put a user name or password in the address.'
      case 'damaged-percent':
        return 'This address has a damaged % sequence. Copy it again.'
      case 'no-bucket':
        return 'This is the gateway’s address, without a bucket.'
      case 'object-character':
        return 'The name after the bucket contains an invalid character.'
      case 'object-too-long':
        return `Object names have at most ${formatCount(fault.maxBytes)} bytes; this one has ${formatCount(fault.bytes)}.`
      case 'arn-service':
        return 'Not the ARN of a bucket. Those start with arn:aws:s3:::.'
      case 'arn-access-point':
        return 'This is the ARN of an access point, not of a bucket.'
      case 'arn-several-buckets':
        return 'This ARN matches more than one bucket.'
      case 'bucket':
        return names.unopenable(fault.reason)
      case 'endpoint':
        return gateway[fault.problem]
      default:
        return fault satisfies never
    }
  }
}
