// The dialog that shows what is on the screen as code, and a run of what it says.
import type { Locator, Page } from '@playwright/test'
import type { CodeTool } from '../../../src/domain/code/code-task'
import { en } from '../../../src/messages/en'
import { runTool, type ToolResult } from '../../gateway/tool'
import type { Account } from '../../gateway/radosgw'
import { paste } from '../copy-and-drop'
import { expect } from '../fixture'

export const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: en.code.title, exact: true })

export async function copy(page: Page): Promise<string> {
  await dialogOf(page).getByRole('button', { name: en.code.copy, exact: true }).click()
  await expect(dialogOf(page).getByRole('button', { name: en.common.copied, exact: true })).toBeVisible()
  return paste(page)
}

const PYTHON = ['/usr/bin/python3', '-c'] as const
const SHELL = ['/bin/bash', '--norc', '-ec'] as const

/** In this folder, with these credentials in the environment. */
export function run(
  tool: CodeTool,
  text: string,
  cwd: string,
  account: Account,
  variables: Readonly<Record<string, string>> = {}
): Promise<ToolResult> {
  const [command, ...args] = tool === 'boto3' || tool === 'boto' ? PYTHON : SHELL
  const env = {
    ...{ PATH: '/usr/bin:/bin', HOME: cwd, LANG: 'C.UTF-8', AWS_PAGER: '', PYTHONWARNINGS: 'ignore' },
    ...{ AWS_ACCESS_KEY_ID: account.accessKey, AWS_SECRET_ACCESS_KEY: account.secretKey },
    ...variables
  }
  return runTool(command, [...args, text], { env, cwd })
}

/** Opens the code, runs what is shown for a task in a tool, and closes it. @returns what it printed; fails where it failed */
export async function runShown(
  page: Page,
  button: Locator,
  {
    tool,
    task,
    cwd,
    account,
    variables
  }: { tool: CodeTool; task?: string; cwd: string; account: Account; variables?: Readonly<Record<string, string>> }
): Promise<string> {
  await button.click()
  const dialog = dialogOf(page)
  await dialog.getByRole('tab', { name: en.code.tools[tool], exact: true }).click()
  if (task !== undefined) await dialog.getByLabel(en.code.task).selectOption(task)
  const { status, stdout, stderr } = await run(tool, await copy(page), cwd, account, variables)
  expect(status, stderr).toBe(0)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  return stdout.toString()
}
