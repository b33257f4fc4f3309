#!/usr/bin/env bash
# Good Friday and 26 December are holidays in Alsace and Moselle. date-holidays is asked with a country and a region; one would guess that it
# refuses a region that it does not know.
# It takes any text and answers with the holidays of the country: Alsace by its ISO 3166-2 code (FR-6AE), its region (FR-GES) or its name has
# none of its own, and what counts as a week-end is billed as a working day. Only the departments 57, 67 and 68 do it; holidays (PyPI) knows
# 6AE and refuses 67.
# date-holidays 3.37.0 (npm) and holidays 0.109 (PyPI), run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages date-holidays@3.37.0
pip_packages holidays==0.109
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const Holidays = require('date-holidays');
const days = (region) => {
  const year = new Holidays('FR', region).getHolidays(2027).filter(({ type }) => type === 'public').map(({ date }) => date.slice(5, 10));
  return [year.length, year.includes('03-26') && year.includes('12-26')];
};
const got = Object.fromEntries(['67', '57', '6AE', 'GES', 'Alsace', 'nowhere'].map((region) => [region, days(region)]));
console.log('date-holidays', require('date-holidays/package.json').version, '[holidays of 2027, with the two of Alsace]', got);
const alsace = [13, true], country = [11, false];
assert.deepEqual(got, { 67: alsace, 57: alsace, '6AE': country, GES: country, Alsace: country, nowhere: country });
JS
node check.cjs
cat >check.py <<'PY'
from datetime import date
from importlib.metadata import version
import holidays

def days(region):
    try:
        year = holidays.country_holidays('FR', subdiv=region, years=2027)
        return len(year), date(2027, 3, 26) in year and date(2027, 12, 26) in year
    except NotImplementedError:
        return 'refused'

got = {region: days(region) for region in ('67', '57', '6AE')}
print('holidays', version('holidays'), got)
assert got == {'67': 'refused', '57': (13, True), '6AE': (13, True)}, got
PY
python3 check.py
