/** Every number of a JSON text as text; what is no JSON stays as it is. */
export function withNumbersAsText(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), (_, value: unknown) => (typeof value === 'number' ? String(value) : value));
  } catch {
    return body;
  }
}
