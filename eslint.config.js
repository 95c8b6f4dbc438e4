// Rules for our own browser code: plain ES modules without a bundler, no globals but the browser's.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["node_modules/", "var/", ".venv/", "staticfiles/"] },
  js.configs.recommended,
  {
    files: ["static/js/**/*.js", "tests/**/*.js"],
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: "module",
      globals: { ...globals.browser, htmx: "readonly" },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-implicit-globals": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text from the engine is never markup: use textContent or a template." },
        { property: "outerHTML", message: "Text from the engine is never markup: use textContent or a template." },
        { property: "insertAdjacentHTML", message: "Text from the engine is never markup: build nodes." },
      ],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
