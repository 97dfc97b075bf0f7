import type { z } from 'zod';
import { orderBody, orderItem } from '../orders/order';
import { productBody, productItem } from '../products/product';
import { wholeItem } from '../shared/http/item-routes';
import { messageAnswer, newUser, user, userAction, userChange } from '../users/user';
import { plan } from './plan';

/** Schemas that the document names, so that a client made from it has types of these names. */
export const REQUESTS = {
  NewOrder: orderBody,
  OrderReplacement: wholeItem('order', orderBody),
  NewProduct: productBody,
  ProductReplacement: wholeItem('product', productBody),
  NewUser: newUser,
  UserChange: userChange,
  UserAction: userAction,
} satisfies Record<string, z.ZodType>;

export const ANSWERS = {
  Order: orderItem,
  Product: productItem,
  User: user,
  UserCreated: messageAnswer,
  Plan: plan,
} satisfies Record<string, z.ZodType>;

/** What the document says of an operation; all else follows from its shape. */
export interface Operation {
  id: string;
  summary: string;
  body?: keyof typeof REQUESTS;
  /** Without one it answers 204. */
  answer?: keyof typeof ANSWERS;
  /** `answer` is of one item of a list. */
  list?: true;
  created?: true;
  /** No service answers it but a function behind the gateway: it has no request id, and the plan does not count it. */
  ofGateway?: true;
  /** The items that it gives and takes carry their version as an entity tag. */
  versioned?: true;
  /** Conditions under which it answers otherwise, beyond what all operations have in common. */
  errors?: Partial<Record<403 | 404 | 409 | 412, string>>;
}

/** By path and method, as the gateway and the services register them. */
export const OPERATIONS: Record<string, Record<string, Operation>> = {
  ...itemOperations('order', 'Order', 'NewOrder', 'OrderReplacement'),
  ...itemOperations('product', 'Product', 'NewProduct', 'ProductReplacement'),
  '/users': {
    post: {
      id: 'createUser',
      summary: 'Invites a user by e-mail; the address is the login name. TenantAdmins only',
      body: 'NewUser',
      answer: 'UserCreated',
      created: true,
      errors: { 409: 'The address has an account.' },
    },
    get: {
      id: 'listUsers',
      summary: "Lists the tenant's users; a page may hold fewer than asked for. TenantAdmins only",
      answer: 'User',
      list: true,
    },
  },
  '/users/{userName}': {
    get: {
      id: 'getUser',
      summary: 'Shows a user. TenantAdmins only',
      answer: 'User',
      errors: { 404: 'There is no such user.' },
    },
    put: {
      id: 'changeUser',
      summary: "Changes a user's role. TenantAdmins only",
      body: 'UserChange',
      answer: 'User',
      errors: { 404: 'There is no such user.', 409: 'It is the last TenantAdmin.' },
    },
    delete: {
      id: 'deleteUser',
      summary: 'Deletes a user, who is signed out. TenantAdmins only',
      errors: { 404: 'There is no such user.', 409: 'It is the last TenantAdmin.' },
    },
    post: {
      id: 'actOnUser',
      summary: 'Signs a user out everywhere. Users themselves, and TenantAdmins',
      body: 'UserAction',
      errors: { 404: 'There is no such user.' },
    },
  },
  '/plan': {
    get: {
      id: 'getPlan',
      summary:
        "Shows the tenant's plan and its use in 30 days; costs nothing of the quota, and is up to 30 s old",
      answer: 'Plan',
      ofGateway: true,
    },
  },
};

function itemOperations(
  kind: 'order' | 'product',
  answer: 'Order' | 'Product',
  body: keyof typeof REQUESTS,
  replacement: keyof typeof REQUESTS,
): typeof OPERATIONS {
  const none = { 404: `There is no such ${kind}.` };
  const changed = { 412: 'It has another version than If-Match names.' };
  return {
    [`/${kind}s`]: {
      post: {
        id: `create${answer}`,
        summary: `Creates ${answer === 'Order' ? 'an order' : 'a product'}`,
        body,
        answer,
        created: true,
        versioned: true,
      },
      get: { id: `list${answer}s`, summary: `Lists the tenant's ${kind}s`, answer, list: true },
    },
    [`/${kind}s/{${kind}Id}`]: {
      get: { id: `get${answer}`, summary: `Shows one ${kind}`, answer, versioned: true, errors: none },
      put: {
        id: `replace${answer}`,
        summary: `Replaces one ${kind}; what was read may be sent back whole`,
        body: replacement,
        answer,
        versioned: true,
        errors: { ...none, ...changed },
      },
      delete: {
        id: `delete${answer}`,
        summary: `Deletes one ${kind}`,
        versioned: true,
        errors: { ...none, ...changed },
      },
    },
  };
}
