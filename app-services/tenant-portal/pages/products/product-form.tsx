import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { PageForm } from '../../../portal-shared/forms/page-form';
import { TextField } from '../../../portal-shared/forms/text-field';
import { type Problems, useForm } from '../../../portal-shared/forms/use-form';
import { priceOf, priceProblem, textProblem, typedPrice } from '../../items/fields';
import type { FormOf } from '../../items/item-page';
import type { NewProduct, Product } from '../../items/use-item';
import { explain } from '../../standing/refused';

/** As typed. */
interface Values {
  name: string;
  price: string;
  sku: string;
  category: string;
}

const valuesOf = (product: Product | undefined): Values => ({
  name: product?.name ?? '',
  price: product ? typedPrice(product.price) : '',
  sku: String(product?.sku ?? ''),
  category: product?.category ?? '',
});

/** The rules of the products service. */
const validate = ({ name, price, sku, category }: Values): Problems<Values> => ({
  name: textProblem(name, { most: 256, missing: 'Enter a name.' }),
  price: priceProblem(price),
  sku: textProblem(sku, { most: 128 }),
  category: textProblem(category, { most: 128 }),
});

/** A SKU that was stored as a number stays one as long as it is the same. */
const productOf = (values: Values, before: Product | undefined): NewProduct => ({
  name: values.name.trim(),
  price: priceOf(values.price),
  sku: typeof before?.sku === 'number' && String(before.sku) === values.sku ? before.sku : values.sku.trim(),
  category: values.category.trim(),
});

export function ProductForm({ item, save, onCancel }: FormOf<Product, NewProduct>) {
  const form = useForm<Values>({
    initial: valuesOf(item),
    validate,
    submit: (values) => save(productOf(values, item)),
    explain,
  });
  return (
    <PageForm form={form} submitText={item ? 'Save' : 'Create'} busyText="Saving" onCancel={onCancel}>
      <Container>
        <SpaceBetween size="l">
          <TextField form={form} name="name" label="Name" autoComplete={false} autoFocus />
          <TextField form={form} name="price" label="Price" inputMode="decimal" autoComplete={false} />
          <TextField
            form={form}
            name="sku"
            label={
              <>
                SKU <i>– optional</i>
              </>
            }
            description="The number under which you stock it."
            autoComplete={false}
            spellcheck={false}
          />
          <TextField
            form={form}
            name="category"
            label={
              <>
                Category <i>– optional</i>
              </>
            }
            autoComplete={false}
          />
        </SpaceBetween>
      </Container>
    </PageForm>
  );
}
