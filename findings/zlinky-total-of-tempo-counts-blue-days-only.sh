#!/usr/bin/env bash
# zigbee2mqtt shows a ZLinky's EAST as current_summ_delivered, in kWh. In historique mode the meter sends no total and the ZLinky reports 0;
# the converter then adds the indexes. One would guess that it adds those of the contract, and keeps the meter's Wh.
# It adds the first two: on Tempo these are the blue ones, so the "total" stands still on every white and red day, the dearest ones.
# A report that carries the 0 without the indexes goes on as 0 (a total_increasing sensor of Home Assistant takes that for a new meter).
# And the kWh are rounded to two decimals, steps of 10 Wh; kWh_precision: 0 is taken for "not set".
# zigbee-herdsman-converters 26.112.0, run on 2026-11-29 with the messages of a ZLinky on Tempo in historique.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages zigbee-herdsman-converters@26.112.0
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { definitions } = require('zigbee-herdsman-converters/devices/lixee');
const definition = definitions.find(({ model }) => model === 'ZLinky_TIC');
const metering = definition.fromZigbee.find(({ cluster, type }) => cluster === 'seMetering' && type.includes('attributeReport'));
const convert = (data, options = {}) => metering.convert(definition, { data, type: 'attributeReport' }, () => {}, options, {});
const tiers = (wh) => Object.fromEntries(wh.map((value, n) => [`currentTier${n + 1}SummDelivered`, value]));
const blueDay = convert({ currentSummDelivered: 0, ...tiers([1_000_000, 2_000_000, 300_000, 400_000, 50_000, 60_000]) });
const redDay = convert({ currentSummDelivered: 0, ...tiers([1_000_000, 2_000_000, 300_000, 400_000, 58_000, 84_000]) });
const alone = convert({ currentSummDelivered: 0 });
const fine = convert({ currentSummDelivered: 12_345_678 }), whole = convert({ currentSummDelivered: 12_345_678 }, { kWh_precision: 0 });
const total = ({ current_summ_delivered }) => current_summ_delivered;
const got = { before: total(blueDay), 'after a red day of 32 kWh': total(redDay), 'all six': 3810, alone: total(alone), '12345678 Wh': total(fine), 'kWh_precision 0': total(whole) };
console.log('zigbee-herdsman-converters', require('zigbee-herdsman-converters/package.json').version, got);
assert.deepEqual([total(blueDay), total(redDay), total(alone), total(fine), total(whole)], [3000, 3000, 0, 12345.68, 12345.68]);
JS
node check.cjs
