// Every setting of every node that cannot be used, in both languages: named by its label in the form, with what to do.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LinkyRedError } from '../../../lib/errors';
import { DEFAULTS as CONSENT } from '../../../nodes/dataconnect-oauth/dataconnect-oauth.choices';
import { readConfig as readConsent } from '../../../nodes/dataconnect-oauth/dataconnect-oauth.config';
import { DEFAULTS as ECOWATT } from '../../../nodes/ecowatt-signal/ecowatt-signal.choices';
import { readConfig as readEcowatt } from '../../../nodes/ecowatt-signal/ecowatt-signal.config';
import { DEFAULTS as ENTITIES } from '../../../nodes/ha-entities/ha-entities.choices';
import { readConfig as readEntities } from '../../../nodes/ha-entities/ha-entities.config';
import { DEFAULTS as DECODE } from '../../../nodes/linky-decode/linky-decode.choices';
import { readConfig as readDecode } from '../../../nodes/linky-decode/linky-decode.config';
import { DEFAULTS as ACCOUNT } from '../../../nodes/rte-account/rte-account.choices';
import { reportable } from '../../../nodes/runtime/status/error-report';
import { DEFAULTS as TEMPO } from '../../../nodes/tempo-signal/tempo-signal.choices';
import { readConfig as readTempo } from '../../../nodes/tempo-signal/tempo-signal.config';
import { DEFAULTS as TIC_IN } from '../../../nodes/tic-in/tic-in.choices';
import { readConfig as readTicIn } from '../../../nodes/tic-in/tic-in.config';
import { catalogueOf, translateOf, type Language } from '../../support/node-red/catalogues';

const READ = {
  'tic-in': readTicIn,
  'linky-decode': readDecode,
  'ecowatt-signal': readEcowatt,
  'tempo-signal': readTempo,
  'ha-entities': readEntities,
  'dataconnect-oauth': (raw: { id: string; type: string; z: string; name: string; prm?: string }) =>
    readConsent(raw, raw),
} as const;

const FIELDS = {
  'tic-in': Object.keys(TIC_IN),
  'linky-decode': Object.keys(DECODE),
  'ecowatt-signal': Object.keys(ECOWATT),
  'tempo-signal': Object.keys(TEMPO),
  'ha-entities': Object.keys(ENTITIES),
  'rte-account': [...Object.keys(ACCOUNT), 'clientId', 'clientSecret'],
  'dataconnect-oauth': [...Object.keys(CONSENT), 'token', 'prm'],
} as const;

function said(type: keyof typeof READ, settings: object, language: Language): string {
  try {
    READ[type]({ id: 'n', type, z: 'flow', name: '', ...settings });
  } catch (thrown) {
    return reportable(translateOf(type, language), thrown).message;
  }
  return assert.fail(`${type} took ${JSON.stringify(settings)}`);
}

