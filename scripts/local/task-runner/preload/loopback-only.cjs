/**
 * A task on Fargate listens on all interfaces of a network of its own. Here the network is the machine's, so a task
 * that listens on all of them listens on 127.0.0.1 alone: nothing of the local AWS is reachable from outside.
 */
const net = require('node:net');

const everywhere = new Set(['0.0.0.0', '::', '', undefined]);
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function listenOnLoopback(...args) {
  const [first, second] = args;
  if (typeof first === 'object' && first !== null && 'port' in first && everywhere.has(first.host)) {
    args[0] = { ...first, host: '127.0.0.1' };
  } else if (typeof first === 'number') {
    if (typeof second === 'string') args[1] = everywhere.has(second) ? '127.0.0.1' : second;
    else args.splice(1, 0, '127.0.0.1');
  }
  return listen.apply(this, args);
};
