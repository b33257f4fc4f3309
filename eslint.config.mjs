import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import rooms from './scripts/lint/arrows.mjs';

export default defineConfig(
  { ignores: ['dist/**', 'coverage/**', '.cache/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './tsconfig.editor.json'], tsconfigRootDir: import.meta.dirname },
    },
    plugins: { rooms },
    rules: {
      'rooms/arrows': 'error',
      // One form of private members: a constructor's parameter can only have this one.
      'no-restricted-syntax': [
        'error',
        { selector: 'PrivateIdentifier', message: 'private members have the keyword, not #' },
      ],
      // CommonJS that is written by hand: Node-RED's own shape of a module, `export =` and `import x = require()`, and what of our
      // own is loaded at its first use.
      '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true, allow: ['^\\.'] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
  { files: ['docs/home-assistant/*.js'], languageOptions: { globals: globals.browser } },
  prettier,
);
