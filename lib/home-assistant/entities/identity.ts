// Who the meter is: one entity for whatever label carries its number, so that a change of mode keeps it.
import type { LabelEntityRow } from '../discovery/row';
import { diagnostic, names, text } from './write-row';

export const IDENTITY_ROWS: readonly LabelEntityRow[] = [
  {
    ...text('meter_number', names('Numéro du compteur', 'Number of the meter'), 'mdi:counter', diagnostic),
    labels: ['ADSC', 'ADCO', 'ADS'],
    attributes: ['maker', 'year', 'meter_type'],
    personal: true,
  },
];
