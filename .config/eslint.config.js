import * as espree from 'espree'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const root = new URL('..', import.meta.url).pathname

const noHtml = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
    message: 'Hostile names: text nodes only.'
  },
  {
    selector: "CallExpression[callee.object.name='document'][callee.property.name='write']",
    message: 'Hostile names: text nodes only.'
  },
  { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
  { selector: 'TSEnumDeclaration', message: 'No enums: a union of strings.' }
]

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  { files: ['tests/**', '.config/**', '*.ts'], languageOptions: { globals: globals.node } },
  {
    // It must run in browsers that are too old for everything else.
    files: ['public/browser-check.js'],
    languageOptions: { ecmaVersion: 5, sourceType: 'script', parser: espree },
    rules: { '@typescript-eslint/no-unused-vars': 'off', 'no-var': 'off' }
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }] }
  },
  {
    // The rules that need types; for all other files oxlint has them, in a tenth of the time.
    files: ['**/*.svelte'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], tsconfigRootDir: root }
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }]
    }
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-syntax': ['error', ...noHtml],
      'svelte/no-at-html-tags': 'error',
      'no-console': 'error',
      'svelte/require-store-reactive-access': 'off', // no stores, and it asks the types of every name
      'svelte/no-navigation-without-resolve': 'off', // hash routes, no SvelteKit
      'svelte/prefer-svelte-reactivity': 'off' // what is not shown need not be reactive
    }
  }
)
