/** A JWT without a signature, as Kafka's unsecured validator takes it. */
export function unsecuredToken(subject: string, lifeSeconds = 3600): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  return `${part({ alg: 'none' })}.${part({ sub: subject, iat: now, exp: now + lifeSeconds })}.`;
}
