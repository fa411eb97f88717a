// Puts under keys that no client here can send, because URLs fold dots: signed by the SDK, sent character for character.
import { request } from 'node:http'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { plainSdk } from './fixture'

/** Straight to the gateway: the proxy would fold the dots too. */
export async function rawPut(bucket: string, key: string): Promise<void> {
  const url = await getSignedUrl(plainSdk, new PutObjectCommand({ Bucket: bucket, Key: key }))
  const [, host, port, path] = /^http:\/\/([^:]+):(\d+)(\/.*)$/.exec(url) ?? []
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request({ host, port, path, method: 'PUT' }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
    sent.on('error', reject).end('x')
  })
  if (status !== 200) throw new Error(`The put of ${JSON.stringify(key)} was answered with ${status}`)
}
