// Stands in for node-red-contrib-postgresql, which the recipes of the fleet use and not every registry of packages has: its two types,
// as far as those recipes go. A query with `msg.params` goes to a real PostgreSQL over `pg`, as there. NODE_RED_POSTGRESQL names the
// folder of the real one, which is then loaded in its place.
const { Pool } = require('pg');

module.exports = function (RED) {
  RED.nodes.registerType('postgreSQLConfig', configNode(RED), {
    credentials: { user: { type: 'text' }, password: { type: 'password' } },
  });
  RED.nodes.registerType('postgresql', function (config) {
    RED.nodes.createNode(this, config);
    const server = RED.nodes.getNode(config.postgreSQLConfig);
    this.on('input', (msg, send, done) => {
      server.pool.query(msg.query ?? config.query, msg.params ?? []).then(({ rows, command, rowCount }) => {
        msg.payload = rows;
        msg.pgsql = { command, rowCount };
        send(msg);
        done();
      }, done);
    });
  });
};

/** A connection lost while nobody asks is an error of the configuration node; the pool makes another one. */
function configNode(RED) {
  return function (config) {
    RED.nodes.createNode(this, config);
    const field = (name) => valueOf(config[name], config[`${name}FieldType`]);
    const secret = (name) => {
      const isVariable = config[`${name}FieldType`] === 'env';
      return isVariable ? process.env[config[`${name}Env`] ?? config[name]] : this.credentials?.[name];
    };
    this.pool = new Pool({
      host: field('host'),
      // Not set: that of PGPORT, or 5432.
      port: field('port') && Number(field('port')),
      database: field('database'),
      user: secret('user'),
      password: secret('password'),
      max: Number(field('max') ?? 10),
    });
    this.pool.on('error', (error) => this.error(error.message));
    this.on('close', (done) => void this.pool.end().finally(done));
  };
}

function valueOf(value, type) {
  return type === 'env' ? process.env[value] : value;
}
