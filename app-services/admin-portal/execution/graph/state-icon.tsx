import type { StateStatus } from './history';

/** Drawn in a square of 16, so that no status is told by its colour alone. */
const PATHS: Record<StateStatus, string> = {
  'not-reached': 'M5 8h6',
  running: 'M8 4.5V8l2.5 1.5',
  retrying: 'M11 6.5A3.5 3.5 0 1 0 11.3 9.5M11.3 4v2.7H8.6',
  succeeded: 'M5 8.2l2.1 2.1L11 6',
  recovered: 'M8 4.6v4.2M8 10.6v.8',
  failed: 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  aborted: 'M6 6h4v4H6z',
};

export const StateIcon = ({ status, x, y }: { status: StateStatus; x: number; y: number }) => (
  <g transform={`translate(${x} ${y})`} className="state-icon">
    <circle cx="8" cy="8" r="7" />
    <path d={PATHS[status]} />
  </g>
);
