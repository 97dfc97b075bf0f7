import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { PageForm } from '../../../portal-shared/forms/page-form';
import { TextField } from '../../../portal-shared/forms/text-field';
import { useForm } from '../../../portal-shared/forms/use-form';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { price } from '../../items/fields';
import type { FormOf } from '../../items/item-page';
import type { NewOrder, Order } from '../../items/use-item';
import { explain, Refused } from '../../standing/refused';
import { type Draft, type DraftLine, draftOf, emptyLine, orderOf, problemsOf, totalOf } from './order-draft';
import { OrderLine } from './order-line';
import { useCatalogue } from './use-catalogue';

export function OrderForm({ item, save, onCancel }: FormOf<Order, NewOrder>) {
  const catalogue = useCatalogue();
  const form = useForm<Draft>({
    initial: () => draftOf(item),
    validate: problemsOf,
    submit: (draft) => save(orderOf(draft)),
    explain,
  });
  const lines = form.values.orderProducts;
  const setLines = (next: DraftLine[]) => form.set('orderProducts', next);
  const linesProblem = form.errorOf('orderProducts');
  const total = totalOf(lines);

  return (
    <PageForm form={form} submitText={item ? 'Save' : 'Create'} busyText="Saving" onCancel={onCancel}>
      <SpaceBetween size="l">
        {catalogue.error && !catalogue.products.length && (
          <Refused error={catalogue.error} onRetry={catalogue.loadMore} />
        )}
        {catalogue.isEmpty && (
          <Alert type="info" header="There is nothing to order yet">
            <PortalLink href="/products/new">Create a product</PortalLink> first.
          </Alert>
        )}
        <Container>
          <TextField
            form={form}
            name="orderName"
            label="Name"
            description="By which you will find the order again."
            autoComplete={false}
            autoFocus
          />
        </Container>
        <Container
          header={<Header variant="h2">Products</Header>}
          footer={
            <Box textAlign="right" variant="strong" display="block">
              Total {total === undefined ? '–' : price(total)}
            </Box>
          }
        >
          <SpaceBetween size="m">
            {lines.map((line, index) => (
              <OrderLine
                key={line.key}
                line={line}
                number={index + 1}
                catalogue={catalogue}
                asked={linesProblem !== undefined}
                onChange={(changed) => setLines(lines.map((one) => (one.key === line.key ? changed : one)))}
                onRemove={() => setLines(lines.filter((one) => one.key !== line.key))}
              />
            ))}
            <FormField errorText={linesProblem}>
              <Button formAction="none" iconName="add-plus" onClick={() => setLines([...lines, emptyLine()])}>
                Add a product
              </Button>
            </FormField>
          </SpaceBetween>
        </Container>
      </SpaceBetween>
    </PageForm>
  );
}
