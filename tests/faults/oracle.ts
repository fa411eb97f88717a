// boto3 as the oracle of the rounds: one Python process that is asked line by line. It looks at the gateway itself.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { GatewayInfo } from '../gateway/gateway'

const SCRIPT = fileURLToPath(new URL('oracle.py', import.meta.url))

/** An object's address; with the key in base64 where it is to be encrypted. */
export interface Subject {
  readonly bucket: string
  readonly key: string
  readonly sseKey?: string | undefined
}

/** What the gateway has under a key. */
export interface Sight {
  /** Null: no such object is listed. */
  readonly listedBytes: number | null
  /** Of what is read, with the key where it does not open without. */
  readonly sha256: string | null
  /** Statuses of a HEAD without the key, and of one with it. */
  readonly withoutKey: number
  readonly withKey: number
  /** Multipart uploads of this key that were never completed. */
  readonly unfinished: number
  /** Other objects of its folder, in which nothing else belongs. */
  readonly strays: number
}

export interface Oracle {
  create(bucket: string): Promise<void>
  /** Stores a file, in parts of `partBytes` where that is given. */
  put(subject: Subject, file: string, partBytes?: number): Promise<void>
  look(subject: Subject): Promise<Sight>
  /** Unfinished uploads too. */
  remove(subject: Subject): Promise<void>
  close(): void
}

export function startOracle({ direct, alice }: GatewayInfo): Oracle {
  const gateway = JSON.stringify({ endpoint: direct, accessKey: alice.accessKey, secretKey: alice.secretKey })
  // Newer releases send checksums in trailers, which older gateways refuse.
  const env = { ...process.env, AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required', AWS_EC2_METADATA_DISABLED: 'true' }
  const child = spawn('/usr/bin/python3', ['-I', '-W', 'ignore', SCRIPT, gateway], {
    env,
    stdio: ['pipe', 'pipe', 'inherit']
  })
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line))
  child.once('exit', () => {
    for (const resolve of waiting.splice(0)) resolve('{"error":"The oracle has ended"}')
  })

  async function ask(request: object): Promise<unknown> {
    const answering = new Promise<string>((resolve) => waiting.push(resolve))
    child.stdin.write(`${JSON.stringify(request)}\n`)
    const answer = JSON.parse(await answering) as { readonly error?: string }
    if (answer.error !== undefined) throw new Error(`Oracle: ${answer.error}`)
    return answer
  }

  return {
    create: async (bucket) => void (await ask({ do: 'create', bucket })),
    put: async (subject, file, partBytes) => void (await ask({ do: 'put', ...subject, file, partBytes })),
    look: async (subject) => (await ask({ do: 'look', ...subject })) as Sight,
    remove: async (subject) => void (await ask({ do: 'remove', ...subject })),
    close: () => child.stdin.end()
  }
}
