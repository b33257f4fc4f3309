// The recipe that keeps Ecowatt and Tempo in a Local Calendar of Home Assistant, in a real Node-RED against a stand-in.
import assert from 'node:assert/strict';
import {
  calendarRecipe,
  day,
  sendEcowatt,
  sendTempo,
  type Slot,
  tempoDays,
  tense,
} from '../support/home-assistant/calendar-recipe';
import { CALM, hours } from '../support/rte/ecowatt';
import { CalendarStandIn } from '../support/home-assistant/stand-in-calendar';
import type { NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const TOKEN = 'long-lived-and-secret';
const DAY_MS = 86_400_000;
/** Node-RED's websocket client comes back after three seconds. */
const RECONNECTED_MS = 15_000;

/** The user's own: nobody may touch it. */
const BIRTHDAY = {
  uid: 'birthday',
  summary: 'Anniversaire',
  description: '',
  start: new Date(Date.now() + DAY_MS).toISOString(),
  end: new Date(Date.now() + DAY_MS + 3_600_000).toISOString(),
};

describe('recipe: Ecowatt and Tempo in a calendar of Home Assistant', function () {
  const home = new CalendarStandIn('calendar.linky_red', TOKEN);
  let red: NodeRed;

  before(async () => {
    await home.start();
    home.events = [BIRTHDAY];
  });
  withNodeRed((started) => (red = started));
  before(async () => {
    await red.deploy(recipe());
  });

  after(async () => {
    await home.stop();
  });

  const recipe = () => calendarRecipe({ host: home.address, token: TOKEN });

  /** Summary, start and end of ours, in order of time, waited for. */
  async function holds(expected: Slot[], withinMs?: number): Promise<void> {
    const wanted = JSON.stringify([...expected].sort((a, b) => a[1] - b[1]));
    const ours = (): string =>
      JSON.stringify(
        home.events
          .filter(({ uid }) => uid !== BIRTHDAY.uid)
          .map(({ summary, start, end }) => [summary, Date.parse(start), Date.parse(end)] as const)
          .sort((a, b) => a[1] - b[1]),
      );
    await home
      .until(() => ours() === wanted, withinMs)
      .catch(() => {
        assert.equal(ours(), wanted);
      });
  }

  it('puts each orange and red slot in once, however often it is told', async () => {
    const answer = { [day(0)]: CALM, [day(1)]: hours({ 7: 2, 8: 3, 9: 3, 10: 2 }), [day(2)]: hours({ 18: 2, 19: 2 }) };
    const expected = [tense(1, 7, 8), tense(1, 8, 10, 'Écowatt rouge'), tense(1, 10, 11), tense(2, 18, 20)];
    sendEcowatt(red, answer);
    sendEcowatt(red, answer);
    await holds(expected);
    const { read } = home;
    sendEcowatt(red, answer);
    await home.until(() => home.read > read);
    await holds(expected);
    assert.deepEqual(home.commands, Array<string>(4).fill('calendar/event/create'));
  });

  it('moves what RTE moves, removes what it withdraws, and leaves what it says nothing about', async () => {
    // The red hours are withdrawn, the evening of the day after begins later; then that day is not published any more.
    sendEcowatt(red, { [day(0)]: CALM, [day(1)]: CALM, [day(2)]: hours({ 19: 2, 20: 2 }) });
    await holds([tense(2, 19, 21)]);
    sendEcowatt(red, { [day(0)]: CALM, [day(1)]: hours({ 12: 2 }) });
    await holds([tense(1, 12, 13), tense(2, 19, 21)]);
    sendEcowatt(red, { [day(0)]: CALM, [day(1)]: CALM, [day(2)]: CALM });
    await holds([]);
  });

  it('puts white and red Tempo days in from 06:00 to 06:00, and removes one that changes to blue', async () => {
    const { today, next, event } = tempoDays();
    sendTempo(red, { [today]: 'white', [next]: 'red' });
    await holds([event('Tempo blanc', today), event('Tempo rouge', next)]);
    sendTempo(red, { [today]: 'white', [next]: 'blue' });
    await holds([event('Tempo blanc', today)]);
    sendTempo(red, { [today]: 'blue' });
    await holds([]);
  });

  it('reads before it writes: after a new start nothing is there twice', async () => {
    const answer = { [day(0)]: CALM, [day(1)]: hours({ 7: 2 }) };
    sendEcowatt(red, answer);
    await holds([tense(1, 7, 8)]);
    const { read } = home;
    await red.deploy(recipe());
    await home.until(() => home.read > read);
    sendEcowatt(red, answer);
    await home.until(() => home.read > read + 1);
    await holds([tense(1, 7, 8)]);
  });

  it('goes on where it was when the connection is lost in the middle of its commands: nothing twice, nothing missing', async () => {
    const before = home.commands.length;
    home.loseAfter(2);
    sendEcowatt(red, { [day(0)]: CALM, [day(1)]: hours({ 7: 2, 9: 3, 12: 2, 18: 3 }) });
    const evening = [tense(1, 9, 10, 'Écowatt rouge'), tense(1, 12, 13), tense(1, 18, 19, 'Écowatt rouge')];
    await holds([tense(1, 7, 8), ...evening], RECONNECTED_MS);
    assert.deepEqual(home.commands.slice(before), Array<string>(3).fill('calendar/event/create'));
    home.loseAfter(1);
    sendEcowatt(red, { [day(0)]: CALM, [day(1)]: CALM });
    await holds([], RECONNECTED_MS);
    assert.deepEqual(home.commands.slice(before + 3), Array<string>(4).fill('calendar/event/delete'));
  });

  it('believes no list that it asked for before the connection was lost', async () => {
    const before = home.commands.length;
    const letGo = await home.holdList(() => {
      sendEcowatt(red, { [day(0)]: CALM, [day(2)]: hours({ 7: 2 }) });
    });
    home.cut();
    await holds([tense(2, 7, 8)], RECONNECTED_MS);
    letGo();
    for (let times = 0; times < 2; times++) {
      const { read } = home;
      sendEcowatt(red, { [day(0)]: CALM, [day(2)]: hours({ 7: 2 }) });
      await home.until(() => home.read > read);
    }
    await holds([tense(2, 7, 8)]);
    assert.deepEqual(home.commands.slice(before), ['calendar/event/create']);
  });

  it('touches nothing that is not its own, and says its token nowhere', () => {
    assert.ok(home.events.includes(BIRTHDAY));
    assert.ok(!red.log.includes(TOKEN));
  });

  it('tries a token that is refused once, not each time the connection is back', async () => {
    const { greeted, logins } = home;
    await red.deploy(calendarRecipe({ host: home.address, token: 'mistyped' }));
    await home.until(() => home.greeted > greeted + 1, RECONNECTED_MS);
    home.cut();
    await home.until(() => home.greeted > greeted + 2, RECONNECTED_MS);
    assert.equal(home.logins, logins + 1);
    await red.printed(/jeton refusé/);
  });
});
