// Runs what the code dialog shows as a user would: in a folder with the files that it names, with the credentials in the environment.
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { placeOf, type CodePlace, type CodeTask, type CodeTool } from '../../src/domain/code/code-task'
import { writeCode } from '../../src/domain/code/write-code'
import type { Profile } from '../../src/domain/profile'
import { botoPath } from '../gateway/judge'
import { runTool, type ToolResult } from '../gateway/tool'
import { gateway, profileOf } from './fixture'

export interface CodeRun extends ToolResult {
  /** Standard output as text. */
  readonly said: string
  /** What is in the folder afterwards, by path. */
  readonly files: ReadonlyMap<string, Buffer>
  /** Nothing was written beside the folder. */
  readonly isContained: boolean
}

export interface RunOptions {
  /** Alice over TLS, unless said otherwise. */
  readonly profile?: Profile
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Where it is not the profile's own. */
  readonly secretKey?: string
  /** Beside the profile's credentials. */
  readonly variables?: Readonly<Record<string, string>>
  /** Where it is another gateway's authority. */
  readonly caFile?: string
}

export const tlsProfile = (): Profile => profileOf({ endpoint: gateway.https })

/** The code itself; throws where the tool cannot do one of the tasks. */
export function codeOf(tool: CodeTool, tasks: readonly CodeTask[], place: CodePlace = placeOf(tlsProfile())): string {
  return tasks
    .map((task) => {
      const code = writeCode(tool, place, task)
      if ('cannot' in code) throw new Error(`${tool} cannot ${task.kind}: ${code.cannot}`)
      return code.text
    })
    .join('\n')
}

export function canWrite(tool: CodeTool, task: CodeTask, place: CodePlace = placeOf(tlsProfile())): boolean {
  return 'text' in writeCode(tool, place, task)
}

/** Several tasks are one script. */
export async function runCode(
  tool: CodeTool,
  tasks: CodeTask | readonly CodeTask[],
  options: RunOptions = {}
): Promise<CodeRun> {
  const { profile = tlsProfile() } = options
  const text = codeOf(tool, 'kind' in tasks ? [tasks] : tasks, placeOf(profile))
  return runText(tool, text, { ...options, profile })
}

export async function runText(
  tool: CodeTool,
  text: string,
  {
    profile = tlsProfile(),
    files = {},
    secretKey = profile.secretKey,
    caFile = gateway.caFile,
    variables = {}
  }: RunOptions
): Promise<CodeRun> {
  const around = mkdtempSync(join(tmpdir(), 'lockgate-code-'))
  const dir = join(around, 'around', 'folder')
  mkdirSync(dir, { recursive: true })
  const home = mkdtempSync(join(tmpdir(), 'lockgate-home-'))
  try {
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true })
      writeFileSync(join(dir, name), bytes)
    }
    writeFileSync(join(home, 'boto'), `[Boto]\nca_certificates_file = ${caFile}\n`)
    const env = {
      ...{ PATH: '/usr/bin:/bin', HOME: home, TMPDIR: home, LANG: 'C.UTF-8', PYTHONWARNINGS: 'ignore' },
      ...(profile.accessKey !== '' && { AWS_ACCESS_KEY_ID: profile.accessKey, AWS_SECRET_ACCESS_KEY: secretKey }),
      ...(profile.sessionToken !== undefined && { AWS_SESSION_TOKEN: profile.sessionToken }),
      ...variables,
      // The authority of this run, by each tool's own way to name one.
      ...{ SSL_CERT_FILE: caFile, CURL_CA_BUNDLE: caFile, BOTO_CONFIG: join(home, 'boto') },
      ...(tool === 'aws' || tool === 'boto3' ? { AWS_CA_BUNDLE: caFile } : {}),
      ...{ AWS_EC2_METADATA_DISABLED: 'true', AWS_PAGER: '', PYTHONPATH: botoPath() }
    }
    const isPython = tool === 'boto3' || tool === 'boto'
    const result = isPython
      ? await runTool('/usr/bin/python3', ['-c', text], { cwd: dir, env, timeoutMs: 280_000 })
      : await runTool('/bin/bash', ['--norc', '-ec', text], { cwd: dir, env, timeoutMs: 280_000 })
    const left = readdirSync(dir, { encoding: 'utf8', recursive: true }).filter((name) =>
      lstatSync(join(dir, name)).isFile()
    )
    const after = new Map(left.map((name) => [name, readFileSync(join(dir, name))]))
    const beside = [...readdirSync(around), ...readdirSync(join(around, 'around'))]
    const isContained = beside.join() === 'around,folder'
    return { ...result, said: result.stdout.toString('utf8'), files: after, isContained }
  } finally {
    rmSync(around, { recursive: true, force: true })
    rmSync(home, { recursive: true, force: true })
  }
}
