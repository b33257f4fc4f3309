// What lies on the disk of a request: the whole of it, with its history, in one line.
import * as v from 'valibot';
import { checkedBy } from '../../store/check';
import type { Format } from '../../store/store';
import { CHECK_RULES, REQUEST_STATES, type FlexRequest } from '../request/request';
import { FLEX_PRODUCTS } from '../site/site';

const product = v.picklist(FLEX_PRODUCTS);
const rule = v.picklist(CHECK_RULES);
const state = v.picklist(REQUEST_STATES);
const instant = v.pipe(v.number(), v.finite());
const profile = v.pipe(v.array(v.object({ start: instant, end: instant, powerW: v.number() })), v.minLength(1));

const schema = v.object({
  bacs: v.string(),
  asset: v.string(),
  requestId: v.string(),
  creator: v.string(),
  product,
  asked: profile,
  confirmation: v.exactOptional(v.object({ product, profile, ackPriceEurPerKWh: v.exactOptional(v.number()) })),
  state,
  deviations: v.array(rule),
  history: v.pipe(
    v.array(
      v.object({
        state,
        at: instant,
        by: v.picklist(['operator', 'building', 'person', 'clock']),
        reason: v.exactOptional(v.string()),
        rule: v.exactOptional(rule),
        lateMs: v.exactOptional(v.number()),
      }),
    ),
    v.minLength(1),
  ),
});

export const KEPT_REQUEST: Format<FlexRequest> = { version: 1, check: checkedBy<FlexRequest>(schema) };
