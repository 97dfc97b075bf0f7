import type { TenantOutput } from './outputs-file';

/** Settings of any AWS SDK client that speaks to a deployment. */
export interface AwsSettings {
  region?: string;
  profile?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Where the commands work: a start on this machine or a deployment on AWS. Both have the same parts. */
export interface Deployment {
  kind: 'local' | 'aws';
  /** How it was found, for people: a file, or profile and region. */
  source: string;
  adminApiUrl: string;
  region: string;
  account?: string;
  operatorPool: { userPoolId: string; clientId: string };
  /** Only of a start on this machine: nobody reads mail there, so its outputs hold the passwords. */
  operator?: { userName: string; password: string };
  tenants: TenantOutput[];
  aws: AwsSettings;
}

export const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
