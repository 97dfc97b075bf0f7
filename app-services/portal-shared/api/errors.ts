/** An API's refusal, in its own words; they name the field and what to change. */
export class ApiError extends Error {
  override name = 'ApiError';

  constructor(
    readonly status: number,
    message: string,
    /** Seconds after which a refused request may be tried again, where the API says so. */
    readonly retryAfterSeconds?: number,
    /** Under which the API's logs have the request. */
    readonly requestId?: string,
    /** Of what answers behind the gateway, not of the gateway itself. */
    readonly isOfService = false,
  ) {
    super(message);
  }
}

/** No answer came: offline, or the API is away. */
export class UnreachableError extends Error {
  override name = 'UnreachableError';
}

/** The refresh token is refused too; the portal shows the sign-in page meanwhile. */
export class SessionEndedError extends Error {
  override name = 'SessionEndedError';
}

/** Every answer of a service has this header; the gateway's own refusals do not. */
export const isOfGateway = (response: Response): boolean => !response.headers.has('x-request-id');

const messageIn = (body: unknown): string | undefined => {
  const { message } = (typeof body === 'object' && body !== null ? body : {}) as { message?: unknown };
  return typeof message === 'string' && message ? message : undefined;
};

/** Reads a refusal. `Retry-After` is seconds, or a date. */
export async function apiError(response: Response, now = Date.now()): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const header = response.headers.get('retry-after');
  const seconds = header === null ? Number.NaN : Number(header);
  const until = header === null ? Number.NaN : (Date.parse(header) - now) / 1000;
  const wait = Number.isFinite(seconds) ? seconds : until;
  return new ApiError(
    response.status,
    messageIn(body) ?? `HTTP ${response.status}`,
    Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : undefined,
    response.headers.get('x-request-id') ?? response.headers.get('apigw-requestid') ?? undefined,
    !isOfGateway(response),
  );
}

/** Refusals that a later try of the same request may better. */
const PASSING = new Set([429, 502, 503, 504]);

export const mayPass = (error: unknown): boolean =>
  error instanceof UnreachableError || (error instanceof ApiError && PASSING.has(error.status));
