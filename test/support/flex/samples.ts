// The private samples of the Flex Ready reference; a test that reads one says needsSamples first.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SAMPLES } from '../machine/requirements';

export function readSample(name: string): unknown {
  return JSON.parse(readFileSync(path.join(SAMPLES, 'signals', name), 'utf8'));
}
