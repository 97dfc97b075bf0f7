import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { number } from '../../portal-shared/format/locale';
import { usePageTitle } from '../../portal-shared/shell/page-title';
import { useFollow } from '../../portal-shared/shell/use-follow';
import { Empty } from '../../portal-shared/states/empty';
import { useLoadingText } from '../../portal-shared/states/use-loading-text';
import { Refused } from '../standing/refused';
import type { List } from './use-list';

/** How many there are is known only where all stand on one page. */
const counterOf = ({ page, pages }: List<unknown>): string | undefined =>
  page && pages.index === 1 ? `(${number(page.items.length)}${page.next ? '+' : ''})` : undefined;

/** A list as a page: its table, the way to make another item, and to the other pages. */
export function ListTable<Item>(props: {
  title: string;
  list: List<Item>;
  idOf: (item: Item) => string;
  columns: TableProps.ColumnDefinition<Item>[];
  create: { href: string; text: string };
  empty: { title: string; text: string };
}) {
  const { title, list, idOf, columns, create, empty } = props;
  usePageTitle(title);
  const loadingText = useLoadingText(title.toLowerCase());
  const follow = useFollow();
  const { page, pages } = list;

  if (list.error !== undefined) {
    return (
      <ContentLayout header={<Header variant="h1">{title}</Header>}>
        <Refused error={list.error} onRetry={list.retry} />
      </ContentLayout>
    );
  }
  return (
    <Table
      variant="full-page"
      stickyHeader
      stickyColumns={{ last: 1 }}
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={counterOf(list)}
          actions={
            <Button variant="primary" href={create.href} onFollow={follow}>
              {create.text}
            </Button>
          }
        >
          {title}
        </Header>
      }
      columnDefinitions={columns}
      items={list.loading ? [] : (page?.items ?? [])}
      trackBy={idOf}
      loading={list.loading}
      loadingText={loadingText}
      ariaLabels={{ tableLabel: title }}
      empty={
        pages.index === 1 ? (
          <Empty title={empty.title}>{empty.text}</Empty>
        ) : (
          <Empty title="Nothing is on this page any more">What was here has been deleted.</Empty>
        )
      }
      pagination={
        (page?.next || pages.index > 1) && (
          <Pagination
            disabled={list.loading}
            currentPageIndex={pages.index}
            pagesCount={pages.index + (page?.next ? 1 : 0)}
            openEnd={page?.next !== undefined}
            onChange={({ detail }) => pages.goTo(detail.currentPageIndex, page?.next)}
            ariaLabels={{
              paginationLabel: `Pages of ${title.toLowerCase()}`,
              nextPageLabel: 'Next page',
              previousPageLabel: 'Previous page',
              pageLabel: (index) => `Page ${index}`,
            }}
          />
        )
      }
    />
  );
}
