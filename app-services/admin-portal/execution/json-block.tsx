import Box from '@cloudscape-design/components/box';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import { number } from '../../portal-shared/format/locale';
import './json-block.css';

/** A part of a state's data. Without a value, `bytes` tells how large what is not shown is. */
export function JsonBlock({ title, value, bytes = 0 }: { title: string; value: unknown; bytes?: number }) {
  const text = value === undefined ? undefined : JSON.stringify(value, undefined, 2);
  return (
    <div>
      <Header
        variant="h3"
        actions={
          text !== undefined && (
            <CopyToClipboard
              variant="icon"
              textToCopy={text}
              copyButtonAriaLabel={`Copy the ${title.toLowerCase()}`}
              copySuccessText="Copied"
              copyErrorText="The browser did not allow it"
            />
          )
        }
      >
        {title}
      </Header>
      {text === undefined ? (
        <Box color="text-body-secondary">It has {number(bytes)} bytes, too many to be shown.</Box>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="json-block" aria-label={title} tabIndex={0}>
          <Box variant="code">{text}</Box>
        </section>
      )}
    </div>
  );
}
