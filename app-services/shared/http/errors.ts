/** An outcome with a status code of its own. The message goes to the client, so it holds nothing secret. */
export class HttpError extends Error {
  override name = 'HttpError';

  constructor(
    readonly statusCode: number,
    message: string,
    readonly headers: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** 400: what the client sent. The message begins with the field. */
export class InvalidRequest extends HttpError {
  override name = 'InvalidRequest';
  constructor(message: string) {
    super(400, message);
  }
}

/** 401: no token, or none that this service accepts. The reason is for the log, not for whoever forged it. */
export class Unauthenticated extends HttpError {
  override name = 'Unauthenticated';
  constructor(message: string, cause?: unknown) {
    super(401, message, { 'www-authenticate': 'Bearer' }, { cause });
  }
}

/** 403: a genuine token that does not allow this. */
export class Forbidden extends HttpError {
  override name = 'Forbidden';
  constructor(message: string) {
    super(403, message);
  }
}

/** 404: also what another tenant's item looks like. */
export class NotFound extends HttpError {
  override name = 'NotFound';
  constructor(message: string) {
    super(404, message);
  }
}

/** 409: the state of things forbids it. */
export class Conflict extends HttpError {
  override name = 'Conflict';
  constructor(message: string) {
    super(409, message);
  }
}

/** 412: somebody else changed the item since the client read the version that it names in If-Match. */
export class PreconditionFailed extends HttpError {
  override name = 'PreconditionFailed';
  constructor(message: string) {
    super(412, message);
  }
}

/** 429: more at once than one tenant may have. */
export class TooManyRequests extends HttpError {
  override name = 'TooManyRequests';
  constructor(message: string) {
    super(429, message, { 'retry-after': '1' });
  }
}

/** 503: something this service needs is busy or away, and the same request may pass in a moment. */
export class Unavailable extends HttpError {
  override name = 'Unavailable';
  constructor(message: string, cause?: unknown) {
    super(503, message, { 'retry-after': '1' }, { cause });
  }
}
