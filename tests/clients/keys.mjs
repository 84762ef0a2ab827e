import { execFileSync } from 'node:child_process';

/** An RSA key and its certificate, in PEM form. */
export const keyPair = () => {
  const made = execFileSync('openssl', [
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=test', '-days', '1', '-keyout', '-',
  ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [privateKey, certificate] = made.split(/(?=-----BEGIN CERTIFICATE-----)/);
  return { privateKey, certificate };
};
