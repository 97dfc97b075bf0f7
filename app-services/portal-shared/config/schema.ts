import * as z from 'zod/mini';

/** Settings of both portals. `userPoolEndpoint` is given where Cognito is not AWS's own. */
export const commonConfig = {
  region: z.string().check(z.minLength(1)),
  adminApiUrl: z.url(),
  userPoolEndpoint: z.optional(z.url()),
};
