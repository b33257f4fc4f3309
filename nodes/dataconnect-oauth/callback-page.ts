// What the browser shows when Enedis sends it back. Nothing of what came with it stands in here.

const WORDS = {
  fr: {
    received: {
      title: 'Consentement reçu',
      text: 'Node-RED demande maintenant à Enedis quel compteur il couvre ; le résultat s’affiche sous le nœud dataconnect-oauth. Vous pouvez fermer cette page.',
    },
    refused: {
      title: 'Aucun consentement',
      text: 'Enedis dit que le consentement n’a pas été donné. Fermez cette page et appuyez de nouveau sur le bouton du nœud dataconnect-oauth.',
    },
    unknown: {
      title: 'Réponse refusée',
      text: 'Cette réponse n’appartient à aucune liaison commencée ici ces 15 dernières minutes, ou a déjà servi. Fermez cette page et appuyez de nouveau sur le bouton du nœud dataconnect-oauth.',
    },
  },
  en: {
    received: {
      title: 'Consent received',
      text: 'Node-RED now asks Enedis which meter it covers; what comes of it is shown under the dataconnect-oauth node. You may close this page.',
    },
    refused: {
      title: 'No consent',
      text: 'Enedis says that the consent was not given. Close this page and press the button of the dataconnect-oauth node again.',
    },
    unknown: {
      title: 'Answer refused',
      text: 'This answer belongs to no linking that was begun here within the last 15 minutes, or was used before. Close this page and press the button of the dataconnect-oauth node again.',
    },
  },
} as const;

export type Outcome = keyof (typeof WORDS)['fr'];

/** Nothing is loaded, kept, or told to whoever comes next. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** @param languages what the browser asks for: French or, of whatever else, English */
export function callbackPage(outcome: Outcome, languages: string): string {
  const language = /^\s*fr\b/i.test(languages) ? 'fr' : 'en';
  const { title, text } = WORDS[language][outcome];
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>linky-red · ${title}</title>
    <style>
      :root { color-scheme: light dark; }
      body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem; }
    </style>
  </head>
  <body>
    <main data-outcome="${outcome}">
      <h1>${title}</h1>
      <p>${text}</p>
    </main>
  </body>
</html>
`;
}
