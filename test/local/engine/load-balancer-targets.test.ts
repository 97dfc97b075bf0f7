import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ecsStage } from '../../builders/ecs-stage';
import { useLocalAws } from '../../builders/local-aws';
import { until } from '../../builders/until';

const PORT = 14831;
useLocalAws(PORT);
const stage = ecsStage(PORT);

let server: Server;
let connections: number;
let answer: RequestListener;

beforeEach(async () => {
  connections = 0;
  server = createServer((request, response) => answer(request, response));
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const targets = () => [{ Id: '127.0.0.1', Port: (server.address() as AddressInfo).port }];
const health = async (TargetGroupArn: string) => {
  const { TargetHealthDescriptions = [] } = await stage.elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  );
  return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State);
};

async function balancerOf(name: string) {
  const balancer = await stage.createBalancer(name, '/health');
  const TargetGroupArn = balancer.targetGroupArn;
  await stage.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: targets() }));
  return balancer;
}

test.each([
  ['of a known length', '8'],
  ['that come in chunks', undefined],
])('connections to a target are used again after answers %s', async (_what, length) => {
  answer = (_request, response) =>
    response.writeHead(200, length ? { 'content-length': length } : {}).end('answered');
  const { url } = await balancerOf(`kept-${length ?? 'chunked'}`);

  const texts: string[] = [];
  for (let n = 0; n < 10; n += 1) texts.push(await (await fetch(`${url}/${n}`)).text());

  expect(texts).toEqual(Array(10).fill('answered'));
  expect(connections).toBe(1);
});

test('what a client sends and a target answers pass as they are', async () => {
  answer = async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const seen = `${request.method} ${request.url} ${Buffer.concat(parts)}`;
    response.writeHead(418, { 'set-cookie': ['a=1', 'b=2'], 'x-seen': seen }).end();
  };
  const { url } = await balancerOf('passing');

  const answered = await fetch(`${url}/a%2Fb?c=d%20e&c=f`, { method: 'POST', body: 'body' });

  expect(answered.status).toBe(418);
  expect(answered.headers.get('x-seen')).toBe('POST /a%2Fb?c=d%20e&c=f body');
  expect(answered.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

const page = (title: string) => expect.stringContaining(`<center><h1>${title}</h1></center>`);

test('a group without targets is a 503 of the load balancer', async () => {
  const { url } = await stage.createBalancer('empty', '/health');

  const answered = await fetch(url);

  expect([answered.status, answered.headers.get('server')]).toEqual([503, 'awselb/2.0']);
  expect(await answered.text()).toEqual(page('503 Service Temporarily Unavailable'));
});

test('a target that refuses or drops the connection is a 502 of the load balancer', async () => {
  answer = (request) => request.socket.destroy();
  const { url } = await balancerOf('broken');

  const dropped = await fetch(url);
  await new Promise((closed) => server.close(closed));
  const refused = await fetch(url);

  for (const answered of [dropped, refused]) {
    expect([answered.status, answered.headers.get('server')]).toEqual([502, 'awselb/2.0']);
    expect(await answered.text()).toEqual(page('502 Bad Gateway'));
  }
});

test('a deregistered target is draining until its last request has ended', async () => {
  let release = () => {};
  const asked = new Promise<void>((arrived) => {
    answer = (_request, response) => {
      release = () => response.end('late');
      arrived();
    };
  });
  const { url, targetGroupArn: TargetGroupArn } = await balancerOf('draining');
  const underway = fetch(url);
  await asked;

  await stage.elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: targets() }));
  const during = await health(TargetGroupArn);
  const other = await fetch(url);
  release();

  expect(during).toEqual(['draining']);
  expect(other.status).toBe(503);
  expect(await (await underway).text()).toBe('late');
  await until('the target to be gone', 10_000, async () => (await health(TargetGroupArn)).length === 0);
});
