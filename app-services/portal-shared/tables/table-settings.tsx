import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import { PAGE_SIZES, type TablePreferences } from './use-table-preferences';

/** The dialog behind a table's gear: rows a page, which columns in which order, wrapped lines. */
export function TableSettings(props: {
  /** What a row is, in the plural. */
  rows: string;
  columns: { id: string; label: string; alwaysVisible?: boolean }[];
  preferences: TablePreferences;
  onChange: (changes: Partial<TablePreferences>) => void;
}) {
  const { rows, columns, preferences, onChange } = props;
  return (
    <CollectionPreferences
      title="Preferences"
      confirmLabel="Confirm"
      cancelLabel="Cancel"
      closeAriaLabel="Close"
      preferences={preferences}
      onConfirm={({ detail }) => onChange(detail as Partial<TablePreferences>)}
      pageSizePreference={{
        title: 'Rows a page',
        options: PAGE_SIZES.map((value) => ({ value, label: `${value} ${rows}` })),
      }}
      wrapLinesPreference={{ label: 'Wrap lines', description: 'Show all of a text that is long' }}
      contentDisplayPreference={{ title: 'Columns', options: columns }}
    />
  );
}
