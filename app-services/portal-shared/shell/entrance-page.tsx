import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect } from 'react';
import { useOnline } from '../states/use-online';
import './entrance-page.css';

/** What is shown to whoever is not signed in: one card in the middle. */
export function EntrancePage(props: { product: string; title: string; children: ReactNode }) {
  const { product, title, children } = props;
  const online = useOnline();
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <main className="entrance">
      <SpaceBetween size="l">
        <div className="entrance-brand">
          <img src="/favicon.svg" alt="" width="40" height="40" />
          <Box variant="span" fontSize="heading-l" fontWeight="bold">
            {product}
          </Box>
        </div>
        {!online && (
          <Alert type="warning" header="You are offline">
            You can go on once the network is back; what you type stays.
          </Alert>
        )}
        <Container header={<Header variant="h1">{title}</Header>}>{children}</Container>
      </SpaceBetween>
    </main>
  );
}
