// The applications that everybody may use at the stand-in of Enedis.
import { PRM } from '../household/households';
import type { Application } from './portal';

/** Of Data Connect: it asks for meters whose holders have agreed. */
export const APPLICATION: Application = {
  id: 'sandbox-application-000001',
  secret: 'sandbox-secret-c0de-000001',
  name: 'Mon appli',
  apis: ['mesure_synchrone_auto', 'subscribed_services', 'synth_contrat_auto'],
};

/** Of the account of a company. */
export const COMPANY: Application = {
  id: 'sandbox-company-000001',
  secret: 'sandbox-secret-c0de-000002',
  name: 'Ma societe',
  apis: ['mesures', 'contract_summary', 'connection', 'mesure_synchrone_auto_v1', 'synth_contrat_auto'],
  prms: [PRM.workshop, PRM.office],
};
