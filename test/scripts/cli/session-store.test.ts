import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionStore } from '../../../scripts/cli/auth/session-store';

const HOUR = 60 * 60 * 1_000;
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sessions-'));
  file = join(folder, 'session.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const session = (expiresAt: number, refreshToken?: string) => ({
  adminApiUrl: 'https://api.example',
  clientId: 'client',
  userName: 'ann',
  idToken: 'id',
  accessToken: 'access',
  refreshToken,
  expiresAt: new Date(expiresAt).toISOString(),
});

test('a write keeps the sessions that are good or can be renewed, and forgets the others', () => {
  let now = Date.parse('2026-03-01T10:00:00Z');
  const store = new SessionStore(
    file,
    () => {},
    () => now,
  );
  store.put('renewable', session(now + HOUR, 'refresh'));
  store.put('over', session(now + HOUR));
  store.put('stale', session(now - 23 * HOUR, 'refresh'));

  now += 2 * HOUR;
  store.put('new', session(now + HOUR));

  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).sessions).sort()).toEqual(['new', 'renewable']);
});
