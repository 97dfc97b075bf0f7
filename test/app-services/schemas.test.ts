import Ajv from 'ajv';
import { orderBody, orderItem } from '../../app-services/orders/order';
import { productBody, productItem } from '../../app-services/products/product';
import { jsonSchema } from '../../app-services/shared/http/validation';
import { newUser, user, userChange } from '../../app-services/users/user';

/** The services skip this check at every start (`validateSchema: false`). */
it.each(Object.entries({ orderBody, orderItem, productBody, productItem, newUser, userChange, user }))(
  '%s makes a valid JSON Schema',
  (_, schema) => {
    const ajv = new Ajv();
    expect([ajv.validateSchema(jsonSchema(schema)), ajv.errors]).toEqual([true, null]);
  },
);

it.each(Object.entries({ orderBody, productBody, newUser, userChange }))(
  '%s takes no field that it does not name',
  (_, schema) => {
    expect(jsonSchema(schema)).toMatchObject({ additionalProperties: false });
  },
);
