// The tests' hands inside Node-RED, over the IPC channel of its process: test-tap reports what reaches it, test-source sends
// what it is told, every status of every node is reported, and the admin side tells which modules are loaded and what memory is held.
module.exports = function (RED) {
  const report = (event) => process.send?.(event);

  RED.events.on('node-status', ({ id, status }) => report({ kind: 'status', id, status }));
  RED.events.on('flows:started', () => report({ kind: 'started' }));

  RED.httpAdmin.get('/test-bench/memory', (request, response) => {
    // What nobody holds any more is no cost of whoever is measured.
    require('node:v8').setFlagsFromString('--expose-gc');
    require('node:vm').runInNewContext('gc')();
    response.json(process.memoryUsage());
  });

  RED.httpAdmin.get('/test-bench/modules', (request, response) => response.json(Object.keys(require.cache)));

  RED.nodes.registerType('test-tap', function (config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => {
      const at = process.hrtime.bigint();
      report({ kind: 'message', tap: config.name, msg: plain(msg), at });
      done();
    });
  });

  RED.nodes.registerType('test-source', function (config) {
    RED.nodes.createNode(this, config);
    const listen = (order) => {
      if (order.kind === 'send' && order.source === config.name) this.send(order.msg);
    };
    process.on('message', listen);
    this.on('close', () => process.off('message', listen));
  });
};

/** What can cross the channel: functions and class instances (an error's cause) become text. */
function plain(value) {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array || value instanceof Date) {
    return typeof value === 'function' ? String(value) : value;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Error) return { name: value.name, message: value.message, code: value.code };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
