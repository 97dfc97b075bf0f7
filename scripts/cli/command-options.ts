import type { TargetOptions } from './target/resolve';

/** Options that every command has. */
export interface CommonOptions extends TargetOptions {
  json?: boolean;
}
