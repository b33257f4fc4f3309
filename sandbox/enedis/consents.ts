// Who has allowed which application to ask for which meter: the register behind the consent page.
import type { Household } from '../household/household';
import { dayText } from './measures';
import { parisDay } from '../paris-clock';
import type { Application } from './portal';

interface Given {
  readonly id: number;
  readonly application: Application;
  readonly household: Household;
  readonly from: number;
  readonly until: number;
  /** How often `subscribed_services` still says that there is nothing. */
  hiddenFor: number;
  isRevoked: boolean;
}

const FIRST_ID = 10_234;
const DAY = 86_400_000;

export class ConsentRegister {
  private readonly given: Given[] = [];

  /** @param hiddenFor how many questions go by before a new consent is seen: services appear late */
  constructor(private readonly hiddenFor: number) {}

  /** @param days how long it lasts @returns its number, the same for the same application and holder */
  give(application: Application, household: Household, now: number, days = 3 * 365): number {
    const known = this.given.find((one) => one.application.id === application.id && one.household === household);
    if (known !== undefined && !known.isRevoked) return known.id;
    const id = FIRST_ID + this.given.length;
    const until = now + days * DAY;
    this.given.push({ id, application, household, from: now, until, hiddenFor: this.hiddenFor, isRevoked: false });
    return id;
  }

  revoke(prm: string): void {
    for (const one of this.given) if (one.household.prm === prm) one.isRevoked = true;
  }

  covers({ id }: Application, prm: string | null, now: number): boolean {
    return this.given.some(
      (one) => one.application.id === id && one.household.prm === prm && !one.isRevoked && now < one.until,
    );
  }

  /** The answer of `subscribed_services`. */
  services(application: Application, autorisationId: number): object {
    const found = this.given.find(({ id, application: whose }) => id === autorisationId && whose.id === application.id);
    if (found === undefined || found.isRevoked) return { nbTotalServices: 0 };
    if (found.hiddenFor > 0) {
      found.hiddenFor -= 1;
      return { nbTotalServices: 0, serviceSouscrit: null };
    }
    const injects = found.household.produces();
    const serviceSouscrit = [service(found, 1, false), ...(injects ? [service(found, 2, true)] : [])];
    return { nbTotalServices: serviceSouscrit.length, serviceSouscrit };
  }
}

function service(
  { id: autorisationId, application, household, from, until }: Given,
  id: number,
  injection: boolean,
): object {
  return {
    id,
    injection,
    soutirage: !injection,
    serviceCode: 'ACCES',
    dateDebut: dayText(parisDay(from)),
    dateFin: dayText(parisDay(until)),
    etatCode: 'ACTIF',
    etatLibelle: 'Actif',
    pointId: household.prm,
    sirenTitulaire: null,
    sirenBeneficiaire: '000000000',
    mesuresTypeCode: ['CDC', 'PMAX', 'ENERGIE', 'IDX', 'ITC'],
    mesuresPas: null,
    periodiciteTransmission: null,
    mesuresCorrigees: false,
    espaceDynamique: null,
    publicationDonnees: null,
    autorisation: { autorisationId, autorisationLibelle: application.name, autorisationType: 'EXPLICITE' },
  };
}
