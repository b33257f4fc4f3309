// The recipe home-assistant-calendar against the Local Calendar of a real Home Assistant; what goes wrong on the way is in
// calendar-recipe.test.ts.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import {
  calendarRecipe,
  day,
  sendEcowatt,
  sendTempo,
  type Slot,
  tempoDays,
  tense,
} from '../../support/home-assistant/calendar-recipe';
import { CALM, hours } from '../../support/rte/ecowatt';
import type { HomeAssistant } from '../../support/home-assistant/process';
import { PATIENCE_MS } from '../../support/machine/patience';
import { startNodeRed } from '../../support/node-red/process';

/** As the recipe's comment tells the user to name it: `calendar.linky_red`. */
const NAME = 'linky-red';
const CALENDAR = 'calendar.linky_red';
const DAY_MS = 86_400_000;

export async function playCalendar(home: HomeAssistant): Promise<void> {
  await home.add('local_calendar', { calendar_name: NAME });
  await home.api.until(CALENDAR, 'off');
  const own = await putInOwn(home);
  const token = await home.api.ask<string>('auth/long_lived_access_token', { client_name: 'Node-RED', lifespan: 1 });
  const flow = calendarRecipe({ host: new URL(home.url).host, token });
  const red = await startNodeRed();
  try {
    await red.deploy(flow);
    // Each once, however often it is told.
    const published = { [day(0)]: CALM, [day(1)]: hours({ 7: 2, 8: 3, 9: 3 }), [day(2)]: hours({ 18: 2, 19: 2 }) };
    const evening = tense(2, 18, 20);
    sendEcowatt(red, published);
    sendEcowatt(red, published);
    const first = await holds(home, [...own, tense(1, 7, 8), tense(1, 8, 10, 'Écowatt rouge'), evening]);
    const { today, next, event } = tempoDays();
    const [white, coming] = [event('Tempo blanc', today), event('Tempo rouge', next)];
    sendTempo(red, { [today]: 'white', [next]: 'red' });
    await holds(home, [...own, tense(1, 7, 8), tense(1, 8, 10, 'Écowatt rouge'), evening, white, coming]);

    // Moved, withdrawn; what nothing is said about stays as it is.
    sendEcowatt(red, { ...published, [day(1)]: hours({ 8: 2 }) });
    await holds(home, [...own, tense(1, 8, 9), evening, white, coming]);
    sendTempo(red, { [today]: 'white', [next]: 'blue' });
    const kept = await holds(home, [...own, tense(1, 8, 9), evening, white]);
    assert.equal(uidOf(kept, evening), uidOf(first, evening));

    // A new start finds what is there.
    await red.deploy(flow);
    sendEcowatt(red, { ...published, [day(1)]: CALM, [day(2)]: hours({ 18: 2, 19: 2, 21: 2 }) });
    const after = await holds(home, [...own, evening, tense(2, 21, 22), white]);
    for (const slot of [...own, evening, white]) assert.equal(uidOf(after, slot), uidOf(kept, slot));
    // `[function:Agenda / Calendar]`: the start of Node-RED has warnings of its own.
    assert.doesNotMatch(red.log, /\[(?:warn|error)\] \[/);
    assert.ok(!red.log.includes(token));
  } finally {
    await red.stop();
  }
}

interface Listed {
  readonly uid: string;
  readonly summary: string;
  readonly start: { dateTime?: string; date?: string };
  readonly end: { dateTime?: string; date?: string };
}

/** What the user has in this calendar: an hour, and a whole day, which has no time. */
async function putInOwn({ api }: HomeAssistant): Promise<Slot[]> {
  const start = new Date(`${day(1)}T08:00:00Z`);
  const end = new Date(`${day(1)}T09:00:00Z`);
  const events = [
    { summary: 'Anniversaire', dtstart: start.toISOString(), dtend: end.toISOString() },
    { summary: 'Écowatt orange', description: 'Congé', dtstart: day(1), dtend: day(2) },
  ];
  for (const event of events) await api.ask('calendar/event/create', { entity_id: CALENDAR, event });
  return [
    ['Anniversaire', start.getTime(), end.getTime()],
    ['Écowatt orange', Date.parse(day(1)), Date.parse(day(2))],
  ];
}

/** Waits until the calendar holds these and nothing else; read back as the recipe reads it. */
async function holds(home: HomeAssistant, slots: readonly Slot[]): Promise<Listed[]> {
  const wanted = sorted(slots);
  const givenUp = Date.now() + PATIENCE_MS;
  for (;;) {
    const listed = await list(home);
    const found = sorted(listed.map(slotOf));
    if (JSON.stringify(found) === JSON.stringify(wanted)) return listed;
    if (Date.now() > givenUp) assert.deepEqual(found, wanted);
    await pause(100);
  }
}

async function list({ url, accessToken }: HomeAssistant): Promise<Listed[]> {
  const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
  const range = new URLSearchParams({ start: at(-DAY_MS), end: at(7 * DAY_MS) });
  const answer = await fetch(`${url}/api/calendars/${CALENDAR}?${range.toString()}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  assert.equal(answer.status, 200);
  return (await answer.json()) as Listed[];
}

function slotOf({ summary, start, end }: Listed): Slot {
  return [summary, Date.parse(start.dateTime ?? start.date ?? ''), Date.parse(end.dateTime ?? end.date ?? '')];
}

function sorted(slots: readonly Slot[]): Slot[] {
  return [...slots].sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0]));
}

function uidOf(listed: readonly Listed[], slot: Slot): string {
  const found = listed.find((event) => JSON.stringify(slotOf(event)) === JSON.stringify(slot));
  return found?.uid ?? assert.fail(`no ${slot[0]}`);
}
