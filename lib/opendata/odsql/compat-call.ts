// Functions in `where` at Data Fair's look-alike.
import type { Field } from '../dataset/dataset';
import type { Examined } from './finding';
import { odsqlName, plainNumber, polygonText } from './literal';
import type { Node, NodeOf } from './nodes';
import { checkText } from './compat-value';

type Call = NodeOf<'call'>;

/** Metres of the units of Explore 2.1. */
const METRES: Readonly<Record<string, number>> = {
  m: 1,
  km: 1000,
  cm: 0.01,
  mm: 0.001,
  mi: 1609.344,
  yd: 0.9144,
  ft: 0.3048,
};

const OLD_NAMES: Readonly<Record<string, string>> = {
  intersects: 'intersects',
  disjoint: 'disjoint',
  within: 'within',
};

export function checkPredicateCall(examined: Examined, node: Call): void {
  const check = PREDICATES[node.name];
  if (check === undefined) examined.refuse(node);
  else check(examined, node);
}

const PREDICATES: Readonly<Record<string, (examined: Examined, node: Call) => void>> = {
  search: words,
  suggest: words,
  startswith: starts,
  within_distance: distance,
  distance,
  in_bbox: box,
  intersects: touches,
  disjoint: touches,
  within: touches,
  geometry: oldGeometry,
  polygon: (examined, node) => {
    replaced(examined, node, 'within', 2);
  },
};

/** `search(*, "x")`: Data Fair wants to be told where. */
function words(examined: Examined, node: Call): void {
  const [text] = node.args.slice(-1);
  if (text?.kind !== 'text') {
    examined.refuse(node);
    return;
  }
  checkText(examined, text);
  const fields = node.args.slice(0, -1);
  if (fields.length === 0) examined.refuse(node, `${node.name}(*, ${examined.text(text)})`);
  else if (!(fields.length === 1 && fields[0]?.kind === 'star') && !allFields(examined, node, fields)) return;
  else keepTight(examined, node);
}

function starts(examined: Examined, node: Call): void {
  const text = node.args.at(-1);
  const named = node.args.slice(0, -1);
  if (text?.kind !== 'text') {
    examined.refuse(node);
    return;
  }
  checkText(examined, text);
  if (named.length === 0 || named[0]?.kind === 'star') {
    // Everywhere: in each text, since it fails on columns of other kinds.
    const texts = examined.dataset.fields.filter(({ type, key }) => type === 'text' && !key.startsWith('_'));
    const each = texts.map(({ key }) => `startswith(${odsqlName(key)}, ${examined.text(text)})`);
    examined.refuse(node, each.length === 0 ? undefined : each.length === 1 ? each[0] : `(${each.join(' OR ')})`);
    return;
  }
  const fields = allFields(examined, node, named);
  if (fields === undefined) return;
  if (fields.some(({ type }) => type !== 'text')) examined.refuse(node);
  else keepTight(examined, node);
}

function distance(examined: Examined, node: Call): void {
  const [place, point, far] = node.args;
  if (place === undefined || point?.kind !== 'geom' || far === undefined || node.args.length !== 3) {
    examined.refuse(node);
    return;
  }
  if (allFields(examined, node, [place]) === undefined) return;
  const metres = metresOf(far);
  if (metres === undefined || !isPoint(point.value)) {
    examined.refuse(node);
    return;
  }
  const kept = far.kind === 'measure' && (far.unit === 'm' || far.unit === 'km') && !far.spaced && isPlain(far.number);
  const instead = `within_distance(${examined.text(place)}, ${point.source}, ${kept ? examined.text(far) : `${plainNumber(metres)}m`})`;
  if (!kept || !node.tight || node.name === 'distance') examined.refuse(node, instead);
}

function metresOf(node: Node): number | undefined {
  if (node.kind === 'number') return Number(node.source);
  if (node.kind !== 'measure') return undefined;
  const unit = METRES[node.unit];
  // To a tenth of a millimetre: 10 mi is 16093.44 m, not 16093.440000000001.
  return unit === undefined ? undefined : Math.round(Number(node.number) * unit * 10_000) / 10_000;
}

/** Data Fair reads its figures as longitude before latitude: another place on earth. */
function box(examined: Examined, node: Call): void {
  const [place, ...corners] = node.args;
  const [south, west, north, east] = corners.map((corner) =>
    corner.kind === 'number' ? Number(corner.source) : Number.NaN,
  );
  if (
    place === undefined ||
    corners.length !== 4 ||
    [south, west, north, east].some((corner) => Number.isNaN(corner))
  ) {
    examined.refuse(node);
    return;
  }
  if (allFields(examined, node, [place]) === undefined) return;
  const [s, w, n, e] = [south ?? 0, west ?? 0, north ?? 0, east ?? 0];
  const ring = polygonText([
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ]);
  examined.misread(node, `intersects(${examined.text(place)}, ${ring})`);
}

function touches(examined: Examined, node: Call): void {
  replaced(examined, node, node.name, 2);
}

/** `geometry(f, g, INTERSECTS)` of 2.0. */
function oldGeometry(examined: Examined, node: Call): void {
  const how = node.args[2];
  const name = how?.kind === 'field' ? OLD_NAMES[how.name.toLowerCase()] : undefined;
  if (name === undefined) examined.refuse(node);
  else replaced(examined, node, name, 3);
}

function replaced(examined: Examined, node: Call, name: string, args: number): void {
  const [place, shape] = node.args;
  if (place === undefined || shape?.kind !== 'geom' || node.args.length !== args) {
    examined.refuse(node);
    return;
  }
  if (allFields(examined, node, [place]) === undefined) return;
  if (name !== node.name) examined.refuse(node, `${name}(${examined.text(place)}, ${shape.source})`);
  else keepTight(examined, node);
}

function keepTight(examined: Examined, node: Call): void {
  if (!node.tight)
    examined.refuse(node, `${node.name}(${node.args.map((argument) => examined.text(argument)).join(', ')})`);
}

function allFields(examined: Examined, node: Call, nodes: readonly Node[]): readonly Field[] | undefined {
  if (nodes.some(({ kind }) => kind !== 'field')) {
    examined.refuse(node);
    return undefined;
  }
  const fields = nodes.map((field) => examined.field(field));
  return fields.every((field): field is Field => field !== undefined) ? fields : undefined;
}

function isPoint(text: string): boolean {
  return /^\s*POINT\b/i.test(text) || /"type"\s*:\s*"Point"/.test(text);
}

function isPlain(number: string): boolean {
  return /^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(number);
}
