import type { Attempt, Verdict } from '../attempts';
import { inTurn } from './in-turn';
import { type Member, markersOf } from './member';
import { changed } from './state';
import { type Attack, type Draft, draftOf, type Surface, type Technique } from './technique';
import { type Address, bytesOf, send, type WireAnswer, type WireRequest } from './wire';

/** What attempts need of the product. */
export interface Field {
  gateway: Address;
  /** Name of the load balancer that all routes lead through. */
  loadBalancer: string;
  /** Controls that passed, by what was sent: the same request by the same owner need not be made again. */
  controls?: Map<string, Verdict>;
}

/** An attempt was neither allowed nor refused for certain, so it proves nothing. */
export class Uncertain extends Error {
  override name = 'Uncertain';
}

const THROTTLED = 429;
/** What a server says of a method or an encoding that it does not know (RFC 9110, 15.6.2): a refusal like a 4xx. */
const NOT_IMPLEMENTED = 501;
const TRIES = 100;

/** The request as it goes out on the attack's surface. */
function wireOf(
  field: Field,
  { surface, victim, attacker, action }: Attack,
  draft: Draft,
): [WireRequest, Address] {
  const { path, ...rest } = draft;
  if (surface === 'task') return [{ ...rest, target: path }, victim.tasks[action.service]];
  if (surface === 'gateway') {
    const { pathname } = new URL(attacker.client.tenant.apiGatewayUrl);
    return [{ ...rest, target: `${pathname.replace(/\/$/, '')}${path}` }, field.gateway];
  }
  const routed = { ...rest, headers: [...rest.headers, ['tenantPath', victim.tenantPath] as const] };
  return [{ ...routed, target: `/_alb/${field.loadBalancer}${path}` }, field.gateway];
}

/** Sends until the answer is not about a plan: being told to wait is not being refused. */
async function ask(request: WireRequest, at: Address): Promise<WireAnswer> {
  for (let tried = 0; tried < TRIES; tried++) {
    const answer = await send(request, at);
    if (answer.status !== THROTTLED) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Uncertain('throttled to the end');
}

/** The first of the victim's texts that an answer holds and its request did not. */
function leaked(answer: WireAnswer, sent: string, victim: Member): string | undefined {
  const [said, asked] = [answer.text.toLowerCase(), sent.toLowerCase()];
  return markersOf(victim).find(
    (text) => said.includes(text.toLowerCase()) && !asked.includes(text.toLowerCase()),
  );
}

interface Outcome {
  answer: WireAnswer;
  leak: string | undefined;
  changed: boolean;
}

/** Makes a request, looks at what it did to the victim, and undoes it. Nobody else may concern either meanwhile. */
async function undertake(field: Field, attack: Attack, draft: Draft): Promise<Outcome & { sent: string }> {
  const { victim, attacker, action } = attack;
  const [request, at] = wireOf(field, attack, draft);
  const sent = bytesOf(request, at);
  const answer = await ask(request, at);
  const leak = leaked(answer, sent, victim);
  const differs = await putBack(victim, action.service);
  // What an attacker did to its own data is its own business, and goes too: the next one finds it as it was.
  const mayHaveWritten = request.method !== 'GET' && answer.status < 300;
  if (attacker !== victim && (mayHaveWritten || request.trailing)) await putBack(attacker, action.service);
  return { answer, leak, changed: differs, sent };
}

/** @returns whether the member's data differed from what is known of it */
async function putBack(member: Member, service: Attack['action']['service']): Promise<boolean> {
  const now = await member.store[service].read();
  const differs = changed(member.known[service], now);
  if (differs) member.known[service] = await member.store[service].restore(member.known[service], now);
  return differs;
}

/** What a summary counts by: where a request enters, and what is wrong with it. */
export const kindOf = (surface: Surface, { kind }: Technique): string => `${surface}: ${kind}`;

/** An attempt by a technique, and its control. */
export function makeAttempt(id: string, field: Field, technique: Technique, attack: Attack): Attempt {
  const { attacker, victim, surface } = attack;
  let trace = '';
  const note = (who: string, { answer, leak, changed, sent }: Outcome & { sent: string }) => {
    trace += `${who} sent\n${withoutTokens(sent)}\nwas answered\n${withoutTokens(answer.text).slice(0, 2_000)}\n`;
    trace += `leaked: ${leak ?? 'nothing'}; changed: ${changed ? 'yes' : 'nothing'}\n\n`;
  };
  return {
    id,
    pair: `${attacker.tier}>${victim.tier}`,
    kind: kindOf(surface, technique),
    trace: () => trace,
    run: () =>
      inTurn([attacker, victim], async () => {
        const outcome = await undertake(field, attack, technique.request(attack));
        note('the attacker', outcome);
        const { answer, leak, changed } = outcome;
        if (leak !== undefined || changed || technique.judge?.(answer, surface)) return 'allowed';
        if (answer.status >= 500 && answer.status !== NOT_IMPLEMENTED)
          throw new Uncertain(`answered ${answer.status}`);
        return 'refused';
      }),
    control: () =>
      inTurn([victim], async () => {
        const asOwner = { ...attack, attacker: victim };
        const draft =
          technique.control === 'same' ? technique.request(asOwner) : draftOf(attack, victim.idToken);
        const [request, at] = wireOf(field, asOwner, draft);
        const key = `${victim.key} ${bytesOf(request, at)}`;
        const passed = field.controls?.get(key);
        if (passed) return passed;
        const outcome = await undertake(field, asOwner, draft);
        note('the owner', outcome);
        const { answer, leak, changed } = outcome;
        const done = answer.status >= 200 && answer.status < 300 && (leak !== undefined || changed);
        if (done) field.controls?.set(key, 'allowed');
        return done ? 'allowed' : 'refused';
      }),
  };
}

const withoutTokens = (text: string): string => text.replaceAll(/eyJ[\w-]+\.[\w-]*\.?[\w-]*/g, '<token>');
