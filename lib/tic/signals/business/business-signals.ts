// Signals of PME-PMI, SAPHIR, ICE and CJE: overrun warnings below the subscribed power, tariff periods, notices, peaks; and
// what their readings show of powers.
import { BusinessPower, type DerivedPowers, businessHeadroom, presentPower } from '../../power/business-power';
import type { AcceptedGroup } from '../../belief/accepted-group';
import type { Frame } from '../../frame/frame';
import { type FlexReadyItem, FlexReadyView } from '../../power/flex-ready';
import type { Headroom } from '../../power/headroom';
import type { MeterFamily, SubscribedLabels } from '../../families/family';
import type { BudgetRule, PowerBudgetView } from '../../power/power-budget';
import type { MeterTime } from '../../frame/stream-clock';
import { BusinessFacts } from './business-facts';
import { BusinessTariff } from './business-tariff';
import { type Situation, textOf } from '../knowledge';
import type { MeterEvents } from '../meter-events';
import { OVERRUN } from '../overrun';
import { Preavis } from './preavis';
import { businessOverrun } from './warning';

export class BusinessSignals {
  private readonly facts: BusinessFacts;
  private readonly preavis = new Preavis();
  private readonly tariff: BusinessTariff;
  private readonly power: BusinessPower;
  private readonly flexReadyView = new FlexReadyView();

  constructor(
    private readonly events: MeterEvents,
    /** Null: by the unit of the subscribed power. */
    rule: BudgetRule | null,
    subscribed: SubscribedLabels | undefined,
  ) {
    this.facts = new BusinessFacts(subscribed);
    this.tariff = new BusinessTariff(this.facts, this.preavis, events);
    this.power = new BusinessPower(rule);
  }

  /** A group says what is known already. */
  knows(group: AcceptedGroup): boolean {
    return this.facts.knows(group);
  }

  /** A group with a number: of these no signal begins or ends at once. */
  figure(group: AcceptedGroup, value: number, trusted: boolean): void {
    this.facts.note(group, trusted);
    this.power.group(group.label, value, trusted);
  }

  /** Any other group. */
  text(group: AcceptedGroup, trusted: boolean, situation: Situation): void {
    const { label, value } = group;
    this.facts.note(group, trusted);
    if (label === 'PREAVIS') {
      this.preavis.saw(textOf(value), trusted);
      this.evaluateWarning(situation);
    } else {
      this.tariff.group(group, trusted, situation);
      if (label === 'JAUNE') this.evaluateWarning(situation);
    }
  }

  /** What was known before a silence, as far as it may hold still. */
  resume(before: BusinessSignals, at: number | null): void {
    this.power.resume(before.power, at);
  }

  /** @param clock what the meter's clock said in this frame; null where it did not come */
  frameEnded(frame: Frame, situation: Situation, clock: MeterTime | null, family: MeterFamily): void {
    const { facts, preavis } = this;
    if (facts.isEmpty) return;
    this.power.frameEnded(clock, facts.subscribedInFrame());
    if (frame.kind === 'none') return;
    preavis.frameEnded(frame);
    facts.frameEnded(frame);
    this.power.evaluate(preavis.overrun, situation.moment.at);
    const unit = facts.subscribed?.unit ?? null;
    const ground = { family, labels: facts.labelsKnown, preavisKnown: preavis.isKnown, unit };
    this.flexReadyView.update(ground, facts.values, situation.moment.issuedAt);
    this.evaluateWarning(situation);
    this.tariff.frameEnded(frame, situation);
  }

  /** Null on meters without one (ICE, CJE), and while the subscribed power is not known. */
  get budget(): PowerBudgetView | null {
    return this.power.budget;
  }

  /** Powers that the meter does not send; null where there is none. */
  get derived(): DerivedPowers | null {
    return this.power.derived(this.facts.values.has('PA1MN'));
  }

  /** Null while the subscribed power is not known. */
  get headroom(): Headroom | null {
    const { subscribed, jaune } = this.facts;
    if (subscribed === null) return null;
    const sent = { activeKw: this.facts.figure('PA1MN'), apparentVa: jaune?.apparentPowerVa ?? null };
    return businessHeadroom(subscribed, presentPower(subscribed.unit, sent, this.derived));
  }

  /** What the Flex Ready reference asks of this meter; empty where it asks nothing. */
  flexReady(family: MeterFamily): readonly FlexReadyItem[] {
    return this.flexReadyView.list(family);
  }

  private evaluateWarning(situation: Situation): void {
    this.events.tell(OVERRUN, businessOverrun(this.facts, this.preavis, this.power), situation.moment);
  }
}
