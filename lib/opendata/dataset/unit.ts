// The unit that a column's title carries in parentheses: "Total énergie soutirée (Wh)".

/** Whatever else stands in parentheses ("(HTA)", "(code INSEE)") is no unit. */
const UNITS: ReadonlyMap<string, string> = new Map(
  [
    ...[
      'Wh',
      'kWh',
      'MWh',
      'GWh',
      'TWh',
      'W',
      'kW',
      'MW',
      'GW',
      'VA',
      'kVA',
      'MVA',
      'kvar',
      'Mvar',
      'V',
      'kV',
      'A',
      'Hz',
    ],
    ...['°C', '%', 'kWh/DJU', 'DJU', '€', '€/MWh', '€/kWh', 'gCO2/kWh', 'g/kWh', 'tCO2'],
    ...['min', 'h', 's', 'minutes', 'heures', 'secondes', 'jours', 'm', 'km', 'cm', 'm²', 'km²', 'm3'],
  ].map((unit) => [folded(unit), unit]),
);
const SAID_OTHERWISE: ReadonlyMap<string, string> = new Map([
  ['minutes', 'min'],
  ['heures', 'h'],
  ['secondes', 's'],
  ['g/kwh', 'gCO2/kWh'],
  ['gco2/kwh', 'gCO2/kWh'],
]);

/** @returns the unit as one spells it ("MWh", "°C", "min"); undefined where the title has none that is known here */
export function unitOf(title: string): string | undefined {
  for (const [, inside = ''] of [...title.matchAll(/[([]([^()[\]]+)[)\]]/g)].reverse()) {
    const text = inside.replace(/^\s*en\s+/i, '').trim();
    const unit = UNITS.get(folded(text));
    // Lower case of one letter is another unit: (H) is no hour, (a) no ampere, (M) no metre.
    if (unit !== undefined && (unit.length > 1 || unit === text)) return SAID_OTHERWISE.get(folded(text)) ?? unit;
  }
  return undefined;
}

function folded(text: string): string {
  return text
    .replace(/₂/g, '2')
    .replace(/\bCO2\b/gi, 'CO2')
    .replace(/\s*\/\s*/g, '/')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}
