// A page of the emulator: one look, and a word that it is not the real one.
import type { Language } from './language';

const NOTICE = {
  en: 'Demonstration, served by this software on this machine: not the emulator of Think Smartgrids.',
  fr: 'Démonstration, servie par ce logiciel sur cette machine\u00a0: ce n’est pas l’émulateur de Think Smartgrids.',
} as const;

export function page(language: Language, title: string, content: string): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:64em;margin:1.5em auto;padding:0 1em}
label{display:inline-block;margin:.3em 1.2em .3em 0}label>span{display:block;font-size:.85em;color:#444}
input,select,button{font:inherit;padding:.3em .5em}button{padding:.4em 1.1em;margin:.3em .4em .3em 0;cursor:pointer}
small{color:#555}code,pre{overflow-wrap:anywhere;white-space:pre-wrap}table{border-collapse:collapse;width:100%}
td,th{border-top:1px solid #ddd;padding:.3em .5em;text-align:left;vertical-align:top}
.passed{color:#15662b}.refused{color:#8a5a00}.failed{color:#a1121f}</style></head>
<body><h1>${title}</h1>
<p><small>${NOTICE[language]}</small></p>
${content}
</body></html>
`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
