import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import type { TenantCredentials } from '../auth/tenant-user';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { CliFailure, wrongUsage } from '../failure';
import type { Terminal } from '../output/terminal';
import { printable } from '../output/text';
import { tenantCaller } from './tenant-request';

export interface CallOptions extends CommonOptions, TenantCredentials {
  data?: string;
  header: string[];
  include?: boolean;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Sends a tenant's request with its token and prints the answer. @throws CliFailure on 4xx and 5xx, after printing */
export async function call(
  context: Context,
  reference: string,
  method: string,
  path: string,
  options: CallOptions,
): Promise<void> {
  const verb = method.toUpperCase();
  if (!METHODS.includes(verb)) throw wrongUsage(`method ${method}: must be one of ${METHODS.join(', ')}`);
  if (!path.startsWith('/')) throw wrongUsage(`path ${path}: must begin with /`, 'for example: /orders');
  const headers = headersOf(options.header);
  const body = bodyOf(options.data);
  if (body !== undefined && (verb === 'GET' || verb === 'HEAD')) {
    throw wrongUsage(`${verb} takes no --data`, 'use POST or PUT');
  }
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const caller = await tenantCaller(context, reference, options);
  const answer = await caller.send(verb, path, { headers, body });
  await print(context.terminal, answer, Boolean(options.include));
  if (answer.status >= 400) throw refusal(answer, reference);
}

function headersOf(lines: string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (!name) throw wrongUsage(`--header ${line}: must be "name: value"`);
    headers.append(name, value ?? '');
  }
  return headers;
}

/** Text as it is, `@file`, or `-` for standard input. */
function bodyOf(data: string | undefined): string | Buffer | undefined {
  if (data === '-') return readFileSync(0);
  if (!data?.startsWith('@')) return data;
  try {
    return readFileSync(data.slice(1));
  } catch (error) {
    throw wrongUsage(`--data ${data}: ${(error as Error).message}`);
  }
}

async function print(terminal: Terminal, answer: Response, include: boolean): Promise<void> {
  const text = await answer.text();
  const parsed = jsonOf(text);
  if (terminal.json) {
    const headers = Object.fromEntries(answer.headers);
    terminal.result({ status: answer.status, headers, body: parsed ?? text }, () => '');
    return;
  }
  if (include) {
    terminal.line(
      `HTTP ${answer.status} ${answer.statusText || (STATUS_CODES[answer.status] ?? '')}`.trimEnd(),
    );
    for (const [name, value] of answer.headers) terminal.line(`${name}: ${printable(value)}`);
    terminal.line('');
  }
  // For a person indented; into a pipe byte for byte.
  if (terminal.interactive)
    terminal.line(printable(parsed === undefined ? text : JSON.stringify(parsed, null, 2)));
  else if (text) terminal.line(text);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const HINTS: Record<number, string> = {
  401: 'the gateway refuses the token: the tenant may be suspended or deleted (saas tenant show)',
  403: 'the tenant is suspended or leaves (saas tenant show), or this user may not do that',
  429: "the tenant is past its tier's rate or daily quota; wait and try again",
};

function refusal(answer: Response, reference: string): CliFailure {
  const hint =
    HINTS[answer.status] ?? (answer.status >= 500 ? `saas logs orders --tenant ${reference}` : undefined);
  return new CliFailure(`HTTP ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trimEnd(), hint);
}
