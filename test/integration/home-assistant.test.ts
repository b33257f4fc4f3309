// What a user sees in a real Home Assistant: one of them, one broker, one Node-RED with our nodes, one story. Each test goes on
// where the one before has ended.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { startHomeAssistant } from '../support/home-assistant/process';
import { needsHomeAssistant } from '../support/home-assistant/install';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { startNodeRed } from '../support/node-red/process';
import { needsTool } from '../support/machine/requirements';
import { automate, forget, LOADS, playRedPeak, playShedding } from './home-assistant/blueprints';
import { playCalendar } from './home-assistant/calendar';
import { DASHBOARD_FILES, DASHBOARDS, liveSomeWeeks, openDashboard } from './home-assistant/dashboard';
import { compiled, energyComplaints, setUpEnergy, type StatisticsRow } from './home-assistant/energy';
import { HISTORIQUE, sees, standard } from './home-assistant/expected';
import { BUSINESS_FAMILIES } from './home-assistant/business-families';
import { HOME_FAMILIES, playFamilies } from './home-assistant/families';
import { Meter, recipe } from './home-assistant/flow';
import { takeOldId } from './home-assistant/old-id';
import { peakHours, SUCCESSOR, tempoHistorique, tempoStandard } from './home-assistant/meters';
import { playPrices } from './home-assistant/prices';
import { automationOfDocs, playStartRule } from './home-assistant/rules-of-docs';
import { checkTable, keepsWhatIsOn } from './home-assistant/table';
import type { World } from './home-assistant/world';

const HEATER = 'input_boolean.water_heater';
const TOTAL = 'sensor.linky_energy_total';
/** HCHC and HCHP of the first frame. */
const FIRST_WH = 12_345_678 + 23_456_789;

/** LINKY_RED_SCREENSHOTS=docs/images renews the picture of the docs. */
const PICTURES = process.env['LINKY_RED_SCREENSHOTS'];
const PICTURE = PICTURES === undefined ? undefined : path.join(PICTURES, 'home-assistant.png');

