// The operator's page: a form for one request, and a table of what came. Ids for whoever clicks through it: those of the fields, `list`,
// `create`, `confirm`, `realise`, `fresh`; a row of the table has data-call and data-status.
import { page } from '../html';
import type { Language } from '../language';
import { pageScript } from './script';
import { PAGE_WORDS, type PageWords } from './words';

export interface PageSettings {
  readonly building: string;
  /** Never shown: the page sends an empty field, and the server puts the key in. */
  readonly key: string;
  /** What is proposed. */
  readonly askKW: number;
  /** Of the clock: so many times faster than ours. */
  readonly pace: number;
}

/** How far ahead of now a request is proposed, in minutes of its clock: five, and what leaves a person time. */
const MINUTES_AHEAD = 5;
const OUR_MINUTES_AHEAD = 1.25;

export function operatorPage({ building, key, askKW, pace }: PageSettings, language: Language): string {
  const words = PAGE_WORDS[language];
  const field = (name: keyof PageWords, attributes: string): string =>
    `<label><span>${words[name]}</span><input id="${name}" ${attributes}></label>`;
  const button = (name: 'list' | 'create' | 'confirm' | 'realise' | 'fresh'): string =>
    `<button type="button" id="${name}">${words[name]}</button>`;
  const { passed, refused, failed } = words;
  const script = pageScript({
    building,
    minutesAhead: Math.max(MINUTES_AHEAD, Math.ceil(OUR_MINUTES_AHEAD * pace)),
    words: { passed, refused, failed },
  });
  const other: Language = language === 'fr' ? 'en' : 'fr';
  return page(
    language,
    words.title,
    `<p>${words.lead} <a href="?lang=${other}" lang="${other}">${other === 'fr' ? 'En français' : 'In English'}</a></p>
<p>${words.clock} <strong id="now"></strong></p>
<p>${field('building', 'size="44"')}${field('key', `type="password" size="28" autocomplete="off"${key === '' ? '' : ` placeholder="${words.keyKept}"`}`)}</p>
<p>${button('list')}</p>
<p>${field('bacs', 'list="bacss" size="38"')}<datalist id="bacss"></datalist>${field('asset', 'list="assets" size="18"')}<datalist id="assets"></datalist>
<label><span>${words.product}</span><select id="product"><option>WID</option><option>WDA</option></select></label></p>
<p>${field('power', `type="number" value="${String(askKW)}" step="any"`)}${field('start', 'type="datetime-local" step="60"')}${field('minutes', 'type="number" value="30" min="1"')}
${field('id', 'size="18"')}${field('price', 'type="number" step="any" value="0.12"')}</p>
<p>${button('create')}${button('confirm')}${button('realise')}${button('fresh')}</p>
<h2>${words.came}</h2>
<table><thead><tr><th>${words.when}</th><th>${words.what}</th><th>${words.answer}</th></tr></thead><tbody id="came"></tbody></table>
<p id="nothing">${words.nothing}</p>
<script>${script}</script>`,
  );
}
