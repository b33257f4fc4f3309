// Which Node-RED the suite runs on: the one of devDependencies, or NODE_RED_PATH=/x/node_modules/node-red/lib/red.js.
export const NODE_RED_PATH = process.env['NODE_RED_PATH'] ?? require.resolve('node-red');
