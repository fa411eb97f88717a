// Finds sentences that a user may read and that stand outside the catalogue: in markup, in attributes, and in strings of any script.
// What developers alone read is left out: messages of thrown errors and of aborts.
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

/** Two words in a row, or one with a capital that is followed by small letters only, `Upload`. */
function isSentence(text: string): boolean {
  if (text.startsWith('lockgate')) return false // the name of a lock or a database
  const words = text.replace(NAMES, '').trim()
  return /\p{L}{2,}[,:;]? (\p{L}|\$?\{)/u.test(words) || /\p{L}{2,} .*\p{L}{2,}[.…?!]$/u.test(words)
}

/** In markup, any word is read. */
const isWord = (text: string): boolean => /\p{L}{2,}/u.test(text.replace(NAMES, ''))

/** @returns what a file says by itself, in the order of its lines. */
export function findLiterals(path: string): Literal[] {
  const text = readFileSync(path, 'utf8')
  const found = path.endsWith('.svelte') ? findInComponent(text) : findInScript(text, 0, text)
  return found.toSorted((a, b) => a.line - b.line)
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** In an expression of the markup a single word is read too, `{isDone ? 'Done' : ''}`; the names of keys on a keyboard are not. */
const isLabel = (text: string): boolean =>
  /^\p{Lu}\p{Ll}+$/u.test(text.replace(NAMES, '')) &&
  !/^(Escape|Enter|Tab|Home|End|Delete|Backspace|Insert|Shift|Control|Alt|Meta|Arrow\w+|Page\w+)$/.test(text)

function findInScript(script: string, from: number, whole: string, isMarkup = false): Literal[] {
  const found: Literal[] = []
  const file = ts.createSourceFile('x.ts', script, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (isForDevelopers(node)) return
    const said = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? node.text : undefined
    const template = ts.isTemplateExpression(node) ? templateText(node) : undefined
    const value = said ?? template
    if (value !== undefined && (isSentence(value) || (isMarkup && isLabel(value))))
      found.push({ line: lineOf(whole, from + node.getStart(file)), text: value })
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const templateText = (node: ts.TemplateExpression): string =>
  node.head.text + node.templateSpans.map(({ literal }) => `\${}${literal.text}`).join('')

function isForDevelopers(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return true
  return (
    ts.isNewExpression(node) && ts.isIdentifier(node.expression) && /(Error|DOMException)$/.test(node.expression.text)
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

function findInComponent(text: string): Literal[] {
  const root = parse(text, { modern: true }) as unknown as MarkupNode
  const found: Literal[] = []
  for (const script of [root['instance'], root['module']] as (MarkupNode | null)[]) {
    const content = script?.['content'] as MarkupNode | undefined
    if (content?.start !== undefined)
      found.push(...findInScript(text.slice(content.start, content.end), content.start, text))
  }
  const visit = (node: unknown, isSpoken: boolean): void => {
    if (Array.isArray(node)) return node.forEach((one) => visit(one, isSpoken))
    if (typeof node !== 'object' || node === null) return
    const { type, data, name, start = 0, end } = node as MarkupNode
    if (type === 'Comment') return
    if (type === 'Text' && isSpoken && isWord(data ?? ''))
      found.push({ line: lineOf(text, start), text: (data ?? '').trim() })
    if (type === 'ExpressionTag' || type === 'AttributeExpression') {
      found.push(...findInScript(`(${text.slice(start + 1, (end ?? 0) - 1)})`, start, text, true))
      return
    }
    const isAttribute = type === 'Attribute'
    if (isAttribute && name === 'class') return
    for (const [field, child] of Object.entries(node)) {
      if (['parent', 'metadata', 'expression', 'css', 'instance', 'module'].includes(field)) continue
      visit(
        child,
        isAttribute
          ? SPOKEN_ATTRIBUTES.test(name ?? '')
          : type === 'RegularElement' && name === 'style'
            ? false
            : isSpoken
      )
    }
  }
  visit(root['fragment'], true)
  return found
}
