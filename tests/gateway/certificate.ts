// A certificate authority that lives as long as a run, and a server certificate of it for localhost.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runToolOrFail } from './tool'

export interface Certificate {
  readonly caFile: string
  readonly certFile: string
  readonly keyFile: string
}

/** Makes CA and certificate (localhost, 127.0.0.1; two days) in `dir`. */
export async function createCertificate(dir: string): Promise<Certificate> {
  const file = (name: string): string => join(dir, name)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  writeFileSync(
    file('server.ext'),
    'subjectAltName = DNS:localhost, IP:127.0.0.1\nbasicConstraints = CA:FALSE\nextendedKeyUsage = serverAuth\n'
  )
  await runToolOrFail('openssl', [
    ...['req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=Lockgate rig CA'],
    ...['-keyout', file('ca.key'), '-out', file('ca.pem')]
  ])
  await runToolOrFail('openssl', [
    ...['req', '-new', ...newKey, '-subj', '/CN=localhost'],
    ...['-keyout', file('server.key'), '-out', file('server.csr')]
  ])
  await runToolOrFail('openssl', [
    ...['x509', '-req', '-in', file('server.csr'), '-days', '2', '-extfile', file('server.ext')],
    ...['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-out', file('server.pem')]
  ])
  return { caFile: file('ca.pem'), certFile: file('server.pem'), keyFile: file('server.key') }
}
