import type { ServerResponse } from 'node:http';
import { AwsRefusal } from './fake-cognito';

type Json = Record<string, unknown>;

/** Answers in the protocol that the request speaks: JSON 1.1 (Cognito, Logs), REST (an invocation) or Query with XML (CloudFormation). */
export function answerAws(
  request: { headers: Record<string, unknown>; path: string; body: string },
  response: ServerResponse,
  call: (operation: string, input: Json) => unknown,
): void {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    try {
      respond(
        response,
        200,
        'application/x-amz-json-1.1',
        JSON.stringify(call(target, JSON.parse(request.body))),
      );
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error;
      const body = JSON.stringify({ __type: error.type, message: error.message });
      respond(response, 400, 'application/x-amz-json-1.1', body);
    }
    return;
  }
  if (request.path.endsWith('/invocations')) {
    const answer = JSON.stringify(call('Lambda.Invoke', JSON.parse(request.body)));
    respond(response, 200, 'application/json', answer);
    return;
  }
  const form = Object.fromEntries(new URLSearchParams(request.body));
  const action = form.Action ?? '';
  try {
    const inner = String(call(`CloudFormation.${action}`, form));
    const body = `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
    respond(response, 200, 'text/xml', body);
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${error.type}</Code><Message>${error.message}</Message></Error></ErrorResponse>`;
    respond(response, 400, 'text/xml', body);
  }
}

const respond = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type }).end(body);
};
