// Where the workers' scripts are. Only the scripts of this very build run: the policy takes no other address.
import { createScriptPolicy, type ScriptPolicy } from './script-policy'
import digestUrl from './digest.worker.ts?worker&url'
import downloadUrl from './download.worker.ts?worker&url'
import pdfUrl from './preview-pdf.worker.ts?worker&url'
import parquetUrl from '../../preview-parquet.worker.ts?worker&url'
import requestsUrl from '../../requests.worker.ts?worker&url'

const scripts = { digest: digestUrl, download: downloadUrl, requests: requestsUrl, parquet: parquetUrl, pdf: pdfUrl }

function toAddress(url: string): string {
  if (!Object.values(scripts).includes(url)) throw new TypeError('Not a worker of Lockgate')
  return new URL(url, document.baseURI).href
}

let policy: ScriptPolicy | undefined

export function startWorker(name: keyof typeof scripts): Worker {
  policy ??= createScriptPolicy('lockgate-workers', toAddress)
  return new Worker(policy.createScriptURL(scripts[name]), { type: 'module', name })
}
