/** Something that nobody may find where operators and developers look. */
export interface Pattern {
  what: string;
  /** Global, so that each place where it stands is found. */
  pattern: RegExp;
}

/** A JSON Web Token begins with `{"`, in base64url; so do its signed parts, and Cognito's refresh tokens, encrypted ones. */
export const TOKEN: Pattern = { what: 'token', pattern: /eyJ[\w-]{10,}/g };
/** As scripts/local/operator.ts makes them: each password of the suite begins so. */
export const PASSWORD: Pattern = { what: 'password', pattern: /Aa1![\w-]{20}/g };
/** What Cognito gives between two challenges of a sign-in: a message of the AWS Encryption SDK. */
export const SIGN_IN_SESSION: Pattern = { what: 'sign-in session', pattern: /\bAYABe[\w+/-]{40,}/g };
/** Credentials of a user or a session. Those of the local AWS's root are the word `test`: no secret. */
export const AWS_CREDENTIALS: Pattern[] = [
  { what: 'access key id', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  // As STS begins them, formerly and now; the local AWS keeps to the former way.
  { what: 'session token', pattern: /\b(?:FwoGZX|IQoJb3JpZ2lu)[\w+/=]{40,}/g },
  // 40 characters of base64 are a secret by their name alone: a hash may look the same.
  {
    what: 'secret key',
    pattern: /(?<=secret_?-?(?:access)?_?-?key[\\"']*\s*[:=>]\s*[\\"']*)[\w+/]{40}(?![\w+/])/gi,
  },
  // Without its name: the local AWS makes it of two UUIDs of version 4, cut after 40 characters.
  { what: 'secret key', pattern: /(?<![\w+/])[\da-f]{12}4[\da-f]{3}[89ab][\da-f]{23}(?![\w+/=])/g },
];
/** What a person can be reached by; the suite's people have no other personal data. */
export const EMAIL: Pattern = { what: 'e-mail', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g };

/** Values that are known, as those of API keys. */
export const valuesOf = (what: string, values: Iterable<string>): Pattern[] =>
  [...values].map((value) => ({ what, pattern: new RegExp(escaped(value), 'g') }));

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text and where it stands. */
export interface Written {
  place: string;
  text: string;
}

/** Each finding as `<what> in <place>`, with what stands around it; the secret itself is not repeated. */
export function search(written: Iterable<Written>, patterns: readonly Pattern[]): string[] {
  const found = new Set<string>();
  for (const { place, text } of written) {
    for (const { what, pattern } of patterns) {
      for (const { index, 0: hit } of text.matchAll(pattern)) {
        const around = `${text.slice(Math.max(0, index - 60), index)}<${what}>${text.slice(index + hit.length, index + hit.length + 30)}`;
        found.add(`${what} in ${place}: ${around}`);
      }
    }
  }
  return [...found];
}
