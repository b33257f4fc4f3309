// What travels of the BACS API: one schema each, which checks what comes in, types what goes out, and stands in the OpenAPI document.
// Names and values of the reference (spec/signals.md §4.3) where it has them; what it does not say is marked in the routes.
import * as v from 'valibot';
import { MULTIPLIERS } from '../../quantity/multipliers';
import { CHECK_RULES, REQUEST_STATES, type RequestState } from '../../request/request';
import { FLEX_PRODUCTS } from '../../site/site';

/** Chosen by the operator; part of the name of a request, whose parts are held apart by slashes. */
export const ID_FORM = /^(?!\.{1,2}$)[^\p{C}/\\]{1,128}$/u;
/** A week in quarters of an hour, and some more. */
const MOST_PERIODS = 1000;

const Id = v.pipe(v.string(), v.regex(ID_FORM, 'up to 128 characters, without slashes or control characters'));
const Time = v.pipe(
  v.string(),
  v.description('ISO 8601; without an offset in the time zone of the building. Answers carry the offset.'),
);

/** As they are sent: a multiplier that is left out or null is none; one that is not known is refused, and so is another unit. */
const multiplier = v.pipe(
  v.nullish(v.picklist(Object.keys(MULTIPLIERS)), ''),
  v.description('Symbol of a CIM UnitMultiplier; empty: none'),
);
const value = v.pipe(v.number(), v.finite());
const PowerWords = v.object({ unit: v.literal('W'), multiplier, value });
const PriceWords = v.object({ unit: v.literal('€/kWh'), multiplier, value });

const PeriodWords = v.object({ power: PowerWords, start: Time, end: Time });
const ProfileWords = v.pipe(v.array(PeriodWords), v.minLength(1), v.maxLength(MOST_PERIODS));
const ProductWords = v.picklist(FLEX_PRODUCTS);

export const CreateWords = v.object({ requestID: Id, flexProduct: ProductWords, power: ProfileWords });
export const ConfirmWords = v.object({
  flexProduct: ProductWords,
  power: ProfileWords,
  ackPrice: v.pipe(v.nullish(PriceWords), v.description('The acknowledged price, in €/kWh')),
});
export type CreateWords = v.InferOutput<typeof CreateWords>;
export type ConfirmWords = v.InferOutput<typeof ConfirmWords>;
export type ProfileWords = v.InferOutput<typeof ProfileWords>;

/** As it is answered. */
const Quantity = v.object({ unit: v.string(), multiplier: v.string(), value: v.number() });
const Period = v.object({ power: Quantity, start: Time, end: Time });
const States = v.picklist(REQUEST_STATES.map((state) => state.toUpperCase() as Uppercase<RequestState>));
const Rule = v.pipe(v.picklist(CHECK_RULES), v.description('The rule that it breaks'));

export const RequestAnswer = v.object({
  requestID: v.string(),
  status: States,
  flexProduct: ProductWords,
  power: v.pipe(v.array(Period), v.description('What counts: what was confirmed, before that what was asked')),
  ackPrice: v.optional(Quantity),
  reason: v.optional(v.pipe(v.string(), v.description('In words of the building'))),
  rule: v.optional(Rule),
  rules: v.optional(v.pipe(v.array(Rule), v.description('All that it breaks'))),
  deviations: v.optional(v.pipe(v.array(Rule), v.description('What it breaks at a building that is lenient'))),
});
export type RequestAnswer = v.InferOutput<typeof RequestAnswer>;

export const BacsList = v.array(v.object({ id: v.string(), name: v.string(), description: v.string() }));
export type BacsList = v.InferOutput<typeof BacsList>;

const PotentialFields = {
  power: Quantity,
  mobilizationDelay: v.pipe(v.string(), v.description('ISO 8601 duration')),
  maxDuration: v.pipe(v.string(), v.description('ISO 8601 duration, of the whole activation')),
  activationPerDay: v.pipe(v.number(), v.integer()),
  timePeriod: v.pipe(v.array(v.object({ start: Time, end: Time })), v.description('Of the days round now')),
};
export const PotentialList = v.array(
  v.object({ assetId: v.string(), bacsId: v.string(), flexProduct: ProductWords, ...PotentialFields }),
);
export type PotentialList = v.InferOutput<typeof PotentialList>;

export const AssetList = v.array(
  v.object({
    assetId: v.string(),
    bacsId: v.string(),
    name: v.string(),
    /** Of an asset that offers one product; of others the potentials have all. */
    flexProduct: v.optional(ProductWords),
    potential: v.optional(v.object(PotentialFields)),
  }),
);
export type AssetList = v.InferOutput<typeof AssetList>;

const MeasuredQuantity = v.object({
  unit: v.literal('W'),
  multiplier: v.literal(''),
  value: v.pipe(v.nullable(v.number()), v.description('Mean power; null: nobody measured it')),
});
const MeasuredPeriod = v.object({ power: MeasuredQuantity, start: Time, end: Time });
export const ConsumptionAnswer = v.object({
  power: v.array(MeasuredPeriod),
  baseline: v.optional(v.object({ name: v.string(), power: MeasuredQuantity })),
});
export type ConsumptionAnswer = v.InferOutput<typeof ConsumptionAnswer>;

/** Whatever was refused. */
export const ProblemAnswer = v.object({
  error: v.pipe(v.string(), v.description('A word that stays the same')),
  message: v.string(),
  field: v.optional(v.pipe(v.string(), v.description('The field of the body or the query that makes no sense'))),
});
export type ProblemAnswer = v.InferOutput<typeof ProblemAnswer>;
