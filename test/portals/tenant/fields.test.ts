import { priceOf, priceProblem, typedPrice } from '../../../app-services/tenant-portal/items/fields';
import { quantityProblem } from '../../../app-services/tenant-portal/pages/orders/order-draft';

it.each([
  ['12.50', 'en-GB', 12.5],
  ['12,50', 'de-DE', 12.5],
  ['12,50', 'en-GB', Number.NaN],
  // A thousand and more, or a little more than one: nobody knows.
  ['1.234', 'de-DE', Number.NaN],
  ['1.234,50', 'de-DE', Number.NaN],
])('%s, typed in %s, is %p', (typed, locale, value) => expect(priceOf(typed, locale)).toBe(value));

it.each(['en-GB', 'de-DE', 'fr-FR'])(
  'a price that was read is typed in %s as it can be sent again',
  (locale) => {
    expect(priceOf(typedPrice(4.25, locale), locale)).toBe(4.25);
  },
);

it('says how an amount is written where the reader is', () => {
  expect(priceProblem('4.25', 'de-DE')).toBe('Enter a number, for instance 12,50.');
  expect(priceProblem('4,25', 'de-DE')).toBeUndefined();
  expect(quantityProblem('2000000')).toBe('At most 1,000,000.');
});
