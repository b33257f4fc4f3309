// What stands on the operator's page.
import type { Language } from '../language';

export interface PageWords {
  readonly title: string;
  readonly lead: string;
  readonly building: string;
  readonly key: string;
  readonly keyKept: string;
  readonly bacs: string;
  readonly asset: string;
  readonly product: string;
  readonly power: string;
  readonly start: string;
  readonly minutes: string;
  readonly id: string;
  readonly price: string;
  readonly list: string;
  readonly create: string;
  readonly confirm: string;
  readonly realise: string;
  readonly fresh: string;
  readonly clock: string;
  readonly came: string;
  readonly when: string;
  readonly what: string;
  readonly answer: string;
  readonly nothing: string;
  readonly passed: string;
  readonly refused: string;
  readonly failed: string;
}

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: {
    title: 'An operator asks a building',
    lead: 'Read what the building offers, ask it for power, confirm, and once it is over see what it delivered. A repeat of “ask” reads where the request stands.',
    building: 'Address of the building (before /bacs)',
    key: 'Its bearer key',
    keyKept: 'as set at the start',
    bacs: 'BACS',
    asset: 'Asset',
    product: 'Product',
    power: 'Power (kW)',
    start: 'Start',
    minutes: 'Lasts (minutes)',
    id: 'Id of the request',
    price: 'Price acknowledged (€/kWh)',
    list: 'Read what it offers',
    create: 'Ask',
    confirm: 'Confirm',
    realise: 'What was delivered?',
    fresh: 'A new request',
    clock: 'The operator’s clock:',
    came: 'What came',
    when: 'When',
    what: 'Call',
    answer: 'Answer',
    nothing: 'Nothing yet.',
    passed: 'as it should be',
    refused: 'refused',
    failed: 'failed',
  },
  fr: {
    title: 'Un opérateur sollicite un bâtiment',
    lead: 'Lisez ce que le bâtiment propose, demandez-lui une puissance, confirmez, puis voyez à la fin ce qu’il a livré. Répéter «\u00a0Demander\u00a0» lit où en est la demande.',
    building: 'Adresse du bâtiment (avant /bacs)',
    key: 'Sa clé bearer',
    keyKept: 'celle du démarrage',
    bacs: 'BACS',
    asset: 'Actif',
    product: 'Produit',
    power: 'Puissance (kW)',
    start: 'Début',
    minutes: 'Durée (minutes)',
    id: 'Identifiant de la demande',
    price: 'Prix acquitté (€/kWh)',
    list: 'Lire ce qu’il propose',
    create: 'Demander',
    confirm: 'Confirmer',
    realise: 'Qu’a-t-il livré\u00a0?',
    fresh: 'Nouvelle demande',
    clock: 'Horloge de l’opérateur\u00a0:',
    came: 'Ce qui est arrivé',
    when: 'Quand',
    what: 'Appel',
    answer: 'Réponse',
    nothing: 'Rien encore.',
    passed: 'conforme',
    refused: 'refusé',
    failed: 'en échec',
  },
};
