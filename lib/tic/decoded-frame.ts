// One finished frame as readings show it. What costs something to make is made when it is asked for: many frames are
// thinned out before anybody looks at them.
import type { SentSignal } from '../grid/event/act';
import { type FlexReadyData, type FlexReadyItem, flexReadyData } from './power/flex-ready';
import type { AcceptedGroup } from './belief/accepted-group';
import type { IdentityFault } from './belief/identity-watch';
import type { FrameContext } from './frame-context';
import type { Frame } from './frame/frame';
import type { GroupReport } from './frame/group-report';
import type { DerivedPowers } from './power/business-power';
import { type Headroom, headroomInFrame, subscribedInFrame } from './power/headroom';
import type { Quality } from './frame/quality';
import type { SubscribedPower } from './families/family';
import { doubtfulPowers } from './power/impossible-power';
import type { PowerBudgetView } from './power/power-budget';
import * as told from './shown-groups';
import type { Meter } from './frame/meter';
import type { ValueShapes, Values } from './frame/value-shapes';
import type { Decoded } from './value/packed';
import type { Value } from './value/plain';

const NO_AGES: readonly (number | null)[] = [];
const NO_ITEMS: readonly FlexReadyItem[] = [];

export class DecodedFrame {
  private madeValues: Values | null = null;
  private shownGroups: readonly AcceptedGroup[] | null = null;
  private doubtfulLabels: readonly string[] | null = null;

  constructor(
    private readonly frame: Frame,
    private readonly context: FrameContext,
    private readonly shapes: ValueShapes,
  ) {}

  /** By label, an object of this frame alone: whoever holds it may do with it as he likes. */
  get values(): Values {
    this.madeValues ??= this.makeValues();
    return this.madeValues;
  }

  /** What values have of a label that is sent once in a frame, where no object of all is wanted. */
  said(label: string): Value | Value[] | undefined {
    if (this.madeValues !== null) return this.madeValues[label];
    return told.lastValueOf(label, this.shown);
  }

  /** The meter plays a test, or is under the distributor's control: its values are not shown. */
  get test(): boolean {
    return this.frame.test;
  }

  /** False: no reading can be made of it, nothing was accepted or its identity is held. */
  get speaks(): boolean {
    return !this.frame.identityHeld && this.frame.groups > 0;
  }

  /** It is known which meters speak so. */
  get isRecognised(): boolean {
    return this.frame.dialect !== null;
  }

  /** Good groups came, and it waits whose they are: no reading is made of them, and none is lost to another meter. */
  get isHeld(): boolean {
    return this.frame.identityHeld && this.frame.groups + this.frame.held > 0;
  }

  /** Why the number of the meter is not known, or not believed; null: it is, or this meter sends none. */
  get identityFault(): IdentityFault | null {
    return this.frame.identityFault;
  }

  /** False: it was cut, and nothing is known of what the rest would have said. */
  get full(): boolean {
    return this.context.full;
  }

  get meter(): Meter {
    return { ...this.context.meter };
  }

  /** The same object from frame to frame while nothing of it changes, for whoever only looks at it. */
  get knownMeter(): Readonly<Meter> {
    return this.context.meter;
  }

  /** The meter's clock, ISO with offset; null where this frame did not bring it. */
  get time(): string | null {
    const { at, zone } = this.context;
    return at === null ? null : zone.iso(at);
  }

  get clockOffset(): number | null {
    return this.context.offsetSeconds;
  }

  get edges(): readonly SentSignal[] {
    return this.context.edges;
  }

  get presentSignals(): SentSignal[] {
    return this.context.present();
  }

  get groups(): readonly GroupReport[] {
    return this.frame.reports;
  }

  /** Seconds since each carried label came: by the arrival, from a file by the meter's clock; null where no clock tells. */
  get carried(): Record<string, number | null> {
    if (this.frame.test) return {};
    return told.agesOf(this.context.carried, this.frame.lastArrival, this.context.at);
  }

  /** The same of the first of the groups that are shown, which are those that are carried, in their order. */
  get carriedAges(): readonly (number | null)[] {
    const { carried, at } = this.context;
    if (carried.length === 0 || this.frame.test) return NO_AGES;
    return carried.map((each) => told.ageOf(each, this.frame.lastArrival, at));
  }

  get units(): Record<string, string> {
    return told.unitsOf(this.shown, this.context.meter.family);
  }

  /** Of a label whose value is a list a list in the same order, with null where a date cannot be read. */
  get horodates(): told.Horodates {
    return told.horodatesOf(this.shown, this.values, this.context);
  }

