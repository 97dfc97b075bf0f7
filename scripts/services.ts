import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../app-services');

/** The services of this checkout: what has an image. */
export const SERVICES = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'Dockerfile')));
