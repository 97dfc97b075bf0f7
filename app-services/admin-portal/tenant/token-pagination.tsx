import Pagination from '@cloudscape-design/components/pagination';
import type { TokenPages } from './use-token-pages';

/** Turns the pages of a table; nothing where there is one page alone. */
export const TokenPagination = (props: TokenPages & { of: string; disabled: boolean }) =>
  props.pages > 1 && (
    <Pagination
      currentPageIndex={props.page + 1}
      pagesCount={props.pages}
      disabled={props.disabled}
      onChange={({ detail }) => props.turnTo(detail.currentPageIndex - 1)}
      ariaLabels={{
        paginationLabel: `Pages of ${props.of}`,
        nextPageLabel: 'Next page',
        previousPageLabel: 'Previous page',
        pageLabel: (number) => `Page ${number}`,
      }}
    />
  );