  /** What is packed inside values, by label. */
  get decoded(): Record<string, Decoded> {
    return told.decodedByLabel(this.shown);
  }

  get headroom(): Headroom | null {
    if (this.frame.test) return null;
    const labels = this.frame.dialect?.flow;
    if (labels === undefined) return this.context.headroom;
    const { doubtful, frame, context } = this;
    const valueOf = (label: string): Value | Value[] | undefined => this.said(label);
    return headroomInFrame({
      labels,
      valueOf,
      isShort: frame.kind === 'short',
      doubtful,
      phases: context.meter.phases,
    });
  }

  /** All phases together; null where nobody has said it. */
  get subscribed(): SubscribedPower | null {
    const { frame, context } = this;
    if (frame.test) return null;
    const labels = frame.dialect?.flow;
    if (labels !== undefined) return subscribedInFrame(labels, (label) => this.said(label), context.meter.phases);
    const { budget } = context;
    return budget === null ? null : { value: budget.subscribed, unit: budget.unit };
  }

  /** PME-PMI and SAPHIR: what may still be drawn in this Td period; null elsewhere. */
  get budget(): PowerBudgetView | null {
    return this.frame.test ? null : this.context.budget;
  }

  /** Powers that follow from counters where the meter sends none; null where there is nothing of the kind. */
  get derived(): DerivedPowers | null {
    return this.frame.test ? null : this.context.derived;
  }

  /** PME-PMI and SAPHIR: what the Flex Ready reference asks of the meter, met or missing; null elsewhere. */
  get flexReady(): FlexReadyData[] | null {
    const { flexReady, zone } = this.context;
    return flexReady.length === 0 || this.frame.test ? null : flexReadyData(flexReady, zone);
  }

  /** What `flexReady` is made of: the same list from frame to frame while nothing of it changes; empty: there is none. */
  get flexReadyItems(): readonly FlexReadyItem[] {
    return this.frame.test ? NO_ITEMS : this.context.flexReady;
  }

  get quality(): Quality {
    const { context, doubtful } = this;
    const { groups, rejected, held, unknown, complete } = this.frame;
    return {
      ...{ groups, rejected, held, unknown: [...unknown] },
      ...(doubtful.length === 0 ? {} : { doubtful: [...doubtful] }),
      ...{ complete, frames: context.frames },
      ...(context.parsedBy === null ? {} : { checksum: false as const, parsedBy: context.parsedBy.by }),
      since: context.since === null ? null : context.zone.iso(context.since),
    };
  }

  private get doubtful(): readonly string[] {
    const { frame, context } = this;
    this.doubtfulLabels ??=
      frame.identityHeld || frame.test || context.parsedBy?.mixed === true
        ? []
        : doubtfulPowers(frame.accepted, context.carried, context.meter.phases);
    return this.doubtfulLabels;
  }

  /** The groups that values, units, horodates and decoded are made of, in their order. */
  get shown(): readonly AcceptedGroup[] {
    this.shownGroups ??= told.groupsShown(this.frame, this.context.carried);
    return this.shownGroups;
  }

  get counts(): Pick<Quality, 'groups' | 'rejected' | 'held' | 'complete'> {
    const { groups, rejected, held, complete } = this.frame;
    return { groups, rejected, held, complete };
  }

  /** What units have of a group that is shown; null: nothing. */
  unitOf(group: AcceptedGroup): string | null {
    return told.unitOf(group, this.context.meter.family);
  }

  /** What is packed in a group that is shown; null: nothing. */
  decodedOf(group: AcceptedGroup): Decoded | null {
    return told.decodedOf(group);
  }

  /** The date of a group that is shown, ISO with offset; null: it has none, or none that can be read. */
  horodateOf(group: AcceptedGroup): string | null {
    return told.horodateOf(group, this.context);
  }

  /** The clock of the meter decides how the date of a group is read. */
  isDateMoving(group: AcceptedGroup): boolean {
    return told.isDateMoving(group, this.context.zone);
  }

  private makeValues(): Values {
    const { frame, context } = this;
    if (frame.identityHeld) return {};
    // Of a test its own state, and nothing else: no value of it is one of the meter.
    if (frame.test)
      return this.shapes.valuesOf(
        [],
        frame.accepted.filter(({ entry }) => entry?.row.test === true),
      );
    return this.shapes.valuesOf(context.carried, frame.accepted, !frame.clean);
  }
}
