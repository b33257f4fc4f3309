// A Linky's screen as a card of Home Assistant, from the entities of an Enedis device of the node ha-entities.
// Copy this file to <config>/www, add the resource /local/linky-card.js (JavaScript module), then a card of type custom:linky-card:
//   device: enedis            # its key: the entities begin with sensor.enedis_
//   colour: '#a3cc28'         # of the background
//   name: Linky
//   refresh: button.example   # optional: a button or a script that makes Node-RED ask Enedis now
const DEFAULTS = { device: 'enedis', colour: '#a3cc28', name: 'Linky', refresh: '' };

/** The lines of the screen: their entity is sensor.<device>_<id>, that of production sensor.<device>_production_<id>. */
const LINES = [
  { key: 'year', id: 'year', fr: 'Année', en: 'Year', unit: 'kWh' },
  { key: 'month', id: 'month', fr: 'Mois', en: 'Month', unit: 'kWh' },
  { key: 'day', id: 'yesterday', fr: 'Jour', en: 'Day', unit: 'kWh' },
  { key: 'curve', id: 'load_curve', fr: 'Courbe', en: 'Curve', unit: 'kW', optional: true },
  { key: 'max', id: 'max_power', fr: 'Maximum', en: 'Maximum', unit: 'kVA', optional: true },
];
const SHORT = { day: 'numeric', month: 'short' };
const CLOCK = { hour: '2-digit', minute: '2-digit' };

// Seven segments; a digit is 56 wide and 100 high.
const h = (y) => `M7.5 ${y}l6-6h29l6 6l-6 6h-29z`;
const v = (x, y) => `M${x} ${y}l6 6v29l-6 6l-6-6v-29z`;
const SEGMENTS = { a: h(6), b: v(50, 7.5), c: v(50, 51.5), d: h(94), e: v(6, 51.5), f: v(6, 7.5), g: h(50) };
const LIT = Object.fromEntries(
  '0abcdef 1bc 2abdeg 3abcdg 4bcfg 5acdfg 6acdefg 7abc 8abcdefg 9abcdfg -g'
    .split(' ')
    .map((all) => [all[0], all.slice(1)]),
);
const POINTS = { '.': 'M3 88h12v12h-12z', ',': 'M3 88h12v12l-7 11h-5l4-11h-4z' };

/** @param {string} text a number as it is written, or `--` */
function figure(text) {
  let x = 10;
  const digits = [...text.replace('\u2212', '-')].map((sign) => {
    const at = x;
    x += LIT[sign] ? 70 : POINTS[sign] ? 20 : 22;
    if (POINTS[sign])
      return `<g class="ls-digit" transform="translate(${at - 6} 2)"><path class="ls-lit" data-segment="${sign}" d="${POINTS[sign]}"/></g>`;
    const segment = ([name, path]) =>
      `<path class="${LIT[sign].includes(name) ? 'ls-lit' : 'ls-off'}" data-segment="${name}" d="${path}"/>`;
    return LIT[sign]
      ? `<g class="ls-digit" transform="translate(${at} 2)">${Object.entries(SEGMENTS).map(segment).join('')}</g>`
      : '';
  });
  return `<svg class="ls-seg" aria-hidden="true" viewBox="0 0 ${x} 116" style="width:${x / 116}em">${digits.join('')}</svg>`;
}

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** The day in Paris, 2026-11-29. */
const parisDay = (at) => new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

