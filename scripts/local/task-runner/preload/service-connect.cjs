/**
 * Plays the Service Connect agent inside a task: a connection to a name of the task's namespace (`products-api:3010`)
 * goes to the runner's proxy for that name. Everything in Node that speaks TCP (http, https, undici, fetch) comes
 * through `net.Socket#connect`, so one place is enough; names that are not in the map resolve as usual.
 */
const net = require('node:net');

/** `host:port` → the proxy's port on 127.0.0.1, and whether the name is newer than this task. */
let names = JSON.parse(process.env.SERVICE_CONNECT_NAMES ?? '{}');
/** Late names whose use the runner has been told of. */
const told = new Set();
// The task's own environment is what its task definition says.
delete process.env.SERVICE_CONNECT_NAMES;
process.on('message', (message) => {
  if (message?.serviceConnectNames) names = message.serviceConnectNames;
});

/** The connection's options with its name replaced by the proxy's address, or undefined for any other name. */
function viaProxy({ host, port, path, ...options }) {
  if (path || typeof host !== 'string') return undefined;
  const name = `${host.toLowerCase()}:${port}`;
  const proxy = names[name];
  if (!proxy) return undefined;
  if (proxy.late && !told.has(name)) {
    told.add(name);
    process.send?.({ lateName: name });
  }
  return { ...options, host: '127.0.0.1', port: proxy.port };
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectByName(...args) {
  const [first, second] = args;
  if (Array.isArray(first)) {
    // net.connect() hands over its arguments already parsed: [options, callback], marked by a symbol to be kept.
    const options = viaProxy(first[0]);
    if (options) first[0] = options;
  } else if (typeof first === 'object' && first !== null) {
    args[0] = viaProxy(first) ?? first;
  } else if (typeof second === 'string') {
    const options = viaProxy({ port: first, host: second });
    if (options) args.splice(0, 2, options);
  }
  return connect.apply(this, args);
};
