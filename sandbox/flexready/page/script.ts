// The script of the operator's page: it fills the form, sends what the buttons say, and writes down what came.

/** @param settings what the page is told, as JSON */
export function pageScript(settings: object): string {
  return `const told = ${JSON.stringify(settings).replaceAll('<', '\\u003c')};
${SCRIPT}`;
}

const SCRIPT = `
const field = (name) => document.getElementById(name);
const hidden = (name) => encodeURIComponent(field(name).value);
const asset = () => '/bacs/' + hidden('bacs') + '/assets/' + hidden('asset');
const request = () => asset() + '/flexibilities/request';
const minute = 60000;

async function clock() {
  const { local } = await (await fetch('/page/clock')).json();
  field('now').textContent = local;
  return local;
}

/** The time of Paris after so many minutes: text in, text out, no zone is needed. */
function later(local, minutes) {
  const at = new Date(Date.parse(local + 'Z') + minutes * minute);
  return at.toISOString().slice(0, 19);
}

function terms() {
  const start = field('start').value.length === 16 ? field('start').value + ':00' : field('start').value;
  const end = later(start, Number(field('minutes').value));
  const power = { unit: 'W', multiplier: 'k', value: Number(field('power').value) };
  return { flexProduct: field('product').value, power: [{ power, start, end }] };
}

const CALLS = {
  'list-bacs': () => ({ path: '/bacs' }),
  'list-assets': () => ({ path: '/bacs/' + hidden('bacs') + '/assets' }),
  flexibilities: () => ({ path: asset() + '/flexibilities' }),
  create: () => ({ path: request(), body: { requestID: field('id').value, ...terms() } }),
  confirm: () => {
    const price = field('price').value;
    const ackPrice = price === '' ? {} : { ackPrice: { unit: '€/kWh', multiplier: '', value: Number(price) } };
    return { path: request() + '/' + hidden('id') + '/confirm', body: { ...terms(), ...ackPrice } };
  },
  realise: () => ({ path: request() + '/' + hidden('id') + '/consumptions' }),
};

async function send(call) {
  const { path, body } = CALLS[call]();
  const answer = await fetch('/page/call', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ call, path, body, building: field('building').value, key: field('key').value }),
  });
  const came = await answer.json();
  show(call, came);
  return came;
}

function show(call, { url, status, verdict, findings = [], body, local }) {
  const row = document.createElement('tr');
  row.dataset.call = call;
  row.dataset.status = String(status);
  const text = [findings.join('\\n'), typeof body === 'string' ? body : JSON.stringify(body, null, 1)].filter((part) => part).join('\\n');
  for (const [content, name] of [[local, ''], [call + '\\n' + url, ''], [status + ' ' + (told.words[verdict] || ''), verdict]]) {
    const cell = document.createElement('td');
    cell.className = name;
    cell.style.whiteSpace = 'pre-wrap';
    cell.textContent = content;
    row.append(cell);
  }
  const cell = document.createElement('pre');
  cell.textContent = text;
  row.lastChild.append(cell);
  field('nothing').hidden = true;
  field('came').prepend(row);
}

function offer(name, values) {
  const list = field(name + 's');
  list.replaceChildren(...values.map((value) => Object.assign(document.createElement('option'), { value })));
  if (field(name).value === '' && values.length > 0) field(name).value = values[0];
}

async function read() {
  const buildings = (await send('list-bacs')).body;
  if (!Array.isArray(buildings)) return;
  offer('bacs', buildings.map(({ id }) => id));
  const assets = (await send('list-assets')).body;
  if (!Array.isArray(assets)) return;
  offer('asset', assets.map(({ assetId }) => assetId));
  const potentials = (await send('flexibilities')).body;
  const product = Array.isArray(potentials) && potentials[0] && potentials[0].flexProduct;
  if (product) field('product').value = product;
}

/** Whether somebody has typed a start, and which request was asked last: a repeat has to say the same. */
let typed = false;
let asked = '';

async function propose() {
  field('start').value = later(await clock(), told.minutesAhead).slice(0, 16);
}

function fresh() {
  field('id').value = 'req-' + Date.now().toString(36);
  typed = false;
  return propose();
}

async function create() {
  const isNew = asked !== field('id').value;
  asked = field('id').value;
  if (isNew && !typed) await propose();
  return send('create');
}

field('building').value = told.building;
fresh();
setInterval(clock, 1000);
field('start').addEventListener('input', () => { typed = true; });
field('list').addEventListener('click', read);
field('fresh').addEventListener('click', fresh);
field('create').addEventListener('click', create);
for (const call of ['confirm', 'realise']) field(call).addEventListener('click', () => send(call));
`;
