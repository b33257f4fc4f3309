// Labels that are no entity by themselves, and why. A label that is neither here nor in a table fails a test.

export const WITHOUT_ENTITY: Readonly<Record<string, string>> = {
  ADPS: 'transient: the signal power-overrun tells it (entity overrun)',
  ADIR1: 'transient: the signal power-overrun tells it (entity overrun)',
  ADIR2: 'transient: the signal power-overrun tells it (entity overrun)',
  ADIR3: 'transient: the signal power-overrun tells it (entity overrun)',
  PEJP: 'transient, and always 30 minutes: the signal peak tells it (entity peak_notice)',
  DEMAIN: 'the signal day-colour tells it (entity tempo_next)',
  DPM1: 'the signals peak and day-colour tell it (entities peak_next_start, tempo_next)',
  FPM1: 'the signals peak and day-colour tell it (entities peak_next_end, tempo_next)',
  DPM2: 'the signals peak and day-colour tell it (entities peak_next_start, tempo_next)',
  FPM2: 'the signals peak and day-colour tell it (entities peak_next_end, tempo_next)',
  DPM3: 'the signals peak and day-colour tell it (entities peak_next_start, tempo_next)',
  FPM3: 'the signals peak and day-colour tell it (entities peak_next_end, tempo_next)',
  RELAIS: 'one entity for each relay (relays.ts)',
};
