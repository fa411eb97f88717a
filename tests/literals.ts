// Finds sentences that a user may read and that stand outside the catalogue: in markup, in attributes, and in strings of any script.
// What developers alone read is left out: messages of thrown errors and of aborts. The details of an AppError are shown.
import { readFileSync } from 'node:fs'
import { parse } from 'svelte/compiler'
import ts from 'typescript'

export interface Literal {
  readonly line: number
  readonly text: string
}

/** Words of S3 and of files, which no language translates, and what stands for a value. */
const NAMES =
  /\b(S3|SSE-C|SSE-S3|SSE-KMS|Lockgate|AWS|Ceph|CORS|HTTPS?|JSON|ETag|ACL|URL|MD5|SHA-256|KiB|MiB|GiB|aws-cli|rclone|curl|boto3?|s3cmd|us-east-1|https?:\/\/\S*)\b/g
const SPOKEN_ATTRIBUTES =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|alt|placeholder|label|text|summary)$/

/** Names of locks and databases, and of what is in them; a sink of Trusted Types; what headers say. */
const CODES =
  /^lockgate|^plain names$|^DOMParser parseFromString$|^[\w-]+\/[\w.+-]+; charset=|^bytes \$|^sandbox; default-src/

/** Two words in a row. */
function isSentence(text: string): boolean {
  if (CODES.test(text)) return false
  const words = text.replace(NAMES, '').trim()
  return /\p{L}{2,}[,:;]? (\p{L}|\$?\{)/u.test(words) || /\p{L}{2,} .*\p{L}{2,}[.…?!]$/u.test(words)
}

/** In markup, any word is read. */
const isWord = (text: string): boolean => /\p{L}{2,}/u.test(text.replace(NAMES, ''))

/** @returns what a file says by itself, in the order of its lines. */
export function findLiterals(path: string): Literal[] {
  const text = readFileSync(path, 'utf8')
  const found = path.endsWith('.svelte')
    ? findInComponent(text)
    : findInScript(text, 0, text, path.includes('/ui/') ? 'component' : 'module')
  return found.toSorted((a, b) => a.line - b.line)
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** A single word with a capital, in a component; the names of keys on a keyboard are none. */
const isLabel = (text: string): boolean =>
  /^\p{Lu}\p{Ll}+$/u.test(text.replace(NAMES, '')) &&
  !/^(Escape|Enter|Tab|Home|End|Delete|Backspace|Insert|Shift|Control|Alt|Meta|Arrow\w+|Page\w+)$/.test(text)

/** `isShown`: what the script evaluates to is read, `{isDone ? 'done' : ''}`. */
type ScriptPlace = 'module' | 'component' | 'isShown'

function findInScript(script: string, from: number, whole: string, place: ScriptPlace = 'module'): Literal[] {
  const found: Literal[] = []
  const file = ts.createSourceFile('x.ts', script, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (isForDevelopers(node)) return
    const said = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? node.text : undefined
    const template = ts.isTemplateExpression(node) ? templateText(node) : undefined
    const value = said ?? template
    if (value === undefined) return ts.forEachChild(node, visit)
    if (
      isSentence(value) ||
      (place !== 'module' && isLabel(value)) ||
      (place === 'isShown' && isResult(node) && isWord(value.replace(/\$\{\}/g, '')))
    )
      found.push({ line: lineOf(whole, from + node.getStart(file)), text: value })
    ts.forEachChild(node, visit)
  }
  ts.forEachChild(file, visit)
  return found
}

/** True of what an expression evaluates to: of its branches, and not of what they depend on. */
function isResult(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isExpressionStatement(parent)) return true
  if (ts.isParenthesizedExpression(parent)) return isResult(parent)
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isResult(parent)
  if (ts.isBinaryExpression(parent))
    return /^(\|\||\?\?|\+|&&)$/.test(parent.operatorToken.getText()) && isResult(parent)
  return ts.isTemplateSpan(parent) && isResult(parent.parent)
}

const templateText = (node: ts.TemplateExpression): string =>
  node.head.text + node.templateSpans.map(({ literal }) => `\${}${literal.text}`).join('')

function isForDevelopers(node: ts.Node): boolean {
  if (
    ts.isCallExpression(node.parent) &&
    /\.(querySelector(All)?|closest|matches)$/.test(node.parent.expression.getText())
  )
    return true
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return true
  return (
    ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    /^(?!AppError).*(Error|DOMException)$/.test(node.expression.text)
  )
}

interface MarkupNode {
  readonly type?: string
  readonly start?: number
  readonly end?: number
  readonly name?: string
  readonly data?: string
  readonly [child: string]: unknown
}

/** A prop may be shown, whatever its name is. */
function findInProps(attributes: readonly MarkupNode[], text: string): Literal[] {
  return attributes
    .filter(({ type, name = '' }) => type === 'Attribute' && name !== 'class' && !SPOKEN_ATTRIBUTES.test(name))
    .flatMap(({ value }) => (Array.isArray(value) ? (value as MarkupNode[]) : []))
    .filter(({ type, data = '' }) => type === 'Text' && (isSentence(data) || isLabel(data)))
    .map(({ start = 0, data = '' }) => ({ line: lineOf(text, start), text: data.trim() }))
}

function findInComponent(text: string): Literal[] {
  const root = parse(text, { modern: true }) as unknown as MarkupNode
  const found: Literal[] = []
  for (const script of [root['instance'], root['module']] as (MarkupNode | null)[]) {
    const content = script?.['content'] as MarkupNode | undefined
    if (content?.start !== undefined)
      found.push(...findInScript(text.slice(content.start, content.end), content.start, text, 'component'))
  }
  const visit = (node: unknown, isSpoken: boolean): void => {
    if (Array.isArray(node)) return node.forEach((one) => visit(one, isSpoken))
    if (typeof node !== 'object' || node === null) return
    const { type, data, name, start = 0, end } = node as MarkupNode
    if (type === 'Comment') return
    if (type === 'Text' && isSpoken && isWord(data ?? ''))
      found.push({ line: lineOf(text, start), text: (data ?? '').trim() })
    if (type === 'ExpressionTag' || type === 'AttributeExpression') {
      const script = `(${text.slice(start + 1, (end ?? 0) - 1)})`
      found.push(...findInScript(script, start, text, isSpoken ? 'isShown' : 'component'))
      return
    }
    const isAttribute = type === 'Attribute'
    if (isAttribute && name === 'class') return
    if (type === 'Component') found.push(...findInProps((node as MarkupNode)['attributes'] as MarkupNode[], text))
    for (const [field, child] of Object.entries(node)) {
      if (['parent', 'metadata', 'expression', 'css', 'instance', 'module'].includes(field)) continue
      visit(child, isAttribute ? SPOKEN_ATTRIBUTES.test(name ?? '') : isSpoken && name !== 'style')
    }
  }
  visit(root['fragment'], true)
  return found
}
