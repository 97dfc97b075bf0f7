import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useLoadingText } from '../../../portal-shared/states/use-loading-text';
import { price } from '../../items/fields';
import { type DraftLine, quantityProblem, totalOf } from './order-draft';
import type { Catalogue } from './use-catalogue';

/** A product and how many of it. */
export function OrderLine(props: {
  line: DraftLine;
  /** Counted from 1: the lines' fields are called alike. */
  number: number;
  catalogue: Catalogue;
  /** The whole was to be sent: what is missing is said. */
  asked: boolean;
  onChange: (line: DraftLine) => void;
  onRemove: () => void;
}) {
  const loadingText = useLoadingText('products');
  const { line, number, catalogue, asked, onChange, onRemove } = props;
  const { products, statusType, loadMore } = catalogue;
  const options = products.map((product) => ({
    value: product.productId,
    label: product.name,
    description: [price(product.price), product.sku].filter(Boolean).join(' · '),
  }));
  const chosen = line.productId
    ? { value: line.productId, label: line.name ?? `Product ${line.productId}` }
    : null;
  const total = totalOf([line]);

  const choose = (productId: string | undefined) => {
    const product = products.find((one) => one.productId === productId);
    if (!product || productId === line.productId) return;
    onChange({
      ...line,
      productId: product.productId,
      name: product.name,
      price: product.price,
      agreed: false,
    });
  };
  return (
    <Grid
      gridDefinition={[
        { colspan: { default: 12, s: 6 } },
        { colspan: { default: 5, s: 2 } },
        { colspan: { default: 4, s: 2 } },
        { colspan: { default: 3, s: 2 } },
      ]}
    >
      <FormField
        label={`Product ${number}`}
        errorText={asked && !line.productId ? 'Choose a product.' : undefined}
        stretch
      >
        <Select
          selectedOption={chosen}
          onChange={({ detail }) => choose(detail.selectedOption.value)}
          options={options}
          filteringType="auto"
          filteringPlaceholder="Find a product"
          filteringAriaLabel="Find a product"
          statusType={statusType}
          onLoadItems={loadMore}
          placeholder="Choose a product"
          loadingText={loadingText}
          errorText="The products could not be loaded."
          recoveryText="Try again"
          empty="There are no products yet."
          noMatch="No product is called that."
          expandToViewport
        />
      </FormField>
      <FormField label={`Quantity ${number}`} errorText={quantityProblem(line.quantity)} stretch>
        <Input
          value={line.quantity}
          inputMode="numeric"
          autoComplete={false}
          onChange={({ detail }) => onChange({ ...line, quantity: detail.value })}
        />
      </FormField>
      <FormField label={`Amount ${number}`}>
        <Box padding={{ vertical: 'xxs' }}>{total === undefined ? '–' : price(total)}</Box>
      </FormField>
      <Box padding={{ top: 'xl' }} textAlign="right">
        <Button
          formAction="none"
          iconName="remove"
          variant="icon"
          ariaLabel={`Remove product ${number}`}
          onClick={onRemove}
        />
      </Box>
    </Grid>
  );
}