/** Black or white, whichever can be read on it. */
function inkOn(colour) {
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = [1, 3, 5].map((n) => linear(parseInt(colour.slice(n, n + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}

class LinkyCard extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).addEventListener('click', (event) => this.clicked(event));
  }

  setConfig(config) {
    this.config = { ...DEFAULTS, ...config };
    if (!/^[a-z0-9_]+$/.test(this.config.device)) throw new Error('device: the key of the device, such as enedis');
    if (!/^#[0-9a-f]{6}$/i.test(this.config.colour)) throw new Error('colour: six digits, such as #a3cc28');
    this.draw();
  }

  set hass(hass) {
    this.server = hass;
    this.draw();
  }

  connectedCallback() {
    this.clock = setInterval(() => this.draw(), 60_000);
  }

  disconnectedCallback() {
    clearInterval(this.clock);
  }

  getCardSize() {
    return 7;
  }

  getGridOptions() {
    return { columns: 6, rows: 6, min_columns: 4, min_rows: 4 };
  }

  static getConfigForm() {
    return { schema: Object.keys(DEFAULTS).map((name) => ({ name, selector: { text: {} } })) };
  }

  static getStubConfig(hass) {
    const found = Object.keys(hass.states).flatMap((id) => /^sensor\.(\w+)_data_until$/.exec(id)?.slice(1) ?? []);
    return { device: found[0] ?? DEFAULTS.device };
  }

  get isFrench() {
    return (this.server?.locale?.language ?? this.server?.language ?? navigator.language).startsWith('fr');
  }
  say(fr, en) {
    return this.isFrench ? fr : en;
  }
  date(at, form) {
    return new Date(at).toLocaleString(this.say('fr-FR', 'en-GB'), {
      timeZone: at.length > 10 ? 'Europe/Paris' : 'UTC',
      ...form,
    });
  }
  /** About four digits. */
  number(n) {
    if (n === null) return '--';
    const digits = Math.abs(n) >= 999.95 ? 0 : Math.abs(n) >= 99.995 ? 1 : 2;
    const form = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: Math.abs(n) >= 9999.5 };
    const text = n.toLocaleString(this.say('fr-FR', 'en-GB'), form);
    return this.isFrench ? text : text.replace(',', ' ');
  }

  state(id, domain = 'sensor') {
    return this.server?.states[`${domain}.${this.config.device}_${id}`];
  }
  get hasBoth() {
    return Boolean(this.state('yesterday') && this.state('production_yesterday'));
  }
  get side() {
    if (this.hasBoth) return this.asked ?? 'consumption';
    return this.state('production_yesterday') ? 'production' : 'consumption';
  }

  /** What each line shows, and whether it is of yesterday, which is expected. */
  lines() {
    const yesterday = new Date(Date.parse(parisDay(Date.now())) - 86_400_000).toISOString().slice(0, 10);
    const prefix = this.side === 'production' ? 'production_' : '';
    const day = this.state(`${prefix}yesterday`);
    const isDayKnown = Number.isFinite(Number.parseFloat(day?.state)) && day.attributes.date >= yesterday;
    return LINES.flatMap((line) => {
      const entity = `sensor.${this.config.device}_${prefix}${line.id}`;
      const { state, attributes = {}, last_updated: told } = this.server?.states[entity] ?? {};
      const read = Number.parseFloat(state);
      const value = Number.isFinite(read) ? read : null;
      // Who has switched a measure off has no line of it.
      if (line.optional && value === null) return [];
      const { date, since, until } = attributes;
      const end = line.key === 'curve' && until ? parisDay(Date.parse(until) - 1) : date;
      const when = {
        year: since && since.slice(0, 4),
        month: since && this.date(since, { month: 'short' }),
        curve: until && this.date(until, CLOCK),
      }[line.key];
      const isFresh = value !== null && (line.optional ? end >= yesterday : isDayKnown);
      const unit = attributes.unit_of_measurement ?? line.unit;
      const name = this.say(line.fr, line.en);
      return [{ ...line, entity, value, name, unit, isFresh, told, when: when ?? (end ? this.date(end, SHORT) : '') }];
    });
  }

  draw() {
    if (!this.config || !this.server) return;
    const lines = this.lines();
    const { isFrench, side, hasBoth } = this;
    const problem = this.state('problem', 'binary_sensor');
    const note = problem?.state === 'on' ? (problem.attributes.label ?? problem.attributes.fault ?? '') : '';
    const drawing = JSON.stringify([this.config, lines, isFrench, side, hasBoth, note, parisDay(Date.now())]);
    if (drawing === this.shown) return;
    this.shown = drawing;
    this.shadowRoot.innerHTML = `<style>${STYLE}</style>${this.html(lines, note)}`;
  }

  html(lines, note) {
    const { colour, name, refresh } = this.config;
    const fresh = lines.filter(({ isFresh }) => isFresh).length;
    const isKnown = lines.some(({ value }) => value !== null);
    const tone = !isKnown ? 'grey' : fresh === lines.length ? 'green' : fresh > 0 ? 'orange' : 'red';
    const told = lines
      .flatMap((line) => (line.told ? [line.told] : []))
      .sort()
      .at(-1);
    const colon = this.say('\u00a0:', ':');
    const tip = lines.map((line) => `${line.isFresh ? '✓' : '!'} ${line.name}${colon} ${line.when || '–'}`).join('\n');
    const collected = isKnown && told ? this.date(told, { ...SHORT, ...CLOCK }) : this.say('en attente', 'waiting');
    const sign = (direction, text, word) =>
      `<button type="button" data-side="${direction}" aria-pressed="${direction === this.side}" aria-label="${word}" title="${word}">${text}</button>`;
    const again = this.say('Actualiser', 'Refresh');
    return `<ha-card><section class="ls" style="--body:${colour};--on:${inkOn(colour)}"><div class="ls-in">
      <header class="ls-head"><h2>${escape(name)}<small>${collected}</small></h2>
        <button type="button" class="ls-light ls-${tone}" data-more="sensor.${this.config.device}_data_until" title="${escape(tip)}" aria-label="${escape(tip)}"><i></i>${isKnown ? `${fresh}/${lines.length}` : '–'}</button></header>
      <div class="ls-lcd"><div class="ls-rows">${lines.map((line) => this.row(line)).join('')}</div>
        ${note ? `<p class="ls-note" role="status">${escape(note)}</p>` : ''}</div>
      ${this.hasBoth || refresh ? `<footer class="ls-foot"><span></span>${this.hasBoth ? `<div class="ls-switch" role="group">${sign('consumption', '−', this.say('Consommation', 'Consumption'))}${sign('production', '+', 'Production')}</div>` : ''}${refresh ? `<button type="button" class="ls-round" data-refresh aria-label="${again}" title="${again}"><svg viewBox="0 0 24 24"><path d="M19 12a7 7 0 1 1-2-4.9M17.5 2.6v5h-5"/></svg></button>` : '<span></span>'}</footer>` : ''}
    </div></section></ha-card>`;
  }

  row({ key, name, when, value, unit, entity }) {
    const number = this.number(value);
    const said = escape(`${name} ${when} ${number} ${unit}`);
    return `<button type="button" class="ls-row" data-row="${key}" data-more="${entity}" aria-label="${said}"><span class="ls-name"><b>${name}</b><small>${escape(when)}</small></span>${figure(number)}<span class="ls-unit">${escape(unit)}</span></button>`;
  }

  clicked({ target }) {
    const { more, side, refresh } = target.closest('button')?.dataset ?? {};
    // Home Assistant's own dialog has the history of an entity.
    const told = { detail: { entityId: more }, bubbles: true, composed: true };
    if (more) this.dispatchEvent(new CustomEvent('hass-more-info', told));
    if (side) {
      this.asked = side;
      this.draw();
    }
    if (refresh === undefined) return;
    const [domain] = this.config.refresh.split('.');
    const service = domain === 'script' ? 'turn_on' : 'press';
    this.server.callService(domain, service, { entity_id: this.config.refresh });
  }
}

const STYLE = `
  :host { display: grid; height: 100%; min-height: 332px; } ha-card { display: grid; min-width: 0; background: none; border: 0; box-shadow: none; }
  .ls { --lcd: #c3cfb2; --lcd-edge: #8d9a7c; --ink: #1d2a1c; --case: #20261b; container-type: size; display: grid; min-width: 0; font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', monospace; -webkit-font-smoothing: antialiased; }
  .ls *, .ls *::before { box-sizing: border-box; }
  .ls-in { min-width: 0; min-height: 0; display: flex; flex-direction: column; gap: .55em; padding: .8em; border-radius: 1.1em; background: var(--body); color: var(--on); font-size: min(6.3cqw, 3.65cqh); line-height: 1.25; box-shadow: inset 0 0 0 1px #0002; overflow: hidden; }
  .ls button { font: inherit; color: inherit; background: none; border: 0; padding: 0; margin: 0; cursor: pointer; } .ls button:disabled { cursor: default; } .ls button:focus-visible { outline: .15em solid currentColor; outline-offset: .1em; }
  .ls-head { display: flex; align-items: center; justify-content: space-between; gap: .5em; min-height: 2.4em; } .ls-head h2 { margin: 0; font-size: 1em; font-weight: 700; line-height: 1.2; min-width: 0; white-space: nowrap; }
  .ls-head small { display: block; font-size: .86em; font-weight: 400; } .ls .ls-light { display: flex; align-items: center; gap: .4em; flex: none; background: var(--case); color: #fff; border-radius: 99em; padding: .35em .65em .35em .45em; font-weight: 700; }
  .ls-light i { width: .85em; height: .85em; border-radius: 50%; background: var(--led); box-shadow: 0 0 .5em var(--led); } .ls-green { --led: #4fe37a; } .ls-orange { --led: #ffb02e; } .ls-red { --led: #ff5a4d; } .ls-grey { --led: #8b9484; }
  .ls-lcd { flex: 1; min-height: 0; display: flex; flex-direction: column; padding: .5em .6em; border-radius: .6em; color: var(--ink); background: linear-gradient(160deg, #cdd8bd, var(--lcd) 60%, #bac7a8); border: .18em solid var(--case); box-shadow: inset 0 .15em .5em #1d2a1c55; overflow: hidden; }
  .ls-rows { flex: 1; min-height: 0; display: grid; grid-auto-rows: minmax(0, 1fr); } .ls .ls-row { display: grid; grid-template-columns: 1fr auto 2.1em; align-items: center; column-gap: .3em; text-align: left; width: 100%; min-width: 0; border-radius: .3em; }
  .ls-row + .ls-row { border-top: 1px solid #1d2a1c2e !important; } .ls .ls-row:not(:disabled):hover { background: #1d2a1c14; } .ls-name { min-width: 0; white-space: nowrap; line-height: 1.15; } .ls-name b { display: block; font-weight: 700; font-size: .95em; }
  .ls-name small { display: block; font-size: .86em; } .ls-seg { display: block; height: 1em; font-size: 1.95em; transform: skewX(-5deg); overflow: visible; }
  .ls-lit { fill: var(--ink); } .ls-off { fill: var(--ink); opacity: .055; } .ls-unit { font-size: .86em; font-weight: 700; align-self: center; padding-top: .75em; }
  .ls-note { margin: .3em 0 0; padding-top: .3em; border-top: 1px solid #1d2a1c55; font-size: .86em; max-height: 5em; overflow-y: auto; overflow-wrap: anywhere; } .ls-foot { display: flex; align-items: center; justify-content: space-between; }
  .ls .ls-round { width: 2em; height: 2em; border-radius: 50%; display: grid; place-items: center; } .ls .ls-round:hover, .ls .ls-round[aria-pressed='true'] { background: #0002; }
  .ls-round svg { width: 1.5em; height: 1.5em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
  .ls-switch { display: flex; border-radius: 99em; overflow: hidden; background: var(--case); padding: .15em; gap: .15em; }
  .ls .ls-switch button { min-width: 2.6em; height: 1.8em; border-radius: 99em; color: #fff; font-weight: 700; font-size: 1.1em; line-height: 1; } .ls .ls-switch button[aria-pressed='true'] { background: #d4dec6; color: var(--ink); }
  @container (min-aspect-ratio: 5 / 4) {
  .ls-in { font-size: min(3.1cqw, 5.6cqh); } .ls-rows { grid-template-columns: 1fr 1fr; column-gap: 1.4em; } .ls-row:nth-child(2) { border-top: 0 !important; }
  }
`;

customElements.define('linky-card', LinkyCard);
window.customCards = window.customCards ?? [];
window.customCards.push({
  type: 'linky-card',
  name: 'Linky',
  description: 'Écran Linky / Linky screen',
  preview: true,
});