describe('a setting that cannot be used', () => {
  it('is told with what is wrong and what to do', () => {
    for (const [type, settings, english, french] of WRONG) {
      // The label in front of it has a test of its own below.
      assert.equal(said(type, settings, 'en-US').replace(/^[^:]+: /, ''), `${english} [ERR_CONFIG]`);
      const inFrench = said(type, settings, 'fr').replace(/^[^:]+\u00a0: /, '');
      assert.equal(inFrench, `${french.replace(/~/g, '\u00a0')} [ERR_CONFIG]`);
    }
  });

  it('says which environment variable is not set, and repeats nothing where it is a part of a text', () => {
    const variable = (stream: string, language: Language): string =>
      said('tic-in', { source: 'input', stream }, language);
    assert.match(
      variable('${TIC_STREAM}', 'en-US'),
      /^Stream: the environment variable TIC_STREAM is not set\. .*\[ERR_CONFIG_VARIABLE\]$/,
    );
    assert.match(
      variable('$(TIC_STREAM)', 'fr'),
      /^Flux\u00a0: la variable d’environnement TIC_STREAM n’est pas définie\. /,
    );
    for (const language of ['en-US', 'fr'] as const) {
      const sentence = variable('s3cret-${TIC_STREAM}', language);
      assert.ok(!sentence.includes('TIC_STREAM') && !sentence.includes('s3cret'), sentence);
      assert.ok(sentence.includes('${N'), 'how it is written');
    }
  });

  it('is called by its field where no catalogue is', () => {
    const { message } = new LinkyRedError('ERR_CONFIG', { label: 'port', detail: 'missing' });
    assert.equal(message, 'port: missing [ERR_CONFIG]');
  });

  for (const [type, fields] of Object.entries(FIELDS))
    for (const language of ['en-US', 'fr'] as const)
      it(`has the label that the form of ${type} shows, in ${language}`, () => {
        const form = readFileSync(path.resolve(__dirname, `../../../nodes/${type}/${type}.editor.html`), 'utf8');
        const catalogue = catalogueOf(type, language);
        for (const field of fields.filter((each) => each !== 'version')) {
          const error = new LinkyRedError('ERR_CONFIG', { node: type, field, fault: 'missing' });
          const [label] = reportable(translateOf(type, language), error).message.split(/\u00a0?: /);
          // A port is chosen in a list; the field below it is for who types a path.
          const element = field === 'port' ? 'tic-in-ports' : `node-(?:config-)?input-${field}`;
          const shown = new RegExp(`<label for="${element}"[^]*?data-i18n="([^"]+)"`).exec(form)?.[1];
          assert.ok(shown !== undefined, `${type} shows no ${field}`);
          assert.equal(label, catalogue[shown], `${type} ${field}`);
        }
      });
});

const WRONG: readonly (readonly [keyof typeof READ, object, string, string])[] = [
  [
    'tic-in',
    { source: 'serial', port: ' ' },
    'none is chosen. Plug the dongle in and take it from the list',
    'aucun n’est choisi. Branchez la clé et prenez-la dans la liste',
  ],
  [
    'tic-in',
    { source: 'tcp', host: '192.0.2.1', tcpPort: '70000' },
    '“70000” does not fit. A whole number from 1 to 65535 is wanted',
    '«~70000~» ne convient pas. Il faut un nombre entier de 1 à 65535',
  ],
  [
    'tic-in',
    { source: 'tcp', host: '192.0.2.1', tcpPort: '' },
    'nothing is set. A whole number from 1 to 65535 is wanted',
    'rien n’est indiqué. Il faut un nombre entier de 1 à 65535',
  ],
  [
    'tic-in',
    { source: 'input', mode: 'turbo' },
    '“turbo” does not fit. It can be: auto, historique, standard, fixed',
    '«~turbo~» ne convient pas. Valeurs possibles~: auto, historique, standard, fixed',
  ],
  [
    'linky-decode',
    { rhythm: 'interval', seconds: '56' },
    '“56” does not fit. A number from 1 to 55 is wanted',
    '«~56~» ne convient pas. Il faut un nombre de 1 à 55',
  ],
  [
    'linky-decode',
    { zone: 'Mars/Olympus' },
    '“Mars/Olympus” does not fit. The name of a time zone, as Europe/Paris',
    '«~Mars/Olympus~» ne convient pas. Le nom d’un fuseau horaire, comme Europe/Paris',
  ],
  [
    'ecowatt-signal',
    { plan: 'hours', hours: '0' },
    '“0” does not fit. A number above 0, up to 24, is wanted',
    '«~0~» ne convient pas. Il faut un nombre supérieur à 0, 24 au plus',
  ],
  [
    'tempo-signal',
    { first: 'none', second: 'none', third: 'none', fourth: 'none' },
    'all four are “none”. Choose at least one source of the colours',
    'les quatre sont sur «~aucune~». Choisissez au moins une source des couleurs',
  ],
  [
    'ha-entities',
    { deviceKey: 'Ma Clé' },
    '“Ma Clé” does not fit. Small letters, digits and _, 40 at most',
    '«~Ma Clé~» ne convient pas. Lettres minuscules, chiffres et _, 40 au plus',
  ],
  [
    'dataconnect-oauth',
    { prm: '1234' },
    '“1234” does not fit. The number of a meter has 14 digits (PRM or PDL, on the bill); several are separated by commas',
    '«~1234~» ne convient pas. Le numéro d’un compteur a 14 chiffres (PRM ou PDL, sur la facture)~; plusieurs sont séparés par des virgules',
  ],
];
