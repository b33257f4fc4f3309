// What npm start says, in the language of the machine: French or English.

const ENGLISH = {
  installing: 'Installing what package-lock.json says (npm ci) …\n',
  building: 'Building dist/ …\n',
  portTaken: (port) => `PORT=${port} cannot be used: it is taken or no port number\n`,
  noPort: (first) => `No free port from ${first} on; name one with PORT=…\n`,
  wrongSetting: (setting, known) =>
    `The meter does not know this setting: ${setting}\nThe settings are, each as NAME=VALUE:\n${known}\n`,
  tooFast: (factor, most) =>
    `factor=${factor}: this meter sends no clock. Above ${most} its energy may be held back, since nobody can see that its time runs faster.\n`,
  meter: {
    'linky standard': (settings) => `a Linky in standard mode${CONTRACTS.en(settings)}`,
    'linky historique': (settings) => `a Linky in historique mode${CONTRACTS.en(settings)}`,
    'pme-pmi': () => 'a PME-PMI of 108 kVA; its charger starts at 11:00 by its clock',
    saphir: () => 'a SAPHIR of 250 kW; its charger starts at 11:00 by its clock',
  },
  pace: (factor) => (factor === 1 ? '' : `; its clock runs ${factor} times faster than ours`),
  running: 'linky-red is running.',
  dashboard: 'power, energy, Tempo, Ecowatt, signals, a year at Enedis, open data, and what Home Assistant would show',
  editor: 'the editor with the flow behind it: tic-in → linky-decode → dashboard',
  sandboxMeter: (what) => `the sandbox meter: ${what}`,
  rte: 'RTE’s stand-in, on the meter’s clock: an alert on each of its first four days',
  enedis: 'Enedis’ stand-in, on the meter’s clock: three years of a household; its meter is linked from the dashboard',
  flexready: 'the page of a flexibility operator: ask the building of the demo for power',
  opendata: 'the stand-in of Enedis’ open data portal: balance of the day, profiles, lines and poles',
  broker: 'the broker that the entities are announced on',
  end: 'Every start begins with the demo flow afresh: export what you want to keep. Ctrl-C stops everything.',
};

const FRENCH = {
  installing: 'Installation de ce que dit package-lock.json (npm ci)…\n',
  building: 'Compilation de dist/…\n',
  portTaken: (port) => `PORT=${port} ne peut pas servir\u00a0: le port est pris, ou ce n’est pas un numéro de port\n`,
  noPort: (first) => `Aucun port libre à partir de ${first}\u00a0; nommez-en un avec PORT=…\n`,
  wrongSetting: (setting, known) =>
    `Le compteur ne connaît pas ce réglage\u00a0: ${setting}\nLes réglages, chacun sous la forme NOM=VALEUR\u00a0:\n${known}\n`,
  tooFast: (factor, most) =>
    `factor=${factor}\u00a0: ce compteur ne donne pas l’heure. Au-delà de ${most}, son énergie peut être retenue, car rien ne montre que son temps passe plus vite.\n`,
  meter: {
    'linky standard': (settings) => `un Linky en mode standard${CONTRACTS.fr(settings)}`,
    'linky historique': (settings) => `un Linky en mode historique${CONTRACTS.fr(settings)}`,
    'pme-pmi': () => 'un PME-PMI de 108 kVA\u00a0; sa borne démarre à 11:00 à son horloge',
    saphir: () => 'un SAPHIR de 250 kW\u00a0; sa borne démarre à 11:00 à son horloge',
  },
  pace: (factor) =>
    factor === 1 ? '' : `\u00a0; son horloge va ${String(factor).replace('.', ',')} fois plus vite que la nôtre`,
  running: 'linky-red est lancé.',
  dashboard:
    'puissance, énergie, Tempo, Ecowatt, signaux, un an chez Enedis, données ouvertes, et ce que Home Assistant montrerait',
  editor: 'l’éditeur et le flux qui est derrière\u00a0: tic-in → linky-decode → tableau de bord',
  sandboxMeter: (what) => `le compteur de démonstration\u00a0: ${what}`,
  rte: 'la doublure de RTE, à l’heure du compteur\u00a0: une alerte chacun des quatre premiers jours',
  enedis:
    'la doublure d’Enedis, à l’heure du compteur\u00a0: trois ans d’un ménage, dont le compteur se relie depuis le tableau de bord',
  flexready: 'la page d’un opérateur de flexibilité\u00a0: demandez une puissance au bâtiment de la démo',
  opendata: 'la doublure du portail de données ouvertes d’Enedis\u00a0: bilan du jour, profils, lignes et poteaux',
  broker: 'le serveur MQTT sur lequel les entités sont annoncées',
  end: 'Chaque démarrage repart du flux de démonstration\u00a0: exportez ce que vous voulez garder. Ctrl-C arrête tout.',
};

const CONTRACTS = {
  en: ({ contract = 'tempo' }) =>
    ({ tempo: ', on Tempo', hc: ', on peak and off-peak hours', ejp: ', on EJP', base: ', on one tariff' })[contract],
  fr: ({ contract = 'tempo' }) =>
    ({ tempo: ', en Tempo', hc: ', en heures pleines / heures creuses', ejp: ', en EJP', base: ', en option Base' })[
      contract
    ],
};

/** Everything that is said, in one language. */
export const WORDS = { en: ENGLISH, fr: FRENCH };
