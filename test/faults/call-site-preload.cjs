/**
 * Loaded before a function's bundle on the local AWS (NODE_OPTIONS): tells with each request of an AWS SDK client which
 * call in the code it comes from, so that the proxy in front of the engine can harm that one call.
 *
 * The headers come after the signature, which does not cover them, and no service reads them:
 * `x-function` (the function's name), `x-tenant` (`|<tenantName>|`, of the invocation),
 * `x-frames` (`|<line>:<column>|…`, where in the bundle the client's `send` was called, innermost first).
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const { createHash } = require('node:crypto');
const { appendFileSync } = require('node:fs');
const http = require('node:http');
const Module = require('node:module');
const { sep } = require('node:path');

const BUNDLE = `${sep}index.js`;
/** The `send` of the SDK's clients as the bundler writes it: the one place that every call passes in the caller's own stack. */
const SEND = /send\((\w+),(\w+),(\w+)\)\{(?=let \w+=typeof \2!="function"\?\2:void 0)/;
const sites = new AsyncLocalStorage();
let tenant = '';
let code = '';
/** What the change below inserts, to tell positions as they are in the bundle itself. */
let inserted = { line: 0, column: 0, length: 0 };

const compile = Module.prototype._compile;
Module.prototype._compile = function (source, filename) {
  const found = filename.endsWith(BUNDLE) && !filename.includes('node_modules') && SEND.exec(source);
  if (!found) return compile.call(this, source, filename);
  code = createHash('sha256').update(source).digest('hex');
  const [whole, command, options, callback] = found;
  const extra = `${whole}return globalThis.__fromCallSite(()=>this.__send(${command},${options},${callback}))}__`;
  const before = source.slice(0, found.index);
  inserted = {
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n') - 1,
    length: extra.length,
  };
  compile.call(this, before + extra + source.slice(found.index), filename);
  this.exports = { ...this.exports, handler: ofTenant(this.exports.handler) };
};

/** Remembers whose workflow an invocation is for: a process handles one at a time. */
const ofTenant = (handler) => (event, context) => {
  tenant = /"tenantName":"([^"]+)"/.exec(JSON.stringify(event))?.[1] ?? '';
  return handler(event, context);
};

globalThis.__fromCallSite = (send) => sites.run(frames(), send);

function frames() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  Error.prepareStackTrace = (_error, calls) => calls;
  const calls = new Error().stack;
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return calls
    .filter((call) => call.getFileName()?.endsWith(BUNDLE))
    .map((call) => {
      const [line, column] = [call.getLineNumber(), call.getColumnNumber() - 1];
      const moved = line === inserted.line && column > inserted.column ? inserted.length : 0;
      return `${line}:${column - moved}`;
    });
}

const request = http.request;
http.request = (options, ...rest) => {
  const from = sites.getStore();
  if (!from || typeof options !== 'object') return request(options, ...rest);
  const name = process.env.AWS_LAMBDA_FUNCTION_NAME;
  const headers = {
    ...options.headers,
    'x-function': name,
    'x-tenant': `|${tenant}|`,
    'x-frames': `|${from.join('|')}|`,
  };
  const service = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)/.exec(options.headers?.authorization ?? '')?.[1];
  if (process.env.CALL_SITE_TRACE) {
    const line = JSON.stringify({ function: name, code, tenant, service, frames: from });
    appendFileSync(process.env.CALL_SITE_TRACE, `${line}\n`);
  }
  return request({ ...options, headers }, ...rest);
};
