import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { ApiError } from '../api/errors';
import { problemOf } from '../api/problem';
import { useFollow } from '../shell/use-follow';
import { Empty } from './empty';
import { Failed } from './failed';
import { Loading } from './loading';

/** 400 is what a text gets that could be no id. */
const isUnknown = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 400);

/** In the place of a page whose subject is not there: it is on its way, does not exist, or could not be asked for. */
export function PageInstead(props: {
  /** The page's heading meanwhile. */
  title: string;
  /** What is loaded: "the tenant". */
  what: string;
  /** Why it is not there; undefined while it is on its way. */
  error: unknown;
  onRetry: () => void;
  /** Where there are others, for what does not exist. */
  others?: { href: string; text: string };
}) {
  const { title, what, error, onRetry, others } = props;
  const follow = useFollow();
  const content = () => {
    if (error == null) return <Loading what={what} />;
    if (!others || !isUnknown(error)) return <Failed error={error} onRetry={onRetry} />;
    return (
      <Empty
        title={`There is no such ${title.toLowerCase()}`}
        action={
          <Button href={others.href} onFollow={follow}>
            {others.text}
          </Button>
        }
      >
        {problemOf(error).detail}
      </Empty>
    );
  };
  return <ContentLayout header={<Header variant="h1">{title}</Header>}>{content()}</ContentLayout>;
}
