// The automations that docs/home-assistant.md gives, as they stand there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { HomeAssistant } from '../../support/home-assistant/process';

const DOCS = path.resolve(__dirname, '../../../docs/home-assistant.md');
const START_RULE = 'automation.linky_after_a_start_of_home_assistant';
/** What the five minutes of the rule for a start become. */
const SECONDS = 2;

/** By the word in its comment. */
export function automationOfDocs(name: string): string {
  const text = readFileSync(DOCS, 'utf8');
  const block = text.split(`<!-- tested: ${name} -->`)[1]?.split('```')[1] ?? '';
  assert.ok(block.startsWith('yaml\n'), `no automation "${name}" in the docs`);
  return block
    .slice('yaml\n'.length)
    .replace('switch.water_heater', 'input_boolean.water_heater')
    .replace(/minutes: 5/, `seconds: ${SECONDS}`);
}

/**
 * The rule for a start, and an overrun that begins while it waits.
 * @param heater what it switches on
 * @param overrun lets the meter say that one is in progress, or that none is
 */
export async function playStartRule(
  { api }: HomeAssistant,
  heater: string,
  overrun: (inProgress: boolean) => void,
): Promise<void> {
  await api.act('input_boolean.turn_off', { entity_id: [heater] });
  // The action ends with the rule.
  const ended = api.act('automation.trigger', { entity_id: [START_RULE] });
  await api.until(START_RULE, ({ attributes }) => attributes['current'] === 1);
  overrun(true);
  await api.until('binary_sensor.linky_overrun', 'on');
  await pause(SECONDS * 1100);
  assert.equal(api.state(heater)?.state, 'off');
  overrun(false);
  await ended;
  await api.until(heater, 'on');
  // The starts of later tests are not its: it would switch the heater on in the middle of them.
  await api.act('automation.turn_off', { entity_id: [START_RULE] });
  await api.until(START_RULE, 'off');
}
