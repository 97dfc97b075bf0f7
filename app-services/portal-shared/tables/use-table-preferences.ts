import type { CollectionPreferencesProps } from '@cloudscape-design/components/collection-preferences';
import { useState } from 'react';

export interface TablePreferences {
  pageSize: number;
  /** Columns in their order, and whether each is shown. */
  contentDisplay: readonly CollectionPreferencesProps.ContentDisplayItem[];
  wrapLines: boolean;
}

const keyOf = (table: string) => `table-${table}`;

/** What is stored may be of an earlier version: columns that are no more are left out, new ones come last. */
function read(table: string, defaults: TablePreferences): TablePreferences {
  try {
    const stored = JSON.parse(localStorage.getItem(keyOf(table)) ?? '{}') as Partial<TablePreferences>;
    const { pageSize, wrapLines } = stored;
    const isColumn = ({ id }: { id: string }) => defaults.contentDisplay.some((column) => column.id === id);
    const kept = (stored.contentDisplay ?? []).filter(isColumn);
    const added = defaults.contentDisplay.filter(({ id }) => kept.every((column) => column.id !== id));
    return {
      pageSize: PAGE_SIZES.includes(pageSize ?? 0) ? (pageSize as number) : defaults.pageSize,
      contentDisplay: [...kept, ...added],
      wrapLines: wrapLines ?? defaults.wrapLines,
    };
  } catch {
    return defaults; // a browser may forbid storage, and anything may stand there
  }
}

export const PAGE_SIZES: readonly number[] = [10, 20, 50, 100];

/** How a person likes a table: kept in the browser, so it outlives the tab. */
export function useTablePreferences(table: string, defaults: TablePreferences) {
  const [preferences, setPreferences] = useState(() => read(table, defaults));
  const change = (changes: Partial<TablePreferences>) => {
    const next = { ...preferences, ...changes };
    setPreferences(next);
    try {
      localStorage.setItem(keyOf(table), JSON.stringify(next));
    } catch {
      // They last as long as the page, then.
    }
  };
  return [preferences, change] as const;
}