describe('Home Assistant', function () {
  // A restart takes most of it, with the entities of all tables.
  const world = {} as World;
  const meter = new Meter(() => world.red);
  let userDir: string;
  let firstRows: StatisticsRow[] = [];

  before(async function () {
    this.timeout(600_000);
    // First: `after` takes it away even where Home Assistant is left out.
    userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-story-'));
    const installed = await needsHomeAssistant(this);
    world.broker = await Mosquitto.start();
    world.mqtt = await connectAsync(world.broker.url);
    world.home = await startHomeAssistant({
      installed,
      mqttPort: world.broker.port,
      configuration: `${LOADS}${DASHBOARDS}automation start: !include start.yaml
automation event: !include event.yaml
`,
      files: {
        ...DASHBOARD_FILES,
        'start.yaml': automationOfDocs('start-up'),
        'event.yaml': automationOfDocs('event'),
      },
    });
    await startRed();
  });

  after(async () => {
    meter.silence();
    const { mqtt, red, home, broker } = world as Partial<World>;
    await mqtt?.endAsync();
    await red?.stop();
    await home?.stop();
    await broker?.stop();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 5 });
  });

  async function startRed(): Promise<void> {
    world.red = await startNodeRed({ flow: recipe('home-assistant.json', world.broker.port), userDir });
  }

  /** The total once the meter's last frame is told. */
  async function totals(wh: number): Promise<void> {
    await world.home.api.until(TOTAL, String(wh));
  }

  it('has all entities of a meter in historique, and no word against them', async () => {
    meter.speak(peakHours());
    await totals(FIRST_WH);
    meter.speak(peakHours({ hchp: 23_456_799 }));
    await sees(world.home, HISTORIQUE);
    assert.deepEqual(world.home.complaints(), []);
  });

  it('knows everything again after a restart, and its Energy dashboard is content', async () => {
    const { home } = world;
    await setUpEnergy(home, TOTAL);
    await home.api.act('input_boolean.turn_off', { entity_id: [HEATER] });
    await home.api.until(HEATER, 'off');
    await home.passStatistics();
    await sees(home, HISTORIQUE);
    // The rule for a start that the docs give: a load that an ended episode left off.
    await home.api.until(HEATER, 'on');
    firstRows = await compiled(home, TOTAL, FIRST_WH + 10);
    // A further row where a five-minute mark has passed meanwhile.
    assert.equal(firstRows.at(-1)?.sum, 10);
    assert.deepEqual(await energyComplaints(home), []);
  });

  it('goes on with the same total from HP/HC to Tempo and from historique to standard', async () => {
    const { home } = world;
    // The new indexes begin at 0: what was counted stays, what comes is added.
    meter.speak(tempoHistorique({ hpjb: 0 }));
    await home.api.until('sensor.linky_tempo_next', 'red');
    await totals(FIRST_WH + 10);
    meter.speak(tempoHistorique({ hpjb: 5 }));
    await totals(FIRST_WH + 15);
    meter.speak(tempoStandard({ minute: 0, east: 90_000_000 }));
    await home.api.until('sensor.linky_easf06', '90000000');
    await totals(FIRST_WH + 15);
    meter.speak(tempoStandard({ minute: 1, east: 90_000_020 }));
    await sees(home, standard(90_000_020, FIRST_WH + 35));
    assert.deepEqual(home.complaints(), []);
  });

  it('sheds on an overrun of the meter, restores nothing while Node-RED is dead, and what is due afterwards', async () => {
    const { home } = world;
    const pump = 'input_boolean.pump';
    const ofEvent = 'automation.linky_overrun_has_begun';
    assert.equal(home.api.state(ofEvent)?.attributes['last_triggered'], null);
    const shed = await automate(home, 'shed-restore.fr.yaml', 'overrun', {
      signals: ['binary_sensor.linky_overrun'],
      loads: [HEATER, pump],
      restore_delay: 0,
      random_delay: 0,
    });
    meter.speak(tempoStandard({ minute: 2, east: 90_000_030, sinsts: 9_600, overrun: true }));
    await home.api.until(HEATER, 'off');
    await home.api.until(ofEvent, ({ attributes }) => attributes['last_triggered'] !== null);
    const told = home.api.state(ofEvent)?.attributes['last_triggered'];
    meter.silence();
    await world.red.kill();
    await home.api.until('binary_sensor.linky_overrun', 'unavailable');
    await startRed();
    meter.speak(tempoStandard({ minute: 3, east: 90_000_040, sinsts: 9_600, overrun: true }));
    await home.api.until('binary_sensor.linky_overrun', 'on');
    assert.equal(home.api.state(HEATER)?.state, 'off');
    meter.speak(tempoStandard({ minute: 4, east: 90_000_050 }));
    await home.api.until('binary_sensor.linky_overrun', 'off');
    await home.api.until(HEATER, 'on');
    assert.equal(home.api.state(pump)?.state, 'off');
    await totals(FIRST_WH + 65);
    assert.equal(home.api.state(ofEvent)?.attributes['last_triggered'], told, 'the event of before fired again');
    const mixed = home.api
      .written('binary_sensor.linky_overrun')
      .filter(({ state, attributes }) => (state === 'on') !== 'level' in attributes);
    assert.deepEqual(mixed, [], 'a state beside the attributes of another');
    await forget(home, shed);
  });

  it('has a rule for its start that restores nothing into a new overrun', async () => {
    await playStartRule(world.home, HEATER, (overrun) => {
      meter.speak(tempoStandard({ minute: 4, east: 90_000_050, sinsts: overrun ? 9_600 : 850, overrun }));
    });
  });

  it('goes on when the meter is replaced, when what Node-RED remembers is lost, and over a stray 0', async () => {
    const { home } = world;
    meter.silence();
    await world.red.kill();
    await startRed();
    meter.speak(tempoStandard({ id: SUCCESSOR, minute: 5, east: 7 }));
    await home.api.until('sensor.linky_easf06', '7');
    await home.api.until('sensor.linky_meter_number', SUCCESSOR);
    await totals(FIRST_WH + 65);
    meter.speak(tempoStandard({ id: SUCCESSOR, minute: 6, east: 17 }));
    await totals(FIRST_WH + 75);

    meter.silence();
    await world.red.kill();
    rmSync(path.join(userDir, 'linky-red', 'home-assistant.json'));
    await startRed();
    meter.slip(tempoStandard({ id: SUCCESSOR, minute: 7, east: 0 }));
    meter.slip(tempoStandard({ id: SUCCESSOR, minute: 8, east: 27 }));
    meter.speak(tempoStandard({ id: SUCCESSOR, minute: 9, east: 37 }));
    await home.api.until('sensor.linky_easf06', '37');
    await home.api.see(`${TOTAL} again`, (states) => Number(states.get(TOTAL)?.state) > FIRST_WH + 75 || undefined);
    const told = Number(home.api.state(TOTAL)?.state);
    assert.ok(told <= FIRST_WH + 75 + 30, `the total leapt to ${told}`);

    const ids = home.api.all((id) => id.includes('linky') && !id.includes('table')).map(({ entity_id: id }) => id);
    assert.deepEqual(
      ids.filter((id) => /_2$|linky_2/.test(id)),
      [],
      'a second entity instead of the first',
    );
    await home.passStatistics();
    const rows = await compiled(home, TOTAL, told);
    assert.deepEqual(rows.slice(0, firstRows.length), firstRows, 'an old sum has changed');
    assert.equal(rows.at(-1)?.sum, told - FIRST_WH);
    await totals(told);
    assert.deepEqual(await energyComplaints(home), []);
    assert.deepEqual(home.complaints(), []);
  });

  it('shows power, headroom, energy, colours and signals in the dashboard that ships, in both languages', async function () {
    needsTool(this, 'chromium');
    const { home } = world;
    if (PICTURE !== undefined) await liveSomeWeeks(home, TOTAL, 'sensor.linky_apparent_power');
    const colours = ['Rouge', 'Bleu'];
    await openDashboard(home, 'fr', ['Disponible', 'Énergie totale', ...colours, 'Dépassement', 'Liaison'], PICTURE);
    // Energies have the names of their entities, which are French here.
    await openDashboard(home, 'en', ['Headroom', 'Énergie totale', ...colours, 'Overrun', 'Link']);
  });

  it('has every other meter of a home as a device of its own', async () => {
    await playFamilies(world.home, world.red, HOME_FAMILIES);
    assert.deepEqual(world.home.complaints(), []);
  });

  it('has every meter of a business too, each with what it says', async () => {
    await playFamilies(world.home, world.red, BUSINESS_FAMILIES);
    assert.deepEqual(world.home.complaints(), []);
  });

  it('makes an entity of every row of the tables, with its id, unit and class', async () => {
    await checkTable(world);
  });

  it('leaves switched on what a user has, although it is no longer so by default', async () => {
    await keepsWhatIsOn(world);
  });

  it('bills energy at the price of its time: kept where nobody knows it, and told behind the energy of before', async () => {
    await playPrices(world);
  });

  for (const language of ['fr', 'en']) {
    it(`sheds and restores with the blueprint shed-restore.${language}`, async () => {
      await playShedding(world.home, world.mqtt, `shed-restore.${language}.yaml`);
    });

    it(`lowers the heating in red peak hours with the blueprint tempo-red-heating.${language}`, async () => {
      await playRedPeak(world.home, world.mqtt, `tempo-red-heating.${language}.yaml`);
    });
  }

  it('keeps Ecowatt and Tempo in its Local Calendar with the recipe home-assistant-calendar', async () => {
    await playCalendar(world.home);
    assert.deepEqual(world.home.complaints(), []);
  });

  // Last: Home Assistant logs that what our entity collected under its first id stays behind.
  it('goes on with the history of an integration of before when our entity is given its id', async () => {
    await takeOldId(world);
  });
});
