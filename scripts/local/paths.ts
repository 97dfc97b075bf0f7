import { join } from 'node:path';

export const root = join(__dirname, '../..');

/**
 * Where a start keeps everything it makes; git ignores it. `SAAS_STATE_FOLDER` moves it, so that the tests can
 * start and stop while a start of this clone is up.
 */
export const stateFolder = process.env.SAAS_STATE_FOLDER ?? join(root, '.local');
