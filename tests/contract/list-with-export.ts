// Runs what the export dialog shows, as a user would: in the folder of the saved file, by a shell.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportProfile, type ExportFormat } from '../../src/domain/credentials/export-profile'
import type { Profile } from '../../src/domain/profile'
import { de } from '../../src/messages/de'
import { botoPath } from '../gateway/judge'
import { runTool, type ToolResult } from '../gateway/tool'

/** @param command by default the dialog's own */
export async function listWithExport(profile: Profile, format: ExportFormat, command?: string): Promise<ToolResult> {
  const exported = exportProfile(profile, format, de.profiles.exporting.secretComment)
  if ('problem' in exported) throw new Error(exported.problem)
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-export-'))
  try {
    writeFileSync(join(dir, exported.fileName), exported.text, { mode: 0o600 })
    const env = {
      ...{ PATH: '/usr/bin:/bin', HOME: dir, TMPDIR: dir, LANG: 'C.UTF-8' },
      ...{ AWS_EC2_METADATA_DISABLED: 'true', AWS_PAGER: '', PYTHONPATH: botoPath(), PYTHONWARNINGS: 'ignore' }
    }
    return await runTool('/bin/sh', ['-c', command ?? exported.command], { cwd: dir, env })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
