// The page to which GET /auth/login leads: somebody says who they are and takes their token with them.
import { escaped, page } from '../html';
import type { Language } from '../language';
import type { FlexAccount } from './accounts';

const WORDS = {
  en: {
    title: 'Sign in',
    who: 'Who are you?',
    submit: 'Sign in',
    token: 'Your token',
    how: 'Copy it into the account node, or send it as “Authorization: Bearer …”.',
  },
  fr: {
    title: 'Connexion',
    who: 'Qui êtes-vous\u00a0?',
    submit: 'Se connecter',
    token: 'Votre jeton',
    how: 'Copiez-le dans le nœud du compte, ou envoyez-le dans «\u00a0Authorization: Bearer …\u00a0».',
  },
} as const;

/** For whoever clicks through it: the accounts are `input[name=account]`. */
export function loginPage(accounts: readonly FlexAccount[], language: Language): string {
  const { title, who, submit } = WORDS[language];
  const rows = accounts.map(
    ({ id, roles }, n) =>
      `<p><label><input type="radio" name="account" value="${escaped(id)}"${n === 0 ? ' checked' : ''}> ${escaped(id)} (${roles.join(', ')})</label></p>`,
  );
  const form = `<form method="post"><fieldset><legend>${who}</legend>${rows.join('')}</fieldset><p><button>${submit}</button></p></form>`;
  return page(language, title, form);
}

/** The token is `#token`. */
export function tokenPage(token: string, language: Language): string {
  const { token: title, how } = WORDS[language];
  return page(language, title, `<p>${how}</p><p><code id="token">${escaped(token)}</code></p>`);
}
