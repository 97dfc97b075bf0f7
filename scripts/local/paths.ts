import { join } from 'node:path';

export const root = join(__dirname, '../..');

/** Where a start keeps everything it makes; git ignores it. Tests use folders below `.local/test`. */
export const stateFolder = join(root, '.local');
