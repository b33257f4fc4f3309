#!/usr/bin/env bash
# A report in French: figures by toLocaleString('fr-FR'), "CO₂", "≤", written with pdfkit in Helvetica, one of the fonts that every PDF has.
# One would guess that a character which the font does not have is left out, shown as a box, or refused.
# It is written as two bytes of UTF-16, each of them a letter of Windows-1252: the narrow blank (U+202F) between thousands
# becomes " /", so that 12 345,6 is read as "12 /345,6"; "≤ 100" as "\"d 100", "→" as "!" behind a control character. Nothing is said.
# What holds: make U+202F a plain blank first, or register a font of your own.
# pdfkit 0.20.2, Node 20, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages pdfkit@0.20.2
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), fs = require('node:fs');
const PDFDocument = require('pdfkit');
async function bytesOf(text) {
  const pdf = new PDFDocument({ compress: false }), chunks = [];
  pdf.on('data', (chunk) => chunks.push(chunk));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  pdf.text(text);
  pdf.end();
  await ended;
  const shown = [...Buffer.concat(chunks).toString('latin1').matchAll(/\[(.*?)\] TJ/g)].flatMap(([, one]) => [...one.matchAll(/<([0-9a-f]*)>/g)]);
  return shown.map(([, hex]) => Buffer.from(hex, 'hex').toString('latin1')).join('');
}
(async () => {
  const thousands = (12345.6).toLocaleString('fr-FR');
  assert.ok(thousands.includes('\u202f'));
  const got = {};
  for (const text of ['12 345,6 €', thousands, 'CO₂', '≤ 100', '80 → 60']) got[text] = await bytesOf(text);
  console.log(`pdfkit ${JSON.parse(fs.readFileSync('node_modules/pdfkit/package.json')).version}, text → letters in the PDF:`, got);
  assert.deepEqual(Object.values(got), ['12 345,6 \x80', '12 /345,6', 'CO \x82', '"d 100', '80 !\x92 60']);
})();
JS
node check.cjs
