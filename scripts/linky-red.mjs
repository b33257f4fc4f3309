// npm run -s linky-red -- …: the command line, built when needed; its stdout carries nothing but what the command says.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, root } from './setup.mjs';

ensureBuilt();
const child = spawn(process.execPath, [path.join(root, 'dist', 'bin', 'linky-red.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  // npm runs a script at the root of the package; the files that are named lie where the user is.
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
// Ctrl-C reaches the child by itself; a plain kill of this process has to be handed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
