// node decode-once.cjs TREE FILE: decodes the bytes of FILE with the decoder of TREE/dist. Prints CPU seconds, the warming up left out.
const { readFileSync } = require('node:fs');
const path = require('node:path');

const [tree, file] = process.argv.slice(2);
const { Decoder } = require(path.join(tree, 'dist/lib/tic/decoder.js'));
const bytes = readFileSync(file);
/** What a serial port or a socket hands over at most. */
const CHUNK = 65_536;

decode();
const before = process.cpuUsage();
decode();
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1e6));

function decode() {
  let seen = 0;
  const frame = ({ values }) => (seen += Object.keys(values).length);
  const decoder = new Decoder({ stream: 'bench' }, { frame, signal: () => undefined });
  for (let at = 0; at < bytes.length; at += CHUNK) decoder.push(bytes.subarray(at, at + CHUNK));
  if (seen === 0) throw new Error('nothing was decoded');
}
