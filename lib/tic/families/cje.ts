// CJE "Jaune" (Enedis-NOI-CPT_02E §2.6; spec/tic.md §2.3): several values in one group, with colons between.
import { decodeDecaVoltAmperes } from '../value/jaune';
import type { Dialect, Family } from './family';
import { code } from './row';

export const CJE_METER: Family = { name: 'CJE', types: ['06', '10', '33'] };

export const CJE: Dialect = {
  name: 'cje',
  mode: null,
  separator: 'SP',
  tell: ['JAUNE', 'ENERG', 'PERCC'],
  kin: 'cje',
  familyOf: () => 'cje',
  isBusiness: true,
  subscribed: {
    binding: /^PSOUS/,
    // Which of two different ones is in force the meter does not say.
    inForce: (values) => {
      const powers = new Set(decodeDecaVoltAmperes(String(values.get('PSOUSC') ?? '')));
      const [va] = powers;
      return va === undefined || powers.size > 1 ? null : { value: va / 1000, unit: 'kVA' };
    },
  },
  rows: [
    code(
      'JAUNE',
      [20, 32],
      'jaune',
      'clock, tariff period, overrun notice, apparent power in daVA, notice coefficient',
      { short: true, opens: true },
    ),
    code('ENERG', [7, 40], 'fields', 'four indexes in kWh', { short: true, index: 'withdrawn' }),
    code('PERCC', [5, 20], 'fields', 'end of the current reading period'),
    code('PMAXC', [5, 20], 'fields', 'highest powers of the period P, daVA'),
    code('TDEPA', [5, 20], 'fields', 'times of overrun, minutes'),
    code('PERCP', [5, 20], 'fields', 'end of the previous reading period'),
    code('PMAXP', [5, 20], 'fields', 'highest powers of the period P-1, daVA'),
    code('PSOUSC', [5, 20], 'fields', 'subscribed powers of the period P, daVA'),
    code('PSOUSP', [5, 20], 'fields', 'subscribed powers of the period P+1, daVA'),
    code('FCOU', [5, 20], 'fields', 'listening window'),
  ],
};
