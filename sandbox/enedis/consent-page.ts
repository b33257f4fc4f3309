// The page on which a holder allows an application to read a meter: as at Enedis, a box to tick, a button, and a way to refuse.
import type { Household } from '../household/household';

export interface ConsentForm {
  /** Where the form goes. */
  readonly action: string;
  readonly application: string;
  /** What comes back with the form as it is. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly meters: readonly Household[];
  /** Several meters at once, as with v1. */
  readonly several: boolean;
  /** The box is ticked already: for a first look. */
  readonly isTicked: boolean;
}

/** Ids for whoever clicks through it: `agree`, `accept`, `refuse`; the meters are `input[name=prm]`. */
export function consentPage({ action, application, hidden, meters, several, isTicked }: ConsentForm): string {
  const kept = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const points = meters.map(
    ({ prm, meter }, n) =>
      `<label><input type="${several ? 'checkbox' : 'radio'}" name="prm" value="${prm}"${n === 0 ? ' checked' : ''}> ${prm} – ${escaped(meter.describe)}</label>`,
  );
  return page(
    'Partage de mes données',
    `<p>L’application <strong>${escaped(application.toUpperCase())}</strong> demande l’accès aux données de votre compteur.</p>
<form method="post" action="${escaped(action)}">
${kept.join('\n')}
<fieldset><legend>Compteur</legend>${points.join('')}</fieldset>
<label><input type="checkbox" name="agree" id="agree" value="yes" required${isTicked ? ' checked' : ''}> J’autorise le partage de mes données</label>
<p><button type="submit" name="decision" value="accept" id="accept">Je valide</button>
<button type="submit" name="decision" value="refuse" id="refuse" formnovalidate>Je refuse</button></p>
</form>`,
  );
}

export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:2em auto;padding:0 1em}label{display:block;margin:.4em 0}button{font:inherit;padding:.4em 1.2em}small{color:#555}code{overflow-wrap:anywhere}</style></head>
<body><h1>${title}</h1>
<p><small>Page de démonstration, servie par ce logiciel sur cette machine : ce n’est pas celle d’Enedis.</small></p>
${content}
</body></html>
`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
