// What Explore 2.1 itself does not take, as far as its guide says: `!=`, numbers with an exponent or a bare point, functions that it does
// not have, places as groups.
import type { Examined } from './finding';
import type { Item, Node, NodeOf } from './nodes';
import { checkNumber } from './compat-value';

const PREDICATES =
  'search suggest startswith within_distance in_bbox intersects disjoint within distance geometry'.split(' ');
const FUNCTIONS =
  'length now year month day hour minute second dayofweek date_format json_format ifnull lower upper random distance'.split(
    ' ',
  );
const FIGURES = 'avg count envelope bbox max median min percentile sum'.split(' ');
const GROUPERS = 'range geo_cluster year month day hour minute second dayofweek date_format lower upper'.split(' ');

export function checkOdsWhere(examined: Examined, node: Node): void {
  visit(examined, node, new Set([...PREDICATES, ...FUNCTIONS]));
}

export function checkOdsSelect(examined: Examined, items: readonly Item[]): void {
  for (const { value } of items) visit(examined, value, new Set([...FUNCTIONS, ...FIGURES, 'include', 'exclude']));
}

export function checkOdsGroup(examined: Examined, items: readonly Item[]): void {
  for (const { value } of items) {
    visit(examined, value, new Set(GROUPERS));
    const field = value.kind === 'field' ? examined.dataset.fields.find(({ key }) => key === value.name) : undefined;
    if (field?.type === 'geo-point' || field?.type === 'geo-shape') examined.refuse(value);
    if (value.kind === 'call' && value.name === 'range') checkRange(examined, value);
  }
}

export function checkOdsOrder(examined: Examined, items: readonly Item[], aliases: ReadonlySet<string>): void {
  for (const { value } of items) {
    if (value.kind === 'field' && aliases.has(value.name)) continue;
    visit(examined, value, new Set([...FIGURES, 'random']));
  }
}

/** Weeks, months, quarters and years come one by one. */
function checkRange(examined: Examined, node: NodeOf<'call'>): void {
  for (const part of node.args) {
    if (
      part.kind === 'measure' &&
      Number(part.number) !== 1 &&
      /^(?:w|M|q|y|weeks?|months?|quarters?|years?)$/.test(part.unit)
    ) {
      examined.refuse(node);
    }
  }
}

function visit(examined: Examined, node: Node, functions: ReadonlySet<string>): void {
  switch (node.kind) {
    case 'field':
      examined.field(node);
      return;
    case 'number':
      checkNumber(examined, node);
      return;
    case 'call':
      if (node.name === 'polygon' && functions.has('within')) {
        const [place, shape] = node.args;
        const known = place !== undefined && shape !== undefined && node.args.length === 2;
        examined.refuse(node, known ? `within(${examined.text(place)}, ${examined.text(shape)})` : undefined);
      } else if (!functions.has(node.name)) examined.refuse(node);
      else
        for (const argument of node.name === 'geometry' ? node.args.slice(0, 2) : node.args)
          visitArgument(examined, argument, functions);
      return;
    case 'compare':
      visit(examined, node.left, functions);
      visit(examined, node.right, functions);
      if (node.is === '!=' || node.is === '<>') {
        examined.refuse(node, `NOT (${examined.text(node.left)} = ${examined.text(node.right)})`);
      }
      return;
    case 'and':
    case 'or':
      for (const part of node.parts) visit(examined, part, functions);
      return;
    case 'not':
    case 'paren':
      visit(examined, node.inner, functions);
      return;
    case 'arithmetic':
      visit(examined, node.left, functions);
      visit(examined, node.right, functions);
      return;
    case 'in-list':
    case 'in-range':
      visit(examined, node.left, functions);
      for (const value of node.kind === 'in-list' ? node.values : node.bounds) visit(examined, value, functions);
      return;
    case 'in-field':
      visit(examined, node.left, functions);
      visit(examined, node.field, functions);
      return;
    case 'is':
      visit(examined, node.left, functions);
      return;
    default:
  }
}

function visitArgument(examined: Examined, node: Node, functions: ReadonlySet<string>): void {
  if (node.kind === 'distinct') visit(examined, node.field, functions);
  // `search(nothing, …)` and the like: a word of the function, not a column.
  else if (!(node.kind === 'field' && /^(?:nothing)$/i.test(node.name))) visit(examined, node, functions);
}
